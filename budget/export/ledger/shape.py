"""Where the table of a file stands: its heading of one or two rows, what stands above, and its columns below.

The rows are read as a stream into columns. What is no row of the table (rules, page furniture, a heading that comes
again, totals that a list marks with *) is set aside with its number, so that every row of the file is accounted for.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, compress

from budget.case import CaseError, refuse
from budget.export.ledger.periods import heading_period, is_day
from budget.export.ledger.source import BrokenQuotes, Chunk, Numbered, Progress, Source
from budget.export.ledger.vocabulary import ACTUAL, FURNITURE, is_other, role_of, unit_of
from budget.export.safe_xlsx import CellValue

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 200_000, 200, 12_000_000
LOOKED_AT = 60  # rows among which the heading stands
_HELD = 4096
_MARKS = frozenset(("*", "-", "=", "_", "+", "|", ""))
_RULE = re.compile(r"[-=_+*|\s]*[-=_][-=_+*|\s]*")
_NUMBER = re.compile(r"[-(]?[0-9][0-9.,' ]*[)-]?")


@dataclass
class Grid:
    """The table of a file by columns, each row with its number in the file."""

    headings: list[str]
    parts: list[tuple[str, str]]  # the two rows of a heading; the second is empty where there is one
    numbers: list[int] = field(default_factory=list)
    columns: list[list[CellValue]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)  # the texts of the lines above the heading
    aside: list[tuple[int, str]] = field(default_factory=list)  # rows that are none of the table's, and why
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)  # those that hold a table

    @property
    def key(self) -> list[str]:
        """What a saved choice knows the file by."""
        return list(self.headings)

    @cached_property
    def labels(self) -> list[str]:
        """The headings, those of one name told apart by the number of their column."""
        return [f"{name} [{n}]" if self.headings.count(name) > 1 else name
                for n, name in enumerate(self.headings, start=1)]  # fmt: skip

    @cached_property
    def used(self) -> list[int]:
        """The columns that have a heading or anything in them."""
        return [n for n, column in enumerate(self.columns)
                if self.headings[n] != str(n + 1) or any(value not in (None, "") for value in column)]  # fmt: skip

    def text(self, row: int) -> str:
        return "; ".join(cell_text(column[row]) for column in self.columns).rstrip("; ")


def cell_text(value: CellValue) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value).strip()


def read_grid(source: Source, sheet: str | None = None, progress: Progress | None = None) -> Grid:
    """The table of a file, or of a workbook's sheet: the first that has one where none is asked for."""
    if not source.sheets:
        try:
            return _grid(source.chunks(progress=progress))
        except BrokenQuotes as broken:
            return _unquoted(source, broken, progress)
    found = {name: grid for name in source.sheets if (grid := _grid_or_none(source.chunks(name))) is not None}
    if not found:
        raise refuse("ledger_empty")
    chosen = sheet if sheet in found else next(iter(found))
    found[chosen].sheet, found[chosen].sheets = chosen, list(found)
    return found[chosen]


def _grid_or_none(chunks: Iterator[Chunk]) -> Grid | None:
    try:
        return _grid(chunks)
    except CaseError as error:
        if error.problems[0].code != "ledger_empty":
            raise
        return None


def _unquoted(source: Source, broken: BrokenQuotes, progress: Progress | None) -> Grid:
    """The table where quotes are part of the texts, if every row then has as many pieces as the heading."""
    source.quoted = False
    grid = _grid(source.chunks(progress=progress), exact=True)
    if any(code == "ledger_wide_row" for _, code in grid.aside):
        raise refuse("ledger_broken", line=broken.args[0])
    return grid


# ------------------------------------------------------------------ the heading
def _grid(chunks: Iterator[Chunk], exact: bool = False) -> Grid:
    numbers, rows = _not_blank(*next(chunks, ((), [])))
    texts = [[cell_text(cell) for cell in row] for row in rows[:LOOKED_AT]]
    at = _heading(texts)
    if at is None:
        raise refuse("ledger_empty")
    below = texts[at + 1] if at + 1 < len(texts) else []
    two = _second_heading(texts[at], below)
    parts = _joined(texts[at], below if two else [])
    if len(parts) > MOST_COLUMNS:
        raise refuse("ledger_large", rows=MOST_ROWS, columns=MOST_COLUMNS)
    headings = [" ".join(filter(None, pair)) or str(n) for n, pair in enumerate(parts, start=1)]
    grid = Grid(headings, parts, above=[text for row in texts[:at] for text in row if text])
    start = at + 1 + two
    heads = [texts[at][: len(parts)], *([below[: len(parts)]] if two else [])]
    _Table(grid, heads, exact).fill(chain([(numbers[start:], rows[start:])], chunks))
    if not grid.numbers:
        raise refuse("ledger_empty")
    return grid


def _not_blank(numbers: Sequence[int], rows: list[list[CellValue]]) -> Chunk:
    if all(map(any, rows)):
        return numbers, rows
    kept = [bool(any(row)) or any(cell not in (None, "") for cell in row) for row in rows]
    return list(compress(numbers, kept)), list(compress(rows, kept))


def _heading(texts: list[list[str]]) -> int | None:
    """The row that names the columns: the one with most known words, else the first that is as wide as those below."""
    scores = [_score(row) for row in texts]
    best = max(scores, default=0)
    if best >= 2:
        at = scores.index(best)
        over = at > 0 and scores[at - 1] > 0 and _second_heading(texts[at - 1], texts[at])
        return at - 1 if over else at
    wide = [n for n, row in enumerate(texts[:-1]) if _filled(row) >= 2 and _filled(texts[n + 1]) >= 2]
    return next((n for n in wide if not any(map(_is_amount, texts[n]))), None)


def _score(row: Sequence[str]) -> int:
    cells = [cell for cell in row if cell]
    if len(cells) < 2 or any(map(_is_amount, cells)) or any(len(cell) > 100 for cell in cells):
        return 0
    words = len({role for cell in cells if (role := role_of(cell))})
    periods = sum(heading_period(cell) is not None for cell in cells)
    if 0 < sum(map(is_day, cells)) < 3:  # a row of the table; months side by side may be written as dates
        return 0
    if not words and periods < 3:
        return 0
    return words + min(periods, len(cells) - 1)


def _is_amount(text: str) -> bool:
    """Whether a text is a number and neither a year nor a month."""
    return bool(_NUMBER.fullmatch(text)) and heading_period(text) is None and not text.isdigit()


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _second_heading(first: list[str], second: list[str]) -> bool:
    """Whether the row below goes on with the heading: nothing in it but periods, kinds of figures and units."""
    cells = [(n, cell) for n, cell in enumerate(second) if cell]
    if not cells or (len(cells) == 1 and (cells[0][0] >= len(first) or not heading_period(first[cells[0][0]]))):
        return False
    account = next((n for n, name in enumerate(first) if role_of(name) == "account"), 0)
    under = [n for n, _ in cells]
    blank = any(n >= len(first) or not first[n] for n in under)
    if account in under and role_of(second[account]) != "account":
        return False
    return all(_continues(cell) for _, cell in cells) and (
        blank or all(heading_period(first[n]) or unit_of(second[n]) for n in under)
    )


def _continues(cell: str) -> bool:
    low = cell.lower()
    return bool(
        not _is_amount(cell)
        and (heading_period(cell) or is_other(cell) or ACTUAL.search(low) or role_of(cell) or unit_of(cell))
    )


def _joined(first: list[str], second: list[str]) -> list[tuple[str, str]]:
    """The heading of each column in its two rows; what stands over several columns is said of each."""
    parts, over = [], ""
    for n in range(max(len(first), len(second))):
        upper, lower = (row[n] if n < len(row) else "" for row in (first, second))
        over = upper or (over if lower else "")
        parts.append((over if second else upper, lower))
    while parts and parts[-1] == ("", ""):
        parts.pop()
    return parts


# ------------------------------------------------------------------ what stands below
@dataclass
class _Table:
    """The rows below the heading on their way into the columns of the grid."""

    grid: Grid
    heads: list[list[str]]
    exact: bool  # every row must have as many cells as the heading

    def fill(self, chunks: Iterable[Chunk]) -> None:
        """Chunk by chunk; texts that come again are held once."""
        grid, width = self.grid, len(self.grid.headings)
        grid.columns = [[] for _ in range(width)]
        known: list[dict[CellValue, CellValue]] = [{} for _ in range(width)]
        for chunk in chunks:
            numbers, rows = _not_blank(*chunk)
            if not self._plain(rows, width):
                kept = list(self._kept(numbers, rows, width))
                numbers, rows = [number for number, _ in kept], [row for _, row in kept]
            if not rows:
                continue
            grid.numbers += numbers
            if len(grid.numbers) > MOST_ROWS or len(grid.numbers) * width > MOST_CELLS:
                raise refuse("ledger_large", rows=min(MOST_ROWS, MOST_CELLS // width), columns=MOST_COLUMNS)
            for column, values, held in zip(grid.columns, zip(*rows, strict=True), known, strict=True):
                # A column of which most texts are different has little to hold once.
                column += map(held.setdefault, values, values) if len(held) * 2 <= max(len(column), _HELD) else values

    def _plain(self, rows: list[list[CellValue]], width: int) -> bool:
        """Whether all rows are as wide as the heading and none begins as something else than a row of the table."""
        if set(map(len, rows)) != {width}:
            return False
        return not any(self._unlike(first) for first in {row[0] for row in rows})

    def _unlike(self, first: CellValue) -> bool:
        if type(first) is not str:
            return first is None
        first = first.strip()
        if first[:1] in _MARKS or first == self.heads[0][0]:
            return True
        return not first[:1].isdigit() and bool(FURNITURE.match(first))

    def _kept(self, numbers: Sequence[int], rows: list[list[CellValue]], width: int) -> Iterator[Numbered]:
        """The rows of the table, all as wide; the others are set aside with the reason."""
        for number, row in zip(numbers, rows, strict=True):
            if why := self._why_aside(row, width):
                self.grid.aside.append((number, why))
            else:
                yield number, [*row[:width], *[None] * (width - len(row))]

    def _why_aside(self, row: Sequence[CellValue], width: int) -> str | None:
        first = next((text for cell in row if (text := cell_text(cell))), "")
        if first.startswith("*"):
            return "ledger_star_total"
        if first[:1] in _MARKS and all(_RULE.fullmatch(cell_text(cell) or "-") for cell in row):
            return "ledger_furniture"
        if any(_same(row, head) for head in self.heads):
            return "ledger_heading_again"
        cells = sum(bool(cell_text(cell)) for cell in row)
        if cells == 1 and FURNITURE.match(first):
            return "ledger_furniture"
        beyond = any(map(cell_text, row[width:])) or (self.exact and len(row) != width and cells > 1)
        return "ledger_wide_row" if beyond else None


def _same(row: Sequence[CellValue], head: list[str]) -> bool:
    texts = [cell_text(cell) for cell in row]
    return texts[: len(head)] == head and not any(texts[len(head) :])
