"""The sheet `Opfølgning`: the budget of each line and year, live, beside what was spent, and the measures.

What was spent stands here as delivered, locked values: it is a record and no assumption, so it has no cell on
`Forudsætninger`, and reading an edited workbook back leaves it alone. It is one row per line and year, since the
figures of a year differ in kind from year to year (accounts, some months, nothing yet).
"""

from dataclasses import dataclass

from budget.analysis.follow_up import FollowedLine, FollowedMeasure, FollowUp, Outturn, deviation_word, follow_up
from budget.export.sheet import FOLLOW_UP, INPUTS, YEARS, Export
from budget.shown.follow_up_tables import follow_up_notes, measure_label
from budget.shown.labels import line_label

COLUMNS = (
    "line", "year", "budget", "changes", "revised", "actual", "months", "share", "to_date", "deviation", "word",
    "forecast", "expected_deviation", "accumulated", "basis",
)  # fmt: skip
(
    LINE, YEAR, BUDGET, CHANGES, REVISED, ACTUAL, MONTHS, SHARE, TO_DATE, DEVIATION, WORD, FORECAST, EXPECTED,
    ACCUMULATED, BASIS,
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
        if self.found.measures:
            self._measures()
        self.row += 1
        for note in follow_up_notes(self.found, words):
            self.row += 1
            self._text(LINE, note, "small_line")
        return self.row, BASIS

    # ------------------------------------------------------------ lines
    def _line(self, line: FollowedLine) -> None:
        for i, (year, accumulated) in enumerate(zip(line.years, line.accumulated, strict=True)):
            self.row += 1
            self._text(LINE, line_label(line.line))
            self._year(i)
            self._formula(BUDGET, self._budget(line, i), year.budget)
            self._typed(CHANGES, year.changes)
            n = self.row + 1
            self._formula(REVISED, f"C{n}+D{n}", year.revised)
            self._spent(year.outturn, f"E{n}", year.to_date, year.deviation_to_date)
            if year.deviation_to_date is not None:
                word = deviation_word(year.deviation_to_date, line.income)
                self._word("received" if line.income else "spent", word)
            self._forecast(year.outturn)
            if year.expected_deviation is not None:
                self._formula(EXPECTED, f"L{n}-E{n}", year.expected_deviation)
            if accumulated is not None:
                before = f"N{n - 1}+" if i else ""
                self._formula(ACCUMULATED, f"{before}J{n}", accumulated)

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
            self._formula(TO_DATE, f"{whole}*H{n}", to_date)
            self._formula(DEVIATION, f"F{n}-I{n}", deviation)

    def _word(self, side: str, word: str) -> None:
        """The word beside the deviation, chosen by its sign."""
        n = self.row + 1
        formula = self.export.choices[side].formula.format(f"2+(ROUND(J{n},2)>0)*1-(ROUND(J{n},2)<0)*1")
        said = self.export.words(f"follow_up.{word}")
        self.export.formula(FOLLOW_UP, self.row, WORD, formula, self.export.styles("word"), said)

    def _forecast(self, outturn: Outturn) -> None:
        n = self.row + 1
        if outturn.stated is not None:
            self._typed(FORECAST, outturn.stated)
        elif outturn.straight is not None:
            self._formula(FORECAST, f"F{n}/H{n}", outturn.straight)

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
        words = col in (LINE, WORD, BASIS)
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
