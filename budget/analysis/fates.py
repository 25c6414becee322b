"""The band of a projection: how many places there may be when every child is one child, and no figure is certain.

Each draw takes the figures first. Then children are placed one by one: each has a birthday and a day on which it
comes, and in every moment the same chance of leaving, which the year's shares say. Chance counts in the first year too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from budget.analysis.arrays import Arrays
from budget.analysis.simulation import chunks
from budget.case.baseline import GROWN, ages
from budget.formulas import Result

DRAWS = 2000
EIGHT_IN_TEN = (0.1, 0.5, 0.9)
MOST_CHILDREN = 4_000_000  # of all draws at a time


@dataclass(frozen=True)
class Band:
    """Between what eight in ten draws lie, and the middle one, by year."""

    low: tuple[float, ...]
    mid: tuple[float, ...]
    high: tuple[float, ...]

    @classmethod
    def of(cls, drawn: Any) -> "Band":
        """Of values by year and draw."""
        return cls(*(tuple(float(v) for v in row) for row in np.quantile(drawn, EIGHT_IN_TEN, axis=1)))


@dataclass(frozen=True)
class Rates:
    """What one draw after the other says of a step: a row for each year or age, a column for each draw."""

    stock: Any  # children of each age on 1 January of the first year
    entries: Any  # by year
    weights: Any  # of the ages at which they enter
    rate: Any  # of leaving in a moment, a year
    parts: Mapping[str, Any]  # of those who leave, the part that moves to each later step, by year


@dataclass(frozen=True)
class Children:
    """Each child on its own: which draw it is of, when it comes, and when it turns 18, in years from the start."""

    draw: Any
    comes: Any
    grown: Any

    def with_more(self, other: "Children") -> "Children":
        pairs = ((self.draw, other.draw), (self.comes, other.comes), (self.grown, other.grown))
        return Children(*(np.concatenate(pair) for pair in pairs))


def bands(result: Result, draws: int = DRAWS, seed: int = 1) -> dict[str, Band]:
    """The band of `<course>.<step>.places` for every step, of `<course>.places`, and of the places saved, by key of
    their rows; years of the case only. The same seed gives the same bands.
    """
    assert result.case.baseline is not None
    line = result.case.projection
    size = _size(result, draws)
    arrays, _ = next(chunks(result, size, seed, size))
    found: dict[str, Band] = {}
    for course in ("baseline", *([str(line.id)] if line else [])):
        rates = {step: _rates(result, arrays, course, step, size) for step in result.case.baseline.steps}
        stream = np.random.Generator(np.random.PCG64([seed, size]))
        by_step = {step: places[result.case.early :] for step, places in fates(rates, stream).items()}
        found |= {f"{course}.{step}.places": Band.of(places) for step, places in by_step.items()}
        found[f"{course}.places"] = Band.of(sum(by_step.values()))
    if line:
        for key in (f"{line.id}.saved", str(line.id)):
            values = arrays.values(result.row(key))
            found[key] = Band.of(np.array([np.broadcast_to(value, size) for value in values]))
    return found


def _size(result: Result, draws: int) -> int:
    """As many draws as there is room for where very many children are placed: chance then matters little."""
    assert result.case.baseline is not None
    children = 1.0
    for step in result.case.baseline.steps:
        rows = (result.row(f"baseline.{step}.{name}").values for name in ("stock", "entered"))
        stock, entered = rows
        children += stock[0] + sum(entered)
    return max(100, min(draws, int(MOST_CHILDREN / children)))


def _rates(result: Result, arrays: Arrays, course: str, step: str, size: int) -> Rates:
    """The step's figures of every draw, as the rows of the calculation hold them."""
    assert result.case.baseline is not None
    stated = result.case.baseline.steps[step]

    def by_year(name: str) -> Any:
        return np.array([np.broadcast_to(v, size) for v in arrays.values(result.row(f"{course}.{step}.{name}"))])

    def by_age(part: str, given: Mapping[str, object]) -> Any:
        found = np.zeros((GROWN, size))
        for text in given:
            found[list(ages(text))] = arrays.values(result.row(f"baseline.{step}.{part}.{text}.each"))[0]
        return found

    prefix = f"{course}.{step}.part."
    parts = {key.removeprefix(prefix): by_year(key.removeprefix(f"{course}.{step}.")) for key in result.book.rows
             if key.startswith(prefix)}  # fmt: skip
    return Rates(
        by_age("stock", stated.stock), by_year("new"), by_age("entry_ages", stated.entry_ages), by_year("rate"), parts
    )


# ------------------------------------------------------------------------------------------------ child by child
def fates(rates: Mapping[str, Rates], stream: np.random.Generator) -> dict[str, Any]:
    """The full-year places of each step, by year and draw. The steps stand in the order in which children move on."""
    arriving: dict[str, Children] = {}
    found = {}
    for step, of in rates.items():
        children = _placed(of, stream).with_more(_entering(of, stream))
        if step in arriving:
            children = children.with_more(arriving[step])
        leaves = _leaves(children, of.rate, stream)
        found[step] = _places(children, np.minimum(leaves, children.grown), of.rate.shape)
        for to, moved in _moved(children, leaves, of, stream):
            arriving[to] = arriving[to].with_more(moved) if to in arriving else moved
    return found


def _placed(of: Rates, stream: np.random.Generator) -> Children:
    """Who is placed at the start; a part of a child is there in that part of the draws, and all together as counted."""
    upto = np.floor(np.cumsum(of.stock, axis=0) + stream.random(of.stock.shape[1]))
    number = np.diff(upto, axis=0, prepend=0).astype(np.int64)
    age, draw = _each(number)
    return Children(draw, np.zeros(len(draw)), GROWN - age - stream.random(len(draw)))


def _entering(of: Rates, stream: np.random.Generator) -> Children:
    """Who enters, on any day of each year."""
    found = Children(*(np.zeros(0, dtype) for dtype in (np.int64, float, float)))
    for year, expected in enumerate(of.entries):
        age, draw = _each(stream.poisson(np.maximum(expected * of.weights, 0)))
        comes = year + stream.random(len(draw))
        found = found.with_more(Children(draw, comes, comes + GROWN - age - stream.random(len(draw))))
    return found


def _each(number: Any) -> tuple[Any, Any]:
    """Row and column of each one that is counted in a table."""
    at = np.repeat(np.arange(number.size), number.ravel())
    return at // number.shape[1], at % number.shape[1]


def _leaves(children: Children, rate: Any, stream: np.random.Generator) -> Any:
    """When each child leaves for other reasons than its birthday; after the last year where it does not."""
    years = len(rate)
    left = stream.exponential(size=len(children.draw))  # what it takes until it leaves
    leaves = np.full(len(children.draw), np.inf)
    for year in range(years):
        begins = np.clip(children.comes, year, year + 1)
        of_year = rate[year, children.draw]
        passing = of_year * (year + 1 - begins)
        now = (left < passing) & np.isinf(leaves)
        leaves[now] = begins[now] + left[now] / of_year[now]
        left = left - passing
    return leaves


def _places(children: Children, ends: Any, shape: tuple[int, int]) -> Any:
    """The parts of each year in which children are there, by draw."""
    found = np.empty(shape)
    for year in range(shape[0]):
        there = np.clip(ends, year, year + 1) - np.clip(children.comes, year, year + 1)
        found[year] = np.bincount(children.draw, np.maximum(there, 0), minlength=shape[1])
    return found


def _moved(children: Children, leaves: Any, of: Rates, stream: np.random.Generator) -> Iterator[tuple[str, Children]]:
    """Of those who leave, who moves on to each later step, on the same day."""
    gone = np.flatnonzero(leaves < children.grown)
    year, draw = leaves[gone].astype(np.int64), children.draw[gone]
    lot = stream.random(len(gone))
    for to, part in of.parts.items():
        share = part[year, draw]
        here = gone[(lot >= 0) & (lot < share)]
        lot = lot - share
        yield to, Children(children.draw[here], leaves[here], children.grown[here])
