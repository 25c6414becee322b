"""The result beside the assumptions: the verdict and the key figures, the chart, a table whose figures are buttons that
tell how they came about, and the rail with what a controller asks.
"""

from collections.abc import Iterator

from budget.dashboard.changes.state import Model
from budget.dashboard.parts.help import figure_help
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.view import RAIL, RIGHT, TOP, Block
from budget.export.page_html import Writer
from budget.shown.model import Group, Items, Page, Part, Table, Text, Tools
from budget.text import Words

HELP = {  # the key figure of the summary behind each of the four
    "accumulated": "net",
    "payback": "payback_year",
    "break_even": "break_even_realisation",
    "permanent": "permanent_net",
}
PLACES = {"verdict": TOP, "figures": TOP}  # of pieces that stand elsewhere than in the column of the result


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
