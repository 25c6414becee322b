"""The page Beregning: first what comes of the case, beside it the assumptions, and in a rail what is asked of it."""

from collections.abc import Iterator

import streamlit as st

from budget.dashboard.cases import drafts, kept, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.help import figure_help
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.view import LEFT, RAIL, RIGHT, TOP, Block, view
from budget.dashboard.workshop import dialogs
from budget.dashboard.workshop.assumptions import assumption_blocks
from budget.export.page_html import Writer
from budget.shown import pages
from budget.shown.model import Display, Group, Items, Page, Part, Table, Text, Tools
from budget.text import Words

CASE = "case"
COLUMNS = (TOP, LEFT, RIGHT, RAIL)
HELP = {  # the key figure of the summary behind each of the four
    "accumulated": "net",
    "payback": "payback_year",
    "break_even": "break_even_realisation",
    "permanent": "permanent_net",
}
PLACES = {"verdict": TOP, "figures": TOP}  # of pieces that stand elsewhere than in the column of the result


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
        *(
            [Block("kept", tag("p", words("kept.note"), class_="warning", role="status"), RIGHT)]
            if kept.is_other(model)
            else []
        ),
        *result_blocks(page, model, words),
    ]
    view(CASE, blocks, words.language, model.epoch, model.seen, model.focus)
    if drafts.catch_up(CASE, model):
        st.rerun()


def _ways(words: Words) -> Html:
    """Where everything stands in one column: to what one enters, and to the table."""
    links = {"assumptions": "page.to_assumptions", "result": "page.to_result"}
    return tag("nav", *(tag("a", words(key), href=f"#{id}") for id, key in links.items()), class_="ways")


# ------------------------------------------------------------------ the result
def result_blocks(page: Page, model: Model, words: Words) -> Iterator[Block]:
    """The pieces of the page in their order, each in its column."""

    def tools(place: Tools) -> Html | None:
        if place.key.startswith("figure:"):
            return figure_help(HELP[place.key.removeprefix("figure:")], place.label, words)
        if place.key == "why":
            return button("close", words("why.close"))
        said = words("points.fewer" if model.all_points else "points.all")
        is_open = "true" if model.all_points else "false"
        return button("points", said, aria_expanded=is_open, class_="link")

    of = model.case.title
    for piece in page.pieces:
        if piece.key == "table":
            yield from _table_blocks(piece, words)
        elif piece.key == "points":
            yield Block("points", _rail(piece, Writer(words, tools)), RAIL)
        else:
            yield from blocks_of([piece], PLACES.get(piece.key, RIGHT), words, of, tools)


def _rail(piece: Group, writer: Writer) -> Html:
    """What is asked, one line each: the question is unfolded under its name."""
    parts = (
        tag("ul", *map(_unfolding, part.items), class_=part.look)
        if isinstance(part, Items) and part.look == "named"
        else writer.part(part)
        for part in piece.parts
    )
    return tag("section", *parts, class_=piece.look)


def _unfolding(part: Part) -> Html:
    assert isinstance(part, Text)
    return tag("li", tag("details", tag("summary", part.strong), tag("p", part.text)), class_=part.look)


def _table_blocks(piece: Group, words: Words) -> Iterator[Block]:
    """The table as a block for its frame and one for each row, so that an edit draws again only the rows it moves."""
    (table,) = piece.parts
    assert isinstance(table, Table)
    writer = Writer(words)
    body = tag("tbody", data_holds="rows", **writer.asks(table))
    how = tag("span", " ", words("table.click"), class_="no-paper")
    notes = tag("p", " ".join(table.notes), how, class_="notes")
    yield Block("table", tag("section", writer.framed(table, body), writer.copy(table), notes, id="result"), RIGHT)
    for row in table.rows:
        yield Block(f"row:{row.key}", writer.row(row, table), "rows")
