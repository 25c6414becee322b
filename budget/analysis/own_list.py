"""What a municipality's own list gives a projection: its figures, what they build on, and how they would have done.

The band around it are eight of ten runs, with the figures and each child's fate drawn: the figures from what the list
leaves open of them (their posteriors). What is needed of the list is what was counted of it, and no row.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from budget.analysis.backtest import Score, Try, scores, tries
from budget.analysis.courses import HAZARD_YEARS, Array, Counted, Courses, years_before
from budget.analysis.estimates import FEWEST_COURSES, FEWEST_EXITS, is_refused
from budget.analysis.fates import DRAWS, Band, Rates, fates
from budget.case import refuse
from budget.case.baseline import GROWN, ages

LATE = 183  # days from the window's beginning to the first who leaves, from which it is asked whether all are listed
YEARS = 4  # that are projected where no case says how many
SEED = 1
ROOM = 1_000_000  # children drawn at once


@dataclass(frozen=True)
class OwnList:
    """Counts alone: no row of the list is here."""

    as_of: dt.date
    extracted: dt.date
    since: dt.date | None  # the list is complete from here, where someone says so
    first_end: dt.date | None
    found: list[Counted]
    refused: list[Counted]
    tries: list[Try]

    @property
    def window(self) -> dt.date:
        """From when those who leave are counted."""
        return max(years_before(self.extracted, HAZARD_YEARS), self.since or dt.date.min)

    @property
    def is_late(self) -> bool:
        """Whether nobody is seen to leave for so long that the list may not be complete."""
        return self.first_end is None or (self.first_end - self.window).days > LATE


def own_list(courses: Courses, extracted: dt.date, as_of: dt.date, since: dt.date | None = None) -> OwnList:
    """The counts of each step and the backtest; CaseError where no step has enough."""
    if (as_of.month, as_of.day) != (1, 1) or as_of > extracted:
        raise refuse("courses_as_of", read=as_of.isoformat(), extracted=extracted.isoformat())
    if since is not None and since >= years_before(extracted, 1):
        raise refuse("courses_since", read=since.isoformat(), extracted=extracted.isoformat())
    complete = float(since.toordinal()) if since else -float("inf")
    refused = [one for one in courses.counted(extracted, complete, as_of) if is_refused(one) or one.price is None]
    kept = courses.without(one.step for one in refused)
    if not kept.steps:
        raise refuse("courses_too_few", courses=FEWEST_COURSES, exits=FEWEST_EXITS)
    first = courses.first_end
    return OwnList(
        as_of,
        extracted,
        since,
        dt.date.fromordinal(int(first)) if first < float("inf") else None,
        kept.counted(extracted, complete, as_of),
        refused,
        tries(kept, extracted, complete),
    )


def band(given: OwnList, years: int = YEARS, progress: Callable[[float], None] = lambda share: None) -> dict[str, Band]:
    """The band of each step from `as_of` on."""
    return bands(given.found, years, progress)


def backtest(given: OwnList, progress: Callable[[float], None] = lambda share: None) -> dict[str, list[Score]]:
    """By step how the projection would have done, with the band of every year end."""
    drawn = []
    for n, one in enumerate(given.tries):
        drawn.append(bands(one.found, one.years))
        progress((n + 1) / len(given.tries))
    return scores(given.tries, drawn)


# ------------------------------------------------------------------ the band
def bands(
    found: Sequence[Counted], years: int, progress: Callable[[float], None] = lambda share: None
) -> dict[str, Band]:
    """The band of each step for so many years from the 1 January on which the children were counted."""
    size = max(1, min(DRAWS, ROOM // max(1, round(sum(one.placed + years * one.entered for one in found)))))
    dice, parts = np.random.default_rng(SEED), []
    for done in range(0, DRAWS, size):
        parts.append(places_drawn(found, years, min(size, DRAWS - done), dice))
        progress(min(1.0, (done + size) / DRAWS))
    return {one.step: Band.of(np.concatenate([part[one.step] for part in parts], axis=1)) for one in found}


def places_drawn(found: Sequence[Counted], years: int, draws: int, dice: np.random.Generator) -> Mapping[str, Array]:
    """Full-year places by step, then by year and draw."""
    return fates({one.step: _rates(one, years, draws, dice) for one in found}, dice)


def _rates(one: Counted, years: int, draws: int, dice: np.random.Generator) -> Rates:
    """What each draw makes of the counts: how many enter and at which ages, and the chances of leaving and moving."""
    hazards = {to: dice.gamma(n + 0.5, 1 / one.exposure, draws) for to, n in {"": one.exits, **one.moves}.items()}
    whole = sum(hazards.values(), np.zeros(draws))
    cells = one.entry_ages if one.entered else {"0-17": 1}
    weights = dice.standard_gamma(np.array(list(cells.values()))[:, None], (len(cells), draws))
    return Rates(
        _by_age(one.stock, np.array(list(one.stock.values()))[:, None], draws),
        np.tile(dice.gamma(one.entered + 0.5, 1 / one.entry_years, draws), (years, 1)),
        _by_age(cells, weights / weights.sum(axis=0), draws),
        np.tile(whole, (years, 1)),
        {to: np.tile(hazard / whole, (years, 1)) for to, hazard in hazards.items() if to},
    )


def _by_age(cells: Mapping[str, int], values: Array, draws: int) -> Array:
    """What falls to each age, spread evenly over its cell."""
    found = np.zeros((GROWN, draws))
    for text, value in zip(cells, values, strict=True):
        found[list(ages(text))] = value / len(ages(text))
    return found
