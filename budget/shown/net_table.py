"""The net-saving table: page, presentation, slides, document, text and CSV are made of this one."""

from functools import lru_cache

from budget.formulas import Result
from budget.formulas.row import Row as Amounts
from budget.shown.labels import printed_label, row_label
from budget.shown.model import Ask, Cell, Column, Display, Row, Table, year_columns
from budget.shown.table_words import notes, row_total, title
from budget.text import Words

KEY = "net"
PLAIN = Display()


def net_table(
    result: Result, words: Words, display: Display = PLAIN, first: Result | None = None,
    asks: bool = False, asked: tuple[str, int] | None = None, areas: bool = False,
) -> Table:  # fmt: skip
    """The table as the council reads it; `first` is the result before the user's changes. Where it `asks`, each figure
    can be asked how it came about, and `asked` is the one that is explained. With `areas` the service area has a column
    of its own.
    """
    before = {row.key: dict(zip(first.years, row.values, strict=True)) for row in first.rows} if first else {}
    years = tuple(result.years)
    rows = []
    for row in result.printed:
        old = before.get(row.key, {})
        open_at = years.index(asked[1]) if asked and asked[0] == row.key and asked[1] in years else None
        label = row_label(row, words) if areas else " ".join(printed_label(row, words).split())
        were, total = tuple(map(old.get, years)), row_total(row)
        kept = _row(row.key, row.kind, label, tuple(row.values), were, total, asks, open_at, display, words.language)
        rows.append(_with_area(kept, row) if areas else kept)
    columns = year_columns(years, words("word.total"))
    if areas:
        columns = (columns[0], Column(words("table.area"), words=True), *columns[1:])
    said = notes(result, words, display.unit, display.turned)
    return Table(KEY, title(result, words, display.unit), columns, tuple(rows), tuple(said))


def _with_area(shown: Row, row: Amounts) -> Row:
    area = (row.line.service_area or "") if row.line else ""
    return Row(shown.key, shown.kind, shown.label, (Cell(area), *shown.cells))


@lru_cache(maxsize=2048)
def _row(
    key: str, kind: str, label: str, values: tuple[float, ...], before: tuple[float | None, ...], total: float | None,
    asks: bool, open_at: int | None, display: Display, language: str,
) -> Row:  # fmt: skip
    """One row; an edit of a large case leaves most rows as they were, and they are not made again."""
    words = Words(language)
    cells = []
    for place, (value, old) in enumerate(zip(values, before, strict=True)):
        ask = None if not asks else ASK_OPEN if place == open_at else ASK
        cells.append(display.cell(value, words, ask, old))
    cells.append(Cell() if total is None else display.cell(total, words))
    return Row(key, kind, label, tuple(cells))


ASK, ASK_OPEN = Ask("why"), Ask("why", open=True)  # of which row and year, the cell's place tells
