"""What the two forms share: columns of text and a figure for each year, in the unit in which it is booked."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from budget.shown.model import Cell, Column, Row, Table, year_columns
from budget.text import Words
from budget.text.numbers import UNITS, format_decimal


def form(
    key: str, caption: str, heads: Sequence[str], years: Sequence[int], rows: Iterable[Row], notes: Iterable[str],
    titles: tuple[str, ...] = (),
) -> Table:  # fmt: skip
    """A form of its rows: the columns of text first."""
    first, *more = heads
    columns = (Column(first), *(Column(head, words=True) for head in more), *year_columns(years)[1:])
    return Table(key, caption, columns, tuple(rows), tuple(notes), titles)


def booked(kind: str, names: Sequence[str], values: Iterable[Decimal], unit: str, words: Words) -> Row:
    """A row of figures as they are booked: whole units, each cell's value the kr that it stands for."""
    decimals, kr = decimals_of(unit), UNITS[unit][0]
    cells = [Cell(format_decimal(v, words.language, decimals), float(v * kr) + 0.0, unit) for v in values]
    return Row(names[0], kind, names[0], (*map(Cell, names[1:]), *cells))


def remark(kind: str, names: Sequence[str], years: int, text: str = "") -> Row:
    """A row without figures: a heading, or what is said in place of them."""
    return Row(names[0], kind, names[0], (*map(Cell, names[1:]), Cell(text), *[Cell()] * (years - 1)))


def decimals_of(unit: str) -> int:
    """How many decimals figures of the unit have."""
    return UNITS[unit][1]


def in_unit(kr: float, unit: str) -> float:
    """An amount in the unit shown, unrounded."""
    return kr / float(UNITS[unit][0])
