"""What may be entered for the follow-up: actuals by line or measure, changes of the budget, and measures."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from budget.case.models import Actual, Case, Measure, Projection, Saving
from budget.case.paths import Entry, slots
from budget.case.problems import Problem

MOST = 1e12  # kr, as for every other amount


def target(measure: Measure) -> Entry:
    """The target of a measure by year; a level that holds until the next given year."""
    slot = next(slot for slot in slots(Measure) if slot.name == "target")
    return Entry(f"measures.{measure.id}.target", slot.key, measure.target, series=True)


def is_forecast(actual: Actual) -> bool:
    """Whether the entry is what is expected of the year and not what happened in it."""
    return actual.basis == "forecast"


def key_of(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an actual is of; two of one key cannot stand beside one another."""
    year, month = int(entry["year"]), entry.get("month")
    return (
        entry.get("line"), entry.get("measure"), year, None if month is None else int(month),
        entry["basis"] == "forecast",
    )  # fmt: skip


def recorded(had: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The actuals with new ones, each in the place of one that it is alike."""
    by_key = {key_of(entry): entry for entry in new}
    return [*(entry for entry in had if key_of(entry) not in by_key), *by_key.values()]


def says_would_have_cost(line: Saving) -> bool:
    """Whether the case says what the area would have spent: stated with the saving, or by a projection's baseline."""
    return line.would_have_cost is not None or isinstance(line, Projection)


def follow_up_problems(case: Case) -> Iterator[Problem]:
    """Every fault of the actuals and of the changes of the budget."""
    lines = {line.id for line in case.lines()}
    measures = {measure.id for measure in case.measures}
    spending = [line.id for line in case.savings if says_would_have_cost(line)]
    seen: set[tuple[object, ...]] = set()
    for number, actual in enumerate(case.actuals, start=1):
        path = f"actuals.{number}"
        known, read = (lines, actual.line) if actual.line is not None else (measures, actual.measure)
        if (actual.line is None) == (actual.measure is None):
            yield Problem("line_or_measure", path)
        elif read not in known:
            yield Problem("unknown_line", path, {"read": read, "known": _listed(case, known)})
        elif actual.basis == "spending" and actual.line not in spending:
            yield Problem("no_would_have_cost", path, {"read": read, "known": ", ".join(spending) or "–"})
        elif is_forecast(actual) and actual.month is not None:
            yield Problem("forecast_month", path, {"read": actual.month})
        else:
            same = (actual.line, actual.measure, actual.year, actual.month, is_forecast(actual))
            if same in seen:
                yield Problem("actual_twice", path, {"read": read, "when": _when(actual)})
            seen.add(same)
        yield from _year_and_amount(case, path, actual.year, actual.amount)
    for number, gate in enumerate(case.gates, start=1):
        path = f"gates.{number}"
        if gate.measure not in measures:
            yield Problem("unknown_line", path, {"read": gate.measure, "known": _listed(case, measures)})
        if (gate.at_most is None) == (gate.at_least is None):
            yield Problem("gate_limit", path)
        yield from _year_and_amount(case, path, gate.year, gate.at_most or gate.at_least or 0.0)
    for number, change in enumerate(case.budget_changes, start=1):
        path = f"budget_changes.{number}"
        if change.line not in lines:
            yield Problem("unknown_line", path, {"read": change.line, "known": _listed(case, lines)})
        if change.from_year is not None and change.from_year >= change.year:
            yield Problem("carried_from", f"{path}.from_year", {"read": change.from_year, "year": change.year})
        yield from _year_and_amount(case, path, change.year, change.amount)


def _listed(case: Case, ids: set[str]) -> str:
    """The ids in the order of the case."""
    every = [*(line.id for line in case.lines()), *(measure.id for measure in case.measures)]
    return ", ".join(id for id in every if id in ids) or "–"


def _when(actual: Actual) -> str:
    return f"{actual.year}-{actual.month:02d}" if actual.month is not None else str(actual.year)


def _year_and_amount(case: Case, path: str, year: int, amount: float) -> Iterator[Problem]:
    if year not in case.horizon:
        yield Problem("year_outside", path, {"year": year, "first": case.horizon[0], "last": case.horizon[-1]})
    if abs(amount) > MOST:
        yield Problem("bounds", path, {"read": amount, "low": -MOST, "high": MOST})
