"""What every sheet of one export shares: the case, the words, the styles and where each row stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from budget.case import Case
from budget.export.inputs import InputRow
from budget.export.styles import Styles
from budget.formulas import Result
from budget.shown.points import Point
from budget.text import Words

FRONT, RESULT, INPUTS, PROJECTION = "Læs mig", "Nettobesparelse", "Forudsætninger", "Fremskrivning"
CALCULATION = "Beregning"
RISK, CHECKS, AMENDMENTS, FOLLOW_UP, SOURCES = "Usikkerhed", "Kontrol", "Bevillinger", "Opfølgning", "Kilder"
NAMES = (FRONT, RESULT, INPUTS, PROJECTION, CALCULATION, RISK, CHECKS, AMENDMENTS, FOLLOW_UP, SOURCES)

# Widths of the columns, the last one repeated for the years.
WIDTHS: dict[str, tuple[int, ...]] = {
    FRONT: (38, 96),
    RESULT: (58, 13),
    INPUTS: (34, 44, 15, 40, 15),
    PROJECTION: (34, 54, 15, 14, 15),
    CALCULATION: (34, 54, 15, 14, 15),
    RISK: (70, 18),
    CHECKS: (40, 58, 14, 16, 14, 14),
    AMENDMENTS: (64, 34, 13),
    FOLLOW_UP: (40, 6, 13, 13, 13, 13, 16, 10, 10, 13, 10, 13, 15, 15, 13, 15, 12, 24, 15),
    SOURCES: (44, 60, 60, 60, 12),
}
LINE_HEIGHT = 13.5
PAGE_WIDTH = 240  # characters that can still be read across a printed page
PAGE_LEAST = 140  # as many fill its width unscaled
ROWS_OF_A_WIDTH = 0.215  # rows of a page for each character across it: A4 landscape
ONE_PAGE = 48  # rows that can still be read on one page
# The column of labels, where years stand across.
LABELS = {RESULT: 0, AMENDMENTS: 0, INPUTS: 1, PROJECTION: 1, CALCULATION: 1}
WRAPPED = ("text", "small", "header", "header_figure", "total_text")

FIRST_SOURCE = 3  # the row (from 1) of the first of the sources on Kilder
KEY, LABEL, UNIT, SOURCE, CONSTANT, YEARS = range(6)  # columns of Forudsætninger and Beregning


def sheet_names(case: Case) -> list[str]:
    """The sheets of a case's workbook in their order; projection and follow-up only where there is such a thing."""
    left_out = [] if case.actuals or case.measures else [FOLLOW_UP]
    left_out += [] if case.baseline else [PROJECTION]
    return [name for name in NAMES if name not in left_out]


class Choice(NamedTuple):
    """A wording that follows the workbook: the text at delivery, and the formula that picks the one that holds now."""

    text: str
    formula: str = ""


class Opened(NamedTuple):
    """What a workbook says of the case that it was made of: its state and each change; and what its status was."""

    said: tuple[str, ...]
    status: str


@dataclass
class Export:
    """One export in the making."""

    case: Case
    result: Result
    words: Words
    book: Any
    sheets: dict[str, Any]
    styles: Styles
    columns: list[str]
    inputs: list[InputRow]
    hash: str
    points: Sequence[Point]
    opened: Opened
    places: dict[str, tuple[str, int]] = field(default_factory=dict)  # key: sheet and row number from 1
    choices: dict[str, Choice] = field(default_factory=dict)

    lines: dict[tuple[str, int], float] = field(default_factory=dict)  # how many lines a row needs

    @property
    def last(self) -> str:
        """The letter of the last year's column."""
        return self.columns[YEARS + self.case.years - 1]

    def unit(self, unit: str) -> str:
        return self.words(f"sheet.unit.{unit}")

    def span(self, key: str) -> str:
        """The years of a row, for a formula on another sheet."""
        sheet, number = self.places[key]
        return f"{sheet}!$F${number}:${self.last}${number}"

    def cell(self, key: str, column: str = "E") -> str:
        """One cell of a row, for a formula on another sheet."""
        sheet, number = self.places[key]
        return f"{sheet}!${column}${number}"

    def formula(self, sheet: str, row: int, col: int, text: str, style: Any, value: Any) -> None:
        """A live formula with its computed value; a null is stored as an empty text."""
        self.sheets[sheet].write_formula(row, col, text, style, "" if value is None else value)

    def text(self, sheet: str, row: int, col: int, text: str, style: str = "text") -> None:
        """A text, whatever it begins with; the row grows with a text that is wrapped."""
        text = str(text)[:32_000]
        self.sheets[sheet].write_string(row, col, text, self.styles(style))
        self._grow(sheet, row, col, text, style)

    def _grow(self, sheet: str, row: int, col: int, text: str, style: str) -> None:
        if style == "title":
            self.lines[sheet, row] = 1.7
        if style in WRAPPED and len(text) > 12:
            widths = WIDTHS[sheet]
            needed = sum(-(-max(len(part), 1) // widths[min(col, len(widths) - 1)]) for part in text.split("\n"))
            if needed > self.lines.get((sheet, row), 1):
                self.lines[sheet, row] = needed

    def chosen(self, sheet: str, row: int, col: int, name: str, around: str = "{}", style: str = "text") -> None:
        """A wording that follows the workbook, live where it may change, within words that do not."""
        choice = self.choices[name]
        before, after = around.split("{}")
        text = f"{before}{choice.text}{after}"
        if not choice.formula:
            self.text(sheet, row, col, text, style)
            return
        formula = f'"{before}"&{choice.formula}&"{after}"'.removeprefix('""&')
        self.formula(sheet, row, col, formula, self.styles(style), text)
        self._grow(sheet, row, col, text, style)

    def title(self, sheet: str) -> None:
        """The case over its table, and that it is changed or which version it is."""
        named = f"{self.case.title}, {self.case.municipality}"
        self.text(sheet, 0, 0, " · ".join((named, *self.opened.said[:1])), "title")

    def scenario(self, sheet: str, row: int) -> None:
        """The line that says which scenario a sheet shows; nothing in a case without any."""
        if self.case.scenarios:
            self.chosen(sheet, row, 0, "scenario", f"{self.words('sheet.scenario')}: {{}}", "small_line")

    def jump(self, sheet: str, row: int, col: int, to: str, text: str, cell: str = "A1", style: str = "link") -> None:
        """A link to a place in the workbook, in words of the product: what a user wrote is never a link."""
        self.sheets[sheet].write_url(row, col, f"internal:'{to}'!{cell}", self.styles(style), text)

    def pages_across(self, sheet: str, last_column: int) -> int:
        """How many printed pages the years of a sheet need beside each other."""
        if sheet not in LABELS:
            return 1
        widths = WIDTHS[sheet]
        whole = sum(widths[min(col, len(widths) - 1)] for col in range(last_column + 1))
        label = widths[LABELS[sheet]]
        return max(1, -(-(whole - label) // (PAGE_WIDTH - label)))

    def on_one_page(self, sheet: str, last_row: int, last_column: int) -> bool:
        """Whether a sheet is printed on one page: the table, its key figures and its chart, where they can be read."""
        return sheet == RESULT and last_row <= ONE_PAGE and self.pages_across(sheet, last_column) == 1

    def keep_whole(self, sheet: str, last_column: int, blocks: Sequence[int]) -> None:
        """Breaks the printed pages before a block that would be cut; `blocks` are the rows of their ends, 0 first."""
        if self.on_one_page(sheet, blocks[-1], last_column):
            return
        widths = WIDTHS[sheet]
        width = sum(widths[min(col, len(widths) - 1)] for col in range(last_column + 1))
        rows = int(max(width / self.pages_across(sheet, last_column), PAGE_LEAST) * ROWS_OF_A_WIDTH)
        breaks, top = [], 0
        for first, end in pairwise(blocks):
            if end - top > rows and first > 0:
                breaks.append(first)
                top = first
        self.sheets[sheet].set_h_pagebreaks(breaks)

    def finish(self, sheet: str, last_column: int) -> None:
        """Column widths and row heights, once the texts are known."""
        widths = WIDTHS[sheet]
        for col in range(last_column + 1):
            self.sheets[sheet].set_column(col, col, widths[min(col, len(widths) - 1)])
        for (name, row), needed in self.lines.items():
            if name == sheet:
                self.sheets[sheet].set_row(row, min(needed * LINE_HEIGHT + 2, 400))
