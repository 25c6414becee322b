"""Gates: what a measure must be at the end of a month for the case to go on, and what has come in so far."""

from dataclasses import dataclass

from budget.analysis.follow_up import AVERAGED
from budget.analysis.gate_chance import Chances, chances
from budget.case.following import is_forecast
from budget.case.models import Actual, Case, Gate, Measure
from budget.formulas import Result

EXACT = 1e-9  # what arithmetic may be off by
YEAR_END = 12


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
