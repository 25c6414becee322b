"""Figures of a line and of the reference library, brought to the prices of the case so that they can be compared."""

from dataclasses import dataclass
from functools import reduce

from budget.analysis.facts import Remark, year_spans
from budget.case import Case, Line, library
from budget.case.library import Reference
from budget.case.models import Saving
from budget.case.prices import missing_rates, rate, years_between
from budget.formulas import Result
from budget.formulas.reimbursement import GROUPS

ZERO = 0.005  # kr: what lies nearer to 0 is 0


@dataclass(frozen=True)
class Span:
    """A figure with its range in the prices of the case; `as_of` holds the price years that could not be converted."""

    low: float
    value: float
    high: float
    as_of: frozenset[int] = frozenset()

    def remarks(self, key: str) -> tuple[Remark, ...]:
        """That the comparison is one across price years, where it is."""
        return (Remark(key, {"years": year_spans(self.as_of)}),) if self.as_of else ()


def in_case_prices(case: Case, kr: float, price_year: int | None, index: str) -> float | None:
    """The amount in the prices of the case; None where the case lacks a rate that this takes."""
    if price_year is None or price_year == case.price_year:
        return kr
    if index == "none" or missing_rates(case, index, price_year, case.price_year):
        return None
    rates = [rate(case, index, year) for year in years_between(price_year, case.price_year)]
    growth = reduce(lambda product, figure: product * (1 + figure.value), filter(None, rates), 1.0)
    return kr * growth if price_year < case.price_year else kr / growth


def figure_span(result: Result, line: Line, name: str, year: int) -> Span | None:
    """A figure of a line in a year, of a price in groups their mean; None where it is not given."""
    groups = getattr(line, GROUPS.get(name, ""), ())
    if groups:
        return _mean(result, line, name, [group.children.value for group in groups], year)
    entry = result.book.entries[f"{result.book.lists[line.id]}.{line.id}.{name}"]
    found = entry.in_force(year)
    if found is None:
        return None
    figure = found[1]
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    growth = in_case_prices(result.case, 1.0, figure.converted_from, line.price_index)
    assert growth is not None, "a price year whose rates are missing was refused when the case was read"
    return Span(low * growth, figure.value * growth, high * growth)


def _mean(result: Result, line: Line, name: str, children: list[float], year: int) -> Span:
    """The mean of the groups' prices over their children; the range has every group at the same end."""
    prices = [figure_span(result, line, f"{GROUPS[name]}.{n}.price", year) for n in range(1, len(children) + 1)]
    pairs = [(number, price) for number, price in zip(children, prices, strict=True) if price is not None]
    ends = [sum(n * getattr(price, end) for n, price in pairs) / sum(children) for end in ("low", "value", "high")]
    return Span(*ends)


def reference_span(case: Case, step: str | None, index: str) -> Span | None:
    """What a full-year place on the step costs: lowest and highest price known, and the one that stands for it."""
    stands = library.reference_price(step)
    if stands is None or stands.value is None:
        return None
    spans = [_converted(case, entry, index) for entry in library.prices(step) if entry.span]
    one = _converted(case, stands, index)
    as_of = frozenset(year for span in spans for year in span.as_of)
    return Span(min(s.low for s in spans), one.value, max(s.high for s in spans), as_of)


def reference_price(case: Case, line: Saving) -> Span | None:
    """The price that stands for the line's step."""
    stands = library.reference_price(line.step)
    return _converted(case, stands, line.price_index) if stands else None


def _converted(case: Case, entry: Reference, index: str) -> Span:
    low, high = entry.span or (0.0, 0.0)
    middle = (low + high) / 2 if entry.value is None else entry.value
    growth = in_case_prices(case, 1.0, entry.price_year, index)
    if growth is None:
        return Span(low, middle, high, frozenset({entry.price_year or case.price_year}))
    return Span(low * growth, middle * growth, high * growth)


def lowest_band(case: Case) -> Span | None:
    """The price above which the state reimburses part of a place in the first year of the case."""
    found = library.lowest_band(case.first_year)
    if found is None:
        return None
    above, price_year = found
    converted = in_case_prices(case, above, price_year, "total")
    if converted is None:
        return Span(above, above, above, frozenset({price_year}))
    return Span(converted, converted, converted)
