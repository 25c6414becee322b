"""Gates: what a measure must be at the end of a month for the case to go on, what has come in so far, and how often
chance alone decides one on placements.

For that every child of the baseline is taken by itself, month by month: each child placed on `as_of` is there or not at
the end of the gate's month, by the shares that leave and move and by its birthday; those who enter come at random
(Poisson), and of them too each is still there or not. All children are independent, so their number is drawn from what
is likely for one of each kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from budget.analysis.follow_up import AVERAGED
from budget.analysis.simulation import stream
from budget.case.baseline import GROWN, ages
from budget.case.following import is_forecast
from budget.case.models import Actual, Case, Gate, Measure
from budget.formulas import Result

EXACT = 1e-9  # what arithmetic may be off by
YEAR_END = 12
DRAWS, SEED = 10_000, 1
MONTHS = 12
OF_AGE = GROWN * MONTHS  # months


# ------------------------------------------------------------------ decided by chance
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
    line = result.case.projection
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
        now = _of_month(result, course, names, month // MONTHS) @ older
        found.insert(0, now)
    return found


def _of_month(result: Result, course: str, names: Sequence[str], year: int) -> Any:
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


# ------------------------------------------------------------------ what has come in
@dataclass(frozen=True)
class GateState:
    """A gate with the figure that stands for it so far, the month of that figure, and how chance would decide it.

    `passed` is None as long as the month of the gate is not known.
    """

    gate: Gate
    measure: Measure
    value: float | None
    known_to: tuple[int, int] | None  # year and month
    passed: bool | None
    chances: Chances | None


def gate_states(result: Result) -> list[GateState]:
    """Every gate of the case, in the order in which they fall."""
    case = result.case
    measures = {measure.id: measure for measure in case.measures}
    order = sorted(case.gates, key=lambda gate: (gate.year, gate.month))
    return [_state(result, gate, measures[gate.measure]) for gate in order]


def _state(result: Result, gate: Gate, measure: Measure) -> GateState:
    averaged = measure.unit in AVERAGED
    entries = _until(result.case, gate, of_year=not averaged)
    months = [_month(entry) for entry in entries]
    value = None if not entries else entries[-1].amount if averaged else sum(entry.amount for entry in entries)
    due = (gate.year, gate.month)
    known = bool(months) and months[-1] == due
    if not averaged:  # what is added is known when every month is
        known = known and (len(entries) == gate.month or entries[-1].month is None)
    passed = passes(gate, value) if known and value is not None else None
    return GateState(gate, measure, value, months[-1] if months else None, passed, chances(result, gate, measure))


def _until(case: Case, gate: Gate, of_year: bool) -> list[Actual]:
    """What is known of the measure up to the gate, in order; a whole year's figure is that of its end, and stands in
    place of the months."""
    found = [a for a in case.actuals if a.measure == gate.measure and not is_forecast(a)]
    found = [a for a in found if _month(a) <= (gate.year, gate.month) and (a.year == gate.year or not of_year)]
    whole = [a for a in found if a.month is None and a.year == gate.year]
    return whole or sorted((a for a in found if a.month is not None or a.year != gate.year), key=_month)


def _month(entry: Actual) -> tuple[int, int]:
    return entry.year, entry.month or YEAR_END


def passes(gate: Gate, value: float) -> bool:
    """Whether the figure is on the right side of the limit, or on it."""
    if gate.at_most is not None:
        return value <= gate.at_most + EXACT
    assert gate.at_least is not None
    return value >= gate.at_least - EXACT
