"""The sheet `Beregning`: every row of the engine as one formula, copied right, with the engine's values."""

from budget.export.excel_formulas import FormulaWriter
from budget.export.inputs import InputRow, may_be_empty, scenario_paths
from budget.export.sheet import CALCULATION, CONSTANT, INPUTS, KEY, LABEL, SOURCE, UNIT, YEARS, Export
from budget.formulas.row import Row
from budget.formulas.table import LIST_KINDS
from budget.shown.labels import figure_label, row_label

BOLD = {*LIST_KINDS, "net", "accumulated"}


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    _header(export)
    number = _scenario_links(export, 1)
    rows, inputs = list(export.result.book.rows.values()), dict(export.places)
    for i, row in enumerate(rows):
        export.places[row.key] = (CALCULATION, number + i + 1)
    writer = FormulaWriter(export.places, inputs, CALCULATION, export.last)
    writer.columns = export.columns
    for i, row in enumerate(rows):
        _row(export, writer, number + i, row)
    sheet = export.sheets[CALCULATION]
    sheet.freeze_panes(1, CONSTANT)
    sheet.repeat_rows(0)
    return number + len(rows) - 1, YEARS + export.case.years - 1


def _header(export: Export) -> None:
    for col, key in enumerate(("row", "label", "unit", "origin", "constant")):
        export.text(CALCULATION, 0, col, export.words(f"sheet.{key}"), "header")
    for i, year in enumerate(export.case.horizon):
        column = export.columns[YEARS + i]
        export.formula(CALCULATION, 0, YEARS + i, f"{INPUTS}!{column}$1", export.styles("header_year"), year)


def _row(export: Export, writer: FormulaWriter, number: int, row: Row) -> None:
    words, columns = export.words, export.columns
    export.text(CALCULATION, number, KEY, row.key)
    export.text(CALCULATION, number, LABEL, row_label(row, words))
    export.text(CALCULATION, number, UNIT, export.unit(row.unit))
    export.text(CALCULATION, number, SOURCE, words("sheet.calculated"), "small")
    template = writer.template(row)
    style = export.styles("total" if row.key in BOLD else "result", row.unit)
    if row.constant:
        export.formula(CALCULATION, number, CONSTANT, template.format(c="E", p="D"), style, row.value)
        return
    write_formula = export.sheets[CALCULATION].write_formula
    for col, value in enumerate(row.values, start=YEARS):
        shown = "" if value is None else value
        write_formula(number, col, template.format(c=columns[col], p=columns[col - 1]), style, shown)


def _scenario_links(export: Export, number: int) -> int:
    """For every figure that a scenario sets: the figure of the chosen one. Formulas refer here, not to the input."""
    case = export.case
    rows = {row.path: row for row in export.inputs}
    for path in scenario_paths(case, export.inputs) if case.scenarios else []:
        first = export.places[f"scenarios.{case.scenarios[0].id}.{path}"][1]
        last = export.places[f"scenarios.{case.scenarios[-1].id}.{path}"][1]
        if may_be_empty(rows[path]):
            _own(export, number, rows[path])
            number += 1
        _link(export, number, rows[path], first, last)
        number += 1
    return number


def _own(export: Export, number: int, row: InputRow) -> None:
    """The case's own figure where it may be left out: an empty cell passed on would be 0, and no limit is not 0."""
    cell = export.cell(row.path)
    _head_of(export, number, row, "sheet.scenario_own", f"scenario.{row.path}.own")
    assert row.constant is not None
    style = export.styles("result", row.unit)
    export.formula(CALCULATION, number, CONSTANT, f'IF({cell}="","",{cell})', style, row.constant.value)


def _head_of(export: Export, number: int, row: InputRow, text: str, key: str) -> None:
    words = export.words
    export.text(CALCULATION, number, KEY, key)
    export.text(CALCULATION, number, LABEL, words(text, label=figure_label(row.path, row.line, words)))
    export.text(CALCULATION, number, UNIT, export.unit(row.unit))
    export.text(CALCULATION, number, SOURCE, words("sheet.calculated"), "small")


def _link(export: Export, number: int, row: InputRow, first: int, last: int) -> None:
    _head_of(export, number, row, "sheet.scenario_chosen", f"scenario.{row.path}")
    switch, base = export.cell("scenario"), export.places[row.path][1]
    style = export.styles("result", row.unit)

    def formula(column: str) -> str:
        block = f"{INPUTS}!{column}${first}:{column}${last}"
        own = f"{column}{number}" if may_be_empty(row) else f"{INPUTS}!{column}${base}"
        return f"IF({switch}>0,INDEX({block},{switch}),{own})"

    if row.constant is not None and not row.years:
        export.formula(CALCULATION, number, CONSTANT, formula("$E"), style, row.constant.value)
    for i, cell in enumerate(row.years):
        export.formula(CALCULATION, number, YEARS + i, formula(export.columns[YEARS + i]), style, cell.value or 0.0)
    export.places[row.path] = (CALCULATION, number + 1)
