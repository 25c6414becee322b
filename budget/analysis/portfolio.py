"""Several cases side by side: what they cost and save by service area and year, how soon they pay back, and the
overview list in which investment proposals are put to a council (danish.md 6.2).

Only the municipality's own economy, in the fixed prices of one year. A case that is in other prices is converted by
its own rates; where one is missing it stands apart and is in no sum.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from budget.case import Case, Line
from budget.case.prices import rate, years_between
from budget.formulas import Result, Row
from budget.formulas.table import OWN

ZERO = 0.005
Area = tuple[str, str]  # municipality and key of the service area; an empty key for lines without one


@dataclass(frozen=True)
class Member:
    """One case of the portfolio, in the prices of one year where `levels` has every index that its lines follow."""

    result: Result
    price_year: int
    levels: Mapping[str, float] | None  # by index: what an amount of the case is multiplied by; None: a rate is missing

    @property
    def case(self) -> Case:
        return self.result.case

    @property
    def apart(self) -> bool:
        """Whether it cannot be put into the prices of the others."""
        return self.levels is None

    @cached_property
    def rows(self) -> list[tuple[Row, Line, list[float]]]:
        """Every row of the municipality's own lines, in the case's fixed prices or converted."""
        found = []
        for row in self.result.rows:
            if row.kind in OWN and row.line is not None:
                level = (self.levels or {}).get(row.line.price_index, 1.0)
                fixed = self.result.row(f"{row.key}.fixed").values
                found.append((row, row.line, [value * level for value in fixed]))
        return found

    def of_the_budget(self, net: Sequence[float]) -> list[float]:
        """What is left of a net by year without the savings that no budget is cut by."""
        uncashed = [row for row in self.result.book.rows.values() if row.name == "uncashed" and row.line is not None]
        levels = [(self.levels or {}).get(row.line.price_index, 1.0) for row in uncashed if row.line is not None]
        return [
            kr - sum(float(row.at(n)) * level for row, level in zip(uncashed, levels, strict=True))
            for n, kr in enumerate(net)
        ]

    # ------------------------------------------------------------ the columns of the overview list
    @property
    def committee(self) -> str:
        """The committee of the service area in which most is saved; empty where none is named."""
        saved: dict[str, float] = {}
        for row, line, values in self.rows:
            if row.kind == "saving" and line.service_area:
                saved[line.service_area] = saved.get(line.service_area, 0.0) - sum(values)
        areas = self.case.service_areas
        largest = max(saved, key=lambda area: saved[area], default="")
        return (areas[largest].committee or areas[largest].name) if largest else ""

    def investment(self, control_area: str) -> float:
        """Temporary and one-off lines of the control area over the whole horizon; an income or saving lowers it."""
        passing = (sum(v) for _, line, v in self.rows if line.control_area == control_area and not _permanent(line))
        return sum(passing)

    def efficiency(self, control_area: str) -> float:
        """What the permanent lines of the control area save in the last year: a saving is positive here."""
        return 0.0 - sum(v[-1] for _, line, v in self.rows if line.control_area == control_area and _permanent(line))

    @property
    def outside(self) -> bool:
        """Whether money lies in a control area that the list has no column for."""
        return abs(self.investment("transfers")) >= ZERO or abs(self.efficiency("capital")) >= ZERO

    @property
    def payback_years(self) -> float | None:
        return self.result.summary["payback_years"]


def _permanent(line: Line) -> bool:
    return line.nature == "permanent"


@dataclass(frozen=True)
class Portfolio:
    """The cases in the prices of one year. Sums are over `together` alone."""

    price_year: int
    members: list[Member] = field(default_factory=list)

    @cached_property
    def together(self) -> list[Member]:
        return [member for member in self.members if not member.apart]

    @cached_property
    def apart(self) -> list[Member]:
        return [member for member in self.members if member.apart]

    @cached_property
    def years(self) -> list[int]:
        """Every year that a summed case has."""
        return sorted({year for member in self.together for year in member.result.years})

    def areas(self) -> dict[Area, list[float]]:
        """Net by service area and year, kr in budget sign. A case is in the sum in its own years only."""
        return self._by_area

    @cached_property
    def _by_area(self) -> dict[Area, list[float]]:
        from budget.analysis.frames import sums  # only here: pandas is slow to import

        found = sums(
            (str(member.case.municipality), line.service_area or "", year, value)
            for member in self.together
            for _, line, values in member.rows
            for year, value in zip(member.result.years, values, strict=True)
        )
        years = self.years
        return {area: [by_year.get(year, 0.0) for year in years] for area, by_year in found.items()}

    def totals(self) -> list[float]:
        """The net of every year over all service areas."""
        areas = self.areas().values()
        return [sum(values[n] for values in areas) for n in range(len(self.years))]


def told_twice(named: Sequence[tuple[str, str]]) -> list[int]:
    """The numbers of cases, by municipality and title, that seem to tell an earlier one again: the same up to the
    title's first comma or colon (Sverigesprojektet; Sverigesprojektet, beregnet af sagstal og anbringelser).
    """
    seen: set[tuple[str, str]] = set()
    found = []
    for number, (municipality, title) in enumerate(named):
        effort = municipality, re.split("[,:]", title)[0].strip().lower()
        if effort in seen:
            found.append(number)
        seen.add(effort)
    return found


def portfolio(results: Sequence[Result], price_year: int | None = None) -> Portfolio:
    """The cases in the prices of a year, the latest that any of them is in where none is given.

    The results must be in fixed prices.
    """
    years = [result.case.price_year for result in results]
    common = price_year if price_year is not None else max(years, default=0)
    return Portfolio(common, [Member(result, common, _levels(result.case, common)) for result in results])


def _levels(case: Case, year: int) -> dict[str, float] | None:
    """By index that lines of the case follow: from its prices to those of the year; None where a rate is missing."""
    found: dict[str, float] = {}
    for index in {line.price_index for line in case.lines()} - {"none"}:
        level = _level(case, index, year)
        if level is None:
            return None
        found[index] = level
    return found


def _level(case: Case, index: str, year: int) -> float | None:
    level = 1.0
    for between in years_between(case.price_year, year):
        given = rate(case, index, between)
        if given is None:
            return None
        level *= 1 + given.value
    return level if year >= case.price_year else 1 / level
