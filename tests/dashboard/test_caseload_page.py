"""The page Sagstal: what it shows of a case, of a vacancy, and of a case without such lines."""

from __future__ import annotations

import re

import pytest

from budget.case import case_from_document, document, read_case
from budget.dashboard.changes.state import enter, opened
from budget.formulas import calculate
from budget.shown import pages
from budget.shown.model import figures
from budget.shown.phrases import share_text
from budget.text import Words
from tests.dashboard.driver_pages import DriverPage

HERNING = "herning-drivers-2013"
DRIVERS = "tests/cases/drivers.yaml"
HOSTILE = '<img src=x onerror="alert(1)">&'
DANISH = Words("da")


def page(case: str = HERNING, **address: str) -> DriverPage:
    return DriverPage("caseload", read_case(case), **address)


def test_it_says_that_it_claims_no_link_between_caseload_and_saving() -> None:
    assert "Siden påstår ikke, at et lavere sagstal giver en besparelse." in page().text("claim")
    assert "does not claim that a lower caseload saves anything" in page(lang="en").text("claim")


def test_children_caseworkers_and_caseload_stand_by_year() -> None:
    shown = page()
    assert shown.row("line:advisers", "Børn") == ["220"] * 4
    assert shown.row("line:advisers", "Rådgivere i alt") == ["8"] * 4
    assert shown.row("line:advisers", "Sagstal uden de ekstra rådgivere") == ["55"] * 4
    assert shown.row("line:advisers", "Sagstal med de ekstra rådgivere") == ["27,5"] * 4
    assert "220 børn på 4 rådgivere er 55 sager pr. rådgiver i 2016. Med 4 ekstra rådgivere bliver det 27,5." in (
        shown.text("line:advisers")
    )


def test_the_vacancy_is_chosen_on_the_page_and_begins_at_the_librarys_half_year() -> None:
    shown = page()
    assert shown.row("line:advisers", "Sagstal ved 12 % vakance") == ["31,3"] * 4  # 220 / (8 * 0.88) = 31.25
    assert "12 %: Børne- og ungerådgivere, der forlod jobbet i 1. halvår 2024" in shown.text("vacancy")
    shown.app.get("button_group")[1].set_value("3")  # 25 %
    shown.run()
    assert shown.row("line:advisers", "Sagstal ved 25 % vakance") == ["36,7"] * 4  # 220 / (8 * 0.75) = 36.67
    assert "Valget ændrer ingen beløb og gemmes ikke i casen." in shown.text("vacancy")


def test_posts_that_must_be_there_are_rounded_up() -> None:
    label = "Rådgivere, der skal til, for at målet holder ved 12 % vakance"
    assert page().row("line:advisers", label) == ["9,1"] * 4  # 220 / 27.5 / 0.88 = 9.0909
    assert page(DRIVERS).row("line:juniors", label) == ["6"] * 6  # 130 / 25 / 0.88 = 5.909, up to 6.0


def test_without_a_vacancy_nothing_is_said_of_one() -> None:
    shown = page()
    shown.app.get("button_group")[1].set_value("0")
    shown.run()
    assert "vakance" not in shown.text("line:advisers")
    assert "Ingen vakance." in shown.text("vacancy")


def test_a_share_of_ones_own_is_read_strictly_and_the_one_before_kept() -> None:
    shown = page()
    shown.app.get("button_group")[1].set_value("other")
    shown.run()
    shown.app.text_input(key="vacancy-field").set_value("20 %")
    shown.run()
    assert shown.row("line:advisers", "Sagstal ved 20 % vakance") == ["34,4"] * 4  # 220 / (8 * 0.8) = 34.375
    for text, said in (("2.5", "er ikke et gyldigt tal"), ("95", "uden for det tilladte, 0 til 90 %")):
        shown.app.text_input(key="vacancy-field").set_value(text)
        shown.run()
        assert said in shown.app.error[0].value
        assert shown.row("line:advisers", "Sagstal ved 20 % vakance") == ["34,4"] * 4


def test_the_case_is_held_against_every_benchmark() -> None:
    shown = page()
    assert shown.row("benchmarks", "Borås, 2012") == ["15–20", "over", "over"]
    assert shown.row("benchmarks", "Danmark, svarende til") == ["30–50", "under", "inden for"]
    assert shown.row("benchmarks", "Kategori 1 på listen over kommuner med modellen (under 25)")[0] == "under 25"
    assert "27,5 sager pr. rådgiver er over 8 af bibliotekets 14 sagstal, inden for 1 og under 5." in (
        shown.text("benchmarks")
    )


def test_follow_ups_a_week_stand_under_each_cadence_and_none_is_made_up() -> None:
    shown = page()
    # 55, 27.5 and 31.25 children * 9 / 52
    assert shown.row("follow-up", "Borås, plejefamilie: første år") == ["9", "9,5", "4,8", "5,4"]
    assert shown.row("follow-up", "Loven til og med 2023 (serviceloven § 70)") == ["2", "2,1", "1,1", "1,2"]
    later = shown.row("follow-up", "Loven fra 1. januar 2024 (barnets lov § 95): senere år")
    assert later == ["intet fast tal", "–", "–", "–"]


def test_what_an_employee_must_save_is_in_one_years_prices_or_not_compared() -> None:
    shown = page()
    assert shown.row("need", "Casens egen prisforskel: Flere i plejefamilie, færre på institution")[1] == "0,66"
    # 400,000 / (470,000 / 1.122831) = 0.9556, rounded up
    foster = shown.row("need", "Anbringelse i plejefamilie: Familiepleje, landsgennemsnit 2019")
    assert foster == ["418.578 kr.", "0,96", "0,96", "4,78"]
    missing = shown.row("need", "Anbringelse på institution: Opholdssted, listepris (én leverandør), 2023")
    assert "casen mangler en samlet fremskrivningsprocent for 2020–2023" in missing[0]
    assert missing[1:] == ["–", "–", "–"]


def test_a_staff_line_is_measured_though_it_has_no_children() -> None:
    shown = page("assens-drivers-2016")
    # 493,333.33 / 465,000 = 1.0609, and 3.7 million / 465,000 = 7.957: both rounded up
    assert shown.row("need", "Casens egen pris: Ophørte anbringelser") == ["465.000 kr.", "1,07", "1,07", "7,96"]
    assert "»6-7 nye medarbejdere« er årsværk" in shown.text("empty")


@pytest.mark.parametrize("case", ["herning-2013", "assens-2016", "toender-2016", "esbjerg-2016"])
def test_a_case_without_such_lines_says_what_is_missing_and_how_to_get_it(case: str) -> None:
    shown = page(case)
    assert "Casen har ingen linje med sagstal" in shown.text("empty")
    assert "Tilføj linje" in shown.text("empty")
    assert "need" not in shown.blocks, "nobody is hired here"
    assert shown.row("benchmarks", "Borås, 2012") == ["15–20"]


def test_a_case_that_has_such_a_line_is_one_press_away() -> None:
    shown = page("herning-2013")
    shown.app.button(key="example").click()
    shown.run()
    assert shown.row("line:advisers", "Børn") == ["220"] * 4


def test_with_changes_in_hand_another_case_is_not_opened_from_here() -> None:
    model = enter(opened(read_case("herning-2013"), "e"), "savings.placements.amounts.2016", "3.500", "da")
    shown = DriverPage("caseload", model)
    assert not [button for button in shown.app.button if button.key == "example"]
    assert "1 ændring" in shown.text("title")


def test_an_edit_of_the_case_in_hand_is_shown() -> None:
    model = enter(opened(read_case(HERNING), "e"), "costs.advisers.children.2016", "240", "da")
    shown = DriverPage("caseload", model)
    assert shown.row("line:advisers", "Børn") == ["220", "220", "220", "240"]


def test_a_start_later_in_the_year_is_told() -> None:
    assert "De ekstra rådgivere tiltræder i april 2026" in page(DRIVERS).text("line:advisers")


def test_the_overrun_of_the_levers_is_said_not_to_be_in_it() -> None:
    model = enter(opened(read_case(HERNING), "e"), "levers.cost_overrun", "10", "da")
    assert "Fordyrelsen under »Hvad nu hvis?« er ikke regnet med her." in DriverPage("caseload", model).text("need")


def test_many_lines_are_shown_one_at_a_time() -> None:
    tree = document(read_case(DRIVERS))
    line = next(line for line in tree["costs"] if line["id"] == "advisers")
    tree["costs"] += [{**line, "id": f"team-{n}", "label": f"Team {n}"} for n in range(4)]
    shown = DriverPage("caseload", case_from_document(tree, "x"))
    assert [key for key in shown.blocks if key.startswith("line:")] == ["line:advisers"]
    shown.app.selectbox(key="which-load").set_value(5)
    shown.run()
    assert [key for key in shown.blocks if key.startswith("line:")] == ["line:team-3"]
    assert "Kun de første 4 linjer har deres egen kolonne" in shown.text("need")


def test_english_is_english_to_the_last_word() -> None:
    shown = page(lang="en")
    assert shown.row("line:advisers", "Caseload at 12% vacancy") == ["31.3"] * 4
    own = shown.everything
    for line in read_case(HERNING).lines():
        own = own.replace(line.label, "")
    own = own.replace(read_case(HERNING).title, "")
    assert not re.search(r"\b(rådgiver|børn|sager|ikke|og|anbringelse)\b", own), own


def test_a_hostile_case_shows_as_text() -> None:
    tree = document(read_case(HERNING))
    tree["title"] = tree["costs"][0]["label"] = tree["savings"][0]["label"] = HOSTILE
    shown = DriverPage("caseload", case_from_document(tree, "x"))
    assert not any("<img" in markup for markup in shown.blocks.values())


# --- drawings and numbers ----------------------------------------------------------------------------------


def test_every_picture_has_a_name_and_every_table_its_headers() -> None:
    for markup in page().blocks.values():
        for picture in re.findall(r'<div role="img"[^>]*>', markup):
            assert 'aria-label="' in picture
        for table in re.findall(r"<table.*?</table>", markup):
            assert "<caption>" in table
            assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", table))


def test_figures_of_a_row_have_the_same_decimals() -> None:
    def texts(*values: float | None) -> list[str]:
        return [cell.text for cell in figures(values, DANISH)]

    assert texts(1.0, 2.5, None) == ["1,0", "2,5", "–"]
    assert texts(1.0, 2.0) == ["1", "2"]
    assert texts(0.1 + 0.2) == ["0,3"]
    assert [share_text(share, DANISH) for share in (0.12, 0.153, 1 / 3)] == ["12 %", "15,3 %", "33,33 %"]


def test_without_a_caseload_the_library_is_shown_alone() -> None:
    page = pages.caseload(calculate(read_case("herning-2013")), DANISH)
    table = next(table for table in page.tables() if table.key == "benchmarks")
    said = " ".join(text for line in table.lines() for text in line)
    assert "Borås" in said and "inden for" not in said
