"""The chance of paying back: every uncertain figure drawn at random within its range, many times.

Each figure has its own stream of draws, made from the seed and its path, so that neither the order of lines nor the
size of the chunks changes a result.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from budget.analysis.arrays import Arrays, Values
from budget.analysis.sensitivity import Uncertain, uncertain_figures
from budget.case import Case
from budget.formulas import Result, calculate

CHUNK = 16_384  # draws worked out at a time: they stay in the processor's cache
LAMBDA = 4.0  # how much the most likely value weighs in a PERT distribution
ZERO = 0.005  # kr
QUANTILES = {"p10": 0.1, "p50": 0.5, "p90": 0.9}


@dataclass(frozen=True)
class Simulation:
    """By year: mean and quantiles of `net` and `accumulated` in kr, and the share of draws that has paid back."""

    draws: int
    seed: int
    years: list[int]
    net: dict[str, list[float]]
    accumulated: dict[str, list[float]]
    probability_paid_back: list[float]


def simulate(case: Case, draws: int = 10_000, seed: int = 1, prices: str = "fixed", chunk: int = CHUNK) -> Simulation:
    """Draws every uncertain figure; the same seed gives the same result, bit for bit."""
    result = calculate(case, prices)
    keys = ("net", "accumulated")
    kept = {key: np.empty((case.years, draws)) for key in keys}
    start = 0
    for arrays, size in chunks(result, draws, seed, chunk):
        for key in keys:
            for year, values in enumerate(arrays.values(result.row(key))):
                kept[key][year, start : start + size] = values
        start += size
    paid = [float(np.mean(kept["accumulated"][year] < ZERO)) for year in range(case.years)]
    return Simulation(draws, seed, case.horizon, _spread_of(kept["net"]), _spread_of(kept["accumulated"]), paid)


def chunks(result: Result, draws: int, seed: int, chunk: int = CHUNK) -> Iterator[tuple[Arrays, int]]:
    """The rows of the calculation for one chunk of draws after the other, and how many draws it holds."""
    figures = [(figure, _stream(seed, figure.path)) for figure in uncertain_figures(result.case)]
    for start in range(0, draws, chunk):
        size = min(chunk, draws - start)
        yield Arrays(result.case.years, _inputs(result, figures, size)), size


def _stream(seed: int, path: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}:{path}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def _inputs(result: Result, figures: list[tuple[Uncertain, np.random.Generator]], size: int) -> dict[str, Values]:
    inputs: dict[str, Values] = {}
    for found, stream in figures:
        drawn = pert(stream, found.figure.low, found.figure.value, found.figure.high, size)
        key = found.series if found.years else found.path
        row = result.book.inputs.get(key)
        if row is None:
            continue  # nothing in this case uses the figure
        values = inputs.setdefault(key, list(row.values))
        for year in found.years or (0,):
            values[year] = drawn
    return inputs


def pert(stream: np.random.Generator, low: Any, mode: float, high: Any, size: int) -> Any:
    """Draws of a PERT distribution on [low, high] around the mode (contract section 4)."""
    width = high - low
    a = 1 + LAMBDA * (mode - low) / width
    b = 1 + LAMBDA * (high - mode) / width
    return low + width * stream.beta(a, b, size)


def _spread_of(values: Any) -> dict[str, list[float]]:
    found = {"mean": [float(np.mean(row)) for row in values]}
    for name, share in QUANTILES.items():
        found[name] = [float(np.quantile(row, share)) for row in values]
    return found
