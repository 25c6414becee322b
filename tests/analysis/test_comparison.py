"""Every figure of a case beside the library, in the same prices where the rates allow."""

from __future__ import annotations

import pytest

from budget.analysis.comparison import compared, needed_rates
from budget.case import Case, case_from_document, cases, document, offers, read_case, taking
from budget.text import Words

DRIVERS, ASSENS = read_case("herning-drivers-2013"), read_case("assens-drivers-2016")


def at(case: Case, path: str):  # type: ignore[no-untyped-def]
    return next(found for found in compared(case) if found.path == path)


@pytest.mark.parametrize("id", cases())
def test_every_stated_figure_of_a_case_is_compared_once(id: str) -> None:
    paths = [found.path for found in compared(read_case(id)) if found.stated]
    assert paths and len(paths) == len({*paths})


def test_a_price_of_another_year_is_compared_in_the_prices_of_the_case() -> None:
    price = at(DRIVERS, "savings.mix.price_from")
    assert price.figure.value == 1_160_000 and price.value == pytest.approx(1_033_085.289)
    same = next(match for match in price.matches if match.entry.id == "institution-2019")
    assert same.comparable and same.value == pytest.approx(price.value)
    assert price.place == "inside"


def test_what_cannot_be_converted_is_said_and_not_compared() -> None:
    price = at(ASSENS, "savings.placements.unit_price")
    national = next(match for match in price.matches if match.entry.id == "foster-2019")
    assert national.missing == (2017, 2018, 2019) and not national.comparable
    assert price.place is None


def test_an_amount_without_a_price_level_is_never_compared() -> None:
    price = at(DRIVERS, "savings.fewer.unit_price")
    assert {match.entry.id for match in price.matches if not match.level} == {"hedensted", "own-flat"}
    assert not any(match.comparable for match in price.matches if not match.level)


def test_a_default_that_the_library_has_an_opinion_on_is_shown_as_one() -> None:
    deadweight = at(ASSENS, "savings.placements.deadweight")
    assert not deadweight.stated and deadweight.place == "below"


def test_a_figure_has_its_own_source_or_its_lines_or_none() -> None:
    assert at(DRIVERS, "savings.mix.price_to").source == "unit-costs"
    assert at(read_case("herning-2013"), "costs.advisers.amounts").source == "plan"
    assert at(DRIVERS, "discount_rate").source == ""


def test_the_rates_a_case_wants_are_those_of_its_prices_and_its_horizon() -> None:
    assert needed_rates(DRIVERS) == {"total": (2014, 2015, 2016, 2017, 2018, 2019), "wages": (2014, 2015, 2016)}
    tree = document(read_case("herning-2013")) | {"price_year": 2011}
    assert needed_rates(case_from_document(tree, "x"))["wages"] == (2012, 2013, 2014, 2015, 2016)


def test_the_limits_of_the_reimbursement_stand_beside_the_rules_of_other_years() -> None:
    tree = document(read_case("herning-2013")) | {"first_year": 2020, "price_year": 2020, "actuals": []}
    tree["savings"][0]["amounts"] = {2020: 1_000_000}
    case = taking.take_rule(case_from_document(tree, "x"), offers.rule("section-176a-2020"), Words("da"))
    limit = at(case, "reimbursement.bands.1.above")
    known = {match.entry.id: match for match in limit.matches}
    assert known["reform-2021"].comparable and known["reform-2021"].value == 830_000
    assert known["act-2024"].missing == (2021, 2022)
