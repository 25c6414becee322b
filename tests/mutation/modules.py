"""Which modules are mutated, and the fast tests that ought to notice it: those likeliest to do so first."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLDEN = "tests/test_golden.py"
ORACLE = [  # every eighth of its random cases
    f"tests/test_oracle.py::test_a_case_comes_to_the_same_by_a_second_calculation[{seed}]" for seed in range(0, 320, 8)
]
PROJECTION = [
    f"tests/formulas/test_projection.py::test_{test}"
    for test in (
        "the_worked_figures_of_one_step",
        "the_worked_figures_of_two_steps_with_moves_and_phase",
        "the_years_between_run_without_the_measure",
        "what_no_budget_pays_for_is_a_rise_avoided",
        "a_rise_avoided_takes_its_reimbursement_with_it",
        "hardly_anybody_leaving_is_still_exact",
        "a_rise_avoided_is_in_the_chosen_prices",
        "who_enters_at_17_is_there_as_long_as_by_the_exact_integral",
        *(f"children_are_conserved_and_an_independent_route_agrees[{seed}]" for seed in range(0, 200, 5)),
    )
]
SOLVING = [
    f"tests/analysis/test_solving.py::{test}"
    for test in (
        "test_strongly_curved_functions_are_solved_to_their_nearest_zero",
        "test_the_search_is_short_whatever_the_shape",
        "test_a_whole_series_of_single_years_is_solved_for_in_every_year",
        "test_a_rate_that_raises_cost_and_saving_has_zeros_on_both_sides_and_the_nearer_one_is_taken",
        *(f"test_the_zero_that_is_nearest_the_present_value_is_found_on_either_side[{n}]" for n in range(0, 200, 5)),
        *(f"test_the_function_that_is_solved_is_the_run_with_the_figure[{n}]" for n in range(0, 40, 10)),
    )
]


@dataclass(frozen=True)
class Module:
    """Files to mutate, what can be imported beforehand because it does not import them, and the tests in steps."""

    files: str
    tests: list[list[str]]
    before: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(self.files))


def _analysis(name: str, *tests: str) -> Module:
    files = [[f"tests/analysis/{test}.py"] for test in tests]
    return Module(f"budget/analysis/{name}.py", files, ["budget.formulas", "budget.analysis.arrays"])


MODULES = {
    "formulas": Module(
        "budget/formulas/*.py",
        [[GOLDEN], ["tests/formulas/test_rows.py"], ORACLE, PROJECTION],
        ["budget.case"],
    ),
    "analysis/solving": Module(
        "budget/analysis/solving.py",
        [["tests/analysis/test_solving_edges.py"], SOLVING, ["tests/analysis/test_uncertainty.py"]],
        ["budget.formulas", "budget.analysis.arrays"],
    ),
    "analysis/sensitivity": _analysis("sensitivity", "test_sensitivity", "test_uncertainty"),
    "analysis/follow_up": _analysis("follow_up", "test_follow_up_words", "test_follow_up"),
    "shown/key_figures": Module(
        "budget/shown/key_figures.py", [["tests/shown/test_key_figures.py"]], ["budget.formulas", "budget.text"]
    ),
    "text/numbers": Module("budget/text/numbers.py", [["tests/text/test_numbers.py"]]),
    "case/values": Module(
        "budget/case/values.py",
        [["tests/case/test_values.py"], ["tests/case/test_reading.py"], ["tests/case/test_taking.py"]],
    ),
    "case/reading": Module("budget/case/reading.py", [["tests/case/test_reading.py"]]),
}
