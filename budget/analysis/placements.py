"""What lies behind a saving on placements: stops, full-year places and kr by year, the same stops on 1 January, the
children behind it, and the ladder before and after.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from budget.analysis.references import ZERO, Span, figure_span
from budget.case import Line, library
from budget.case.library import Reference
from budget.case.models import AmountsSaving, Mix, Placements, Saving
from budget.case.paths import LISTS
from budget.formulas import Result, calculate

Values = tuple[float, ...]
PARTS = ("", ".replacement", ".reimbursement")  # the rows of a line
REDUCTIONS = (
    "realisation",
    "deadweight",
    "relapse",
    "natural_exit",
    "lag_months",
    "duration_months",
    "replacement_price",
    "fixed_share",
)


@dataclass(frozen=True)
class Course:
    """One placement or mix line by year. Amounts are in budget sign, in the prices of the result."""

    line: Placements | Mix
    years: tuple[int, ...]
    planned: Values  # placements: stops in the year; mix: full-year places to be moved by then
    places: Values  # full-year places saved or moved, as far as they come
    kr: dict[str, Values]  # by part of the line: "" the saving, ".replacement", ".reimbursement"

    @property
    def total(self) -> Values:
        """The line with what comes in its place and the reimbursement that is lost."""
        return tuple(sum(values) for values in zip(*self.kr.values(), strict=True))

    @property
    def stops(self) -> float | None:
        """Stops over the horizon; a mix line has none."""
        return sum(self.planned) if isinstance(self.line, Placements) else None


def courses(result: Result) -> list[Course]:
    """The placement and mix lines of the case."""
    return [_course(result, line) for line in result.case.savings if isinstance(line, Placements | Mix)]


def _course(result: Result, line: Placements | Mix) -> Course:
    rows = {part: result.book.rows.get(f"{line.id}{part}") for part in PARTS}
    return Course(
        line,
        tuple(result.years),
        _planned(result, line),
        tuple(result.row(f"{line.id}.places").values),
        {part: tuple(row.values) for part, row in rows.items() if row is not None},
    )


def _planned(result: Result, line: Placements | Mix) -> Values:
    if isinstance(line, Mix):
        return tuple(result.row(f"{line.id}.planned_places").values)
    return tuple(stated(result, line, "stops", year) or 0.0 for year in result.years)


def stated(result: Result, line: Line, name: str, year: int) -> float | None:
    """A figure of the line in a year, in the prices of the case; None where it is not given."""
    span = figure_span(result, line, name, year)
    return span.value if span else None


def reductions(result: Result, line: Placements | Mix) -> list[tuple[str, float]]:
    """What stands between plan and saving: the figures of the line that are not at their default."""
    found = []
    for name in REDUCTIONS:
        figure = getattr(line, name, None)
        default = type(line).model_fields[name].default if name in type(line).model_fields else None
        if figure is not None and (default is None or figure.value != default.value):
            found.append((name, figure.value))
    return found


# ------------------------------------------------------------------ with effect from 1 January
def _on_1_january(line: Saving) -> Saving:
    if not isinstance(line, Placements) or line.timing in ("january", 1):
        return line
    return line.model_copy(update={"timing": "january"})


@dataclass(frozen=True)
class Sooner:
    """A line and the same line with its stops on 1 January of their year."""

    course: Course
    in_january: Course | None  # None where nothing would move

    @property
    def more_places(self) -> Values:
        """Full-year places that 1 January gives more; below zero where a limited stay then ends sooner."""
        return self._more(lambda course: course.places)

    @property
    def more_kr(self) -> Values:
        """The difference in budget sign: below zero is a larger saving."""
        return self._more(lambda course: course.total)

    def _more(self, values: Callable[[Course], Values]) -> Values:
        other = self.in_january or self.course
        pairs = zip(values(other), values(self.course), strict=True)
        return tuple(there - here for there, here in pairs)


def sooner(result: Result) -> list[Sooner]:
    """Every line beside itself with effect from 1 January, in the same prices."""
    found = courses(result)
    moved = [new for old in result.case.savings if (new := _on_1_january(old)) is not old]
    others = {str(course.line.id): course for course in _alone(result, moved)} if moved else {}
    return [Sooner(course, others.get(str(course.line.id))) for course in found]


def _alone(result: Result, lines: Sequence[Saving]) -> list[Course]:
    """These lines worked out without the rest of the case, which has no part in them."""
    case = result.case.model_copy(update={**{name: [] for name in LISTS}, "savings": list(lines)})
    return courses(calculate(case, result.prices))


# ------------------------------------------------------------------ the children behind it
@dataclass(frozen=True)
class Behind:
    """How many children carry the saving: stops over the horizon, and full-year places in the last year."""

    stops: float
    ended: float
    moved: float

    @property
    def places(self) -> float:
        return self.ended + self.moved


def behind(found: Iterable[Course]) -> Behind:
    """The children of several lines together."""
    found = list(found)
    placements = [course for course in found if isinstance(course.line, Placements)]
    return Behind(
        sum(course.stops or 0.0 for course in placements),
        sum(course.places[-1] for course in placements),
        sum(course.places[-1] for course in found if isinstance(course.line, Mix)),
    )


@dataclass(frozen=True)
class StatedPlaces:
    """A saving stated in kr that its source says equals so many full-year places, and the price this implies."""

    line: AmountsSaving
    places: Span
    kr: float

    @property
    def price(self) -> tuple[float, float]:
        return self.kr / self.places.high, self.kr / self.places.low


def stated_places(result: Result) -> Iterator[StatedPlaces]:
    """The amounts of the case that say how many places they are, each in the year of its highest amount."""
    for line in result.case.savings:
        if not isinstance(line, AmountsSaving):
            continue
        places = figure_span(result, line, "stated_places", result.years[0])
        if places is not None:
            kr = max(stated(result, line, "amounts", year) or 0.0 for year in result.years)
            if kr >= ZERO:
                yield StatedPlaces(line, places, kr)


# ------------------------------------------------------------------ the ladder
@dataclass(frozen=True)
class Price:
    """A price per full-year place, and the line that states it."""

    line: Saving
    kr: float


@dataclass(frozen=True)
class Rung:
    """Full-year places on a step before and after the measure, in the last year of the case.

    `before` is None where the case does not say how many there are; `role` tells what a rung without a step is: the
    places of a line that names none, the dearer or the cheaper step of a mix, or what a child gets instead.
    """

    step: Reference | None
    before: float | None
    change: float
    prices: tuple[Price, ...]
    role: str = "step"
    line: Saving | None = None

    @property
    def after(self) -> float | None:
        return None if self.before is None else self.before + self.change

    @property
    def is_empty(self) -> bool:
        """Whether the case says nothing of the step."""
        return self.before is None and not self.prices


@dataclass(frozen=True)
class Ladder:
    """The six steps from the least to the most intrusive, and what the case gives no step for."""

    steps: tuple[Rung, ...]
    without_step: tuple[Rung, ...]

    @property
    def is_empty(self) -> bool:
        return not self.without_step and all(rung.is_empty for rung in self.steps)


def ladder(result: Result) -> Ladder:
    """Places and prices by step, as far as the case holds them."""
    found = courses(result)
    steps = [_rung(result, step, [c for c in found if c.line.step == id]) for id, step in library.steps().items()]
    return Ladder(tuple(steps), tuple(_without_step(result, found)))


def _rung(result: Result, step: Reference, on_it: Sequence[Course]) -> Rung:
    change = -sum(course.places[-1] for course in on_it)
    prices = tuple(Price(course.line, _price(result, course.line)) for course in on_it)
    return Rung(step, _before(result, on_it), change + 0.0, prices)


def _before(result: Result, on_it: Sequence[Course]) -> float | None:
    """Places on the step without the measure: what a line states, else what the mixes work with.

    Lines of one service area draw on the same places, so that the largest number counts once.
    """

    def area(course: Course) -> str:
        return course.line.service_area or ""

    known = []
    for _, group in groupby(sorted(on_it, key=area), key=area):
        lines = list(group)
        stocks = [course.line.stock.value for course in lines if course.line.stock is not None]
        mixes = [dear for dear in (_dear(result, course) for course in lines) if dear is not None]
        if stocks or mixes:
            known.append(max(stocks) if stocks else sum(mixes))
    return sum(known) if known else None


def _dear(result: Result, course: Course) -> float | None:
    """Places on the dear step of a mix if nothing were moved, in the last year; None for other lines."""
    if not isinstance(course.line, Mix):
        return None
    year = result.years[-1]
    places, share = stated(result, course.line, "places", year), stated(result, course.line, "share_now", year)
    return None if places is None or share is None else places * share


def _without_step(result: Result, found: Iterable[Course]) -> Iterator[Rung]:
    for course in found:
        line, places, year = course.line, course.places[-1], result.years[-1]
        if line.step is None:
            before = line.stock.value if line.stock is not None else _dear(result, course)
            role = "dearer" if isinstance(line, Mix) else "line"
            yield Rung(None, before, 0.0 - places, (Price(line, _price(result, line)),), role, line)
        if isinstance(line, Mix):
            all_places, dear = stated(result, line, "places", year) or 0.0, _dear(result, course) or 0.0
            price = stated(result, line, "price_to", year) or 0.0
            yield Rung(None, all_places - dear, places, (Price(line, price),), "cheaper", line)
        elif line.replacement_price is not None:
            price = stated(result, line, "replacement_price", year) or 0.0
            yield Rung(None, None, places, (Price(line, price),), "instead", line)


def _price(result: Result, line: Placements | Mix) -> float:
    name = "unit_price" if isinstance(line, Placements) else "price_from"
    return stated(result, line, name, result.years[-1]) or 0.0


def average_prices(result: Result, course: Course) -> tuple[float, float] | None:
    """The average price of all places of a mix before and after, in the last year; None for other lines."""
    if not isinstance(course.line, Mix):
        return None
    year, dear = result.years[-1], _dear(result, course)
    places = stated(result, course.line, "places", year)
    high, low = (stated(result, course.line, name, year) or 0.0 for name in ("price_from", "price_to"))
    if not places or dear is None:
        return None

    def average(on_dear: float) -> float:
        return (on_dear * high + (places - on_dear) * low) / places

    return average(dear), average(dear - course.places[-1])
