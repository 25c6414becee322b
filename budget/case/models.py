"""The shape of a case file as pydantic models: what may stand where, in which unit and within which bounds.

Figures are in `figures`, the kinds of lines in `lines`. What the parts must be to each other (years, sources,
ranges, paths) is in `rules`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr

from budget.case.baseline import Baseline
from budget.case.figures import (
    AMOUNT,
    MONTHS,
    ONE,
    PRICE,
    SHARE,
    ZERO,
    F,
    Figure,
    Key,
    Part,
    Series,
    Years,
)
from budget.case.lines import (
    INDICES,
    AmountsChange,
    AmountsCost,
    AmountsIncome,
    AmountsSaving,
    Caseload,
    ChangeLine,
    Cost,
    CostLine,
    IncomeLine,
    Line,
    Mix,
    Nature,
    Placements,
    Posts,
    PriceGroup,
    PriceIndex,
    Projection,
    Provision,
    Saving,
    SavingLine,
    Staff,
    Volume,
)
from budget.case.values import Flag, Number, PriceYear, Text, Whole, Year

__all__ = [
    "INDICES",
    "Actual",
    "AmountsChange",
    "AmountsCost",
    "AmountsIncome",
    "AmountsSaving",
    "Band",
    "Baseline",
    "BudgetChange",
    "Case",
    "Caseload",
    "Cost",
    "Figure",
    "Financing",
    "Gate",
    "Indices",
    "Key",
    "Levers",
    "Line",
    "Measure",
    "Mix",
    "Nature",
    "Part",
    "Placements",
    "Pool",
    "Posts",
    "PriceGroup",
    "PriceIndex",
    "Projection",
    "Provision",
    "Reimbursement",
    "Saving",
    "Scenario",
    "Series",
    "ServiceArea",
    "Source",
    "Staff",
    "Volume",
]


class Source(Part):
    title: Text
    publisher: Text | None = None
    date: Text | None = None
    page: Text | None = None
    address: Text | None = None
    note: Text | None = None


class ServiceArea(Part):
    name: Text
    committee: Text | None = None


class Levers(Part):
    """The three what-if levers over the whole case."""

    realisation: Annotated[F, Key("share", 0, 3)] = ONE
    delay_months: Annotated[F, MONTHS] = ZERO
    cost_overrun: Annotated[F, Key("share", -0.5, 3)] = ZERO


class Indices(Part):
    """Rates of change into each year, by index; never carried."""

    wages: Annotated[Years, Key("share", -0.5, 1)] = {}
    prices: Annotated[Years, Key("share", -0.5, 1)] = {}
    total: Annotated[Years, Key("share", -0.5, 1)] = {}


class Band(Part):
    above: Annotated[F, PRICE]
    share: Annotated[F, SHARE]


class Reimbursement(Part):
    """The state's share of dear single cases, by bands of the price of a full year."""

    bands: Annotated[list[Band], Field(min_length=1, max_length=6)]
    price_year: PriceYear | None = None
    unadjusted: Flag = False

    @property
    def converted_from(self) -> int | None:
        return None if self.unadjusted else self.price_year

    def in_order(self) -> bool:
        """Whether every band begins above the one before."""
        return all(low.above.value < high.above.value for low, high in pairwise(self.bands))


class Scenario(Part):
    id: Text
    label: Text
    set: dict[Text, Number]


class Financing(Part):
    label: Text
    source_of: Annotated[Literal["cash", "own_frame", "pool", "other"], Field(alias="from")]
    amounts: dict[Year, Number]


class Omitted(Part):
    """A cost that the source names and the table leaves out."""

    label: Text
    source: Text | None = None
    quote: Text | None = None


class Actual(Part):
    line: Text | None = None
    measure: Text | None = None
    year: Whole
    month: Annotated[Whole, Field(ge=1, le=12)] | None = None
    amount: Number
    basis: Literal["accounts", "forecast", "evaluation", "spending"]
    source: Text | None = None
    note: Text | None = None


class BudgetChange(Part):
    line: Text
    year: Whole
    from_year: Whole | None = None  # the year that the money is carried over from
    amount: Number
    source: Text | None = None
    note: Text | None = None


class MeasureBaseline(Part):
    year: Whole
    value: Number
    source: Text | None = None


class Measure(Part):
    """What is followed besides the budget lines: placements by type, follow-ups, caseload."""

    id: Text
    label: Text
    unit: Literal["places", "kr", "number", "share"]
    better: Literal["lower", "higher"] | None = None
    group: Text | None = None
    baseline: MeasureBaseline | None = None
    target: Annotated[Series | None, Key("number", 0, 1e12)] = None


class Gate(Part):
    """What a measure must be at the end of a month for the case to go on."""

    measure: Text
    year: Whole
    month: Annotated[Whole, Field(ge=1, le=12)]
    at_most: Number | None = None
    at_least: Number | None = None


class Pool(Part):
    """A fund that net costs of the budget are drawn on, and that part of the later net savings is repaid to."""

    label: Text
    cap: Annotated[F | None, AMOUNT] = None
    interest: Annotated[F, SHARE] = ZERO
    repay_share: Annotated[F, SHARE] = ONE
    repay_from: Whole | None = None
    max_years: Annotated[Whole, Field(ge=1, le=40)] | None = None


class Case(Part):
    """An investment case: a decision to spend now in order to save later. Amounts in kr of `price_year`."""

    title: Text
    municipality: Text
    status: Literal["idea", "proposed", "adopted", "completed"]
    first_year: Annotated[Whole, Field(ge=1970, le=2200)]
    years: Annotated[Whole, Field(ge=1, le=40)] = 4
    price_year: PriceYear
    price_level_assumed: Flag = False
    discount_rate: Annotated[F, Key("share", -0.05, 0.2)]
    levers: Levers = Levers.model_construct()
    sources: dict[Text, Source] = {}
    service_areas: dict[Text, ServiceArea] = {}
    costs: list[CostLine] = []
    savings: list[SavingLine] = []
    changes: list[ChangeLine] = []
    incomes: list[IncomeLine] = []
    indices: Indices = Indices.model_construct()
    reimbursement: Reimbursement | None = None
    pool: Pool | None = None
    baseline: Baseline | None = None
    scenarios: list[Scenario] = []
    financing: list[Financing] = []
    omitted: list[Omitted] = []
    actuals: list[Actual] = []
    budget_changes: list[BudgetChange] = []
    measures: list[Measure] = []
    gates: list[Gate] = []
    notes: list[Text] = []

    _id: str = PrivateAttr(default="case")
    _scenario: str = PrivateAttr(default="")
    _opened: "Case | None" = PrivateAttr(default=None)
    _version: int | None = PrivateAttr(default=None)

    @property
    def id(self) -> str:
        """The name of the case's file."""
        return self._id

    @property
    def scenario(self) -> str:
        """The id of the scenario that has been applied; empty for the case as it stands."""
        return self._scenario

    def __eq__(self, other: object) -> bool:
        """Whether both state the same; what a case was when it was opened is no part of it."""
        if not isinstance(other, Case):
            return NotImplemented
        bare = (case if case._opened is None and case._version is None else case.beside(None) for case in (self, other))
        return super(Case, next(bare)).__eq__(next(bare))

    @property
    def opened(self) -> "Case | None":
        """The case that a user began to change; None for a case as it was read."""
        return self._opened

    @property
    def version(self) -> int | None:
        """The number under which the case is saved, as it stands or as it was opened; None for a file."""
        return self._version

    @property
    def horizon(self) -> list[int]:
        """The budget year and the forecast years."""
        return list(range(self.first_year, self.first_year + self.years))

    @property
    def early(self) -> int:
        """How many years the baseline runs before the first one: its `as_of` may lie one or two years before."""
        return self.first_year - self.baseline.year if self.baseline else 0

    @property
    def projected(self) -> list[int]:
        """The years that the baseline runs over: the horizon, and those between `as_of` and it."""
        return list(range(self.first_year - self.early, self.first_year + self.years))

    @property
    def projection(self) -> Projection | None:
        """The saving that follows the baseline; there is at most one."""
        return next((line for line in self.savings if isinstance(line, Projection)), None)

    def lines(self) -> Iterator[Line]:
        """Savings, costs, changes and incomes in the order of the table."""
        yield from self.savings
        yield from self.costs
        yield from self.changes
        yield from self.incomes

    def named(self, id: str, scenario: str = "") -> "Case":
        """The same case under this id, or as it is in this scenario."""
        copy = self.model_copy()
        copy._id, copy._scenario = id, scenario
        return copy

    def changed(self, **parts: Any) -> "Case":
        """The case with these parts in place of its own; it still tells what it was at first."""
        copy = self.model_copy(update=parts)
        copy._opened = self._opened or self
        return copy

    def beside(self, opened: "Case | None", version: int | None = None) -> "Case":
        """The same case with what it was when a user opened it, and the number of the version that was opened."""
        copy = self.model_copy()
        copy._opened, copy._version = opened, version
        return copy
