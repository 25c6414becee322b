"""Beginning a projection from typed figures, and what it is built of afterwards: its steps and its measure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from budget.case import Case, CaseError, Entry, case_from_document, document, offers
from budget.case.baseline import Baseline, BaselineStep, ages
from budget.case.models import Mix, Placements, Saving
from budget.case.offers import wanted_step
from budget.case.paths import Slot, slots
from budget.case.projecting import EARLIEST
from budget.case.taking import figure_of, source_of
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.fields import read, text_of, told, unit_text
from budget.dashboard.changes.projection_edits import AddMeasure, AddStep, Begin, RemoveStep, in_order
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, literally, problems
from budget.dashboard.workshop.form_parts import take
from budget.formulas import calculate
from budget.shown.explanation import balance
from budget.shown.labels import inside, step_label
from budget.shown.library_words import label_of, origin_text
from budget.text import Words
from budget.text.numbers import NumberError

PLACED = ("institution", "foster", "network")  # the steps of the ladder on which children are placed, from above
USUAL = PLACED[:2]
AGES = "0-11, 12-14, 15-17"
BESIDE = 3  # fields in a row
SLOTS: dict[str, Slot] = {slot.name: slot for slot in slots(BaselineStep)}


@dataclass
class Typed:
    """A step as it stands in its fields: its part of the case file once all that it needs is there."""

    values: dict[str, Any] | None
    sources: dict[str, Any] = field(default_factory=dict)


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
        year = st.selectbox(
            words("projected.form.as_of"), years, format_func=lambda y: words("projected.form.day", year=y)
        )
        groups = age_groups("begin", words)
    with right:
        label = words("projected.form.steps")
        st.markdown(literal(label))
        chosen = [
            name for name in PLACED if st.checkbox(literal(step_label(name, words)), name in usual, key=f"step-{name}")
        ]
    return f"{year}-01-01", groups, chosen


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


# ------------------------------------------------------------------ the fields of one step
def age_groups(key: str, words: Words) -> list[str]:
    """The groups of ages that children are counted in; empty, with the reason, while the field holds none."""
    key = f"projection-{key}-ages"
    frame.restore(key, AGES)
    typed = frame.keep(
        key, st.text_input(words("projected.form.ages"), key=key, help=words("projected.form.ages.help"))
    )
    groups = [part.strip().replace("–", "-") for part in typed.split(",")]
    if not all(ages(group) for group in groups):
        st.error(words("problem.ages"))
        return []
    seen: set[int] = set()
    for group in groups:
        twice = seen.intersection(ages(group))
        if twice:
            label = words("projected.form.ages")
            st.error(literal(words("problem.age_twice", path=label, age=min(twice), read=group)))
            return []
        seen.update(ages(group))
    return groups


def step_fields(
    case: Case, step: str, groups: list[str], later: list[str], prices: Mapping[str, Any], words: Words
) -> Typed:
    """The fields of a step; `later` are the steps that children may move to, `prices` figures known for its price."""
    st.subheader(literal(step_label(step, words)), anchor=False)
    stock = _by_age("stock", step, groups, words)
    entered = _by_age("entries", step, groups, words)
    left, middle, right = st.columns(3)
    with left:
        leaving = _number("exit_share", f"{step}-exit", words("projected.form.exit_share"), words)
    with middle:
        price, source = _price(case, step, prices, words)
    with right:
        budget = _number("budget_places", f"{step}-budget", words("projected.form.budget"), words, optional=True)
    moves = {}
    for to in later:
        label = words("projected.form.moves", to=inside(step_label(to, words)))
        moves[to] = _number("moves", f"{step}-{to}", label, words, optional=True)
    needed = [*stock.values(), *entered.values(), leaving, price]
    if None in needed:
        return Typed(None)
    new = sum(value or 0.0 for value in entered.values())
    found: dict[str, Any] = {
        "stock": stock,
        "entries": new,
        "entry_ages": entered if new else {"0-17": 1},
        "exit_share": leaving,
        "price": price,
    }
    given = {to: share for to, share in moves.items() if share}
    found |= {"moves": given} if given else {}
    found |= {"budget_places": budget} if budget is not None else {}
    return Typed(found, source)


def _by_age(name: str, step: str, groups: list[str], words: Words) -> dict[str, float | None]:
    """A number for each group of ages, a few beside one another."""
    found: dict[str, float | None] = {}
    for start in range(0, len(groups), BESIDE):
        for column, group in zip(st.columns(BESIDE), groups[start : start + BESIDE], strict=False):
            with column:
                label = words(f"projected.form.{name}", ages=group.replace("-", "–"))
                found[group] = _number(name, f"{step}-{name}-{group}", label, words)
    return found


def _number(name: str, key: str, label: str, words: Words, optional: bool = False) -> float | None:
    """A strict field with its message beneath it; None while it holds no number that the format takes."""
    slot, key = SLOTS[name], f"projection-{key}"
    entry = Entry(name, slot.key, None, None, False, False)
    unit = unit_text(entry, words) if slot.key.unit == "share" else ""
    frame.restore(key, "")
    text = frame.keep(key, st.text_input(literal(f"{label} ({unit})" if unit else label), key=key)).strip()
    if not text:
        return None
    try:
        value = read(text, entry, words.language)
    except NumberError:
        st.error(literal(words("entry.invalid", text=text)))
        return None
    if not slot.key.low <= value <= slot.key.high:
        low, high = text_of(slot.key.low, entry, words), told(slot.key.high, entry, words)
        st.error(literal(words("entry.bounds", text=text, low=low, high=high)))
        return None
    return value


# ------------------------------------------------------------------ the price
def _price(case: Case, step: str, prices: Mapping[str, Any], words: Words) -> tuple[Any, dict[str, Any]]:
    """What a place costs: typed, that of the line, or the library's with its source; a figure stays what it was."""
    key, taken = f"projection-{step}-price", f"projection-{step}-offer"
    offer = offers.default("unit_price", step)
    value = _number("price", f"{step}-price", words("projected.form.price"), words)
    if step in prices and st.button(words("projected.form.line_price"), key=f"{key}-line"):
        _fill(key, taken, prices[step]["value"], "line", words)
    if offer is not None:
        name, origin = label_of(offer.entry, offer.year, words), origin_text(offer.entry, words)
        st.markdown(literal(f"{name}: {words.kr(offer.value)} · {origin}"))
        if st.button(words("projected.form.library_price"), key=f"{key}-take"):
            _fill(key, taken, offer.value, offer.id, words)
    kept = frame.kept(taken, ("", 0.0))
    if value is None or kept[1] != value:
        return value, {}
    if kept[0] == "line" and step in prices:
        return prices[step], {}
    if offer is None or kept[0] != offer.id:
        return value, {}
    id = str(offer.entry.id)
    source = source_of(offer.entry).model_dump(exclude_none=True) if offer.sourced else {}
    figure = document(figure_of(offer, id if source else None, words))
    return figure, {id: source} if source else {}


def _fill(key: str, taken: str, value: float, which: str, words: Words) -> None:
    """Puts a known price into the field, and remembers where it comes from as long as it stands there."""
    frame.keep(taken, (which, value))
    entry = Entry("price", SLOTS["price"].key, None, None, False, False)
    frame.keep(key, text_of(value, entry, words))
    st.session_state.pop(key, None)
    st.rerun()
