"""What the pages beside the calculation begin with: whose case it is, and the switches that apply to the page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from budget.case import Case, Problem
from budget.dashboard.cases import drafts
from budget.dashboard.cases.bar import bar
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.markup import button, tag
from budget.dashboard.parts.pieces import Controls, blocks_of, controls, nothing
from budget.dashboard.parts.say import literally
from budget.dashboard.parts.view import Block, commands, view
from budget.export.page_html import Writer
from budget.shown.labels import problem_said
from budget.shown.model import Display, Page
from budget.text import Words

T = TypeVar("T")
UNITS = ("1000", "kr", "mio")
PRICES = ("fixed", "current")
BODY = "body"  # the element that holds what a page shows


def begun(key: str, of_case: bool = True) -> tuple[Hand, Words]:
    """What is in hand and the words, with the title in the browser's tab: the page, and the case or the program."""
    words, hand = frame.words(), in_hand()
    arrived(key, hand)
    of = hand.model.case.title if of_case else words("page.name")
    st.set_page_config(page_title=f"{words(f'page.{key}')} · {of}")
    return hand, words


def arrived(key: str, hand: Hand) -> None:
    """What was asked for on another page is not told on this one."""
    if frame.kept("on", key) != key:
        hand.model = replace(hand.model, asked=None)
    frame.keep("on", key)


def head_of(key: str) -> str:
    """The view that holds what stands above Streamlit's own fields on a page."""
    return f"{key}-head"


def carry_out(key: str, hand: Hand, words: Words) -> Model:
    """What is in hand after everything that this page asked for since the last run; a draft of it is kept."""
    model = hand.model
    asked = [one for of in (key, head_of(key)) for one in commands(of, model.epoch, model.seen)]
    for command in sorted(asked, key=lambda one: one.number):
        model = do(model, command.number, command.do, command.values, words.language)
    hand.model = model
    drafts.keep(hand)
    return model


def switches(words: Words, *, amounts: bool = True, saves: bool = False) -> tuple[Display, str]:
    """The bar of the case with, behind one button, how amounts are shown and in which prices, where the page shows any,
    and the language; alike on every page but on the one that `saves`."""

    def view() -> tuple[Display, str]:
        found = _amounts(words) if amounts else (Display(), PRICES[0])
        frame.language_switch(words)
        return found

    return bar(in_hand(), view, words, saves)


def unit_switch(words: Words) -> str:
    """The same for a page whose prices and signs are no choice."""

    def view() -> tuple[Display, str]:
        unit = _choice("unit", UNITS, "unit", words)
        frame.language_switch(words)
        return Display(unit), PRICES[0]

    return bar(in_hand(), view, words, False)[0].unit


def _amounts(words: Words) -> tuple[Display, str]:
    unit = _choice("unit", UNITS, "unit", words)
    prices = _choice("prices", PRICES, "switch", words)
    frame.restore("turned", False)
    turned = frame.keep("turned", st.toggle(words("switch.sign"), key="turned"))
    return Display(unit, turned), prices


def _choice(key: str, options: tuple[str, ...], prefix: str, words: Words) -> str:
    frame.restore(key, options[0])
    chosen = st.segmented_control(
        words(f"switch.{key}"),
        options,
        required=True,
        format_func=literally(lambda option: words(f"{prefix}.{option}")),
        key=key,
    )
    return frame.keep(key, chosen or options[0])


def one_of(lines: list[T], labels: list[str], most: int, key: str, words: Words) -> list[T]:
    """All lines, or of more than `most` the one that is chosen."""
    if len(lines) <= most:
        return lines
    at = st.selectbox(words("caseload.choose"), range(len(lines)), format_func=labels.__getitem__, key=key)
    return [lines[at]]


def why_tools(words: Words) -> Controls:
    """The button that closes what was asked for."""
    return controls({"why": button("close", words("why.close"))})


def show(
    key: str, page: Page, hand: Hand, words: Words, tools: Controls = nothing, *,
    only: Sequence[str] | None = None, problems: Sequence[Problem] = (),
) -> None:  # fmt: skip
    """The page inside one frame: its head, and each of its pieces; paper prints the same.

    Where Streamlit's own fields stand between its pieces, `only` are the keys of those shown here; the head is "".
    """
    paper.remember(page)
    model = hand.model
    pieces = [piece for piece in page.pieces if only is None or piece.key in only]
    head = [head_block(page, words), *undo_blocks(model, words, BODY)] if only is None or "" in only else []
    frame_block = Block("frame", tag("div", class_="right alone", data_holds=BODY))
    body = blocks_of(pieces, BODY, words, model.case.title, tools)
    blocks = [frame_block, *head, *missing(problems, model.case, words), *body]
    view(key, blocks, words.language, model.epoch, model.seen, model.focus)


def head_block(page: Page, words: Words, into: str = BODY) -> Block:
    """The page's heading with the case, its status and how many figures have been changed."""
    return Block("title", Writer(words).head(page), into)


def missing(problems: Sequence[Problem], case: Case, words: Words, into: str = BODY) -> list[Block]:
    """Why amounts are in fixed prices although current ones were asked for."""
    said = (tag("p", problem_said(problem, words, case), class_="warning", role="status") for problem in problems)
    return [Block(f"missing:{n}", html, into) for n, html in enumerate(said)]
