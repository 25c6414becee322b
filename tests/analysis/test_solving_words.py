"""What `solve` says: rounded to the side on which the case still breaks even, in the words of the field."""

from __future__ import annotations

import pytest

from budget.analysis.sensitivity import figures_in_force
from budget.analysis.solving import outcome, solve
from budget.case import Case, case_from_text, read_case, with_figure
from budget.formulas import calculate
from budget.shown.solving_words import solution_text, spoken
from budget.text import Words
from tests.analysis.test_uncertainty import LINEAR

DRIVERS = "tests/cases/drivers.yaml"


def said(case: Case | str, path: str, by: int | None = None, language: str = "da") -> str:
    case = read_case(case) if isinstance(case, str) else case
    return solution_text(case, solve(case, path, by), Words(language))


@pytest.mark.parametrize(
    ("id", "path", "by", "phrase"),
    [
        # 8.000 / 10.500 = 76,19 %, rounded up; 4.000 / 3.000 by 2014
        ("herning-2013", "levers.realisation", None, "mindst 76,2 % af den planlagte besparelse"),
        ("herning-2013", "levers.realisation", 2014, "mindst 133,4 % af den planlagte besparelse"),
        ("herning-2013", "levers.realisation", 2015, "mindst 100 % af den planlagte besparelse"),
        # 2.500 / (4.500 / 12) = 6,67 months, rounded down
        ("herning-2013", "levers.delay_months", None, "højst 6 måneder forsinket"),
        # 2.500 / 8.000 = 31,25 %, rounded down
        ("herning-2013", "levers.cost_overrun", None, "højst 31,2 % dyrere end planlagt"),
        ("herning-2013", "costs.advisers.amounts.2016", None, "højst 4.500.000 kr., dvs. 2.500.000 kr. mere end nu"),
        ("assens-drivers-2016", "savings.placements.stops.2016", None, "mindst 16,9 anbringelser, dvs. 3,1"),
        # 493.333,33 kr. now: told as exactly as the bound, and no øre
        ("assens-drivers-2016", "costs.advisers.annual_cost", None, "højst 640.555 kr., dvs. 147.222 kr. mere end nu"),
        (DRIVERS, "savings.mix.places", None, "mindst 39,7 helårspladser, dvs. 60,3 helårspladser færre end nu"),
    ],
)
def test_the_answer_is_a_bound_in_the_words_of_the_field(id: str, path: str, by: int | None, phrase: str) -> None:
    assert phrase in said(id, path, by)


def test_the_sentence_names_the_figure_the_year_and_what_it_is_now() -> None:
    assert said("herning-2013", "levers.realisation", language="en") == (
        "Realisation (whole case): at least 76.2% of the planned saving. "
        "Then the case breaks even by the end of 2016 (now 100%)."
    )


def test_a_short_delay_is_not_rounded_away() -> None:
    case = with_figure(read_case("herning-2013"), "levers.realisation", 0.775)
    assert "højst 0,4 måneder forsinket" in said(case, "levers.delay_months")


def _solved() -> list[tuple[str, str]]:
    found = []
    for id in (DRIVERS, "herning-drivers-2013", "assens-drivers-2016", "assens-2016"):
        case = read_case(id)
        found += [(id, figure.path) for figure in figures_in_force(case) if figure.series != "discount_rate"]
    return found


def test_whoever_keeps_to_the_sentence_keeps_to_the_case() -> None:
    """Every figure of four cases: the value that is said breaks even in a full run, and one step beyond it does not."""
    tried = 0
    for id, path in _solved():
        case = read_case(id)
        solution = solve(case, path)
        if solution.value is None:
            continue
        at = solution.outcome
        bound, value = spoken(solution.value, solution.unit, at)
        assert bound in ("at_least", "at_most"), path
        assert calculate(with_figure(case, path, value)).row("accumulated").values[-1] < 0.005, path
        assert at(solution.value + (value - solution.value) * -0.01 - (1e-4 if bound == "at_least" else -1e-4)) > 0, (
            path
        )
        tried += 1
    assert tried > 30


def test_no_value_is_said_plainly_with_how_the_case_stands() -> None:
    assert said("herning-2013", "discount_rate") == (
        "Der er ingen værdi af Diskonteringsrente (realrente) mellem -5,0 % og 20,0 %, hvor casen går i nul inden "
        "udgangen af 2016. Med det nuværende tal er merudgiften tilbagebetalt inden da."
    )
    half = with_figure(read_case("herning-2013"), "levers.realisation", 0.5)
    assert said(half, "discount_rate").endswith("Med det nuværende tal udestår der 2.750.000 kr.")


def test_a_jump_over_zero_is_said_with_both_sides() -> None:
    assert "springer over nul ved" in said(DRIVERS, "costs.juniors.target_caseload")


@pytest.mark.parametrize(
    "path", ["costs.c.amounts", "costs.c.amounts.2027", "savings.p.amounts.2028", "levers.delay_months"]
)
def test_only_what_the_figure_reaches_is_worked_out_and_gives_the_full_run(path: str) -> None:
    """A carried year, a level that is split by it, a lever: the short way and the long way agree exactly."""
    case = case_from_text(LINEAR)
    at = outcome(case, path, 1.0, 2028, "fixed")
    for value in (0.0, 1.0, 7.25, 100.0):
        assert at(value) == calculate(with_figure(case, path, value)).row("accumulated").values[-1]
