"""The chance of paying back: every uncertain figure drawn at random within its range, many times.

Each figure has its own stream of draws, made from the seed and its path, so that neither the order of lines nor the
size of the chunks changes a result.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from budget.analysis.arrays import ROOM, Arrays, Values
from budget.analysis.children import with_chance
from budget.analysis.sensitivity import Uncertain, uncertain_figures
from budget.case import Case
from budget.formulas import Result, calculate

CHUNK = 16_384  # draws worked out at a time: they stay in the processor's cache
LEAST_CHUNK = 256
LAMBDA = 4.0  # how much the most likely value weighs in a PERT distribution
ZERO = 0.005  # kr
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
KEYS = ("net", "accumulated")
COMPARED = 10_000  # the first draws, held against each figure to tell what drives the spread


@dataclass(frozen=True)
class Driver:
    """How much of the spread of `accumulated` in the last year follows one figure alone.

    `share` is the squared correlation, 0 … 1. The figures are drawn independently, so in a case where the result is
    a sum of them the shares add up to 1; what is missing from 1 is figures that work together or along a curve.
    """

    path: str
    share: float
    rising: bool  # whether a higher figure gives a higher net cost


@dataclass(frozen=True)
class Simulation:
    """By year: mean and quantiles of `net` and `accumulated` in kr, and the share of draws that has paid back."""

    draws: int
    seed: int
    years: list[int]
    net: dict[str, list[float]]
    accumulated: dict[str, list[float]]
    probability_paid_back: list[float]
    drivers: tuple[Driver, ...] = ()  # largest share first


def simulate(
    case: Case, draws: int = 10_000, seed: int = 1, prices: str = "fixed", chunk: int | None = None
) -> Simulation:
    """Draws every uncertain figure independently from a PERT distribution between its low and its high end, so many
    times: by year the mean and quantiles of `net` and `accumulated` (kr), and the share of draws that has paid back.

    The same seed gives the same result, bit for bit. CaseError when a rate for current prices is missing.
    """
    running = Running(calculate(case, prices), draws, seed, chunk)
    while running.step():
        pass
    return running.simulation()


class Running:
    """A simulation under way: `step` works out one chunk more, `simulation` tells what came of all of them."""

    def __init__(self, result: Result, draws: int, seed: int, chunk: int | None = None) -> None:
        self.result, self.draws, self.seed = result, draws, seed
        self.done = 0
        self._figures = uncertain_figures(result.case)
        self._kept = {key: np.empty((result.case.years, draws)) for key in KEYS}
        self._drawn = np.empty((len(self._figures), min(draws, COMPARED)))
        self._chunks = chunks(result, draws, seed, chunk or chunk_for(result))

    def step(self) -> bool:
        """One chunk more; False when there was none left."""
        found = next(self._chunks, None)
        if found is None:
            return False
        arrays, size = found
        start, self.done = self.done, self.done + size
        for key in KEYS:
            for year, values in enumerate(arrays.values(self.result.row(key))):
                self._kept[key][year, start : self.done] = values
        compared = slice(start, min(self.done, COMPARED))
        if start < COMPARED:
            for number, figure in enumerate(self._figures):
                values = _values_of(arrays, figure)
                self._drawn[number, compared] = np.nan if values is None else values[: COMPARED - start]
        return True

    def simulation(self) -> Simulation:
        """What the draws so far say."""
        kept = {key: values[:, : self.done] for key, values in self._kept.items()}
        paid = [float(np.mean(row < ZERO)) for row in kept["accumulated"]]
        net, accumulated = (_spread_of(kept[key]) for key in KEYS)
        drivers = tuple(self._drivers(kept["accumulated"][-1]))
        return Simulation(self.done, self.seed, self.result.years, net, accumulated, paid, drivers)

    def _drivers(self, outcome: Any) -> Iterator[Driver]:
        """The figures that the outcome follows, largest share first."""
        size = min(self.done, COMPARED)
        y = outcome[:size] - np.mean(outcome[:size])
        spread = float(y @ y)
        if not spread > ZERO**2 * size:
            return
        found = []
        for figure, drawn in zip(self._figures, self._drawn, strict=True):
            x = drawn[:size] - np.mean(drawn[:size])
            width, both = float(x @ x), float(x @ y)
            if width > 0:
                found.append(Driver(figure.path, both * both / (width * spread), both > 0))
        yield from sorted(found, key=lambda driver: (-driver.share, driver.path))


def chunk_for(result: Result) -> int:
    """As many draws at a time as there is room for: one walk with a single draw tells how many numbers it takes."""
    arrays, _ = next(chunks(result, 2, 1, 1))
    for key in KEYS:
        arrays.values(result.row(key))
    return max(LEAST_CHUNK, min(CHUNK, ROOM // max(1, arrays.held)))


def chunks(result: Result, draws: int, seed: int, chunk: int = CHUNK) -> Iterator[tuple[Arrays, int]]:
    """The rows of the calculation for one chunk of draws after the other, and how many draws it holds."""
    figures = [(figure, _source(seed, figure, draws <= chunk)) for figure in uncertain_figures(result.case)]
    chance = with_chance(result, lambda name: stream(seed, name))
    beyond: list[int] = []
    for start in range(0, draws, chunk):
        size = min(chunk, draws - start)
        arrays = Arrays(_inputs(result, figures, size), beyond)
        chance(arrays, size)
        yield arrays, size
        beyond = arrays.beyond


Source = Callable[[int], Any]  # so many draws more of one figure


def _source(seed: int, found: Uncertain, once: bool) -> Source:
    """The figure's draws, chunk after chunk; where one chunk is all, those of the last time are taken again."""
    low, mode, high = found.figure.low, found.figure.value, found.figure.high
    if once:
        return lambda size: _first(seed, found.path, low, mode, high, size)
    drawn = stream(seed, found.path)
    return lambda size: pert(drawn, low, mode, high, size)


@lru_cache(maxsize=128)  # at most 16 MiB: the draws of a figure do not change while other figures are moved
def _first(seed: int, path: str, low: Any, mode: float, high: Any, size: int) -> Any:
    drawn = pert(stream(seed, path), low, mode, high, size)
    drawn.flags.writeable = False
    return drawn


def stream(seed: int, path: str) -> np.random.Generator:
    """The draws of what has this name."""
    digest = hashlib.sha256(f"{seed}:{path}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def _inputs(result: Result, figures: list[tuple[Uncertain, Source]], size: int) -> dict[str, Values]:
    inputs: dict[str, Values] = {}
    for found, source in figures:
        drawn = source(size)
        key = found.series if found.years else found.path
        row = result.book.inputs.get(key)
        if row is None:
            continue  # nothing in this case uses the figure
        values = inputs.setdefault(key, list(row.values))
        for year in found.years or (0,):
            values[year] = drawn
    return inputs


def _values_of(arrays: Arrays, figure: Uncertain) -> Any:
    """The draws of one figure; None where nothing in the case uses it."""
    values = arrays.inputs.get(figure.series if figure.years else figure.path)
    return None if values is None else values[(figure.years or (0,))[0]]


def pert(draws: np.random.Generator, low: Any, mode: float, high: Any, size: int) -> Any:
    """Draws of a PERT distribution on [low, high] around the mode (contract section 4)."""
    width = high - low
    a = 1 + LAMBDA * (mode - low) / width
    b = 1 + LAMBDA * (high - mode) / width
    return low + width * draws.beta(a, b, size)


def _spread_of(values: Any) -> dict[str, list[float]]:
    """Mean and quantiles of each year, the quantiles by linear interpolation."""
    quantiles = np.quantile(values, list(QUANTILES.values()), axis=1)
    found = {"mean": [float(np.mean(row)) for row in values]}
    return found | {name: [float(v) for v in row] for name, row in zip(QUANTILES, quantiles, strict=True)}
