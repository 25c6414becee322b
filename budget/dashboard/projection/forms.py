"""Beginning a projection from typed figures, and what it is built of afterwards: its steps and its measure."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from budget.case import Case, CaseError, case_from_document, document
from budget.case.baseline import Baseline
from budget.case.models import Mix, Placements, Saving
from budget.case.offers import wanted_step
from budget.case.projecting import EARLIEST
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.projection_edits import AddMeasure, AddStep, Begin, RemoveStep, in_order
from budget.dashboard.parts.say import literal, literally, problems
from budget.dashboard.projection.step_fields import Typed, age_groups, step_fields
from budget.dashboard.workshop.form_parts import take
from budget.formulas import calculate
from budget.shown.explanation import balance
from budget.shown.labels import step_label
from budget.text import Words

PLACED = ("institution", "foster", "network")  # the steps of the ladder on which children are placed, from above
USUAL = PLACED[:2]


# ------------------------------------------------------------------ a new baseline
def begin(hand: Hand, words: Words) -> None:
    """The steps of the ladder in order, each with its fields and with what they come to in the first year."""
    case = hand.model.case
    st.subheader(words("projected.form.title"), anchor=False)
    st.write(words("projected.form.about"))
    line = _line_that_becomes_one(case, words)
    prices = _prices(case, line)
    as_of, groups, names = _frame(case, [*prices] or list(USUAL), words)
    if not groups:
        return
    typed = {}
    for name in names:
        with st.container(border=True):
            typed[name] = step_fields(case, name, groups, names[names.index(name) + 1 :], prices, words)
            _balance(case, as_of, name, typed, words)
    label = "" if line else st.text_input(words("projected.form.measure"), key="projection-measure").strip()
    missing = [step_label(name, words) for name, found in typed.items() if found.values is None]
    if missing:
        st.markdown(literal(words("projected.form.missing", steps=words.listed(missing))))
    if st.button(words("projected.form.begin"), type="primary", disabled=bool(missing) or not names, key="begin"):
        steps = {name: found.values for name, found in typed.items()}
        sources = {key: source for found in typed.values() for key, source in found.sources.items()}
        take(hand, Begin(as_of, steps, sources, label, str(line.id) if line else ""), "baseline", words)


def _frame(case: Case, usual: list[str], words: Words) -> tuple[str, list[str], list[str]]:
    """From which 1 January, in which groups of ages, and over which steps."""
    years = [case.first_year - early for early in range(EARLIEST + 1)]
    left, right = st.columns([1, 2])
    with left:
        year = st.selectbox(words("projected.form.as_of"), years, format_func=lambda year: _day(year, words))
        groups = age_groups("begin", words)
    with right:
        label = words("projected.form.steps")
        st.markdown(literal(label))
        chosen = [
            name for name in PLACED if st.checkbox(literal(step_label(name, words)), name in usual, key=f"step-{name}")
        ]
    return f"{year}-01-01", groups, chosen


def _day(year: int, words: Words) -> str:
    return words("projected.form.day", year=year)


def _balance(case: Case, as_of: str, name: str, typed: Mapping[str, Typed], words: Words) -> None:
    """What the figures come to in the first year, as soon as they are there."""
    known = {step: _without_moves_to(found.values, typed) for step, found in typed.items() if found.values is not None}
    if name not in known:
        return
    tree = document(case) | {"baseline": {"as_of": as_of, "steps": known}}
    tree["savings"] = [line for line in tree.get("savings", []) if line["kind"] != "projection"]
    sources = {key: source for found in typed.values() for key, source in found.sources.items()}
    tree["sources"] = {**sources, **tree.get("sources", {})}
    try:
        result = calculate(case_from_document(tree, case.id))
    except CaseError as error:
        problems(error.problems, words)
        return
    st.info(literal(balance(f"baseline.{name}", 0, result, words)))


def _without_moves_to(values: Mapping[str, Any], typed: Mapping[str, Typed]) -> dict[str, Any]:
    """A step as it can be worked out so far: nobody can move to one that is not there yet."""
    there = {to for to, found in typed.items() if found.values is not None}
    moves = {to: share for to, share in values.get("moves", {}).items() if to in there}
    return {**{key: value for key, value in values.items() if key != "moves"}, **({"moves": moves} if moves else {})}


# ------------------------------------------------------------------ a line by placements or mix
def _line_that_becomes_one(case: Case, words: Words) -> Saving | None:
    """The line that the projection is to stand in the place of, where the case has one and the user says so."""
    lines = {str(line.id): line for line in case.savings if isinstance(line, Mix | Placements)}
    if not lines:
        return None
    chosen = st.radio(
        words("projected.form.becomes"), [*lines, ""],
        format_func=literally(lambda id: lines[id].label if id else words("projected.form.none")),
        key="projection-line",
    )  # fmt: skip
    line = lines.get(chosen)
    if isinstance(line, Mix):
        st.markdown(words("projected.form.mix"))
    return line


def _prices(case: Case, line: Saving | None) -> dict[str, Any]:
    """By step what the line says that a place costs, with its source."""
    if line is None:
        return {}
    stated: list[tuple[str | None, Any]] = []
    if isinstance(line, Mix):
        stated = [(wanted_step(name, line.step), getattr(line, name)) for name in ("price_from", "price_to")]
    elif isinstance(line, Placements):
        stated = [(line.step or USUAL[0], line.unit_price)]
    whole = ((step, document(figure)) for step, figure in stated if step and figure is not None)
    return {step: figure if isinstance(figure, dict) else {"value": figure} for step, figure in whole}


# ------------------------------------------------------------------ one that is there
def more(hand: Hand, words: Words) -> None:
    """The measure where there is none yet, and steps put in or taken out."""
    case, baseline = hand.model.case, hand.model.case.baseline
    assert baseline is not None
    if not any(line.kind == "projection" for line in case.savings):
        with st.form("projection-measure-form", border=True):
            label = st.text_input(words("projected.form.measure"))
            sent = st.form_submit_button(words("projected.form.add_measure"))
        if sent and label.strip():
            take(hand, AddMeasure(label.strip()), "measure", words)
    with st.expander(words("projected.form.change_steps")):
        _add_step(hand, case, baseline, words)
        _remove_step(hand, baseline, words)


def _add_step(hand: Hand, case: Case, baseline: Baseline, words: Words) -> None:
    free = [step for step in PLACED if step not in baseline.steps]
    if not free:
        return
    name = st.selectbox(
        words("projected.form.new_step"), ["", *free],
        format_func=literally(lambda step: step_label(step, words) if step else ""),
    )  # fmt: skip
    if not name:
        return
    groups = age_groups(name, words)
    if not groups:
        return
    order = list(in_order({**dict.fromkeys(baseline.steps), name: None}))
    found = step_fields(case, name, groups, order[order.index(name) + 1 :], {}, words)
    if st.button(words("projected.form.add_step"), disabled=found.values is None, key="add-step"):
        assert found.values is not None
        take(hand, AddStep(name, found.values, found.sources), f"baseline.{name}", words)


def _remove_step(hand: Hand, baseline: Baseline, words: Words) -> None:
    if len(baseline.steps) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            words("projected.form.old_step"), list(baseline.steps),
            format_func=literally(lambda step: step_label(step, words)),
        )  # fmt: skip
        if st.button(words("projected.form.remove_step"), key="remove-step"):
            take(hand, RemoveStep(name), f"baseline.{name}", words)
