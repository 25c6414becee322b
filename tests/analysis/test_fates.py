"""The band of a projection: its middle is what is computed, it is as wide as chance, and it is seeded."""

from __future__ import annotations

import math

import numpy as np
import pytest

from budget.analysis.fates import Rates, bands, fates
from budget.case import case_from_text, read_case
from budget.formulas import calculate
from tests.formulas.test_projection import CLOSER, HEAD, ONE, TWO

DRAWS = 20_000


def rates(stock: float, entries: float, share: float, years: int = 3) -> Rates:
    """Children of 0 alone: none turns 18, so that what is left is plain arithmetic."""
    ages = np.zeros((18, DRAWS))
    ages[0] = stock
    weights = np.zeros((18, DRAWS))
    weights[0] = 1
    rate = np.full((years, DRAWS), -math.log(1 - share))
    return Rates(ages, np.full((years, DRAWS), entries), weights, rate, {})


def test_the_first_year_has_the_spread_of_children_who_leave_on_their_own() -> None:
    share, stock = 0.3, 40
    places = fates({"one": rates(stock, 0, share)}, np.random.default_rng(1))["one"][0]
    rate = -math.log(1 - share)
    mean = share / rate  # ∫ e^(-rt) dt over the year
    square = 2 / rate**2 * (1 - math.exp(-rate) * (1 + rate))  # E of the square of min(time, 1)
    spread = math.sqrt(stock * (square - mean**2))
    assert places.mean() == pytest.approx(stock * mean, rel=2e-3)
    assert places.std() == pytest.approx(spread, rel=0.03)


def test_entries_are_poisson() -> None:
    places = fates({"one": rates(0, 14, 1e-9)}, np.random.default_rng(2))["one"]
    assert places[0].mean() == pytest.approx(7, rel=0.01)
    assert places[0].var() == pytest.approx(14 / 3, rel=0.03)  # of a child who comes on any day: E u² = 1/3
    assert places[2].var() == pytest.approx(28 + 14 / 3, rel=0.03)


def test_children_who_move_are_placed_on_the_other_step_from_that_day() -> None:
    first, second = rates(40, 0, 0.3), rates(0, 0, 1e-12)
    first = Rates(first.stock, first.entries, first.weights, first.rate, {"two": np.ones((3, DRAWS))})
    found = fates({"one": first, "two": second}, np.random.default_rng(3))
    assert found["one"] + found["two"] == pytest.approx(np.full((3, DRAWS), 40.0))


def test_the_middle_follows_what_is_computed_and_a_larger_place_is_surer() -> None:
    result = calculate(case_from_text(HEAD + CLOSER + TWO))
    found = bands(result)
    for course in ("baseline", "closer"):
        for step in ("institution", "foster"):
            key = f"{course}.{step}.places"
            computed, middle = result.row(key).values, found[key].mid
            assert middle == pytest.approx(computed, abs=0.5)
            assert all(low < mid < high for low, mid, high in zip(*vars(found[key]).values(), strict=True))
    ten = ONE.replace('"0-11": 12, "12-14": 12, "15-17": 16', '"0-11": 120, "12-14": 120, "15-17": 160')
    ten = ten.replace("entries: 14", "entries: 140")
    small, large = (bands(calculate(case_from_text(HEAD + text)))["baseline.places"] for text in (ONE, ten))
    wide, narrow = (band.high[-1] - band.low[-1] for band in (small, large))
    assert narrow == pytest.approx(wide * math.sqrt(10), rel=0.1)


def test_the_same_seed_gives_the_same_band_and_ranges_widen_it() -> None:
    result = calculate(case_from_text(HEAD + CLOSER + TWO))
    assert bands(result) == bands(result)
    ranged = TWO.replace("entries: 14", "entries: {value: 14, low: 8, high: 20}")
    wider = bands(calculate(case_from_text(HEAD + CLOSER + ranged)))["baseline.places"]
    plain = bands(result)["baseline.places"]
    assert wider.high[-1] - wider.low[-1] > 1.05 * (plain.high[-1] - plain.low[-1])


def test_the_shipped_case_has_a_band_for_every_course() -> None:
    found = bands(calculate(read_case("herning-projection-2013")))
    assert {"baseline.places", "closer.places", "closer.saved", "closer"} <= set(found)
