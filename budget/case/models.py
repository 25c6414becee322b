"""The shape of a case file as pydantic models: what may stand where, in which unit and within which bounds.

What the parts must be to each other (years, sources, ranges, paths) is in `rules`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, PrivateAttr, Tag, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from budget.case.reading import YEAR
from budget.case.values import Flag, Number, PriceYear, Text, Whole, Year, read_whole


@dataclass(frozen=True)
class Key:
    """What one figure of the format is: its unit and its bounds (contract section 2, keys of the kinds)."""

    unit: str
    low: float
    high: float
    above_low: bool = False  # the low bound itself is not allowed
    single_years: bool = False  # a quantity of single years: never carried

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {**handler(schema), "description": f"{self.unit}, {self.low:g} … {self.high:g}"}


class Part(BaseModel):
    """Base of every part of a case: no unknown keys, and unchangeable."""

    # Built on first use, and then as one: building each model on its own doubles the command line's start.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Figure(Part):
    """One number with its range and where it comes from; uncertain when low < high."""

    value: Number
    low: Number | None = None
    high: Number | None = None
    source: Text | None = None
    quote: Text | None = None
    note: Text | None = None
    price_year: PriceYear | None = None
    unconfirmed: Flag = False

    @model_validator(mode="before")
    @classmethod
    def _number_alone(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Figure) else {"value": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, handler(schema)]}

    @property
    def uncertain(self) -> bool:
        return self.low is not None and self.high is not None and self.low < self.high


def _series_tag(value: Any) -> str:
    years = isinstance(value, dict) and all(YEAR.fullmatch(str(key)) for key in value)
    return "years" if years and value else "figure"


F = Figure
Years = dict[Year, F]
Series = Annotated[Annotated[F, Tag("figure")] | Annotated[Years, Tag("years")], Discriminator(_series_tag)]

ZERO, ONE = Figure.model_construct(value=0.0), Figure.model_construct(value=1.0)
SHARE = Key("share", 0, 1)
MONTHS = Key("months", 0, 120)
PRICE = Key("kr", 0, 1e8)
AMOUNT = Key("kr", 0, 1e12)
PLACES = Key("places", 0, 1e5)

Nature = Literal["permanent", "temporary", "one_off"]
PriceIndex = Literal["wages", "prices", "total", "none"]
INDICES = ("wages", "prices", "total")


class Line(Part):
    """What every budget line shares, whatever its kind."""

    id: Text
    label: Text
    kind: str
    service_area: Text | None = None
    function: Text | None = None
    control_area: Literal["service", "capital", "transfers"] = "service"
    payer: Literal["municipality", "other_municipality", "region", "state"] = "municipality"
    nature: Nature = "permanent"
    price_index: PriceIndex = "total"
    source: Text | None = None
    quote: Text | None = None
    note: Text | None = None


class AmountsCost(Line):
    """A cost stated in kr by year, written positive."""

    kind: Literal["amounts"]
    amounts: Annotated[Series, AMOUNT]


class Posts(Line):
    """What staff and caseload share: pay per full-time equivalent, overhead and the month of the start."""

    price_index: PriceIndex = "wages"
    annual_cost: Annotated[F, Key("kr", 0, 1e7)]
    overhead: Annotated[F, Key("share", 0, 3)] = ZERO
    start_month: Annotated[Whole, Field(ge=1, le=12)] = 1


class Staff(Posts):
    """Extra staff as full-time equivalents by year."""

    kind: Literal["staff"]
    fte: Annotated[Series, Key("fte", 0, 10_000)]


class Caseload(Posts):
    """Extra caseworkers as a consequence of children, caseworkers today and a target caseload."""

    kind: Literal["caseload"]
    children: Annotated[Series, Key("children", 0, 1e6)]
    fte_now: Annotated[F, Key("fte", 0, 10_000)]
    target_caseload: Annotated[Series, Key("children per fte", 1, 1_000)]
    whole_posts: Flag = False


class Volume(Line):
    """A cost by full-year recipients and unit price."""

    kind: Literal["volume"]
    recipients: Annotated[Series, Key("recipients", 0, 1e6)]
    unit_price: Annotated[F, PRICE]


class Saving(Line):
    """What every saving shares: how much of the plan comes, how late, and what would have come anyway."""

    realisation: Annotated[F, Key("share", 0, 3)] = ONE
    lag_months: Annotated[F, MONTHS] = ZERO
    deadweight: Annotated[F, SHARE] = ZERO
    cashable: Flag = True
    step: Text | None = None
    stock: Annotated[F | None, PLACES] = None


class AmountsSaving(Saving):
    """A saving stated in kr by year, written positive."""

    kind: Literal["amounts"]
    amounts: Annotated[Series, AMOUNT]
    stated_places: Annotated[F | None, Key("places", 0, 1e5, above_low=True)] = None


class Provision(Saving):
    """What placements and mix share: own provision with a fixed share, and whether the price is gross."""

    fixed_share: Annotated[F, SHARE] = ZERO
    capacity_from: Whole | None = None
    price_basis: Literal["gross", "net"] = "gross"


Month = Annotated[int, Field(ge=1, le=12)]


def _timing(value: Any) -> Any:
    if str(value) in ("evenly", "january"):
        return value
    try:
        month = read_whole(value)
    except PydanticCustomError:
        month = 0
    if 1 <= month <= 12:
        return month
    raise PydanticCustomError("literal_error", "no timing", {"expected": "evenly, january, 1, 2 … 12"})


class Placements(Provision):
    """Placements that end early or are avoided: stops by year, how long they last, and what the child gets instead."""

    kind: Literal["placements"]
    stops: Annotated[Series, Key("placements", 0, 1e5, single_years=True)]
    timing: Annotated[Literal["evenly", "january"] | Month, BeforeValidator(_timing)] = "evenly"
    duration_months: Annotated[F | None, Key("months", 0, 300, above_low=True)] = None
    unit_price: Annotated[F, PRICE]
    relapse: Annotated[F, SHARE] = ZERO
    replacement_price: Annotated[F | None, PRICE] = None


class Mix(Provision):
    """Full-year places that move from a dear step of the ladder to a cheaper one."""

    kind: Literal["mix"]
    places: Annotated[Series, PLACES]
    share_now: Annotated[F, SHARE]
    share_target: Annotated[Series, SHARE]
    price_from: Annotated[F, PRICE]
    price_to: Annotated[F, PRICE]


class AmountsIncome(Line):
    """A grant or pool in kr by year, written positive: neither cost nor saving, untouched by the levers."""

    kind: Literal["amounts"]
    amounts: Annotated[Series, AMOUNT]


class OneOf:
    """A line of one of these kinds; only the models of the kinds that a case has are ever built."""

    def __init__(self, *models: type[Line]) -> None:
        self.models = {str(get_args(model.model_fields["kind"].annotation)[0]): model for model in models}

    def read(self, value: Any) -> Line:
        if isinstance(value, Line) and type(value) in self.models.values():
            return value
        if not isinstance(value, dict):
            raise PydanticCustomError("model_type", "not a line")
        if "kind" not in value:
            raise PydanticCustomError("union_tag_not_found", "no kind")
        model = self.models.get(value["kind"]) if isinstance(value["kind"], str) else None
        if model is None:
            raise PydanticCustomError("union_tag_invalid", "no such kind", {"expected_tags": ", ".join(self.models)})
        return model.model_validate(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        for model in self.models.values():
            model.model_rebuild()
        return {"oneOf": [handler(model.__pydantic_core_schema__) for model in self.models.values()]}


Cost = Annotated[Line, OneOf(AmountsCost, Staff, Caseload, Volume)]
SavingLine = Annotated[Saving, OneOf(AmountsSaving, Placements, Mix)]
Income = Annotated[Line, OneOf(AmountsIncome)]


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
    basis: Literal["accounts", "forecast", "evaluation"]
    source: Text | None = None
    note: Text | None = None


class BudgetChange(Part):
    line: Text
    year: Whole
    amount: Number
    source: Text | None = None
    note: Text | None = None


class Baseline(Part):
    year: Whole
    value: Number
    source: Text | None = None


class Measure(Part):
    """What is followed besides the budget lines: placements by type, follow-ups, caseload."""

    id: Text
    label: Text
    unit: Literal["places", "kr", "number"]
    baseline: Baseline | None = None
    target: Annotated[Series | None, Key("number", 0, 1e12)] = None


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
    costs: list[Cost] = []
    savings: list[SavingLine] = []
    incomes: list[Income] = []
    indices: Indices = Indices.model_construct()
    reimbursement: Reimbursement | None = None
    scenarios: list[Scenario] = []
    financing: list[Financing] = []
    omitted: list[Omitted] = []
    actuals: list[Actual] = []
    budget_changes: list[BudgetChange] = []
    measures: list[Measure] = []
    notes: list[Text] = []

    _id: str = PrivateAttr(default="case")
    _scenario: str = PrivateAttr(default="")

    @property
    def id(self) -> str:
        """The name of the case's file."""
        return self._id

    @property
    def scenario(self) -> str:
        """The id of the scenario that has been applied; empty for the case as it stands."""
        return self._scenario

    @property
    def horizon(self) -> list[int]:
        """The budget year and the forecast years."""
        return list(range(self.first_year, self.first_year + self.years))

    def lines(self) -> Iterator[Line]:
        """Savings, costs and incomes in the order of the table."""
        yield from self.savings
        yield from self.costs
        yield from self.incomes

    def named(self, id: str, scenario: str = "") -> "Case":
        """The same case under this id, or as it is in this scenario."""
        copy = self.model_copy()
        copy._id, copy._scenario = id, scenario
        return copy
