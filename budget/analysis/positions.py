"""The table of a budget office: what stands of one year for each line, for service areas and for the case.

Lines of other payers are no part of the case's own economy: they stand apart and in no sum. What is not known of one
line is not known of its sum; a line with neither budget nor entries in the year has no part in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from budget.analysis.follow_up import ZERO, FollowedLine, FollowUp, LineYear, difference


@dataclass(frozen=True)
class Position:
    """A row of the table, kr in budget sign and in the prices of the follow-up; None is not known."""

    budget: float
    granted: float
    carried: float
    actual: float | None
    to_date: float | None
    forecast: float | None
    partial: bool = False  # whether only some months are known

    @property
    def revised(self) -> float:
        return self.budget + self.granted + self.carried

    @property
    def used(self) -> float | None:
        """What was spent as a share of the year's revised budget; None where there is none."""
        if self.actual is None or abs(self.revised) < ZERO:
            return None
        return self.actual / self.revised

    @property
    def deviation_to_date(self) -> float | None:
        return difference(self.actual, self.to_date)

    @property
    def expected_deviation(self) -> float | None:
        """What is expected of the year beyond its revised budget."""
        return difference(self.forecast, self.revised)


@dataclass(frozen=True)
class Standing:
    """A line in the year."""

    followed: FollowedLine
    year: LineYear

    @property
    def position(self) -> Position:
        year, outturn = self.year, self.year.outturn
        closed = outturn.actual is not None and not outturn.partial  # then the accounts are what is expected
        return Position(
            year.budget,
            year.granted,
            year.carried,
            outturn.actual,
            year.to_date,
            outturn.actual if closed else outturn.forecast,
            outturn.partial,
        )

    @property
    def is_known(self) -> bool:
        return self.year.outturn.actual is not None

    @property
    def is_followed(self) -> bool:
        """Whether there is anything of the year to follow: a budget, or an entry."""
        kr = max(abs(self.year.budget), abs(self.year.granted), abs(self.year.carried))
        return kr >= ZERO or self.is_known or self.year.outturn.forecast is not None


@dataclass(frozen=True)
class YearPositions:
    """The lines of one year by service area, in the order of the case; those of other payers by themselves."""

    year: int
    areas: dict[str, list[Standing]]
    others: list[Standing]

    @property
    def own(self) -> list[Standing]:
        """The municipality's own lines."""
        return [standing for area in self.areas.values() for standing in area]

    @property
    def known(self) -> list[Standing]:
        """Those of which something was spent."""
        return [standing for standing in self.own if standing.is_known]

    @property
    def missing(self) -> list[Standing]:
        """Those that have a budget and of which nothing is known."""
        return [standing for standing in self.own if standing.is_followed and not standing.is_known]


def positions(found: FollowUp, year: int) -> YearPositions:
    """The table of one year."""
    at = found.years.index(year)
    areas: dict[str, list[Standing]] = {area: [] for area in (*found.case.service_areas, "")}
    others: list[Standing] = []
    for followed in found.lines:
        standing = Standing(followed, followed.years[at])
        own = followed.line.payer == "municipality"
        (areas[followed.line.service_area or ""] if own else others).append(standing)
    return YearPositions(year, {area: lines for area, lines in areas.items() if lines}, others)


def latest(found: FollowUp) -> int | None:
    """The last year of which anything was spent; None where nothing is known."""
    known = {year.year for line in found.lines for year in line.years if year.outturn.actual is not None}
    return max(known, default=None)


def together(lines: Iterable[Standing]) -> Position:
    """Several lines as one row."""
    rows = [line.position for line in lines if line.is_followed]

    def whole(values: list[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return sum(known) if values and len(known) == len(values) else None

    return Position(
        sum(row.budget for row in rows),
        sum(row.granted for row in rows),
        sum(row.carried for row in rows),
        whole([row.actual for row in rows]),
        whole([row.to_date for row in rows]),
        whole([row.forecast for row in rows]),
        any(row.partial for row in rows),
    )
