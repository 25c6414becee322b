"""The course of a line through the year: which part of the year's amount belongs to each month (contract section 5).

Months are held against what the line was to be by then: posts from the month in which they begin, placements by how
many of them are missing in each month, everything else evenly.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from budget.case.models import Line, Placements, Posts, Volume
from budget.formulas import Result, Row
from budget.formulas.vocabulary import centre, mean_weight

MONTHS = 12
EVEN = (1 / MONTHS,) * MONTHS
Course = tuple[float, ...]  # the share of the year that each of its twelve months has


def courses(result: Result, line: Line) -> list[Course]:
    """The line's course in every year of the horizon; even in a year in which nothing of it falls."""
    if isinstance(line, Placements):
        weights = _of_placements(result, line)
    elif isinstance(line, Posts | Volume):
        weights = _of_posts(result, line)
    else:
        return [EVEN] * len(result.years)
    return [_shares(months) for months in weights]


def _shares(months: Sequence[float]) -> Course:
    total = sum(months)
    return tuple(month / total for month in months) if total > 0 else EVEN


# ------------------------------------------------------------------ posts and recipients
def _of_posts(result: Result, line: Posts | Volume) -> list[list[float]]:
    """Posts or recipients month by month: all of them, but for what begins later in the year."""
    book = result.book
    count = book.rows[f"{line.id}.fte"] if isinstance(line, Posts) else book.input(f"costs.{line.id}.recipients")
    numbers, start = [float(count.at(year)) for year in range(len(result.years))], line.start_month
    if isinstance(start, dict):
        added = book.rows[f"{line.id}.added"].values
        return [
            _from_month(number, more, start.get(year, 1))
            for number, more, year in zip(numbers, added, result.years, strict=True)
        ]
    first = next((year for year, number in enumerate(numbers) if number > 0), None)
    return [_from_month(number, number, start if year == first else 1) for year, number in enumerate(numbers)]


def _from_month(number: float, begins: float, month: int) -> list[float]:
    """A number of which part begins in a month of the year."""
    return [number - (begins if current < month else 0.0) for current in range(1, MONTHS + 1)]


# ------------------------------------------------------------------ placements
def _of_placements(result: Result, line: Placements) -> list[list[float]]:
    """The missing placements of all stops so far, month by month."""
    stops = result.book.input(f"savings.{line.id}.stops").values
    missing = missing_by_month(result, line)
    return [
        [
            sum(stops[stopped] * missing[MONTHS * (year - stopped) + month] for stopped in range(year + 1))
            for month in range(MONTHS)
        ]
        for year in range(len(result.years))
    ]


def missing_by_month(result: Result, line: Placements) -> list[float]:
    """What one stop gives in each month from the beginning of its year on, on average over when in the year it is."""
    lag = line.lag_months.value + result.case.levers.delay_months.value
    ends = range(MONTHS * len(result.years) + 1)
    if line.timing == "evenly":
        until = [_area(line, month - lag) - _area(line, month - lag - MONTHS) for month in ends]
        return [(later - before) / MONTHS for before, later in pairwise(until)]
    offset = line.timing - 1 if isinstance(line.timing, int) else 0
    counted = [_counted(line, month - lag - offset) for month in ends]
    return [later - before for before, later in pairwise(counted)]


def _counted(line: Placements, months: float) -> float:
    """The months that count so long after a stop has taken effect: less, the more would have left by then anyway."""
    missing = _months_missing(line, months)
    return missing * float(mean_weight(_span(line, missing)).value)


def _area(line: Placements, months: float) -> float:
    """The integral of the counted months up to so long after a stop has taken effect."""
    missing = _months_missing(line, months)
    return _counted(line, months) * (months - missing * float(centre(_span(line, missing)).value))


def _months_missing(line: Placements, months: float) -> float:
    most = months if line.duration_months is None else min(months, line.duration_months.value)
    return max(most, 0.0)


def _span(line: Placements, missing: float) -> Row:
    """The rate at which those placed would leave, times the years that the placement has been missing."""
    rate = -math.log1p(-line.natural_exit.value)
    return Row("literal", (), (rate * missing / MONTHS,), constant=True)
