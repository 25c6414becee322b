"""The words that formulas are made of, beside + − * /: each is one operator that a sheet has too."""

import math
from collections.abc import Sequence
from decimal import MAX_PREC, ROUND_HALF_UP, Context, Decimal
from itertools import accumulate
from typing import Any

from budget.formulas.row import Row, as_row, combine

CENT = Decimal("0.01")
WIDE = Context(prec=MAX_PREC)  # the usual one refuses to round what has more than 28 digits


def at_least(row: Row, low: Row | float) -> Row:
    """The row, but never below this."""
    return combine("max", max, row, low)


def at_most(row: Row, high: Row | float) -> Row:
    """The row, but never above this; a row whose value is None is no limit."""
    return combine("min", lambda a, b: a if b is None else min(a, b), row, high)


def distance(a: Row, b: Row) -> Row:
    """How far two rows are apart, never negative."""
    difference = a - b
    return Row("abs", (difference,), tuple(map(abs, difference.values)), difference.constant)


def cents(row: Row) -> Row:
    """Rounded to øre, half away from zero: for comparisons with zero only."""
    return Row("cents", (row,), tuple(map(_cents, row.values)), row.constant)


def _cents(value: float) -> float:
    return value if abs(value) < 1e15 and value == int(value) else float(_half_up(value))


def _half_up(value: float) -> Decimal:
    return Decimal(f"{value:.15g}").quantize(CENT, ROUND_HALF_UP, WIDE)


def whole(row: Row) -> Row:
    """Rounded to nine decimals, then up to whole posts."""
    return Row("whole", (row,), tuple(float(math.ceil(round(v, 9))) for v in row.values), row.constant)


def is_above(row: Row, other: Row | float) -> Row:
    """1 where the row is above the other, else 0; only for the first place of `when`."""
    return combine(">", lambda a, b: float(a > b), row, other)


def is_at_most(row: Row, other: Row | float) -> Row:
    """1 where the row is at or below the other, else 0; only for the first place of `when`."""
    return combine("<=", lambda a, b: float(a <= b), row, other)


def when(condition: Row, then: Row | float, otherwise: Row | float | None) -> Row:
    """One of two rows by a condition; None as the last means no value. Both are worked out, whatever holds."""
    a = as_row(then)
    b = nothing() if otherwise is None else as_row(otherwise)
    rows = (condition, a, b)
    if all(r.constant for r in rows):
        return Row("when", rows, (a.value if condition.value else b.value,), constant=True)
    size = max(len(r.values) for r in rows)
    return Row("when", rows, tuple(a.at(i) if condition.at(i) else b.at(i) for i in range(size)))


def nothing() -> Row:
    """No value."""
    return Row("null", (), (None,), constant=True)


def ratio(row: Row, divisor: Row) -> Row:
    """The quotient, or no value unless the divisor is above zero."""
    return combine("ratio", lambda a, b: a / b if b > 0 else None, row, divisor)


def ratio_of_kr(row: Row, divisor: Row) -> Row:
    """The quotient, or no value unless the divisor is above zero: half an øre of rounding errors is zero."""
    found = combine("ratio", lambda a, b: a / b if _cents(b) > 0 else None, row, divisor)
    found.params = (2,)
    return found


def share_of(row: Row, divisor: Row) -> Row:
    """The quotient; 0 where the divisor is 0."""
    return combine("quotient", lambda a, b: a / b if b else 0.0, row, divisor)


def log(row: Row) -> Row:
    """The natural logarithm of what its bounds keep above zero."""
    return Row("ln", (row,), tuple(map(math.log, row.values)), row.constant)


# With a weight that falls as e^(-s), what a span from 0 to x holds: its mean weight, and where its centre lies.
SMALL = 1 / 60  # below it the centre is worked out as a series, for the closed form loses its digits


def mean_weight(span: Row) -> Row:
    """The mean of e^(-s) over the span: (1 - e^(-x)) / x, and 1 where the span is 0."""
    return Row("mean_weight", (span,), tuple(map(_mean_weight, span.values)), span.constant)


def _mean_weight(x: float) -> float:
    return -math.expm1(-x) / x if x > 0 else 1.0


def centre(span: Row) -> Row:
    """Where the centre of that weight lies, as a share of the span: 1/x - 1/(e^x - 1), and 1/2 where the span is 0."""
    return Row("centre", (span,), tuple(map(_centre, span.values)), span.constant)


def _centre(x: float) -> float:
    return 1 / x - 1 / math.expm1(x) if x > SMALL else 1 / 2 - x / 12 + x**3 / 12 / 60


def balance(flow: Row, factor: Row) -> Row:
    """Last year's balance times the factor, plus the year's flow, never below zero; 0 before the first year."""
    values: list[float] = []
    for year, moved in enumerate(flow.values):
        values.append(max((values[-1] if values else 0.0) * factor.at(year) + moved, 0.0))
    return Row("balance", (flow, factor), tuple(values))


def so_far(row: Row) -> Row:
    """The running sum from the first year."""
    return Row("so_far", (row,), tuple(accumulate(row.values)))


def chained(row: Row) -> Row:
    """The running product from the first year."""
    return Row("chained", (row,), tuple(accumulate(row.values, lambda a, b: a * b)))


def before(row: Row) -> Row:
    """Last year's value; 0 in the first year."""
    return Row("before", (row,), (0.0, *row.values[:-1]))


def in_horizon(row: Row, early: int) -> Row:
    """A row over the projection's years, from the first year of the horizon on."""
    return Row("in_horizon", (row,), row.values[early:], params=(early,)) if early else row


def over_years(row: Row) -> Row:
    """The sum over the horizon."""
    return Row("over_years", (row,), (_sum(row.values),), constant=True)


def highest(row: Row) -> Row:
    """The largest value of the horizon."""
    return Row("highest", (row,), (max(row.values),), constant=True)


def highest_onwards(row: Row) -> Row:
    """The largest value from the year to the end of the horizon."""
    return Row("highest_onwards", (row,), tuple(accumulate(reversed(row.values), max))[::-1])


def in_year(row: Row, year: int) -> Row:
    """The value in the year with this number, counted from 0."""
    return Row("in_year", (row,), (row.values[year],), constant=True, params=(year,))


def first(row: Row) -> Row:
    return in_year(row, 0)


def last(row: Row) -> Row:
    return in_year(row, len(row.values) - 1)


def product(rows: Sequence[Row]) -> Row:
    """The product of constants that stand one below the other on the sheet."""
    return Row("product", tuple(rows), (math.prod(r.value for r in rows),), constant=True)


def product_of_years(row: Row, start: int, end: int) -> Row:
    """The product of the row's values from one year's number to another's, both included."""
    return Row("product_of_years", (row,), (math.prod(row.values[start : end + 1]),), True, params=(start, end))


def total(rows: Sequence[Row], years: int) -> Row:
    """The sum of rows that stand one below the other on the sheet; 0 when there are none."""
    if not rows:
        return Row("total", (), (0.0,) * years)
    constant = all(r.constant for r in rows)
    values = tuple(_sum(values) for values in zip(*(r.values for r in rows), strict=True))
    return Row("total", tuple(rows), values, constant)


def link(row: Row) -> Row:
    """The row once more, where it must stand beside others."""
    return Row("link", (row,), row.values, row.constant)


def spread(row: Row, weights: Row, k: Row) -> Row:
    """Each year's quantity with the weight of the years since: the sum over s of row[s] × weights[y − s].

    `k` is the row that counts years from 0 on the sheet.
    """
    x, years = row.values, range(len(weights.values))
    felt = [(since, w) for since, w in enumerate(weights.values) if w][::-1]  # the other years add nothing
    values = tuple(_sum([x[y - since] * w for since, w in felt if since <= y]) for y in years)
    return Row("spread", (row, weights, k), values)


def _sum(values: Sequence[Any]) -> Any:
    """Added from the left, as a spreadsheet does."""
    result: Any = 0.0
    for value in values:
        result = result + value
    return result
