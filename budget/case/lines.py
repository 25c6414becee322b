"""The kinds of budget lines as pydantic models: which figures each has, in which unit and within which bounds."""

from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from budget.case.baseline import Effect
from budget.case.figures import (
    AMOUNT,
    EITHER_WAY,
    MONTHS,
    ONE,
    PLACES,
    PRICE,
    SHARE,
    ZERO,
    F,
    Figure,
    Key,
    Part,
    Series,
    series_tag,
)
from budget.case.values import Flag, Text, Whole, Year, read_whole

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


Month = Annotated[Whole, Field(ge=1, le=12)]
StartMonth = Annotated[
    Annotated[Month, Tag("figure")] | Annotated[dict[Year, Month], Tag("years")], Discriminator(series_tag)
]


class Cost(Line):
    """What every cost shares: the share of it that the state or a fund refunds."""

    refund_share: Annotated[F | None, SHARE] = None


class AmountsCost(Cost):
    """A cost stated in kr by year, written positive."""

    kind: Literal["amounts"]
    amounts: Annotated[Series, AMOUNT]


class Posts(Cost):
    """What staff and caseload share: pay per full-time equivalent, overhead and the month of the start."""

    price_index: PriceIndex = "wages"
    annual_cost: Annotated[F, Key("kr", 0, 1e7)]
    overhead: Annotated[F, Key("share", 0, 3)] = ZERO
    start_month: StartMonth = 1


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


class Volume(Cost):
    """A cost by full-year recipients and unit price, from a month of the year on."""

    kind: Literal["volume"]
    recipients: Annotated[Series, Key("recipients", 0, 1e6)]
    unit_price: Annotated[F, PRICE]
    start_month: StartMonth = 1


class Saving(Line):
    """What every saving shares: how much of the plan comes, how late, and what would have come anyway."""

    realisation: Annotated[F, Key("share", 0, 3)] = ONE
    lag_months: Annotated[F, MONTHS] = ZERO
    deadweight: Annotated[F, SHARE] = ZERO
    cashable: Flag = True
    step: Text | None = None
    stock: Annotated[F | None, PLACES] = None
    would_have_cost: Annotated[Series | None, AMOUNT] = None


class AmountsSaving(Saving):
    """A saving stated in kr by year, written positive."""

    kind: Literal["amounts"]
    amounts: Annotated[Series, AMOUNT]
    stated_places: Annotated[F | None, Key("places", 0, 1e5, above_low=True)] = None


class PriceGroup(Part):
    """So many children at this price each; siblings are of one household, whose prices the law adds up."""

    children: Annotated[F, Key("children", 0, 1e5)]
    price: Annotated[F, PRICE]
    siblings: Annotated[Whole, Field(ge=1, le=10)] = 1


def _price(groups: str) -> Key:
    """A price that may be given as groups instead, under this key."""
    return Key(PRICE.unit, PRICE.low, PRICE.high, instead=groups)


PriceGroups = Annotated[list[PriceGroup], Field(max_length=100)]


class Provision(Saving):
    """What placements and mix share: own provision with a fixed share, and whether the price is gross."""

    fixed_share: Annotated[F, SHARE] = ZERO
    capacity_from: Whole | None = None
    price_basis: Literal["gross", "net"] = "gross"


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
    timing: Annotated[Literal["evenly", "january"] | int, BeforeValidator(_timing)] = "evenly"
    duration_months: Annotated[F | None, Key("months", 0, 300, above_low=True)] = None
    unit_price: Annotated[F | None, _price("prices")] = None
    prices: PriceGroups = []
    relapse: Annotated[F, SHARE] = ZERO
    natural_exit: Annotated[F, Key("share", 0, 0.95)] = ZERO
    replacement_price: Annotated[F | None, PRICE] = None


class Mix(Provision):
    """Full-year places that move from a dear step of the ladder to a cheaper one."""

    kind: Literal["mix"]
    places: Annotated[Series, PLACES]
    share_now: Annotated[F, SHARE]
    share_target: Annotated[Series, SHARE]
    price_from: Annotated[F | None, _price("prices_from")] = None
    prices_from: PriceGroups = []
    price_to: Annotated[F | None, _price("prices_to")] = None
    prices_to: PriceGroups = []


class Projection(Provision):
    """What the measure changes of the baseline. Dead weight, natural exit and what cuts the budget it says itself."""

    kind: Literal["projection"]
    nature: Literal["permanent"] = "permanent"
    effects: dict[Text, Effect] = {}
    phase: Annotated[Series, SHARE] = ONE
    deadweight: ClassVar[Figure] = ZERO  # type: ignore[misc]  # what other savings have, and this one has not
    cashable: ClassVar[bool] = True  # type: ignore[misc]
    step: ClassVar[None] = None  # type: ignore[misc]
    stock: ClassVar[None] = None  # type: ignore[misc]
    would_have_cost: ClassVar[None] = None  # type: ignore[misc]


class AmountsChange(Line):
    """What is neither plainly a cost nor a saving, in kr by year and in budget sign: + dearer, − cheaper."""

    kind: Literal["amounts"]
    amounts: Annotated[Series, EITHER_WAY]


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


CostLine = Annotated[Cost, OneOf(AmountsCost, Staff, Caseload, Volume)]
SavingLine = Annotated[Saving, OneOf(AmountsSaving, Placements, Mix, Projection)]
ChangeLine = Annotated[Line, OneOf(AmountsChange)]
IncomeLine = Annotated[Line, OneOf(AmountsIncome)]
