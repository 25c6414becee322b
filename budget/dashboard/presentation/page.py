"""The page Præsentation: one message at a time, three levers, and the keys of a presenter."""

from collections.abc import Sequence

import streamlit as st

from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import PRICES, UNITS
from budget.dashboard.changes.doings import do
from budget.dashboard.parts import frame
from budget.dashboard.parts.view import Block, commands, view
from budget.dashboard.presentation.controls import levers_set, presenter
from budget.dashboard.presentation.view import STAGE, stage, view_blocks
from budget.shown.story import Story, story
from budget.text import Words
from budget.text.numbers import parse_whole

KEY = "presentation"
NUMBER = "view"  # in the address: a reload stays where it was


def presentation() -> None:
    """Which view is shown is in the address; everything else is the case in hand."""
    words = frame.words()
    hand = in_hand()
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
    wanting = [Block(f"missing:{n}", page_head.missing(problem, words), STAGE) for n, problem in enumerate(missing)]
    blocks = [*_blocks(told, number, exact, hand, words), *wanting]
    view(KEY, blocks, words.language, model.epoch, model.seen, model.focus)


def _after_commands(hand: Hand, words: Words) -> int:
    """The model after what was asked since the last run, and the number of the view to show."""
    model, wanted = hand.model, _number(st.query_params.get(NUMBER, "1"))
    for command in commands(KEY, model.epoch, model.seen):
        if command.do == "go":
            wanted = _number(command["to"])
        elif command.do == "exact":
            frame.keep(frame.EXACT, not frame.kept(frame.EXACT, False))
        model = do(model, command.number, command.do, command.values, words.language)
    hand.model = model
    drafts.keep(hand)
    if st.query_params.get(NUMBER, "1") != str(wanted):
        st.query_params[NUMBER] = str(wanted)
    return wanted


def _number(text: str) -> int:
    return parse_whole(text) or 1


def _blocks(told: Story, number: int, exact: bool, hand: Hand, words: Words) -> Sequence[Block]:
    """Every view, so that paper has them all; on the screen the one that is shown."""
    return [
        Block("stage", stage()),
        *(
            block
            for place in range(1, len(told.views) + 1)
            for block in view_blocks(told, place, place == number, words)
        ),
        Block("set", levers_set(hand.model, words), STAGE),
        Block("presenter", presenter(told, number, exact, hand.model, words), STAGE),
    ]
