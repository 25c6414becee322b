"""How often chance alone decides a gate on placements: every child of the baseline by itself, month by month.

Each child placed on `as_of` is there or not at the end of the gate's month, by the shares that leave and move and by
its birthday; those who enter come at random (Poisson), and of them too each is still there or not. All children are
independent, so their number is drawn from what is likely for one of each kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from budget.analysis.simulation import stream
from budget.case.baseline import GROWN, ages
from budget.case.models import Case, Gate, Measure, Projection
from budget.formulas import Result

DRAWS, SEED = 10_000, 1
MONTHS = 12
OF_AGE = GROWN * MONTHS  # months


@dataclass(frozen=True)
class Course:
    """The number of children that chance gives in one course: how often the gate is passed, and what is expected."""

    passed: float
    expected: float


@dataclass(frozen=True)
class Chances:
    """A gate decided by chance: without the measure and, where the case projects one, with it as planned."""

    steps: list[str]
    without: Course
    planned: Course | None
    draws: int = DRAWS


def chances(result: Result, gate: Gate, measure: Measure) -> Chances | None:
    """None without a baseline, and for a measure that is no number of placements of the whole municipality."""
    steps = measured_steps(result.case, measure)
    if not steps:
        return None
    line = next((line for line in result.case.savings if isinstance(line, Projection)), None)
    planned = _decided(result, gate, steps, line.id) if line else None
    return Chances(steps, _decided(result, gate, steps, "baseline"), planned)


def measured_steps(case: Case, measure: Measure) -> list[str]:
    """The steps of the baseline whose children a measure counts: that which its id names, else all of them."""
    if case.baseline is None or measure.unit != "places" or measure.group is not None:
        return []
    steps = list(case.baseline.steps)
    return [step for step in steps if measure.id in (step, f"places-{step}")] or steps


def _decided(result: Result, gate: Gate, steps: Sequence[str], course: str) -> Course:
    drawn = placed(result, steps, course, gate.year, gate.month)
    good = drawn <= gate.at_most if gate.at_most is not None else drawn >= gate.at_least
    return Course(float(np.mean(good)), float(np.mean(drawn)))


def placed(result: Result, steps: Sequence[str], course: str, year: int, month: int, draws: int = DRAWS) -> Any:
    """So many draws of the number of children on these steps at the end of a month, in the course of this name."""
    case = result.case
    assert case.baseline is not None
    span = MONTHS * (year - case.baseline.year) + month
    likely = _likely(result, steps, course, span)
    random = stream(SEED, f"gate:{course}:{','.join(steps)}:{year}-{month}")
    found = random.poisson(_entered(result, course, likely), draws)
    for at, step in enumerate(case.baseline.steps.values()):
        for text, figure in step.stock.items():
            first, last = MONTHS * ages(text)[0], MONTHS * (ages(text)[-1] + 1)
            chance = float(np.mean(likely[0][at, first:last]))
            whole = int(figure.value)
            found = found + random.binomial(whole + (random.random(draws) < figure.value - whole), chance)
    return found


def _likely(result: Result, steps: Sequence[str], course: str, span: int) -> list[Any]:
    """By month from `as_of` on: the chance that a child on each step (row), so many months old (column), is on one of
    the steps that are counted at the end."""
    assert result.case.baseline is not None
    names = list(result.case.baseline.steps)
    now = np.zeros((len(names), OF_AGE))
    now[[names.index(step) for step in steps]] = 1.0
    found = [now]
    for month in reversed(range(span)):
        older = np.hstack([now[:, 1:], np.zeros((len(names), 1))])  # who turns 18 is counted nowhere
        now = _month(result, course, names, month // MONTHS) @ older
        found.insert(0, now)
    return found


def _month(result: Result, course: str, names: Sequence[str], year: int) -> Any:
    """The chances of a child on one step to be on each a month later."""
    found = np.zeros((len(names), len(names)))
    for at, step in enumerate(names):
        stays = np.exp(-_value(result, f"{course}.{step}.rate", year) / MONTHS)
        found[at, at] = stays
        for to, other in enumerate(names):
            if f"{course}.{step}.part.{other}" in result.book.rows:
                found[at, to] = (1 - stays) * _value(result, f"{course}.{step}.part.{other}", year)
    return found


def _entered(result: Result, course: str, likely: Sequence[Any]) -> float:
    """How many of those who enter are expected to be counted at the end; they enter in the middle of a month."""
    assert result.case.baseline is not None
    total = 0.0
    for month in range(len(likely) - 1):
        there = (likely[month][:, :-1] + likely[month + 1][:, 1:]) / 2
        for at, (name, step) in enumerate(result.case.baseline.steps.items()):
            weights = np.zeros(OF_AGE)
            for text, figure in step.entry_ages.items():
                first, last = MONTHS * ages(text)[0], MONTHS * (ages(text)[-1] + 1)
                weights[first:last] = figure.value / (last - first)
            new = _value(result, f"{course}.{name}.new", month // MONTHS) / MONTHS
            total += new * float(there[at] @ weights[:-1]) / float(weights.sum())
    return total


def _value(result: Result, key: str, year: int) -> float:
    return float(result.row(key).values[year])
