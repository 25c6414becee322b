"""What would have to be true behind a case by amounts: the full-year places that its savings equal at the library's
prices, and how many of them each extra adviser carries. A conversion, never an assumption of the case.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from budget.analysis.caseloads import extras, step_prices
from budget.analysis.references import ZERO, in_case_prices
from budget.case import Case, Line, library
from budget.case.library import Reference
from budget.case.models import AmountsCost, AmountsSaving
from budget.case.offers import Offer, offers
from budget.formulas import Result

CHILDREN = 100  # that advisers are counted for

Ends = tuple[float, float]


# ------------------------------------------------------------------ prices
@dataclass(frozen=True)
class PriceSpan:
    """What a full-year place on a step costs in the library's prices of one year: the lowest and highest of them.

    In the prices of the case where its rates allow it, else as the library has them; `stands` where it is the one price
    that stands for the step.
    """

    step: Reference
    price_year: int
    low: float
    high: float
    converted: bool
    stands: Reference | None = None

    def places(self, kr: float) -> Ends:
        """The fewest and the most places that cost the amount."""
        return kr / self.high, kr / self.low


def price_spans(case: Case) -> list[PriceSpan]:
    """By step, the most intrusive first, and price year; what states no price year cannot be placed among them."""
    found: dict[tuple[str, int], list[tuple[Ends, bool]]] = {}
    for price in step_prices(case):
        if price.entry is not None and price.entry.span and price.entry.price_year is not None:
            here = (price.low, price.high) if price.low is not None and price.high is not None else None
            ends = (here or price.entry.span, here is not None)
            found.setdefault((str(price.step.id), price.entry.price_year), []).append(ends)
    ladder = list(library.steps())
    order = sorted(found, key=lambda key: (-ladder.index(key[0]), key[1]))
    return [_span(step, year, found[step, year]) for step, year in order]


def _span(step: str, year: int, prices: Sequence[tuple[Ends, bool]]) -> PriceSpan:
    low, high = min(ends[0] for ends, _ in prices), max(ends[1] for ends, _ in prices)
    return PriceSpan(library.steps()[step], year, low, high, all(converted for _, converted in prices))


def standing_prices(case: Case) -> list[PriceSpan]:
    """The one price that stands for each step that has one, the most intrusive first."""
    found = []
    for id, step in reversed(list(library.steps().items())):
        entry = library.reference_price(id)
        if entry is None or entry.value is None or entry.price_year is None:
            continue
        here = in_case_prices(case, entry.value, entry.price_year, "total")
        kr = entry.value if here is None else here
        found.append(PriceSpan(step, entry.price_year, kr, kr, here is not None, entry))
    return found


# ------------------------------------------------------------------ what the amounts equal
@dataclass(frozen=True)
class Saved:
    """The municipality's savings that are stated in kr: their lines, and by year what they come to, fixed prices."""

    lines: tuple[Line, ...]
    years: tuple[int, ...]
    kr: tuple[float, ...]


def saved(result: Result) -> Saved | None:
    """None where no saving is stated in kr, or none of it comes."""
    lines = [line for line in result.case.savings if isinstance(line, AmountsSaving) and line.payer == "municipality"]
    rows = [result.book.rows[f"{line.id}.fixed"].values for line in lines]
    kr = tuple(-sum(values) for values in zip(*rows, strict=True))
    return Saved(tuple(lines), tuple(result.years), kr) if any(value >= ZERO for value in kr) else None


@dataclass(frozen=True)
class Advisers:
    """The extra advisers of the last year: as the case states them, or as many as a cost in kr pays for.

    `pay` is then the entry of the library that the cost of `line` is divided by, in kr a year from `low` to `high`.
    """

    fewest: float
    most: float
    line: Line | None = None
    kr: float = 0.0
    pay: Reference | None = None

    def each(self, places: Ends) -> Ends:
        """What one of them carries."""
        return places[0] / self.most, places[1] / self.fewest


def advisers(result: Result) -> Advisers | None:
    """None where the case has neither posts nor a cost in kr in the last year."""
    posts = sum(extra.posts for extra in extras(result))
    if posts > 0:
        return Advisers(posts, posts)
    line, kr = adviser_cost(result)
    if line is None:
        return None
    offer = nearest_pay(result.case)
    growth = growth_of(result.case, offer.price_year, line.price_index)
    low, high = offer.entry.span or (offer.value, offer.value)
    return Advisers(kr / (high * growth), kr / (low * growth), line, kr, offer.entry)


def adviser_cost(result: Result) -> tuple[AmountsCost | None, float]:
    """The cost in kr that can pay advisers, the largest of the last year, and what it then is in fixed prices."""
    found = [
        (result.book.rows[f"{line.id}.fixed"].values[-1], line)
        for line in result.case.costs
        if isinstance(line, AmountsCost) and line.payer == "municipality"
    ]
    kr, line = max(found, key=lambda pair: pair[0], default=(0.0, None))
    return (line, kr) if kr >= ZERO else (None, 0.0)


def nearest_pay(case: Case) -> Offer:
    """The sourced pay of an adviser whose price year is the nearest to the case's."""
    known = [offer for offer in offers("annual_cost") if offer.sourced and offer.price_year is not None]
    return min(known, key=lambda offer: abs((offer.price_year or 0) - case.price_year))


def growth_of(case: Case, price_year: int | None, index: str) -> float:
    """What brings an amount to the prices of the case; 1 where the case lacks a rate that this takes."""
    growth = in_case_prices(case, 1.0, price_year, index)
    return 1.0 if growth is None else growth


def for_children(each: Ends, number: int) -> Ends:
    """What so many advisers for 100 children must save of them together."""
    return each[0] * number, each[1] * number


def children_each(numbers: Sequence[int]) -> list[float]:
    """Children per adviser when so many share 100 children."""
    return [CHILDREN / number for number in numbers]
