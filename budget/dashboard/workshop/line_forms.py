"""The forms of a budget line: a new one of any kind, and the words and structure of one that is there."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from budget.case import Case, Entry, Line
from budget.case.library import steps
from budget.case.paths import LISTS, Slot, slots
from budget.case.rules import RESERVED
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes import structure
from budget.dashboard.changes.fields import read, text_of, told, with_unit
from budget.dashboard.changes.structure import CHOICES, STEP, YEARS, Reshape, meant, structure_of
from budget.dashboard.parts.say import literal, literally
from budget.dashboard.workshop.form_parts import area, source, take
from budget.dashboard.workshop.line_facts import option_text
from budget.shown.method import key_help, kinds
from budget.text import Words
from budget.text.numbers import NumberError

KINDS: dict[str, dict[str, type[Line]]] = {
    name: {kind: model for list_, kind, model in kinds() if list_ == name} for name in LISTS
}


# ------------------------------------------------------------------------------------------------- a new line
def add(hand: Hand, words: Words) -> None:
    """List and kind, then the figures that a line of the kind cannot be without; the others follow in the page."""
    case = hand.model.case
    name = st.radio(
        words("form.list"), LISTS, format_func=literally(lambda x: words(f"form.list.{x}")), horizontal=True, index=1
    )
    offered = [kind for kind in KINDS[name] if kind != "projection" or _may_project(case)]
    kind = offered[0]
    if len(offered) > 1:
        kind = st.selectbox(
            words("form.kind"), offered, format_func=lambda kind: words(f"kind.{name}.{kind}"), key=f"kind-{name}"
        )
    with st.form(f"add-{name}-{kind}", border=False):
        label = st.text_input(words("form.label"))
        empty_label = st.empty()
        wanted = [Wanted(case, slot, words) for slot in slots(KINDS[name][kind]) if slot.required]
        area_ = area(case, None, words)
        source_ = source(case, None, words)
        submitted = st.form_submit_button(words("form.save"))
    if not submitted:
        return
    label = label.strip()
    if not label:
        empty_label.error(literal(words("form.required", what=words("form.label"))))
    figures = {field.slot.name: field.value() for field in wanted}
    if label and None not in figures.values():
        id = structure.new_id(label, {*(line.id for line in case.lines()), *RESERVED})
        values = {"label": label, "kind": kind, "service_area": area_, "source": source_, **figures}
        take(hand, structure.Add(name, id, values), id, words, open=id)


@dataclass
class Wanted:
    """One figure that a new line needs, as a strict field with its message beneath it."""

    case: Case
    slot: Slot
    words: Words

    def __post_init__(self) -> None:
        self.entry = Entry(self.slot.name, self.slot.key, None, None, self.slot.series, self.slot.key.single_years)
        year = self.case.first_year
        label = with_unit(self.words(f"key.{self.slot.name}"), self.entry, self.words)
        if self.slot.name == "amounts":
            label = self.words("form.amount", year=year)
        elif self.slot.key.single_years:
            label = self.words("form.every_year", figure=label)
        elif self.slot.series:
            label = self.words("form.from_year", figure=label, year=year)
        help = key_help(self.slot.name, self.words)
        if self.slot.series and not self.slot.key.single_years:
            help = f"{help} {self.words('form.amount_help')}"
        self.text = st.text_input(literal(label), help=literal(help), key=f"add-{self.slot.name}")
        self.message = st.empty()

    def value(self) -> Any:
        """The value for the case file; None, and the reason beneath the field, when it is not one."""
        key, words = self.slot.key, self.words
        try:
            value = read(self.text, self.entry, words.language)
        except NumberError as error:
            self.message.error(literal(self._why(error.code)))
            return None
        if not key.allows(value):
            low, high = text_of(key.low, self.entry, words), told(key.high, self.entry, words)
            why = f"entry.{'above' if key.above_low else 'bounds'}"
            self.message.error(literal(words(why, text=self.text, low=low, high=high)))
            return None
        if not self.slot.series:
            return value
        return dict.fromkeys(self.case.horizon, value) if key.single_years else {self.case.first_year: value}

    def _why(self, code: str) -> str:
        if code != "number.empty":
            return self.words("entry.invalid", text=self.text)
        if self.slot.name == "amounts":
            return self.words("entry.empty_year", year=self.case.first_year)
        return self.words("entry.empty")


def _may_project(case: Case) -> bool:
    """Whether a projection may be added: the case has a baseline, and none yet."""
    return case.baseline is not None and not any(line.kind == "projection" for line in case.savings)


# ----------------------------------------------------------------------------------------- one that is there
def edit(hand: Hand, id: str, words: Words) -> None:
    """The words of a line, and the structure that its kind has."""
    case = hand.model.case
    line: Line | None = next((line for line in case.lines() if line.id == id), None)
    if line is None:
        return
    with st.form("edit", border=False):
        values: dict[str, Any] = {
            "label": st.text_input(words("form.label"), line.label).strip(),
            "service_area": area(case, line.service_area, words),
            "function": st.text_input(words("form.function"), line.function or "").strip(),
        }
        st.markdown(f"**{words('form.structure')}**")
        values |= _structure(case, line, words)
        values |= {
            "source": source(case, line.source, words),
            "quote": st.text_area(words("form.quote"), line.quote or "").strip(),
            "note": st.text_area(words("form.note"), line.note or "").strip(),
        }
        submitted = st.form_submit_button(words("form.save"))
    if submitted:
        take(hand, Reshape(id, values), id, words)


def _structure(case: Case, line: Line, words: Words) -> dict[str, Any]:
    """A choice for every key of the line's structure; what stays as it was is not stated anew."""
    now = structure_of(line)
    columns = st.columns(2)
    found: dict[str, Any] = {}
    for at, (name, given) in enumerate(now.items()):
        options = _options(case, name, given)
        with columns[at % 2]:
            chosen = _chosen(name, options, given, words)
        if chosen != given:
            found[name] = meant(name, chosen)
    return found


def _chosen(name: str, options: list[str], given: str, words: Words) -> str:
    def said(option: str) -> str:
        return option_text(name, option, words)

    return st.selectbox(words(f"key.{name}"), options, options.index(given), said, key=f"edit-{name}") or ""


def _options(case: Case, name: str, given: str) -> list[str]:
    if name == STEP:
        options = ["", *steps()]
    elif name == YEARS:
        options = ["", *(str(year) for year in case.horizon)]
    else:
        options = list(CHOICES[name])
    return options if given in options else [*options, given]
