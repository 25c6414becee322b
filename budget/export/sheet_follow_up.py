"""The sheet `Opfølgning`: the budget of each line and year, live, beside what was spent, and the measures.

What was spent stands here as delivered, locked values: it is a record and no assumption, so it has no cell on
`Forudsætninger`, and reading an edited workbook back leaves it alone. It is one row per line and year, since the
figures of a year differ in kind from year to year (accounts, some months, nothing yet). Below stand, live too, the
sums by service area and of the case, year by year.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from budget.analysis.follow_up import FollowedLine, FollowedMeasure, FollowUp, Outturn, deviation_word, follow_up
from budget.analysis.gates import gate_states
from budget.analysis.positions import Position, Standing, positions, together
from budget.export.sheet import FOLLOW_UP, INPUTS, YEARS, Export
from budget.shown.budget_office import area_label
from budget.shown.follow_up_tables import follow_up_notes
from budget.shown.labels import line_label
from budget.shown.measure_tables import gate_table, measure_label

COLUMNS = (
    "line", "year", "budget", "changes", "carried", "revised", "actual", "months", "share", "to_date", "used",
    "deviation", "word", "forecast", "expected_deviation", "accumulated", "basis", "area", "year_end",
)  # fmt: skip
(
    LINE, YEAR, BUDGET, CHANGES, CARRIED, REVISED, ACTUAL, MONTHS, SHARE, TO_DATE, USED, DEVIATION, WORD, FORECAST,
    EXPECTED, ACCUMULATED, BASIS, AREA, YEAR_END,
) = range(len(COLUMNS))  # fmt: skip
HEAD = 3  # the row of the heads of the columns


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    return _Sheet(export, follow_up(export.result)).write()


@dataclass
class _Sheet:
    export: Export
    found: FollowUp
    row: int = 0
    unit: str = "kr"  # of the figures being written

    def write(self) -> tuple[int, int]:
        words = self.export.words
        self._text(0, words("sheet.follow_up.title"), "title")
        self._text(LINE, words("sheet.follow_up.delivered"), "small_line", 1)
        self.export.scenario(FOLLOW_UP, 2)
        self.row = HEAD
        self.export.sheets[FOLLOW_UP].freeze_panes(HEAD + 1, YEAR + 1)
        self.export.sheets[FOLLOW_UP].repeat_rows(HEAD)
        for col, name in enumerate(COLUMNS):
            self._head(col, name)
        for line in self.found.lines:
            self._line(line)
        self._sums(HEAD + 2, self.row + 1)
        if self.found.measures:
            self._measures()
        self.row += 1
        for note in follow_up_notes(self.found, words):
            self.row += 1
            self._text(LINE, note, "small_line")
        return self.row, YEAR_END

    # ------------------------------------------------------------ lines
    def _line(self, line: FollowedLine) -> None:
        for i, (year, accumulated) in enumerate(zip(line.years, line.accumulated, strict=True)):
            self.row += 1
            self._text(LINE, line_label(line.line))
            self._year(i)
            self._formula(BUDGET, self._budget(line, i), year.budget)
            self._typed(CHANGES, year.granted)
            self._typed(CARRIED, year.carried)
            n = self.row + 1
            self._formula(REVISED, f"C{n}+D{n}+E{n}", year.revised)
            self._spent(year.outturn, f"F{n}", year.to_date, year.deviation_to_date)
            standing = Standing(line, year).position
            self._used(standing)
            if year.deviation_to_date is not None:
                self._word(year.deviation_to_date, line.income)
            self._forecast(year.outturn)
            if year.expected_deviation is not None:
                self._formula(EXPECTED, f"N{n}-F{n}", year.expected_deviation)
            if accumulated is not None:
                before = f"P{n - 1}+" if i else ""
                self._formula(ACCUMULATED, f"{before}L{n}", accumulated)
            if line.line.payer == "municipality":
                self._text(AREA, area_label(self.export.case, line.line.service_area or "", self.export.words))
            if standing.forecast is not None:
                closed = year.outturn.actual is not None and not year.outturn.partial
                self._formula(YEAR_END, f"{'G' if closed else 'N'}{n}", standing.forecast)

    # ------------------------------------------------------------ service areas and the case
    def _sums(self, first: int, last: int) -> None:
        """The table of a budget office, year by year: the lines above by service area, and the case."""
        self.row += 2
        for col, name in enumerate(COLUMNS[:BASIS]):
            if col not in (MONTHS, SHARE, ACCUMULATED):
                self._head(col, "area" if col == LINE else "year_end" if col == FORECAST else name)
        for i, year in enumerate(self.found.years):
            at = positions(self.found, year)
            for area, standings in at.areas.items():
                self.row += 1
                self._text(LINE, area_label(self.export.case, area, self.export.words))
                same = f"($R${first}:$R${last}=$A{self.row + 1})*($B${first}:$B${last}=$B{self.row + 1})"
                self._sum(i, standings, f"SUMPRODUCT({same},{{0}}${first}:{{0}}${last})")
            areas = range(self.row + 2 - len(at.areas), self.row + 2)
            self.row += 1
            self._text(LINE, self.export.words("follow_up.office.total"), "total_text")
            self._sum(i, at.own, f"SUM({{0}}{areas[0]}:{{0}}{areas[-1]})", own_row=True)

    def _sum(self, i: int, standings: Sequence[Standing], of: str, own_row: bool = False) -> None:
        """One row of sums; `of` is the formula of a column, the letter to be filled in."""
        at, n = together(standings), self.row + 1
        self._year(i)
        for col, value in ((BUDGET, at.budget), (CHANGES, at.granted), (CARRIED, at.carried)):
            self._formula(col, of.format("ABCDE"[col]), value)
        self._formula(REVISED, f"C{n}+D{n}+E{n}", at.revised)
        for col, letter, kr in ((ACTUAL, "G", at.actual), (TO_DATE, "J", at.to_date), (FORECAST, "S", at.forecast)):
            if kr is None:
                self._text(col, self.export.words("word.none"), "result_right")
            else:
                self._formula(col, of.format("N" if own_row and letter == "S" else letter), kr)
        self._used(at)
        if at.deviation_to_date is not None:
            self._formula(DEVIATION, f"G{n}-J{n}", at.deviation_to_date)
            self._word(at.deviation_to_date, all(standing.followed.income for standing in standings))
        if at.expected_deviation is not None:
            self._formula(EXPECTED, f"N{n}-F{n}", at.expected_deviation)

    def _used(self, at: Position) -> None:
        """What was spent as a share of the revised budget."""
        if at.actual is not None:
            n, style = self.row + 1, self.export.styles("result", "share")
            self.export.formula(FOLLOW_UP, self.row, USED, f'IF(ROUND(F{n},2)=0,"",G{n}/F{n})', style, at.used)

    def _budget(self, line: FollowedLine, i: int) -> str:
        """The line in fixed prices, times its index where every rate is there: never by the switch of the table."""
        column = self.export.columns[YEARS + i]
        index = f"index.{line.line.price_index}"
        sheet, row = self.export.places[f"{line.line.id}.fixed"]
        fixed = f"{sheet}!{column}{row}"
        if not self.found.year_prices or line.line.price_index == "none":
            return fixed
        sheet, row = self.export.places[index]
        return f"{fixed}*{sheet}!{column}{row}"

    def _spent(self, outturn: Outturn, whole: str, to_date: float | None, deviation: float | None) -> None:
        """What was spent, how many months that is, their part of the year, and the budget or target of that part."""
        n = self.row + 1
        if outturn.actual is None:
            self._text(ACTUAL, self.export.words("word.none"), "result_right")
            return
        self._typed(ACTUAL, outturn.actual)
        self._text(BASIS, self.export.words(f"follow_up.basis.{outturn.basis}"), "word")
        sheet, styles = self.export.sheets[FOLLOW_UP], self.export.styles
        sheet.write_number(self.row, MONTHS, len(outturn.months) or 12, styles("delivered", "number"))
        sheet.write_number(self.row, SHARE, 1 if outturn.averaged else outturn.share, styles("delivered", "share"))
        if to_date is not None and deviation is not None:
            self._formula(TO_DATE, f"{whole}*I{n}", to_date)
            self._formula(DEVIATION, f"G{n}-J{n}", deviation)

    def _word(self, deviation: float, income: bool) -> None:
        """The word beside the deviation, chosen by its sign."""
        n, choice = self.row + 1, self.export.choices["received" if income else "spent"]
        formula = choice.formula.format(f"2+(ROUND(L{n},2)>0)*1-(ROUND(L{n},2)<0)*1")
        said = self.export.words(f"follow_up.{deviation_word(deviation, income)}")
        self.export.formula(FOLLOW_UP, self.row, WORD, formula, self.export.styles("word"), said)

    def _forecast(self, outturn: Outturn) -> None:
        n = self.row + 1
        if outturn.stated is not None:
            self._typed(FORECAST, outturn.stated)
        elif outturn.straight is not None:
            self._formula(FORECAST, f"G{n}/I{n}", outturn.straight)

    # ------------------------------------------------------------ measures
    def _measures(self) -> None:
        self.row += 2
        heads = {
            LINE: "measure", YEAR: "year", CHANGES: "target", ACTUAL: "counted", MONTHS: "month_count", SHARE: "share",
            TO_DATE: "target_to_date", DEVIATION: "deviation", FORECAST: "expected",
            BASIS: "basis",
        }  # fmt: skip
        for col, name in heads.items():
            self._head(col, name)
        for measure in self.found.measures:
            self._measure(measure)
        if self.export.case.gates:
            self._gates()

    def _gates(self) -> None:
        """The gates as delivered: what is known of them, and how chance would decide them."""
        words, states = self.export.words, gate_states(self.export.result)
        table = gate_table(states, words)
        assert table is not None
        self.row += 2
        heads = {LINE: "gate", YEAR: "year", CHANGES: "gate_limit", ACTUAL: "counted", WORD: "gate_state"}
        for col, name in (heads | {FORECAST: "by_chance", EXPECTED: "in_vain"}).items():
            self._head(col, name)
        for state, row in zip(states, table.rows, strict=True):
            self.row += 1
            gate, unit = state.gate, state.measure.unit
            self.unit = unit if unit in ("kr", "share") else "places"
            self._text(LINE, f"{row.label}: {row.cells[0].text}")
            self._year(self.export.case.horizon.index(gate.year))
            self._typed(CHANGES, (gate.at_least if gate.at_most is None else gate.at_most) or 0.0)
            if state.value is not None:
                self._typed(ACTUAL, state.value)
            for col, cell in zip((WORD, FORECAST, EXPECTED), row.cells[2:], strict=True):
                self._text(col, cell.text, "word" if col == WORD else "result_right")
        for note in table.notes:
            self.row += 1
            self._text(LINE, note, "small_line")

    def _measure(self, measure: FollowedMeasure) -> None:
        self.unit = measure.measure.unit if measure.measure.unit in ("kr", "share") else "places"
        for i, (goal, outturn) in enumerate(zip(measure.targets, measure.outturns, strict=True)):
            self.row += 1
            n = self.row + 1
            self._text(LINE, measure_label(measure, self.export.words))
            self._year(i)
            if goal is not None:
                self._typed(CHANGES, goal)
            deviation = measure.deviations_to_date[i]
            to_date = None if deviation is None or outturn.actual is None else outturn.actual - deviation
            self._spent(outturn, f"D{n}", to_date, deviation)
            self._forecast(outturn)

    # ------------------------------------------------------------ cells
    def _head(self, col: int, name: str) -> None:
        words = col in (LINE, WORD, BASIS, AREA)
        self._text(col, self.export.words(f"sheet.follow_up.{name}"), "header" if words else "header_figure")

    def _text(self, col: int, text: str, style: str = "text", row: int | None = None) -> None:
        self.export.text(FOLLOW_UP, self.row if row is None else row, col, text, style)

    def _year(self, i: int) -> None:
        column = self.export.columns[YEARS + i]
        year = self.export.case.horizon[i]
        self.export.formula(
            FOLLOW_UP, self.row, YEAR, f"{INPUTS}!{column}$1", self.export.styles("plain", "year"), year
        )

    def _typed(self, col: int, value: float) -> None:
        self.export.sheets[FOLLOW_UP].write_number(self.row, col, value, self.export.styles("delivered", self.unit))

    def _formula(self, col: int, text: str, value: float) -> None:
        self.export.formula(FOLLOW_UP, self.row, col, text, self.export.styles("result", self.unit), value)
