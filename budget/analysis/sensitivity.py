"""Which figures move the result: each uncertain one alone at its low and its high end."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from budget.analysis.arrays import ROOM, Arrays, Values, reached
from budget.case import Case, Entry, Figure, entries
from budget.formulas import Result, Row, calculate

ZERO = 0.005  # kr


@dataclass(frozen=True)
class Swing:
    """One figure and `accumulated` of the last year, kr, with it at its low and its high end."""

    found: "Uncertain"
    low: float
    value: float
    high: float
    at_low: float
    at_high: float

    @property
    def path(self) -> str:
        return self.found.path

    @property
    def size(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Uncertain:
    """A figure with low < high: the path that sets it, its series, and the years it holds in."""

    path: str
    series: str
    figure: Figure
    years: tuple[int, ...]  # by number in the series; empty for a figure that does not vary with the year
    entry: Entry

    @property
    def year(self) -> int | None:
        """The year that the path sets; None for a figure of every year."""
        return None if self.path == self.series else int(self.path.rpartition(".")[2])


def figures_in_force(case: Case) -> Iterator[Uncertain]:
    """Every figure of the case that some year uses; a carried value is one figure."""
    for entry in entries(case):
        for year, figure in entry.figures().items():
            if year is None or (entry.path.startswith("indices.") and year not in case.horizon):
                years = tuple(entry.span(case.horizon)) if entry.series and year is None else ()
                yield Uncertain(
                    entry.path if year is None else f"{entry.path}.{year}", entry.path, figure, years, entry
                )
                continue
            span = entry.span(case.horizon)
            held = tuple(number for number, y in span.items() if entry.in_force(y) == (year, figure))
            if held:  # a level from before those years is set by the first of them
                path = f"{entry.path}.{max(year, min(span.values()))}"
                yield Uncertain(path, entry.path, figure, held, entry)


def uncertain_figures(case: Case) -> list[Uncertain]:
    """The figures that have a range."""
    return [found for found in figures_in_force(case) if found.figure.uncertain]


def is_uncertain(case: Case) -> bool:
    """Whether draws of the case differ: it has a figure with a range, or a projection, with chance for every child."""
    return bool(uncertain_figures(case)) or case.projection is not None


def sensitivity(case: Case, prices: str = "fixed", percent: float | None = None) -> tuple[float, list[Swing]]:
    """What moves the result: `accumulated` of the last year (kr, budget sign) as the case stands, and a `Swing` for
    each uncertain figure alone at its low and its high end, largest first; what moves nothing is left out.

    With `percent` the certain figures are tried too, so many per cent up and down and within their bounds. CaseError
    when a rate for current prices is missing.
    """
    result = calculate(case, prices)
    base = float(result.row("accumulated").values[-1])
    tries = list(_tries(case, None if percent is None else percent / 100))
    outcomes = _outcomes(result, tries)
    swings = []
    for (found, low, high), at_low, at_high in zip(tries, outcomes[::2], outcomes[1::2], strict=True):
        if max(abs(at_low - base), abs(at_high - base)) >= ZERO:
            swings.append(Swing(found, low, found.figure.value, high, at_low, at_high))
    return base, sorted(swings, key=lambda swing: (-swing.size, swing.path))


Try = tuple[Uncertain, float, float]  # a figure and its two ends


def _tries(case: Case, share: float | None) -> Iterator[Try]:
    """The uncertain figures at their ends; with a share also the certain ones at ± that, within their bounds."""
    for found in figures_in_force(case):
        figure, value = found.figure, found.figure.value
        if figure.low is not None and figure.high is not None and figure.uncertain:
            yield found, figure.low, figure.high
        elif share is not None and value != 0:
            key = found.entry.key
            low, high = (min(max(end, key.low), key.high) for end in sorted((value * (1 - share), value * (1 + share))))
            yield found, low, high


def _outcomes(result: Result, tries: list[Try]) -> list[float]:
    """`accumulated` of the last year with each figure alone at its low and then its high end, many at once."""
    row, keys = result.row("accumulated"), {_key(found) for found, _, _ in tries}
    together = max(1, ROOM // max(1, 2 * result.case.years * reached(row, keys)))
    outcomes: list[float] = []
    for start in range(0, len(tries), together):
        outcomes += _together(result, row, tries[start : start + together])
    return outcomes


def _together(result: Result, row: Row, tries: list[Try]) -> list[float]:
    inputs: dict[str, Values] = {}
    for number, (found, low, high) in enumerate(tries):
        given = result.book.inputs.get(_key(found))
        if given is None:
            continue  # nothing in this case uses the figure
        values = inputs.setdefault(_key(found), [np.full(2 * len(tries), value) for value in given.values])
        for year in found.years or (0,):
            values[year][2 * number], values[year][2 * number + 1] = low, high
    last = Arrays(inputs).values(row)[-1]
    return [float(value) for value in np.broadcast_to(last, 2 * len(tries))]


def _key(found: Uncertain) -> str:
    """The input of the calculation that the figure is part of."""
    return found.series if found.years else found.path
