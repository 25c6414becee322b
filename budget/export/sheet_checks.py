"""The sheet `Kontrol`: the controller's questions, and below them what was delivered and the arithmetic checks.

At its end stand the wordings that follow the workbook: headings and notes on the sheets after it pick theirs here.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from budget.export.inputs import Cell, InputRow
from budget.export.sheet import CHECKS, CONSTANT, INPUTS, YEARS, Choice, Export
from budget.export.sheet_inputs import label
from budget.formulas.table import BLOCKS, LIST_KINDS
from budget.shown.labels import row_label
from budget.shown.points import SEVERITIES, count_text
from budget.shown.table_words import fixed_prices

DELIVERED = (*LIST_KINDS, "net")
ID, TEXT, UNIT, VALUE, RESULT, REMARK = range(6)
HEAD = 2  # the row of the heads of the columns
# The words beside a deviation below, at and above 0: of costs and savings, and of incomes.
DEVIATIONS = {
    "spent": ("underspend", "as_budgeted", "overspend"),
    "received": ("more_income", "as_budgeted", "less_income"),
}


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    return _Checks(export).write()


class _Checks:
    def __init__(self, export: Export) -> None:
        self.export, self.sheet, self.words = export, export.sheets[CHECKS], export.words
        self.row = 0  # the last row written
        self.at: dict[str, int] = {}  # id: row number from 1

    def write(self) -> tuple[int, int]:
        words = self.words
        self.export.text(CHECKS, 0, ID, words("sheet.checks.title"), "title")
        self.export.text(CHECKS, 1, ID, count_text(self.export.points, words), "small_line")
        for col, key in enumerate(("id", "text", "unit", "delivered", "result", "remark")):
            name = words("sheet.unit" if key == "unit" else f"sheet.checks.{key}")
            self.export.text(CHECKS, HEAD, col, name, "header")
        self.row = HEAD
        self._points()
        self._inputs()
        self._bounds()
        self._results()
        self._delivered()
        self._checks()
        self._wordings()
        self.export.jump(CHECKS, 1, UNIT, CHECKS, words("sheet.checks.to_master"), f"A{self.at['check.master']}")
        self.sheet.freeze_panes(HEAD + 1, 0)
        self.sheet.repeat_rows(HEAD)
        return self.row, REMARK

    def _line(
        self, id: str, text: str, unit: str, formula: str = "", value: float = 0.0, delivered: Any = None
    ) -> None:
        self.row += 1
        self.at[id] = self.row + 1
        styles = self.export.styles
        self.export.text(CHECKS, self.row, ID, id)
        self.export.text(CHECKS, self.row, TEXT, text)
        self.export.text(CHECKS, self.row, UNIT, self.export.unit(unit))
        if delivered is not None:
            self.sheet.write_number(self.row, VALUE, delivered, styles("delivered", unit))
        if formula:
            bold = "total" if id.startswith("check.") or id == "changed" else "result"
            self.export.formula(CHECKS, self.row, RESULT, formula, styles(bold, "0/1"), value)

    def _span(self, first: str, last: str) -> str:
        return f"E{self.at[first]}:E{self.at[last]}"

    # ------------------------------------------------------------ what was delivered
    def _inputs(self) -> None:
        """Every input cell against its delivered value; switches count too, for they move the results."""
        first = self.row + 2
        for number, row in enumerate(self.export.inputs, start=2):
            if row.base:
                continue
            name = label(self.export, row)
            for suffix, column, cell in _cells(self.export, row):
                place = f"{INPUTS}!{column}{number}"
                formula = f"IF({place}=D{self.row + 2},0,1)"
                text = self.words("sheet.check.input", label=f"{name}{suffix.replace('.', ', ')}")
                self._line(f"input.{row.path}{suffix}", text, row.unit, formula, 0.0, cell.value)
        self._line("changed", self.words("sheet.check.changed"), "number", f"SUM(E{first}:E{self.row + 1})")

    def _bounds(self) -> None:
        limits = {v for row in self.export.inputs if row.key for v in (row.key.low, row.key.high)}
        for value in sorted(limits):
            self._line(f"bound.{value:g}", self.words("sheet.check.bound"), "number", delivered=value)
        for number, row in enumerate(self.export.inputs, start=2):
            if row.key is None or row.base:
                continue
            low, high = (f"$D${self.at[f'bound.{v:g}']}" for v in (row.key.low, row.key.high))
            span = _span(self.export, row, number)
            formula = f"IF(AND(MIN({span})>={low},MAX({span})<={high}),0,1)"
            text = self.words("sheet.check.within", label=label(self.export, row))
            self._line(f"within.{row.path}", text, "0/1", formula)

    def _results(self) -> None:
        result, rows = self.export.result, self.export.result.book.rows
        for key in DELIVERED:
            formula = f"IF(ROUND(SUM({self.export.span(key)})-D{self.row + 2},2)=0,0,1)"
            text = self.words("sheet.check.result", label=row_label(rows[key], self.words))
            self._line(f"result.{key}", text, "kr", formula, 0.0, sum(result.row(key).values))
        formula = f"IF(ROUND({self.export.cell('summary.npv')}-D{self.row + 2},2)=0,0,1)"
        text = self.words("sheet.check.result", label=row_label(rows["summary.npv"], self.words))
        self._line("result.summary.npv", text, "kr", formula, 0.0, result.row("summary.npv").value)

    def _delivered(self) -> None:
        """What the appropriations need besides: the unit they are in, and the financing that the case states."""
        self._line("unit.thousand", self.words("sheet.check.thousand"), "number", delivered=1000)
        self.export.places["unit.thousand"] = (CHECKS, self.at["unit.thousand"])
        for number, money in enumerate(self.export.case.financing, start=1):
            key = f"financing.{number}"
            for year in self.export.case.horizon:
                text = self.words("sheet.check.financing", label=money.label, year=year)
                self._line(f"{key}.{year}", text, "kr", delivered=money.amounts[year])
            self.export.places[key] = (CHECKS, self.at[f"{key}.{self.export.case.first_year}"])

    # ------------------------------------------------------------ checks
    def _checks(self) -> None:
        export, words = self.export, self.words
        cell = export.cell
        totals = "-".join(cell(f"summary.total_{name}") for name in ("cost", "saving", "change", "income"))
        net, *parts = (_relative(export, key) for key in ("net", *(key for key, _ in BLOCKS)))
        within = [id for id in self.at if id.startswith("within.")]
        results = self._span("result.savings", "result.summary.npv")
        npv, present = f"SUMPRODUCT({export.span('net.fixed')},{export.span('discount')})", cell("summary.npv")
        checks = {
            "years": f"IF(ROUND(SUM({net})-{totals},2)=0,0,1)",
            "lines": f"SUMPRODUCT(ABS({'-'.join((net, *parts))}))",
            "npv": f"IF(ROUND({npv}-{present},2)=0,0,1)",
            "range": f"SUM({self._span(within[0], within[-1])})",
            "delivered": f"IF(E{self.at['changed']}=0,SUM({results}),0)",
        }
        self._line("difference.lines", words("sheet.check.lines"), "kr", checks["lines"])
        checks["lines"] = f"IF(ROUND(E{self.row + 1},2)=0,0,1)"
        for id, formula in checks.items():
            self._line(f"check.{id}", words(f"sheet.check.{id}"), "0/1", formula)
        span = self._span("check.years", "check.delivered")
        self._line("check.master", words("sheet.check.master"), "0/1", f"SUM({span})")
        for id in ("changed", "check.master"):
            export.places[id] = (CHECKS, self.at[id])

    # ------------------------------------------------------------ questions and wordings
    def _points(self) -> None:
        """What there is to ask first, the gravest first, each with a link to the figure it asks about."""
        export, words = self.export, self.words
        order = sorted(export.points, key=lambda p: (not p.tripped, SEVERITIES.index(p.severity)))
        for point in order:
            self.row += 1
            export.text(CHECKS, self.row, ID, point.id)
            asked = (n for n, row in enumerate(export.inputs, start=2) if f"{row.path}.".startswith(f"{point.path}."))
            if point.path and (number := next(asked, 0)):
                export.jump(CHECKS, self.row, ID, INPUTS, point.id, f"A{number}")
            export.text(CHECKS, self.row, TEXT, point.text if point.tripped else words("sheet.checks.point.clear"))
            if point.tripped:
                export.text(CHECKS, self.row, REMARK, words(f"severity.{point.severity}"))
        self.row += 2
        export.text(CHECKS, self.row, ID, words("sheet.checks.arithmetic"), "heading")

    def _wordings(self) -> None:
        """The headings of the sheets that follow: which prices and scenario they show."""
        export, words, case = self.export, self.words, self.export.case
        self.row += 2
        export.text(CHECKS, self.row, ID, words("sheet.checks.wordings"), "heading")
        prices, current = export.cell("prices"), export.result.prices == "current"
        levels = [fixed_prices(case, words), words("table.prices.current")]
        live = next(row for row in export.inputs if row.path == "prices").constant
        switch = f"1+{prices}" if live is not None and live.free else ""
        self._wording("prices", levels, int(current), switch)
        self._wording("current", ["", words("note.current")], int(current), switch)
        labels = [words("scenario.base"), *(scenario.label for scenario in case.scenarios)]
        self._wording("scenario", labels, 0, f"1+{export.cell('scenario')}" if case.scenarios else "")
        never = [words("figure.payback.never", year=case.horizon[-1]), words("figure.payback.nothing")]
        nothing = int(export.result.nothing_to_pay_back)
        self._wording("payback", never, nothing, f"1+(ROUND({export.cell('summary.peak_exposure')},2)<=0)*1")
        for side, names in DEVIATIONS.items():
            self._wording(side, [words(f"follow_up.{name}") for name in names], 1, "{}")

    def _wording(self, name: str, texts: Sequence[str], now: int, number: str) -> None:
        """Wordings one under the other, and the formula that takes the one of a number from 1."""
        first = self.row + 2
        for n, text in enumerate(texts):
            self.row += 1
            self.export.text(CHECKS, self.row, ID, f"wording.{name}.{n}")
            self.export.text(CHECKS, self.row, TEXT, text)
        formula = f"INDEX({CHECKS}!$B${first}:$B${self.row + 1},{number})" if number else ""
        self.export.choices[name] = Choice(texts[now], formula)


def _cells(export: Export, row: InputRow) -> Iterator[tuple[str, str, Cell]]:
    """Each cell that may be typed over: what its id ends in, its column, and what it holds on delivery."""
    if row.constant is not None and row.constant.free:
        yield "", "E", row.constant
    for i, cell in enumerate(row.years):
        if cell.free:
            yield f".{export.case.horizon[i]}", export.columns[YEARS + i], cell


def _span(export: Export, row: InputRow, number: int) -> str:
    if not row.years:
        return f"{INPUTS}!$E${number}"
    first = export.columns[CONSTANT if row.constant is not None else YEARS]
    return f"{INPUTS}!${first}${number}:${export.last}${number}"


def _relative(export: Export, key: str) -> str:
    sheet, number = export.places[key]
    return f"{sheet}!F{number}:{export.last}{number}"
