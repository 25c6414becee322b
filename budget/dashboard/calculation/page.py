"""The page Beregning: first what comes of the case, beside it the assumptions, and in a rail what is asked of it."""

import streamlit as st

from budget.dashboard.calculation.result import result_blocks
from budget.dashboard.cases import drafts, kept, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import LEFT, RAIL, RIGHT, TOP, Block, view
from budget.dashboard.workshop import dialogs
from budget.dashboard.workshop.assumptions import assumption_blocks
from budget.shown import pages
from budget.shown.model import Display
from budget.text import Words

CASE = "case"
COLUMNS = (TOP, LEFT, RIGHT, RAIL)


def calculation() -> None:
    """Switches, one calculation, show, and what can be taken away."""
    words = frame.words()
    hand = in_hand()
    page_head.arrived("calculation", hand)
    st.set_page_config(page_title=f"{hand.model.case.title} · {words('page.name')}")
    display, prices = page_head.switches(words)
    _case(hand, display, prices, words)
    dialogs.show(hand, words)
    hand.settle()


@st.fragment
def _case(hand: Hand, display: Display, prices: str, words: Words) -> None:
    """Assumptions and result. A fragment: an edit redraws these two and nothing around them."""
    form = hand.model.form
    model = page_head.carry_out(CASE, hand, words)
    if model.form and model.form != form:
        st.rerun()  # forms are opened by the page, outside the fragment
    result, missing = hand.result("case", model.case, prices)
    first, _ = hand.result("first", model.original, result.prices)
    page = pages.calculation(result, words, display, first, model.asked, model.all_points)
    paper.remember(page)
    blocks = [
        Block(
            "page", tag("div", *(tag("div", class_=at, data_holds=at) for at in COLUMNS), class_="page result-first")
        ),
        Block("ways", _ways(words)),
        *assumption_blocks(model, words, drafts.said(words)),
        *page_head.missing(missing, model.case, words, RIGHT),
        *([Block("kept", _kept(words), RIGHT)] if kept.is_other(model) else []),
        *result_blocks(page, model, words),
    ]
    view(CASE, blocks, words.language, model.epoch, model.seen, model.focus)
    if drafts.catch_up(CASE, model):
        st.rerun()


def _ways(words: Words) -> Html:
    """Where everything stands in one column: to what one enters, and to the table."""
    links = {"assumptions": "page.to_assumptions", "result": "page.to_result"}
    return tag("nav", *(tag("a", words(key), href=f"#{id}") for id, key in links.items()), class_="ways")


def _kept(words: Words) -> Html:
    """That the version in hand was saved with other results than those shown here."""
    return tag("p", words("kept.note"), class_="warning", role="status")
