"""The ways on from a page on children or advisers where the case in hand is one by amounts: a copy that works with
them, and a case of the product to look at."""

from collections.abc import Iterator

import streamlit as st

from budget.case import Case, CaseError, Line, cases, read_case
from budget.dashboard.cases import keeper
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.opening import take
from budget.dashboard.changes.driving import driven
from budget.dashboard.parts.say import literal, problems
from budget.formulas import Result
from budget.text import Words


def driver_copy(hand: Hand, result: Result, words: Words) -> None:
    """A copy of the case in hand that works with children and advisers, opened in its place; its draft is kept."""
    st.write(words("implied.driven.help"))
    if st.button(words("implied.driven"), key="driven", type="primary"):
        try:
            take(hand, driven(result, keeper.taken_ids(), words))
        except CaseError as error:
            problems(error.problems, words)


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
