"""The page Budgetopfølgning without a browser."""

from __future__ import annotations

from budget.case import Case
from budget.dashboard.cases.hand import Hand
from tests.dashboard.one_page import OnePage


def follow_up(case: str = "herning-2013", **address: str) -> OnePage:
    return OnePage("follow_up.page", "follow_up_page", "follow_up", case=case, **address)


def case_in(page: OnePage) -> Case:
    hand: Hand = page.app.session_state["hand"]
    return hand.model.case
