"""What each line gives in a year, in fixed prices and budget sign: expenditure +, saving and income −."""

from collections.abc import Callable

from budget.case.models import (
    AmountsChange,
    AmountsCost,
    AmountsIncome,
    AmountsSaving,
    Caseload,
    Cost,
    Line,
    Mix,
    Placements,
    Posts,
    Projection,
    Provision,
    Staff,
    Volume,
)
from budget.formulas.line_rows import LineRows, row, variable_share
from budget.formulas.projected import is_reimbursed, projected_reimbursement, projected_saving
from budget.formulas.reimbursement import price, reimbursed
from budget.formulas.row import Row
from budget.formulas.vocabulary import (
    at_least,
    at_most,
    before,
    centre,
    distance,
    is_above,
    link,
    log,
    mean_weight,
    ratio,
    so_far,
    spread,
    when,
    whole,
)


def years_since(line: LineRows) -> Row:
    """0 in the first year of the horizon, 1 in the next: on the sheet also the years since a stop."""
    return line.book.rows["time.k"]


# ------------------------------------------------------------------ costs
@row("fte", "fte")
def fte(line: LineRows) -> Row:
    """Extra full-time equivalents by year; for a caseload line what the target asks for beyond today's."""
    if not isinstance(line.line, Caseload):
        return link(line["fte"])
    extra = at_least(line.children / line.target_caseload - line.fte_now, 0)  # the target is at least 1
    return whole(extra) if line.line.whole_posts else extra


@row("caseload", "children per fte")
def caseload(line: LineRows) -> Row:
    """Children per caseworker when the extra ones are there; no value without caseworkers."""
    return ratio(line.children, line.fte_now + fte(line))


def of_whole_years(line: LineRows) -> Row:
    """What is paid for a year: extra posts, or recipients."""
    return fte(line) if isinstance(line.line, Posts) else line.recipients


@row("employed", "share")
def employed_share(line: LineRows) -> Row:
    """The part of the year that is paid: from the start month in the first year with any, else the whole year."""
    start = line.structure("start_month", "month")
    return when(is_above(so_far(of_whole_years(line)), of_whole_years(line)), 1, 1 - (start - 1) / 12)


def _counted(line: LineRows) -> str:
    """The unit of what is paid for a year."""
    return "fte" if isinstance(line.line, Posts) else "recipients"


@row("added", _counted)
def added(line: LineRows) -> Row:
    """What is more than the year before; before the first year stands what is carried in, else 0."""
    count, series = of_whole_years(line), _counted(line)
    first_year = line.book.case.first_year
    increase = count - before(count)
    entry = line.book.entries.get(f"{line.prefix}.{series}")
    if entry is not None:  # a caseload has no posts from before
        carried = line.structure(f"{series}.before", entry.key.unit, entry.carried_in(first_year))
        increase = increase - carried * at_least(1 - years_since(line), 0)
    return at_least(increase, 0)


@row("paid", _counted)
def paid(line: LineRows) -> Row:
    """Posts or recipients that are paid for: what is added in a year counts from the month that is named for it."""
    assert isinstance(line.line, Posts | Volume) and isinstance(line.line.start_month, dict)
    months = tuple(float(line.line.start_month.get(year, 1)) for year in line.book.case.horizon)
    start = line.book.fixed_years(f"{line.prefix}.start_month", months, "month", line.line)
    return of_whole_years(line) - added(line) * (start - 1) / 12


def staff_cost(line: LineRows) -> Row:
    """Pay of the extra staff by year, kr in the prices of the price year."""
    if isinstance(line.line, Caseload):
        caseload(line)
    assert isinstance(line.line, Posts)
    if isinstance(line.line.start_month, dict):
        return paid(line) * line.annual_cost * (1 + line.overhead)
    return fte(line) * line.annual_cost * (1 + line.overhead) * employed_share(line)


def volume_cost(line: LineRows) -> Row:
    """Full-year recipients at their unit price, kr."""
    assert isinstance(line.line, Volume)
    if isinstance(line.line.start_month, dict):
        return paid(line) * line.unit_price
    whole_year = line.recipients * line.unit_price
    return whole_year if line.line.start_month == 1 else whole_year * employed_share(line)


def stated_cost(line: LineRows) -> Row:
    """The amounts as the source states them, kr."""
    return line.amounts


def refund(line: LineRows, cost: Row) -> Row | None:
    """What the state or a fund refunds of a cost, kr; None where the case states no share."""
    if not isinstance(line.line, Cost) or line.line.refund_share is None:
        return None
    return 0 - cost * line.refund_share


def change(line: LineRows) -> Row:
    """The amounts in budget sign, kr; no lever touches them."""
    return link(line.amounts)


def income(line: LineRows) -> Row:
    """A grant or pool, kr; the levers do not touch it."""
    return 0 - line.amounts


# ------------------------------------------------------------------ savings
@row("realised", "share")
def realised(line: LineRows) -> Row:
    """The share of the plan that comes and would not have come anyway."""
    return line.realisation * line.book.input("levers.realisation") * (1 - line.deadweight)


@row("lag", "months")
def lag(line: LineRows) -> Row:
    """Months that the saving comes after its plan: the line's own lag and the lever."""
    return line.lag_months + line.book.input("levers.delay_months")


@row("shift", "share")
def shift(line: LineRows) -> Row:
    """The share of a year's planned amount that comes k years later, when all of it is late by the lag."""
    return at_least(1 - distance(years_since(line), lag(line) / 12), 0)


def stated_saving(line: LineRows) -> Row:
    """The amounts as the source states them, less what is not realised, moved by the lag, kr."""
    return 0 - realised(line) * spread(line.amounts, shift(line), years_since(line))


@row("since_stop", "months")
def months_since_stop(line: LineRows) -> Row:
    """Months from the stop to the end of the k-th year after the stop year; negative before the stop."""
    timing = line.line.timing if isinstance(line.line, Placements) else "evenly"
    months = 12 * (years_since(line) + 1) - lag(line)
    return months - (line.structure("timing", "month") - 1) if isinstance(timing, int) else months


@row("missing_months", "months")
def months_missing(line: LineRows) -> Row:
    """Months that the placement has been missing by then: at most its remaining duration."""
    return at_least(at_most(months_since_stop(line), line.duration_months), 0)


@row("exit_rate", "rate")
def exit_rate(line: LineRows) -> Row:
    """The rate a year at which those placed would leave anyway: the natural exit as a continuous one."""
    return 0 - log(1 - line.natural_exit)


@row("exit_span", "index")
def exit_span(line: LineRows) -> Row:
    """The rate times the years that the placement has been missing: the exponent of the weight that is left."""
    return exit_rate(line) * months_missing(line) / 12


@row("counted_months", "months")
def months_counted(line: LineRows) -> Row:
    """The missing months that count: each less, the more of those placed would have left by then anyway."""
    return months_missing(line) * mean_weight(exit_span(line))


@row("missing_area", "months")
def area(line: LineRows) -> Row:
    """Integral of the counted months over the stop's place in the year: what spreads the stops evenly, exactly."""
    return months_counted(line) * (months_since_stop(line) - months_missing(line) * centre(exit_span(line)))


@row("missing_step", "months")
def area_step(line: LineRows) -> Row:
    """What the k-th year adds to the integral."""
    return area(line) - before(area(line))


@row("presence", "share")
def presence(line: LineRows) -> Row:
    """The average share of the k-th year after the stop year during which the placement is missing, exact."""
    if isinstance(line.line, Placements) and line.line.timing == "evenly":
        return (area_step(line) - before(area_step(line))) / 144
    return (months_counted(line) - before(months_counted(line))) / 12


@row("places", "places")
def places(line: LineRows) -> Row:
    """Full-year places saved (placements) or moved (mix) in the year."""
    if isinstance(line.line, Mix):
        return realised(line) * spread(moved_share(line), shift(line), years_since(line))
    return realised(line) * (1 - line.relapse) * spread(line.stops, presence(line), years_since(line))


@row("planned_places", "places")
def moved_share(line: LineRows) -> Row:
    """Full-year places that the mix is to move from the dear step, before realisation and lag."""
    return line["places"] * (line.share_now - line.share_target)


def placements_saving(line: LineRows) -> Row:
    """The saved places at their price, as far as the price is saved, kr."""
    return 0 - places(line) * price(line, "unit_price") * variable_share(line)


def mix_saving(line: LineRows) -> Row:
    """The moved places at the difference of the two prices, the dear one as far as it is saved, kr."""
    return 0 - places(line) * (price(line, "price_from") * variable_share(line) - price(line, "price_to"))


def replacement(line: LineRows) -> Row | None:
    """What the children get instead, kr; None where the case gives no price."""
    if not isinstance(line.line, Placements) or line.line.replacement_price is None:
        return None
    return places(line) * line.replacement_price


def lost_reimbursement(line: LineRows) -> Row | None:
    """State reimbursement that falls away with the dear place, kr; None where the case does not reckon it."""
    if not isinstance(line.line, Provision) or not is_reimbursed(line):
        return None
    if isinstance(line.line, Projection):
        return projected_reimbursement(line)
    if isinstance(line.line, Mix):
        return places(line) * (reimbursed(line, "price_from") - reimbursed(line, "price_to"))
    if isinstance(line.line, Placements) and line.line.replacement_price is not None:
        return places(line) * (reimbursed(line, "unit_price") - reimbursed(line, "replacement_price"))
    return places(line) * reimbursed(line, "unit_price")


AMOUNTS: dict[type[Line], Callable[[LineRows], Row]] = {
    AmountsCost: stated_cost,
    Staff: staff_cost,
    Caseload: staff_cost,
    Volume: volume_cost,
    AmountsSaving: stated_saving,
    Placements: placements_saving,
    Mix: mix_saving,
    Projection: projected_saving,
    AmountsChange: change,
    AmountsIncome: income,
}


def amount(line: LineRows) -> Row:
    """The line by year in fixed prices; a cost with the overrun."""
    expression = AMOUNTS[type(line.line)](line)
    if line.book.lists[line.line.id] == "costs":
        return expression * (1 + line.book.input("levers.cost_overrun"))
    return expression
