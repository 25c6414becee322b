"""What one figure must be for the case to break even: by its last year, or by a chosen one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from budget.analysis.arrays import Arrays
from budget.analysis.sensitivity import figures_in_force
from budget.case import Case, CaseError, find, refuse, with_figure
from budget.case.models import Key
from budget.formulas import calculate

ZERO = 0.005  # kr: what counts as nothing (contract section 1)
CLOSE = 1e-6  # kr: near enough to 0 to stop the search
GROWTH = 1.05  # how much longer each step of the search is than the one before
ZOOM = 33  # points that a stretch is looked at more closely with, where the result turns near 0


Jump = tuple[float, float, float]
Outcome = Callable[[Any], Any]  # kr by the value of one figure, or an array by an array


@dataclass(frozen=True)
class Solution:
    """The value nearest the present one at which `accumulated` is 0 at the end of `year`.

    None where there is none; `jump` then holds the value over which the result jumps past 0, and the results in kr
    on its low and its high side, if there is such a value.
    """

    path: str
    unit: str
    value: float | None
    present: float
    year: int
    outcome: Outcome = field(repr=False, compare=False)
    jump: Jump | None = None


def solve(case: Case, path: str, by: int | None = None, prices: str = "fixed") -> Solution:
    """What one figure, in its own unit and within its bounds, must be for `accumulated` to be 0 at the end of the last
    year, or of the year `by`; of several the one nearest to what it is.

    CaseError when the path is no figure, the year is not of the case, or a rate for current prices is missing.
    """
    entry, year = find(case, path)
    last = case.horizon[-1] if by is None else by
    if last not in case.horizon:
        raise refuse("unknown_year", path, read=str(by), known=", ".join(map(str, case.horizon)))
    found = entry.in_force(year or case.first_year)
    absent = entry.key.high if entry.key.above_low else entry.key.low
    present = found[1].value if found else absent
    at = outcome(case, path, present, last, prices)
    value, jump = nearest_zero(at, present, entry.key)
    if value is not None and not _can_be_set(case, path, value):
        value = None
    return Solution(path, entry.key.unit, value, present, last, at, jump)


def outcome(case: Case, path: str, present: float, year: int, prices: str) -> Outcome:
    """`accumulated` at the end of the year as a function of one figure, exactly as the run with that figure gives it.

    Takes one value or an array of them; only the rows that the figure reaches are worked out again.
    """
    result = calculate(with_figure(case, path, present), prices)
    row, at = result.row("accumulated"), result.years.index(year)
    entry, given_year = find(case, path)
    if entry.series and given_year is None:  # the whole series, also where the file must name every year of it
        years = tuple(entry.span(case.horizon))
    else:
        years = next((found.years for found in figures_in_force(result.case) if found.path == path), ())
    key = path if entry.series and not years else entry.path  # a rate outside the horizon is an input of its own
    inputs = result.book.inputs.get(key)

    beyond: list[int] = []  # rows that the figure does not reach, once the first value has been tried

    def accumulated(tried: Any) -> Any:
        if inputs is None:
            return row.values[at] + 0 * tried
        values = list(inputs.values)
        for held in years or (0,):
            values[held] = tried
        arrays = Arrays({key: values}, beyond)
        found = arrays.values(row)[at] + 0 * tried
        beyond[:] = arrays.beyond
        return found

    return accumulated


def _can_be_set(case: Case, path: str, value: float) -> bool:
    """Whether the case takes the value: limits of the reimbursement may not change places."""
    try:
        with_figure(case, path, value)
    except CaseError:
        return False
    return True


def nearest_zero(f: Outcome, present: float, key: Key) -> tuple[float | None, Jump | None]:
    """The value within the bounds of the key, nearest the present one, at which f is 0; else a jump over 0."""
    if abs(f(present)) < ZERO:
        return present, None
    jump: Jump | None = None
    best: float | None = None
    for bound in (key.low, key.high):
        for low, high in _brackets(f, present, bound):
            value, over = _bisect(f, low, high)
            if value is not None:
                if best is None or abs(value - present) < abs(best - present):
                    best = value
                break
            jump = jump or over
    return best, None if best is not None else jump


def _brackets(f: Outcome, start: float, bound: float) -> Iterator[tuple[float, float]]:
    """Stretches from the start towards the bound over which f comes to 0, nearest first."""
    return _stretches(f, [start, *_steps(start, bound)], closer=True)


def _stretches(f: Outcome, values: list[float], closer: bool) -> Iterator[tuple[float, float]]:
    """Where f comes to 0 between values; `closer` looks again, in short steps, at what lies before such a place."""
    outcomes = [float(outcome) for outcome in f(np.array(values))]
    for i in range(1, len(values)):
        if _meets_zero(outcomes[i - 1], outcomes[i]):
            if closer:
                near = [float(value) for value in np.linspace(values[max(i - 2, 0)], values[i], 2 * ZOOM)]
                yield from _stretches(f, [*near[:-1], values[i]], closer=False)
            else:
                yield values[i - 1], values[i]
        elif i + 1 < len(values) and _turns(*outcomes[i - 1 : i + 2]):
            there = _dip(f, values[i - 1], values[i + 1])
            if there is not None:
                yield values[i - 1], there


def _meets_zero(here: float, there: float) -> bool:
    return (here > 0) != (there > 0) or abs(there) < ZERO


def _turns(before: float, here: float, after: float) -> bool:
    """Whether f comes nearer to 0 and goes away again without having crossed it."""
    return not _meets_zero(here, after) and abs(here) < abs(before) and abs(here) <= abs(after)


def _dip(f: Outcome, a: float, b: float) -> float | None:
    """The first value found between two at which f has come to 0, though it is on the same side of it at both."""
    at_start = float(f(a))
    while abs(b - a) > 1e-12 * max(abs(a), abs(b)):
        tried = np.linspace(a, b, ZOOM)
        outcomes = f(tried)
        for value, outcome in zip(tried, outcomes, strict=True):
            if _meets_zero(at_start, float(outcome)):
                return float(value)
        lowest = int(np.argmin(np.abs(outcomes)))
        a, b = float(tried[max(lowest - 1, 0)]), float(tried[min(lowest + 1, ZOOM - 1)])
    return None


def _steps(start: float, bound: float) -> Iterator[float]:
    """Longer and longer steps from the start to the bound."""
    direction = 1.0 if bound > start else -1.0
    step = max(abs(start), abs(bound) * 1e-6, 1e-6) * 1e-3
    here = start
    while here != bound:
        there = here + direction * step
        here = bound if (there - bound) * direction >= 0 else there
        step *= GROWTH
        yield here


def _bisect(f: Outcome, a: float, b: float) -> tuple[float | None, Jump | None]:
    """A zero between two ends, or the jump over it."""
    at_a, at_b, start = f(a), f(b), a
    if abs(at_b) < ZERO and (at_a > 0) == (at_b > 0):
        return _first(f, a, b, ZERO), None
    for _ in range(200):
        middle = _better(a, b, at_a, at_b)
        if middle in (a, b):
            break
        at_middle = f(middle)
        if abs(at_middle) < CLOSE:
            return _first(f, start, middle, CLOSE), None
        if (at_middle > 0) == (at_a > 0):
            a, at_a = middle, at_middle
        else:
            b, at_b = middle, at_middle
        half = (a + b) / 2  # after each guess along the line, halve: the end is reached whatever the shape
        if half in (a, b):
            break
        at_half = f(half)
        if (at_half > 0) == (at_a > 0):
            a, at_a = half, at_half
        else:
            b, at_b = half, at_half
    value, at_value = (a, at_a) if abs(at_a) < abs(at_b) else (b, at_b)
    if abs(at_value) < ZERO:
        return value, None
    below, above = (at_a, at_b) if a < b else (at_b, at_a)
    return None, (value, below, above)


def _first(f: Outcome, start: float, zero: float, near: float) -> float:
    """Where a stretch of zeros begins that ends at one of them; that one where it stands alone."""
    outside, inside = start, zero
    for _ in range(60):
        middle = (outside + inside) / 2
        if abs(f(middle)) < near:
            inside = middle
        else:
            outside = middle
    return inside if abs(inside - zero) > 1e-6 * max(abs(zero), 1.0) else zero


def _better(a: float, b: float, at_a: float, at_b: float) -> float:
    """Where the straight line between the ends crosses zero: exact at once for a linear case."""
    guess = a - at_a * (b - a) / (at_b - at_a)
    return guess if min(a, b) < guess < max(a, b) else (a + b) / 2
