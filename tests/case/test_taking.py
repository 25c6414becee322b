"""Taking a figure from the library, giving it a source, and confirming a default."""

from __future__ import annotations

import pytest

from budget.case import (
    CaseError,
    case_from_document,
    case_from_text,
    case_to_text,
    document,
    find,
    offers,
    read_case,
    taking,
)
from budget.case.library import topic
from budget.case.models import Key
from budget.text import Words

HERNING, DRIVERS = read_case("herning-2013"), read_case("herning-drivers-2013")
DANISH = Words("da")
EVERY = [
    (name, offer)
    for name in (
        *("unit_price", "annual_cost", "overhead", "target_caseload", "share_now", "deadweight", "natural_exit"),
        *("relapse", "lag_months", "discount_rate"),
    )
    for offer in offers.offers(name)
]  # fmt: skip


@pytest.mark.parametrize(("name", "offer"), EVERY, ids=[f"{name}-{offer.id}" for name, offer in EVERY])
def test_every_offer_is_found_by_its_id_and_lies_within_its_key(name: str, offer: offers.Offer) -> None:
    assert offers.offer(offer.id) == offer
    low, high = offer.span or (offer.value, offer.value)
    assert low <= offer.value <= high
    path = {"discount_rate": name}.get(name, "")
    key: Key = find(HERNING, path)[0].key if path else Key("any", 0, 1e8)
    assert key.low <= low and high <= key.high


@pytest.mark.parametrize(
    "id", ["", "x", "unit-prices", "unit-prices/x", "unit-prices/hedensted", "../x/y", "mix/a/b/c"]
)
def test_an_id_that_is_no_entry_is_refused(id: str) -> None:
    with pytest.raises(CaseError):
        offers.offer(id)


def test_prices_of_the_lines_own_step_stand_first() -> None:
    assert offers.offers("unit_price", "institution")[0].entry.step == "institution"
    assert offers.wanted_step("price_to", "institution") == "foster"
    assert {offer.entry.step for offer in offers.offers("share_target", "institution")} == {"institution"}


def test_rates_are_offered_for_their_own_year_only() -> None:
    assert [offer.id for offer in offers.offers("total", None, 2023)] == ["price-index/total-2023/2023"]
    assert offers.offers("total", None, 2024) == () and offers.offers("prices", None, 2024) == ()


def test_turnover_is_offered_for_no_figure() -> None:
    names = {offer.entry.id for name, _ in EVERY for offer in offers.offers(name) if offer.topic == "turnover"}
    assert names == {"onboarding"}  # a pointer for the lag; the shares of those who leave belong to no key


def test_a_taken_price_brings_value_price_year_source_and_note() -> None:
    case = taking.take(DRIVERS, "savings.fewer.unit_price", offers.offer("unit-prices/foster-2019"), DANISH)
    price = case.savings[1].unit_price  # type: ignore[union-attr]
    assert (price.value, price.price_year, price.source) == (470_000, 2019, "foster-2019")
    assert "Familiepleje, landsgennemsnit 2019" in (price.note or "")
    assert case.sources["foster-2019"].publisher == "NB-Økonomi"
    assert case_from_text(case_to_text(case), case.id) == case


def test_a_taken_range_is_uncertain_around_its_middle() -> None:
    case = taking.take(DRIVERS, "savings.fewer.relapse", offers.offer("natural-exit/placed-after-mst"), DANISH)
    figure = case.savings[1].relapse  # type: ignore[union-attr]
    assert figure.uncertain and (figure.low, figure.high) == (0.25, 0.333)
    assert "Midten af spændet" in (figure.note or "")


def test_a_caseload_keeps_the_entrys_id_so_that_its_benchmark_is_found() -> None:
    case = taking.take(DRIVERS, "costs.advisers.target_caseload", offers.offer("caseload/assens-2016"), DANISH)
    assert case.costs[0].target_caseload.source == "assens-2016"  # type: ignore[union-attr]


def test_a_price_whose_rates_are_missing_is_refused_and_says_which() -> None:
    with pytest.raises(CaseError) as refused:
        taking.take(DRIVERS, "costs.coordinator.annual_cost", offers.offer("unit-prices/adviser-state-2022"), DANISH)
    assert refused.value.problems[0].code == "missing_rate"


def test_a_taken_year_of_a_level_leaves_the_years_before_it() -> None:
    case = taking.take(DRIVERS, "costs.advisers.target_caseload.2015", offers.offer("caseload/assens-2017"), DANISH)
    target = case.costs[0].target_caseload  # type: ignore[union-attr]
    assert {year: figure.value for year, figure in target.items()} == {2013: 27.5, 2015: 25}  # type: ignore[union-attr]


def test_the_same_source_is_added_once() -> None:
    offer = offers.offer("natural-exit/decline-2011-2014")
    once = taking.take(DRIVERS, "savings.fewer.deadweight", offer, DANISH)
    twice = taking.take(once, "savings.mix.deadweight", offer, DANISH)
    assert len(twice.sources) == len(once.sources) == len(DRIVERS.sources) + 1


def test_a_confirmed_default_is_the_same_figure_without_the_mark() -> None:
    case = taking.confirm(DRIVERS, "savings.mix.places")
    before, after = DRIVERS.savings[0].places, case.savings[0].places  # type: ignore[union-attr]
    assert before.unconfirmed and not after.unconfirmed
    assert (before.value, before.low, before.note) == (after.value, after.low, after.note)
    with pytest.raises(CaseError):
        taking.confirm(case, "savings.mix.places")


def test_the_defaults_of_a_series_are_confirmed_together() -> None:
    case = taking.confirm(DRIVERS, "savings.fewer.stops")
    assert not any(figure.unconfirmed for figure in case.savings[1].stops.values())  # type: ignore[union-attr]


def test_a_source_is_given_to_a_figure_and_taken_away() -> None:
    case = taking.attribute(HERNING, "discount_rate", "Notat om realrenten")
    assert case.sources[case.discount_rate.source or ""].title == "Notat om realrenten"
    assert case.discount_rate.note == HERNING.discount_rate.note
    assert taking.attribute(case, "discount_rate", "").discount_rate == HERNING.discount_rate


def test_a_source_for_a_whole_series_goes_to_the_years_that_have_none() -> None:
    case = taking.attribute(DRIVERS, "indices.total", "KL's skøn")
    sources = {year: figure.source for year, figure in case.indices.total.items()}
    assert sources[2019] == "kl-2019" and {sources[year] for year in range(2014, 2019)} == {"kl-s-skoen"}


def test_a_source_for_nothing_is_refused() -> None:
    with pytest.raises(CaseError):
        taking.attribute(HERNING, "indices.wages", "KL")


def test_the_rule_of_reimbursement_is_taken_whole_and_left_out_again() -> None:
    tree = document(HERNING) | {"first_year": 2020, "price_year": 2020, "actuals": []}
    tree["savings"][0]["amounts"] = {2020: 1_000_000}
    case = case_from_document(tree, "x")
    rule = next(entry for entry in topic("reimbursement").entries if entry.id == "section-176a-2020")
    taken = taking.take_rule(case, rule, DANISH)
    assert taken.reimbursement is not None and len(taken.reimbursement.bands) == 2
    assert taken.reimbursement.bands[1].above.source == "section-176a-2020"
    assert taking.drop_rule(taken).reimbursement is None
    assert "reimbursement" not in case_to_text(taking.drop_rule(taken))


def test_what_rules_stand_first_is_the_one_in_force() -> None:
    assert offers.rules(2026)[0].id == "act-2024" and offers.rules(2021)[0].id == "reform-2021"
    assert offers.rules(2000)[0].bands  # before the first one known: the library's order
