"""What one figure must be for the case to break even: by its last year, or by a chosen one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from budget.analysis.labels import figure_label, value_text
from budget.case import Case, find, refuse, with_figure
from budget.case.models import Key
from budget.formulas import calculate
from budget.text import Words

ZERO = 0.005  # kr: what counts as nothing (contract section 1)
GROWTH = 1.25  # how much longer each step of the search is than the one before


Jump = tuple[float, float, float]


@dataclass(frozen=True)
class Solution:
    """The value nearest the present one at which `accumulated` is 0.

    None where there is none; `jump` then holds the value over which the result jumps past 0, and the results in kr
    on its low and its high side, if there is such a value.
    """

    path: str
    unit: str
    value: float | None
    present: float
    jump: Jump | None = None


def solve(case: Case, path: str, by: int | None = None, prices: str = "fixed") -> Solution:
    """Solves for one figure within its bounds; CaseError when the path is no figure or the year not of the case."""
    entry, year = find(case, path)
    last = case.horizon[-1] if by is None else by
    if last not in case.horizon:
        raise refuse("unknown_year", path, read=str(by), known=", ".join(map(str, case.horizon)))
    found = entry.in_force(year or case.first_year)
    present = found[1].value if found else entry.key.low

    def accumulated(value: float) -> float:
        result = calculate(with_figure(case, path, value), prices)
        return float(result.row("accumulated").values[last - case.first_year])

    value, jump = _nearest_zero(accumulated, present, entry.key)
    return Solution(path, entry.key.unit, value, present, jump)


def solution_text(case: Case, solution: Solution, year: int, words: Words) -> str:
    """The answer in one sentence."""
    entry, given_year = find(case, solution.path)
    label = figure_label(entry.path, entry.line, words, given_year)

    def said(value: float) -> str:
        return value_text(value, solution.unit, words)

    if solution.value is not None:
        present = said(solution.present)
        return words("solve.value", label=label, value=said(solution.value), year=year, present=present)
    if solution.jump:
        value, below, above = solution.jump
        return words(
            "solve.jump", label=label, value=words.plain(value), below=words.kr(below), above=words.kr(above), year=year
        )
    return words("solve.none", label=label, low=said(entry.key.low), high=said(entry.key.high), year=year)


def _nearest_zero(f: Callable[[float], float], present: float, key: Key) -> tuple[float | None, Jump | None]:
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


def _brackets(f: Callable[[float], float], start: float, bound: float) -> Iterator[tuple[float, float]]:
    """Stretches from the start towards the bound over which f changes sign, nearest first."""
    direction = 1.0 if bound > start else -1.0
    step = max(abs(start), abs(bound) * 1e-6, 1e-6) * 1e-3
    here, at_here = start, f(start)
    while here != bound:
        there = here + direction * step
        if (there - bound) * direction >= 0:
            there = bound
        try:
            at_there = f(there)
        except ArithmeticError:
            return
        if (at_here > 0) != (at_there > 0) or abs(at_there) < ZERO:
            yield here, there
        here, at_here, step = there, at_there, step * GROWTH


def _bisect(f: Callable[[float], float], a: float, b: float) -> tuple[float | None, Jump | None]:
    """A zero between two ends, or the jump over it."""
    at_a, at_b = f(a), f(b)
    if abs(at_b) < ZERO and (at_a > 0) == (at_b > 0):
        return b, None
    for _ in range(200):
        middle = _better(a, b, at_a, at_b)
        if middle in (a, b):
            break
        at_middle = f(middle)
        if at_middle == 0:
            return middle, None
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


def _better(a: float, b: float, at_a: float, at_b: float) -> float:
    """Where the straight line between the ends crosses zero: exact at once for a linear case."""
    guess = a - at_a * (b - a) / (at_b - at_a)
    return guess if min(a, b) < guess < max(a, b) else (a + b) / 2
