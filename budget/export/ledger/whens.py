"""When the rows that are followed are of: each its year and month, out of the columns that say something of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budget.case import CaseError, Problem, refuse
from budget.export.ledger.choice import Choice
from budget.export.ledger.periods import Period, any_period, date_order, heading_period, month_of, period_of
from budget.export.ledger.shape import Grid, cell_text
from budget.export.safe_xlsx import CellValue

WHEN = ("year", "month", "period", "date")
Placed = tuple[int, int | None]


@dataclass
class Whens:
    """What gives the year and month of the rows; what is asked and said on the way."""

    grid: Grid
    choice: Choice
    rows: Sequence[int]
    years: Sequence[int]  # of the case
    asked: list[Problem]
    notes: list[Problem]

    def of_columns(self) -> list[list[Placed | Problem | None]]:
        """For each column of amounts, the period of each of the rows, or why there is none; None for a column of
        another year than the one that was stated. Alike cells are read once."""
        roles = [role for role in WHEN if self.choice.at(role) is not None]
        columns = [self.grid.columns[self.choice.columns[role][0]] for role in roles]
        cells = list(zip(*([column[n] for n in self.rows] for column in columns), strict=True))
        cells = cells or [()] * len(self.rows)
        month_first = self._month_first(roles)
        read = {found: self._read(roles, found, month_first) for found in set(cells)}
        placed = []
        for heading in self._headings():
            by_cells = {found: _kept(when, heading, self.choice.year, self.years) for found, when in read.items()}
            placed.append([by_cells[found] for found in cells])
        return placed

    def _headings(self) -> list[Period]:
        """The period in the heading of each column of amounts; a year that was stated stands before the one year that
        they name."""
        numbers = self.choice.columns.get("amount") or self.choice.columns["debit"]
        found = [heading_period(self.grid.headings[n]) or (None, None) for n in numbers]
        years = {year for year, _ in found if year is not None}
        stated = self.choice.year
        if stated is not None and len(years) == 1 and stated not in years:
            self.notes.append(Problem("ledger.note.year_stated", "", {"year": stated, "read": min(years)}))
            return [(None, month) for _, month in found]
        return found

    def _month_first(self, roles: Sequence[str]) -> bool:
        if self.choice.month_first is not None:
            return self.choice.month_first
        for role in roles:
            number = self.choice.columns[role][0]
            column = self.grid.columns[number]
            order = date_order([cell_text(value) for value in dict.fromkeys(column[n] for n in self.rows)])
            if order is None:
                self.asked.append(Problem("ledger.ask.dates", "", {"heading": self.grid.labels[number]}))
            if order:
                self.notes.append(Problem("ledger.note.month_first"))
                return True
        return False

    def _read(self, roles: Sequence[str], cells: Sequence[CellValue], month_first: bool) -> Period | Problem:
        said: dict[str, Period] = {}
        try:
            for role, cell in zip(roles, cells, strict=True):
                text = cell_text(cell)
                if role == "month":
                    said[role] = month_of(text)
                else:
                    said[role] = (any_period if role == "period" else period_of)(text, month_first)
            return _together(said, cells)
        except CaseError as error:
            return error.problems[0]


def _together(said: Mapping[str, Period], cells: Sequence[CellValue]) -> Period:
    """One period of what the columns of a row say: a year's own column and a period before the date of posting."""
    year, month = said.get("year", (None, None))
    for role in ("month", "period"):
        of_year, of_month = said.get(role, (None, None))
        if (year and of_year and year != of_year) or (month and of_month and month != min(of_month, 12)):
            raise refuse("ledger_period_conflict", read=", ".join(map(cell_text, cells)))
        year, month = year or of_year, of_month or month
    if "date" in said:
        of_year, of_month = said["date"]
        if year is None and month is not None and of_month != min(month, 12):
            raise refuse("ledger_period_conflict", read=", ".join(map(cell_text, cells)))
        year, month = year or of_year, month or of_month
    return year, month


def _kept(when: Period | Problem, heading: Period, stated: int | None, years: Sequence[int]) -> Placed | Problem | None:
    """The period of an amount: as its row says, its column's heading, or the user; within the years of the case."""
    if isinstance(when, Problem):
        return when
    year, month = when
    if (year and heading[0] and year != heading[0]) or (month and heading[1] and month != heading[1]):
        return Problem("ledger_period_conflict", "", {"read": f"{year or ''} {month or ''}".strip()})
    said = year or heading[0] or stated
    if said is None:
        return Problem("ledger_year", "", {"read": ""})
    if stated is not None and said != stated:
        return None if heading[0] else Problem("ledger_other_year", "", {"year": stated, "read": said})
    if said not in years:
        return Problem("year_outside", "", {"year": said, "first": years[0], "last": years[-1]})
    return said, month or heading[1]
