"""100,000 draws of the driver case against the same arithmetic written by hand in numpy, in the same chunks.

All rows of the table are worked out on both sides; drawing is left out on both. They must agree to 1e-9 relative.
Run `python tests/benchmarks/simulation.py`; the last output stands beside this file.
"""

from __future__ import annotations

import pathlib
import resource
import statistics
import sys
import time
from itertools import pairwise
from typing import Any

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from budget.analysis.arrays import Arrays  # noqa: E402
from budget.analysis.simulation import CHUNK, chunks, simulate  # noqa: E402
from budget.case import read_case  # noqa: E402
from budget.formulas import Result, calculate  # noqa: E402

DRAWS, YEARS = 100_000, 6


def by_hand(pay: Any, price: Any, duration: Any, realisation: Any) -> dict[str, list[Any]]:
    """The driver case with its four uncertain figures as arrays, as someone who knows it would write it."""
    rows: dict[str, list[Any]] = {}
    employed = [0.75, 1, 1, 1, 1, 1]
    rows["advisers"] = [f * pay * 1.2 * e for f, e in zip([3, 4.6, 5.4, 5.4, 5.4, 5.4], employed, strict=True)]
    rows["juniors"] = [1_680_000.0] * YEARS
    rows["manager"] = [720_000.0] * YEARS
    rows["training"] = [300_000.0, 0, 0, 0, 0, 50_000.0]
    rows["family-work"] = [510_000.0] + [1_020_000.0] * 5
    stops, share, lag = [2, 3, 3, 1, 1, 1], 0.9 * 0.84 * 0.75, 3
    areas = []
    for k in range(YEARS):
        t = 12 * (k + 1) - lag
        gone = np.minimum(t, duration)
        areas.append(gone * (t - gone / 2))
    steps = [areas[0], *[b - a for a, b in pairwise(areas)]]
    presence = [steps[0] / 144, *[(b - a) / 144 for a, b in pairwise(steps)]]
    places = [share * sum(stops[s] * presence[y - s] for s in range(y + 1)) for y in range(YEARS)]
    variable = [0.8, 0.8, 0.8, 1, 1, 1]
    rows["institutions"] = [-(p * price * v) for p, v in zip(places, variable, strict=True)]
    rows["institutions.replacement"] = [p * 150_000 for p in places]
    bands = ((860_000, 1_680_000, 0.25), (1_680_000, 2_120_000, 0.5), (2_120_000, np.inf, 0.75))
    refund = sum(s * np.maximum(0, np.minimum(price, high) - low) for low, high, s in bands)
    rows["institutions.reimbursement"] = [p * refund for p in places]
    rows["foster"] = [-470_000.0, -1_410_000.0, *[-2_350_000.0] * 4]
    rows["foster.reimbursement"] = [0.0] * YEARS
    rows["secure"] = [0.0] + [-1_510_000.0] * 5
    rows["mix"] = [-575_000.0, -2_415_000.0, -4_485_000.0, -6_555_000.0, -8_050_000.0, -8_280_000.0]
    rows["mix.reimbursement"] = [62_500.0, 262_500.0, 487_500.0, 712_500.0, 875_000.0, 900_000.0]
    planned, late = [0, 4e5, 4e5, 7e5, 7e5, 7e5], 5 / 12
    shifted = [planned[y] * (1 - late) + (planned[y - 1] * late if y else 0) for y in range(YEARS)]
    rows["other"] = [-(realisation * 0.9 * x) for x in shifted]
    own = ("institutions", "institutions.replacement", "institutions.reimbursement", "foster", "foster.reimbursement",
           "secure", "mix", "mix.reimbursement", "other")  # fmt: skip
    rows["savings"] = [sum(rows[key][y] for key in own) for y in range(YEARS)]
    costs = ("advisers", "juniors", "manager", "training", "family-work")
    rows["costs"] = [sum(rows[key][y] for key in costs) for y in range(YEARS)]
    rows["incomes"] = [-500_000.0, -500_000.0, 0, 0, 0, 0]
    rows["net"] = [rows["savings"][y] + rows["costs"][y] + rows["incomes"][y] for y in range(YEARS)]
    rows["accumulated"] = list(np.cumsum(rows["net"], axis=0))
    rows["net.budget"] = [net - secure for net, secure in zip(rows["net"], rows["secure"], strict=True)]
    return rows


PATHS = (
    "costs.advisers.annual_cost",
    "savings.institutions.unit_price",
    "savings.institutions.duration_months",
    "savings.other.realisation",
)


def drawn(result: Result) -> list[dict[str, list[Any]]]:
    return [dict(arrays.inputs) for arrays, _ in chunks(result, DRAWS, 1)]


def ours(result: Result, inputs: list[dict[str, list[Any]]]) -> dict[str, list[Any]]:
    """Every row of the table, chunk by chunk; returns the last chunk's rows."""
    rows: dict[str, list[Any]] = {}
    for one in inputs:
        arrays = Arrays(one)
        rows = {row.key: arrays.values(row) for row in result.rows}
    return rows


def hand(inputs: list[dict[str, list[Any]]]) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {}
    for one in inputs:
        rows = by_hand(*(one[path][0] for path in PATHS))
    return rows


def main() -> None:
    result = calculate(read_case(ROOT / "tests" / "cases" / "drivers.yaml"))
    inputs = drawn(result)
    mine, theirs = ours(result, inputs), hand(inputs)
    for key, values in theirs.items():
        for a, b in zip(mine[key] if key in mine else result.row(key).values, values, strict=True):
            assert np.allclose(a, b, rtol=1e-9, atol=1e-6), key
    times: dict[str, list[float]] = {"ours": [], "hand": []}
    for _ in range(9):
        for name, work in (("ours", lambda: ours(result, inputs)), ("hand", lambda: hand(inputs))):
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    engine, kernel = (statistics.median(times[name]) for name in ("ours", "hand"))
    print(f"{DRAWS:,} draws of the driver case, all rows, chunks of {CHUNK:,}, drawing left out; agree to 1e-9")
    print(f"engine {engine * 1000:7.1f} ms, by hand {kernel * 1000:7.1f} ms: {engine / kernel:.2f} times (at most 2)")
    simulate(result.case, 1_000_000, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"1,000,000 draws: at most {peak:,.0f} MiB (under 1,024)")


if __name__ == "__main__":
    main()
