"""What the area of a saving would have cost without the measure: asked for where an account's spending needs it."""

from typing import Any

import streamlit as st

from budget.analysis.follow_up import FollowUp
from budget.analysis.spending import from_baseline, steps_of
from budget.case.models import Projection, Saving
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.follow_up_edits import WouldHaveCost
from budget.dashboard.parts.say import literal
from budget.dashboard.workshop.form_parts import source, take
from budget.dashboard.workshop.typed import as_stated, read_number
from budget.shown.labels import step_label
from budget.text import Words

ACROSS = 6  # fields beside each other


def would_cost(hand: Hand, found: FollowUp, words: Words) -> None:
    """A field for every year of a saving, those that are asked about first; none where a projection says it itself."""
    savings = [line for line in hand.model.case.savings if not isinstance(line, Projection)]
    if not savings:
        return
    asked = [followed.line.id for followed in found.unheld]
    savings.sort(key=lambda line: line.id not in asked)
    with st.expander(words("follow_up.form.would"), expanded=bool(asked)):
        st.write(literal(words("follow_up.form.would_help", year=hand.model.case.price_year)))
        labels = {line.id: line.label for line in savings}
        id = st.selectbox(words("follow_up.form.would_line"), list(labels), format_func=labels.__getitem__)
        _amounts(next(line for line in savings if line.id == id), hand, words)


def _amounts(line: Saving, hand: Hand, words: Words) -> None:
    case = hand.model.case
    result, _ = hand.result("case", case, "fixed")
    offered = None if line.would_have_cost is not None else from_baseline(result, line)
    if offered:
        steps = words.listed(step_label(step, words) for step in steps_of(result, line))
        st.write(literal(words("follow_up.form.would_offered", steps=steps)))
    stated = as_stated(line.would_have_cost, case.first_year)
    shown = {year: figure["value"] for year, figure in stated.items()}
    if offered:
        shown = dict(zip(case.horizon, map(round, offered), strict=True))
    first = [words.plain(shown[year] / 1000) if year in shown else "" for year in case.horizon]
    with st.form(f"would-{line.id}-{hand.model.epoch}", border=False):
        fields = {}
        for start in range(0, case.years, ACROSS):
            for year, column in zip(case.horizon[start : start + ACROSS], st.columns(ACROSS), strict=False):
                text = column.text_input(literal(str(year)), first[year - case.first_year])
                fields[year] = text, column.empty()
        chosen = source(case, None, words)
        if not st.form_submit_button(words("follow_up.form.would_keep")):
            return
    figures: list[tuple[int, dict[str, Any]]] = []
    for (year, (text, place)), before in zip(fields.items(), first, strict=True):
        if not text.strip() and figures:
            continue
        kr = read_number(text, place, words, "kr")
        if kr is None:
            return
        figures.append((year, stated[year] if text == before and year in stated else {"value": kr}))
        if offered and text == before:
            figures[-1][1]["note"] = words("follow_up.form.would_note")
    take(hand, WouldHaveCost(line.id, figures, chosen), f"would_have_cost.{line.id}", words)
