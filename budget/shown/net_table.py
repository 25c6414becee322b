"""The net-saving table: page, presentation, slides, document, text and CSV are made of this one."""

from functools import lru_cache

from budget.formulas import Result
from budget.shown.labels import printed_label
from budget.shown.model import Ask, Cell, Display, Row, Table, year_columns
from budget.shown.table_words import notes, row_total, title
from budget.text import Words

KEY = "net"
PLAIN = Display()


def net_table(
    result: Result, words: Words, display: Display = PLAIN, first: Result | None = None,
    asks: bool = False, asked: tuple[str, int] | None = None,
) -> Table:  # fmt: skip
    """The table as the council reads it; `first` is the result before the user's changes. Where it `asks`, each figure
    can be asked how it came about, and `asked` is the one that is explained.
    """
    before = {row.key: dict(zip(first.years, row.values, strict=True)) for row in first.rows} if first else {}
    years = tuple(result.years)
    rows = []
    for row in result.printed:
        old = before.get(row.key, {})
        open_at = years.index(asked[1]) if asked and asked[0] == row.key and asked[1] in years else None
        label = " ".join(printed_label(row, words).split())
        were, total = tuple(map(old.get, years)), row_total(row)
        rows.append(
            _row(row.key, row.kind, label, tuple(row.values), were, total, asks, open_at, display, words.language)
        )
    columns = year_columns(years, words("word.total"))
    said = notes(result, words, display.unit, display.turned)
    return Table(KEY, title(result, words, display.unit), columns, tuple(rows), tuple(said))


@lru_cache(maxsize=1024)  # a few MB for all users together
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
