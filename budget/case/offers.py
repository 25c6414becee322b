"""What the reference library offers for a figure: the entries that fit its key and unit, the nearest first.

No figure is taken from here by itself: a person takes it (`taking`), or a default says that no one has yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from budget.case.library import Reference, is_residential, reference_price, steps, topic
from budget.case.problems import refuse

# Where the figures of a key stand, and in which unit; the entries of NAMED say themselves which key they fit.
SHELVES = {
    "unit_price": ("unit-prices", "kr"),
    "replacement_price": ("unit-prices", "kr"),
    "price_from": ("unit-prices", "kr"),
    "price_to": ("unit-prices", "kr"),
    "annual_cost": ("unit-prices", "kr per fte"),
    "overhead": ("overhead", "share"),
    "target_caseload": ("caseload", "children per fte"),
    "share_now": ("mix", "share"),
    "share_target": ("mix", "share"),
    "discount_rate": ("discount-rates", "share"),
}
NAMED = ("natural-exit", "turnover", "price-index")
RATES = ("wages", "prices", "total")  # an entry holds for its own year and no other
SHARES = ("share_now", "share_target")
RULES = "reimbursement"
PLACES = ("unit_price", "price_from", "price_to")  # prices of a step: without a step there is no default
# The entries that stand as defaults: national or the guidance in force, never the figure of a single municipality.
STANDS = {
    "annual_cost": ("adviser-state-2022",),
    "overhead": ("kl-practice-2021",),
    "target_caseload": ("partnership-2017",),
    "natural_exit": ("exit-2017",),
    "lag_months": ("onboarding",),
    "discount_rate": ("fm-2021-years-0-35",),
    "total": ("total-2018", "total-2019", "total-2023"),
}


@dataclass(frozen=True)
class Offer:
    """One entry of the library as a figure; `year` tells which, where the entry states one for every year."""

    topic: str
    entry: Reference
    year: int | None = None

    @property
    def id(self) -> str:
        return "/".join((self.topic, str(self.entry.id), *([str(self.year)] if self.year is not None else [])))

    @property
    def value(self) -> float:
        """What the entry states; of a range the middle."""
        if self.year is not None and self.entry.values:
            return float(self.entry.values[self.year])
        low, high = self.entry.span or (0.0, 0.0)
        return low if low == high else round((low + high) / 2, 6)

    @property
    def span(self) -> tuple[float, float] | None:
        """Lowest and highest, where the entry states a range."""
        span = self.entry.span
        return span if self.year is None and span is not None and span[0] < span[1] else None

    @property
    def price_year(self) -> int | None:
        return self.entry.price_year

    @property
    def priced(self) -> bool:
        """Whether it is an amount of kr, which stands in the prices of some year."""
        return str(self.entry.unit).startswith("kr")

    @property
    def sourced(self) -> bool:
        """Whether a source was read for it; what is known without one is no source for a case either."""
        return self.entry.status != "background"


def offers(name: str, step: str | None = None, year: int | None = None) -> tuple[Offer, ...]:
    """What fits a figure of this key; on a line with a step of the ladder its own step first. Rates by `year`."""
    found = _fitting(name)
    if name in RATES:
        return tuple(offer for offer in found if offer.year == year)
    wanted = wanted_step(name, step)
    if name in SHARES:
        return tuple(offer for offer in found if offer.entry.step == wanted)
    return tuple(sorted(found, key=lambda offer: wanted is not None and offer.entry.step != wanted))


def wanted_step(name: str, step: str | None) -> str | None:
    """The step of the ladder that a figure of this key speaks of, on a line with this step."""
    if name in ("price_from", "price_to", *SHARES):
        step = step or next((id for id in steps() if is_residential(id)), None)
    return _step_below(step) if name == "price_to" else step


def _step_below(step: str | None) -> str | None:
    """The nearest less intrusive step of which a price is known."""
    ladder = list(steps())
    below = ladder[: ladder.index(step)] if step in ladder else []
    return next((id for id in reversed(below) if reference_price(id)), None)


@lru_cache(maxsize=64)
def _fitting(name: str) -> tuple[Offer, ...]:
    return tuple(_found(name))


def _found(name: str) -> Iterator[Offer]:
    if name in SHELVES:
        where, unit = SHELVES[name]
        for entry in topic(where).entries:
            if entry.unit == unit:
                yield from _each(where, entry)
        return
    for where in NAMED:
        for entry in topic(where).entries:
            if entry.key == name:
                yield from _each(where, entry)


def _each(where: str, entry: Reference) -> Iterator[Offer]:
    """The entry as one offer, or one for each of its years, the latest first."""
    if entry.values is not None:
        yield from (Offer(where, entry, year) for year in sorted(entry.values, reverse=True))
    elif entry.span is not None:
        yield Offer(where, entry)


def default(name: str, step: str | None = None, year: int | None = None) -> Offer | None:
    """The offer that stands for the key until someone knows better; None where the library has none to stand."""
    if name in PLACES:
        wanted = wanted_step(name, step)
        price = reference_price(wanted) if wanted else None
        return Offer("unit-prices", price) if price else None
    found = offers(name, step, year)
    stands = STANDS.get(name, ())
    return next((offer for offer in found if offer.entry.id in stands), None)


def rules(year: int) -> tuple[Reference, ...]:
    """The rules of state reimbursement in the library: the one in force in the year first, then the others."""
    known = [entry for entry in topic(RULES).entries if entry.bands and entry.year is not None]
    in_force = [entry for entry in known if entry.year is not None and entry.year <= year]
    latest = max((entry.year or 0 for entry in in_force), default=None)
    return tuple(sorted(known, key=lambda entry: entry.year != latest))


def rule(id: str) -> Reference:
    """The rule of state reimbursement with this id; CaseError when there is none."""
    found = next((e for e in topic(RULES).entries if e.id == id and e.bands), None)
    if found is None:
        raise refuse("unknown_entry", id, read=id)
    return found


def offer(id: str) -> Offer:
    """The offer with this id; CaseError when the library has none."""
    where, _, rest = id.partition("/")
    name, _, year = rest.partition("/")
    if where in {home for home, _ in SHELVES.values()} | {*NAMED}:
        for entry in topic(where).entries:
            for found in _each(where, entry) if entry.id == name else ():
                if found.id == id and (found.year is None) == (year == ""):
                    return found
    raise refuse("unknown_entry", id, read=id)
