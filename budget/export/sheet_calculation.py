"""The sheet `Beregning`: every row of the engine as one formula, copied right, with the engine's values."""

from collections.abc import Sequence

from budget.export.excel_formulas import FormulaWriter, Places
from budget.export.links import Links, used
from budget.export.sheet import CALCULATION, CONSTANT, INPUTS, KEY, LABEL, PROJECTION, SOURCE, UNIT, YEARS, Export
from budget.formulas.row import Row
from budget.formulas.table import LIST_KINDS
from budget.shown.labels import row_label

BOLD = {*LIST_KINDS, "net", "accumulated"}


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    courses = export.result.book.courses
    rows = [row for row in export.result.book.rows.values() if row.key not in courses]
    header(export, CALCULATION, [f"{INPUTS}!{column}$1" for column in export.columns[YEARS:]], export.case.horizon)
    only_there = used([row for row in export.result.book.rows.values() if row.key in courses]) - used(rows)
    links = Links(export, CALCULATION)
    links.write(path for path in links.chosen if links.series(path) not in only_there)
    export.places |= links.places
    return write_rows(export, CALCULATION, rows, links.number, dict(export.places))


def write_rows(export: Export, name: str, rows: list[Row], number: int, inputs: Places) -> tuple[int, int]:
    """Writes rows of the engine from this one on, given where the figures stand; returns the last row and column."""
    for i, row in enumerate(rows):
        export.places[row.key] = (name, number + i + 1)
    years = max(len(row.values) for row in rows)
    writer = FormulaWriter(export.places, inputs, name, export.columns[YEARS + years - 1])
    writer.columns = export.columns
    for i, row in enumerate(rows):
        _row(export, writer, number + i, row)
    sheet = export.sheets[name]
    sheet.freeze_panes(1, CONSTANT)
    sheet.repeat_rows(0)
    return number + len(rows) - 1, YEARS + years - 1


def header(export: Export, name: str, formulas: Sequence[str], years: Sequence[int]) -> None:
    """The first row: what the columns hold, and the years."""
    for col, key in enumerate(("row", "label", "unit", "origin", "constant")):
        export.text(name, 0, col, export.words(f"sheet.{key}"), "header")
    for col, (formula, year) in enumerate(zip(formulas, years, strict=False), start=YEARS):
        export.formula(name, 0, col, formula, export.styles("header_year"), year)


def _row(export: Export, writer: FormulaWriter, number: int, row: Row) -> None:
    words, columns, name = export.words, export.columns, writer.home
    export.text(name, number, KEY, row.key)
    export.text(name, number, LABEL, row_label(row, words))
    export.text(name, number, UNIT, export.unit(row.unit))
    export.text(name, number, SOURCE, words("sheet.calculated"), "small")
    template = writer.template(row)
    style = export.styles("total" if row.key in BOLD else "result", row.unit)
    if row.constant:
        export.formula(name, number, CONSTANT, template.format(c="E", p="D", later="E"), style, row.value)
        return
    write_formula = export.sheets[name].write_formula
    early = export.case.early
    for col, value in enumerate(row.values, start=YEARS):
        shown = "" if value is None else value
        formula = template.format(c=columns[col], p=columns[col - 1], later=columns[col + early])
        write_formula(number, col, formula, style, shown)


# ------------------------------------------------------------------ the projection
def write_projection(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    case, courses = export.case, export.result.book.courses
    rows = [row for row in export.result.book.rows.values() if row.key in courses]
    columns = export.columns[YEARS:]
    years = [f"{INPUTS}!{column}$1" for column in columns]
    if case.early:
        years = [export.cell("baseline.as_of"), *(f"{column}1+1" for column in columns)]
    header(export, PROJECTION, years, case.projected)
    figures = used(rows)
    links = Links(export, PROJECTION)
    links.write(
        path
        for path, row in links.rows.items()
        if path in figures and (path in links.chosen or (links.early and row.years))
    )
    return write_rows(export, PROJECTION, rows, links.number, export.places | links.places)
