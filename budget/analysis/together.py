"""The chance that several cases are a net cost together: their draws with one shock that all of them share.

Cases that were drawn independently would look safe together, since what goes wrong in one is made up for by another.
What goes wrong in all of them at once (fewer places to be had, dearer staff) is one number here, the correlation of a
Gaussian copula: each case keeps its own distribution.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from budget.analysis.portfolio import ZERO, Member
from budget.analysis.sensitivity import is_uncertain
from budget.analysis.simulation import chunk_for, chunks

DRAWS = 10_000
MOST_CORRELATION = 0.9


@dataclass(frozen=True)
class Together:
    """What all cases have run up to at the end, kr: mean, one in ten lower and higher, and the chance of a net cost."""

    correlation: float
    net_cost: float  # share of draws
    mean: float
    p10: float
    p90: float
    uncertain: int  # cases of which some figure has a range


def together(members: Sequence[Member], correlation: float = 0.0, draws: int = DRAWS, seed: int = 1) -> Together:
    """The accumulated net of the cases at the end of each, in the prices of the portfolio."""
    return of_draws(members, [drawn(member, draws, seed) for member in members], correlation, seed)


def of_draws(members: Sequence[Member], outcomes: Sequence[Any], correlation: float = 0.0, seed: int = 1) -> Together:
    """The same of cases that are drawn."""
    unsure = [is_uncertain(member.case) for member in members]
    found = with_shock(outcomes, correlation, seed)
    p10, p90 = (float(v) for v in np.quantile(found, [0.1, 0.9]))
    return Together(correlation, float(np.mean(found >= ZERO)), float(np.mean(found)), p10, p90, sum(unsure))


def with_shock(outcomes: Sequence[Any], correlation: float, seed: int = 1) -> Any:
    """The sum over cases, each given by its draws, when every pair of them is as correlated as that.

    Each case's own draws are kept and only put in the order of its normal deviate, so its distribution stays what it
    was to the last draw.
    """
    stream = np.random.Generator(np.random.PCG64(seed))
    size = len(outcomes[0]) if outcomes else 1
    total, shared = np.zeros(size), stream.standard_normal(size)
    for outcome in outcomes:
        own = stream.standard_normal(size)
        order = np.argsort(np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own, kind="stable")
        total[order] += np.sort(outcome)
    return total


def drawn(member: Member, draws: int = DRAWS, seed: int = 1) -> Any:
    """The draws of what a case has run up to at its end, line by line in the prices of the portfolio."""
    result = member.result
    rows = [(result.row(f"{row.key}.fixed"), (member.levels or {}).get(line.price_index, 1.0))
            for row, line, _ in member.rows]  # fmt: skip
    total, start = np.zeros(draws), 0
    for arrays, size in chunks(result, draws, seed, chunk_for(result)):
        total[start : start + size] = sum(sum(arrays.values(row)) * level for row, level in rows)
        start += size
    return total
