"""Which rates of a price index a case needs, and which of them it lacks."""

from budget.case.models import Case, Figure


def rate(case: Case, index: str, year: int) -> Figure | None:
    """The rate of change into the year; None when the case does not give it (never carried)."""
    rates: dict[int, Figure] = getattr(case.indices, index)
    return rates.get(year)


def years_between(a: int, b: int) -> range:
    """The years whose rates lie between the prices of two years."""
    return range(min(a, b) + 1, max(a, b) + 1)


def missing_rates(case: Case, index: str, a: int, b: int) -> list[int]:
    """The years between the prices of a and b for which the index has no rate."""
    return [year for year in years_between(a, b) if rate(case, index, year) is None]


def used_indices(case: Case) -> list[str]:
    """The indices that lines of the case follow, without `none`."""
    used = {line.price_index for line in case.lines()}
    return [index for index in ("wages", "prices", "total") if index in used]


def missing_for_current(case: Case) -> tuple[str, int] | None:
    """The first index and year that a table in current prices lacks; None when it can be shown."""
    first, last = min(case.price_year, case.horizon[0]), max(case.price_year, case.horizon[-1])
    for index in used_indices(case):
        missing = missing_rates(case, index, first, last)
        if missing:
            return index, missing[0]
    return None
