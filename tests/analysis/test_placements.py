"""Stops, full-year places, 1 January, the children behind a saving and the ladder, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from budget.analysis.placements import (
    Course,
    Ladder,
    Rung,
    Sooner,
    average_prices,
    behind,
    courses,
    ladder,
    reductions,
    sooner,
    stated_places,
)
from budget.case import case_from_document, document, read_case
from budget.formulas import Result, calculate
from tests.analysis.plain_case import INDICES, mix, placements, worked_out

DRIVERS = "tests/cases/drivers.yaml"
ONE_STOP = {"stops": {2026: 1, 2027: 0, 2028: 0}, "lag_months": 0, "replacement_price": None, "deadweight": None}


def worked(name: str) -> Result:
    return calculate(read_case(name))


def line(result: Result, id: str) -> Course:
    return next(course for course in courses(result) if course.line.id == id)


def beside(result: Result, id: str) -> Sooner:
    return next(found for found in sooner(result) if found.course.line.id == id)


# ------------------------------------------------------------------ stops, places and kr
def test_assens_20_stops_spread_over_2016_are_10_full_year_places_in_2016_and_20_after() -> None:
    (course,) = courses(worked("tests/cases/first_version/assens-drivers-2016.yaml"))
    assert course.planned == (20, 0, 0, 0)
    assert course.stops == 20
    assert course.places == pytest.approx((10, 20, 20, 20))  # half a year each on average in the first year
    assert course.total == pytest.approx((-4_650_000, -9_300_000, -9_300_000, -9_300_000))  # places * 465,000


def test_a_line_is_followed_by_its_replacement_and_lost_reimbursement() -> None:
    course = line(worked(DRIVERS), "institutions")
    assert [*course.kr] == ["", ".replacement", ".reimbursement"]
    # 2031: 0.945 places at 1,160,000, 150,000 instead, and 75,000 of reimbursement lost
    assert course.places[-1] == pytest.approx(0.945)
    assert course.kr[""][-1] == pytest.approx(-1_096_200)  # 0.945 * 1,160,000
    assert course.total[-1] == pytest.approx(-883_575)  # 0.945 * (1,160,000 - 150,000 - 75,000)


def test_a_mix_line_has_places_to_be_moved_and_no_stops() -> None:
    course = line(worked("tests/cases/first_version/herning-drivers-2013.yaml"), "mix")
    assert course.stops is None
    # 40 places * (0.37 - 0.33; 0.30; 0.285; 0.25)
    assert course.planned == pytest.approx((1.6, 2.8, 3.4, 4.8))
    assert course.places == pytest.approx(course.planned)


def test_amounts_are_no_placements() -> None:
    assert courses(worked("herning-2013")) == []


def test_what_stands_between_plan_and_places_is_listed() -> None:
    result = worked(DRIVERS)
    assert dict(reductions(result, line(result, "institutions").line)) == {
        "realisation": 0.9,
        "deadweight": 0.16,
        "relapse": 0.25,
        "lag_months": 3,
        "duration_months": 20,
        "replacement_price": 150_000,
        "fixed_share": 0.2,
    }
    assert reductions(result, line(result, "secure").line) == []


# ------------------------------------------------------------------ with effect from 1 January
def test_assens_stops_on_1_january_would_be_20_places_and_twice_the_kr_in_2016() -> None:
    (found,) = sooner(worked("tests/cases/first_version/assens-drivers-2016.yaml"))
    assert found.in_january is not None
    assert found.in_january.places == pytest.approx((20, 20, 20, 20))
    assert found.in_january.total[0] == pytest.approx(-9_300_000)  # what the council budgeted for 2016
    assert found.more_places == pytest.approx((10, 0, 0, 0))
    assert found.more_kr == pytest.approx((-4_650_000, 0, 0, 0))


def test_a_limited_stay_that_ends_sooner_also_stops_saving_sooner() -> None:
    (found,) = sooner(worked_out(placements(**ONE_STOP, timing="evenly", duration_months=12)))
    assert found.in_january is not None
    assert found.course.places == pytest.approx((0.5, 0.5, 0))  # a year, begun halfway through 2026 on average
    assert found.in_january.places == pytest.approx((1, 0, 0))  # the calendar year 2026
    assert found.more_places == pytest.approx((0.5, -0.5, 0))
    assert found.more_kr == pytest.approx((-250_000, 250_000, 0))  # at 500,000 a place


def test_a_stop_in_july_is_half_a_year_later_than_1_january() -> None:
    (found,) = sooner(worked_out(placements(**ONE_STOP, timing=7, duration_months=None)))
    assert found.more_places == pytest.approx((0.5, 0, 0))


@pytest.mark.parametrize("timing", ["january", 1])
def test_stops_on_1_january_have_nothing_beside_them(timing: str | int) -> None:
    (found,) = sooner(worked_out(placements(**ONE_STOP, timing=timing)))
    assert found.in_january is None
    assert found.more_places == found.more_kr == (0, 0, 0)


def test_a_mix_has_no_stops_to_move() -> None:
    assert beside(worked("tests/cases/first_version/herning-drivers-2013.yaml"), "mix").in_january is None


def on_1_january(name: str) -> dict[str, Any]:
    tree = document(read_case(name))
    for saving in tree["savings"]:
        if saving["kind"] == "placements":
            saving["timing"] = "january"
    return tree


@pytest.mark.parametrize("prices", ["fixed", "current"])
def test_the_lines_beside_are_those_of_the_whole_case_with_that_timing(prices: str) -> None:
    whole = calculate(case_from_document(on_1_january(DRIVERS)), prices)
    for found in sooner(calculate(read_case(DRIVERS), prices)):
        same = line(whole, str(found.course.line.id))
        other = found.in_january or found.course
        assert other.places == pytest.approx(same.places)
        assert other.total == pytest.approx(same.total)


def test_in_current_prices_the_difference_is_in_current_prices() -> None:
    rates = INDICES | {"total": {2027: {"value": 0.1}, 2028: {"value": 0.1}}}
    case = placements(**ONE_STOP | {"stops": {2026: 0, 2027: 1, 2028: 0}}, timing="evenly") | {"indices": rates}
    (found,) = sooner(worked_out(case, "current"))
    assert found.more_kr[1] == pytest.approx(-275_000)  # half a place * 500,000 * 1.1


# ------------------------------------------------------------------ the children behind it
def test_seven_children_are_behind_hernings_saving() -> None:
    found = behind(courses(worked("tests/cases/first_version/herning-drivers-2013.yaml")))
    assert found.stops == 3  # one a year from 2014
    assert found.ended == pytest.approx(2.5)  # 1 + 1 + 0.5
    assert found.moved == pytest.approx(4.8)  # 40 * (0.37 - 0.25)
    assert found.places == pytest.approx(7.3)


def test_an_amount_whose_source_says_how_many_places_it_is_has_a_price() -> None:
    (found,) = stated_places(worked("assens-2016"))
    assert (found.places.low, found.places.high) == (20, 25)
    assert found.price == (372_000, 465_000)  # 9.3 million / 25 and / 20
    assert list(stated_places(worked("herning-2013"))) == []


# ------------------------------------------------------------------ the ladder
def step(found: Ladder, id: str) -> Rung:
    return next(rung for rung in found.steps if rung.step is not None and rung.step.id == id)


def test_the_ladder_has_six_steps_from_the_least_to_the_most_intrusive() -> None:
    found = ladder(worked("herning-2013"))
    assert [str(rung.step.id) for rung in found.steps if rung.step] == [
        "universal",
        "prevention",
        "home-based",
        "network",
        "foster",
        "institution",
    ]
    assert found.is_empty


def test_hernings_mix_moves_places_down_from_the_institution() -> None:
    result = worked("tests/cases/first_version/herning-drivers-2013.yaml")
    found = ladder(result)
    institution = step(found, "institution")
    assert institution.before == pytest.approx(14.8)  # 40 * 0.37
    assert institution.change == pytest.approx(-4.8)
    assert institution.after == pytest.approx(10)  # 40 * 0.25
    assert [price.kr for price in institution.prices] == pytest.approx([1_160_000 / (1.02**4 * 1.017 * 1.02)])
    cheaper, fewer = found.without_step
    assert (cheaper.role, fewer.role) == ("cheaper", "line")
    assert (cheaper.before, cheaper.after) == pytest.approx((25.2, 30))  # 40 * 0.63 and 40 * 0.75
    assert (fewer.before, fewer.after, fewer.change) == (None, None, pytest.approx(-2.5))
    assert step(found, "foster").is_empty, "the case does not say that the cheaper step is this one"


def test_the_average_price_of_a_mix_falls_with_its_share_on_the_dear_step() -> None:
    result = worked_out(mix())  # 100 places, 40 % at 1,000,000 and the rest at 700,000, then 20 %
    (course,) = courses(result)
    assert average_prices(result, course) == pytest.approx((820_000, 760_000))
    assert average_prices(result, courses(worked_out(placements()))[0]) is None


def test_lines_of_one_step_and_area_draw_on_the_same_places() -> None:
    tree = placements(**ONE_STOP, timing="january", step="institution", stock=9, duration_months=None)
    tree["savings"].append(tree["savings"][0] | {"id": "more", "stock": 8})
    found = step(ladder(worked_out(tree)), "institution")
    assert (found.before, found.change, found.after) == (9, -2, 7)
    tree["savings"][1]["service_area"] = "SO 2"
    found = step(ladder(worked_out(tree)), "institution")
    assert (found.before, found.change, found.after) == (17, -2, 15)


def test_what_a_child_gets_instead_is_on_the_ladder_without_a_step() -> None:
    found = ladder(worked_out(placements(step="foster")))
    (instead,) = found.without_step
    assert (instead.role, instead.before) == ("instead", None)
    assert instead.change == pytest.approx(-step(found, "foster").change)
    assert [price.kr for price in instead.prices] == [100_000]


def test_a_mix_without_a_step_still_shows_both_its_ends() -> None:
    dearer, cheaper = ladder(worked_out(mix(step=None))).without_step
    assert (dearer.role, dearer.before, dearer.after) == ("dearer", pytest.approx(40), pytest.approx(20))
    assert (cheaper.role, cheaper.before, cheaper.after) == ("cheaper", pytest.approx(60), pytest.approx(80))
