"""What a projection of placements starts from: children by step and age, who enters, who leaves, and what changes it.

A baseline is the course without the measure; a saving of kind `projection` says what the measure does to it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import PydanticCustomError

from budget.case.figures import ONE, PLACES, PRICE, ZERO, F, Figure, Key, Part, Series
from budget.case.values import Read, Text

GROWN = 18  # the birthday on which all leave
NAMES = ("demand", "source", "steps", "as_of")  # what no step may be called
AGE = re.compile(r"(0|[1-9]\d?)(?:-(0|[1-9]\d?))?")
FIRST_OF_JANUARY = re.compile(r"([12]\d{3})-01-01")


def ages(text: str) -> range:
    """The whole ages of `7` or `0-11`; empty where the text is no such."""
    found = AGE.fullmatch(text)
    if not found:
        return range(0)
    low, high = int(found[1]), int(found[2] or found[1])
    return range(low, high + 1) if high < GROWN else range(0)


def _read_ages(value: Any) -> Any:
    if isinstance(value, str) and ages(value):
        return value
    raise PydanticCustomError("ages", "no ages")


def _read_as_of(value: Any) -> Any:
    if isinstance(value, str) and FIRST_OF_JANUARY.fullmatch(value):
        return value
    raise PydanticCustomError("as_of", "no first of January")


Ages = Annotated[str, Read(_read_ages, "string")]
LEAVING = Key("share", 0, 0.95)


class BaselineStep(Part):
    """One step of the ladder: the children on it by age, who enters a year, the shares that leave, and the price."""

    stock: Annotated[dict[Ages, F], Key("children", 0, 1e5)]
    entries: Annotated[Series, Key("children", 0, 1e5)]
    entry_ages: Annotated[dict[Ages, F], Key("weight", 0, 1e5)]
    exit_share: Annotated[Series, LEAVING]
    moves: Annotated[dict[Text, Series], LEAVING] = {}
    price: Annotated[F, PRICE]
    budget_places: Annotated[Series | None, PLACES] = None


class Baseline(Part):
    """The placements without the measure, from the children placed on 1 January of the year `as_of`."""

    as_of: Annotated[str, Read(_read_as_of, "string")]
    source: Text | None = None
    demand: Annotated[Series, Key("index", 0, 5)] = ONE
    steps: Annotated[dict[Text, BaselineStep], Field(min_length=1, max_length=12)]

    @property
    def year(self) -> int:
        return int(self.as_of[:4])

    def later(self, step: str) -> list[str]:
        """The steps that children may move to from this one."""
        names = list(self.steps)
        return names[names.index(step) + 1 :]

    def emptied(self, years: list[int]) -> Iterator[tuple[str, int]]:
        """Step and year in which nobody would stay: the shares that leave and move come to all of them."""
        for name, step in self.steps.items():
            for year in years:
                shares = [level(given, year) for given in (step.exit_share, *step.moves.values())]
                if sum(figure.value for figure in shares if figure is not None) >= 1:
                    yield name, year


class Effect(Part):
    """What the measure does on one step: to those who enter, to those who leave, and to those who move."""

    entries: Annotated[F, Key("share", -1, 1)] = ZERO
    exits: Annotated[F, Key("share", -1, 3)] = ZERO
    moves: Annotated[dict[Text, F], Key("share", -0.95, 0.95)] = {}


def level(given: Figure | Mapping[int, Figure], year: int) -> Figure | None:
    """The figure of a level that holds in the year; None before its first one."""
    if isinstance(given, Figure):
        return given
    earlier = [y for y in given if y <= year]
    return given[max(earlier)] if earlier else None
