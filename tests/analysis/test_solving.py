"""What one figure must be: the nearest value that balances the case, held against plain search and known zeros."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from budget.analysis.solving import nearest_zero, outcome, solve
from budget.case import Case, CaseError, case_from_text, entries, read_case, with_figure
from budget.case.models import Key
from budget.case.prices import missing_for_current
from budget.formulas import calculate
from tests.random_cases import random_case

FAILING = Path(__file__).parents[1] / "cases" / "failing"
KEY = Key("number", -1000, 1000)


def test_a_whole_series_of_single_years_is_solved_for_in_every_year() -> None:
    case = read_case(FAILING / "solve_bug.yaml")
    assert solve(case, "costs.project.fte").value == pytest.approx(3)
    assert calculate(with_figure(case, "costs.project.fte", 3)).row("accumulated").values[-1] == pytest.approx(0)


@pytest.mark.parametrize("seed", range(40))
def test_the_function_that_is_solved_is_the_run_with_the_figure(seed: int) -> None:
    """Every figure of random cases, whole series and one year of them, in both prices, at values within bounds."""
    case, dice = case_from_text(random_case(seed)), random.Random(seed)
    prices = "fixed" if missing_for_current(case) or seed % 2 else "current"
    for entry in entries(case):
        rates = sorted(year for year in entry.figures() if year is not None)
        years = (
            rates
            if entry.path.startswith("indices.")
            else [None, dice.choice(case.horizon)]
            if entry.series
            else [None]
        )
        for year in years:
            path = entry.path if year is None else f"{entry.path}.{year}"
            top = min(entry.key.high, 1e6)
            tried = [dice.uniform(max(entry.key.low, -0.4), top), dice.uniform(entry.key.low, min(top, 2))]
            try:
                wanted = [
                    calculate(with_figure(case, path, value), prices).row("accumulated").values for value in tried
                ]
                at = outcome(case, path, tried[0], case.horizon[-1], prices)
            except CaseError:
                continue  # a value that the rest of the case does not allow
            for value, values in zip(tried, wanted, strict=True):
                assert at(value) == pytest.approx(values[-1], rel=1e-9, abs=1e-6), path


# ---------------------------------------------------------------- the nearest zero of any function
Roots = list[float]


def _of(*roots: float, scale: float = 1e3) -> Callable[[float], float]:
    def f(x: float) -> float:
        product = scale * np.ones_like(x)
        for root in roots:
            product = product * (x - root)
        return product

    return f


@pytest.mark.parametrize("seed", range(200))
def test_the_zero_that_is_nearest_the_present_value_is_found_on_either_side(seed: int) -> None:
    dice = random.Random(seed)
    roots = [dice.uniform(-900, 900) for _ in range(dice.randint(1, 4))]
    if dice.random() < 0.5:  # two that lie close together, so that the function only dips below 0
        roots += [roots[0] + dice.uniform(0.5, 20), roots[0] + 50]
    present = dice.uniform(-900, 900)
    value, _ = nearest_zero(_of(*roots), present, KEY)
    nearest = min(roots, key=lambda root: abs(root - present))
    assert value == pytest.approx(nearest, abs=1e-6)


@pytest.mark.parametrize(
    ("f", "present", "root"),
    [
        pytest.param(lambda x: np.exp(x / 20) - np.exp(30), 0.0, 600.0, id="exponential"),
        pytest.param(lambda x: 1e6 / (x + 1001) - 1e6 / 1901, 0.0, 900.0, id="reciprocal"),
        pytest.param(lambda x: (x / 500) ** 61 * 1e3 - 1e3, 0.0, 500.0, id="power"),
        pytest.param(lambda x: np.arctan(50 * (x - 333)) * 1e9, -800.0, 333.0, id="step that is no jump"),
        pytest.param(lambda x: np.cbrt(x + 777) * 1e6, 900.0, -777.0, id="upright"),
        pytest.param(lambda x: np.sin(x / 40) * 1e6, 100.0, 40 * math.pi, id="waves"),
        pytest.param(lambda x: np.maximum(5 - x, 0) * 1e4, 0.0, 5.0, id="first of a stretch"),
        pytest.param(lambda x: np.maximum(np.abs(x - 50) - 20, 0) * 1e4, 0.0, 30.0, id="stretch between"),
        pytest.param(lambda x: np.maximum(np.abs(x - 50) - 20, 0) * 1e4, 100.0, 70.0, id="stretch from above"),
        pytest.param(lambda x: (x - 400) ** 2, 0.0, 400.0, id="touch"),
    ],
)
def test_strongly_curved_functions_are_solved_to_their_nearest_zero(
    f: Callable[[float], float], present: float, root: float
) -> None:
    value, _ = nearest_zero(f, present, KEY)
    assert value == pytest.approx(root, abs=0.1 if f(root - 0.05) < 0.005 and f(root + 0.05) < 0.005 else 1e-3)


@pytest.mark.parametrize("f", [_of(600.0), lambda x: np.expm1((x - 600) / 12)])
def test_the_search_is_short_whatever_the_shape(f: Callable[[float], float]) -> None:
    """The straight line alone creeps towards a zero beside a steep end; halving in between brings it there."""
    asked = 0

    def counted(x: float) -> float:
        nonlocal asked
        asked += 1
        return f(x)

    value, _ = nearest_zero(counted, 0.0, KEY)
    assert value == pytest.approx(600.0)
    assert asked < 200


def test_a_rate_that_raises_cost_and_saving_has_zeros_on_both_sides_and_the_nearer_one_is_taken() -> None:
    """Costs of -a(1+r) in one year, a saving of b(1+r)² in the next and a cost of c(1+r)³ in the last."""
    text = """title: Both sides
municipality: X
status: idea
first_year: 2027
years: 2
price_year: 2026
discount_rate: 0.035
costs:
  - {id: a, label: A, kind: amounts, amounts: {2027: 0, 2028: 1000000}}
  - {id: c, label: C, kind: amounts, nature: temporary, price_index: none, amounts: {2027: 1200000, 2028: 0}}
savings:
  - {id: s, label: S, kind: amounts, nature: temporary, amounts: {2027: 2200000, 2028: 0}}
indices:
  total: {2027: PRESENT, 2028: 0}
"""
    sides = set()
    for present in (0.02, 0.4):
        case = case_from_text(text.replace("PRESENT", str(present)))
        zeros = [float(rate) for rate in np.linspace(-0.5, 1, 3001) if abs(_accumulated(case, float(rate))) < 500]
        value = solve(case, "indices.total.2027", prices="current").value
        assert zeros and value is not None
        assert abs(value - present) == pytest.approx(min(abs(zero - present) for zero in zeros), abs=1e-3)
        assert _accumulated(case, value) == pytest.approx(0, abs=0.01)
        sides.add(value > present)
    assert len(zeros) >= 1


def _accumulated(case: Case, rate: float) -> float:
    result = calculate(with_figure(case, "indices.total.2027", rate), "current")
    return float(result.row("accumulated").values[-1])
