"""The result beside the assumptions: key figures, a table whose figures are buttons that tell how they came about, the
chart, and what a controller asks.
"""

from collections.abc import Iterator

from budget.dashboard.changes.state import Model
from budget.dashboard.parts.help import figure_help
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.parts.pieces import blocks_of
from budget.dashboard.parts.view import RIGHT, Block
from budget.export.page_html import Writer
from budget.shown.model import Group, Page, Table, Tools
from budget.text import Words

HELP = {  # the key figure of the summary behind each of the four
    "accumulated": "net",
    "payback": "payback_year",
    "break_even": "break_even_realisation",
    "permanent": "permanent_net",
}
BESIDE = ("chart", "points")  # pieces that stand beside each other


def result_blocks(page: Page, model: Model, words: Words) -> Iterator[Block]:
    """The pieces of the page in their order; what stands beside each other in a frame of its own."""

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
        elif piece.key not in BESIDE:
            yield from blocks_of([piece], RIGHT, words, of, tools)
    yield Block("two", tag("div", class_="two", data_holds="two"), RIGHT)
    yield from blocks_of([piece for piece in page.pieces if piece.key in BESIDE], "two", words, of, tools)


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
