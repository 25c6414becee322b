"""What one figure must be where the search is hard: beside the present value, in sharp dips, at refused values."""

from __future__ import annotations

import random

import numpy as np
import pytest

from budget.analysis.solving import Outcome, _better, _steps, nearest_zero, solve
from budget.case import case_from_text
from budget.case.models import Key
from tests.test_golden import with_defaults

KEY = Key("number", -1000, 1000)


@pytest.mark.parametrize("root", [100.001, 99.999, 100.05, 99.95])
def test_a_zero_hard_by_the_present_value_is_found(root: float) -> None:
    value, jump = nearest_zero(lambda x: (x - root) * 1e3, 100.0, KEY)
    assert (value, jump) == (pytest.approx(root, abs=1e-8), None)


def _dip(low: float, left: float, right: float) -> Outcome:
    return lambda x: np.where(x < low, (low - x) * left, (x - low) * right)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize(("left", "right"), [(1e9, 1e6), (1e6, 1e9)])
def test_a_sharp_dip_that_only_touches_zero_is_found_however_steep_its_sides(
    seed: int, left: float, right: float
) -> None:
    low = random.Random(seed).uniform(-900, 900)
    value, _ = nearest_zero(_dip(low, left, right), 0.0, KEY)
    assert value == pytest.approx(low, abs=1e-6)


@pytest.mark.parametrize("side", [1, -1])
def test_of_a_stretch_that_comes_near_enough_to_zero_the_first_value_is_taken(side: int) -> None:
    value, _ = nearest_zero(lambda x: side * (np.maximum(5 - x, 0) * 1e4 + 0.001), 0.0, KEY)
    assert value == pytest.approx(5, abs=1e-4)


@pytest.mark.parametrize("at", [500.0, -321.5])
def test_a_jump_is_found_where_it_is_though_its_far_side_is_out_of_all_proportion(at: float) -> None:
    value, jump = nearest_zero(lambda x: np.where(x < at, 1e-2, -1e20), 0.0, KEY)
    assert value is None and jump is not None
    assert jump == (pytest.approx(at, rel=1e-12), 1e-2, -1e20)


@pytest.mark.parametrize(("low", "high", "below"), [(1e3, -1.0, False), (1.0, -1e3, True)])
def test_a_jump_is_told_by_the_value_on_the_side_that_is_nearer_zero(low: float, high: float, below: bool) -> None:
    value, jump = nearest_zero(lambda x: np.where(x < 500, low, high), 0.0, KEY)
    assert value is None and jump is not None
    assert (jump[0] < 500, jump[1:]) == (below, (low, high))


def test_a_zero_between_two_neighbouring_numbers_is_one_of_them() -> None:
    """The square of neither is 2, and each comes within half an øre of it."""
    value, jump = nearest_zero(lambda x: (x * x - 2) * 1e12, 1.0, KEY)
    assert (value, jump) == (pytest.approx(2**0.5, rel=1e-15), None)


def test_half_an_oere_is_not_nothing_yet() -> None:
    value, _ = nearest_zero(lambda x: np.where(x < 5, 10.0, np.where(x < 6, 0.005, 0.001)), 0.0, KEY)
    assert value == pytest.approx(6, abs=1e-6)


@pytest.mark.parametrize(
    ("start", "bound", "first"),
    [(50.0, 1000.0, 50.05), (50.0, -1000.0, 49.95), (0.0, 1000.0, 1e-6), (0.0, 1e6, 1e-3), (0.0, 0.1, 1e-9)],
)
def test_the_first_step_is_a_thousandth_of_the_figure_or_next_to_nothing_of_its_bound(
    start: float, bound: float, first: float
) -> None:
    steps = list(_steps(start, bound))
    assert steps[0] == pytest.approx(first, rel=1e-9)
    assert steps[-1] == bound and len(steps) < 500


@pytest.mark.parametrize("root", [600.0, 37.5, -250.0])
def test_a_straight_line_is_solved_exactly(root: float) -> None:
    assert nearest_zero(lambda x: (x - root) * 1024, 0.0, KEY)[0] == root
    assert _better(root - 3, root + 7, -3.0, 7.0) == root


def test_a_dip_that_comes_short_of_zero_does_not_hide_one_further_on_that_reaches_it() -> None:
    value, _ = nearest_zero(lambda x: np.minimum(10 + np.abs(x - 100), np.abs(x - 700) * 5), 0.0, KEY)
    assert value == pytest.approx(700, abs=1e-2)


BANDS = """years: 1
reimbursement: {bands: [{above: 800000, share: 0.25}, {above: 1500000, share: 0.5}]}
costs: [{id: c, label: C, kind: amounts, amounts: COST}]
savings:
  - {id: s, label: S, kind: placements, price_basis: gross, unit_price: 2000000, stops: {2020: 1}, timing: january,
     duration_months: 12}
"""


@pytest.mark.parametrize(
    ("cost", "value"),
    [
        # Lost are 25 % from 800,000 to the limit x and 50 % from there to 2,000,000: 1,450,000 - 2,000,000
        # + 0.25 (x - 800,000) + 0.5 (2,000,000 - x) is 0 where x is 1,000,000.
        (1_450_000, 1_000_000),
        # 1,250,000 - 2,000,000 + 0.5 (2,000,000 - x) is 0 where x is 500,000: below the lower limit, so refused.
        (1_250_000, None),
    ],
)
def test_a_value_that_the_case_would_refuse_is_no_solution(cost: int, value: float | None) -> None:
    case = case_from_text(with_defaults(BANDS.replace("COST", str(cost))))
    found = solve(case, "reimbursement.bands.2.above").value
    assert found == (None if value is None else pytest.approx(value))
