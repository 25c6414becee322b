"""Sensitivity, simulation and solving against single runs, closed forms and the distribution they promise."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest

from budget.analysis.sensitivity import figures_in_force, sensitivity, uncertain_figures
from budget.analysis.simulation import Running, chunks, pert, simulate
from budget.analysis.solving import solve
from budget.case import Case, CaseError, case_from_text, find, read_case, with_figure
from budget.case.paths import with_given
from budget.case.prices import missing_for_current
from budget.formulas import calculate
from budget.text import Words
from tests.random_cases import random_case

DRIVERS = "tests/cases/drivers.yaml"
WORDS = Words("en")

LINEAR = """title: Linear
municipality: X
status: idea
first_year: 2026
years: 3
price_year: 2026
discount_rate: 0.035
costs:
  - {id: c, label: C, kind: amounts, amounts: {value: 2000000, low: 1500000, high: 3000000}}
savings:
  - {id: p, label: P, kind: amounts, amounts: {2026: 500000, 2027: {value: 2000000, low: 1000000, high: 2500000}}}
"""


def _drawn(case: Case, draws: int, seed: int, chunk: int, prices: str = "fixed") -> dict[str, np.ndarray]:
    """Every row over the draws, and the drawn figures by path."""
    result = calculate(case, prices)
    found: dict[str, list[np.ndarray]] = {}
    for arrays, size in chunks(result, draws, seed, chunk):
        for key, row in result.book.rows.items():
            values = [np.broadcast_to(np.asarray(np.nan if v is None else v, float), size) for v in arrays.values(row)]
            found.setdefault(key, []).append(np.array(values))
        for figure in uncertain_figures(case):
            values = arrays.inputs.get(figure.series if figure.years else figure.path)
            if values is not None:
                found.setdefault(f"drawn {figure.path}", []).append(values[(figure.years or (0,))[0]])
    return {key: np.concatenate(parts, axis=-1) for key, parts in found.items()}


@pytest.mark.parametrize("seed", range(25))
def test_a_draw_is_exactly_the_single_run_with_its_figures(seed: int) -> None:
    case = read_case(DRIVERS) if seed == 0 else case_from_text(random_case(seed))
    prices = "fixed" if missing_for_current(case) or seed % 2 else "current"
    drawn = _drawn(case, 3, seed, 2, prices)
    for i in range(3):
        single = case
        try:
            for figure in uncertain_figures(case):
                if f"drawn {figure.path}" in drawn:
                    single = with_figure(single, figure.path, float(drawn[f"drawn {figure.path}"][i]))
        except CaseError:
            continue  # limits of reimbursement that changed places: no case, and so no single run
        for key, row in calculate(single, prices).book.rows.items():
            mine = [math.nan if v is None else v for v in row.values]
            assert np.array_equal(drawn[key][:, i], mine, equal_nan=True) or key in DISCOUNTED, (key, i)


def _all_uncertain(case: Case) -> Case:
    """The case with a range of ten per cent around every figure that is not 0, within its bounds."""
    for found in list(figures_in_force(case)):
        value, key = found.figure.value, find(case, found.path)[0].key
        low, high = (min(max(end, key.low), key.high) for end in sorted((value * 0.9, value * 1.1)))
        if low < high:
            more = {"value": value, "low": low, "high": high}
            case = with_given(case, found.path, found.figure.model_copy(update=more))
    return case


@pytest.mark.parametrize("prices", ["fixed", "current"])
def test_every_kind_of_line_with_every_figure_drawn_is_exactly_the_single_run(prices: str) -> None:
    case = _all_uncertain(read_case(DRIVERS))
    figures = uncertain_figures(case)
    assert len(figures) > 60
    drawn = _drawn(case, 40, 3, 16, prices)
    posts = {float(n) for n in drawn["juniors.fte"][0]}
    assert posts <= {2.0, 3.0, 4.0} and len(posts) > 1, "whole posts, and not always as many"
    for i in range(0, 40, 5):
        single = case
        for figure in figures:
            if f"drawn {figure.path}" in drawn:
                single = with_figure(single, figure.path, float(drawn[f"drawn {figure.path}"][i]))
        for key, row in calculate(single, prices).book.rows.items():
            mine = [math.nan if v is None else v for v in row.values]
            assert np.array_equal(drawn[key][:, i], mine, equal_nan=True) or key in DISCOUNTED, (key, i)


# The power function of numpy may differ from Python's in the last digit.
DISCOUNTED = {"discount", "net.discounted", "summary.npv"}


def test_neither_chunks_nor_the_order_of_lines_change_a_result() -> None:
    case = read_case(DRIVERS)
    turned = case.model_copy(update={"savings": case.savings[::-1], "costs": case.costs[::-1]})
    one, other = (simulate(c, 5000, 3, chunk=size) for c, size in ((case, 5000), (case, 701)))
    assert one == other
    # Sums over lines in another order may differ in the last digits.
    again = simulate(turned, 5000, 3)
    assert again.accumulated["p50"] == pytest.approx(one.accumulated["p50"], rel=1e-12)
    assert again.probability_paid_back == one.probability_paid_back


def test_the_mean_of_a_linear_case_is_the_closed_form() -> None:
    case = case_from_text(LINEAR)
    cost = (1.5 + 4 * 2 + 3) / 6 * 1e6  # mean of PERT: (low + 4 mode + high) / 6
    saving = (1 + 4 * 2 + 2.5) / 6 * 1e6
    want = 3 * cost - 0.5e6 - 2 * saving  # the saving of 2027 is carried into 2028
    means = [simulate(case, 2000, seed).accumulated["mean"][-1] for seed in range(20)]
    error = statistics.stdev(means) / math.sqrt(len(means))
    assert abs(statistics.mean(means) - want) < 3 * error


def test_the_shares_of_the_spread_are_those_of_the_variances() -> None:
    """Variance of PERT: (mean - low)(high - mean) / 7. The cost counts three years, the saving of 2027 two."""
    case = case_from_text(LINEAR)
    cost = 3**2 * (2 + 1 / 12 - 1.5) * (3 - 2 - 1 / 12) / 7
    saving = 2**2 * (1 + 11 / 12 - 1) * (2.5 - 1 - 11 / 12) / 7
    first, second = simulate(case).drivers
    assert (first.path, second.path) == ("costs.c.amounts", "savings.p.amounts.2027")
    assert first.share == pytest.approx(cost / (cost + saving), abs=0.02)
    assert second.share == pytest.approx(saving / (cost + saving), abs=0.02)
    assert first.share + second.share == pytest.approx(1, abs=0.02)
    assert (first.rising, second.rising) == (True, False)


def test_a_case_without_ranges_is_certain_and_nothing_drives_it() -> None:
    found = simulate(read_case("herning-2013"), 100)
    assert found.drivers == ()
    assert found.accumulated["p10"] == found.accumulated["p90"] == [1e6, 1e6, 0, -2.5e6]
    assert found.probability_paid_back == [0, 0, 1, 1], "at or below 0 is paid back"


def test_a_simulation_that_is_stopped_early_is_that_of_fewer_draws() -> None:
    case = read_case(DRIVERS)
    running = Running(calculate(case), 5000, 1, 1000)
    assert [running.step() for _ in range(3)] == [True] * 3
    assert running.done == 3000
    assert running.simulation() == simulate(case, 3000)


@pytest.mark.parametrize(("low", "mode", "high"), [(0, 1, 4), (9, 20, 36), (-2, -2, 5), (0.3, 0.8, 0.8)])
def test_the_draws_follow_the_beta_distribution(low: float, mode: float, high: float) -> None:
    """Kolmogorov–Smirnov at 1 in 1,000 against the cumulative distribution, integrated here by the midpoint rule."""
    n = 20_000
    drawn = np.sort(pert(np.random.default_rng(5), low, mode, high, n))
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    steps = 400_000
    x = (np.arange(steps) + 0.5) / steps
    density = x ** (a - 1) * (1 - x) ** (b - 1)
    cumulated = np.cumsum(density) / density.sum()
    expected = np.interp((drawn - low) / (high - low), x, cumulated)
    ranks = np.arange(1, n + 1) / n
    distance = max(np.max(ranks - expected), np.max(expected - ranks + 1 / n))
    assert distance < 1.95 / math.sqrt(n)
    assert drawn[0] >= low
    assert drawn[-1] <= high


def test_sensitivity_lists_only_what_moves_the_result_largest_first() -> None:
    case = read_case(DRIVERS)
    base, swings = sensitivity(case)
    assert base == calculate(case).row("accumulated").values[-1]
    assert [s.path for s in swings][:2] == ["savings.institutions.duration_months", "savings.institutions.unit_price"]
    assert [s.size for s in swings] == sorted((s.size for s in swings), reverse=True)
    for swing in swings:
        end = calculate(with_figure(case, swing.path, swing.high)).row("accumulated").values[-1]
        assert swing.at_high == end


def test_how_many_figures_are_tried_at_once_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    case = read_case(DRIVERS)
    together = sensitivity(case, percent=10)
    monkeypatch.setattr("budget.analysis.sensitivity.ROOM", 1)
    assert sensitivity(case, percent=10) == together


RATES = """title: Rates
municipality: X
status: idea
first_year: 2026
years: 3
price_year: 2025
discount_rate: 0.035
indices:
  total: {2024: {value: 0.02, low: 0.01, high: 0.05}, 2025: 0.02, 2026: 0.03, 2027: {value: 0.03, low: 0, high: 0.08}, 2028: 0.03}
costs:
  - {id: c, label: C, kind: amounts, amounts: {value: 2000000, price_year: 2023}}
savings:
  - {id: p, label: P, kind: amounts, amounts: {2026: 500000, 2027: 2000000}}
"""  # noqa: E501


def test_uncertain_rates_within_the_horizon_and_before_it_are_tried_and_drawn() -> None:
    case, low_high = case_from_text(RATES), {"indices.total.2024": (0.01, 0.05), "indices.total.2027": (0, 0.08)}
    base, swings = sensitivity(case, "current")
    assert {swing.path for swing in swings} == {*low_high}
    for swing in swings:
        at = [calculate(with_figure(case, swing.path, end), "current") for end in low_high[swing.path]]
        assert [swing.at_low, swing.at_high] == pytest.approx([result.row("accumulated").values[-1] for result in at])
        assert min(abs(swing.at_low - base), abs(swing.at_high - base)) > 1000
    drawn = _drawn(case, 50, 7, 50, "current")
    for path, (low, high) in low_high.items():
        values = drawn[f"drawn {path}"]
        assert len({*values.round(6)}) > 40 and values.min() >= low and values.max() <= high
    assert drawn["accumulated"][-1].std() > 1000


def test_the_certain_figures_move_on_request_and_the_unused_ones_never() -> None:
    paths = {s.path for s in sensitivity(read_case("herning-2013"), percent=10)[1]}
    assert "savings.placements.amounts.2016" in paths
    assert "costs.advisers.amounts" in paths
    assert "discount_rate" not in paths, "the outcome is not discounted"


@pytest.mark.parametrize(
    "path", ["levers.realisation", "costs.advisers.amounts", "savings.placements.amounts.2015", "levers.delay_months"]
)
def test_the_solution_put_back_ends_at_zero(path: str) -> None:
    case = read_case("herning-2013")
    value = solve(case, path).value
    assert value is not None
    assert abs(calculate(with_figure(case, path, value)).row("accumulated").values[-1]) <= 0.005


def test_solving_by_an_earlier_year_balances_that_year() -> None:
    case = read_case("herning-2013")
    value = solve(case, "levers.realisation", by=2014).value
    assert value == pytest.approx(4 / 3)  # 4.000 of cost against 3.000 of planned saving


def test_no_value_within_the_bounds_is_said_plainly() -> None:
    solution = solve(read_case("herning-2013"), "discount_rate")
    assert (solution.value, solution.jump) == (None, None)


def test_a_jump_over_zero_gives_both_sides() -> None:
    solution = solve(read_case(DRIVERS), "costs.juniors.target_caseload")
    assert solution.value is None
    assert solution.jump is not None
    _, below, above = solution.jump
    assert below > 0 > above


def test_structure_cannot_be_solved_for() -> None:
    with pytest.raises(CaseError):
        solve(read_case("herning-2013"), "title")
