"""Courses of placement as a municipality's own list has them, and what is counted of them at a date.

A course is one child's time in placement, one part for each step that it was on. Days are counted from the calendar's
beginning, so that a year is 365,25 of them.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import numpy as np

from budget.case.baseline import GROWN

YEAR = 365.25
ONE_COURSE = 31  # days: a shorter gap, or overlap, within a course is none
HAZARD_YEARS, ENTRY_YEARS = 6, 3
LEAST = 5  # children in a cell of ages
GONE = -1  # in place of a step: none that is counted

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Rows:
    """The rows of a list that can be used: day of beginning, day of the end (infinite: still placed), exact age."""

    course: Array
    step: Array
    start: Array
    end: Array
    age: Array
    price: Array  # kr a year; nan where none is given
    steps: tuple[str, ...]
    slack: float  # days by which an 18th birthday may be wrong: half a year where ages are whole


@dataclass(frozen=True)
class Counted:
    """What a list shows of one step at a date; ages in cells of at least five children, or one cell."""

    step: str
    stock: dict[str, int]
    entry_ages: dict[str, int]
    entered: int
    entry_years: float
    last_year: int  # of those who entered, in the last year
    exits: int
    moves: dict[str, int]  # to later steps
    back: int  # of the exits those who moved to an earlier step
    exposure: float  # years in which a child could have left or moved, until a year before the 18th birthday
    courses: int  # that were seen in them
    price: float | None
    priced: int  # children whose price is known: of those placed, or of all who were

    @property
    def placed(self) -> int:
        return sum(self.stock.values())


@dataclass(frozen=True)
class Courses:
    """The parts of all courses, those of a course one after the other."""

    steps: tuple[str, ...]  # dear first: the order in which children move on
    course: Array
    step: Array
    start: Array
    end: Array
    born18: Array
    price: Array
    before: Array  # the step that the child comes from; GONE for one that was not placed
    after: Array  # the step that it moves to; GONE for one that leaves
    slack: float = 0.0
    left_out: list[int] = field(default_factory=list)  # numbers of the rows that lie over another of their course

    @classmethod
    def of(cls, rows: Rows) -> "Courses":
        """Joins the rows of each course: what is under a month apart follows on."""
        order = np.lexsort((rows.end, rows.start, rows.course))
        out = _overlapping(rows.course[order], rows.start[order], rows.end[order])
        left_out, order = order[out].tolist(), order[~out]
        steps, step = _dear_first(rows, order)
        course, start, end = rows.course[order], rows.start[order], rows.end[order].copy()
        same = course[1:] == course[:-1]
        follows = same & (start[1:] - end[:-1] < ONE_COURSE)
        end[:-1][follows] = start[1:][follows]
        before, after = np.full(len(order), GONE), np.full(len(order), GONE)
        before[1:][follows], after[:-1][follows] = step[:-1][follows], step[1:][follows]
        first = np.maximum.accumulate(np.where(np.r_[True, ~same], np.arange(len(order)), 0)) if len(order) else order
        born18 = (start + (GROWN - rows.age[order]) * YEAR)[first]
        return cls(steps, course, step, start, end, born18, rows.price[order], before, after, rows.slack, left_out)

    def without(self, steps: Iterable[str]) -> "Courses":
        """The list without some steps: who moves to one of them leaves, and who comes from one enters."""
        out = set(steps)
        kept = [name for name in self.steps if name not in out]
        number = np.array([kept.index(name) if name in kept else GONE for name in self.steps] + [GONE])
        parts = {name: number[getattr(self, name)] for name in ("step", "before", "after")}
        mine = parts["step"] != GONE
        others = {name: getattr(self, name)[mine] for name in ("course", "start", "end", "born18", "price")}
        return replace(self, steps=tuple(kept), **{name: array[mine] for name, array in parts.items()}, **others)

    # ------------------------------------------------------------------ what is seen at a date
    def counted(self, at: dt.date, since: float = -np.inf, on: dt.date | None = None) -> list[Counted]:
        """Each step as known at a date, of a list that is complete since a day; who is placed is counted on `on`."""
        now = at.toordinal()
        begins = max(years_before(at, HAZARD_YEARS).toordinal(), since)
        until = np.minimum(now, self.born18 - YEAR)
        years = np.clip(np.minimum(self.end, until) - np.maximum(self.start, begins), 0, None) / YEAR
        ended = (self.end > begins) & (self.end <= until)
        moved = ended & (self.after > self.step)
        back = ended & (self.after != GONE) & (self.after < self.step)
        left = ended & ~moved & (self.after != self.step)
        three = years_before(at, ENTRY_YEARS).toordinal()
        enters = (self.start > max(three, since)) & (self.start <= now) & self._entering
        latest = enters & (self.start > years_before(at, 1).toordinal())
        placed = self._placed((on or at).toordinal())
        entry_ages, ages = self._ages(self.start), self._ages((on or at).toordinal())
        entry_years = ENTRY_YEARS if since <= three else (now - since) / YEAR
        size = len(self.steps)
        seen = np.bincount(self.course[years > 0] * size + self.step[years > 0], None, 0)
        exposure, exits = np.bincount(self.step, years, size), np.bincount(self.step[left], None, size)
        courses = np.pad(seen > 0, (0, -len(seen) % size)).reshape(-1, size).sum(axis=0)
        found = []
        for n, name in enumerate(self.steps):
            here = self.step == n
            priced = here & ~np.isnan(self.price)
            prices = self.price[priced & placed] if (here & placed).any() else self.price[priced]
            to = np.bincount(self.after[here & moved], None, size)
            found.append(
                Counted(
                    name,
                    pooled(np.bincount(ages[here & placed], None, GROWN)),
                    pooled(np.bincount(entry_ages[here & enters], None, GROWN)),
                    int((here & enters).sum()),
                    float(entry_years),
                    int((here & latest).sum()),
                    int(exits[n]),
                    {other: int(number) for other, number in zip(self.steps, to, strict=True) if number},
                    int((here & back).sum()),
                    float(exposure[n]),
                    int(courses[n]),
                    float(prices.mean()) if len(prices) else None,
                    len(prices),
                )
            )
        return found

    def places(self, years: Sequence[int], now: float) -> list[list[float]]:
        """The full-year places of each step in each year, as they were, of a list taken out on the day `now`."""
        known = np.minimum(self.end, now)
        until = np.where(known <= self.born18 + self.slack, known, self.born18)
        days = [dt.date(year, 1, 1).toordinal() for year in (*years, years[-1] + 1)] if years else []
        found = []
        for first, last in pairwise(days):
            there = np.clip(np.minimum(until, last) - np.maximum(self.start, first), 0, None)
            found.append(np.bincount(self.step, there, len(self.steps)) / (last - first))
        return [list(map(float, places)) for places in zip(*found, strict=True)]

    @property
    def first_end(self) -> float:
        """The first day on which anyone is seen to leave: of those who left before, the list may know nothing."""
        ended = self.end[np.isfinite(self.end) & (self.after == GONE)]
        return float(ended.min()) if len(ended) else np.inf

    @property
    def _entering(self) -> Array:
        """New children, and those who come from a later step."""
        found: Array = (self.before == GONE) | (self.before > self.step)
        return found

    def _placed(self, day: int) -> Array:
        found: Array = (self.start <= day) & (self.end > day) & (self.born18 + self.slack > day)
        return found

    def _ages(self, day: Any) -> Array:
        """Whole ages on a day; who is placed and by a blurred birthday no longer 17 still is."""
        ages: Array = np.clip(np.floor(GROWN - (self.born18 - day) / YEAR), 0, GROWN - 1).astype(int)
        return ages


def _overlapping(course: Array, start: Array, end: Array) -> Array:
    """Which rows begin a month or more before the one that they follow in their course has ended."""
    out = np.zeros(len(course), dtype=bool)
    close = (course[1:] == course[:-1]) & (start[1:] - end[:-1] <= -ONE_COURSE)
    for one in np.unique(course[1:][close]):
        until = -np.inf
        for n in np.flatnonzero(course == one):
            if start[n] - until <= -ONE_COURSE:
                out[n] = True
            else:
                until = end[n]
    return out


def _dear_first(rows: Rows, order: Array) -> tuple[tuple[str, ...], Array]:
    """The steps by their mean price, and the step of each row by its number among them."""
    step, price, size = rows.step[order], rows.price[order], len(rows.steps)
    known = ~np.isnan(price)
    number = np.bincount(step[known], None, size)
    mean = np.bincount(step[known], price[known], size) / np.maximum(number, 1)
    ranked = np.argsort(-mean, kind="stable")
    place = np.empty(size, dtype=int)
    place[ranked] = np.arange(size)
    return tuple(rows.steps[n] for n in ranked), place[step]


def pooled(ages: Sequence[int] | Array) -> dict[str, int]:
    """Children by age in cells of at least five, from 17 down; fewer in all are one cell. Empty cells are left out."""
    cells: list[tuple[int, int, int]] = []
    high, number = GROWN - 1, 0
    for age in range(GROWN - 1, -1, -1):
        number += int(ages[age])
        if number == 0 or number >= LEAST:
            cells.append((age, high, number))
            high, number = age - 1, 0
    while 0 < number < LEAST and cells:
        _, high, more = cells.pop()
        number += more
    if number:
        cells.append((0, high, number))
    named = {f"{low}-{top}" if low < top else str(low): n for low, top, n in reversed(cells) if n}
    return named or {f"0-{GROWN - 1}": 0}


def years_before(date: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 28 February for a 29th."""
    try:
        return date.replace(year=date.year - years)
    except ValueError:
        return date.replace(year=date.year - years, day=28)
