"""What a municipality's own list gives a projection: its figures, what they build on, and how they would have done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from budget.analysis.backtest import Score, Try, scores, tries
from budget.analysis.band import bands
from budget.analysis.courses import HAZARD_YEARS, Counted, Courses, years_before
from budget.analysis.estimates import FEWEST_COURSES, FEWEST_EXITS, is_refused
from budget.analysis.fates import Band
from budget.case import refuse

LATE = 183  # days from the window's beginning to the first who leaves, from which it is asked whether all are listed
YEARS = 4  # that are projected where no case says how many


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
