"""What is shown, as plain data: tables, texts and figures, and the order in which a page holds them.

It is made once from a result and the language; page, paper, slides, document, workbook and text only render it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from budget.shown.charts import Chart
from budget.shown.key_figures import KeyFigure
from budget.text import Words
from budget.text.told import Stated, figures_of

NONE = "–"  # in a cell: there is no such figure
MARKED = {"saving": "saving", "cost": "cost", "change": "income", "income": "income"}  # rows with a colour of the chart
BESIDE = "of-grid"  # the look of what stands for paper, screen readers and the keyboard beside a grid of the same rows
STRONG = frozenset({"net", "subtotal", "accumulated", "total", "heading"})  # kinds of rows in bold


# ------------------------------------------------------------------ tables
class Ask(NamedTuple):
    """What can be asked of a cell: what to do with which values, how a screen reader calls it, whether it is open."""

    do: str
    values: tuple[tuple[str, str], ...] = ()
    label: str = ""
    open: bool = False


class Cell(NamedTuple):
    """One cell: its text, and for a figure its value, unrounded, with the unit in which the text tells it."""

    text: str = ""
    value: float | None = None
    unit: str = ""
    was: str = ""  # the text before the user's changes
    ask: Ask | None = None
    help: str = ""  # in small print beneath
    parts: tuple["Part", ...] = ()  # in place of the text, where it is more than one


class Column(NamedTuple):
    """The head of a column; `words` are set to the left, `year` is that of its figures."""

    head: str
    words: bool = False
    year: int | None = None
    said: str = ""  # to a screen reader, where the head is a picture's scale


@dataclass(frozen=True, eq=False)  # by identity: a row that is kept is recognised at once
class Row:
    """One row: its kind (saving, cost, net, subtotal, other …), its name, and a cell for every other column."""

    key: str
    kind: str
    label: str
    cells: tuple[Cell, ...]
    help: str = ""  # in small print beneath the name

    @property
    def texts(self) -> tuple[str, ...]:
        """The row as it is read."""
        return (self.label, *(cell.text for cell in self.cells))

    @property
    def values(self) -> tuple[float, ...]:
        """The figures of the row, unrounded."""
        return tuple(cell.value for cell in self.cells if cell.value is not None)

    @property
    def is_strong(self) -> bool:
        return self.kind in STRONG


@dataclass(frozen=True)
class Table:
    """A table: its columns (the first is that of the names of the rows), its rows and the notes under it."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()  # the lines above a form
    look: str = ""

    @property
    def head(self) -> tuple[str, ...]:
        return tuple(column.head for column in self.columns)

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(column.year for column in self.columns if column.year is not None)

    @property
    def names(self) -> int:
        """How many columns of words stand before the figures."""
        return next((n for n, column in enumerate(self.columns) if n and not column.words), len(self.columns))

    def lines(self) -> list[tuple[str, ...]]:
        """Head and rows as they are read."""
        return [self.head, *(row.texts for row in self.rows)]

    def with_columns(self, places: Sequence[int]) -> "Table":
        """The table with these of its columns; 0 is that of the names."""
        rows = tuple(replace(row, cells=tuple(row.cells[at - 1] for at in places if at)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[at] for at in places), rows=rows)

    def opened(self, asked: tuple[str, int] | None) -> "Table":
        """The table with the cell open that tells of what was asked for, a row and a year."""

        def shown(row: Row, cell: Cell, column: Column) -> Cell:
            if cell.ask is None:
                return cell
            of = dict(cell.ask.values) or {"row": row.key, "year": str(column.year)}
            return cell._replace(ask=cell.ask._replace(open=(of["row"], of["year"]) == (key, year)))

        if asked is None:
            return self
        key, year = asked[0], str(asked[1])
        columns = self.columns[1:]
        rows = (
            replace(row, cells=tuple(shown(row, *pair) for pair in zip(row.cells, columns, strict=True)))
            if any(cell.ask for cell in row.cells)
            else row
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))

    def in_parts(self, most: int) -> list["Table"]:
        """The table as several of about the same width, with at most so many columns beside the names; the notes stand
        under the last.
        """
        names, figures = list(range(self.names)), len(self.columns) - self.names
        count = -(-figures // most)
        if count <= 1:
            return [self]
        size, end = -(-figures // count), len(self.columns)
        starts = range(self.names, end, size)
        found = [self.with_columns([*names, *range(start, min(start + size, end))]) for start in starts]
        return [*(replace(part, notes=()) for part in found[:-1]), found[-1]]


def year_columns(years: Sequence[int], *more: str, corner: str = "") -> tuple[Column, ...]:
    """The names of the rows, the years, and what follows them."""
    return (Column(corner), *(Column(str(year), year=year) for year in years), *map(Column, more))


class Display(NamedTuple):
    """How amounts are shown; never how they are read or worked out."""

    unit: str = "1000"
    turned: bool = False  # savings as positive figures

    def amount(self, kr: float, words: Words) -> str:
        return words.amount(-kr if self.turned else kr, self.unit)

    def cell(self, kr: float | None, words: Words, ask: Ask | None = None, before: float | None = None) -> Cell:
        """An amount of kr; of None a dash. `before` is what it was, told where it reads otherwise."""
        if kr is None:
            return Cell(NONE)
        text = str(self.amount(kr, words))  # the cell itself has the figure, and very many cells are kept
        was = "" if before is None else str(self.amount(before, words))
        return Cell(text, -kr if self.turned else kr, self.unit, "" if was == text else was, ask)


def figures(values: Sequence[float | None], words: Words, most: int = 1, unit: str = "") -> list[Cell]:
    """The values with as many decimals as the row needs, all alike; a dash where there is no value."""
    known = [round(value, 9) for value in values if value is not None]
    decimals = next((n for n in range(most) if all(round(v, n) == v for v in known)), most)
    return [Cell(NONE) if v is None else Cell(words.number(v, decimals), v, unit) for v in values]


def asking(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells of a row by year, each of which can be asked how its figure came about."""
    return tuple(cell._replace(ask=Ask("why")) for cell in cells)


def figure(value: float | None, words: Words, most: int = 1) -> str:
    """One value with as many decimals as it needs."""
    return figures([value], words, most)[0].text


def texts(*given: str) -> tuple[Cell, ...]:
    """Cells of words."""
    return tuple(map(Cell, given))


# ------------------------------------------------------------------ what a page holds
@dataclass(frozen=True)
class Tools:
    """A place for what the screen alone has: the page puts its controls there by this key, for what is labelled so.
    `parts` stand there in place of them, on paper too.
    """

    key: str
    label: str = ""
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True)
class Text:
    """A paragraph, or a point of a list: what is said first in bold, the text, and how it is meant."""

    text: str
    look: str = ""  # lead, about, notes, said, warning …
    strong: str = ""
    formula: str = ""  # said after it
    tools: Tools | None = None  # at its end
    status: bool = False  # told by a screen reader when it changes

    @property
    def figures(self) -> tuple[Stated, ...]:
        """The figures that the text states, unrounded, each with its unit and as it reads."""
        return figures_of(self.text)


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2
    id: str = ""
    live: bool = False  # told by a screen reader when it changes


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple["Part", ...]
    look: str = ""


@dataclass(frozen=True)
class Folded:
    """What is unfolded on the page when it is asked for; on paper it stands only where it is open."""

    summary: "Text | str"
    parts: tuple["Part", ...]
    look: str = ""
    open: bool = False


@dataclass(frozen=True)
class Figures:
    """Key figures beside each other."""

    figures: tuple[KeyFigure, ...]
    look: str = "figures"


@dataclass(frozen=True)
class Picture:
    """A chart in its place: under a heading of this level, with what it says in words beneath it where that is told."""

    chart: Chart
    said: str = ""
    level: int = 3
    look: str = ""


@dataclass(frozen=True)
class Group:
    """Parts that stand together; a `key` makes them a piece of the page that is drawn by itself."""

    parts: tuple["Part", ...]
    look: str = ""
    key: str = ""
    element: str = "section"
    hidden: bool = False  # on the screen: it stands there for paper


Part = Text | Heading | Items | Folded | Figures | Tools | Picture | Group | Table


@dataclass(frozen=True)
class Page:
    """A page: its heading, whose case it is, marks (status, state), what was changed, and its pieces in order."""

    id: str
    title: str
    about: str = ""
    marks: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    pieces: tuple[Group, ...] = field(default=())

    def parts(self) -> Iterator[Part]:
        """Every part in reading order, those inside others too."""
        yield from walked(self.pieces)

    def tables(self) -> list[Table]:
        return [part for part in self.parts() if isinstance(part, Table)]


def walked(parts: Sequence[Part]) -> Iterator[Part]:
    """These parts and all parts inside them."""
    for part in parts:
        yield part
        if isinstance(part, Group | Folded | Tools):
            yield from walked(part.parts)
        elif isinstance(part, Items):
            yield from walked(part.items)
        elif isinstance(part, Table):
            yield from walked([inner for row in part.rows for cell in row.cells for inner in cell.parts])


def piece(key: str, *parts: Part | None, look: str = "", element: str = "section") -> Group:
    """A piece of a page; what is None is left out."""
    return Group(tuple(part for part in parts if part is not None), look, key, element)
