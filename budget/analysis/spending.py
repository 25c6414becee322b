"""What an area spent, held against what it would have spent without the measure (contract section 5).

A ledger's account holds all that the area spends, and a saving is what it spends less than it would have. What it
would have spent is stated with the saving, or follows from a baseline: the places without the measure at their price.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from budget.analysis.course import MONTHS
from budget.analysis.references import figure_span, in_case_prices
from budget.case.models import Actual, Line, Projection, Saving
from budget.formulas import Result

ZERO = 0.005


@dataclass(frozen=True)
class Held:
    """The entries of a year of a line as far as they can be held against its budget, and what cannot be."""

    entries: list[Actual]
    gross: float | None = None  # kr, an account's spending of an area of which is not known what it would have spent
    passed_over: int = 0  # entries of that


def held(result: Result, line: Line, year: int, entries: Sequence[Actual], index: float) -> Held:
    """The entries of one year (by its place in the horizon, with its index); spending as its difference from what the
    area would have spent in the same months."""
    would = would_have_cost(result, line, year) if isinstance(line, Saving) else None
    found, unheld = list(entries), list[Actual]()
    for part in _spending(line, entries):
        found = [entry for entry in found if entry not in part]
        if would is None:
            unheld += part
        else:
            found += [_beyond(entry, would * index) for entry in part]
    return Held(found, sum(entry.amount for entry in unheld) if unheld else None, len(unheld))


def _spending(line: Line, entries: Sequence[Actual]) -> list[list[Actual]]:
    """What the area spent: entries that say so, and the accounts of a saving, of the year or of its months, that come
    to an expense. A saving is booked nowhere, so what an account of it holds is the area's."""
    found = [[entry for entry in entries if entry.basis == "spending"]]
    if isinstance(line, Saving):
        accounts = [entry for entry in entries if entry.basis == "accounts"]
        found.append([entry for entry in accounts if entry.month is None])
        found.append([entry for entry in accounts if entry.month is not None])
    first, *others = found
    return [part for part in (first, *(p for p in others if sum(entry.amount for entry in p) > ZERO)) if part]


def _beyond(entry: Actual, would: float) -> Actual:
    kr = would / (MONTHS if entry.month is not None else 1)
    return entry.model_copy(update={"amount": entry.amount - kr, "basis": "spending"})


def would_have_cost(result: Result, line: Saving, year: int) -> float | None:
    """Kr of the year in the prices of the case: as stated, of a projection what its baseline costs; None if unknown."""
    if isinstance(line, Projection):
        offered = from_baseline(result, line)
        return offered[year] if offered else None
    span = figure_span(result, line, "would_have_cost", result.years[year])
    return span.value if span else None


def steps_of(result: Result, line: Saving) -> list[str]:
    """The steps of the baseline that the line's area pays for: its own, else all of them."""
    steps = list(result.case.baseline.steps) if result.case.baseline else []
    return [line.step] if line.step in steps and line.step else steps


def from_baseline(result: Result, line: Saving) -> list[float] | None:
    """What the area would spend by year, kr in the prices of the case: places without the measure × price; None without
    a baseline."""
    case = result.case
    if case.baseline is None:
        return None
    found = [0.0] * case.years
    for step in steps_of(result, line):
        price = case.baseline.steps[step].price
        kr = in_case_prices(case, price.value, price.price_year, "total")
        assert kr is not None, "a price year whose rates are missing was refused when the case was read"
        places = result.row(f"baseline.{step}.places").values[case.early :]
        found = [sum_ + number * kr for sum_, number in zip(found, places, strict=True)]
    return found
