"""The band around a projection from a list: eight of ten runs, with the figures and each child's fate drawn.

The figures come from what the list leaves open of them (their posteriors), and then every child gets the day on which
it leaves, moves or turns 18 drawn. What is needed of the list is what was counted of it, and no row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from budget.analysis.courses import Array, Counted
from budget.case.baseline import GROWN, ages

DRAWS, SEED = 2_000, 1
ENDS = (10, 50, 90)  # per cent: low, mid and high of the band
ROOM = 1_000_000  # children drawn at once


@dataclass(frozen=True)
class Band:
    """Full-year places of one step by year: eight of ten runs lie from low to high."""

    years: list[int]
    low: list[float]
    mid: list[float]
    high: list[float]

    def holds(self, year: int, places: float) -> bool:
        at = self.years.index(year)
        return self.low[at] <= places <= self.high[at]


def bands(
    found: Sequence[Counted], years: Sequence[int], progress: Callable[[float], None] = lambda share: None
) -> dict[str, Band]:
    """The band of each step from the first of the years, on whose 1 January the children were counted."""
    size = max(1, min(DRAWS, ROOM // max(1, round(sum(one.placed + len(years) * one.entered for one in found)))))
    dice, parts = np.random.default_rng(SEED), []
    for done in range(0, DRAWS, size):
        parts.append(places_drawn(found, len(years), min(size, DRAWS - done), dice))
        progress(min(1.0, (done + size) / DRAWS))
    drawn = np.concatenate(parts, axis=2)  # step, year, draw
    ends = np.percentile(drawn, ENDS, axis=2)
    return {one.step: Band(list(years), *ends[:, n].tolist()) for n, one in enumerate(found)}


def places_drawn(found: Sequence[Counted], years: int, draws: int, dice: np.random.Generator) -> Array:
    """Full-year places by step, year and draw."""
    coming: dict[str, list[Children]] = {one.step: [] for one in found}  # who moves here from an earlier step
    places = []
    for one in found:
        rates = {to: dice.gamma(n + 0.5, 1 / one.exposure, draws) for to, n in {"": one.exits, **one.moves}.items()}
        new = dice.poisson(dice.gamma(one.entered + 0.5, 1 / one.entry_years, draws) * years)
        groups = [
            _of_ages(one.stock, np.full(draws, one.placed), draws, dice),
            _entering(one, new, years, dice),
            *coming[one.step],
        ]
        children = Children(*(np.concatenate(parts) for parts in zip(*(vars(g).values() for g in groups), strict=True)))
        places.append(_places(children, rates, years, draws, coming, dice))
    return np.array(places)


@dataclass(frozen=True)
class Children:
    """The draw that each child belongs to, the year in which it comes, as a fraction, and its years until 18 then."""

    draw: Array
    comes: Array
    left: Array


def _of_ages(cells: Mapping[str, int], number: Array, draws: int, dice: np.random.Generator) -> Children:
    """The children placed at the beginning: in each draw those of each cell, at any age within it."""
    draw = np.repeat(np.arange(draws), number)
    low = np.tile(np.repeat([ages(text)[0] for text in cells], list(cells.values())), draws)
    width = np.tile(np.repeat([len(ages(text)) for text in cells], list(cells.values())), draws)
    return Children(draw, np.zeros(len(draw)), GROWN - low - width * dice.random(len(draw)))


def _entering(one: Counted, number: Array, years: int, dice: np.random.Generator) -> Children:
    """Who enters in the years, at any time of them; how they are spread over the cells is drawn too."""
    cells = one.entry_ages if one.entered else {"0-17": 1}
    weights = dice.standard_gamma(np.array(list(cells.values())), (len(number), len(cells)))
    upto = np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True)
    draw = np.repeat(np.arange(len(number)), number)
    cell = (dice.random(len(draw))[:, None] > upto[draw]).sum(axis=1)
    cell = np.minimum(cell, len(cells) - 1)
    low, width = (np.array([of(ages(text)) for text in cells])[cell] for of in (min, len))
    return Children(draw, dice.random(len(draw)) * years, GROWN - low - width * dice.random(len(draw)))


def _places(
    children: Children,
    rates: Mapping[str, Array],
    years: int,
    draws: int,
    coming: Mapping[str, list[Children]],
    dice: np.random.Generator,
) -> list[Array]:
    """Draws how long each child stays, sends on who moves, and adds up the time that all are there, year by year."""
    draw, comes, left = children.draw, children.comes, children.left
    whole = sum(rates.values(), np.zeros(draws))
    stays = dice.standard_exponential(len(draw)) / whole[draw]
    goes = comes + np.minimum(stays, left)
    which, upto = dice.random(len(draw)) * whole[draw], rates[""][draw]
    for to, rate in rates.items():
        if to:
            mine = (stays < left) & (which > upto) & (which <= upto + rate[draw]) & (goes < years)
            coming[to].append(Children(draw[mine], goes[mine], (left - stays)[mine]))
            upto = upto + rate[draw]
    there = (np.clip(np.minimum(goes, y + 1) - np.maximum(comes, y), 0, 1) for y in range(years))
    return [np.bincount(draw, time, draws) for time in there]
