"""Random cases with a projection, by seed: every figure, years before the first one, moves, budgets, other prices."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from tests.random_cases import written

FIRST = 2027
STEPS = ("institution", "foster", "network", "own")
RANGES = (
    ("0-11", "12-14", "15-17"),
    ("0-17",),
    ("3", "4-9", "10-16", "17"),
    tuple(map(str, range(18))),
    ("16-17",),
)


def random_projection(seed: int) -> str:
    """A sound case file."""
    return written(_exact(Dice(seed).case()))


def _exact(part: Any) -> Any:
    """Numbers as they are read: with the digits that they were drawn with."""
    if isinstance(part, dict):
        return {key: _exact(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_exact(value) for value in part]
    return Decimal(str(part)) if isinstance(part, float) else part


class Dice(random.Random):
    def number(self, low: float, high: float, digits: int = 3) -> float:
        return float(round(self.uniform(low, high), digits))

    def figure(self, low: float, high: float, digits: int = 3) -> Any:
        value = self.number(low, high, digits)
        if self.random() < 0.7:
            return value
        spread = self.number(0, (high - low) / 4, digits)
        low, high = max(low, value - spread), min(high, value + spread)
        return {"value": value, "low": round(low, digits), "high": round(high, digits)}

    def level(self, years: range, low: float, high: float) -> Any:
        """One figure, or one that changes in some year."""
        if self.random() < 0.5:
            return self.figure(low, high)
        later = [year for year in years[1:] if self.random() < 0.4]
        return {year: self.figure(low, high) for year in (years[0], *later)}

    def case(self) -> dict[str, Any]:
        years, early = self.randint(1, 7), self.choice((0, 0, 1, 2))
        span = range(FIRST - early, FIRST + years)
        names = STEPS[: self.randint(1, len(STEPS))]
        baseline: dict[str, Any] = {"as_of": f"{FIRST - early}-01-01"}
        if self.random() < 0.5:
            baseline["demand"] = self.level(range(FIRST + min(1, years - 1), FIRST + years), 0.5, 1.6)
        baseline["steps"] = {name: self.step(span, names[n + 1 :], years) for n, name in enumerate(names)}
        rates = {year: self.number(0.005, 0.04) for year in range(FIRST - 4, FIRST + years)}
        case = {
            "title": "Prøve",
            "municipality": "X",
            "status": "idea",
            "first_year": FIRST,
            "years": years,
            "price_year": FIRST - self.randint(0, 2),
            "discount_rate": 0.035,
            "indices": {"total": rates, "wages": rates},
            "levers": {"realisation": self.number(0.3, 1.5), "delay_months": self.choice((0, 0, 3, 14))},
            "baseline": baseline,
            "savings": [self.line(names, years)],
            "costs": [{"id": "staff", "label": "Rådgivere", "kind": "staff", "fte": 2, "annual_cost": 600_000}],
        }
        if self.random() < 0.5:
            case["reimbursement"] = {"bands": [{"above": 860_000, "share": 0.25}, {"above": 1_680_000, "share": 0.5}]}
        return case

    def step(self, span: range, later: tuple[str, ...], years: int) -> dict[str, Any]:
        found: dict[str, Any] = {
            "stock": {age: self.number(0, 20) for age in self.choice(RANGES)},
            "entries": self.level(span, 0, 30),
            "entry_ages": {age: self.number(0.01, 1) for age in self.choice(RANGES)},
            "exit_share": self.choice((0, 0.0001, self.level(span, 0, 0.5))),
            "price": self.number(100_000, 2_000_000, 0),
        }
        if later and self.random() < 0.8:
            found["moves"] = {to: self.level(span, 0, 0.12) for to in later if self.random() < 0.7}
        if self.random() < 0.5:
            found["budget_places"] = self.level(range(FIRST, FIRST + years), 0, 80)
        if self.random() < 0.3:
            found["price"] = {"value": found["price"], "price_year": FIRST - 3}
        return found

    def line(self, names: tuple[str, ...], years: int) -> dict[str, Any]:
        effects: dict[str, Any] = {}
        for n, name in enumerate(names):
            if self.random() < 0.8:
                effects[name] = {"entries": self.figure(-0.9, 0.4), "exits": self.number(-0.9, 2)}
                effects[name]["moves"] = {to: self.number(-0.1, 0.4) for to in names[n + 1 :] if self.random() < 0.5}
        found: dict[str, Any] = {
            "id": "closer",
            "label": "Tættere opfølgning",
            "kind": "projection",
            "effects": effects,
        }
        found["phase"] = self.level(range(FIRST, FIRST + years), 0, 1)
        if self.random() < 0.4:
            found |= {"lag_months": self.choice((2, 7, 15)), "realisation": self.number(0.4, 1.2)}
        if self.random() < 0.4:
            found |= {"fixed_share": self.number(0, 0.6), "capacity_from": FIRST + self.randint(0, years)}
        if self.random() < 0.3:
            found["price_basis"] = "net"
        return found
