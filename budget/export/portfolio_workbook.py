"""Several cases as one workbook: the overview list, net by service area and year, payback and return, a sheet for each
case, and their sources. Every sum is a live formula over the figures that it adds up.
"""

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from budget.analysis.portfolio import Member, Portfolio
from budget.export.sheet import LINE_HEIGHT
from budget.export.styles import FastSheet, Styles
from budget.export.tables import key_figures
from budget.shown.changed import states, status_text
from budget.shown.labels import row_label, source_text
from budget.shown.model import Cell, Table
from budget.shown.portfolio_tables import named_areas, overview, returns
from budget.text import Words
from budget.text.numbers import UNITS, rounded

UNFIT = re.compile(r"[\[\]:*?/\\']")  # for the name of a sheet
MOST_NAME = 31
FORMAT_OF = {"1000": "thousand", "place": "number"}  # units of a shown cell whose format has another name
FIRST = 2  # the row of the heads, from 0: title and a note stand over them


def portfolio_workbook(found: Portfolio, words: Words) -> bytes:
    """The cases as an .xlsx file; the same cases give the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    first = min((member.case.first_year for member in found.members), default=1980)
    book.set_properties({"title": words("page.portfolio"), "created": datetime.datetime(first, 1, 1)})
    writing = _Writing(book, Styles(book), found, words)
    writing.front()
    nets = writing.cases()
    writing.overview()
    writing.areas()
    writing.returns(nets)
    writing.sources()
    book.close()
    return out.getvalue()


class _Writing:
    """The workbook under way: its sheets in their order, and what is written on each."""

    def __init__(self, book: Any, styles: Styles, found: Portfolio, words: Words) -> None:
        self.book, self.styles, self.found, self.words = book, styles, found, words
        self.sheets: dict[str, Any] = {}

    def front(self) -> None:
        """The sheets of all cases before those of each, and the sources last."""
        for name in ("overview", "areas", "returns"):
            self._sheet(name, self.words(f"portfolio.sheet.{name}"))
        for number, member in enumerate(self.found.members, start=1):
            title = UNFIT.sub("-", f"{number:03d} {member.case.id}")[:MOST_NAME]
            self._sheet(f"case-{number}", title)
        self._sheet("sources", self.words("portfolio.sheet.sources"))

    def _sheet(self, name: str, title: str) -> None:
        sheet = self.book.add_worksheet(title, worksheet_class=FastSheet)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&R{self.words('sheet.page')}")
        self.sheets[name] = sheet

    # ------------------------------------------------------------ what stands in a cell
    def _text(self, name: str, row: int, col: int, text: str, style: str = "plain") -> None:
        if text:
            self.sheets[name].write_string(row, col, str(text)[:32_000], self.styles(style))

    def _figure(self, name: str, row: int, col: int, value: float, unit: str, style: str = "result") -> None:
        self.sheets[name].write_number(row, col, value, self.styles(style, unit))

    def _formula(self, name: str, row: int, col: int, text: str, unit: str, value: float, style: str = "total") -> None:
        self.sheets[name].write_formula(row, col, text, self.styles(style, unit), value)

    def _cell(self, name: str, row: int, col: int, cell: Cell) -> None:
        """A shown cell: its figure in the unit of its column, or its text."""
        if cell.value is None:
            self._text(name, row, col, cell.text)
        else:
            self._figure(name, row, col, _in_unit(cell), FORMAT_OF.get(cell.unit, cell.unit or "ratio"))

    def _heads(self, name: str, row: int, heads: Sequence[str], words: int, widths: Sequence[int]) -> None:
        for col, head in enumerate(heads):
            self._text(name, row, col, head, "header" if col < words else "header_figure")
            self.sheets[name].set_column(col, col, widths[min(col, len(widths) - 1)])
        longest = max(len(head) / widths[min(col, len(widths) - 1)] for col, head in enumerate(heads))
        self.sheets[name].set_row(row, (1 + int(longest * 1.1)) * LINE_HEIGHT + 3)
        self.sheets[name].set_row(0, 21)
        self.sheets[name].freeze_panes(row + 1, 1)

    def _table(self, name: str, table: Table, widths: Sequence[int]) -> None:
        """A shown table with its caption above and its notes below; the last row is written by who knows its sums."""
        self._text(name, 0, 0, table.caption, "title")
        self._heads(name, FIRST, table.head, table.names, widths)
        for number, row in enumerate(table.rows, start=FIRST + 1):
            self._text(name, number, 0, row.label)
            for col, cell in enumerate(row.cells, start=1):
                self._cell(name, number, col, cell)
        for number, note in enumerate(table.notes, start=FIRST + 2 + len(table.rows)):
            self._text(name, number, 0, note, "small_line")

    # ------------------------------------------------------------ the sheets
    def overview(self) -> None:
        """The list; its sum adds up the cases that are in the prices of one year."""
        table = overview(self.found, self.words)
        self._table("overview", table, (34, 6, 46, 16))
        last = FIRST + len(table.rows)
        for col, cell in enumerate(table.rows[-1].cells[2:-1], start=3):
            span = xl_range(FIRST + 1, col, FIRST + len(self.found.together), col)
            value = 0.0 if cell.value is None else _in_unit(cell)
            if self.found.together:
                self._formula("overview", last, col, f"SUM({span})", "mio", value)
        for col in range(3):
            self.sheets["overview"].write(last, col, self.words("word.total") if col == 0 else "", self.styles("total"))

    def areas(self) -> None:
        """By service area and year, added up from the rows by case beneath."""
        words, years = self.words, self.found.years
        named = dict(zip(self.found.areas(), named_areas(self.found, words), strict=True))
        numbers = {area: number for number, area in enumerate(named, start=1)}
        self._text("areas", 0, 0, words("portfolio.areas.title", year=self.found.price_year), "title")
        heads = [words("portfolio.overview.number"), words("portfolio.area"), words("portfolio.returns.case")]
        self._heads("areas", FIRST, [*heads, *map(str, years), words("word.total")], 3, (6, 40, 46, 14))
        top = FIRST + len(named) + 4  # the first row by case
        rows = [(area, member, by_year) for member in self.found.together for area, by_year in _by_area(member).items()]
        end = top + len(rows) - 1
        for row, (area, (label, values)) in enumerate(named.items(), start=FIRST + 1):
            self._figure("areas", row, 0, numbers[area], "number")
            self._text("areas", row, 1, label)
            for col, value in enumerate(values, start=3):
                which, what = xl_range(top, 0, end, 0), xl_range(top, col, end, col)
                text = f"SUMIF({which},{xl_rowcol_to_cell(row, 0)},{what})"
                self._formula("areas", row, col, text, "thousand", value / 1000, "result")
            self._across("areas", row, sum(values) / 1000, "result")
        self._total(FIRST + 1 + len(named), len(named))
        self._text("areas", top - 1, 0, words("portfolio.sheet.by_case"), "heading")
        for row, (area, member, by_year) in enumerate(rows, start=top):
            self._figure("areas", row, 0, numbers[area], "number")
            self._text("areas", row, 1, named[area][0])
            self._text("areas", row, 2, str(member.case.title))
            for col, year in enumerate(years, start=3):
                if year in by_year:
                    self._figure("areas", row, col, by_year[year] / 1000, "thousand")
            self._across("areas", row, sum(by_year.values()) / 1000, "result")
        notes = (words("portfolio.note.budget_sign"), words("portfolio.note.own_years"))
        for row, note in enumerate(notes, start=end + 2):
            self._text("areas", row, 0, note, "small_line")

    def _across(self, name: str, row: int, value: float, style: str) -> None:
        """The sum of a row over its years."""
        end = 2 + len(self.found.years)
        self._formula(name, row, end + 1, f"SUM({xl_range(row, 3, row, end)})", "thousand", value, style)

    def _total(self, row: int, count: int) -> None:
        for col in range(3):
            self.sheets["areas"].write(row, col, self.words("word.total") if col == 1 else "", self.styles("total"))
        for col, value in enumerate(self.found.totals(), start=3):
            span = xl_range(FIRST + 1, col, FIRST + count, col)
            if count:
                self._formula("areas", row, col, f"SUM({span})", "thousand", value / 1000)
        if count:
            self._across("areas", row, sum(self.found.totals()) / 1000, "total")

    def returns(self, nets: Sequence[str]) -> None:
        """Payback and return; the net is that of the sheet of the case."""
        table = returns(self.found, self.words)
        self._table("returns", table, (46, 14, 16))
        at = next(n for n, head in enumerate(table.head) if head == self.words("portfolio.returns.net"))
        for number, (net, row) in enumerate(zip(nets, table.rows, strict=True), start=FIRST + 1):
            self._formula("returns", number, at, f"{net}/1000000", "mio", _in_unit(row.cells[at - 1]), "result")

    def cases(self) -> list[str]:
        """A sheet for each case in its own prices: lines, net and what it runs up to, then its key figures; where the
        net of each stands.
        """
        return [self._case(f"case-{number}", member) for number, member in enumerate(self.found.members, start=1)]

    def _case(self, name: str, member: Member) -> str:
        result, words, case = member.result, self.words, member.case
        years = result.years
        self._text(name, 0, 0, f"{case.title}, {case.municipality} ({status_text(case, words)})", "title")
        about = " · ".join((words("table.prices.fixed", year=case.price_year), words("unit.kr"), *states(case, words)))
        self._text(name, 1, 0, about, "small_line")
        self._heads(name, FIRST, ["", words("portfolio.area"), *map(str, years), words("word.total")], 2, (58, 14, 14))
        end, top = 1 + len(years), FIRST + 1
        rows = [row for row, _, _ in member.rows]
        for number, row in enumerate(rows, start=top):
            self._text(name, number, 0, row_label(row, words))
            self._text(name, number, 1, (row.line.service_area or "") if row.line else "")
            for col, value in enumerate(row.values, start=2):
                self._figure(name, number, col, value, "kr")
            total = f"SUM({xl_range(number, 2, number, end)})"
            self._formula(name, number, end + 1, total, "kr", sum(row.values), "result")
        at = top + len(rows)
        net, run = result.row("net").values, result.row("accumulated").values
        self._text(name, at, 0, words("row.net"), "total")
        self._text(name, at + 1, 0, words("row.accumulated"))
        for col, (value, so_far) in enumerate(zip(net, run, strict=True), start=2):
            added = f"SUM({xl_range(top, col, at - 1, col)})" if rows else "0"
            self._formula(name, at, col, added, "kr", value)
            before = f"{xl_rowcol_to_cell(at + 1, col - 1)}+" if col > 2 else ""
            self._formula(name, at + 1, col, f"{before}{xl_rowcol_to_cell(at, col)}", "kr", so_far, "result")
        self._formula(name, at, end + 1, f"SUM({xl_range(at, 2, at, end)})", "kr", sum(net))
        for number, said in enumerate(key_figures(result, words), start=at + 3):
            self._text(name, number, 0, said)
        return f"'{self.sheets[name].get_name()}'!{xl_rowcol_to_cell(at, end + 1)}"

    def sources(self) -> None:
        """The sources of every case."""
        words = self.words
        self._text("sources", 0, 0, words("sheet.sources.title"), "title")
        self._heads("sources", FIRST, [words("portfolio.returns.case"), words("sheet.sources.source")], 2, (46, 110))
        told = [(member.case, key) for member in self.found.members for key in member.case.sources]
        for row, (case, key) in enumerate(told, start=FIRST + 1):
            self._text("sources", row, 0, str(case.title))
            more = [str(text) for text in (case.sources[key].address, case.sources[key].note) if text]
            self._text("sources", row, 1, " · ".join([source_text(case.sources, key), *more]))


def _in_unit(cell: Cell) -> float:
    """A figure in the unit that its column is told in, unrounded."""
    if cell.unit == "share":  # "at least" so much
        return float(rounded(cell.value or 0.0, 3, up=True))
    divisor = float(UNITS[cell.unit][0]) if cell.unit in UNITS else 1.0
    return (cell.value or 0.0) / divisor


def _by_area(member: Member) -> dict[tuple[str, str], dict[int, float]]:
    """Net of a case by service area and year, kr in the prices of the portfolio."""
    found: dict[tuple[str, str], dict[int, float]] = {}
    for _, line, values in member.rows:
        by_year = found.setdefault((str(member.case.municipality), line.service_area or ""), {})
        for year, kr in zip(member.result.years, values, strict=True):
            by_year[year] = by_year.get(year, 0.0) + kr
    return found
