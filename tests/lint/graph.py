"""Rules on what depends on what: sums over the whole block, no dead input, no dead row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from openpyxl.worksheet.worksheet import Worksheet

from tests.lint.book import (
    CALC,
    CONSTANT,
    FIRST_YEAR,
    INPUT,
    KEY,
    PROJECTION,
    RISK,
    UNIT,
    Area,
    Book,
    Finding,
    Formula,
    area_of,
    at,
)
from tests.lint.formulas import calls_of

TOTALS = {"savings", "costs", "changes", "incomes", "net", "accumulated"}

# Figures that a case may hold without using them: an index no line follows, a stock that is only compared with.
MAY_BE_UNUSED = re.compile(
    r"(indices|reimbursement|financing|scenarios|measures|actuals)\..+|scenario|prices"
    r"|.+\.(stock|stated_places|would_have_cost)|baseline\..+\.(price|budget_places)"
)
# The levers always stand there, also over a case without lines to pull them on.
LEVERS = {"levers.cost_overrun": "costs.", "levers.realisation": "savings.", "levers.delay_months": "savings."}

FAMILIES = ("check", "net.budget", "areas", "payer")  # keys that begin alike

# Rows of the calculation that are results in themselves.
RESULTS = re.compile(
    r"(summary|areas|payer|net|index|pool|accumulated)\..+|.+\.(caseload|fte|places|presence)(\..+)?"
    r"|.+\.(stock|entered|left|moved|turned_18|saved|cut|within|beyond|budget|cost)"
)


def w14_sums_cover_their_block(book: Book) -> Iterator[Finding]:
    for formula in book.formulas:
        sheet = book.sheet(formula.sheet)
        if sheet is None or formula.sheet == RISK:
            continue
        for operand, area in _summed(formula):
            over_one_year = book.last_year_column == FIRST_YEAR and area.min_row == area.max_row
            if _is_column(operand, area) and area.sheet == formula.sheet and not over_one_year:
                yield from _column_sum(book, sheet, formula, area)
            elif area.min_row == area.max_row and area.sheet in (INPUT, CALC) and area.min_row > 1:
                yield from _row_sum(book, formula, area)


def w22_nothing_dead(book: Book) -> Iterator[Finding]:
    used = {place for formula in book.formulas for area in formula.areas for place in area.places()}
    inputs = book.sheet(INPUT)
    if inputs is not None:
        for row in book.rows(inputs):
            if _may_be_unused(book, inputs, str(inputs.cell(row, KEY).value)):
                continue
            for col in (CONSTANT, *book.year_columns):
                if not inputs.cell(row, col).protection.locked and (INPUT, row, col) not in used:
                    yield Finding("W22", INPUT, at(row, col), "nothing depends on this input")
    yield from _dead_rows(book)


# ---------------------------------------------------------------- sums


def _summed(formula: Formula) -> Iterator[tuple[str, Area]]:
    """The ranges that are arguments of SUM, each on its own."""
    operands = {
        token.value
        for call in calls_of(formula)
        if call.name == "SUM"
        for argument in call.arguments
        if len(argument) == 1
        for token in argument
    }
    for operand in formula.operands:
        area = area_of(operand, formula.sheet)
        if area and operand in operands and ":" in operand:
            yield operand, area


def _is_column(operand: str, area: Area) -> bool:
    """F11:F11 sums a column of one; $F11:F11 is the first year of a running sum."""
    first, _, last = operand.rpartition("!")[2].partition(":")
    return area.min_col == area.max_col and (area.min_row != area.max_row or first == last)


def _column_sum(book: Book, sheet: Worksheet, formula: Formula, area: Area) -> Iterator[Finding]:
    rows = range(area.min_row, area.max_row + 1)
    empty = [row for row in rows if sheet.cell(row, area.min_col).value is None]
    if empty:
        yield _finding(formula, f"sums the empty row {empty[0]}")
    shapes = {_shape(sheet, row) for row in rows}
    units = {sheet.cell(row, UNIT).value for row in rows}
    for row in (area.min_row - 1, area.max_row + 1):
        if row < 2 or row == formula.cell.row or sheet.cell(row, area.min_col).value is None:
            continue
        is_total = _is_total(book, sheet, row, area.min_col)
        if not is_total and _shape(sheet, row) in shapes and sheet.cell(row, UNIT).value in units:
            yield _finding(formula, f"leaves out row {row}, which looks like those it sums")


def _row_sum(book: Book, formula: Formula, area: Area) -> Iterator[Finding]:
    """A sum over years: from the first to the last, or so far."""
    if area.max_col < FIRST_YEAR:
        return
    whole = area.min_col == FIRST_YEAR and area.max_col == book.last_year_column
    so_far = area.min_col in (FIRST_YEAR, CONSTANT) and area.max_col in (formula.cell.column, formula.cell.column - 1)
    to_come = area.min_col in (formula.cell.column, formula.cell.column + 1) and area.max_col == book.last_year_column
    if not (whole or so_far or to_come):
        yield _finding(formula, "sums some of the years")


def _is_total(book: Book, sheet: Worksheet, row: int, col: int) -> bool:
    key = str(sheet.cell(row, KEY).value)
    if key in TOTALS or str(sheet.cell(row - 1, KEY).value).startswith(f"{key}."):  # also that of one line alone
        return True
    formula = book.formula_at.get((sheet.title, row, col))
    return formula is not None and any(call.name == "SUM" for call in calls_of(formula))


def _shape(sheet: Worksheet, row: int) -> str:
    """A line is `id`, what follows from it `id.suffix`: rows of one shape belong together."""
    key = str(sheet.cell(row, KEY).value or "")
    family = next((family for family in FAMILIES if key.startswith(f"{family}.")), None)
    return family or key.partition(".")[2]


# ---------------------------------------------------------------- dead inputs and rows


def _may_be_unused(book: Book, inputs: Worksheet, key: str) -> bool:
    if key in LEVERS:
        return not any(str(inputs.cell(row, KEY).value).startswith(LEVERS[key]) for row in book.rows(inputs))
    return bool(MAY_BE_UNUSED.fullmatch(key))


def _dead_rows(book: Book) -> Iterator[Finding]:
    for sheet in book.present(PROJECTION, CALC):
        yield from _dead_rows_of(book, sheet)


def _dead_rows_of(book: Book, sheet: Worksheet) -> Iterator[Finding]:
    name = sheet.title
    used = {
        area_row
        for formula in book.formulas
        for area in formula.areas
        if area.sheet == name
        for area_row in range(area.min_row, area.max_row + 1)
        if (formula.sheet, formula.cell.row) != (name, area_row)
    }
    for row in book.rows(sheet):
        key = str(sheet.cell(row, KEY).value)
        if row not in used and key not in TOTALS and not RESULTS.fullmatch(key):
            yield Finding("W22", name, at(row, KEY), f"{key}: no result depends on this row")


def _finding(formula: Formula, message: str) -> Finding:
    return Finding("W14", formula.sheet, formula.cell.coordinate, f"{message}: {formula.text[:80]}")


RULES: list[Callable[[Book], Iterator[Finding]]] = [w14_sums_cover_their_block, w22_nothing_dead]
