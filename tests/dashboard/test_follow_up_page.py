"""The page Budgetopfølgning: what it shows, and entering, reading in and taking back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from budget.case import CaseError, case_from_text, case_to_text, read_case
from budget.case.following import key_of
from budget.dashboard.changes.follow_up_edits import (
    AddMeasures,
    ChangeBudget,
    DescribeMeasure,
    DropGate,
    DropMeasure,
    Forget,
    ForgetBudget,
    Record,
    SetGate,
    WouldHaveCost,
)
from budget.dashboard.changes.record import EDITS, read_again, written
from budget.dashboard.changes.state import Change, changed, opened
from budget.dashboard.follow_up.measure_forms import TEMPLATES, measures
from budget.text import Words
from tests.analysis.test_spending import BASELINE, PLACES
from tests.dashboard.driver_pages import plain
from tests.dashboard.follow_up_page import case_in, follow_up
from tests.dashboard.one_page import OnePage
from tests.ledger.files import FAILING
from tests.markdown import acts, seen
from tests.test_golden import with_defaults

ACTUAL = {"line": "advisers", "year": 2014, "amount": 1_950_000.0, "basis": "accounts"}


def choose(page: OnePage, label: str, value: object) -> None:
    next(box for box in page.app.selectbox if box.label == label).set_value(value)


def write(page: OnePage, label: str, value: str) -> None:
    next(box for box in page.app.text_input if box.label == label).set_value(value)


def press(page: OnePage, label: str) -> None:
    next(button for button in page.app.button if button.label == label).click()
    page.run()


def enter(page: OnePage, amount: str, **chosen: object) -> None:
    """Fills in the first form and sends it."""
    for label, value in chosen.items():
        choose(page, label.replace("_", " "), value)
    write(page, "Beløb i 1.000 kr. eller antal", amount)
    next(button for button in page.app.button if button.label == "Gem tallet").click()
    page.run()


# ------------------------------------------------------------------ what it shows
def test_the_evaluation_of_2015_stands_beside_its_budget_with_its_word() -> None:
    page = follow_up()
    assert "2015 (evaluering): mindreforbrug på 3,7 mio. kr. i forhold til det budgetterede, 3,0 mio. kr." in page.text(
        "lead"
    )
    assert "-6.700 (evaluering) -3.700 mindreforbrug" in page.text("line:placements")
    assert page.shown["charts"]["followed-placements"]["legend"][1][1] == "Evaluering"
    assert "Kun fra en artikel om evalueringen" in page.text("notes")
    assert "udgangspunkt 2012: 63" in page.text("measures")
    assert "underspend" in follow_up(lang="en").text("lead")


def test_a_case_without_actuals_says_so() -> None:
    page = follow_up("assens-2016")
    assert page.text("lead") == "Der er endnu ingen regnskabstal."
    assert page.shown["charts"] == {}


# ------------------------------------------------------------------ entering
def test_an_actual_that_is_entered_is_a_change_of_the_case_like_any_other() -> None:
    page = follow_up()
    enter(page, "1.950", Linje_eller_målepunkt="line:advisers", År=2014)
    (new,) = [actual for actual in case_in(page).actuals if actual.line == "advisers"]
    assert (new.year, new.month, new.amount, new.basis) == (2014, None, 1_950_000, "accounts")
    assert "1 ændring" in page.text("title") and "-50 mindreforbrug" in page.text("line:advisers")
    assert case_from_text(case_to_text(case_in(page)), "x").actuals == case_in(page).actuals
    assert "advisers.2014" in page.text("changes")
    page.ask("reset", path="actuals.advisers.2014")
    assert case_in(page) == read_case("herning-2013")


def test_a_number_that_is_not_clear_is_refused_in_words_and_nothing_is_taken() -> None:
    page = follow_up()
    for text, why in (("1.95", "er ikke et gyldigt tal"), ("", "Et tomt felt er ikke 0")):
        enter(page, text, Linje_eller_målepunkt="line:advisers", År=2014)
        assert why in page.app.error[0].value
        assert case_in(page) == read_case("herning-2013")


def test_a_forecast_of_a_month_is_refused_by_the_rule_of_the_format() -> None:
    page = follow_up()
    choose(page, "Grundlag for tallet", "forecast")
    choose(page, "Måned", 3)
    enter(page, "100", Linje_eller_målepunkt="line:advisers", År=2014)
    assert "gælder hele året" in page.app.error[0].value


def test_a_figure_of_the_same_line_and_year_takes_the_place_of_the_one_before() -> None:
    page = follow_up()
    for amount in ("1.950", "2.100"):
        enter(page, amount, Linje_eller_målepunkt="line:advisers", År=2014)
    assert [actual.amount for actual in case_in(page).actuals if actual.line == "advisers"] == [2_100_000]


def test_an_actual_is_taken_out_and_comes_back_with_a_reset() -> None:
    page = follow_up()
    press(page, "Fjern tallet")
    assert case_in(page).actuals == []
    page.ask("reset", path="actuals.placements.2015")
    assert len(case_in(page).actuals) == 1


def test_an_amount_far_from_the_line_s_is_taken_only_with_its_unit() -> None:
    page = follow_up()
    enter(page, "1.950.000", Linje_eller_målepunkt="line:advisers", År=2014)
    assert not [actual for actual in case_in(page).actuals if actual.line == "advisers"]
    assert [warning.value.replace("\\", "") for warning in page.app.warning] == [
        "»1.950.000« i 1.000 kr. er langt fra linjens 2.000.000 kr. "
        "Skriv enheden med: kr. 1.950.000 eller 1.950.000 t.kr."
    ]
    enter(page, "kr. 1.950.000", Linje_eller_målepunkt="line:advisers", År=2014)
    assert [actual.amount for actual in case_in(page).actuals if actual.line == "advisers"] == [1_950_000]


def test_an_accounts_spending_on_a_saving_is_asked_about_until_it_is_known_what_the_area_would_have_cost() -> None:
    page = follow_up()
    enter(page, "3.750", Linje_eller_målepunkt="line:placements", År=2013, Måned=1)
    assert "Hvad ville området have kostet" in page.text("lead") and "merforbrug på" not in page.text("lead")
    assert "3.750.000 kr." in page.text("line:placements")
    for year, text in ((2013, "48.000"), (2015, "50.000")):
        write(page, str(year), text)
    press(page, "Gem beløbene")
    stated = case_in(page).savings[0].would_have_cost
    assert {year: figure.value for year, figure in stated.items()} == {2013: 48e6, 2015: 50e6}  # type: ignore[union-attr]
    assert "Hvad ville området have kostet" not in page.text("lead")
    # 3.750 of 4.000 in January: 250 less than without, and a twelfth of 1.000 was to be saved
    assert "-250 (1 af 12 måneder, områdets forbrug) -167 mindreforbrug" in page.text("line:placements")
    page.ask("reset", path="would_have_cost.placements")
    assert case_in(page).savings[0].would_have_cost is None


def test_what_a_baseline_says_is_offered_as_what_the_area_would_have_cost(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The contract's working of one step: 37,5296 33,6845 31,0799 29,5235 places at 1.160.000 kr."""
    saving = "{id: s, label: Anbringelser, kind: amounts, amounts: 3000000}"
    account = "{line: s, year: 2020, month: 1, amount: 3500000, basis: accounts}"
    text = with_defaults(f"years: 4\nsavings: [{saving}]\n{BASELINE}actuals: [{account}]\n")
    (tmp_path / "anbragte.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("NETTOBESPARELSE_CASES", str(tmp_path))
    page = follow_up("anbragte")
    offered = [box.value for box in page.app.text_input if box.label.isdigit()]
    assert [float(text.replace(".", "").replace(",", ".")) for text in offered] == pytest.approx(
        [places * 1160 for places in PLACES], rel=2e-6
    )
    press(page, "Gem beløbene")
    stated = case_in(page).savings[0].would_have_cost
    assert isinstance(stated, dict) and stated[2020].value == pytest.approx(43_534_336, abs=60)
    assert "helårspladser × pris" in (stated[2023].note or "")
    assert "-128 (1 af 12 måneder, områdets forbrug)" in page.text("line:s")  # 3.500 less 43.534 / 12


def test_a_change_of_the_budget_revises_it_and_is_taken_out_again() -> None:
    page = follow_up()
    choose(page, "Budgetlinje", "advisers")
    write(page, "Ændring i 1.000 kr.", "-100")
    [button for button in page.app.button if button.label == "Gem tallet"][1].click()
    page.run()
    assert "2013 2.000 -100 1.900" in page.text("line:advisers")
    assert "-100.000 kr. (tillægsbevilling eller omplacering)" in page.text("notes")
    press(page, "Fjern budgetændringen")
    assert case_in(page).budget_changes == [] and "2013 2.000 0 2.000" in page.text("line:advisers")


def test_what_is_carried_over_is_a_column_of_its_own_and_says_from_where() -> None:
    page = follow_up()
    choose(page, "Budgetlinje", "advisers")
    choose(page, "Overført fra", 2012)
    write(page, "Ændring i 1.000 kr.", "150")
    [button for button in page.app.button if button.label == "Gem tallet"][1].click()
    page.run()
    (change,) = case_in(page).budget_changes
    assert (change.year, change.from_year, change.amount) == (2013, 2012, 150_000)
    assert "150.000 kr. (overført fra 2012)" in page.text("notes")
    choose(page, "Tabel og tekst for", 2013)
    page.run()
    assert "2.000 0 150 2.150" in page.text("office") and "overført fra tidligere år 150.000 kr." in page.text("office")
    press(page, "Fjern budgetændringen")
    assert case_in(page).budget_changes == []


def test_a_gate_is_set_on_a_share_typed_in_per_cent_and_taken_out_again() -> None:
    page = follow_up()
    write(page, "Navn (for et nyt målepunkt)", "Andel i plejefamilie")
    choose(page, "Enhed (for et nyt målepunkt)", "share")
    choose(page, "Hvad er bedst", "higher")
    write(page, "Målet gælder fra", "2013")
    write(page, "Mål", "0,75")
    press(page, "Gem målepunktet")
    assert "75,0 %" in page.app.error[0].value and len(case_in(page).measures) == 1
    write(page, "Mål", "75")
    press(page, "Gem målepunktet")
    new = case_in(page).measures[-1]
    assert (new.unit, new.better, new.group) == ("share", "higher", None)
    assert {year: figure.value for year, figure in new.target.items()} == {2013: 0.75}  # type: ignore[union-attr]
    for label, value in (
        ("Beslutningspunktets målepunkt", new.id),
        ("Kravets år", 2014),
        ("Kravets måned", 6),
        ("Højst eller mindst", "at_least"),
    ):
        choose(page, label, value)
    write(page, "Grænse (andel i %, beløb i 1.000 kr.)", "68 %")
    press(page, "Gem beslutningspunktet")
    (gate,) = case_in(page).gates
    assert (gate.measure, gate.year, gate.month, gate.at_most, gate.at_least) == (new.id, 2014, 6, None, 0.68)
    assert "mindst 68,0 % ved udgangen af juni 2014" in page.text("measures") and "afventer" in page.text("measures")
    enter(page, "66", Linje_eller_målepunkt=f"measure:{new.id}", År=2014, Måned=6)
    assert "66,0 % (juni 2014)" in page.text("measures") and "ikke opfyldt" in page.text("measures")
    assert case_from_text(case_to_text(case_in(page)), "x").gates == case_in(page).gates
    press(page, "Fjern beslutningspunktet")
    assert case_in(page).gates == []


def test_a_measure_goes_with_its_gates() -> None:
    case = read_case("herning-2013")
    gate = {"measure": "family-share", "year": 2014, "month": 6, "at_least": 70}
    gated = SetGate({**gate, "at_least": 71}).on(SetGate(gate).on(case))
    assert [found.at_least for found in gated.gates] == [71]
    assert DropMeasure("family-share").on(gated).gates == []
    assert DropGate("family-share", 2014, 6).on(gated).gates == []
    with pytest.raises(CaseError):
        DropGate("family-share", 2014, 7).on(gated)


def test_the_measures_of_the_documents_are_offered_by_group() -> None:
    page = follow_up()
    page.app.multiselect[0].set_value(["places", "prevention"])
    press(page, "Tilføj målepunkter")
    assert [measure.unit for measure in case_in(page).measures[1:]] == ["places"] * 6 + ["kr"] * 5
    assert "Socialpædagogiske opholdssteder (helårspladser)" in page.text("measures")


def test_a_measure_of_ones_own_is_given_a_baseline_and_a_target() -> None:
    page = follow_up()
    for label, text in (
        ("Navn (for et nyt målepunkt)", "Sager pr. rådgiver"), ("Udgangspunktets år", "2012"), ("Udgangspunkt", "55"),
        ("Målet gælder fra", "2014"), ("Mål", "27,5"),
    ):  # fmt: skip
        write(page, label, text)
    choose(page, "Enhed (for et nyt målepunkt)", "number")
    press(page, "Gem målepunktet")
    new = case_in(page).measures[-1]
    assert new.label == "Sager pr. rådgiver" and new.baseline is not None and new.baseline.value == 55
    assert "udgangspunkt 2012: 55" in page.text("measures") and "27,5" in page.text("measures")


def test_a_new_target_stands_beside_the_one_before_and_half_a_target_is_refused() -> None:
    page = follow_up()
    choose(page, "Hvilket målepunkt", "family-share")
    write(page, "Mål", "80")
    press(page, "Gem målepunktet")
    assert page.app.error[0].value == "Angiv både år og tal."
    write(page, "Målet gælder fra", "2015,5")
    press(page, "Gem målepunktet")
    assert page.app.error and case_in(page) == read_case("herning-2013")
    write(page, "Målet gælder fra", "2015")
    press(page, "Gem målepunktet")
    target = case_in(page).measures[0].target
    assert {year: figure.value for year, figure in target.items()} == {2013: 75, 2015: 80}  # type: ignore[union-attr]
    assert target[2013].source == "plan-background"  # type: ignore[index]


# ------------------------------------------------------------------ the edits by themselves
def test_edits_of_the_follow_up_make_cases_that_can_be_read_again() -> None:
    case = read_case("herning-2013")
    case = Record([ACTUAL, {**ACTUAL, "year": 2013, "month": 2, "source": "Økonomisystemet"}]).on(case)
    case = ChangeBudget({"line": "advisers", "year": 2014, "amount": -100_000.0, "source": ""}).on(case)
    for name in TEMPLATES:
        case = AddMeasures(measures(name, Words("da"))).on(case)
    assert len(case.measures) == 1 + 6 + 6 + 5 + 1 + 1
    assert case_from_text(case_to_text(case), case.id) == case
    assert next(source.title for key, source in case.sources.items() if "konomi" in key) == "Økonomisystemet"
    case = Record([{"measure": "mst", "year": 2014, "amount": 1.0, "basis": "accounts"}]).on(
        AddMeasures([{"id": "mst", "label": "MST", "unit": "kr"}]).on(case)
    )
    case = DropMeasure("mst").on(case)
    assert not [actual for actual in case.actuals if actual.measure == "mst"]
    assert Forget(key_of(ACTUAL)).on(case).actuals != case.actuals


def test_a_draft_keeps_every_edit_of_the_follow_up() -> None:
    """Each is made again from its text on the case it began from."""
    new = {"label": "M", "unit": "kr", "baseline": {"year": 2012, "value": 5.0}, "target": {2014: 4.0}}
    edits = [
        Record([ACTUAL]), Forget(key_of(ACTUAL)), ChangeBudget({"line": "advisers", "year": 2014, "amount": 1.0}),
        ForgetBudget("advisers", 2014, 1.0),
        AddMeasures(measures("caseload", Words("da"))), DescribeMeasure("m", new), DropMeasure("caseload"),
        WouldHaveCost("placements", [(2013, {"value": 48e6, "note": "N"}), (2015, {"value": 50e6})], "Budget 2013"),
        SetGate({"measure": "m", "year": 2014, "month": 6, "at_most": 5.0}),
        SetGate({"measure": "m", "year": 2015, "month": 6, "at_least": 4.0}), DropGate("m", 2014, 6),
    ]  # fmt: skip
    case = read_case("herning-2013")
    model = opened(case, "e")
    for number, edit in enumerate(edits):
        model = changed(model, Change(f"followed.{number}", structural=edit))
    again, missing = read_again(case, written(model), None)
    assert missing == 0 and again.case == model.case
    assert {type(edit) for edit in edits} <= set(EDITS.values())


def test_to_forget_what_is_not_there_is_refused() -> None:
    with pytest.raises(CaseError):
        Forget(key_of(ACTUAL)).on(read_case("herning-2013"))


# ------------------------------------------------------------------ a file
CSV = (
    "Konto;Periode;Beløb\r\nadvisers;201401;165.000,50\r\nadvisers;201401;1.000,00-\r\n"
    "5.28.20;2014;9.000.000\r\nadvisers;201417;5\r\nadvisers;2014-02;x\r\n"
).encode("cp1252")
PLACEMENTS = "Forventet besparelse på anbringelser"
ADVISERS = "4 sagsbehandlere + 1 teamkoord. i BOF"


def with_file(data: bytes, name: str = "udtræk.csv", choice: bytes = b"", choice_first: bool = False) -> OnePage:
    page = follow_up()
    if choice_first:
        page.app.file_uploader[1].upload("kolonner.json", choice)
        page.run()
    page.app.file_uploader[0].upload(name, data)
    page.run()
    if choice and not choice_first:
        page.app.file_uploader[1].upload("kolonner.json", choice)
        page.run()
    return page


def another_file(page: OnePage, data: bytes, name: str = "næste.csv") -> OnePage:
    page.app.file_uploader[0].upload(name, data)
    return page.run()  # type: ignore[return-value]


def follow(page: OnePage, line: str, *accounts: str) -> OnePage:
    next(box for box in page.app.multiselect if box.label == line).set_value(list(accounts))
    return page.run()  # type: ignore[return-value]


def answer(page: OnePage, label: str, value: str) -> OnePage:
    next(box for box in page.app.radio if box.label == label).set_value(value)
    return page.run()  # type: ignore[return-value]


def preview(page: OnePage) -> dict[str, str]:
    """What the file would give, block by block as it reads; nothing where it is asked about first."""
    data = json.loads(page.app.get("bidi_component")[-1].proto.json)[0]
    return {key: plain(markup) for key, _, markup in data["blocks"]}


def takable(page: OnePage) -> bool:
    return any(button.label.startswith("Tag ") for button in page.app.button)


def test_a_file_is_shown_with_every_refused_row_before_it_is_taken() -> None:
    page = with_file(CSV)
    assert any("2 rækker giver 1 tal. 2 rækker afvises, og 1 rækker" in text.value for text in page.app.markdown)
    refused = preview(page)["refused"]
    assert "5 »201417« er ikke en måned eller en periode fra 1 til 16. advisers; 201417; 5" in refused
    assert "6 »x« er ikke et gyldigt beløb." in refused
    assert case_in(page) == read_case("herning-2013"), "nothing is taken before it is asked for"
    press(page, "Tag 1 tal ind")
    (new,) = [actual for actual in case_in(page).actuals if actual.line == "advisers"]
    assert (new.year, new.month, new.amount) == (2014, 1, 164_000.5)
    assert "udtræk.csv" in (new.note or "")


def test_what_is_chosen_is_remembered_for_the_next_file_of_the_same_headings() -> None:
    page = follow(with_file(CSV), PLACEMENTS, "5.28.20")
    again = another_file(page, CSV.replace(b"9.000.000", b"-8.000.000"))
    assert next(box for box in again.app.multiselect if box.label == PLACEMENTS).value == ["5.28.20"]
    assert "-8.000.000" in preview(again)["taken"]


def test_an_account_is_given_to_one_line_only() -> None:
    page = follow(with_file(CSV), PLACEMENTS, "5.28.20")
    assert "9.000.000" in preview(page)["taken"]
    follow(page, ADVISERS, "advisers", "5.28.20")
    assert "En konto kan kun høre til én linje" in page.app.error[0].value and not takable(page)


L19 = (FAILING / "L19_1000kr.csv").read_bytes()
OTHER = "Kontonr;Regnskabsår;Beløb\n4000;2015;1.234\n".encode()


@pytest.mark.parametrize("choice_first", [True, False])
def test_a_kept_choice_is_applied_whole_whichever_is_given_first(choice_first: bool) -> None:
    page = with_file(L19, choice=(FAILING / "kolonner-1000kr.json").read_bytes(), choice_first=choice_first)
    assert "-1.234.000,00" in preview(page)["taken"]


@pytest.mark.parametrize("choice_first", [True, False])
def test_a_kept_choice_that_does_not_fit_is_said(choice_first: bool) -> None:
    page = with_file(OTHER, choice=(FAILING / "kolonner-1000kr.json").read_bytes(), choice_first=choice_first)
    assert any("andre overskrifter og er ikke brugt" in box.value for box in page.app.warning)


def test_unit_and_sign_belong_to_the_file_they_were_chosen_for() -> None:
    page = follow(with_file(L19), ADVISERS, "4000")
    next(box for box in page.app.selectbox if box.label == "Beløbene er i").set_value("1000")
    next(box for box in page.app.toggle if box.label == "Vend fortegnet").set_value(True)
    page.run()
    assert "-1.234.000,00" in preview(page)["taken"]
    page = follow(another_file(page, OTHER), ADVISERS, "4000")
    assert " 1.234,00" in preview(page)["taken"] and "-1.234" not in preview(page)["taken"]
    assert "-1.234.000,00" in preview(another_file(page, L19, "igen.csv"))["taken"]


def test_nothing_is_taken_before_what_is_asked_is_answered() -> None:
    page = follow(with_file((FAILING / "L30_typekolonne.csv").read_bytes()), ADVISERS, "4000")
    assert any("Budget, Regnskab" in box.value for box in page.app.warning) and not takable(page)
    answer(page, "Kun rækker, hvor der under »Type« står", "Regnskab")
    assert "90.000,00" in preview(page)["taken"] and takable(page)


def test_a_sum_among_its_parts_is_asked_about_and_the_answer_can_be_another() -> None:
    page = follow(
        with_file((FAILING / "L10c_konto_i_alt.csv").read_bytes()),
        ADVISERS,
        "4000 Anbringelser",
        "4000 Anbringelser i alt",
    )
    assert not takable(page)
    answer(page, "Rækker, der er en sum", "leave")
    assert "300.000,00" in preview(page)["taken"]
    answer(page, "Rækker, der er en sum", "count")
    assert "600.000,00" in preview(page)["taken"]


def test_a_year_that_no_column_says_is_asked_for_and_asked_again_of_the_next_file() -> None:
    data = (FAILING / "L12_bred.csv").read_bytes()
    page = follow(with_file(data), ADVISERS, "4000")
    assert any("Hvilket år er filen fra?" in box.value for box in page.app.warning) and not takable(page)
    choose(page, "Hvilket år er filen fra", 2015)
    page.run()
    assert takable(page)
    assert not takable(another_file(page, data))


def test_what_a_file_says_is_a_text_and_neither_markdown_nor_html() -> None:
    evil = "![x](http://h.test/i.png) <img src=x onerror=alert(1)>"
    page = with_file(f"Konto;Periode;Beløb;{evil}\r\n{evil};2014;1;Budget\r\nadvisers;{evil};1;Budget\r\n"
                     "advisers;2014;1;Budget\r\n".encode())  # fmt: skip
    markup = page.app.get("bidi_component")[-1].proto.json
    assert "<img" not in markup
    said = [box.value for box in page.app.warning] + [box.label for box in page.app.radio]
    options = [text for box in page.app.multiselect for text in box.options] + [
        text for box in page.app.selectbox for text in box.options
    ]
    for text in [text for text in (*said, *options) if "h.test" in text]:
        assert evil in seen(text) and acts(text) == []


def test_a_file_that_is_no_table_is_refused_with_its_reason() -> None:
    page = with_file(b"\x00\x01\x02;\x00")
    assert page.app.error
    assert any("hverken tekst" in text.value for text in page.app.text)
