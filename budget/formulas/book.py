"""The rows of one calculation, in the order of the sheet: what is put in, and what formulas make of it."""

from typing import Any

from budget.case.models import Case, Figure, Line
from budget.case.paths import LISTS, Entry, entries
from budget.case.prices import missing_for_current
from budget.formulas.row import Row

FLAG = "0/1"


class Book:
    """One calculation of a case: its inputs by path and its named rows by key, each made once."""

    def __init__(self, case: Case, prices: str) -> None:
        self.case, self.prices = case, prices
        self.size = case.years
        self.missing_rate = missing_for_current(case)  # index and year; None where current prices can be shown
        self.entries: dict[str, Entry] = {entry.path: entry for entry in entries(case)}
        self.inputs: dict[str, Row] = {}
        self.rows: dict[str, Row] = {}
        self.years = self._leaf("years", tuple(float(y) for y in case.horizon), "year")
        self.projected = self._leaf("years", tuple(float(y) for y in case.projected), "year")
        self.courses: set[str] = (
            set()
        )  # the keys of the rows over the projection's years, which have a sheet of their own
        self.lists = {line.id: name for name in LISTS for line in getattr(case, name)}

    def add(
        self, key: str, row: Row, name: str = "", unit: str = "kr", line: Line | None = None, kind: str = ""
    ) -> Row:
        """Names a row, which gives it its own place on the sheet."""
        if row.key:
            row = Row("link", (row,), row.values, row.constant)
        row.key, row.name, row.unit, row.line, row.kind = key, name, unit, line, kind
        self.rows[key] = row
        return row

    def input(self, path: str) -> Row:
        """The figure or series at a path, as the case states it."""
        if path not in self.inputs:
            entry = self.entries[path]
            values, constant = _values(self.case, entry)
            self.inputs[path] = self._leaf(path, values, entry.key.unit, constant, entry.line)
        return self.inputs[path]

    def fixed_input(self, path: str, value: float | None, unit: str, line: Line | None = None) -> Row:
        """A number that is structure (a month, a year, a switch) or a single rate outside the horizon."""
        if path not in self.inputs:
            self.inputs[path] = self._leaf(path, (value,), unit, True, line)
        return self.inputs[path]

    def fixed_years(self, path: str, values: tuple[float, ...], unit: str, line: Line | None = None) -> Row:
        """Numbers by year that are structure."""
        if path not in self.inputs:
            self.inputs[path] = self._leaf(path, values, unit, False, line)
        return self.inputs[path]

    def _leaf(
        self, key: str, values: tuple[Any, ...], unit: str, constant: bool = False, line: Line | None = None
    ) -> Row:
        row = Row("input", (), values, constant)
        row.key, row.unit, row.line = key, unit, line
        return row


def _values(case: Case, entry: Entry) -> tuple[tuple[float | None, ...], bool]:
    if not entry.series:
        return (entry.given.value if isinstance(entry.given, Figure) else None,), True
    unknown = 0.0 if entry.path.startswith("indices.") else None  # no rate: no use of it either
    span = entry.span(case.horizon)
    values = [unknown if figure is None else figure.value for figure in entry.by_year(list(span.values()))]
    before = (0.0,) * min(span)  # a measure is not in force before the first year
    return (*before, *values), False
