"""What single control points make of harder cases: several lines, several years, prices of other years."""

from __future__ import annotations

import re
from typing import Any

import pytest

from budget.analysis.checks import IDS
from budget.case import read_case
from budget.formulas import calculate
from budget.shown import Point, check, check_across
from budget.shown.points import count_text
from budget.text import Words
from tests.analysis.plain_case import (
    FROM_THE_START,
    INDICES,
    MIX,
    OWN,
    PLAIN,
    STATED,
    caseload,
    changed,
    mix,
    placements,
    tripped,
    worked_out,
)

TEMPORARY = {"nature": "temporary", "kind": "amounts", "fte": None, "annual_cost": None}


def test_herning_and_assens_are_asked_what_their_documents_raise() -> None:
    herning = {point.id for point in points_of("herning-2013")}
    assert {"two-frames", "not-included", "no-financing", "full-effect-from-day-one"} <= herning
    assert not {"first-year-return", "beyond-horizon", "sums"} & herning
    assens = {point.id: point for point in points_of("assens-2016")}
    assert {"full-effect-from-day-one", "first-year-return"} <= {*assens}
    question = "372.000–465.000 kr. pr. plads. Det er niveauet for anbringelse i plejefamilie"
    assert question in assens["implied-price"].text


def points_of(case: str) -> list[Point]:
    return [point for point in check(calculate(read_case(case)), Words("da")) if point.tripped]


@pytest.mark.parametrize("key", ["savings", "costs", "incomes", "net", "accumulated", "net.budget", "payer.state"])
def test_a_total_that_does_not_add_up_is_an_error(key: str) -> None:
    other = {"id": "gain", "label": "Staten", "kind": "amounts", "payer": "state", "amounts": 5, **OWN}
    document = changed(saving={"cashable": False})
    document["savings"].append(other)
    result = worked_out(document)
    assert not [point for point in check(result, Words("da")) if point.id == "sums" and point.tripped]
    row = result.row(key)
    row.values = (*row.values[:-1], row.values[-1] + 1)
    found = {point.path: point for point in check(result, Words("da")) if point.id == "sums" and point.tripped}
    assert key in found and found[key].severity == "error"
    assert re.fullmatch(r"Linjerne summer til [-\d.]+ kr., men rækken viser [-\d.]+ kr\.", found[key].text)


def test_the_area_rows_are_added_up_too() -> None:
    result = worked_out(PLAIN)
    values = next(row for row in result.book.rows.values() if row.values is result.areas["SO 1"])
    values.values = tuple(value + 1 for value in values.values)
    assert "areas.SO 1" in {point.path for point in check(result, Words("da")) if point.tripped}


def test_the_same_places_in_two_cases_are_counted_once_only() -> None:
    ten = placements(step="foster", stock=30)  # 20.16 full-year places each
    results = [worked_out(ten | {"title": f"Case {i}"}, id=f"case-{i}") for i in (1, 2)]
    found = check_across(results, Words("da"))
    assert [(point.id, point.tripped) for point in found] == [("double-count", True), ("double-count", True)]
    assert check(results[0], Words("da"), results[1:])[-1] == found[0]
    assert not check(results[0], Words("da"))[-1].tripped
    assert found[0].text == (
        "Helårspladserne på trinnet »Anbringelse i plejefamilie« indgår også i casen »Case 2«. Er det de samme børn?"
    )


@pytest.mark.parametrize("other", [{"stock": 41}, {"service_area": "SO 2"}, {"step": "institution"}])
def test_places_that_are_enough_or_lie_elsewhere_are_not_counted_twice(other: dict[str, Any]) -> None:
    mine, theirs = placements(step="foster", stock=30), placements(**{"step": "foster", "stock": 30} | other)
    found = check_across([worked_out(mine), worked_out(theirs)], Words("da"))
    assert [point.tripped for point in found] == [False, False]


def test_one_case_alone_counts_nothing_twice() -> None:
    assert [point.tripped for point in check_across([worked_out(placements(step="foster"))], Words())] == [False]


def test_the_same_question_of_several_lines_is_asked_once_and_names_them() -> None:
    document = placements(duration_months=None)
    document["savings"].append(document["savings"][0] | {"id": "second", "label": "Flere"})
    (point,) = tripped(document)["age-18"]
    assert point.path == "savings.saving"
    assert point.text.startswith("Besparelse og Flere: Besparelsen løber")


def test_amounts_of_several_lines_with_one_question_are_added_up() -> None:
    """Five lines that save from day one are asked about once for each sort of saving."""
    document = changed(saving={"amounts": FROM_THE_START})
    for number in range(3):
        document["savings"].append(document["savings"][0] | {"id": f"more-{number}", "label": f"Linje {number}"})
    document["savings"].append(document["savings"][0] | {"id": "placed", "label": "Anbringelser", "step": "foster"})
    first, second = tripped(document)["full-effect-from-day-one"]
    assert first.text.startswith("Anbringelser: Der er regnet med en besparelse på 1,5 mio. kr.")
    assert first.text.endswith("Hvilke anbringelser ophører, og fra hvilken dato?")
    assert second.text.startswith(
        "Besparelse, Linje 0, Linje 1 og Linje 2: Der er regnet med en besparelse på 6,0 mio."
    )
    assert second.text.endswith("Fra hvilken dato virker forslaget?")
    for line in document["savings"]:
        line["cashable"] = False
    (avoided,) = tripped(document)["avoided-rise"]
    assert "10,0 mio. kr. i 2028 er en undgået udgiftsstigning." in avoided.text


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", ["amounts", "volume"])
def test_who_buys_buildings_or_pays_benefits_is_not_asked_about_hiring_or_placements(kind: str, language: str) -> None:
    cost: dict[str, Any] = {
        "kind": kind,
        "fte": None,
        "annual_cost": None,
        "label": "Åbningstid",
        "nature": "permanent",
    }
    cost |= (
        {"amounts": {2026: 500_000, 2028: 0}}
        if kind == "amounts"
        else {"recipients": {2026: 5, 2028: 0}, "unit_price": 1e5}
    )
    document = changed(
        cost=cost, saving={"label": "Takst", "amounts": {2026: 100_000, 2028: 1_000_000}}, financing=None
    )
    found = tripped(document, language=language)
    assert {"full-effect-from-day-one", "permanence"} <= {*found}
    text = " ".join(point.text for points in found.values() for point in points).lower()
    for word in (
        "medarbejder",
        "ansæt",
        "oplær",
        "anbring",
        "rådgiver",
        "staff",
        "hire",
        "train",
        "placement",
        "caseworker",
    ):
        assert word not in text, text


def test_a_one_off_beside_permanent_staff_does_not_cease() -> None:
    document = changed()
    document["costs"].append({
        "id": "course", "label": "Kursus", "kind": "amounts", "nature": "one_off", "service_area": "SO 1",
        "amounts": {2026: 100_000, 2027: 0, 2028: 0}, **OWN,
    })  # fmt: skip
    assert "permanence" not in tripped(document)
    document["costs"][0] |= {"fte": {2026: 2, 2027: 2, 2028: 0}}
    assert len(tripped(document)["permanence"]) == 2, "the staff cease too, so nothing stays"


def test_one_amount_of_a_thousand_times_too_much_or_too_little_is_asked_about() -> None:
    amounts = {2026: 0, 2027: 100_000, 2028: 2_000_000}
    (point,) = tripped(changed(saving={"amounts": amounts}))["magnitude"]
    assert "2.000.000 kr. i 2028" in point.text
    assert "magnitude" not in tripped(changed(saving={"amounts": amounts | {2027: 100_001}}))
    advisers = [
        p for p in check(calculate(read_case("tests/cases/failing/t03-enhedsfejl.yaml")), Words("da")) if p.tripped
    ]
    assert "2.000 kr. om året for »Fire rådgivere«" in next(p.text for p in advisers if p.id == "magnitude")


def test_the_pool_is_unpaid_when_its_own_years_are_over() -> None:
    pool = {"label": "Puljen", "repay_from": 2028, "max_years": 2}
    (point,) = tripped(changed(pool=pool))["pool-unpaid"]
    assert "ved udgangen af 2027" in point.text
    assert "pool-unpaid" not in tripped(changed(pool=pool | {"max_years": 3}))


def test_draws_on_a_pool_finance_and_a_rise_avoided_does_not() -> None:
    assert "no-financing" not in tripped(changed(financing=None, pool={"label": "Puljen"}))
    (point,) = tripped(changed(saving={"cashable": False}))["no-financing"]
    assert (
        "hvoraf 2,0 mio. kr. i 2027 og 1,0 mio. kr. i 2028 ikke er finansieret" in point.text
    )  # 1.0 is paid in in 2027
    assert point.text.endswith("Undgåede stigninger er ikke regnet med: de er ikke penge i budgettet.")


def test_the_count_says_how_many_points_and_how_many_questions() -> None:
    words = Words("da")
    plain, many = check(worked_out(PLAIN), words), changed(saving={"amounts": FROM_THE_START})
    assert count_text(plain, words) == f"Ingen af de {len(IDS)} kontrolpunkter har bemærkninger."
    many["savings"].append(many["savings"][0] | {"id": "placed", "label": "Anbringelser", "step": "foster"})
    points = check(worked_out(many), words)
    asked = [point for point in points if point.tripped]
    ids = {point.id for point in asked}
    assert len(asked) > len(ids)
    wanted = f"{len(ids)} af {len(IDS)} kontrolpunkter har bemærkninger, i alt {len(asked)} spørgsmål."
    assert count_text(points, words) == wanted


def test_lines_on_one_step_and_area_draw_on_the_same_stock() -> None:
    document = placements(stock=30, step="foster")  # 20.16 places
    document["savings"].append(document["savings"][0] | {"id": "second", "label": "Flere"})
    assert "40,3 helårspladser" in tripped(document)["exhaustion"][0].text


@pytest.mark.parametrize(("status", "severity"), [("idea", "note"), ("proposed", "error"), ("adopted", "error")])
def test_only_an_idea_may_lack_its_financing(status: str, severity: str) -> None:
    assert tripped(changed(financing=None, status=status))["no-financing"][0].severity == severity


def test_financing_that_covers_a_part_is_told_what_is_missing() -> None:
    part = [{"label": "Pulje", "from": "pool", "amounts": {2026: -400_000, 2027: 0, 2028: 0}}]
    assert "hvoraf 0,6 mio. kr. i 2026 ikke er finansieret" in tripped(changed(financing=part))["no-financing"][0].text


def test_a_cost_that_ran_before_the_first_year_does_not_begin_in_it() -> None:
    document = changed(cost={"fte": {2024: 2}}, saving={"amounts": FROM_THE_START})
    assert "full-effect-from-day-one" not in tripped(document)


def test_a_delay_over_the_whole_case_is_a_lag_too() -> None:
    document = changed(saving={"amounts": FROM_THE_START}, levers={"delay_months": 3})
    assert "full-effect-from-day-one" not in tripped(document)


def test_an_amount_is_few_children_by_the_reference_price_of_its_step() -> None:
    points = tripped(changed(saving={"step": "institution"}))["small-numbers"]
    assert "Hele besparelsen svarer til 1,7 børn" in points[0].text  # 2.0 / 1.16 million kr
    assert "i priser fra 2019 og ikke omregnet" in points[0].text


def test_a_price_far_from_every_step_names_the_reference_price() -> None:
    points = tripped(changed(saving=STATED | {"stated_places": 1}))["implied-price"]
    assert "Referenceprisen for anbringelse i plejefamilie er 129.700–472.406 kr. Er det den" in points[0].text


def test_a_permanent_cost_asks_why_the_saving_ceases() -> None:
    points = tripped(changed(saving={"amounts": {2026: 0, 2027: 2_000_000, 2028: 0}}))["permanence"]
    assert points[0].text.startswith("Merudgiften er lagt ind som varig, men besparelsen ophører efter 2027.")


def test_a_temporary_cost_in_the_last_year_ceases_after_it() -> None:
    amounts = {"amounts": {2026: 1_000_000, 2027: 1_000_000, 2028: 1_000_000}}
    points = tripped(changed(cost=TEMPORARY | amounts))["permanence"]
    assert "ophører efter 2028" in points[0].text


def test_wages_with_a_growing_number_of_posts_are_compared_per_post() -> None:
    document = changed(cost={"price_index": "none", "fte": {2026: 1, 2027: 2}}, indices=INDICES)
    assert "Lønnen pr. årsværk er den samme" in tripped(document, "current")["flat-wages"][0].text


def test_an_old_price_level_of_the_whole_table_is_asked_about() -> None:
    assert tripped(changed(price_year=2020))["stale-price"][0].path == "price_year"
    assert "stale-price" not in tripped(changed(price_year=2021))


def test_an_uncertain_number_of_children_gives_a_range_of_caseloads() -> None:
    children = {"value": 240, "low": 200, "high": 280}
    points = tripped(caseload(children=children, target_caseload=30))["caseload"]
    assert "25–35 sager pr. rådgiver" in points[0].text  # 200, 280 / 8


def test_a_line_may_name_its_own_benchmark_of_the_library() -> None:
    sources = PLAIN["sources"] | {"union-guideline-disability": {"title": "Vejledende sagstal"}}
    target = {"value": 40, "source": "union-guideline-disability"}
    assert "caseload" not in tripped(caseload(target_caseload=target) | {"sources": sources})
    assert "caseload" in tripped(caseload(target_caseload=40))


def test_a_source_of_the_line_covers_its_figures_and_defaults_need_none() -> None:
    amounts = {2026: {"value": 0, **OWN}, 2027: 2_000_000, 2028: 2_000_000}
    document = changed(saving={"source": None, "amounts": amounts})
    points = tripped(document)["no-source"]
    assert [(p.path, p.text.split(" har")[0]) for p in points] == [("savings.saving", "Beløb 2027–2028")]


def test_the_discount_rate_the_rates_and_the_bands_need_a_source_of_their_own() -> None:
    document = changed(
        discount_rate={"value": 0.035, "note": "Finansministeriets"},
        indices={"wages": {2027: 0.03}},
        reimbursement={"bands": [{"above": 860_000, "share": 0.25}]},
    )
    (point,) = tripped(document)["no-source"]
    assert point.path == "discount_rate"
    assert point.text.startswith("Diskonteringsrente (realrente), fremskrivning, løn og grænser og andele i refusionen")


def test_a_rate_of_change_outside_the_expected_range_names_its_year() -> None:
    points = tripped(changed(indices={"wages": {2027: 0.5}}))["range"]
    assert points[0].text == "Fremskrivning af løn pr. år 2027 er 50 %; forventet -1 til 6 %."


def test_a_mix_is_compared_by_its_dearer_price() -> None:
    points = tripped(mix(price_basis="gross"))["reimbursement"]
    assert "Prisen på 1.000.000 kr." in points[0].text
    assert MIX["price_from"] > MIX["price_to"]


def test_labels_with_braces_are_only_text() -> None:
    document = changed(cost={"label": "{x}"}, omitted=[{"label": "{year}"}])
    assert tripped(document)["not-included"][0].text.startswith("{year} er nævnt")


def test_flat_wages_are_right_in_fixed_prices() -> None:
    assert "flat-wages" not in tripped(changed(cost={"price_index": "none"}, indices=INDICES), "fixed")


def test_a_net_saving_every_year_with_a_cost_is_not_one_without() -> None:
    assert "no-cost" not in tripped(changed(saving={"amounts": 2_000_000}))


@pytest.mark.parametrize(
    ("price_year", "limit"),
    [
        (2024, "894.744 kr."),  # 860,000 of 2022 × 1.02 × 1.02
        (2020, "826.605 kr."),  # 860,000 of 2022 / 1.02 / 1.02
    ],
)
def test_the_limit_of_reimbursement_is_converted_where_the_case_has_the_rates(price_year: int, limit: str) -> None:
    rates = {"total": {year: {"value": 0.02, **OWN} for year in range(2021, 2029)}}
    document = placements(unit_price=1_160_000) | {"price_year": price_year, "indices": rates}
    text = tripped(document)["reimbursement"][0].text
    assert f"grænsen for refusion ({limit})" in text and "ikke omregnet" not in text


def test_a_limit_in_the_prices_of_another_year_is_said_to_be_so() -> None:
    document = placements(unit_price=1_160_000) | {"price_year": 2024}
    assert tripped(document)["reimbursement"][0].text.endswith(
        "Grænsen er i priser fra 2022 og ikke omregnet til casens prisniveau."
    )
