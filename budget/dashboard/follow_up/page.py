"""The page Budgetopfølgning: the budget of each line beside what was spent, the measures, and entering both."""

from dataclasses import replace

import streamlit as st

from budget.analysis.follow_up import FollowUp, follow_up
from budget.analysis.positions import latest
from budget.dashboard.cases import drafts, frozen, page_head
from budget.dashboard.cases.hand import Hand
from budget.dashboard.follow_up.forms import forms, would_cost
from budget.dashboard.follow_up.upload import upload
from budget.dashboard.parts.markup import button, tag
from budget.dashboard.parts.pieces import controls
from budget.dashboard.workshop.change_list import change_list
from budget.shown import pages
from budget.shown.model import Display
from budget.shown.projection_table import beside
from budget.text import Words

KEY = "follow_up"
MOST_LINES = 8  # more are shown one at a time


def follow_up_page() -> None:
    """The switches, the tables, and below them the forms."""
    hand, words = page_head.begun(KEY)
    unit = page_head.unit_switch(words)
    model = page_head.carry_out(KEY, hand, words)
    found = _shown(hand, unit, words)
    if drafts.catch_up(KEY, model):
        st.rerun()
    would_cost(hand, found, words)
    forms(hand, words)
    with st.expander(words("ledger.title")):
        upload(hand, words)
    hand.settle()


def _shown(hand: Hand, unit: str, words: Words) -> FollowUp:
    model = hand.model
    result, _ = hand.result("case", model.case, "fixed")
    found = follow_up(result)
    labels = [f"{line.line.label} ({line.line.id})" for line in found.lines]
    newest = latest(found) or found.years[0]
    year = st.selectbox(
        words("follow_up.office.which"), found.years, found.years.index(newest), key=f"office-{newest}", width=240
    )
    shown = page_head.one_of(found.lines, labels, MOST_LINES, "which-followed", words)
    changes = tag("div", change_list(model, words), drafts.said(words), class_="changes")
    page = pages.follow_up(result, words, unit, found, shown, model.asked, year)
    adopted = frozen.of(model, words)
    kept = beside(*adopted, result, words, Display(unit)) if adopted else None
    page = replace(page, pieces=(*page.pieces, kept)) if kept else page
    page_head.show(KEY, page, hand, words, controls({"changes": changes, "why": button("close", words("why.close"))}))
    return found
