"""Every figure of a case beside what the reference library says of its key, in the same prices where rates allow."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from budget.analysis.references import in_case_prices
from budget.case import Case, Entry, Figure, entries, library, offers
from budget.case.figures import source_key
from budget.case.library import Reference
from budget.case.models import Placements, Posts, Saving
from budget.case.prices import missing_rates

Place = Literal["below", "inside", "above"]
ASKED = (Placements, Posts)  # kinds of line of which the library has something to say where a default is left alone


@dataclass(frozen=True)
class Match:
    """One entry of the library beside a figure: lowest, middle and highest in the prices of the case.

    `missing` holds the years whose rates the case lacks; the amounts then stand in the entry's own price year.
    """

    entry: Reference
    low: float
    value: float
    high: float
    year: int | None = None
    offer: str = ""  # the id by which it is taken; empty where it is no figure to take
    missing: tuple[int, ...] = ()
    same_step: bool = True
    level: bool = True  # False for an amount whose price level the library does not know

    @property
    def comparable(self) -> bool:
        return not self.missing and self.level


@dataclass(frozen=True)
class Compared:
    """One figure of a case: where it stands, what it is in the case's prices, and what the library says."""

    path: str
    entry: Entry
    year: int | None
    figure: Figure
    value: float
    source: str  # the key of its source or of its line's; empty for an assumption
    stated: bool  # False for a default of the format that the case leaves alone
    matches: tuple[Match, ...]
    expected: Reference | None

    @property
    def span(self) -> tuple[float, float] | None:
        """Lowest and highest of the comparable entries: of the line's own step where there are any."""
        found = [match for match in self.matches if match.comparable]
        own = [match for match in found if match.same_step] or found
        return (min(m.low for m in own), max(m.high for m in own)) if own else None

    @property
    def place(self) -> Place | None:
        """Where the figure lies against them; None where there is nothing to hold it against."""
        span = self.span
        if span is None:
            return None
        near = 1e-9 * max(1.0, abs(self.value))
        return "below" if self.value < span[0] - near else "above" if self.value > span[1] + near else "inside"


def compared(case: Case) -> Iterator[Compared]:
    """Every figure that the case states, and those left at their default of which the library says something."""
    for entry in entries(case):
        alike = None if entry.name in offers.RATES else tuple(matches(case, entry))  # for a rate every year has its own
        for year, figure in entry.figures().items():
            held_against = tuple(matches(case, entry, year)) if alike is None else alike
            found = _compared(case, entry, year, figure, held_against)
            if found.stated or (found.matches and isinstance(entry.line, ASKED)):
                yield found


def _compared(case: Case, entry: Entry, year: int | None, figure: Figure, held_against: tuple[Match, ...]) -> Compared:
    path = entry.path if year is None else f"{entry.path}.{year}"
    line = entry.line
    growth = in_case_prices(case, 1.0, _price_year(case, entry, figure), line.price_index if line else "total")
    source = source_key(figure, line.source if line else None) or ""
    expected = library.expected_range(entry.name)
    value = figure.value * (growth or 1.0)
    return Compared(path, entry, year, figure, value, source, entry.stated, held_against, expected)


def _price_year(case: Case, entry: Entry, figure: Figure) -> int | None:
    """The price year of the figure's own amount; the limits of the reimbursement state theirs together."""
    if entry.path.startswith("reimbursement.") and case.reimbursement is not None and entry.name == "above":
        return case.reimbursement.converted_from
    return figure.converted_from


def matches(case: Case, entry: Entry, year: int | None = None) -> Iterator[Match]:
    """What the library holds for this figure, the nearest first."""
    if entry.path.startswith("reimbursement."):
        yield from _bands(case, entry)
        return
    line = entry.line
    step = line.step if isinstance(line, Saving) else None
    wanted = offers.wanted_step(entry.name, step)
    index = line.price_index if line else "total"
    for offer in offers.offers(entry.name, step, year):
        low, high = offer.span or (offer.value, offer.value)
        growth, missing = _growth(case, offer.price_year if offer.priced else None, index)
        same = wanted is None or offer.entry.step == wanted
        level = not offer.priced or offer.price_year is not None
        amounts = (low * growth, offer.value * growth, high * growth)
        yield Match(offer.entry, *amounts, offer.year, offer.id, missing, same, level)


def _growth(case: Case, price_year: int | None, index: str) -> tuple[float, tuple[int, ...]]:
    """What brings an amount of that year to the prices of the case, or 1 and the years whose rates are missing."""
    growth = in_case_prices(case, 1.0, price_year, index)
    if growth is not None:
        return growth, ()
    assert price_year is not None
    missing = () if index == "none" else missing_rates(case, index, price_year, case.price_year)
    return 1.0, tuple(missing) or (price_year,)


def _bands(case: Case, entry: Entry) -> Iterator[Match]:
    """The same band of the library's rules: limits in the prices of the case, shares as they are."""
    _, _, number, name = entry.path.split(".")
    for rule in offers.rules(case.first_year):
        bands = rule.bands or ()
        if int(number) <= len(bands):
            value = float(getattr(bands[int(number) - 1], name))
            growth, missing = _growth(case, rule.price_year, "total") if name == "above" else (1.0, ())
            yield Match(rule, value * growth, value * growth, value * growth, rule.year, "", missing)


def needed_rates(case: Case) -> dict[str, tuple[int, ...]]:
    """The rates that the case's own prices and a table in current prices take, by index: given and missing ones.

    Those of an amount that is used as it stands are among them: with them it can be brought to the case's prices.
    """
    needed: dict[str, set[int]] = {}
    last = case.horizon[-1]
    for line in case.lines():
        if line.price_index != "none":
            _between(needed.setdefault(line.price_index, set()), case.price_year, case.first_year, last)
    for entry in entries(case):
        for figure in entry.figures().values():
            if figure.price_year is not None and entry.line is not None and entry.line.price_index != "none":
                _between(needed.setdefault(entry.line.price_index, set()), case.price_year, figure.price_year)
    if case.reimbursement is not None and case.reimbursement.price_year is not None:
        _between(needed.setdefault("total", set()), case.price_year, case.reimbursement.price_year)
    return {index: tuple(sorted(years)) for index, years in sorted(needed.items()) if years}


def _between(found: set[int], *years: int) -> None:
    found |= {*range(min(years) + 1, max(years) + 1)}
