"""The control points: each trips where it should, stays silent where it should, and asks in whole sentences."""

from __future__ import annotations

import copy
import json
import pathlib
import re
from typing import Any

import pytest

from budget.analysis.checks import IDS
from budget.case import cases, read_case
from budget.commands import main
from budget.formulas import calculate
from budget.shown import check
from budget.text import LANGUAGES, Words
from tests.analysis.plain_case import (
    FROM_THE_START,
    INDICES,
    MIX,
    OMITTED,
    OWN,
    PLACEMENTS,
    PLAIN,
    STATED,
    as_case,
    as_text,
    caseload,
    changed,
    mix,
    placements,
    tripped,
)

LAW = {"bands": [{"above": {"value": 860_000, **OWN}, "share": {"value": 0.25, **OWN}}]}
VOLUME = {"id": "family", "label": "Familiebehandling", "kind": "volume", "recipients": {2026: 0, 2027: 1}}
VOLUME |= {"unit_price": 100_000, "service_area": "SO 1", **OWN}
POOL: dict[str, Any] = {"label": "Puljen"}
REPAID = {"label": "Puljen", "from": "pool", "amounts": {2026: -1_000_000, 2027: 500_000, 2028: 0}}
STATED_COST = {"kind": "amounts", "fte": None, "annual_cost": None}
EVALUATION = {"line": "saving", "year": 2027, "amount": -1_700_000, "basis": "evaluation"}


def old_prices(price_year: int) -> dict[str, Any]:
    """A unit price in the prices of another year, with the rates that lead to the case's."""
    rates = {year: {"value": 0.02, **OWN} for year in range(2018, 2029)}
    document = placements(unit_price={"value": 500_000, "price_year": price_year})
    return document | {"indices": {"total": rates, "wages": rates}}


# By id: a case that trips it, the place, a part of its Danish sentence; and a near miss that does not.
TRIPS: dict[str, tuple[dict[str, Any], str, str]] = {
    "full-effect-from-day-one": (
        changed(saving={"amounts": FROM_THE_START}),
        "savings.saving",
        "en besparelse på 1,5 mio. kr. allerede i 2026",
    ),
    "first-year-return": (
        changed(saving={"amounts": FROM_THE_START}),
        "savings",
        "I 2026 er besparelsen (1,5 mio. kr.) større end merudgiften (1,0 mio. kr.)",
    ),
    "implied-price": (
        changed(saving=STATED | {"step": "institution", "stated_places": {"value": 12, "low": 11, "high": 13}}),
        "savings.saving",
        "5,2 mio. kr. for 11–13 helårsanbringelser svarer til 400.000–472.727 kr. pr. plads. "
        "Det er niveauet for anbringelse i plejefamilie.",
    ),
    "exhaustion": (
        placements(stock=11, step="foster"),
        "savings.saving",
        "Der spares 20,2 helårspladser på trinnet »Anbringelse i plejefamilie«, men der er kun 11 i dag.",
    ),
    "small-numbers": (
        placements(stops={2026: 0, 2027: 6, 2028: 0}),
        "savings.saving",
        "Hele besparelsen svarer til 5 børn. Én anbringelse mere eller mindre flytter resultatet 0,4 mio. kr. om året.",
    ),
    "no-replacement": (placements(replacement_price=None), "savings.saving", "ikke regnet med en indsats i stedet"),
    "own-institution": (mix(fixed_share=None), "savings.saving", "En tom plads sparer kun de variable udgifter"),
    "reimbursement": (
        placements(unit_price=1_160_000, lag_months=24),
        "savings.saving",
        "Prisen på 1.160.000 kr. ligger over grænsen for refusion (860.000 kr.).",
    ),
    "natural-exit": (placements(duration_months=37), "savings.saving", "På landsplan var 16 pct. af de anbragte"),
    "flat-baseline": (placements(), "savings.saving", "Hvor mange ville der være uden indsatsen"),
    "both-exits": (
        placements(natural_exit={"value": 0.1, **OWN}),
        "savings.saving",
        "og naturligt ophør er trukket fra. Er det ikke de samme børn?",
    ),
    "age-18": (placements(duration_months=None), "savings.saving", "Fra det 18. år afløses udgiften"),
    "avoided-rise": (
        changed(saving={"cashable": False}),
        "savings.saving",
        "2,0 mio. kr. i 2028 er en undgået udgiftsstigning.",
    ),
    "two-frames": (
        changed(cost={"service_area": "SO 2"}),
        "service_areas",
        "Merudgiften ligger på SO 2 Administration, besparelsen på SO 1 Børn og unge.",
    ),
    "no-financing": (changed(financing=None), "financing", "en nettomerudgift på 1,0 mio. kr. i 2026."),
    "pool-unpaid": (
        changed(pool=POOL | {"repay_share": 0}),
        "pool",
        "Puljen har 1,0 mio. kr. til gode ved udgangen af 2028.",
    ),
    "pool-avoided": (
        changed(saving={"cashable": False}, financing=[REPAID]),
        "financing",
        "Tilbagebetalingen i 2027 forudsætter en undgået stigning.",
    ),
    "loss-when-discounted": (
        changed(saving={"amounts": {2026: 0, 2027: 1_500_000}}),
        "summary.npv",
        "Casen er tilbagebetalt i 2028, men koster",
    ),
    "budget-never-turns": (
        changed(saving={"cashable": False}),
        "accumulated.budget",
        "bliver merudgiften ikke tilbagebetalt inden 2028.",
    ),
    "magnitude": (
        changed(cost=STATED_COST | {"amounts": 2_000}),
        "costs.staff",
        "2.000 kr. om året for »Rådgivere« er langt fra de øvrige beløb.",
    ),
    "not-included": (changed(omitted=OMITTED), "omitted", "Uddannelse og evaluering er nævnt i grundlaget"),
    "permanence": (
        changed(cost={"fte": {2026: 2, 2027: 1, 2028: 0}}),
        "costs.staff",
        "lagt ind som varig, men merudgiften ophører efter 2027.",
    ),
    "flat-wages": (
        changed(cost={"price_index": "none"}, indices=INDICES),
        "costs.staff",
        "Lønudgiften er den samme i 2026 og 2028, selv om tabellen er i løbende priser.",
    ),
    "stale-price": (old_prices(2018), "savings.saving", "Prisen er fra 2018."),
    "caseload": (
        caseload(fte_now=8, target_caseload=26),
        "costs.staff",
        "der 26 sager pr. rådgiver mod et mål på 25 (referencebiblioteket).",
    ),
    "no-source": (
        changed(cost={"source": None, "fte": {"value": 2, **OWN}}),
        "costs.staff",
        "Årsløn inkl. pension har ingen kilde.",
    ),
    "beyond-horizon": (
        changed(saving={"amounts": {2026: 0, 2027: 400_000}}),
        "accumulated",
        "ikke tilbagebetalt ved udgangen af 2028; der udestår 2,2 mio. kr. Hvornår ventes",
    ),
    "range": (changed(cost={"overhead": 2.5}), "costs.staff.overhead", "Overhead er 250 %; forventet 0–50 %."),
    "not-accounts": (changed(actuals=[EVALUATION]), "actuals.1", "1,7 mio. kr. stammer fra en evaluering"),
    "no-cost": (
        changed(costs=[], saving={"amounts": 400_000}),
        "costs",
        "en nettobesparelse i alle år, men har ingen merudgift",
    ),
}
SILENT: dict[str, dict[str, Any]] = {
    "full-effect-from-day-one": changed(saving={"amounts": FROM_THE_START, "lag_months": 1}),
    "first-year-return": changed(saving={"amounts": {2026: 1_000_000, 2027: 2_000_000}}),
    "implied-price": changed(saving=STATED | {"stated_places": 12}),
    "exhaustion": placements(stock=20.16),
    "small-numbers": placements(deadweight={"value": 0, **OWN}, stops={2026: 10, 2027: 0, 2028: 0}),
    "no-replacement": placements(replacement_price=None) | {"costs": [PLAIN["costs"][0], VOLUME]},
    "own-institution": mix(fixed_share=None, capacity_from=2028),
    "reimbursement": placements(unit_price=1_160_000, lag_months=24) | {"reimbursement": LAW},
    "natural-exit": placements(duration_months=37, natural_exit={"value": 0, **OWN}),
    "flat-baseline": changed(),
    "both-exits": placements(natural_exit={"value": 0.1, **OWN}, deadweight=None),
    "age-18": placements(duration_months=12),
    "avoided-rise": changed(saving={"cashable": True}),
    "two-frames": changed(cost={"service_area": None}),
    "no-financing": changed(
        financing=[{"label": "Pulje", "from": "pool", "amounts": {2026: -1_000_000, 2027: 0, 2028: 0}}]
    ),
    "pool-unpaid": changed(pool=POOL),
    "pool-avoided": changed(saving={"cashable": False}, pool=POOL),
    "loss-when-discounted": changed(),
    "budget-never-turns": changed(saving={"cashable": False, "amounts": {2026: 0, 2027: 400_000}}),
    "magnitude": changed(cost=STATED_COST | {"amounts": 20_000}),
    "not-included": changed(omitted=[]),
    "permanence": changed(cost={"fte": {2026: 2, 2028: 0}}, saving={"amounts": {2026: 0, 2027: 2e6, 2028: 1e6}}),
    "flat-wages": changed(indices=INDICES),
    "stale-price": old_prices(2021),
    "caseload": caseload(),
    "no-source": changed(cost={"overhead": 0.2}, levers={"realisation": 0.9}),
    "beyond-horizon": changed(saving={"amounts": {2026: 0, 2027: 1_500_000}}),
    "range": changed(cost={"overhead": 0.5}),
    "not-accounts": changed(actuals=[EVALUATION | {"basis": "accounts"}]),
    "no-cost": changed(costs=[], saving={"amounts": {2026: 0, 2027: 400_000}}),
}
PRICES = {"flat-wages": "current"}
BOTH_WAYS = pytest.mark.parametrize("language", LANGUAGES)


def test_every_control_point_has_a_case_that_trips_it_and_one_that_does_not() -> None:
    assert {*TRIPS} == {*SILENT} == {*IDS} - {"sums", "double-count"}, "sums and double-count have tests of their own"


def test_a_plain_case_trips_nothing() -> None:
    assert tripped(PLAIN) == {}


@pytest.mark.parametrize("id", TRIPS)
def test_the_point_trips_on_the_right_place_and_asks_its_question(id: str) -> None:
    document, path, sentence = TRIPS[id]
    points = tripped(document, PRICES.get(id, "fixed"))[id]
    assert [point.path for point in points] == [path]
    assert sentence in points[0].text


@pytest.mark.parametrize("id", SILENT)
def test_the_point_stays_silent_on_a_near_miss(id: str) -> None:
    assert id not in tripped(SILENT[id], PRICES.get(id, "fixed"))


@BOTH_WAYS
@pytest.mark.parametrize("id", TRIPS)
def test_sentences_are_whole_in_both_languages(id: str, language: str) -> None:
    for points in tripped(TRIPS[id][0], PRICES.get(id, "fixed"), language).values():
        for point in points:
            is_whole(point.text)


def is_whole(text: str) -> None:
    """Placeholders filled, begun with a capital or a figure, ended, and no slip of the hand."""
    assert not re.search(r"[{}]|\.\.|  |-0\b(?![,.]\d)|None|<", text), text
    assert re.match(r"[A-ZÆØÅ0-9»\"-]", text), text
    assert text[-1] in ".?", text


@BOTH_WAYS
@pytest.mark.parametrize("id", IDS)
def test_every_point_has_a_lead_and_a_text_for_when_there_is_nothing_to_ask(id: str, language: str) -> None:
    words = Words(language)
    assert 1 <= len(words(f"check.{id}.short").split()) <= 5
    is_whole(words(f"check.{id}.clear"))


@BOTH_WAYS
@pytest.mark.parametrize("id", cases())
def test_every_case_in_assumptions_is_asked_in_whole_sentences(id: str, language: str) -> None:
    points = check(calculate(read_case(id)), Words(language))
    for point in points:
        is_whole(point.text)
    assert list(dict.fromkeys(point.id for point in points)) == [*IDS]
    questions = [point.text.rpartition(". ")[2] for point in points if point.tripped]
    assert len(questions) == len({*questions}), "the same question twice"


# ------------------------------------------------------------------ command line
@pytest.fixture
def file(tmp_path: pathlib.Path) -> Any:
    def write(document: dict[str, Any], name: str = "sample") -> str:
        path = tmp_path / f"{name}.yaml"
        path.write_text(as_text(document), encoding="utf-8")
        return str(path)

    return write


def test_json_lists_every_point_of_every_case_with_these_keys(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file(PLAIN, "one"), file(changed(omitted=OMITTED), "two"), "--format", "json"]) == 0
    points = json.loads(capsys.readouterr().out)
    assert all([*point] == ["case", "id", "severity", "path", "text", "tripped"] for point in points)
    assert {point["case"]: 0 for point in points} == {"one": 0, "two": 0}
    for case in ("one", "two"):
        assert [point["id"] for point in points if point["case"] == case] == [*IDS]
    assert [point["id"] for point in points if point["tripped"]] == ["not-included"]


def test_the_exit_code_is_1_only_for_an_error(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file(changed(financing=None))]) == 1
    assert "fejl no-financing" in capsys.readouterr().out
    assert main(["check", file(changed(financing=None, status="idea"))]) == 0
    assert "bemærkning no-financing" in capsys.readouterr().out


def test_settings_are_checked_not_the_file(file: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", file(PLAIN), "--set", "costs.staff.overhead=2"]) == 1  # the net cost outgrows its financing
    assert "Overhead er 200 %" in capsys.readouterr().out


def test_the_cases_of_these_tests_are_what_they_say() -> None:
    before = copy.deepcopy((PLAIN, PLACEMENTS, MIX))
    assert as_case(placements()).savings[0].kind == "placements"
    assert {*tripped(placements())} == {*tripped(mix())} == {"flat-baseline"}, "no case here has a baseline"
    assert tripped(caseload()) == {}
    assert before == (PLAIN, PLACEMENTS, MIX)
