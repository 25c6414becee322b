"""Caseloads, follow-ups and the places that pay for a caseworker, worked out by hand beside each number."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.analysis.caseloads import (
    Benchmark,
    Period,
    Workload,
    a_week,
    benchmarks,
    cadences,
    default_vacancy,
    extras,
    own_prices,
    periods,
    places_needed,
    step_prices,
    vacancies,
    workloads,
)
from budget.case import read_case
from budget.formulas import Result, calculate
from tests.analysis.plain_case import OWN, as_case, caseload, changed, placements, worked_out

ROOT_CASE = "tests/cases/drivers.yaml"


def worked(name: str) -> Result:
    return calculate(read_case(name))


def only(result: Result) -> Workload:
    (load,) = workloads(result)
    return load


# ------------------------------------------------------------------ caseloads by year
def test_herning_goes_from_55_children_per_caseworker_to_27_and_a_half() -> None:
    load = only(worked("herning-drivers-2013"))
    assert load.without_extra == (55, 55, 55, 55)  # 220 children / 4 caseworkers
    assert load.extra == (4, 4, 4, 4)  # 220 / 27.5 - 4
    assert load.posts == (8, 8, 8, 8)
    assert load.caseload == (27.5, 27.5, 27.5, 27.5)  # 220 / 8


def test_a_vacancy_raises_the_caseload_of_those_who_are_there() -> None:
    load = only(worked("herning-drivers-2013"))
    assert load.with_vacancy(0.12) == pytest.approx((31.25,) * 4)  # 220 / (8 * 0.88)
    assert load.with_vacancy(0) == pytest.approx(load.caseload)
    assert load.posts_for_target(0.12) == pytest.approx((9.090909,) * 4)  # 220 / 27.5 / 0.88
    assert load.with_vacancy(1) == (None,) * 4, "nobody there, nobody's caseload"


def test_a_vacancy_is_no_part_of_the_case_and_moves_no_kr() -> None:
    result = worked("herning-drivers-2013")
    before = [row.values for row in result.rows]
    for vacancy in vacancies():
        only(result).with_vacancy(vacancy.share)
    assert [row.values for row in result.rows] == before


def test_without_caseworkers_today_there_is_no_caseload_to_start_from() -> None:
    load = only(worked_out(caseload(fte_now=0)))
    assert load.without_extra == (None, None, None)
    assert load.caseload == (25, 25, 25)  # 250 children / 10 extra


def test_children_and_target_may_vary_by_year() -> None:
    load = workloads(worked(ROOT_CASE))[0]
    assert load.children == (240, 240, 260, 260, 260, 260)
    assert load.target == (30, 25, 25, 25, 25, 25)
    # 240/30 - 5; 240/25 - 5; 260/25 - 5
    assert load.extra == pytest.approx((3, 4.6, 5.4, 5.4, 5.4, 5.4))
    assert load.caseload == pytest.approx((30, 25, 25, 25, 25, 25))


def test_a_case_without_caseload_lines_has_none() -> None:
    assert workloads(worked("herning-2013")) == []
    assert workloads(worked("assens-drivers-2016")) == []


def test_years_with_the_same_caseload_are_one_period() -> None:
    assert periods([2016, 2017, 2018, 2019], [30, 25, 25, 25]) == [Period(2016, 2016, 30), Period(2017, 2019, 25)]
    assert periods([2016, 2017], [None, 1 / 3]) == [Period(2016, 2016, None), Period(2017, 2017, 1 / 3)]


@given(st.integers(1, 500), st.integers(1, 40), st.floats(0, 0.9))
def test_vacant_posts_times_their_caseload_are_all_the_children(children: int, posts: int, vacancy: float) -> None:
    load = only(worked_out(caseload(children=children, fte_now=posts, target_caseload=1000)))
    (found, *_) = load.with_vacancy(vacancy)
    assert found is not None
    assert found * load.posts[0] * (1 - vacancy) == pytest.approx(children)


# ------------------------------------------------------------------ against the library
def mark(id: str) -> Benchmark:
    return next(benchmark for benchmark in benchmarks() if benchmark.id == id)


@pytest.mark.parametrize(
    ("id", "low", "high"),
    [
        ("boras-2012", 15, 20),
        ("boras-2015", 15, 22),
        ("herning-before-2012", 45, 65),
        ("herning-after-2015", 22, 25),
        ("assens-2016", 30, 30),
        ("assens-2017", 25, 25),
        ("partnership-2017", 25, 25),
        ("union-guideline-2020", 20, 30),
        ("category-1-2017", 25, 25),
        ("denmark-2016", 30, 50),
    ],
)
def test_the_library_holds_the_caseloads_of_the_documents(id: str, low: float, high: float) -> None:
    assert (mark(id).low, mark(id).high) == (low, high)


def test_where_a_caseload_lies_is_judged_on_the_unrounded_value() -> None:
    assert [mark("union-guideline-2020").standing(x) for x in (19.99, 20, 30, 30.01)] == [
        "below",
        "within",
        "within",
        "above",
    ]
    assert [mark("partnership-2017").standing(x) for x in (24.99, 25, 25.01)] == ["below", "within", "above"]


def test_category_1_is_below_25_and_25_is_not() -> None:
    assert mark("category-1-2017").is_below
    assert [mark("category-1-2017").standing(x) for x in (10, 24.99, 25)] == ["within", "within", "above"]


def test_vacancies_are_none_and_the_turnovers_of_the_library() -> None:
    assert [vacancy.share for vacancy in vacancies()] == [0, 0.12, 0.153, 0.25, 0.33]
    assert default_vacancy().share == 0.12
    assert default_vacancy() in vacancies()


def visits(id: str) -> list[tuple[str, float | None]]:
    return [(cadence.when, cadence.visits) for cadence in cadences() if cadence.entry.id == id]


def test_both_swedish_cadences_assens_and_the_law_before_and_after_2024_are_there() -> None:
    assert visits("boras-foster") == [("first_year", 9), ("later", 4)]
    assert visits("boras-institution") == [("first_year", 12), ("later", 8.7)]
    assert visits("sweden-alternative") == [("first_year", 9), ("later", 8.7)]
    assert visits("assens-placement") == [("every_year", 3)]
    assert visits("assens-prevention") == [("every_year", 4)]
    assert visits("law-before-2024") == [("every_year", 2)]


def test_where_the_law_fixes_no_number_none_is_made_up() -> None:
    assert visits("law-from-2024") == [("first_year", 1), ("later", None)]
    assert a_week(27.5, None) is None
    assert a_week(None, 9) is None


def test_follow_ups_a_week_are_caseload_times_visits_over_52_weeks() -> None:
    assert a_week(27.5, 9) == pytest.approx(4.759615)  # 27.5 * 9 / 52
    assert a_week(55, 2) == pytest.approx(2.115385)  # 55 * 2 / 52


# ------------------------------------------------------------------ what an extra caseworker must save
def test_pay_with_overhead_is_what_an_extra_post_costs_a_year() -> None:
    advisers, juniors, manager = extras(worked(ROOT_CASE))
    assert advisers.each == pytest.approx(696_000)  # 580,000 * 1.2
    assert advisers.posts == pytest.approx(5.4)
    assert advisers.kr == pytest.approx(3_758_400)  # 696,000 * 5.4
    assert (juniors.each, manager.each) == (560_000, 720_000)


def test_the_lever_for_overruns_does_not_move_what_a_post_costs_here() -> None:
    dearer = worked_out(caseload(), "fixed")
    document = caseload() | {"levers": {"cost_overrun": 0.5}}
    assert extras(worked_out(document))[0].each == extras(dearer)[0].each == 500_000


def test_an_assens_employee_must_save_a_little_over_one_of_the_cases_own_places() -> None:
    result = worked("assens-drivers-2016")
    advisers, manager = extras(result)
    (own,) = own_prices(result)
    assert own.kr == 465_000
    assert places_needed(advisers.each, own.kr) == pytest.approx(1.060932, abs=1e-6)  # 493,333.33 / 465,000
    assert advisers.kr + manager.kr == pytest.approx(3_700_000, abs=0.1)  # 493,333.33 * 7.5
    assert places_needed(advisers.kr + manager.kr, own.kr) == pytest.approx(7.956989, abs=1e-5)  # 3.7 million / 465,000


def test_a_price_of_another_year_is_brought_to_the_prices_of_the_case() -> None:
    result = worked("herning-drivers-2013")
    foster = next(p for p in step_prices(result.case) if p.entry is not None and p.entry.id == "foster-2019")
    growth = 1.02**4 * 1.017 * 1.02  # the case's own rates into 2014-2017, 2018 and 2019
    assert foster.low == foster.high == pytest.approx(470_000 / growth)  # 418,578
    assert places_needed(extras(result)[0].each, foster.low) == pytest.approx(400_000 * growth / 470_000)  # 0.956


def test_without_rates_the_comparison_is_not_made_and_the_missing_years_are_named() -> None:
    prices = step_prices(read_case("assens-drivers-2016"))  # prices of 2016, and no rates at all
    foster = next(p for p in prices if p.entry is not None and p.entry.id == "foster-2019")
    assert (foster.low, foster.high, foster.missing) == (None, None, (2017, 2018, 2019))
    assert all(p.low is None for p in prices)
    herning = step_prices(read_case("herning-drivers-2013"))  # has rates to 2019, not to 2023
    later = next(p for p in herning if p.entry is not None and p.entry.id == "provider-a-2023")
    assert (later.low, later.missing) == (None, (2020, 2021, 2022, 2023))


def test_a_case_in_the_prices_of_the_library_needs_no_rate() -> None:
    document = changed(price_year=2019, first_year=2019, financing=None)
    document["savings"][0]["amounts"] = {2019: 0}
    found = {str(p.entry.id): p for p in step_prices(as_case(document)) if p.entry is not None}
    assert found["institution-2019"].low == 1_160_000
    assert found["provider-b-2019"].low == 698_820
    assert found["foster-low-2023"].low is None


def test_steps_without_a_price_say_so_and_no_step_is_left_out() -> None:
    prices = step_prices(read_case("herning-drivers-2013"))
    unknown = [p.step.id for p in prices if p.entry is None]
    assert unknown == ["universal", "prevention", "home-based", "network"]
    assert {p.step.id for p in prices} - {*unknown} == {"foster", "institution"}


def test_own_prices_are_shown_gross_and_after_what_is_lost() -> None:
    own = {str(price.line.id): price for price in own_prices(worked(ROOT_CASE))}
    assert {*own} == {"institutions", "foster", "secure", "mix"}
    # Reimbursement of 25 % above 860,000: 75,000 of a place of 1,160,000; capacity is cut, so no fixed share.
    assert own["institutions"].kr == 1_160_000
    assert own["institutions"].net == pytest.approx(935_000)  # 1,160,000 - 150,000 - 75,000
    assert own["mix"].kr == 690_000  # 1,160,000 - 470,000
    assert own["mix"].net == pytest.approx(615_000)  # 690,000 - 75,000
    assert (own["foster"].net, own["foster"].year) == (pytest.approx(470_000), 2031)


def test_what_another_payer_saves_pays_for_no_caseworker() -> None:
    assert list(own_prices(worked_out(placements(payer="state")))) == []


def test_a_line_without_places_has_no_net_price() -> None:
    (own,) = own_prices(worked_out(placements(stops={2026: 0, 2027: 0, 2028: 0})))
    assert (own.kr, own.net, own.year) == (500_000, None, None)


def test_a_price_that_saves_nothing_can_pay_for_nothing() -> None:
    assert places_needed(400_000, 0) is None
    assert places_needed(400_000, -5) is None
    assert places_needed(400_000, None) is None
    assert places_needed(400_000, 1_160_000) == pytest.approx(0.344828, abs=1e-6)  # 400,000 / 1,160,000


@given(st.floats(1, 1e7), st.floats(1, 1e7))
def test_so_many_places_at_their_price_are_the_pay(pay: float, price: float) -> None:
    places = places_needed(pay, price)
    assert places is not None and math.isclose(places * price, pay, rel_tol=1e-12)


def test_a_line_that_never_has_posts_is_left_out() -> None:
    document = changed(cost={"fte": 0})
    document["costs"].append(
        {"id": "one", "label": "En", "kind": "staff", "fte": {2026: 0, 2027: 1}, "annual_cost": 400_000, **OWN}
    )
    (found,) = extras(worked_out(document))
    assert (found.line.id, found.posts) == ("one", 1)
