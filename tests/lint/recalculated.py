"""What a second calculation or a second export must show (W16, W18, W20, W21, W31)."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator

from openpyxl.workbook import Workbook

from tests.lint.book import CHECKS, CONSTANT, KEY, Finding, is_number
from tests.lint.pages import MASTER


def errors(book: Workbook) -> list[Finding]:
    """W18: no #REF!, #DIV/0! and the like, whatever the inputs."""
    return [
        Finding("W18", sheet.title, cell.coordinate, str(cell.value))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or (isinstance(cell.value, str) and cell.value in ERRORS)
    ]


def checks(book: Workbook) -> list[Finding]:
    """W16: every check is 0 (in order) or 1, and the master check is in order."""
    sheet = book[CHECKS]
    found = []
    for row in range(2, sheet.max_row + 1):
        key, value = str(sheet.cell(row, KEY).value or ""), sheet.cell(row, CONSTANT).value
        if key.startswith("check.") and value not in (0, 1):
            found.append(Finding("W16", CHECKS, sheet.cell(row, CONSTANT).coordinate, f"{key} is {value}"))
        if key == MASTER and value != 0:
            found.append(Finding("W16", CHECKS, sheet.cell(row, CONSTANT).coordinate, "the master check fails"))
    return found


def differences(expected: Workbook, got: Workbook, tolerance: float = 0.005, relative: float = 1e-9) -> list[Finding]:
    """W20: a stored result and its recalculation are the same number, or the same text."""
    found = []
    for sheet in expected.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                other = got[sheet.title].cell(cell.row, cell.column).value
                if not _same(cell.value, other, tolerance, relative):
                    message = f"{cell.value!r} became {other!r}"
                    found.append(Finding("W20", sheet.title, cell.coordinate, message))
    return found


def same_bytes(export: Callable[[], bytes]) -> bool:
    """W31: two exports of one case are one file."""
    return hashlib.sha256(export()).digest() == hashlib.sha256(export()).digest()


def values_by_key(book: Workbook, sheet: str, columns: range) -> dict[str, list[object]]:
    """The rows of a sheet by their key: what the engine's table is compared with (W21)."""
    return dict(_rows(book, sheet, columns))


def _rows(book: Workbook, sheet: str, columns: range) -> Iterator[tuple[str, list[object]]]:
    for row in range(2, book[sheet].max_row + 1):
        key = book[sheet].cell(row, KEY).value
        if key not in (None, ""):
            yield str(key), [book[sheet].cell(row, col).value for col in columns]


def _same(one: object, other: object, tolerance: float, relative: float) -> bool:
    if is_number(one) and is_number(other):
        return math.isclose(float(one), float(other), rel_tol=relative, abs_tol=tolerance)  # type: ignore[arg-type]
    if isinstance(one, bool) or isinstance(other, bool):
        return one == other
    return (one or "") == (other or "")


ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "Err:502", "Err:504", "Err:522"}
