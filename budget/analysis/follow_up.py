"""Budget follow-up: the budget of each line beside what was spent, and what is followed besides (contract section 5).

Amounts are kr in budget sign and in the prices of the year. What is not known is None and never 0, and months are
never held against the budget of a whole year: they have a budget to date, by the line's own course.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from budget.analysis.course import EVEN, MONTHS, Course, courses
from budget.analysis.spending import held
from budget.case.following import is_forecast, target
from budget.case.models import Actual, Case, Line, Measure
from budget.formulas import Result

ZERO = 0.005
NO_SHARE = 1e-9  # of the year: what lies nearer to 0 is no share that a year could be worked out from
AVERAGED = ("places", "share")  # units of a measure whose months are averaged, not added


@dataclass(frozen=True)
class Outturn:
    """What is known of one year of a line or measure, from the entries of that year."""

    actual: float | None = None
    months: tuple[int, ...] = ()  # the months that `actual` is made of; empty for a whole year's entry
    basis: str = ""  # accounts, spending or evaluation; empty where nothing is known
    stated: float | None = None  # the entry that says what is expected
    last_month: float = 0.0
    passed_over: int = 0  # months that are entered beside the year's own figure, which stands
    course: Course = EVEN
    averaged: bool = False  # places and shares: the mean of the months, not their sum
    gross: float | None = None  # spending that is entered, while what the area would have spent is not known

    @property
    def partial(self) -> bool:
        """Whether only some months of the year are known."""
        return 0 < len(self.months) < MONTHS

    @property
    def share(self) -> float:
        """The part of the year that belongs to what is known, by the line's own course."""
        return sum(self.course[month - 1] for month in self.months) if self.partial else 1.0

    @property
    def straight(self) -> float | None:
        """The year when it goes on as the months so far, along the line's own course."""
        if not self.months or self.actual is None:
            return None
        if self.averaged or not self.partial:
            return self.actual
        return self.actual / self.share if self.share > NO_SHARE else None

    @property
    def repeated(self) -> float | None:
        """The months so far, and every month that is not known like the last of them."""
        if not self.months or self.actual is None:
            return None
        left = [month for month in range(1, MONTHS + 1) if month not in self.months]
        if self.averaged:
            return (self.actual * len(self.months) + self.last_month * len(left)) / MONTHS
        of_last = self.course[self.months[-1] - 1]
        if of_last <= NO_SHARE:
            return None
        return self.actual + sum(self.last_month * self.course[month - 1] / of_last for month in left)

    @property
    def forecast(self) -> float | None:
        """What is expected of the year: as stated, else as the months so far."""
        return self.straight if self.stated is None else self.stated

    def to_date(self, whole: float | None) -> float | None:
        """The part of a year's budget or target that belongs to the months that are known; None where nothing is."""
        if self.actual is None or whole is None:
            return None
        return whole if self.averaged else whole * self.share


@dataclass(frozen=True)
class LineYear:
    """One budget line in one year."""

    year: int
    budget: float
    changes: float
    outturn: Outturn
    carried: float = 0.0  # of the changes, what is carried over from an earlier year

    @property
    def granted(self) -> float:
        """Additional grants and transfers."""
        return self.changes - self.carried

    @property
    def revised(self) -> float:
        return self.budget + self.changes

    @property
    def deviation(self) -> float | None:
        """What was spent beyond the year's revised budget; of a year that is not over, see `deviation_to_date`."""
        return difference(self.outturn.actual, self.revised)

    @property
    def to_date(self) -> float | None:
        """The part of the revised budget that belongs to what is known; None where nothing is."""
        return self.outturn.to_date(self.revised)

    @property
    def deviation_to_date(self) -> float | None:
        """What was spent beyond the budget of the same months."""
        return difference(self.outturn.actual, self.to_date)

    @property
    def expected_deviation(self) -> float | None:
        """What the forecast lies beyond the year's revised budget."""
        return difference(self.outturn.forecast, self.revised)


@dataclass(frozen=True)
class FollowedLine:
    """A budget line year by year."""

    line: Line
    income: bool
    years: list[LineYear]

    @property
    def accumulated(self) -> list[float | None]:
        """The deviations so far, months held against their own budget; None from the first year not known."""
        return so_far([year.deviation_to_date for year in self.years])


@dataclass(frozen=True)
class FollowedMeasure:
    """A measure year by year, beside its target."""

    measure: Measure
    targets: list[float | None]
    outturns: list[Outturn]

    @property
    def deviations(self) -> list[float | None]:
        return [difference(o.actual, goal) for o, goal in zip(self.outturns, self.targets, strict=True)]

    @property
    def deviations_to_date(self) -> list[float | None]:
        """Months that are added are held against so many twelfths of the target, the mean of months against it all."""
        return [difference(o.actual, o.to_date(goal)) for o, goal in zip(self.outturns, self.targets, strict=True)]


@dataclass(frozen=True)
class FollowUp:
    """The follow-up of a case. `year_prices` tells whether the budget is in the prices of each year; else it is in
    fixed prices, because a rate is missing.
    """

    case: Case
    years: list[int]
    year_prices: bool
    lines: list[FollowedLine]
    measures: list[FollowedMeasure]

    @property
    def unheld(self) -> list[FollowedLine]:
        """The savings with an account's spending of which is not known what the area would have spent."""
        return [line for line in self.lines if any(year.outturn.gross is not None for year in line.years)]

    @property
    def begun(self) -> bool:
        """Whether anything is entered at all."""
        return bool(self.case.actuals)


def follow_up(result: Result) -> FollowUp:
    """The budget of a worked-out case beside its actuals, whichever prices its table is shown in."""
    case, years = result.case, result.years
    incomes = {line.id for line in case.incomes}
    changes: dict[tuple[str, int], float] = {}
    carried: dict[tuple[str, int], float] = {}
    for change in case.budget_changes:
        for sums in (changes, carried) if change.from_year is not None else (changes,):
            sums[change.line, change.year] = sums.get((change.line, change.year), 0.0) + change.amount
    lines = []
    for line in case.lines():
        found = _of_line(result, line)
        budgets = budget_of(result, line)
        of_years = [
            LineYear(year, budget, changes.get((line.id, year), 0.0), outturn, carried.get((line.id, year), 0.0))
            for year, budget, outturn in zip(years, budgets, found, strict=True)
        ]
        lines.append(FollowedLine(line, line.id in incomes, of_years))
    measures = [_measure(case, years, measure) for measure in case.measures]
    return FollowUp(case, years, in_year_prices(result), lines, measures)


def in_year_prices(result: Result) -> bool:
    """Whether the case has every rate that the prices of its years need."""
    return result.book.missing_rate is None


def budget_of(result: Result, line: Line) -> list[float]:
    """The line's budget by year, in the prices of the year where the rates are there."""
    fixed = result.row(f"{line.id}.fixed").values
    return [_in_year_prices(result, line, year, amount) for year, amount in enumerate(fixed)]


def _in_year_prices(result: Result, line: Line, year: int, fixed: float) -> float:
    if line.price_index == "none" or not in_year_prices(result):
        return fixed
    return fixed * float(result.row(f"index.{line.price_index}").values[year])


def _measure(case: Case, years: Sequence[int], measure: Measure) -> FollowedMeasure:
    goals = [None if figure is None else figure.value for figure in target(measure).by_year(years)]
    entries = [actual for actual in case.actuals if actual.measure == measure.id]
    averaged = measure.unit in AVERAGED
    found = [_outturn([a for a in entries if a.year == year], EVEN, averaged) for year in years]
    return FollowedMeasure(measure, goals, found)


def _of_line(result: Result, line: Line) -> list[Outturn]:
    """What is known of each year of a line; gross spending as what it is beyond what it would have been."""
    entries = [actual for actual in result.case.actuals if actual.line == line.id]
    found = []
    for i, (year, course) in enumerate(zip(result.years, courses(result, line), strict=True)):
        of_year = held(result, line, i, [a for a in entries if a.year == year], _in_year_prices(result, line, i, 1.0))
        outturn = _outturn(of_year.entries, course)
        beside = outturn.passed_over + (of_year.passed_over if outturn.actual is not None else 0)
        found.append(replace(outturn, passed_over=beside, gross=of_year.gross))
    return found


def _outturn(entries: Sequence[Actual], course: Course, averaged: bool = False) -> Outturn:
    """The year's own entry, else its months together; and what is stated to be expected."""
    stated = next((entry.amount for entry in entries if is_forecast(entry)), None)
    spent = [entry for entry in entries if not is_forecast(entry)]
    whole = next((entry for entry in spent if entry.month is None), None)
    if whole is not None:
        return Outturn(whole.amount, (), whole.basis, stated, 0.0, len(spent) - 1, course, averaged)
    if not spent:
        return Outturn(stated=stated, course=course, averaged=averaged)
    by_month = sorted((entry.month or 0, entry.amount) for entry in spent)
    bases = {entry.basis for entry in spent}
    basis = next((basis for basis in ("evaluation", "spending") if basis in bases), "accounts")
    months = tuple(month for month, _ in by_month)
    actual = sum(amount for _, amount in by_month) / (len(months) if averaged else 1)
    return Outturn(actual, months, basis, stated, by_month[-1][1], 0, course, averaged)


def difference(value: float | None, base: float | None) -> float | None:
    """The one less the other; None where either is not known."""
    return None if value is None or base is None else value - base


def so_far(values: Iterable[float | None]) -> list[float | None]:
    """The running sum; None from the first value on that is not known."""
    found: list[float | None] = []
    total: float | None = 0.0
    for value in values:
        total = None if total is None or value is None else total + value
        found.append(total)
    return found


def deviation_word(deviation: float, income: bool) -> str:
    """The key of the word that must stand beside a deviation (budget sign): overspend, or for incomes more income."""
    if abs(deviation) < ZERO:
        return "as_budgeted"
    if income:
        return "more_income" if deviation < 0 else "less_income"
    return "overspend" if deviation > 0 else "underspend"


def target_word(deviation: float, unit: str) -> str:
    """The word beside the deviation of a measure: money is spent, the rest lies above or below its target."""
    if unit == "kr":
        return deviation_word(deviation, False)
    if abs(deviation) < (0.0005 if unit == "share" else ZERO):
        return "on_target"
    return "above_target" if deviation > 0 else "below_target"
