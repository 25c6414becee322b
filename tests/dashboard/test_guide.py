"""The page Ny case, from the first question to the case that is opened."""

from __future__ import annotations

import pytest

from budget.case import case_from_document, document
from budget.dashboard.dialogue.questions import STEPS
from budget.dashboard.dialogue.state import begun, do
from tests.dashboard.one_page import OnePage, guide

ANSWERS = {"title": "Tidlig indsats", "municipality": "Eksempel Kommune", "first_year": "2027"}
FIGURES = {
    "cost-1.children.2027": "220",
    "cost-1.fte_now": "4",
    "cost-1.annual_cost": "600.000",
    "saving-1.unit_price": "520.000",
    **{f"saving-1.stops.{year}": "2" for year in range(2027, 2031)},
}


def answered() -> OnePage:
    page = guide()
    for path, text in ANSWERS.items():
        page.ask("answer", path=path, text=text)
    for path, text in FIGURES.items():
        page.enter(path, text)
    return page


def test_one_step_is_shown_at_a_time_with_the_way_back_and_on() -> None:
    page = guide()
    assert "Trin 1 af 6: Hvem og hvornår" in page.text("heading-who")
    assert "Sagstal" not in page.everything
    page.ask("step", step="staff")
    assert "Trin 2 af 6: Ekstra medarbejdere" in page.text("heading-staff")
    assert "Tilbage: Hvem og hvornår Næste: Hvad der spares" in page.text("buttons-staff")
    assert page.text("who-who") == ""
    assert page.shown["focus"]["id"] == "guide-step"


def test_what_a_step_lacks_is_said_beside_the_field_once_it_was_left_and_not_before() -> None:
    page = guide()
    assert "Angiv »Titel«" not in page.everything
    page.ask("step", step="staff").ask("step", step="who")
    assert "Angiv »Titel«." in page.text("who-who")
    page.ask("answer", path="title", text="Tidlig indsats")
    assert "Angiv »Titel«" not in page.everything and 'value="Tidlig indsats"' in page.markup("who-who")


def test_every_default_says_where_it_comes_from_and_that_no_one_has_confirmed_it() -> None:
    text = guide().ask("step", step="staff").text("staff-cost-1")
    assert "standardværdi, ikke bekræftet Bekræft standardværdi" in text
    assert "Fra referencebiblioteket: Overhead oven i lønnen, sædvanlig praksis ifølge KL." in text
    assert "Kilde: BOU beretning nr. 16 af 22. april 2021" in text


def test_a_confirmed_default_loses_its_mark() -> None:
    page = guide().ask("step", step="staff")
    assert page.markup("staff-cost-1").count('data-do="confirm"') == 2
    page.ask("confirm", path="cost-1.overhead").ask("confirm", path="cost-1.target_caseload")
    assert page.markup("staff-cost-1").count('data-do="confirm"') == 0
    assert 'value="20"' in page.markup("staff-cost-1") and 'value="25"' in page.markup("staff-cost-1")


@pytest.mark.parametrize("text", ["2.1", "1,234.5", "(1.000)", "abc", "1e6", "-5", "1.000.000.000"])
def test_what_is_not_a_number_is_refused_beside_its_field_and_nothing_is_lost(text: str) -> None:
    page = guide().ask("step", step="prices").enter("cost-1.annual_cost", "600.000")
    page.enter("cost-1.annual_cost", text)
    said = page.text("prices-cost-1")
    assert f"»{text}« er ikke et gyldigt tal" in said or "ligger uden for det tilladte" in said
    assert "Den tidligere værdi, 600.000, er bevaret." in said
    page.ask("step", step="who").ask("step", step="prices")
    assert "er bevaret" in page.text("prices-cost-1")  # what was typed is still there to be mended
    page.enter("cost-1.annual_cost", "610.000")
    assert "er bevaret" not in page.text("prices-cost-1")


def test_a_slip_of_the_hand_is_pointed_out() -> None:
    page = guide().ask("step", step="staff").enter("cost-1.fte_now", "4").enter("cost-1.fte_now", "40")
    assert "er omtrent 10 gange den tidligere værdi" in page.text("staff-cost-1")


def test_a_figure_is_taken_from_the_library_in_one_click() -> None:
    page = guide().ask("step", step="prices").ask("shelf", path="saving-1.unit_price")
    assert page.shown["focus"]["id"] == "shelf"
    assert "Familiepleje, landsgennemsnit 2019 bekræftet i kilden 470.000 kr. (i 2019-priser)" in page.text(
        "prices-saving-1"
    )
    page.ask("take", path="saving-1.unit_price", offer="unit-prices/foster-2019")
    text = page.text("prices-saving-1")
    assert "2019-pris, ikke fremskrevet" in text and "Kilde: Kommuner sparer penge" in text
    assert "ikke bekræftet" not in text  # taken by a person, not a default
    page.ask("answer", path="conversion", text="index")
    assert "i 2019-priser" in page.text("prices-saving-1")
    assert "Fremskrivning, pris og løn" in page.text("prices-rates")
    assert 'value="2,6"' in page.markup("prices-rates")  # the one rate that the library has


def test_an_offer_that_does_not_fit_the_figure_is_not_taken() -> None:
    page = guide().ask("step", step="prices")
    page.ask("take", path="saving-1.unit_price", offer="overhead/kl-practice-2021")
    page.ask("take", path="saving-1.unit_price", offer="nothing/at/all")
    assert 'value=""' in page.markup("prices-saving-1")


def test_the_last_step_says_exactly_what_is_missing_and_leads_there() -> None:
    page = guide().ask("step", step="done")
    text = page.text("done-lacking")
    assert "Angiv »Titel«. Gå til Hvem og hvornår" in text
    assert "Ekstra rådgivere: Angiv »Børn« for 2027. Et tomt felt er ikke 0. Gå til Ekstra medarbejdere" in text
    assert "Færre anbringelser: Angiv »Ophørte eller undgåede anbringelser« for 2027–2030." in text
    assert "Åbn casen" not in page.everything
    assert not page.app.get("download_button")


def test_a_complete_guide_shows_the_table_and_what_still_stands_unconfirmed() -> None:
    page = answered().ask("step", step="done")
    assert "Ekstra rådgivere 3.456 3.456 3.456 3.456" in page.text("done-table")
    assert "Ikke bekræftede standardværdier: 5. Forudsætninger uden kilde: 8 tal." in page.text("done-ready")
    assert page.app.get("download_button")


def test_answers_survive_going_back_and_forth_and_another_language() -> None:
    page = answered()
    for step in (*STEPS, *reversed(STEPS), "staff"):
        page.ask("step", step=step)
    assert 'value="220"' in page.markup("staff-cost-1")
    page.app.get("button_group")[0].set_value("en")
    page.run()
    assert "Extra staff" in page.text("heading-staff") and 'value="220"' in page.markup("staff-cost-1")


def test_sources_are_given_line_by_line_and_figure_by_figure() -> None:
    page = answered().ask("step", step="sources")
    assert "forudsætning (uden kilde)" in page.text("sources-cost-1")
    page.ask("answer", path="cost-1.source", text="Budgetnotat")
    assert "kilde som linjen (Budgetnotat)" in page.text("sources-cost-1")
    page.ask("answer", path="saving-1.unit_price.source", text="Takstbilag").ask("step", step="done")
    assert "Forudsætninger uden kilde: 4 tal" in page.text("done-ready")


def test_lines_are_added_and_removed() -> None:
    page = answered().ask("step", step="staff").ask("add", sort="cost")
    assert page.text("staff-cost-2").startswith("Ekstra rådgivere")
    page.ask("remove", line="cost-2").ask("step", step="done")
    assert "Casen kan åbnes" in page.text("done-ready")
    page.ask("remove", line="cost-1").ask("remove", line="saving-1")
    assert "Casen har ingen linjer." in page.text("done-lacking")


def test_starting_over_forgets_the_answers() -> None:
    page = answered().ask("restart")
    assert "Trin 1 af 6" in page.text("heading-who") and "Tidlig indsats" not in page.markup("who-who")


def test_choices_are_kept_and_unknown_ones_are_not() -> None:
    page = guide().ask("step", step="savings")
    page.ask("answer", path="saving-1.timing", text="january")
    assert '<option value="january" selected>' in page.markup("savings-saving-1")
    page.ask("answer", path="saving-1.timing", text="13")
    assert '<option value="evenly" selected>' in page.markup("savings-saving-1")


@pytest.mark.parametrize(
    "command",
    [
        {"do": "answer", "path": "nothing", "text": "x"},
        {"do": "answer", "path": "__class__.source", "text": "x"},
        {"do": "enter", "path": "title", "text": "5"},
        {"do": "enter", "path": "cost-1.children.1999", "text": "5"},
        {"do": "step", "step": "nowhere"},
        {"do": "add", "sort": "income"},
        {"do": "remove", "line": "cost-9"},
        {"do": "confirm", "path": "nothing"},
        {"do": "nothing"},
    ],
)
def test_a_browser_that_sends_what_the_page_would_not_send_changes_nothing(command: dict[str, str]) -> None:
    before = begun(2027)
    after = do(before, 1, command["do"], command, "da")
    assert (after.answers, after.step, after.refused) == (before.answers, before.step, before.refused)


def test_hostile_words_show_as_text() -> None:
    page = guide().ask("answer", path="title", text='<img src=x onerror="alert(1)">')
    page.ask("answer", path="cost-1.label", text="<b>x</b>").ask("step", step="staff")
    assert "<img" not in page.markup("who-who") and "<b>x</b>" not in page.markup("staff-cost-1")


def test_the_case_that_is_opened_is_sound_and_without_changes() -> None:
    page = answered().ask("step", step="done")
    page._log.append({"n": 999, "do": "open_case", "epoch": page.shown["epoch"]})
    page.app.session_state["guide"] = {"log": page._log}
    page.app.run()  # there is no navigation to switch pages in; the case is in hand all the same
    model = page.app.session_state["hand"].model
    assert model.case.title == "Tidlig indsats" and not model.changes
    assert case_from_document(document(model.case), model.case.id) == model.case
