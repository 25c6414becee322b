"""The sheet `Beregning`: every row of the engine as one formula, copied right, with the engine's values."""

from collections.abc import Iterable, Sequence

from budget.export.excel_formulas import FormulaWriter, Places
from budget.export.inputs import InputRow, may_be_empty, scenario_paths
from budget.export.sheet import CALCULATION, CONSTANT, INPUTS, KEY, LABEL, PROJECTION, SOURCE, UNIT, YEARS, Export
from budget.formulas.row import Row
from budget.formulas.table import LIST_KINDS
from budget.shown.explanation import named_operands
from budget.shown.labels import figure_label, row_label

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


# ------------------------------------------------------------------ rows that stand between a figure and the formulas
def used(rows: Iterable[Row]) -> set[str]:
    """The figures that the formulas of these rows refer to."""
    return {operand.key for row in rows for operand in named_operands(row) if operand.op == "input"}


class Links:
    """The links of one sheet: for every figure that a scenario sets that of the chosen one, and `places` says where."""

    def __init__(self, export: Export, name: str) -> None:
        self.export, self.name = export, name
        self.rows = {row.path: row for row in export.inputs}
        self.chosen = scenario_paths(export.case, export.inputs) if export.case.scenarios else []
        self.early = export.case.early if name == PROJECTION else 0
        self.number = 1  # of the next row, counted from 0
        self.places: dict[str, tuple[str, int]] = {}

    def series(self, path: str) -> str:
        """The path of the series that a figure is of, where it stands in a row of its own for a year before it."""
        row = self.rows[path]
        return row.entry.path if row.is_early and row.entry else path

    def write(self, paths: Iterable[str]) -> None:
        for path in paths:
            row = self.rows[path]
            if may_be_empty(row):
                self._own(row)
            self._link(row)

    def _own(self, row: InputRow) -> None:
        """The case's own figure where it may be left out: an empty cell passed on would be 0, and no limit is not 0."""
        export, cell = self.export, self.export.cell(row.path)
        self._head(row, "sheet.scenario_own", f"scenario.{row.path}.own")
        assert row.constant is not None
        style = export.styles("result", row.unit)
        export.formula(self.name, self.number, CONSTANT, f'IF({cell}="","",{cell})', style, row.constant.value)
        self.number += 1

    def _link(self, row: InputRow) -> None:
        export, is_chosen = self.export, row.path in self.chosen
        text, key = ("scenario_chosen", "scenario") if is_chosen else ("projected_years", "years")
        self._head(row, f"sheet.{text}", f"{key}.{row.path}")
        style = export.styles("result", row.unit)
        if row.constant is not None and not row.years:
            formula = self._formula("$E", row)
            export.formula(self.name, self.number, CONSTANT, formula, style, row.constant.value)
        cells = [(column, row, cell.value) for column, cell in zip(export.columns[YEARS:], row.years, strict=False)]
        if row.years:
            cells = [*self._before(row), *cells]
        for col, (column, of, value) in enumerate(cells, start=YEARS):
            formula = self._formula(column, of) if column else "0"
            export.formula(self.name, self.number, col, formula, style, value or 0.0)
        self.number += 1
        self.places[row.path] = (self.name, self.number)

    def _before(self, row: InputRow) -> list[tuple[str, InputRow, float | None]]:
        """The years before the horizon: of the baseline in E of rows of their own; no measure is in force then."""
        years = self.export.case.projected[: self.early]
        found = [self.rows.get(f"{row.path}.{year}") for year in years]
        return [("$E", of, of.constant.value) if of and of.constant else ("", row, 0.0) for of in found]

    def _formula(self, column: str, row: InputRow) -> str:
        """The figure in this column, or that of the chosen scenario."""
        places, case = self.export.places, self.export.case
        own = f"{INPUTS}!{column}${places[row.path][1]}"
        if row.path not in self.chosen:
            return own
        first, last = (places[f"scenarios.{case.scenarios[at].id}.{row.path}"][1] for at in (0, -1))
        block, switch = f"{INPUTS}!{column}${first}:{column}${last}", self.export.cell("scenario")
        own = f"{column}{self.number}" if may_be_empty(row) else own
        return f"IF({switch}>0,INDEX({block},{switch}),{own})"

    def _head(self, row: InputRow, text: str, key: str) -> None:
        export, words = self.export, self.export.words
        export.text(self.name, self.number, KEY, key)
        export.text(self.name, self.number, LABEL, words(text, label=figure_label(row.path, row.line, words)))
        export.text(self.name, self.number, UNIT, export.unit(row.unit))
        export.text(self.name, self.number, SOURCE, words("sheet.calculated"), "small")
