"""Would the projection have hit? Made again at earlier year ends, of what the list knew then, beside what came.

Beside it stand the plain alternatives: the number placed then, unchanged, and a linear trend of the years before.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from budget.analysis.courses import Counted, Courses
from budget.analysis.estimates import steps_of
from budget.analysis.fates import Band
from budget.case import Case, case_from_document
from budget.formulas import calculate

LEAST_TRIES, MOST_TRIES, AHEAD, TREND_YEARS = 3, 5, 3, 5
LEAST_YEARS = 2  # whole years that the list must know before a year end
Places = dict[str, list[float]]  # full-year places of each step by year


@dataclass(frozen=True)
class Try:
    """One year end: what was counted then, and by step the places projected, as they came, and of a linear trend."""

    year: int  # the first one projected
    found: list[Counted]
    projected: Places
    came: Places
    trend: Places

    @property
    def years(self) -> int:
        """How many are projected."""
        return len(next(iter(self.came.values())))


@dataclass(frozen=True)
class Score:
    """How far off the projection and its alternatives were, so many years ahead, and how often the band held."""

    ahead: int
    rmse: float
    rmse_unchanged: float
    rmse_trend: float
    held: int | None  # None where no band was drawn
    tried: int


def projected(found: Sequence[Counted], year: int, years: int) -> Places:
    """Full-year places of each step from a 1 January, by the formulas of the product."""
    result = calculate(_case(steps_of(found), year, years))
    return {one.step: list(map(float, result.row(f"baseline.{one.step}.places").values)) for one in found}


def _case(steps: Mapping[str, Any], year: int, years: int) -> Case:
    """A case of the baseline alone."""
    words = {"title": "-", "municipality": "-", "status": "idea"}
    baseline = {"as_of": f"{year}-01-01", "steps": steps}
    numbers = {"first_year": year, "years": years, "price_year": year, "discount_rate": 0}
    return case_from_document({**words, **numbers, "baseline": baseline})


def unchanged_entries(found: Sequence[Counted], year: int, years: int) -> dict[str, dict[int, float]]:
    """The entries of each step and year that keep its full-year places at the number placed now, as far as they can.

    Places rise in a straight line with the entries of their year, so that two runs of the formulas tell how many.
    """
    entries = {one.step: dict.fromkeys(range(year, year + years), 0.0) for one in found}

    def places(step: str, at: int) -> float:
        tree = steps_of(found)
        for name, by_year in entries.items():
            tree[name]["entries"] = dict(by_year)
        row = calculate(_case(tree, year, years)).row(f"baseline.{step}.places")
        return float(row.values[at - year])

    for one in found:  # who moves on to a step is known when those before it are
        for at in range(year, year + years):
            none = places(one.step, at)
            entries[one.step][at] = 1.0
            more = places(one.step, at) - none
            entries[one.step][at] = max(0.0, (one.placed - none) / more)
    return entries


def tries(courses: Courses, extracted: dt.date, since: float) -> list[Try]:
    """The last three to five year ends at which the list knew enough; none where there are fewer than three."""
    last = (extracted + dt.timedelta(days=1)).year  # years before this one are known whole
    since = max(since, courses.first_end)
    known = [year for year in range(last - MOST_TRIES - TREND_YEARS, last) if dt.date(year, 1, 1).toordinal() >= since]
    places = dict(zip(courses.steps, courses.places(known, extracted.toordinal()), strict=True)) if known else {}
    found = [
        made
        for year in range(last - MOST_TRIES, last)
        if year in known and known.index(year) >= LEAST_YEARS
        for made in _try(courses, year, last, since, known, places)
    ]
    return found if len(found) >= LEAST_TRIES else []


def _try(
    courses: Courses, year: int, last: int, since: float, known: Sequence[int], places: Mapping[str, list[float]]
) -> Iterator[Try]:
    found = courses.counted(dt.date(year, 1, 1), since)
    if not all(one.exposure > 0 for one in found):
        return
    ahead, at = min(AHEAD, last - year), known.index(year)
    came = {step: of[at : at + ahead] for step, of in places.items()}
    trend = {step: straight_on(of[max(0, at - TREND_YEARS) : at], ahead) for step, of in places.items()}
    yield Try(year, found, projected(found, year, ahead), came, trend)


def straight_on(before: Sequence[float], ahead: int) -> list[float]:
    slope, level = np.polyfit(range(-len(before), 0), before, 1)
    return [max(0.0, float(level + slope * n)) for n in range(ahead)]


def scores(made: Sequence[Try], bands: Sequence[Mapping[str, Band]] = ()) -> dict[str, list[Score]]:
    """By step and years ahead; the bands are those of the year ends, where they were drawn."""
    steps = [one.step for one in made[0].found] if made else []
    return {step: [_score(step, n, made, bands) for n in range(AHEAD) if _at(made, n)] for step in steps}


def _at(made: Sequence[Try], n: int) -> list[int]:
    return [at for at, one in enumerate(made) if n < one.years]


def _score(step: str, n: int, made: Sequence[Try], bands: Sequence[Mapping[str, Band]]) -> Score:
    there = _at(made, n)
    came = [made[at].came[step][n] for at in there]
    unchanged = [next(float(one.placed) for one in made[at].found if one.step == step) for at in there]
    held = sum(holds(bands[at][step], n, made[at].came[step][n]) for at in there) if bands else None
    return Score(
        n + 1,
        rmse([made[at].projected[step][n] for at in there], came),
        rmse(unchanged, came),
        rmse([made[at].trend[step][n] for at in there], came),
        held,
        len(there),
    )


def holds(band: Band, year: int, places: float) -> bool:
    """Whether the places of a year, by its number, lie within the band."""
    return band.low[year] <= places <= band.high[year]


def rmse(told: Sequence[float], came: Sequence[float]) -> float:
    """The root of the mean squared error."""
    return math.sqrt(math.fsum((a - b) ** 2 for a, b in zip(told, came, strict=True)) / len(came))


def beats_unchanged(found: Sequence[Score]) -> bool:
    """Whether the projection was nearer than the unchanged number, all years ahead together."""
    one = together(found)
    return one.rmse < one.rmse_unchanged


def together(found: Sequence[Score]) -> Score:
    """All years ahead as one, the last of them."""
    tried = sum(score.tried for score in found)

    def error(name: str) -> float:
        return math.sqrt(math.fsum(score.tried * getattr(score, name) ** 2 for score in found) / tried)

    held = [score.held for score in found if score.held is not None]
    errors = [error(name) for name in ("rmse", "rmse_unchanged", "rmse_trend")]
    return Score(found[-1].ahead, errors[0], errors[1], errors[2], sum(held) if held else None, tried)
