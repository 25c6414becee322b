"""What was changed in a workbook and cannot be read from it: said, so that nothing is lost in silence.

A workbook of the same case, made anew, tells what was delivered; every cell that is no yellow one is held against it.
That runs apart, as the reading does.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from budget import __version__
from budget.apart import TooHeavy, answer_of
from budget.case import Case, Problem, case_from_text, case_to_text, refuse
from budget.export.safe_xlsx import CellValue, FormulaText, from_json, opened, sheet_rows
from budget.export.sheet import CHECKS, FOLLOW_UP, FRONT, INPUTS, SOURCES, YEARS
from budget.export.sheet_sources import CASE_MARK
from budget.export.styles import Delivered
from budget.export.typed import number_of, reference
from budget.text import LANGUAGES, Words

SAME = 1e-12  # relative: a number that a program wrote back a last digit off is not an edit
MOST_SAID = 40
MORE_ROWS, MORE_COLUMNS = 1_000, 5  # beyond what was delivered, that are looked at
TOP = 300  # rows in which a sheet says what it is
DELIVERED = 3  # the column of Kontrol with what was delivered

Mine = Sequence[Sequence[Delivered]]
Rows = Sequence[Sequence[CellValue]]
Told = tuple[str, str, dict[str, Any]]  # a Problem as JSON holds it


def same(value: float, delivered: float | None, relative: float = SAME) -> bool:
    """Whether a number is the one delivered, but for its last digit."""
    return delivered is not None and abs(value - delivered) <= relative * max(abs(value), abs(delivered))


# ---------------------------------------------------------------- on the sheet of figures
def years_beside(rows: Rows, case: Case, edited: bool) -> Iterator[Problem]:
    """What differs in the heads of the years, and columns of no year of the case.

    CaseError where it is no longer certain which year a figure stands under; with an `edited` year also where the
    first year is another.
    """
    heads = list(rows[0][YEARS:]) if rows else []
    first = _number(heads[0]) if heads else None
    for number in range(1, case.years):
        head = heads[number] if number < len(heads) else None
        carried = (
            isinstance(head, FormulaText) and reference(FormulaText(head.removesuffix("+1"))) == YEARS + number - 1
        )
        if not carried and _number(head) != (first or 0) + number:
            raise refuse("year_columns", f"{INPUTS}!{xl_rowcol_to_cell(0, YEARS + number)}", read=str(head or ""))
    if first != case.first_year:
        if edited:
            raise refuse("year_columns", f"{INPUTS}!{xl_rowcol_to_cell(0, YEARS)}", read=str(heads[0] if heads else ""))
        place, read = f"{INPUTS}!{xl_rowcol_to_cell(0, YEARS)}", "" if first is None else int(first)
        yield Problem("not_read.first_year", place, {"old": case.first_year, "new": read})
    for col in range(YEARS + case.years, max(map(len, rows), default=0)):
        if any(col < len(row) and row[col] is not None for row in rows):
            span = {"first": case.first_year, "last": case.horizon[-1], "column": xl_col_to_name(col)}
            yield Problem("not_read.column", INPUTS, span)


def rows_beside(rows: Mapping[str, Sequence[CellValue]], known: Collection[str], case: Case) -> Iterator[Problem]:
    """Rows of no figure of the case; and that current prices or a scenario are chosen: the case is read without."""
    for path in rows:
        if path not in known:
            yield Problem("not_read.row", INPUTS, {"read": path})
    chosen = {path: _number(rows[path][YEARS - 1]) for path in ("prices", "scenario") if path in rows}
    if chosen.get("prices"):
        yield Problem("not_read.prices", "prices")
    if number := int(chosen.get("scenario") or 0):
        labels = {n: scenario.label for n, scenario in enumerate(case.scenarios, start=1)}
        yield Problem("not_read.scenario", "scenario", {"read": labels.get(number, str(number))})


def _number(value: CellValue) -> float | None:
    if isinstance(value, FormulaText):
        return number_of(value)
    return float(value) if isinstance(value, int | float) else None


# ---------------------------------------------------------------- everywhere else
def elsewhere(data: bytes, case: Case) -> list[Problem]:
    """Every other cell that differs from the delivered one; that they could not be compared, where they could not."""
    try:
        found = answer_of("budget.export.not_taken:differences", case_to_text(case).encode() + b"\0" + data)
    except TooHeavy:
        return [Problem("not_read.too_heavy")]
    more = [Problem("not_read.more", "", {"count": len(found) - MOST_SAID})] if len(found) > MOST_SAID else []
    return [Problem(code, path, params) for code, path, params in found[:MOST_SAID]] + more


def differences(text_and_data: bytes) -> list[Told]:
    """The text of the case and, after a NUL, the workbook: how the workbook differs from the case's own."""
    from budget.export.workbook import delivered_cells

    text, _, data = text_and_data.partition(b"\0")
    book, case = opened(data), case_from_text(text)
    front = [str(cell) for row in _top(book, FRONT, 2) for cell in row]
    if f"Nettobesparelse {__version__}" not in front:
        return [("not_read.version", "", {"version": __version__})]
    id = next((cell[len(case.title) + 2 : -1] for cell in front if cell.startswith(f"{case.title} (")), case.id)
    checks, heads = (_top(book, name, DELIVERED + 1) for name in (CHECKS, INPUTS))
    current = ["input.prices", 1.0] in [[row[0], row[-1]] for row in checks if row]
    language = next((name for name in LANGUAGES if heads[:1] and heads[0][0] == Words(name)("sheet.path")), "da")
    delivered = delivered_cells(case.named(id), "current" if current else "fixed", language)
    found: list[Told] = [("not_read.sheet_added", name, {}) for name in book.sheetnames if name not in delivered]
    found += [("not_read.sheet_removed", name, {}) for name in delivered if name not in book.sheetnames]
    sheets = {
        name: _before_the_case(name, mine, _read(book, name, len(mine) + MORE_ROWS, _width(mine) + MORE_COLUMNS))
        for name, mine in delivered.items()
        if name in book.sheetnames
    }
    moved = any(_keys(mine) != _keys(theirs) for mine, theirs in sheets.values())
    for name, (mine, theirs) in sheets.items():
        found += _Sheet(name, moved, case.years).differences(mine, theirs)
    return found


def _top(book: Any, sheet: str, columns: int) -> Rows:
    """The first rows of a sheet; none where it is missing."""
    found = islice(sheet_rows(book[sheet], MORE_ROWS, columns), TOP) if sheet in book.sheetnames else ()
    return [[from_json(cell) for cell in row] for row in found]


def _read(book: Any, sheet: str, rows: int, columns: int) -> Rows:
    return [[from_json(cell) for cell in row] for row in sheet_rows(book[sheet], rows, columns)]


def _width(rows: Mine) -> int:
    return max(map(len, rows), default=0)


def _before_the_case(name: str, mine: Mine, theirs: Rows) -> tuple[Mine, Rows]:
    """Of the sheet of sources what stands above the case's text, which has marks of its own."""
    if name != SOURCES:
        return mine, theirs
    ends = [_keys(rows).index(CASE_MARK) for rows in (mine, theirs)]
    return mine[: ends[0]], theirs[: ends[1]]


def _keys(rows: Mine | Rows) -> list[str]:
    """What stands first in each row: by it a row is known where others were put in or taken out."""
    return [_text(row[0]) if row else "" for row in rows]


def _text(cell: Delivered | CellValue) -> str:
    """A cell as text: formulas are all alike, and how a program breaks a text into lines is no edit."""
    if isinstance(cell, Delivered):
        return "=" if cell.formula else _text(cell.value)
    return "=" if isinstance(cell, FormulaText) else "" if cell is None else " ".join(str(cell).split())


@dataclass(frozen=True)
class _Sheet:
    """One sheet as it was delivered against what came back; `moved`: rows differ, so that formulas say other rows."""

    name: str
    moved: bool
    years: int

    def differences(self, mine: Mine, theirs: Rows) -> Iterator[Told]:
        for kind, a, b, c, d in SequenceMatcher(None, _keys(mine), _keys(theirs), autojunk=False).get_opcodes():
            pairs = min(b - a, d - c) if kind in ("equal", "replace") else 0
            for i in range(pairs):
                yield from self._row(c + i, mine[a + i], theirs[c + i])
            for row in mine[a + pairs : b]:
                if said := next(filter(None, map(_text, row)), ""):
                    yield "not_read.row_removed", self.name, {"read": said[:80]}
            for number in range(c + pairs, d):
                said = next(filter(None, map(_text, theirs[number])), "")
                if said and self.name != INPUTS:  # there a row of no figure is told by its path
                    yield "not_read.row_added", f"{self.name}!{number + 1}", {"read": said[:80]}

    def _row(self, number: int, mine: Sequence[Delivered], theirs: Sequence[CellValue]) -> Iterator[Told]:
        heads = self.name == INPUTS and number == 0
        width = YEARS if heads else YEARS + self.years if self.name == INPUTS else max(len(mine), len(theirs))
        for col in range(width):
            was = mine[col] if col < len(mine) else Delivered(None)
            now = theirs[col] if col < len(theirs) else None
            if not was.free and self._differs(was, now):
                is_text = isinstance(was.value, str) and not was.formula
                kind = "added" if was.value is None else "text" if is_text else "figure"
                code = "follow_up" if self.name == FOLLOW_UP and kind != "text" else kind
                shown = {"old": _said(was.value), "new": _said(now)}
                yield f"not_read.{code}", f"{self.name}!{xl_rowcol_to_cell(number, col)}", shown

    def _differs(self, was: Delivered, now: CellValue) -> bool:
        if was.formula and isinstance(now, FormulaText):
            return not self.moved and _plain(was.formula) != _plain(now)
        if isinstance(was.value, float) and isinstance(now, float) and not was.formula:
            return not same(now, was.value, 1e-9)
        return _text(was) != _text(now)


def _plain(formula: str) -> str:
    """A formula as every program writes it: without spaces, and with no quotes round a sheet's name."""
    return re.sub(r"[\s']", "", formula).removeprefix("=").upper()


def _said(value: object) -> object:
    return value if isinstance(value, float) else "" if value is None else str(value)[:80]
