"""A case of the product to look at, where the one in hand has nothing for a page to show."""

from collections.abc import Iterator

import streamlit as st

from budget.case import Case, CaseError, Line, cases, read_case
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.opening import take
from budget.dashboard.parts.say import literal
from budget.text import Words


def example(hand: Hand, kind: type[Line], words: Words) -> None:
    """A case of the product that has such a line, opened in place of the one in hand when nothing is lost by it."""
    found = next((case for case in _known() if any(isinstance(line, kind) for line in case.lines())), None)
    if found is None:
        return
    st.write(literal(words("empty.example", title=found.title, municipality=found.municipality)))
    if hand.model.changes:
        st.write(words("empty.example_loses"))
    elif st.button(words("empty.example_open"), key="example"):
        take(hand, found)


def _known() -> Iterator[Case]:
    """The cases of the product that can be read."""
    for id in cases():
        try:
            yield read_case(id)
        except CaseError:
            continue
