"""What the pages beside the calculation begin with: whose case it is, and the switches that apply to the page."""

from typing import TypeVar

import streamlit as st

from budget.case import Problem, problem_text
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import frame
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import years_text
from budget.dashboard.parts.say import literally
from budget.dashboard.parts.view import Block, view
from budget.shown.table_words import fixed_prices
from budget.text import Words

T = TypeVar("T")
UNITS = ("1000", "kr", "mio")
PRICES = ("fixed", "current")
BODY = "body"  # the element that holds what a page shows


def switches(words: Words, *, amounts: bool = True) -> tuple[Display, str]:
    """How amounts are shown and in which prices, where the page shows any, and the language; alike on every page."""
    with st.container(horizontal=True, vertical_alignment="center", key="switches"):
        st.markdown(f"**{words('page.name')}**", width="content")
        st.space("stretch")
        display, prices = _amounts(words) if amounts else (Display(), PRICES[0])
        frame.language_switch(words)
    return display, prices


def unit_switch(words: Words) -> str:
    """The unit and the language, for a page whose prices and signs are no choice."""
    with st.container(horizontal=True, vertical_alignment="center", key="switches"):
        st.markdown(f"**{words('page.name')}**", width="content")
        st.space("stretch")
        unit = _choice("unit", UNITS, "unit", words)
        frame.language_switch(words)
    return unit


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
        label_visibility="collapsed",
    )
    return frame.keep(key, chosen or options[0])


def title_block(hand: Hand, name: str, words: Words) -> Block:
    """The page's heading with the case, its status and how many figures have been changed."""
    model = hand.model
    case, count = model.case, len(model.changes)
    about = (case.title, case.municipality, years_text(case.horizon[0], case.horizon[-1]), fixed_prices(case, words))
    changes = words(f"page.changes.{'none' if not count else 'one' if count == 1 else 'many'}", count=count)
    html = tag(
        "header",
        tag("h1", name),
        tag("p", " · ".join(about), class_="sub"),
        tag(
            "div",
            tag("p", words(f"status.{case.status}"), class_="tag"),
            tag("p", changes, class_="tag"),
            class_="changes",
        ),
    )
    return Block("title", html, BODY)


def one_of(lines: list[T], labels: list[str], most: int, key: str, words: Words) -> list[T]:
    """All lines, or of more than `most` the one that is chosen."""
    if len(lines) <= most:
        return lines
    at = st.selectbox(words("caseload.choose"), range(len(lines)), format_func=labels.__getitem__, key=key)
    return [lines[at]]


def show(key: str, blocks: list[Block], hand: Hand, words: Words) -> None:
    """The blocks inside one frame; these pages ask nothing of the view."""
    frame_block = Block("frame", tag("div", class_="right alone", data_holds=BODY))
    view(key, [frame_block, *blocks], words.language, hand.model.epoch, hand.model.seen)


def missing(problem: Problem, words: Words) -> Html:
    """Why amounts are in fixed prices although current ones were asked for."""
    return tag("p", problem_text(problem, words), class_="warning", role="status")
