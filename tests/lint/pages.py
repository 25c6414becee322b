"""Rules on what a reader meets: the front page, checks, validation, number formats, print and widths."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.lint.book import (
    CALC,
    CHECKS,
    FRONT,
    INPUT,
    KEY,
    LABEL,
    RESULT,
    SOURCE,
    Book,
    Finding,
    at,
    is_number,
)

# Kontrol: column A the id, E the result; 0 is in order. The master check is the sum of the others.
MASTER = "check.master"
CHECK_IDS = {
    "check.years": "the sum of the years is the total",
    "check.lines": "the sum of the lines is the net",
    "check.npv": "the discounted sum by factors is the net present value",
    "check.range": "every input lies within its bounds",
    "check.delivered": "the results are those delivered, while the inputs are",
    "changed": "how many inputs differ from those delivered",
    MASTER: "all checks in one",
}

# What the front page says, in Danish or English.
FRONT_PAGE = {
    "the case": r"\bcase",
    "the municipality": r"kommune|municipality",
    "the version": r"version",
    "the hash of the inputs": r"\b[0-9a-f]{16,64}\b",
    "the engine's version": r"beregner|engine|program",
    "the price level": r"pris|p/l|price",
    "the sign": r"fortegn|\bsign\b",
    "the rounding": r"afrund|round",
    "the colours": r"farve|colou?r",
    "who prepared it": r"udarbejdet af|prepared by",
    "who reviewed it": r"kvalitetssikret af|reviewed by",
}
SIGN_NOTE = re.compile(r"(merudgift|net cost|fortegn|\bsign\b)", re.IGNORECASE)

SECTION = r"[-+]?\(?(#,##0|0)(\.0*#*)?( ?%)?\)?_?\)?"
NUMBER_FORMAT = re.compile(rf"(General|@|yyyy-mm-dd|dd-mm-yyyy|{SECTION}(;{SECTION}){{0,2}})")
MANY_COLUMNS = 10  # fewer fit one page
TENTH_OF_AN_ORE = 0.005


def w17_checks(book: Book) -> Iterator[Finding]:
    sheet = book.sheet(CHECKS)
    there = set() if sheet is None else {str(sheet.cell(row, KEY).value) for row in book.rows(sheet)}
    for one, meaning in CHECK_IDS.items():
        if one not in there:
            yield Finding("W17", CHECKS, "", f"there is no check {one}: {meaning}")
    yield from _master(book)


def w23_front_page(book: Book) -> Iterator[Finding]:
    sheet = book.sheet(FRONT)
    if sheet is None:
        return
    text = "\n".join(
        str(value) for row in sheet.iter_rows() for cell in row if (value := _shown(book, FRONT, cell.row, cell.column))
    )
    for what, pattern in FRONT_PAGE.items():
        if not re.search(pattern, text, re.IGNORECASE):
            yield Finding("W23", FRONT, "", f"does not tell {what}")
    if sum(not cell.protection.locked for cell in book.cells(sheet)) < 2:
        yield Finding("W23", FRONT, "", "no free cells for who prepared and who reviewed it")


def w24_signs(book: Book) -> Iterator[Finding]:
    """Expenditure +, saving and income −, and the net is their plain sum."""
    sheet = book.sheet(CALC)
    rows = {} if sheet is None else {str(sheet.cell(row, KEY).value): row for row in book.rows(sheet)}
    for col in book.year_columns:
        keys = ("savings", "costs", "changes", "incomes", "net")
        found = {key: book.value(CALC, rows[key], col) for key in keys if key in rows}
        amounts = {key: float(value) for key, value in found.items() if is_number(value)}  # type: ignore[arg-type]
        if amounts.get("costs", 0.0) < -TENTH_OF_AN_ORE:
            yield Finding("W24", CALC, at(rows["costs"], col), "a cost with the sign of a saving")
        if amounts.get("incomes", 0.0) > TENTH_OF_AN_ORE:
            yield Finding("W24", CALC, at(rows["incomes"], col), "an income with the sign of a cost")
        parts = sum(value for key, value in amounts.items() if key != "net")
        if "net" in amounts and abs(amounts["net"] - parts) > TENTH_OF_AN_ORE:
            yield Finding("W24", CALC, at(rows["net"], col), "the net is not the sum of its parts")
    result = book.sheet(RESULT)
    texts = [] if result is None else [str(cell.value) for cell in book.cells(result) if isinstance(cell.value, str)]
    if not any(SIGN_NOTE.search(text) for text in texts):
        yield Finding("W24", RESULT, "", "no note tells what the sign means")


def w25_validation(book: Book) -> Iterator[Finding]:
    sheet = book.sheet(INPUT)
    if sheet is None:
        return
    rules = list(sheet.data_validations.dataValidation)
    for cell in book.cells(sheet):
        if cell.protection.locked:
            continue
        covering = [rule for rule in rules if cell.coordinate in rule.sqref]
        if not covering:
            yield Finding("W25", INPUT, cell.coordinate, "an input without validation")
        for fault in (fault for rule in covering if (fault := _weak(rule))):
            yield Finding("W25", INPUT, cell.coordinate, fault)


def w26_number_formats(book: Book) -> Iterator[Finding]:
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            if cell.data_type not in ("n", "f") or cell.value is None:
                continue
            code = cell.number_format
            sections = code.split(";")
            if not NUMBER_FORMAT.fullmatch(code):
                yield Finding("W26", sheet.title, cell.coordinate, f"the number format {code}")
            elif len(sections) > 1 and not re.match(r"[-(]", sections[1]):
                yield Finding("W26", sheet.title, cell.coordinate, f"{code} hides a minus")


def w27_print(book: Book) -> Iterator[Finding]:
    for sheet in book.sheets:
        page, fit = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
        faults = {
            "no print area": not sheet.print_area,
            "not landscape": page.orientation != "landscape",
            "not A4": str(page.paperSize) != "9",
            "not one page wide": not (fit and fit.fitToPage) or page.fitToWidth not in (None, 1, _across(sheet)),
            "cut to one page high": page.fitToHeight != 0 and sheet.title in (INPUT, CALC),
            "no title rows": sheet.title in (INPUT, CALC) and not sheet.print_title_rows,
            "no header with case and version": not _text_of(sheet.oddHeader),
            "no page numbers": not re.search(r"&P.*&N|&\[Page\].*&\[Pages\]", _text_of(sheet.oddFooter)),
        }
        for fault in (fault for fault, is_there in faults.items() if is_there):
            yield Finding("W27", sheet.title, "", fault)


def _across(sheet: Worksheet) -> int | None:
    """Many years may take several pages, where the labels are repeated on each of them."""
    return sheet.page_setup.fitToWidth if sheet.max_column > MANY_COLUMNS and sheet.print_title_cols else None


def w28_readable(book: Book) -> Iterator[Finding]:
    for sheet in book.present(INPUT, CALC):
        if not sheet.freeze_panes or int(re.sub(r"\D", "", str(sheet.freeze_panes))) < 2:
            yield Finding("W28", sheet.title, "", "the header row is not frozen")
    for sheet in book.present(INPUT, CALC, CHECKS):
        for area in sheet.merged_cells.ranges:
            yield Finding("W28", sheet.title, str(area), "merged cells")
    for sheet in book.present(INPUT, CALC, RESULT):
        for cell in book.cells(sheet):
            width = _width(sheet, cell.column)
            shown = _shown(book, sheet.title, cell.row, cell.column)
            if is_number(shown) and _digits(float(shown), cell.number_format) > width:  # type: ignore[arg-type]
                yield Finding("W28", sheet.title, cell.coordinate, f"{shown} does not fit a width of {width:g}")
            is_words = isinstance(shown, str) and cell.column in (KEY, LABEL, SOURCE) and sheet.title != RESULT
            if is_words and len(str(shown)) > width * 1.2 and not cell.alignment.wrap_text:
                yield Finding("W28", sheet.title, cell.coordinate, "words cut off by the next column")


# ---------------------------------------------------------------- reading


def _shown(book: Book, sheet: str, row: int, col: int) -> object:
    return book.value(sheet, row, col)


def _master(book: Book) -> Iterator[Finding]:
    """The master check covers every check."""
    for formula in book.formulas_on(CHECKS):
        sheet = book.workbook[CHECKS]
        if sheet.cell(formula.cell.row, KEY).value != MASTER:
            continue
        covered = {row for area in formula.areas for _, row, _ in area.places()}
        for row in book.rows(sheet):
            key = str(sheet.cell(row, KEY).value)
            if key.startswith("check.") and key != MASTER and row not in covered:
                yield Finding("W17", CHECKS, formula.cell.coordinate, f"the master check leaves out {key}")


def _weak(rule: DataValidation) -> str | None:
    if rule.type not in ("decimal", "whole", "list"):
        return f"a validation of type {rule.type} stops nothing"
    if rule.formula1 in (None, ""):
        return "a validation without bounds"
    if rule.type != "list" and rule.operator in (None, "between") and rule.formula2 in (None, ""):
        return "a validation with one bound"
    if not rule.showErrorMessage or not rule.error or rule.errorStyle not in (None, "stop"):
        return "a validation without a message that stops"
    return None


def _text_of(header: object) -> str:
    parts = (getattr(header, side) for side in ("left", "center", "right"))
    return "".join(str(part.text) for part in parts if part is not None and part.text)


def _width(sheet: Worksheet, col: int) -> float:
    """The width in characters; a group of columns is stored under its first."""
    letter = get_column_letter(col)
    if letter in sheet.column_dimensions and sheet.column_dimensions[letter].customWidth:
        return float(sheet.column_dimensions[letter].width)
    for dimension in sheet.column_dimensions.values():
        if dimension.min and dimension.max and dimension.min <= col <= dimension.max and dimension.customWidth:
            return float(dimension.width)
    return float(sheet.sheet_format.defaultColWidth or sheet.sheet_format.baseColWidth or 8)


def _digits(value: float, code: str) -> int:
    """The characters a number takes in its format; General shrinks to fit."""
    if code in ("General", "@"):
        return 0
    decimals = len(match.group(1)) if (match := re.search(r"\.([0#]+)", code)) else 0
    size = abs(value) * (100 if "%" in code else 1)
    whole = len(str(math.floor(size)))
    separators = (whole - 1) // 3 if "," in code else 0
    return whole + separators + (decimals + 1 if decimals else 0) + (value < 0) + ("%" in code)


RULES: list[Callable[[Book], Iterator[Finding]]] = [
    w17_checks, w23_front_page, w24_signs, w25_validation, w26_number_formats, w27_print, w28_readable,
]  # fmt: skip
