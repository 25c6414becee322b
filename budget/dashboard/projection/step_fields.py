"""The fields of one step of a baseline, in the order in which one knows them, with the library's price beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from budget.case import Case, Entry, offers
from budget.case.baseline import BaselineStep, ages
from budget.case.paths import Slot, slots
from budget.case.taking import figure_of, source_of
from budget.case.writing import document
from budget.dashboard.changes.fields import read, text_of, told, unit_text
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal
from budget.shown.labels import step_label
from budget.shown.library_words import label_of, origin_text
from budget.text import Words
from budget.text.numbers import NumberError

AGES = "0-11, 12-14, 15-17"
BESIDE = 3  # fields in a row
SLOTS: dict[str, Slot] = {slot.name: slot for slot in slots(BaselineStep)}


@dataclass
class Typed:
    """A step as it stands in its fields: its part of the case file once all that it needs is there."""

    values: dict[str, Any] | None
    sources: dict[str, Any] = field(default_factory=dict)


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
        label = words("projected.form.moves", to=_inside(step_label(to, words)))
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


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


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
