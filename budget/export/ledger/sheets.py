"""The sheets of a workbook that a finance system or a colleague made: larger than one of ours, and as little trusted.

A formula counts as what it came to when the workbook was saved; one that was never calculated is an empty cell.
"""

import math
from datetime import date, datetime
from typing import Any

from budget.apart import TooHeavy, answer_of
from budget.export.safe_xlsx import MAX_FILE, CellValue, UnsafeWorkbook, opened, or_why

TIMES = 8  # as large as one of ours may be
MOST_CELLS = 2_000_000
MOST_ROWS, MOST_COLUMNS = 200_000, 200


def read_sheets(data: bytes) -> dict[str, list[tuple[int, list[CellValue]]]]:
    """The rows of every sheet that is shown, each with its number; UnsafeWorkbook where they are not read."""
    if len(data) > MAX_FILE * TIMES:
        raise UnsafeWorkbook("upload.too_large", limit=MAX_FILE * TIMES)
    try:
        answer = answer_of("budget.export.ledger.sheets:told", data, times=TIMES)
    except TooHeavy:
        raise UnsafeWorkbook("upload.too_heavy") from None
    if "code" in answer:
        raise UnsafeWorkbook(answer["code"], **answer["params"])
    found: dict[str, list[tuple[int, list[CellValue]]]] = answer["sheets"]
    return found


# ---------------------------------------------------------------- what follows runs apart


def told(data: bytes) -> dict[str, Any]:
    """The sheets, or why they are refused."""
    return or_why(lambda: _sheets(data), data, TIMES)


def _sheets(data: bytes) -> dict[str, list[tuple[int, list[Any]]]]:
    book = opened(data, values=True)
    found: dict[str, list[tuple[int, list[Any]]]] = {}
    count = 0
    for sheet in book.worksheets:
        if getattr(sheet, "sheet_state", "visible") != "visible":
            continue
        rows: list[tuple[int, list[Any]]] = []
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            row = [value if type(value) is str or value is None else _plain(value, sheet.title) for value in values]
            while row and row[-1] is None:
                row.pop()
            if not row:
                continue
            count += len(row)
            if count > MOST_CELLS:
                raise UnsafeWorkbook("upload.too_many_cells", limit=MOST_CELLS)
            if len(row) > MOST_COLUMNS:
                raise UnsafeWorkbook("upload.too_many_columns", sheet=sheet.title, limit=MOST_COLUMNS)
            if len(rows) == MOST_ROWS:
                raise UnsafeWorkbook("upload.too_many_rows", sheet=sheet.title, limit=MOST_ROWS)
            rows.append((number, row))
        found[sheet.title] = rows
    return found


def _plain(value: Any, sheet: str) -> Any:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise UnsafeWorkbook("upload.not_finite", sheet=sheet, cell="")
        return float(value)
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)
