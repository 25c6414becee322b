"""The reference library: prices, caseloads, thresholds and expected ranges that a case is held against.

One file per topic in `assumptions/reference/`, each read the first time it is asked for: a case that names no
step of the ladder is read without any of them. No figure of a case is ever taken from here by itself.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, ValidationError

from budget.case.models import Part
from budget.case.places import ASSUMPTIONS
from budget.case.problems import CaseError, refuse
from budget.case.reading import MOST_BYTES, read_tree
from budget.case.translating import translated
from budget.case.values import Flag, Number, Text, Whole

REFERENCE = ASSUMPTIONS / "reference"
BENCHMARK = 25.0  # children per caseworker where a line names no benchmark of its own (the partnership of 2017)
# Read in a source, in a document the product was started from, worked out from one, or known without one.
Status = Literal["verified", "seed", "derived", "background"]


class Shared(Part):
    """Base of the parts of the library. Built on first use: the command line must start without them."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Both(Shared):
    """A text in both languages."""

    da: Text
    en: Text

    def in_language(self, language: str) -> str:
        return str(self.en if language == "en" else self.da)


class Origin(Shared):
    """Where an entry comes from."""

    title: Text
    publisher: Text | None = None
    date: Text | None = None
    document: Text | None = None
    address: Text | None = None


class ReferenceBand(Shared):
    """One band of the state reimbursement: the state pays `share` of what lies above `above`."""

    above: Number
    share: Number


class Reference(Shared):
    """One entry: a value, a range, values by year or bands, with unit, price year, source and how well it is known."""

    id: Text
    label: Both
    unit: Text
    source: Origin
    status: Status
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    values: Annotated[dict[Whole, Number], AfterValidator(MappingProxyType)] | None = None
    bands: Annotated[list[ReferenceBand], AfterValidator(tuple)] | None = None
    first_year: Number | None = None  # follow-up visits in the first year …
    later: Number | None = None  # … and in a later one
    year: Whole | None = None  # in force from
    price_year: Whole | None = None
    step: Text | None = None  # a step of the ladder
    key: Text | None = None  # a key of the format
    residential: Flag = False
    quote: Text | None = None
    note: Both | None = None

    @property
    def span(self) -> tuple[float, float] | None:
        """Lowest and highest of what the entry states; None where it states neither a value nor a range."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        return (self.value, self.value) if self.value is not None else None


class Topic(Shared):
    """One file of the library."""

    title: Both
    entries: Annotated[list[Reference], AfterValidator(tuple)]


def topics() -> tuple[str, ...]:
    """The names of the files of the library."""
    return tuple(sorted(path.stem for path in REFERENCE.glob("*.yaml")))


@lru_cache(maxsize=64)
def topic(name: str) -> Topic:
    """One topic of the library, read once; CaseError with the file and line of what is wrong in it."""
    path = REFERENCE / f"{name}.yaml"
    try:
        with path.open("rb") as file:
            tree = read_tree(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise refuse("cannot_open", str(path), why=error.strerror or "") from None
    except CaseError as error:
        raise CaseError(error.problems, file=str(path)) from None
    try:
        return Topic.model_validate(tree)
    except ValidationError as error:
        raise CaseError(translated(error, tree), file=str(path)) from None


def library() -> Mapping[str, Topic]:
    """Every topic by name."""
    return MappingProxyType({name: topic(name) for name in topics()})


def steps() -> Mapping[str, Reference]:
    """The steps of the intervention ladder by id, from least to most intrusive."""
    return _ladder()


@lru_cache(maxsize=1)
def _ladder() -> Mapping[str, Reference]:
    return MappingProxyType({str(entry.id): entry for entry in topic("ladder").entries})


def is_residential(step: str | None) -> bool:
    """Whether the step is a residential institution, where an empty place saves little until capacity is cut."""
    return step is not None and step in steps() and steps()[step].residential


def prices(step: str | None) -> tuple[Reference, ...]:
    """What a full-year place on the step costs, kr: the national average first, then single providers and rates."""
    return tuple(e for e in topic("unit-prices").entries if step is not None and e.step == step and e.unit == "kr")


def reference_price(step: str | None) -> Reference | None:
    """The one price that stands for the step: the first with a value of its own; None where none is known."""
    return next((entry for entry in prices(step) if entry.value is not None), None)


def caseload_benchmark(named: Iterable[str | None] = ()) -> float:
    """Children per caseworker that a caseload is held against.

    A line names its benchmark by a source with the id of an entry of the library; a range counts by its high end.
    """
    known = {str(entry.id): entry for entry in topic("caseload").entries}
    for id in named:
        span = known[id].span if id is not None and id in known else None
        if span:
            return span[1]
    return BENCHMARK


def lowest_band(year: int) -> tuple[float, int] | None:
    """The price above which the state reimburses part of a place, and the year of its prices.

    The rule of that year; where the year is missing the next one known, so that a limit is rather too high
    than too low; for years after the last one known the last.
    """
    rules = [entry for entry in topic("reimbursement").entries if entry.bands and entry.year is not None]
    if not rules:
        return None
    years = sorted({entry.year for entry in rules if entry.year is not None})
    chosen = next((known for known in years if known >= year), years[-1])
    found = [
        (min(band.above for band in entry.bands), entry.price_year or chosen)
        for entry in rules
        if entry.year == chosen and entry.bands
    ]
    return min(found)


def expected_range(key: str) -> Reference | None:
    """Within which bounds a figure of this key is usually found; None where the library says nothing."""
    return _ranges().get(key)


@lru_cache(maxsize=1)
def _ranges() -> Mapping[str, Reference]:
    return MappingProxyType({str(entry.key): entry for entry in topic("expected-ranges").entries if entry.key})


def natural_exit() -> float:
    """The share of placed children who were no longer placed a year later, nationally and without any project."""
    entry = next(entry for entry in topic("natural-exit").entries if entry.id == "exit-2017")
    assert entry.value is not None
    return entry.value
