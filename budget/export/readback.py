"""Reading an edited workbook back: the case of the sheet `Kilder` with the figures typed on `Forudsætninger`.

Cells are found by path and column, never by stored results: a file saved by a program that stores none reads as well.
What differs elsewhere is not taken, and said (`not_taken`).
"""

import hashlib
import re
from dataclasses import dataclass
from typing import NamedTuple

from budget.analysis.changes import as_written
from budget.case import Case, CaseError, Problem, case_from_text, case_to_text, refuse, with_figure, without_year
from budget.case.paths import check_bounds, without_figure
from budget.case.uploaded import case_from_upload
from budget.export.inputs import Cell, InputRow, input_rows
from budget.export.not_taken import elsewhere, rows_beside, same, years_beside
from budget.export.safe_xlsx import CellValue, FormulaText, UnsafeWorkbook, read_cells
from budget.export.sheet import FRONT, INPUTS, SOURCES, YEARS
from budget.export.sheet_sources import CASE_MARK, MARK_COLUMN, marks
from budget.export.typed import number_of, reference

MOST_ROWS, MOST_COLUMNS, MOST_LINES, FRONT_ROWS = 4_000, 46, 30_000, 60
SWITCHES = ("prices", "scenario")

Change = tuple[str, float | None, float | None]


class ReadBack(NamedTuple):
    """A workbook read back: the case, what changed (path, delivered, typed), and what differs and is not taken."""

    case: Case
    changes: list[Change]
    not_taken: list[Problem]


@dataclass
class Edit:
    """One cell that no longer holds what was delivered: None as the new value means carried or emptied."""

    path: str
    old: float | None
    new: float | None


def read_workbook(data: bytes) -> ReadBack:
    """The case with the edited figures, what changed, and what was changed but cannot be read from a workbook.

    Raises CaseError when the file is no workbook of ours, is unsafe, or an edit cannot be taken; nothing is guessed.
    """
    limits = {FRONT: (FRONT_ROWS, 2), INPUTS: (MOST_ROWS, MOST_COLUMNS), SOURCES: (MOST_LINES, MARK_COLUMN + 1)}
    try:
        found = read_cells(data, limits)
    except UnsafeWorkbook as error:
        raise CaseError([Problem(error.code, "", error.params)]) from None
    delivered = case_from_upload(_case_text(found[SOURCES], found[FRONT]).encode())
    delivered = case = delivered.named(_id(delivered))
    rows = _by_path(found[INPUTS])
    problems: list[Problem] = []
    changes: list[Change] = []
    expected = {row.path: row for row in input_rows(case)}
    for row in expected.values():
        if row.path in SWITCHES:
            continue
        try:
            if row.path not in rows:
                raise refuse("row_missing", row.path)
            edits = list(_edits(case, row, rows[row.path]))
            for edit in edits:
                case = _applied(case, edit)
                changes.append((edit.path, edit.old, edit.new))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    by_year = any(path.rsplit(".", 1)[-1].isdigit() for path, _, _ in changes)
    left = [*years_beside(found[INPUTS], delivered, by_year), *rows_beside(rows, expected, delivered)]
    return ReadBack(_checked(as_written(case)), changes, [*left, *elsewhere(data, delivered)])


def _case_text(rows: list[list[CellValue]], front: list[list[CellValue]]) -> str:
    """The case's text as it was delivered; refused where it was edited, with the line that its marks lead to."""
    texts = [str(row[0]) if row and row[0] is not None else "" for row in rows]
    if CASE_MARK not in texts:
        raise refuse("not_our_workbook")
    start = texts.index(CASE_MARK) + 1
    lines = "\n".join(texts[start:]).rstrip("\n").split("\n")
    marked = [row[MARK_COLUMN] for row in rows[start:]]
    if any(marked):
        for number, (line, mark) in enumerate(zip(lines, marks(lines), strict=True), start=1):
            if mark != marked[number - 1]:
                raise refuse("case_text_edited", f"{SOURCES}!A{start + number}", read=line.strip()[:80], number=number)
    text = "\n".join(lines) + "\n"
    hashes = {str(cell) for row in front for cell in row if re.fullmatch("[0-9a-f]{64}", str(cell))}
    if hashes and hashlib.sha256(text.encode()).hexdigest() not in hashes:
        raise refuse("case_text_cut", SOURCES)
    return text


def _id(case: Case) -> str:
    """A case read back is named by what it is, for the file it came in may be called anything."""
    return re.sub(r"[^a-z0-9]+", "-", f"{case.title}-{case.first_year}".lower()).strip("-") or "case"


def _by_path(rows: list[list[CellValue]]) -> dict[str, list[CellValue]]:
    found: dict[str, list[CellValue]] = {}
    for row in rows[1:]:
        path = row[0] if row else None
        if isinstance(path, str) and path:
            if path in found:
                raise refuse("row_twice", path)
            found[path] = row
    return found


def _edits(case: Case, row: InputRow, values: list[CellValue]) -> list[Edit]:
    """What a person changed in one row, from left to right."""
    edits: list[Edit] = []
    if row.constant is not None and row.constant.free:
        edits += _edit(row, row.path, row.constant, values, YEARS - 1, moved=False)
    if row.base:
        _unchanged(row, values)
        return []
    for i, cell in enumerate(row.years):
        if cell.free:
            path = f"{row.path}.{case.horizon[i]}"
            edits += _edit(row, path, cell, values, YEARS + i, moved=bool(edits))
    return edits


def _edit(row: InputRow, path: str, cell: Cell, values: list[CellValue], col: int, moved: bool) -> list[Edit]:
    value = values[col] if col < len(values) else None
    if isinstance(value, FormulaText):
        if reference(value) in (col - 1, YEARS - 1):
            return [] if cell.refers else [Edit(path, cell.value, None)]
        number = number_of(value)
        if number is None:
            raise refuse("formula_typed", path, read=str(value)[:80])
        value = number
    if value is None or value == "":
        return _emptied(row, path, cell)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refuse("text_typed", path, read=str(value)[:80])
    number = float(value)
    # A carried year that is typed over is an edit even at its old value, once an earlier year has moved.
    if same(number, cell.value) and not (cell.refers and moved):
        return []
    if row.key is not None:
        check_bounds(row.key, path, number)
    return [Edit(path, cell.value, number)]


def _emptied(row: InputRow, path: str, cell: Cell) -> list[Edit]:
    if cell.value is None:
        return []
    if row.entry is not None and row.entry.optional and not row.entry.series:
        return [Edit(path, cell.value, None)]
    raise refuse("cell_emptied", path, read=cell.value)


def _applied(case: Case, edit: Edit) -> Case:
    if edit.new is not None:
        return with_figure(case, edit.path, edit.new)
    if edit.path.rsplit(".", 1)[-1].isdigit():
        return without_year(case, edit.path)
    return without_figure(case, edit.path)


def _unchanged(row: InputRow, values: list[CellValue]) -> None:
    """Scenarios are not edited on the sheet: a set figure that differs is refused."""
    cells = [(YEARS - 1, row.constant)] if row.constant is not None else []
    cells += [(YEARS + i, cell) for i, cell in enumerate(row.years)]
    for col, cell in cells:
        value = values[col] if col < len(values) else None
        if cell.refers:
            if isinstance(value, FormulaText):
                continue
        elif isinstance(value, int | float) and same(float(value), cell.value):
            continue
        raise refuse("scenario_edited", row.path)


def _checked(case: Case) -> Case:
    """The whole case once more through the reader: an edit may break what holds between figures."""
    return case_from_text(case_to_text(case), case.id)
