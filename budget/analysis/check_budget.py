"""Control points on the case as a budget: when cost and saving fall, where they lie, and who pays."""

from collections.abc import Iterator

from budget.analysis.facts import Money, amounts_by_year, listed
from budget.analysis.findings import Finding, Severity
from budget.analysis.references import ZERO
from budget.case import Line
from budget.case.models import AmountsCost, Posts, Saving, Staff, Volume
from budget.formulas import Result


def own_savings(result: Result) -> list[Saving]:
    """The saving lines of the municipality's own economy."""
    return [line for line in result.case.savings if line.payer == "municipality"]


def own_costs(result: Result) -> list[Line]:
    """The cost lines of the municipality's own economy."""
    return [line for line in result.case.costs if line.payer == "municipality"]


def full_effect_from_day_one(result: Result) -> Iterator[Finding]:
    """A saving in the first year without a lag, while a cost begins in that year."""
    if not any(_begins_in_first_year(result, line) for line in own_costs(result)):
        return
    delay = result.case.levers.delay_months.value
    for line in own_savings(result):
        saving = -result.row(line.id).values[0]
        if abs(saving) >= ZERO and line.lag_months.value + delay == 0:
            yield Finding(f"savings.{line.id}", {"saving": Money(saving), "year": result.years[0]})


def _begins_in_first_year(result: Result, line: Line) -> bool:
    """Whether the line costs something in the first year and did not run before it."""
    if abs(result.row(line.id).values[0]) < ZERO:
        return False
    series = {AmountsCost: "amounts", Staff: "fte", Volume: "recipients"}.get(type(line))
    given = result.book.entries[f"costs.{line.id}.{series}"].figures() if series else {}
    return not any(year is not None and year < result.years[0] and figure.value for year, figure in given.items())


def first_year_return(result: Result) -> Iterator[Finding]:
    """The saving of the first year is larger than its cost."""
    saving, cost = -result.row("savings").values[0], result.row("costs").values[0]
    if saving > cost + ZERO:
        yield Finding("savings", {"year": result.years[0], "saving": Money(saving), "cost": Money(cost)})


def avoided_rise(result: Result) -> Iterator[Finding]:
    """A saving that is a rise avoided, not a cut of the budget; the amount is that of the last year."""
    for line in result.case.savings:
        if not line.cashable:
            amount = amounts_by_year([(result.years[-1], -result.row(line.id).values[-1])])
            yield Finding(f"savings.{line.id}", {"amount": amount})


def two_frames(result: Result) -> Iterator[Finding]:
    """Cost and saving lie on different service areas."""
    costs, savings = _areas(result, own_costs(result)), _areas(result, own_savings(result))
    if costs and savings and set(costs) != set(savings):
        yield Finding("service_areas", {"costs": listed(costs.values()), "savings": listed(savings.values())})


def _areas(result: Result, lines: list[Line] | list[Saving]) -> dict[str, str]:
    """The service areas with money on these lines, by key, with their names."""
    areas = result.case.service_areas
    keys = [line.service_area for line in lines if any(abs(v) >= ZERO for v in result.row(line.id).values)]
    return {key: f"{key} {areas[key].name}" for key in keys if key is not None}


def no_financing(result: Result) -> Iterator[Finding]:
    """A net cost that the stated financing does not cover."""
    case, net = result.case, result.row("net").values
    paid = [sum(money.amounts[year] for money in case.financing) for year in result.years]
    missing = [(y, n + p) for y, n, p in zip(result.years, net, paid, strict=True) if n + p >= ZERO]
    if missing:
        variant = "partly" if any(paid) else ""
        yield Finding("financing", {"amount": amounts_by_year(missing)}, variant)


def financing_severity(result: Result) -> Severity:
    """An idea may still lack its financing; a proposal may not."""
    return "note" if result.case.status == "idea" else "error"


def not_included(result: Result) -> Iterator[Finding]:
    """The source names costs that the table leaves out."""
    if result.case.omitted:
        yield Finding("omitted", {"omitted": listed(part.label for part in result.case.omitted)})


def permanence(result: Result) -> Iterator[Finding]:
    """A cost that ceases while a permanent saving is at its highest in the last year, or the reverse."""
    costs, savings = own_costs(result), own_savings(result)
    for name, ceasing, lasting, variant in (
        ("costs", costs, savings, ""),
        ("savings", savings, costs, "reverse"),
    ):
        if not any(_at_its_highest(result, line) for line in lasting):
            continue
        for line in ceasing:
            year = _ceases_after(result, line)
            if year is not None:
                yield Finding(f"{name}.{line.id}", {"year": year}, variant)


def _fixed(result: Result, line: Line) -> list[float]:
    """The line by year without its price index, which would make every last year the highest."""
    return [abs(value) for value in result.row(f"{line.id}.fixed").values]


def _at_its_highest(result: Result, line: Line) -> bool:
    amounts = _fixed(result, line)
    return line.nature == "permanent" and amounts[-1] >= ZERO and amounts[-1] >= max(amounts) - ZERO


def _ceases_after(result: Result, line: Line) -> int | None:
    """The last year of a line that is 0 in the last year of the horizon or not permanent; None for one that goes on."""
    amounts = _fixed(result, line)
    with_money = [year for year, amount in zip(result.years, amounts, strict=True) if amount >= ZERO]
    ceases = amounts[-1] < ZERO or line.nature != "permanent"
    return with_money[-1] if ceases and with_money else None


def beyond_horizon(result: Result) -> Iterator[Finding]:
    """The cost is not paid back within the horizon."""
    if result.summary["payback_year"] is None:
        left = result.row("accumulated").values[-1]
        yield Finding("accumulated", {"year": result.years[-1], "amount": Money(left)})


def no_cost(result: Result) -> Iterator[Finding]:
    """A net saving in every year without any cost line."""
    if not result.case.costs and all(value < -ZERO for value in result.row("net").values):
        yield Finding("costs")


def flat_wages(result: Result) -> Iterator[Finding]:
    """Pay without an index in a table in current prices; in fixed prices flat wages are right."""
    first, last = result.years[0], result.years[-1]
    if result.prices != "current" or first == last:
        return
    for line in result.case.costs:
        if isinstance(line, Posts) and line.price_index == "none":
            amounts = result.row(line.id).values
            variant = "" if abs(amounts[0] - amounts[-1]) < ZERO else "rate"
            yield Finding(f"costs.{line.id}", {"first": first, "last": last}, variant)
