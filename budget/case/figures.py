"""One figure of a case and what may be known of it: its unit and bounds, its range, its source, its price year."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, model_validator
from pydantic_core import CoreSchema

from budget.case.reading import YEAR
from budget.case.values import Flag, Number, PriceYear, Text, Year


@dataclass(frozen=True)
class Key:
    """What one figure of the format is: its unit and its bounds (contract section 2, keys of the kinds)."""

    unit: str
    low: float
    high: float
    above_low: bool = False  # the low bound itself is not allowed
    single_years: bool = False  # a quantity of single years: never carried
    instead: str = ""  # the list of groups that may stand in its place

    def allows(self, value: float) -> bool:
        """Whether a value lies within the bounds."""
        return self.low <= value <= self.high and not (self.above_low and value == self.low)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {**handler(schema), "description": f"{self.unit}, {self.low:g} … {self.high:g}"}


class Part(BaseModel):
    """Base of every part of a case: no unknown keys, and unchangeable."""

    # Built on first use, and then as one: building each model on its own doubles the command line's start.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Was(Part):
    """What a figure was before a user changed it, until the new value has a source of its own."""

    value: Number
    source: Text | None = None


class Figure(Part):
    """One number with its range and where it comes from; uncertain when low < high."""

    value: Number
    low: Number | None = None
    high: Number | None = None
    source: Text | None = None
    quote: Text | None = None
    note: Text | None = None
    price_year: PriceYear | None = None
    unadjusted: Flag = False  # an amount of another year's prices that is used as it stands
    unconfirmed: Flag = False
    was: Was | None = None

    @model_validator(mode="before")
    @classmethod
    def _number_alone(cls, value: Any) -> Any:
        return value if isinstance(value, dict | Figure) else {"value": value}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "number"}, handler(schema)]}

    @property
    def converted_from(self) -> int | None:
        """The year from whose prices it is brought to those of the case; None where it is used as it stands."""
        return None if self.unadjusted else self.price_year

    @property
    def uncertain(self) -> bool:
        return self.low is not None and self.high is not None and self.low < self.high


def source_key(figure: Figure, line_source: str | None) -> str | None:
    """The key of a figure's source: its own, else its line's, which bears out no value that a user typed over it."""
    return figure.source or (None if figure.was else line_source)


def retyped(before: Figure | None, line_source: str | None, value: float, **more: Any) -> Figure:
    """A figure that a user gives another value: certain, and without what bore out the one before, which it names.

    The value that it had at first brings back its source; the same value again keeps all but the range.
    """
    stated: dict[str, Any] = {}
    if before is None or before.unconfirmed:
        pass  # there was nothing that anyone stood by
    elif value == before.value:
        stated = {name: getattr(before, name) for name in ("source", "quote", "note", "was")}
    elif before.was is not None and value == before.was.value:
        stated = {"source": before.was.source if before.was.source != line_source else None}
    else:
        source = source_key(before, line_source)
        was = before.was or Was.model_validate({"value": before.value, **({"source": source} if source else {})})
        stated = {"was": was}
    return Figure.model_validate({"value": value, **{k: v for k, v in {**stated, **more}.items() if v is not None}})


def series_tag(value: Any) -> str:
    """Whether a value is given by year or as one for all of them."""
    years = isinstance(value, dict) and all(YEAR.fullmatch(str(key)) for key in value)
    return "years" if years and value else "figure"


F = Figure
Years = dict[Year, F]
Series = Annotated[Annotated[F, Tag("figure")] | Annotated[Years, Tag("years")], Discriminator(series_tag)]

ZERO, ONE = Figure.model_construct(value=0.0), Figure.model_construct(value=1.0)
SHARE = Key("share", 0, 1)
MONTHS = Key("months", 0, 120)
PRICE = Key("kr", 0, 1e8)
AMOUNT = Key("kr", 0, 1e12)
EITHER_WAY = Key("kr", -1e12, 1e12)
PLACES = Key("places", 0, 1e5)
