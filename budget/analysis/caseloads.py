"""What a caseload means: children and caseworkers by year, held against the reference library, with vacancies, as
follow-ups a week, and as the full-year places that an extra caseworker's pay equals.

Nothing here says that a lower caseload saves anything. The places are worked out from pay and price alone: they are
what would have to be true, not what is expected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from budget.analysis.references import ZERO, figure_span, in_case_prices
from budget.case import Case, Line, library
from budget.case.library import Reference
from budget.case.models import Caseload, Mix, Placements, Posts, Provision, Saving, Staff
from budget.case.prices import missing_rates
from budget.formulas import Result

WEEKS = 52  # of the calendar: no source says how many weeks a caseworker works
PRICE_INDEX = "total"  # what a price of the library follows to the prices of the case, as placement lines do
DEFAULT_VACANCY = "left-half-year-2024"
EXTREME = 1e-9  # what the arithmetic may be off by
# Benchmarks whose source says "below": the number itself is not within.
OPEN_ABOVE = frozenset({"category-1-2017"})

Values = tuple[float | None, ...]
Standing = Literal["below", "within", "above"]


# ------------------------------------------------------------------ caseloads by year
@dataclass(frozen=True)
class Workload:
    """One caseload line by year: children, caseworkers today and extra, and the caseload they make."""

    line: Caseload
    years: tuple[int, ...]
    children: tuple[float, ...]
    today: float
    extra: tuple[float, ...]
    target: tuple[float, ...]
    caseload: Values  # the engine's own, with the extra caseworkers there

    @property
    def posts(self) -> tuple[float, ...]:
        """Caseworkers in all, full-time equivalents."""
        return tuple(self.today + extra for extra in self.extra)

    @property
    def without_extra(self) -> Values:
        """The caseload of the same children with today's caseworkers alone."""
        return tuple(shared(children, self.today) for children in self.children)

    def with_vacancy(self, vacancy: float) -> Values:
        """The caseload when this share of the posts is empty; no value when all are."""
        found = zip(self.children, self.posts, strict=True)
        return tuple(shared(children, posts * (1 - vacancy)) for children, posts in found)

    def posts_for_target(self, vacancy: float) -> Values:
        """Posts that must be filled for the target to hold in spite of the vacancy."""
        found = zip(self.children, self.target, strict=True)
        return tuple(shared(children / target, 1 - vacancy) for children, target in found)


def shared(amount: float, among: float) -> float | None:
    """The amount for each of them; no value where there is none."""
    return amount / among if among > EXTREME else None


def workloads(result: Result) -> list[Workload]:
    """The caseload lines of the case."""
    return [_workload(result, line) for line in result.case.costs if isinstance(line, Caseload)]


def _workload(result: Result, line: Caseload) -> Workload:
    return Workload(
        line,
        tuple(result.years),
        _stated(result, line, "children"),
        line.fte_now.value,
        tuple(result.row(f"{line.id}.fte").values),
        _stated(result, line, "target_caseload"),
        tuple(result.row(f"{line.id}.caseload").values),
    )


def _stated(result: Result, line: Line, name: str) -> tuple[float, ...]:
    """A series of the line as the case states it, by year."""
    spans = [figure_span(result, line, name, year) for year in result.years]
    return tuple(span.value if span else 0.0 for span in spans)


@dataclass(frozen=True)
class Period:
    """Years that follow each other and have the same value."""

    first: int
    last: int
    value: float | None


def periods(years: Sequence[int], values: Sequence[float | None]) -> list[Period]:
    """30 in 2016 and 25 from 2017 to 2019 are two periods, however many years there are."""
    found = []
    pairs = zip(years, values, strict=True)
    for _, group in groupby(pairs, key=lambda pair: None if pair[1] is None else round(pair[1], 9)):
        run = list(group)
        found.append(Period(run[0][0], run[-1][0], run[0][1]))
    return found


# ------------------------------------------------------------------ against the library
@dataclass(frozen=True)
class Benchmark:
    """Children per caseworker somewhere, as the library has it."""

    entry: Reference
    low: float
    high: float

    @property
    def id(self) -> str:
        return str(self.entry.id)

    @property
    def is_below(self) -> bool:
        """Whether the source says "below" this number."""
        return self.id in OPEN_ABOVE

    def standing(self, caseload: float) -> Standing:
        """Where a caseload lies; judged on the unrounded value."""
        if self.is_below:
            return "within" if caseload < self.high - EXTREME else "above"
        if caseload < self.low - EXTREME:
            return "below"
        return "above" if caseload > self.high + EXTREME else "within"


def benchmarks() -> list[Benchmark]:
    """The library's caseloads, lowest first; observed averages of single years are no benchmark."""
    found = [(entry, entry.span) for entry in library.topic("caseload").entries]
    marks = [Benchmark(entry, *span) for entry, span in found if span]
    return sorted(marks, key=lambda mark: (mark.low + mark.high, mark.high, mark.id))


@dataclass(frozen=True)
class Vacancy:
    """A share of empty posts to reckon with, and the turnover of the library that it is taken from."""

    share: float
    entry: Reference | None = None
    year: int | None = None


def vacancies() -> list[Vacancy]:
    """None, and each turnover of the library, lowest first."""
    found = [Vacancy(0.0)]
    for entry in library.topic("turnover").entries:
        if entry.unit == "share" and entry.value is not None:
            found.append(Vacancy(entry.value, entry))
        elif entry.unit == "share" and entry.values:
            found += [Vacancy(share, entry, year) for year, share in entry.values.items()]
    return sorted(found, key=lambda vacancy: vacancy.share)


def default_vacancy() -> Vacancy:
    """What left in half a year: the average of empty posts when each stands empty for half a year."""
    return next(v for v in vacancies() if v.entry is not None and str(v.entry.id) == DEFAULT_VACANCY)


@dataclass(frozen=True)
class Cadence:
    """How often one child is followed up in a year; `visits` is None where the library has no fixed number."""

    entry: Reference
    when: Literal["first_year", "later", "every_year"]
    visits: float | None


def cadences() -> list[Cadence]:
    """The library's cadences, the first year of a measure apart from later ones where they differ."""
    found = []
    for entry in library.topic("follow-up").entries:
        if entry.first_year == entry.later:
            found.append(Cadence(entry, "every_year", entry.first_year))
        else:
            found += [Cadence(entry, "first_year", entry.first_year), Cadence(entry, "later", entry.later)]
    return found


def a_week(caseload: float | None, visits: float | None) -> float | None:
    """Follow-ups per caseworker and calendar week when every child of the caseload follows this cadence."""
    return None if caseload is None or visits is None else caseload * visits / WEEKS


# ------------------------------------------------------------------ what an extra caseworker must save
@dataclass(frozen=True)
class Extra:
    """The extra posts of one staff or caseload line: what one costs a year, and how many there are in the last year."""

    line: Posts
    each: float  # kr a year with overhead, in the prices of the case, without the lever for overruns
    posts: float

    @property
    def kr(self) -> float:
        return self.each * self.posts


def extras(result: Result) -> list[Extra]:
    """The lines with extra posts in some year."""
    found = []
    for line in result.case.costs:
        if isinstance(line, Staff | Caseload) and any(result.row(f"{line.id}.fte").values):
            pay = figure_span(result, line, "annual_cost", result.years[0])
            assert pay is not None, "the format requires it"
            each = pay.value * (1 + line.overhead.value)
            found.append(Extra(line, each, result.row(f"{line.id}.fte").values[-1]))
    return found


@dataclass(frozen=True)
class StepPrice:
    """What a full-year place on a step costs in the library, in the prices of the case.

    `low` and `high` are None where nothing can be compared: `missing` holds the years whose rate the case lacks, and
    `entry` is None where the library has no price of the step.
    """

    step: Reference
    entry: Reference | None = None
    low: float | None = None
    high: float | None = None
    missing: tuple[int, ...] = ()


def step_prices(case: Case) -> list[StepPrice]:
    """Every price of the library by step of the ladder; never across price years in silence."""
    found = []
    for id, step in library.steps().items():
        priced = [_step_price(case, step, entry) for entry in library.prices(id)]
        found += priced or [StepPrice(step)]
    return found


def _step_price(case: Case, step: Reference, entry: Reference) -> StepPrice:
    growth = in_case_prices(case, 1.0, entry.price_year, PRICE_INDEX) if entry.price_year is not None else None
    if growth is None or entry.span is None:
        missing = missing_rates(case, PRICE_INDEX, entry.price_year, case.price_year) if entry.price_year else []
        return StepPrice(step, entry, missing=tuple(missing))
    low, high = entry.span
    return StepPrice(step, entry, low * growth, high * growth)


@dataclass(frozen=True)
class OwnPrice:
    """A price of the case itself: of a place (placements) or the difference of two (mix), in the case's prices.

    `net` is what is left of it in the last year with places, after own fixed costs, replacement and lost reimbursement.
    """

    line: Saving
    kr: float
    net: float | None
    year: int | None


def own_prices(result: Result) -> Iterator[OwnPrice]:
    """The prices of the case's placement and mix lines whose saving is the municipality's own."""
    for line in result.case.savings:
        if isinstance(line, Placements | Mix) and line.payer == "municipality":
            yield OwnPrice(line, _price(result, line), *_net(result, line))


def _price(result: Result, line: Provision) -> float:
    names = ("unit_price",) if isinstance(line, Placements) else ("price_from", "price_to")
    spans = [figure_span(result, line, name, result.years[0]) for name in names]
    price, *less = [span.value if span else 0.0 for span in spans]
    return price - sum(less)


def _net(result: Result, line: Provision) -> tuple[float | None, int | None]:
    """What a place saves in all its rows together, fixed prices, in the last year that has places."""
    places = result.row(f"{line.id}.places").values
    at = next((n for n in reversed(range(len(places))) if abs(places[n]) > EXTREME), None)
    if at is None:
        return None, None
    rows = [result.book.rows.get(f"{line.id}{part}.fixed") for part in ("", ".replacement", ".reimbursement")]
    return -sum(row.values[at] for row in rows if row is not None) / places[at], result.years[at]


def places_needed(kr: float, price: float | None) -> float | None:
    """Full-year places whose price equals the amount; no value at a price that saves nothing."""
    return None if price is None or price < ZERO else kr / price
