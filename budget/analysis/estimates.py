"""The figures of a projection estimated from a municipality's own list, each with how sure it is.

A number seen in so many years has a rate with the posterior Gamma(number + ½, years): its mean is the value, and 1 %
and 99 % of it are low and high.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from budget.analysis.courses import Counted
from budget.case.baseline import LEAVING

LOW, HIGH = 0.01, 0.99
FEWEST_COURSES, FEWEST_EXITS = 10, 3  # fewer: the step is not estimated
FEW_COURSES, FEW_EXITS = 20, 10  # fewer: it is, and said
UNLIKELY = 0.05
LARGE = 200


@dataclass(frozen=True)
class Estimate:
    """A figure, its range, and the number of children that it was counted of."""

    value: float
    low: float
    high: float
    n: int


Stated = Callable[[str, Estimate], Any]  # how an estimate of a kind stands in a case


def is_refused(found: Counted) -> bool:
    return found.courses < FEWEST_COURSES or found.exits < FEWEST_EXITS


def is_few(found: Counted) -> bool:
    return found.courses < FEW_COURSES or found.exits < FEW_EXITS


# ------------------------------------------------------------------ the figures
def entries(found: Counted) -> Estimate:
    """New children a year."""
    return Estimate(*_rate(found.entered, found.entry_years), found.entered)


def leaving(found: Counted) -> dict[str, Estimate]:
    """The share that leaves, under "", and those that move to each later step, of those placed on 1 January."""
    counts = {"": found.exits, **found.moves}
    rates = {to: _rate(number, found.exposure) for to, number in counts.items()}
    whole = sum(rate[0] for rate in rates.values())

    def share(rate: float, others: float) -> float:
        out = rate + others
        return min(rate / out * -math.expm1(-out), LEAVING.high) if out else 0.0

    found_shares = {}
    for to, number in counts.items():
        value, low, high = (share(rate, whole - rates[to][0]) for rate in rates[to])
        found_shares[to] = Estimate(value, low, high, number)
    return found_shares


def steps_of(found: Sequence[Counted], stated: Stated = lambda kind, estimate: estimate.value) -> dict[str, Any]:
    """What stands under `steps` of a baseline."""
    return {one.step: _step_of(one, stated) for one in found}


def _step_of(found: Counted, stated: Stated) -> dict[str, Any]:
    shares = leaving(found)
    moves = {to: stated("moves", share) for to, share in shares.items() if to}
    weights = found.entry_ages if found.entered else {"0-17": 1}
    return {
        "stock": {ages: stated("stock", _certain(number)) for ages, number in found.stock.items()},
        "entries": stated("entries", entries(found)),
        "entry_ages": {ages: stated("entry_ages", _certain(number)) for ages, number in weights.items()},
        "exit_share": stated("exit_share", shares[""]),
        **({"moves": moves} if moves else {}),
        "price": stated("price", _certain(found.price or 0.0, found.priced)),
    }


def _certain(value: float, n: int | None = None) -> Estimate:
    return Estimate(float(value), float(value), float(value), int(value) if n is None else n)


def _rate(number: int, years: float) -> tuple[float, float, float]:
    """Value, low and high of a rate a year."""
    return (number + 0.5) / years, gamma_at(number, LOW) / years, gamma_at(number, HIGH) / years


# ------------------------------------------------------------------ last year's entries
@dataclass(frozen=True)
class LastYear:
    """The entries of the last year beside those of the years before, and how likely so great a difference is."""

    entered: int
    before: float  # a year
    chance: float

    @property
    def unlikely(self) -> bool:
        return self.chance < UNLIKELY


def last_year(found: Counted) -> LastYear | None:
    """The exact test of two Poisson numbers: of all who entered, so many in the last of the years. None in too few."""
    years = found.entry_years - 1
    if years < 1 or not found.entered:
        return None
    n, share = found.entered, 1 / found.entry_years
    logs = [
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(share)
        + (n - k) * math.log1p(-share)
        for k in range(n + 1)
    ]  # fmt: skip
    seen = logs[found.last_year] + 1e-9
    chance = math.fsum(math.exp(one) for one in logs if one <= seen)
    return LastYear(found.last_year, (n - found.last_year) / years, min(chance, 1.0))


# ------------------------------------------------------------------ the distribution Gamma(n + ½, 1)
def gamma_below(n: int, x: float) -> float:
    """The chance that it is below x: of half-integers a sum."""
    terms = (math.exp((k + 0.5) * math.log(x) - x - math.lgamma(k + 1.5)) for k in range(n))
    return math.erf(math.sqrt(x)) - math.fsum(terms)


def gamma_at(n: int, share: float) -> float:
    """What it is below with this chance, by halving; of large numbers by their cube root (Wilson and Hilferty)."""
    shape = n + 0.5
    if n >= LARGE:
        return shape * (1 - 1 / (9 * shape) + NormalDist().inv_cdf(share) / (3 * math.sqrt(shape))) ** 3
    low, high = 0.0, shape + 6 * math.sqrt(shape) + 6
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if gamma_below(n, middle) < share else (low, middle)
    return (low + high) / 2
