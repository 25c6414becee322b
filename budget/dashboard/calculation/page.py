"""The page Beregning: the assumptions to the left, and to the right what follows from them."""

from collections.abc import Sequence

import streamlit as st

from budget.case import Problem, problem_text
from budget.dashboard.calculation import downloads
from budget.dashboard.calculation.explanation import explanation
from budget.dashboard.calculation.points import points
from budget.dashboard.calculation.result import key_figures, table_blocks
from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import frame
from budget.dashboard.parts.chart_block import chart_block
from budget.dashboard.parts.display import LEFT, RIGHT, Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import Block, commands, view
from budget.dashboard.workshop import dialogs
from budget.dashboard.workshop.assumptions import assumption_blocks
from budget.formulas import Result
from budget.shown import check
from budget.shown.charts.result import result_chart, summary
from budget.text import Words

CASE = "case"


def calculation() -> None:
    """Switches, one calculation, show, and what can be taken away."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{hand.model.case.title} · {words('page.name')}")
    display, prices = page_head.switches(words)
    _case(hand, display, prices, words)
    downloads.buttons(hand, display, prices, words)
    dialogs.show(hand, words)
    hand.settle()


@st.fragment
def _case(hand: Hand, display: Display, prices: str, words: Words) -> None:
    """Assumptions and result. A fragment: an edit redraws these two and nothing around them."""
    form = hand.model.form
    model = hand.model = _after_commands(hand.model, words)
    drafts.keep(hand)
    if model.form and model.form != form:
        st.rerun()  # forms are opened by the page, outside the fragment
    result, missing = hand.result("case", model.case, prices)
    first, _ = hand.result("first", model.original, result.prices)
    blocks = [
        Block("page", tag("div", *(tag("div", class_=side, data_holds=side) for side in (LEFT, RIGHT)), class_="page")),
        *assumption_blocks(model, words, drafts.said(words)),
        *_result(model, result, first, missing, display, words),
    ]
    view(CASE, blocks, words.language, model.epoch, model.seen, model.focus)
    if drafts.catch_up(CASE, model):
        st.rerun()


def _after_commands(model: Model, words: Words) -> Model:
    """The model after what the page was asked to do since the last run."""
    for command in commands(CASE, model.epoch, model.seen):
        model = do(model, command.number, command.do, command.values, words.language)
    return model


def _result(
    model: Model, result: Result, first: Result, missing: Sequence[Problem], display: Display, words: Words
) -> list[Block]:
    why = explanation(result, *model.asked, words) if model.asked else None
    chart = result_chart(result, words, display.unit, display.turned, first)
    return [
        *(Block(f"missing:{n}", _missing(problem, words), RIGHT) for n, problem in enumerate(missing)),
        Block("figures", key_figures(result, first, display, words), RIGHT),
        *table_blocks(result, first, model.asked, display, words),
        *([Block("why", why, RIGHT)] if why else []),
        Block("two", tag("div", class_="two", data_holds="two"), RIGHT),
        chart_block(chart, words, result.case.title, "two", heading="h2", said=" ".join(summary(result, words))),
        Block("points", points(check(result, words), model.all_points, words), "two"),
    ]


def _missing(problem: Problem, words: Words) -> Html:
    return tag("p", problem_text(problem, words), class_="warning", role="status")
