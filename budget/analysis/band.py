"""The band around a projection from a list: eight of ten runs, with the figures and each child's fate drawn.

The figures come from what the list leaves open of them (their posteriors). What is needed of the list is what was
counted of it, and no row.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from budget.analysis.courses import Array, Counted
from budget.analysis.fates import DRAWS, Band, Rates, fates
from budget.case.baseline import GROWN, ages

SEED = 1
ROOM = 1_000_000  # children drawn at once


def bands(
    found: Sequence[Counted], years: int, progress: Callable[[float], None] = lambda share: None
) -> dict[str, Band]:
    """The band of each step for so many years from the 1 January on which the children were counted."""
    size = max(1, min(DRAWS, ROOM // max(1, round(sum(one.placed + years * one.entered for one in found)))))
    dice, parts = np.random.default_rng(SEED), []
    for done in range(0, DRAWS, size):
        parts.append(places_drawn(found, years, min(size, DRAWS - done), dice))
        progress(min(1.0, (done + size) / DRAWS))
    return {one.step: Band.of(np.concatenate([part[one.step] for part in parts], axis=1)) for one in found}


def places_drawn(found: Sequence[Counted], years: int, draws: int, dice: np.random.Generator) -> Mapping[str, Array]:
    """Full-year places by step, then by year and draw."""
    return fates({one.step: _rates(one, years, draws, dice) for one in found}, dice)


def _rates(one: Counted, years: int, draws: int, dice: np.random.Generator) -> Rates:
    """What each draw makes of the counts: how many enter and at which ages, and the chances of leaving and moving."""
    hazards = {to: dice.gamma(n + 0.5, 1 / one.exposure, draws) for to, n in {"": one.exits, **one.moves}.items()}
    whole = sum(hazards.values(), np.zeros(draws))
    cells = one.entry_ages if one.entered else {"0-17": 1}
    weights = dice.standard_gamma(np.array(list(cells.values()))[:, None], (len(cells), draws))
    return Rates(
        _by_age(one.stock, np.array(list(one.stock.values()))[:, None], draws),
        np.tile(dice.gamma(one.entered + 0.5, 1 / one.entry_years, draws), (years, 1)),
        _by_age(cells, weights / weights.sum(axis=0), draws),
        np.tile(whole, (years, 1)),
        {to: np.tile(hazard / whole, (years, 1)) for to, hazard in hazards.items() if to},
    )


def _by_age(cells: Mapping[str, int], values: Array, draws: int) -> Array:
    """What falls to each age, spread evenly over its cell."""
    found = np.zeros((GROWN, draws))
    for text, value in zip(cells, values, strict=True):
        found[list(ages(text))] = value / len(ages(text))
    return found
