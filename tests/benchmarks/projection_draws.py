"""100,000 draws of a projection against the same arithmetic written by hand in numpy.

Ours goes in the chunks that `simulate` takes for the case, by hand in those that suit it best. All rows of the table
are worked out on both sides; drawing is left out on both, and so is chance for the single child. They must agree to
1e-9 relative. Then `simulate` itself with a million draws, for its memory.
Run `python -m tests.benchmarks.projection_draws`; the last output stands beside it.
"""

from __future__ import annotations

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from budget.analysis.arrays import Arrays
from budget.analysis.simulation import CHUNK, chunk_for, chunks, simulate
from budget.case import case_from_text
from budget.formulas import Result, calculate
from tests.benchmarks.simulation import DRAWS

AGES, MOST, MEMORY = 18, 2, 1024
CASE = """title: T
municipality: X
status: idea
first_year: 2027
price_year: 2027
discount_rate: 0.035
baseline:
  as_of: 2027-01-01
  steps:
    institution: {stock: {"0-11": 6, "12-14": 12, "15-17": 22}, entries: {value: 14, low: 9, high: 20},
      entry_ages: {"0-11": 0.2, "12-14": 0.3, "15-17": 0.5}, exit_share: {value: 0.25, low: 0.18, high: 0.33},
      moves: {foster: 0.08}, price: {value: 1160000, low: 1000000, high: 1400000}}
    foster: {stock: {"0-11": 42, "12-14": 20, "15-17": 18}, entries: 12,
      exit_share: {value: 0.12, low: 0.08, high: 0.17}, entry_ages: {"0-11": 0.5, "12-14": 0.25, "15-17": 0.25},
      price: 470000}
savings:
  - {id: closer, label: T, kind: projection, phase: {2027: 0.5, 2028: 1},
     effects: {institution: {entries: {value: -0.2, low: -0.3, high: 0}, moves: {foster: 0.12}}}}
"""
PATHS = (
    "baseline.institution.entries",
    "baseline.institution.exit_share",
    "baseline.institution.price",
    "baseline.foster.exit_share",
    "savings.closer.effects.institution.entries",
)
Array = Any
Inputs = dict[str, list[Array]]


def of_ages(young: float, middle: float, old: float) -> Array:
    """A column by single year of age."""
    return np.repeat([young / 12, middle / 3, old / 3], [12, 3, 3])[:, None]


STOCK = (of_ages(6, 12, 22), of_ages(42, 20, 18))
WEIGHTS = (of_ages(0.2, 0.3, 0.5), of_ages(0.5, 0.25, 0.25))
BUDGET = (40.0, 80.0)
FORCE = (0.5, 1.0, 1.0, 1.0)


def step(n: Array, e: Array, keep: Array) -> tuple[Array, Array, Array]:
    """Places in the year, the children a year later, and who is gone for other reasons by age."""
    rate = -np.log(keep)
    m = (1 - keep) / rate
    c = (1 - m) / rate
    d = (1 - 2 * c) / rate
    places = m * n[:-1].sum(axis=0) + c * (n[-1] + e[:-1].sum(axis=0)) + d * e[-1]
    after = c * e
    after[1:] += keep * n[:-1] + (m - c) * e[:-1]
    gone = (1 - m) * e
    gone[-1] = (1 - m) * n[-1] + (1 - 2 * c) * e[-1]
    half = (1 - keep) / 2 * n[:-1]
    gone[:-1] += half
    gone[1:] += half
    return places, after, gone


def course(entries: Array, exits: Array, foster_exits: Array, effect: Array, more: float) -> list[tuple[Array, Array]]:
    """Places of both steps by year, without the measure or, with effects, with it."""
    size = len(entries)
    homes, families = (np.broadcast_to(stock, (AGES, size)) for stock in STOCK)
    found = []
    for force in FORCE:
        move = 0.08 + force * more
        new = WEIGHTS[0] * (entries * (1 + force * effect))
        first, homes, gone = step(homes, new, 1 - exits - move)
        arriving = WEIGHTS[1] * 12 + move / (exits + move) * gone
        second, families, _ = step(families, arriving, 1 - foster_exits)
        found.append((first, second))
    return found


def by_hand(entries: Array, exits: Array, price: Array, foster_exits: Array, effect: Array) -> dict[str, list[Array]]:
    without, with_it = (
        course(entries, exits, foster_exits, 0.0, 0.0),
        course(entries, exits, foster_exits, effect, 0.12),
    )
    saved, avoided = [], []
    for before, after in zip(without, with_it, strict=True):
        places = [a - b for a, b in zip(before, after, strict=True)]
        saved.append(-(places[0] * price + places[1] * 470_000))
        rest = [
            np.maximum(p, 0) - np.minimum(np.maximum(p, 0), np.maximum(0, paid - there))
            for p, paid, there in zip(places, BUDGET, after, strict=True)
        ]
        avoided.append(-(rest[0] * price + rest[1] * 470_000))
    net = list(saved)
    rows = {"closer": saved, "net": net, "accumulated": list(np.cumsum(net, axis=0))}
    return rows | {"net.budget": [a - b for a, b in zip(net, avoided, strict=True)]}


def ours(result: Result, inputs: list[Inputs]) -> dict[str, list[Array]]:
    """Every row of the table, chunk by chunk, as the simulation goes through them; returns the last chunk's rows."""
    rows: dict[str, list[Array]] = {}
    beyond: list[int] = []
    for one in inputs:
        arrays = Arrays(one, beyond)
        rows = {row.key: arrays.values(row) for row in result.rows}
        beyond = arrays.beyond
    return rows


def drawn(result: Result, chunk: int) -> list[Inputs]:
    return [dict(arrays.inputs) for arrays, _ in chunks(result, DRAWS, 1, chunk)]


def hand(inputs: list[Inputs]) -> dict[str, list[Array]]:
    rows: dict[str, list[Array]] = {}
    for one in inputs:
        rows = by_hand(*(one[path][0] for path in PATHS))
    return rows


def main() -> int:
    result = calculate(case_from_text(CASE))
    chunk = chunk_for(result)
    inputs = {size: drawn(result, size) for size in {chunk, CHUNK, CHUNK // 2, CHUNK // 4}}
    mine, theirs = ours(result, inputs[chunk]), hand(inputs[chunk])
    for key, values in theirs.items():
        for a, b in zip(mine[key], values, strict=True):
            assert np.allclose(a, b, rtol=1e-9, atol=1e-4), key
    gc.disable()
    engines: list[float] = []
    kernels: dict[int, list[float]] = {size: [] for size in inputs}
    for _ in range(9):
        engines.append(seconds(lambda: ours(result, inputs[chunk])))
        for size, times in kernels.items():
            times.append(seconds(lambda size=size: hand(inputs[size])))  # type: ignore[misc]
    gc.enable()
    engine, best = statistics.median(engines), min(kernels, key=lambda size: statistics.median(kernels[size]))
    kernel = statistics.median(kernels[best])
    print(f"{DRAWS:,} draws of a projection of two steps, all rows, drawing left out; agree to 1e-9")
    for name, found, size in (("engine", engine, chunk), ("by hand", kernel, best)):
        print(f"{name} {found * 1000:7.1f} ms in chunks of {size:,}")
    print(f"{engine / kernel:.2f} times (at most {MOST})")
    inputs.clear()
    simulate(result.case, 1_000_000, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"1,000,000 draws: at most {peak:,.0f} MiB (under {MEMORY:,})")
    return 0 if engine <= MOST * kernel and peak < MEMORY else 1


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
