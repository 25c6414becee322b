"""Single values of a case file, read strictly: numbers, years, texts and true or false."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from budget.case.reading import NUMBER, YEAR, Scalar
from budget.text.characters import unkept


def read_number(value: Any) -> Any:
    if isinstance(value, Scalar):
        number = float(value) if value.plain and NUMBER.fullmatch(value) else math.nan
    else:
        number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if math.isfinite(number):  # digits without end are infinite
        return number
    raise PydanticCustomError("number", "not a number")


def read_whole(value: Any) -> Any:
    number = read_number(value)
    if number != int(number):
        raise PydanticCustomError("whole_number", "not a whole number")
    return int(number)


def read_year(value: Any) -> Any:
    """A year as a key: 2016 and nothing else, so that no year can stand there twice."""
    if YEAR.fullmatch(str(value)) and getattr(value, "plain", True):
        return int(value)
    raise PydanticCustomError("whole_number", "not a year")


def read_text(value: Any) -> Any:
    if isinstance(value, str) and (value.strip() or not getattr(value, "plain", True)):
        if character := unkept(value):
            raise PydanticCustomError("unkept", "no such character", {"character": character})
        return value
    raise PydanticCustomError("text", "not a text")


def read_flag(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, Scalar) and value.plain and value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("flag", "not true or false")


@dataclass(frozen=True)
class Read:
    """A value read by a function of ours alone; pydantic would inspect an ordinary validator at every field."""

    function: Callable[[Any], Any]
    json_type: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.function)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, str]:
        return {"type": self.json_type}


Number = Annotated[float, Read(read_number, "number")]
Whole = Annotated[int, Read(read_whole, "integer")]
Year = Annotated[int, Read(read_year, "integer")]
PriceYear = Annotated[Whole, Field(ge=1970, le=2200)]
Text = Annotated[str, Read(read_text, "string")]  # keeps how it was written: a page 10 without quotes
Flag = Annotated[bool, Read(read_flag, "boolean")]
