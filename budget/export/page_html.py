"""The one writer of what is shown as HTML: the dashboard shows its markup, and the PDF of a page is printed from it."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from budget.export.drawing import svg
from budget.export.markup import Html, join, tag
from budget.shown.key_figures import KeyFigure
from budget.shown.model import (
    MARKED,
    Ask,
    Cell,
    Column,
    Figures,
    Folded,
    Group,
    Heading,
    Items,
    Page,
    Part,
    Picture,
    Row,
    Table,
    Text,
    Tools,
)
from budget.text import Words
from budget.text.characters import together

DRAWN = frozenset({"subtotal", "net", "accumulated", "other", "total", "heading", "unstated", "bare", *MARKED})
RICH = "compare"  # the look of a table whose cells hold more than figures
LETTERS, BETWEEN = 74, 1.5  # figures that stand beside the names across a sheet, and what parts two columns
Draw = Callable[[Picture], Html]


def _nothing(tools: Tools) -> Html | None:
    return None


@dataclass(frozen=True)
class Writer:
    """How parts become markup: in which words, what the screen puts at its places, and how a chart is drawn.

    On paper nothing is asked: cells are text, tools are left out, and a table wider than `most_columns` is cut.
    """

    words: Words
    tools: Callable[[Tools], Html | None] = _nothing
    draw: Draw | None = None
    most_columns: int = 0  # 0 on the screen

    # ------------------------------------------------------------ parts
    def part(self, part: Part) -> Html:
        """One part with everything in it."""
        match part:
            case Text():
                return self._text(part)
            case Heading():
                live, stop = "polite" if part.live else None, "-1" if part.id else None
                return tag(f"h{part.level}", together(part.text), id=part.id or None, tabindex=stop, aria_live=live)
            case Items():
                return tag("ul", *map(self._item, part.items), class_=part.look or None)
            case Folded():
                return self._folded(part)
            case Figures():
                return tag("dl", *map(self._figure, part.figures), class_=part.look)
            case Tools():
                return self.tools(part) or self.parts(part.parts)
            case Picture():
                return self._picture(part)
            case Group():
                hidden = part.hidden and not self.most_columns
                return tag(part.element, self.parts(part.parts), class_=part.look or None, hidden=hidden)
            case Table():
                return self.table(part)

    def parts(self, parts: Sequence[Part]) -> Html:
        return join(*map(self.part, parts))

    def page(self, page: Page) -> Html:
        """Head and pieces."""
        return join(self.head(page), *map(self.part, page.pieces))

    def head(self, page: Page) -> Html:
        marks = tag("div", *(tag("p", mark, class_="tag") for mark in page.marks), class_="changes")
        about = tag("p", page.about, class_="sub" if page.marks else "lead") if page.about else None
        return tag("header", tag("h1", page.title), about, marks if page.marks else None, self.changed(page.changed))

    def changed(self, changes: Sequence[str]) -> Html | None:
        """What is not as in the case that was opened; on the screen it is unfolded."""
        if not changes:
            return None
        listed = tag("ul", *(tag("li", change) for change in changes))
        summary, on_paper = tag("summary", self.words("changed.what")), self.most_columns > 0
        return tag("details", summary, listed, class_="changed", open=on_paper)

    def _text(self, text: Text) -> Html:
        role = "status" if text.status else None
        return tag("p", *self._said(text), class_=text.look or None, role=role)

    def _said(self, text: Text) -> Iterator[str]:
        if text.strong:
            yield tag("b", together(text.strong))
            yield ": " if text.formula or (text.text and not text.look) else " "
        yield together(text.text)
        if text.formula:
            yield tag("span", " ", text.formula, class_="formula")
        if text.tools:
            yield " "
            yield self.tools(text.tools) or ""

    def _item(self, part: Part) -> Html:
        if isinstance(part, Text):
            return tag("li", *self._said(part), class_=part.look or None)
        if isinstance(part, Group):
            return tag("li", self.parts(part.parts), class_=part.look or None)
        return tag("li", self.part(part))

    def _folded(self, part: Folded) -> Html:
        if self.most_columns and not part.open:
            return Html()
        said = self._said(part.summary) if isinstance(part.summary, Text) else [part.summary]
        summary = tag("summary", *said)
        return tag("details", summary, self.parts(part.parts), class_=part.look or None, open=part.open)

    def _figure(self, figure: KeyFigure) -> Html:
        was = tag("span", self.words("figure.was", value=figure.was), class_="was") if figure.was else None
        help = tag("span", together(figure.help), class_="help")
        shown = tag(
            "dd", tag("b", together(figure.text)), was, help, self.tools(Tools(f"figure:{figure.key}", figure.label))
        )
        return tag("div", tag("dt", figure.label), shown)

    def _picture(self, picture: Picture) -> Html:
        """The chart as the page draws it, or on paper as a picture with its text alternative."""
        if self.draw is not None:
            return self.draw(picture)
        chart = picture.chart
        data = b64encode(svg(chart, self.words.language).encode()).decode()
        drawn = tag("img", alt=chart.said, src=f"data:image/svg+xml;base64,{data}")
        title = tag(f"h{picture.level}", chart.title) if picture.level else None
        said = tag("p", together(picture.said), class_="said") if picture.said else None
        return tag("div", title, drawn, said, class_=f"chart {picture.look}".strip())

    # ------------------------------------------------------------ tables
    def table(self, table: Table) -> Html:
        """A real table with a caption, in a frame that scrolls by itself; its notes stand under it."""
        parts = table.in_parts(self._most(table)) if self.most_columns else [table]
        shown = [self._framed(part) for part in parts]
        notes = tag("p", " ".join(table.notes), class_="notes") if table.notes else None
        if "told" in table.look:
            return tag("section", *shown, notes)
        return tag("div", *shown, self.copy(table), notes, class_="read")

    def copy(self, table: Table) -> Html | None:
        """On the screen: the table into the clipboard, for a spreadsheet or a document."""
        if self.most_columns or table.look == RICH or not any(row.values for row in table.rows):
            return None
        label = self.words("table.copy.of", title=table.caption)
        said = {"data_copied": self.words("table.copied"), "data_marked": self.words("table.marked")}
        button = tag("button", self.words("table.copy"), type="button", data_table="copy", aria_label=label)
        return tag("p", button, " ", tag("span", role="status", **said), class_="save no-paper")

    def _most(self, table: Table) -> int:
        """How many columns a sheet holds beside the names: the fewer the longer the figures are."""
        figures = (cell.text for row in table.rows for cell in row.cells if cell.value is not None)
        longest = max(
            (len(word) for text in figures for word in text.split() if any(map(str.isdigit, word))), default=0
        )
        return max(1, min(self.most_columns, int(LETTERS / (longest + BETWEEN))))

    def _framed(self, table: Table) -> Html:
        rows = (self.row(row, table) for row in table.rows)
        body = tag("tbody", *rows, role=_role(table, "rowgroup"), **self.asks(table))
        return self.framed(table, body)

    def asks(self, table: Table) -> dict[str, str]:
        """What a press in the body asks for, where the place of a cell tells of what: by the columns' years."""
        asks = {cell.ask.do for row in table.rows for cell in row.cells if cell.ask and not cell.ask.values}
        if self.most_columns or not asks:
            return {}
        return {"data_cells": asks.pop(), "data_columns": " ".join(map(str, table.years))}

    def framed(self, table: Table, body: Html) -> Html:
        """The table around a body."""
        shown = tag(
            "table",
            tag("caption", tag("span", table.caption)),
            tag("thead", self._head(table), role=_role(table, "rowgroup")),
            body,
            translate=None if table.look == RICH else "no",
            role=_role(table, "table"),  # said outright: on a narrow screen its cells stand beneath one another
            class_=table.look or None,
        )
        return tag("div", shown, class_="scroll", role="region", tabindex="0", aria_label=table.caption)

    def _head(self, table: Table) -> Html:
        first, *rest = table.columns
        corner = first.head or tag("span", self.words("table.row"), class_="hidden")
        role = _role(table, "columnheader")
        cells = [tag("th", corner, scope="col", class_="words", role=role)]
        for column in rest:
            said = [tag("span", column.said, class_="hidden")] if column.said else []
            cells.append(tag("th", *said, column.head, scope="col", class_=_words(column), role=role))
        return tag("tr", *cells, role=_role(table, "row"))

    def row(self, row: Row, table: Table) -> Html:
        """One row of a table; one without parts and controls is made once."""
        pressed = not self.most_columns
        if any(cell.parts for cell in row.cells):
            return self.made(row, table.columns, pressed, table.look)
        return _row(row, table.columns, pressed, table.look, self.words.language)

    def made(self, row: Row, columns: tuple[Column, ...], pressed: bool, look: str) -> Html:
        rich = look == RICH
        mark = tag("i", class_=f"swatch {MARKED[row.kind]}", aria_hidden="true") if row.kind in MARKED else None
        help = tag("small", row.help) if row.help else None
        cells = (self._cell(cell, column, pressed, rich) for cell, column in zip(row.cells, columns[1:], strict=True))
        name = tag("th", mark, row.label, help, scope="row", role="rowheader" if rich else None)
        class_ = row.kind if row.kind in DRAWN else None
        key = row.key if pressed and any(cell.ask for cell in row.cells) else None
        return tag("tr", name, *cells, role="row" if rich else None, class_=class_, data_row=key)

    def _cell(self, cell: Cell, column: Column, pressed: bool, rich: bool) -> Html:
        class_ = "changed" if cell.was else _words(column)
        was = tag("small", self.words("table.was", value=cell.was)) if cell.was else None
        if rich:  # on a narrow screen each cell says what it is
            return tag("td", self.parts(cell.parts), role="cell", data_label=column.head)
        if cell.parts:
            return tag("td", self.parts(cell.parts), class_=class_)
        text = cell.text
        if cell.ask is not None and pressed:
            text = _button(cell.text, cell.ask)
        help = tag("small", cell.help) if cell.help else None
        return tag("td", text, was, help, class_=class_)


def _button(text: str, ask: Ask) -> Html:
    """A figure that can be pressed; where what it asks for follows from its place, which keeps a large table light, it
    says no more."""
    if not ask.values:
        return tag("button", text, aria_expanded="true" if ask.open else None)
    data = {f"data_{name}": value for name, value in ask.values}
    is_open = "true" if ask.open else "false"
    return tag(
        "button", text, type="button", data_do=ask.do, aria_expanded=is_open, aria_label=ask.label or None, **data
    )


@lru_cache(maxsize=1024)  # as many rows as the net table keeps; what is alive is walked over after every run
def _row(row: Row, columns: tuple[Column, ...], pressed: bool, look: str, language: str) -> Html:
    """A row of plain cells, made once: an edit of a large case leaves most rows as they were."""
    return Writer(Words(language)).made(row, columns, pressed, look)


def _words(column: Column) -> str | None:
    return "words" if column.words else None


def _role(table: Table, role: str) -> str | None:
    return role if table.look == RICH else None
