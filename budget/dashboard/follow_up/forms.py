"""Entering what was spent, a change of the budget or a measure, and taking one out again."""

from typing import Any

import streamlit as st

from budget.analysis.follow_up import FollowUp
from budget.analysis.spending import from_baseline, steps_of
from budget.case import Case
from budget.case.following import key_of
from budget.case.models import Projection, Saving
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.follow_up_edits import ChangeBudget, Forget, ForgetBudget, Record, WouldHaveCost, path_of
from budget.dashboard.follow_up.measure_forms import gate_forms, measure_forms
from budget.dashboard.parts.say import literal
from budget.dashboard.workshop.form_parts import source, take
from budget.dashboard.workshop.typed import as_stated, read_number
from budget.shown.labels import step_label
from budget.shown.pages.follow_up import actual_label, change_label
from budget.text import Words

BASES = ("accounts", "evaluation", "forecast", "spending")
MONTHS = (None, *range(1, 13))
CARRIED_FROM = 3  # years before the first one that money can be carried over from in the form
ACROSS = 6  # fields beside each other


def targets(case: Case) -> dict[str, str]:
    """What an actual can be of, by "line:id" or "measure:id", with its name."""
    lines = {f"line:{line.id}": line.label for line in case.lines()}
    return lines | {f"measure:{measure.id}": measure.label for measure in case.measures}


def forms(hand: Hand, words: Words) -> None:
    """Every form of the page, each folded until it is wanted."""
    with st.expander(words("follow_up.form.actual")):
        _actual(hand, words)
    with st.expander(words("follow_up.form.change")):
        _change(hand, words)
        if hand.model.case.budget_changes:
            _remove_change(hand, words)
    with st.expander(words("follow_up.form.measures")):
        measure_forms(hand, words)
    with st.expander(words("gate.form.title")):
        gate_forms(hand, words)
    if hand.model.case.actuals:
        with st.expander(words("follow_up.form.remove")):
            _remove(hand, words)


def _actual(hand: Hand, words: Words) -> None:
    case = hand.model.case
    known = targets(case)
    with st.form(f"actual-{hand.model.epoch}", border=False, clear_on_submit=False):
        st.write(words("follow_up.form.actual_help"))
        target = st.selectbox(words("follow_up.form.of"), list(known), format_func=known.__getitem__)
        left, middle, right = st.columns(3)
        year = left.selectbox(words("follow_up.year"), case.horizon)
        month = middle.selectbox(
            words("follow_up.form.month"),
            MONTHS,
            format_func=lambda m: words("follow_up.form.whole_year") if m is None else str(m),
        )
        basis = right.selectbox(
            words("follow_up.form.basis"), BASES, format_func=lambda b: words(f"follow_up.basis.{b}")
        )
        text = st.text_input(words("follow_up.form.amount"), help=words("follow_up.form.amount_help"))
        place = st.empty()
        source_ = source(case, None, words)
        note = st.text_input(words("form.note"))
        if not st.form_submit_button(words("follow_up.form.take")) or not target:
            return
    of, _, id = target.partition(":")
    unit = next((measure.unit for measure in case.measures if of == "measure" and measure.id == id), "kr")
    amount = read_number(text, place, words, unit, _budgeted(hand, id, year) if of == "line" else 0.0)
    if amount is None:
        return
    entry = {of: id, "year": year, "month": month, "amount": amount, "basis": basis, "source": source_, "note": note}
    entry = {name: value for name, value in entry.items() if value is not None}
    take(hand, Record([entry]), path_of(key_of(entry)), words)


def _change(hand: Hand, words: Words) -> None:
    case = hand.model.case
    labels = {line.id: line.label for line in case.lines()}
    with st.form(f"change-{hand.model.epoch}", border=False):
        line = st.selectbox(words("follow_up.form.line"), list(labels), format_func=labels.__getitem__)
        left, right = st.columns(2)
        year = left.selectbox(words("follow_up.year"), case.horizon)
        before = range(case.first_year - CARRIED_FROM, case.horizon[-1])
        from_year = right.selectbox(
            words("follow_up.form.from_year"),
            (None, *before),
            format_func=lambda y: words("follow_up.form.not_carried") if y is None else str(y),
        )
        text = st.text_input(words("follow_up.form.change_amount"), help=literal(words("follow_up.form.change_help")))
        place = st.empty()
        source_ = source(case, None, words)
        if not st.form_submit_button(words("follow_up.form.take")) or not line:
            return
    amount = read_number(text, place, words, "kr", _budgeted(hand, line, year))
    if amount is not None:
        entry = {"line": line, "year": year, "from_year": from_year, "amount": amount, "source": source_}
        take(hand, ChangeBudget(entry), f"budget_changes.{line}.{year}", words)


def _budgeted(hand: Hand, id: str, year: int) -> float:
    """The amount of a line in a year, kr."""
    result, _ = hand.result("case", hand.model.case, "fixed")
    return float(result.row(id).values[result.years.index(year)])


def _remove_change(hand: Hand, words: Words) -> None:
    case = hand.model.case
    number = st.selectbox(
        words("follow_up.form.which_change"),
        range(len(case.budget_changes)),
        format_func=lambda n: change_label(case, case.budget_changes[n], words),
    )
    if st.button(words("follow_up.form.delete_change")) and number is not None:
        found = case.budget_changes[number]
        path = f"budget_changes.{found.line}.{found.year}"
        take(hand, ForgetBudget(found.line, found.year, found.amount, found.from_year), path, words)


def _remove(hand: Hand, words: Words) -> None:
    case = hand.model.case
    number = st.selectbox(
        words("follow_up.form.which"),
        range(len(case.actuals)),
        format_func=lambda n: actual_label(case, case.actuals[n], words),
    )
    if st.button(words("follow_up.form.delete")) and number is not None:
        key = key_of(case.actuals[number].model_dump())
        take(hand, Forget(key), path_of(key), words)


# ------------------------------------------------------------------ what the area would have cost
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
