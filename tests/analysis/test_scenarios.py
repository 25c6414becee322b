"""Scenarios side by side, and the three that a case without any begins with."""

from __future__ import annotations

import pytest

from budget.analysis.scenarios import outlooks, starting_scenarios
from budget.case import case_from_text, case_to_text, read_case, with_figures, with_scenario
from budget.formulas import calculate
from budget.shown import explain
from budget.shown.labels import starting_labels
from budget.text import Words
from tests.analysis.test_uncertainty import LINEAR

DANISH = Words("da")
DRIVERS = "tests/cases/drivers.yaml"


def test_the_case_as_it_stands_comes_first_and_every_scenario_after_it() -> None:
    case = read_case(DRIVERS)
    base, cautious = outlooks(case, "current")
    assert (base.id, base.label, cautious.id, cautious.label) == ("", "", "cautious", "Forsigtig")
    assert base.result is not None and cautious.result is not None
    assert base.result.row("net").values == calculate(case, "current").row("net").values
    want = calculate(with_scenario(case, "cautious"), "current")
    assert cautious.result.row("accumulated").values == want.row("accumulated").values
    assert cautious.result.summary == want.summary


def test_a_scenario_that_no_longer_fits_says_why_and_the_others_stand() -> None:
    case = read_case(DRIVERS)
    gone = case.scenarios[0].model_copy(update={"id": "gone", "set": {"costs.nobody.fte": 1.0}})
    found = outlooks(case.model_copy(update={"scenarios": [gone, *case.scenarios]}))
    assert [outlook.result is None for outlook in found] == [False, True, False]
    assert found[1].problems[0].code == "unknown_path"


def test_the_start_has_every_figure_at_the_end_that_worsens_or_betters_the_result() -> None:
    cautious, expected, favourable = starting_scenarios(read_case(DRIVERS), starting_labels(DANISH))
    assert [s.label for s in (cautious, expected, favourable)] == ["Forsigtigt", "Forventet", "Gunstigt"]
    # Pay is dear at its high end; price, duration and realisation save most at theirs.
    assert cautious.set == {
        "costs.advisers.annual_cost": 620000,
        "savings.institutions.duration_months": 9,
        "savings.institutions.unit_price": 900000,
        "savings.other.realisation": 0.3,
    }
    assert expected.set == {}
    assert favourable.set == {
        "costs.advisers.annual_cost": 560000,
        "savings.institutions.duration_months": 36,
        "savings.institutions.unit_price": 1400000,
        "savings.other.realisation": 1,
    }


@pytest.mark.parametrize("id", ["herning-drivers-2013", "assens-drivers-2016", DRIVERS])
def test_the_start_is_ordered_and_can_be_kept_in_the_case(id: str) -> None:
    case = read_case(id)
    kept = case.model_copy(update={"scenarios": starting_scenarios(case, starting_labels(DANISH))})
    again = case_from_text(case_to_text(kept))
    ends = [outlook.result.row("accumulated").values[-1] for outlook in outlooks(again) if outlook.result]
    base, cautious, expected, favourable = ends
    assert cautious > expected > favourable
    assert expected == base


def test_one_figure_at_its_worst_end_is_what_setting_it_gives() -> None:
    case = case_from_text(LINEAR)
    cautious, _, favourable = starting_scenarios(case, starting_labels(DANISH))
    assert cautious.set == {"costs.c.amounts": 3e6, "savings.p.amounts.2027": 1e6}
    assert favourable.set == {"costs.c.amounts": 1.5e6, "savings.p.amounts.2027": 2.5e6}
    worst = calculate(with_figures(case, cautious.set)).row("accumulated").values[-1]
    assert worst == 3 * 3e6 - 0.5e6 - 2 * 1e6


def test_a_figure_that_is_best_as_it_stands_is_left_alone_by_the_favourable_start() -> None:
    text = LINEAR.replace("{value: 2000000, low: 1500000, high: 3000000}", "{value: 2000000, low: 2000000, high: 3e6}")
    cautious, _, favourable = starting_scenarios(
        case_from_text(text.replace("3e6", "3000000")), starting_labels(DANISH)
    )
    assert cautious.set["costs.c.amounts"] == 3e6
    assert "costs.c.amounts" not in favourable.set


def test_a_case_without_ranges_has_nothing_to_start_from() -> None:
    assert starting_scenarios(read_case("herning-2013"), starting_labels(DANISH)) == []


def test_limits_that_would_change_places_are_not_set_together() -> None:
    """Each end alone is in order; the low of the upper limit with the high of the lower one is not."""
    text = case_to_text(read_case(DRIVERS))
    text = text.replace("above: 860000", "above: {value: 860000, low: 800000, high: 1600000}")
    text = text.replace("above: 1680000", "above: {value: 1680000, low: 1000000, high: 1700000}")
    case = case_from_text(text)
    for scenario in starting_scenarios(case, starting_labels(DANISH)):
        with_figures(case, scenario.set)


def test_an_explanation_names_the_range_of_a_figure_and_what_each_scenario_makes_of_it() -> None:
    case = read_case(DRIVERS)

    def lines(scenario: str) -> str:
        result = calculate(with_scenario(case, scenario) if scenario else case)
        return str(explain(result, "other", 2028, DANISH))

    assert "skøn: lavt 30,0 %, højt 100,0 %" in lines("")
    assert "i scenariet »Forsigtig«: 60,0 %" in lines("")
    assert "som i scenariet »Forsigtig«" in lines("cautious")


def test_a_scenario_of_one_year_is_named_in_the_years_it_holds_in() -> None:
    case = case_from_text(LINEAR + "scenarios: [{id: s, label: S, set: {savings.p.amounts.2027: 1}}]\n")
    result = calculate(case)
    first, second, third = (str(explain(result, "p", y, DANISH)) for y in result.years)
    assert "som i scenariet »S«" in first
    assert "i scenariet »S«: 1 kr." in second and "i scenariet »S«: 1 kr." in third, "carried on"


def test_a_scenario_that_no_longer_fits_is_left_out_of_the_explanation() -> None:
    case = read_case(DRIVERS)
    bad = case.scenarios[0].model_copy(update={"set": {"levers.realisation": 9.0}})
    result = calculate(case.model_copy(update={"scenarios": [bad]}))
    assert "scenariet" not in str(explain(result, "other", 2028, DANISH))
