"""Control points on the case as a budget: when cost and saving fall, where they lie, and who pays."""

from collections.abc import Iterator, Sequence

from budget.analysis.facts import Fact, Finding, Money, Remark, Severity, WholeKr, amounts_by_year, listed
from budget.analysis.references import ZERO
from budget.case import Line
from budget.case.models import AmountsCost, AmountsSaving, Posts, Provision, Saving, Staff, Volume
from budget.formulas import Result


def own_savings(result: Result) -> list[Saving]:
    """The saving lines of the municipality's own economy."""
    return [line for line in result.case.savings if line.payer == "municipality"]


def own_costs(result: Result) -> list[Line]:
    """The cost lines of the municipality's own economy."""
    return [line for line in result.case.costs if line.payer == "municipality"]


def is_staff(line: Line) -> bool:
    """Whether the line is about people who are hired: posts, or amounts that follow wages."""
    return isinstance(line, Posts) or line.price_index == "wages"


def is_placements(line: Saving) -> bool:
    """Whether the saving is known to be one of placements: by its kind, or by the places it says it equals."""
    stated = isinstance(line, AmountsSaving) and line.stated_places is not None
    return isinstance(line, Provision) or line.step is not None or stated


def full_effect_from_day_one(result: Result) -> Iterator[Finding]:
    """A saving in the first year without a lag, while a cost begins in that year; asked once of lines of one sort."""
    beginning = [line for line in own_costs(result) if _begins_in_first_year(result, line)]
    delay = result.case.levers.delay_months.value
    at_once = [
        line
        for line in own_savings(result)
        if abs(result.row(line.id).values[0]) >= ZERO and line.lag_months.value + delay == 0
    ]
    hired = any(is_staff(line) for line in beginning)
    for variant, placed in (("", True), ("other", False)):
        lines = tuple(line for line in at_once if is_placements(line) == placed)
        if beginning and lines:
            saving = -sum(result.row(line.id).values[0] for line in lines)
            facts: dict[str, Fact] = {"saving": Money(saving), "year": result.years[0]}
            variant = variant if hired else f"{variant or 'placements'}_without_staff"
            yield Finding(_path(lines[0], "savings"), facts, variant, lines=lines)


def _path(line: Line, name: str) -> str:
    return f"{name}.{line.id}"


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
    """Savings that are a rise avoided, not a cut of the budget; the amount is that of the last year."""
    rows = [(line, result.row(line.id)) for line in result.case.savings if not line.cashable]
    beyond = [(line, result.book.rows.get(f"{line.id}.avoided")) for line in result.case.savings]
    rows += [(line, row) for line, row in beyond if row is not None and min(row.values) <= -ZERO]
    if rows:
        lines, last = tuple(line for line, _ in rows), -sum(row.values[-1] for _, row in rows)
        facts = {"amount": amounts_by_year([(result.years[-1], last)])}
        yield Finding(_path(lines[0], "savings"), facts, lines=lines)


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
    """A net cost of the budget that neither the stated financing nor draws on a pool cover."""
    case, budget = result.case, result.book.rows.get("net.budget", result.row("net"))
    draws = result.book.rows.get("pool.draw")
    paid = [sum(money.amounts[year] for money in case.financing) for year in result.years]
    paid = [kr - (0.0 if draws is None else draws.values[i]) for i, kr in enumerate(paid)]
    missing = [(y, n + p) for y, n, p in zip(result.years, budget.values, paid, strict=True) if n + p >= ZERO]
    if missing:
        apart = (Remark("check.of_the_budget"),) if budget is not result.row("net") else ()
        facts = {"amount": amounts_by_year(missing)}
        yield Finding("financing", facts, "partly" if any(paid) else "", apart)


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
        staying = [line for line in lasting if _at_its_highest(result, line)]
        if not staying:
            continue
        for line in ceasing:
            year = _ceases_after(result, line)
            if year is None or (line.nature == "one_off" and _goes_on_without(result, line, ceasing)):
                continue
            hired = is_staff(line) if name == "costs" else any(map(is_staff, staying))
            plain = "" if hired else "without_staff"
            yield Finding(_path(line, name), {"year": year}, "_".join(filter(None, (variant, plain))))


def _goes_on_without(result: Result, line: Line, beside: Sequence[Line]) -> bool:
    """Whether a one-off line stands beside others that last: of costs, permanent staff."""
    others = (other for other in beside if other is not line and other.nature == "permanent")
    lasting = (other for other in others if _fixed(result, other)[-1] >= ZERO)
    return any(is_staff(other) or isinstance(other, Saving) for other in lasting)


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
    if result.summary["payback_year"] is None and not result.nothing_to_pay_back:
        left = result.row("accumulated").values[-1]
        yield Finding("accumulated", {"year": result.years[-1], "amount": Money(left)})


def loss_when_discounted(result: Result) -> Iterator[Finding]:
    """Paid back within the horizon, but a net cost when discounted."""
    year, npv = result.summary["payback_year"], result.summary["npv"]
    if year is not None and npv is not None and npv >= ZERO:
        yield Finding("summary.npv", {"year": int(year), "amount": Money(npv)})


def budget_never_turns(result: Result) -> Iterator[Finding]:
    """Paid back with rises avoided, but not by what the budget is cut by."""
    budget = result.book.rows.get("accumulated.budget")
    if budget is not None and budget.values[-1] >= ZERO and result.summary["payback_year"] is not None:
        yield Finding("accumulated.budget", {"year": result.years[-1]})


# ------------------------------------------------------------------ a pool
def pool_unpaid(result: Result) -> Iterator[Finding]:
    """The pool is owed money when its years are over, or at the end."""
    pool, rows = result.case.pool, result.book.rows
    if pool is None:
        return
    balance, last = rows["pool.balance"].values, len(result.years) - 1
    drawn = next((i for i, draw in enumerate(rows["pool.draw"].values) if draw >= ZERO), None)
    due = last if drawn is None or pool.max_years is None else min(last, drawn + pool.max_years - 1)
    if balance[due] >= ZERO:
        yield Finding("pool", {"amount": Money(balance[due]), "year": result.years[due]})


def pool_avoided(result: Result) -> Iterator[Finding]:
    """More is repaid in a year than the budget is cut by, in a case where a rise avoided is to pay for it."""
    budget = result.book.rows.get("net.budget")
    if budget is None:
        return
    repaid = result.book.rows.get("pool.repaid")
    stated = [money.amounts for money in result.case.financing if money.source_of == "pool"]
    for i, year in enumerate(result.years):
        into = sum(max(amounts[year], 0.0) for amounts in stated) + (0.0 if repaid is None else repaid.values[i])
        if into - max(-budget.values[i], 0.0) >= ZERO and into >= ZERO:
            yield Finding("financing" if repaid is None else "pool", {"year": year})
            return


# ------------------------------------------------------------------ odd amounts
FAR, FAR_IN_A_YEAR = 100, 20  # how many times as large the others are, or one year is


def magnitude(result: Result) -> Iterator[Finding]:
    """Stated amounts far below every other line, or one year far above the line's others: kr or 1,000 kr?"""
    largest = {line.id: max(_fixed(result, line)) for line in result.case.lines()}
    for line in result.case.lines():
        amounts = _fixed(result, line)
        ordered = sorted(amount for amount in amounts if amount >= ZERO)
        if line.kind != "amounts" or line.nature != "permanent" or len(ordered) < 2:
            continue
        larger = [most for id, most in largest.items() if id != line.id and most >= ordered[-1]]
        path = _path(line, result.book.lists[line.id])
        facts: dict[str, Fact] = {"line": line.label, "amount": WholeKr(ordered[-1])}
        if larger and ordered[-1] * FAR < min(larger):
            yield Finding(path, facts, lines=())
        elif ordered[-1] >= FAR_IN_A_YEAR * ordered[-2]:
            year = result.years[amounts.index(ordered[-1])]
            yield Finding(path, {**facts, "year": year}, "year", lines=())


def no_cost(result: Result) -> Iterator[Finding]:
    """A net saving in every year without any cost line."""
    if not result.case.costs and all(value < -ZERO for value in result.row("net").values):
        yield Finding("costs", variant="one" if len(result.years) == 1 else "")


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
