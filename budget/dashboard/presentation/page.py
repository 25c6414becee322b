"""The page Præsentation: one message at a time, three levers, and the keys of a presenter."""

import streamlit as st

from budget.case.themes import known_themes, look, theme_of
from budget.dashboard.calculation.page import calculation
from budget.dashboard.cases import downloads, drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import PRICES, UNITS
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.changes.doings import do
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.view import Block, commands, view
from budget.dashboard.presentation.controls import UNDO, presenter, stage
from budget.formulas import Result
from budget.shown import pages
from budget.shown.pages.presentation import lever_effect
from budget.shown.story import story
from budget.text import Words
from budget.text.numbers import parse_whole

STAGE = "stage"
KEY = "presentation"
NUMBER = "view"  # in the address: a reload stays where it was


def presentation() -> None:
    """Which view is shown is in the address; everything else is the case in hand."""
    words = frame.words()
    hand = in_hand()
    page_head.arrived(KEY, hand)
    st.set_page_config(page_title=f"{hand.model.case.title} · {words('page.presentation')}")
    _shown(hand, words)


@st.fragment
def _shown(hand: Hand, words: Words) -> None:
    """A fragment: a lever or another view redraws this and nothing around it."""
    wanted = _after_commands(hand, words)
    model = hand.model
    result, missing = hand.result("case", model.case, frame.kept("prices", PRICES[0]))
    unit = frame.kept("unit", UNITS[0])
    exact = frame.kept(frame.EXACT, False)
    told = story(result, words, unit, exact_counts=exact)
    number = min(max(wanted, 1), len(told.views))
    effect = _effect(hand, result, words)
    page = pages.presentation(result, words, told, number, model.asked, exact, effect)
    paper.remember(page)
    known, _ = known_themes()
    theme = theme_of(model.case.municipality, known)
    blocks = [
        Block("stage", stage(theme, known.get(theme) or look(), STAGE)),
        *blocks_of(page.pieces, STAGE, words, told.title, page_head.why_tools(words), stage=True),
        Block("presenter", presenter(told, number, exact, model, words), STAGE),
        *undo_blocks(model, words, UNDO),
        *page_head.missing(missing, model.case, words, STAGE),
    ]
    view(KEY, blocks, words.language, model.epoch, model.seen, model.focus)
    _tools(hand, theme, exact, words)


def _effect(hand: Hand, result: Result, words: Words) -> str:
    """What the levers change: the accumulated net as it was opened and as it is; empty where none has been moved."""
    original = hand.model.original
    if hand.model.case.levers == original.levers:
        return ""
    before, _ = hand.result("original", original, result.prices)
    return lever_effect(before, result, words)


def _tools(hand: Hand, theme: str, exact: bool, words: Words) -> None:
    """Behind the handle too: the slides of what is shown, and the way back."""
    prices = frame.kept("prices", PRICES[0])
    with st.container(key="stage-tools"):
        downloads.button("slides", lambda: downloads.slides(hand, downloads.Dress(theme, exact), prices, words),
                         ".pptx", downloads.SLIDES, hand, words)  # fmt: skip
        if st.button(words("presentation.leave"), key="leave-stage"):
            st.switch_page(st.Page(calculation, url_path="beregning", default=True))


def _after_commands(hand: Hand, words: Words) -> int:
    """The model after what was asked since the last run, and the number of the view to show."""
    model, wanted = hand.model, _number(st.query_params.get(NUMBER, "1"))
    for command in commands(KEY, model.epoch, model.seen):
        if command.do == "go":
            wanted = _number(command["to"])
        elif command.do == "exact":
            frame.keep(frame.EXACT, not frame.kept(frame.EXACT, False))
        model = do(model, command.number, command.do, command.values, words.language)
    if st.query_params.get(NUMBER, "1") != str(wanted):  # first: a run cut short here has not taken the command yet
        st.query_params[NUMBER] = str(wanted)
    hand.model = model
    drafts.keep(hand)
    return wanted


def _number(text: str) -> int:
    return parse_whole(text) or 1
