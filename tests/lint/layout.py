"""Rules on where things stand: sheets, columns, inputs, headers, keys and units."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from openpyxl.cell.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.worksheet import Worksheet

from tests.lint.book import (
    AMENDMENTS,
    CALC,
    CHECKS,
    CONSTANT,
    FIRST_YEAR,
    FOLLOW_UP,
    FRONT,
    INPUT,
    KEY,
    LABEL,
    PROJECTION,
    RESULT,
    RISK,
    SOURCE,
    SOURCES,
    UNIT,
    Book,
    Finding,
    Formula,
    area_of,
    at,
    is_number,
)
from tests.lint.colours import contrast, fill_of, font_of

ALWAYS = [FRONT, RESULT, INPUT, CALC, RISK, CHECKS, SOURCES]
OPTIONAL = [AMENDMENTS, FOLLOW_UP]  # before the sources, in this order

# Structure: a number that is fixed on export, because other formulas were chosen by it.
STRUCTURE = re.compile(
    r"(.+\.)?(start_month|timing|capacity_from|first_year|price_year|years|siblings|before|repay_from|ages|as_of)|prices|scenarios\..+"
)

# The one column of a sheet that may hold typed numbers, by how its header begins.
TYPED_COLUMNS: dict[str, tuple[str, ...]] = {
    CHECKS: ("Leveret", "Ved levering", "Delivered", "As delivered"),
    FOLLOW_UP: ("Regnskab", "Forbrug", "Konteret", "Ændring", "Mål", "Udgangspunkt", "Actual", "Spent", "Change"),
}

UNITS = {
    "kr", "kr.", "1.000 kr.", "mio. kr.", "kr. pr. år", "kr. pr. årsværk", "kr. pr. årsværk og år",
    "kr. pr. helårsplads", "kr. pr. helårsmodtager", "kr. pr. plads", "pct.", "%", "andel", "antal", "år", "årstal",
    "måned", "måneder", "måned (1-12)", "1-12", "indeks", "faktor", "0/1", "nr.", "årsværk", "børn",
    "børn pr. årsværk", "sager pr. årsværk", "helårspladser", "helårsmodtagere", "pladser", "anbringelser",
    "DKK", "DKK 1,000", "DKK million", "DKK per year", "DKK per FTE", "DKK per FTE and year",
    "DKK per full-year place", "DKK per full-year recipient", "share", "number", "year", "years", "month", "months",
    "month (1-12)", "index", "factor", "no.", "full-time equivalents", "FTE", "children", "children per FTE",
    "full-year places", "full-year recipients", "places", "placements",
}  # fmt: skip


def w02_nothing_hidden(book: Book) -> Iterator[Finding]:
    for sheet in book.sheets:
        if sheet.sheet_state != "visible":
            yield Finding("W02", sheet.title, "", f"the sheet is {sheet.sheet_state}")
        for row, dimension in sheet.row_dimensions.items():
            if dimension.hidden or dimension.height == 0:
                yield Finding("W02", sheet.title, f"{row}:{row}", "hidden row")
        for letter, dimension in sheet.column_dimensions.items():
            if dimension.hidden or dimension.width == 0:
                yield Finding("W02", sheet.title, f"{letter}:{letter}", "hidden column")
        for cell in book.cells(sheet):
            if cell.value is None:
                continue
            if contrast(font_of(cell), fill_of(cell)) < 1.5:
                yield Finding("W02", sheet.title, cell.coordinate, "written in the colour of its ground")
            if re.fullmatch(r";+", cell.number_format):
                yield Finding("W02", sheet.title, cell.coordinate, "its number format shows nothing")


def w03_sheets(book: Book) -> Iterator[Finding]:
    names = book.workbook.sheetnames
    wanted = [*ALWAYS[:-1], *[name for name in OPTIONAL if name in names], SOURCES]
    if PROJECTION in names:
        wanted.insert(wanted.index(INPUT) + 1, PROJECTION)
    if names != wanted:
        yield Finding("W03", "", "", f"the sheets are {names}, not {wanted}")
    for name in names:
        if len(name) > 31:
            yield Finding("W03", name, "", "the name is longer than 31 characters")
    active = book.workbook.active
    if active is None or active.title != RESULT:
        yield Finding("W03", "", "", f"{RESULT} is not the sheet open at the start")


def w04_inputs(book: Book) -> Iterator[Finding]:
    fill, font = _input_style(book)
    if fill is None:
        yield Finding("W04", INPUT, "", "no unlocked cell has a fill of its own")
    for sheet in book.sheets:
        yield from _protection(sheet)
        for cell in book.cells(sheet):
            why = _input_fault(cell, sheet.title, fill, font)
            if why:
                yield Finding("W04", sheet.title, cell.coordinate, why)


def w05_no_typed_results(book: Book) -> Iterator[Finding]:
    for sheet in book.present(PROJECTION, CALC, RESULT, CHECKS, AMENDMENTS, FOLLOW_UP):
        marked = _marked_columns(sheet)
        if len(marked) > 1 and sheet.title == CHECKS:
            yield Finding("W05", sheet.title, at(1, max(marked)), "more than one column of delivered figures")
        for cell in book.cells(sheet):
            if is_number(cell.value) and not (cell.column in marked and cell.row > marked[cell.column]):
                yield Finding("W05", sheet.title, cell.coordinate, f"typed number {cell.value}")


def w07_one_formula_per_row(book: Book) -> Iterator[Finding]:
    for sheet in book.sheets:
        if sheet.title == INPUT:
            yield from _input_rows(book, sheet)
        elif sheet.title != RISK:
            yield from _copied_right(book, sheet)


def w08_years(book: Book) -> Iterator[Finding]:
    source = book.sheet(INPUT)
    for sheet in book.present(INPUT, CALC):
        if source is None or book.last_year_column < FIRST_YEAR:
            yield Finding("W08", sheet.title, at(1, FIRST_YEAR), "no year in row 1")
            continue
        past = sheet.cell(1, book.last_year_column + 1)
        if past.value is not None:
            yield Finding("W08", sheet.title, past.coordinate, f"a column more than on {INPUT}")
        for col in book.year_columns:
            cell = sheet.cell(1, col)
            year, first = book.value(sheet.title, 1, col), book.value(INPUT, 1, FIRST_YEAR)
            if not is_number(first) or year != first + col - FIRST_YEAR:  # type: ignore[operator]
                yield Finding("W08", sheet.title, cell.coordinate, f"{year} is not the year of this column")
            typed_start = sheet.title == INPUT and col == FIRST_YEAR
            if cell.data_type != "f" and not typed_start:
                yield Finding("W08", sheet.title, cell.coordinate, "a typed year: only the first may be")


def w09_keys_and_units(book: Book) -> Iterator[Finding]:
    for sheet in book.present(INPUT, PROJECTION, CALC):
        seen: Counter[str] = Counter(str(sheet.cell(row, KEY).value) for row in book.rows(sheet))
        for key in (key for key, count in seen.items() if count > 1):
            yield Finding("W09", sheet.title, "", f"the key {key} stands {seen[key]} times")
        for row in range(2, sheet.max_row + 1):
            if _has_figures(book, sheet, row):
                yield from _described(sheet, row)


# ---------------------------------------------------------------- inputs


def _input_style(book: Book) -> tuple[str | None, str | None]:
    """The fill that most unlocked cells have, and the font colour of those with a typed number."""
    sheet = book.sheet(INPUT)
    free = [] if sheet is None else [cell for cell in book.cells(sheet) if not cell.protection.locked]
    fills = Counter(fill_of(cell) for cell in free if cell.fill.fill_type == "solid")
    fonts = Counter(font_of(cell) for cell in free if is_number(cell.value))
    return (fills.most_common(1)[0][0] if fills else None), (fonts.most_common(1)[0][0] if fonts else None)


def _protection(sheet: Worksheet) -> Iterator[Finding]:
    if not sheet.protection.sheet:
        yield Finding("W04", sheet.title, "", "the sheet is not protected against slips")
    if sheet.protection.password or sheet.protection.hashValue:
        yield Finding("W04", sheet.title, "", "protected by a password")
    for letter, dimension in sheet.column_dimensions.items():
        if dimension.protection and not dimension.protection.locked:
            yield Finding("W04", sheet.title, f"{letter}:{letter}", "a whole column is unlocked")


def _input_fault(cell: Cell, sheet: str, fill: str | None, font: str | None) -> str | None:
    free = not cell.protection.locked
    looks_free = fill is not None and cell.fill.fill_type == "solid" and fill_of(cell) == fill
    if sheet == FRONT:  # the legend shows the style; prepared by and reviewed by are empty and free
        return "an unlocked cell of the front sheet is not empty" if free and cell.value is not None else None
    if sheet != INPUT:
        if free:
            return f"unlocked outside {INPUT}"
        return "looks like an input and is none" if looks_free else None
    if free and not looks_free:
        return "unlocked, without the fill of an input"
    if free and is_number(cell.value) and font_of(cell) != font:
        return "unlocked, without the font of an input"
    if looks_free and not free:
        return "looks like an input and is locked"
    key = str(cell.parent.cell(cell.row, KEY).value or "")
    is_figure = is_number(cell.value) and cell.row > 1 and cell.column >= CONSTANT
    if is_figure and not free and not STRUCTURE.fullmatch(key):
        return "a figure that may change is locked"
    return None


def _marked_columns(sheet: Worksheet) -> dict[int, int]:
    """Columns that may hold typed numbers, each with the row of the first header that says so."""
    begins = TYPED_COLUMNS.get(sheet.title, ())
    return {
        cell.column: cell.row
        for row in reversed([*sheet.iter_rows(max_row=20)])
        for cell in row
        if begins and isinstance(cell.value, str) and cell.value.startswith(begins)
    }


# ---------------------------------------------------------------- one formula per row


def _input_rows(book: Book, sheet: Worksheet) -> Iterator[Finding]:
    """A year is typed, carried from its left neighbour, or the row's one figure in E; all of them or none.

    A scenario takes the years that it does not set from the row of the figure itself.
    """
    row_of = {str(sheet.cell(row, KEY).value): row for row in book.rows(sheet)}
    for row in book.rows(sheet):
        cells = [sheet.cell(row, col) for col in book.year_columns]
        filled = [cell for cell in cells if cell.value is not None]
        key = str(sheet.cell(row, KEY).value)
        may_lack = key.startswith(("scenarios.", "indices."))  # rates are never carried
        figure = row_of.get(key.split(".", 2)[-1]) if key.startswith("scenarios.") else None
        if filled and len(filled) < len(cells) and not may_lack:
            yield Finding("W07", sheet.title, at(row, KEY), "a year without a value")
        for cell in filled:
            carried = {f"={at(row, cell.column - 1)}", f"=$E{row}", f"=$E${row}"}
            if str(sheet.cell(row - 1, KEY).value).startswith(f"{key}."):  # a year before the first one
                carried.add(f"=$E{row - 1}")
            carried |= {f"={at(figure, cell.column)}"} if figure else set()
            if cell.data_type == "f" and cell.value not in carried:
                yield Finding("W07", sheet.title, cell.coordinate, f"{cell.value} carries no figure on")


def _copied_right(book: Book, sheet: Worksheet) -> Iterator[Finding]:
    columns = list(book.year_columns) if sheet.title == CALC else _year_columns_of(book, sheet)
    if sheet.title == PROJECTION:
        columns = [cell.column for cell in sheet[1] if cell.column >= FIRST_YEAR]
    for row in range(1 if sheet.title == CALC else 2, sheet.max_row + 1):
        if sheet.title == PROJECTION and str(sheet.cell(row, KEY).value).startswith(("years.", "scenario.")):
            continue  # the years before the first one stand in rows of their own
        cells = [sheet.cell(row, col) for col in columns]
        formulas = [cell for cell in cells if cell.data_type == "f"]
        alone = (
            sheet.title not in (CALC, PROJECTION) and len(formulas) == 1
        )  # a key figure beside its name, not a row of years
        if formulas and len(formulas) < len(cells) and not alone:
            yield Finding("W07", sheet.title, at(row, columns[0]), "a gap in the row")
        for left, right in pairwise(formulas):
            first, second = book.formula_at[_place(left)], book.formula_at[_place(right)]
            if not _is_copy(first, second):
                yield Finding("W07", sheet.title, right.coordinate, f"{second.text} is not {first.text} copied right")


def _year_columns_of(book: Book, sheet: Worksheet) -> list[int]:
    """Where a sheet of free layout has its years: under the cells that take them from the years of the inputs."""
    found: dict[int, list[int]] = {}
    for formula in book.formulas_on(sheet.title):
        area = area_of(formula.text[1:], sheet.title)
        if area and area.sheet in (INPUT, CALC) and area.min_row == 1 and area.min_col >= FIRST_YEAR:
            found.setdefault(formula.cell.row, []).append(formula.cell.column)
    return max(found.values(), key=len, default=[])


def _is_copy(first: Formula, second: Formula) -> bool:
    if first.broken or second.broken or first.array or second.array:
        return True  # told by the rules on functions and references
    moved = Translator(first.text, origin=first.cell.coordinate).translate_formula(second.cell.coordinate)
    return bool(moved == second.text)


def _place(cell: Cell) -> tuple[str, int, int]:
    return cell.parent.title, cell.row, cell.column


# ---------------------------------------------------------------- keys and units


def _has_figures(book: Book, sheet: Worksheet, row: int) -> bool:
    cells = [sheet.cell(row, col) for col in (CONSTANT, *book.year_columns)]
    return any(cell.value is not None or not cell.protection.locked for cell in cells)


def _described(sheet: Worksheet, row: int) -> Iterator[Finding]:
    wanted = {"key": KEY, "label": LABEL, "unit": UNIT, **({"source": SOURCE} if sheet.title == INPUT else {})}
    for what, col in wanted.items():
        if sheet.cell(row, col).value in (None, ""):
            yield Finding("W09", sheet.title, at(row, col), f"a row without {what}")
    unit = sheet.cell(row, UNIT).value
    if unit not in (None, "") and unit not in UNITS:
        yield Finding("W09", sheet.title, at(row, UNIT), f"{unit!r} is no unit of the list")


RULES: list[Callable[[Book], Iterator[Finding]]] = [
    w02_nothing_hidden, w03_sheets, w04_inputs, w05_no_typed_results, w07_one_formula_per_row, w08_years,
    w09_keys_and_units,
]  # fmt: skip
