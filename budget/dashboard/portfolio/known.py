"""The cases that a portfolio can be made of, worked out: those of the product and the one in hand."""

from dataclasses import dataclass

import streamlit as st

from budget.case import Case, CaseError, cases, read_case
from budget.dashboard.parts.hand import Hand
from budget.formulas import Result, calculate

KEPT = "portfolio-results"


@dataclass(frozen=True)
class Known:
    """One case by its key, worked out in fixed prices."""

    key: str
    result: Result
    open: bool = False

    @property
    def case(self) -> Case:
        return self.result.case


def known(hand: Hand) -> tuple[list[Known], list[str]]:
    """Every case that can be read, the one in hand in place of its file; and the ids of those that cannot."""
    found: dict[str, Known] = {}
    unread = []
    for id in cases():
        try:
            found[id] = Known(id, _worked_out(id, read_case(id)))
        except CaseError:
            unread.append(id)
    mine = hand.model.case
    found[mine.id] = Known(mine.id, hand.result("case", mine, "fixed")[0], open=True)
    return list(found.values()), unread


def _worked_out(key: str, case: Case) -> Result:
    """The result, worked out once in this session as long as the case stays what it is."""
    kept: dict[str, Result] = st.session_state.setdefault(KEPT, {})
    if key not in kept or kept[key].case != case:
        kept[key] = calculate(case)
    return kept[key]
