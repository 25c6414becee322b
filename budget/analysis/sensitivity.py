"""Which figures move the result: each uncertain one alone at its low and its high end."""

from collections.abc import Iterator
from dataclasses import dataclass

from budget.analysis.labels import figure_label
from budget.case import Case, CaseError, Figure, entries, find, with_figure
from budget.formulas import calculate
from budget.text import Words

ZERO = 0.005  # kr


@dataclass(frozen=True)
class Swing:
    """One figure and `accumulated` of the last year, kr, with it at its low and its high end."""

    path: str
    label: str
    low: float
    value: float
    high: float
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Uncertain:
    """A figure with low < high: the path that sets it, its series, and the years of the horizon it holds in."""

    path: str
    series: str
    figure: Figure
    years: tuple[int, ...]  # numbers from 0; empty for a figure that does not vary with the year


def figures_in_force(case: Case) -> Iterator[Uncertain]:
    """Every figure of the case that some year uses; a carried value is one figure."""
    for entry in entries(case):
        for year, figure in entry.figures().items():
            if year is None or (entry.path.startswith("indices.") and year not in case.horizon):
                years = tuple(range(case.years)) if entry.series and year is None else ()
                yield Uncertain(entry.path if year is None else f"{entry.path}.{year}", entry.path, figure, years)
                continue
            held = tuple(i for i, y in enumerate(case.horizon) if entry.in_force(y) == (year, figure))
            if held:  # a level from before the horizon is set by its first year
                yield Uncertain(f"{entry.path}.{max(year, case.first_year)}", entry.path, figure, held)


def uncertain_figures(case: Case) -> list[Uncertain]:
    """The figures that have a range."""
    return [found for found in figures_in_force(case) if found.figure.uncertain]


def sensitivity(
    case: Case, words: Words, prices: str = "fixed", percent: float | None = None
) -> tuple[float, list[Swing]]:
    """The outcome as the case stands, and what moves it, largest swing first; `percent` tries certain figures too."""
    base = _outcome(case, prices)
    ends = [(u.path, u.figure.low, u.figure.value, u.figure.high) for u in uncertain_figures(case)]
    swings = [_swing(case, words, prices, *end) for end in ends]  # type: ignore[arg-type]
    if percent is not None:
        swings += [_swing(case, words, prices, *ends) for ends in _certain(case, percent / 100)]
    moving = [swing for swing in swings if max(abs(swing.at_low - base), abs(swing.at_high - base)) >= ZERO]
    return base, sorted(moving, key=lambda swing: (-swing.size, swing.path))


def _certain(case: Case, share: float) -> Iterator[tuple[str, float, float, float]]:
    """The certain figures at ± a share of themselves, within their bounds."""
    for found in figures_in_force(case):
        value = found.figure.value
        if not found.figure.uncertain and value != 0:
            key = find(case, found.path)[0].key
            low, high = (min(max(end, key.low), key.high) for end in sorted((value * (1 - share), value * (1 + share))))
            yield found.path, low, value, high


def _swing(case: Case, words: Words, prices: str, path: str, low: float, value: float, high: float) -> Swing:
    entry, year = find(case, path)
    label = figure_label(entry.path, entry.line, words, year)
    at_low, at_high = (_outcome_with(case, path, end, prices) for end in (low, high))
    return Swing(path, label, low, value, high, at_low, at_high)


def _outcome_with(case: Case, path: str, value: float, prices: str) -> float:
    try:
        return _outcome(with_figure(case, path, value), prices)
    except CaseError:  # an end that breaks what holds between figures (limits in order) is no possible case
        return _outcome(case, prices)


def _outcome(case: Case, prices: str) -> float:
    return float(calculate(case, prices).row("accumulated").values[-1])
