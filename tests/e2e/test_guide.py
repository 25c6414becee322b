"""A new case in a real browser, from nothing to the table, typed as a person types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from budget.case import case_from_text
from tests.e2e.conftest import Open, choose, turn_to
from tests.e2e.test_accessibility import violations

YEARS = range(2027, 2031)


def to_guide(page: Page, name: str = "Ny case") -> None:
    turn_to(page, name)
    expect(page.locator("#guide-step")).to_be_visible()


def box(path: str) -> str:
    return f"#field-{path.replace('.', '-')}"


def fill(page: Page, path: str, text: str) -> None:
    """Typed, and left by the Tab key."""
    page.locator(box(path)).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Tab")


def onward(page: Page, step: str) -> None:
    page.get_by_role("button", name=f"Næste: {step}").click()
    expect(page.locator("#guide-step")).to_contain_text(step)


def who(page: Page) -> None:
    fill(page, "title", "Tidlig indsats")
    fill(page, "municipality", "Eksempel Kommune")
    fill(page, "first_year", "2027")


def staff(page: Page) -> None:
    fill(page, "cost-1.service_area", "SO 20 Administration")
    fill(page, "cost-1.children.2027", "220")
    fill(page, "cost-1.fte_now", "4")


def savings(page: Page) -> None:
    page.locator(box("saving-1.step")).select_option("foster")
    for year in YEARS:
        fill(page, f"saving-1.stops.{year}", "2")


def test_a_case_is_made_from_empty_to_the_table(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    to_guide(page)
    who(page)
    onward(page, "Ekstra medarbejdere")
    staff(page)
    onward(page, "Hvad der spares")
    savings(page)
    onward(page, "Priser")
    fill(page, "cost-1.annual_cost", "600.000")
    expect(page.locator(box("saving-1.unit_price"))).to_have_value("470.000")  # the library's, in 2019 prices
    fill(page, "saving-1.unit_price", "2.1")
    said = "»2.1« er ikke et gyldigt tal. Komma er decimaltegn (2,1), punktum adskiller tusinder (2.100)."
    expect(page.get_by_role("alert")).to_have_text(f"{said} Den tidligere værdi, 470.000, er bevaret.")
    fill(page, "saving-1.unit_price", "520.000")
    expect(page.get_by_role("alert")).to_have_count(0)
    onward(page, "Kilder")
    fill(page, "cost-1.source", "Budgetnotat, maj 2026")
    page.get_by_role("button", name="Bekræft standardværdi: Overhead").click()
    onward(page, "Færdig")
    expect(page.locator("table")).to_contain_text("3.456")
    expect(page.locator(".nb")).to_contain_text("Ikke bekræftede standardværdier: 4.")

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Hent casen (YAML)").click()
    waiting.value.save_as(tmp_path / "case.yaml")
    made = case_from_text((tmp_path / "case.yaml").read_bytes())
    assert made.costs[0].source in made.sources and made.savings[0].unit_price.value == 520_000  # type: ignore[union-attr]

    page.get_by_role("button", name="Åbn casen på siden Beregning").click()
    expect(page.locator("h1")).to_have_text("Tidlig indsats")
    net = page.locator("tr[data-row=net] td button")
    expect(net).to_have_text(["3.330", "2.508", "1.705", "1.031"])
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")


@pytest.mark.parametrize(
    ("given", "field", "found"),
    [
        ({"fte_now": "7,5", "target_caseload": "25", "extra": "6"}, "children", "337,5"),
        ({"children": "337,5", "target_caseload": "25", "extra": "6"}, "fte_now", "7,5"),
        ({"children": "337,5", "fte_now": "7,5", "extra": "6"}, "target_caseload", "25"),
        ({"children": "337,5", "fte_now": "7,5", "target_caseload": "25"}, "extra", "6"),
    ],
)
def test_any_three_give_the_fourth(open_page: Open, given: dict[str, str], field: str, found: str) -> None:
    page = open_page()
    to_guide(page)
    fill(page, "first_year", "2027")
    onward(page, "Ekstra medarbejdere")
    years = {"children": ".2027", "target_caseload": ".2027"}
    for name, text in given.items():
        fill(page, f"cost-1.{name}{years.get(name, '')}", text)
    expect(page.locator(box(f"cost-1.{field}{years.get(field, '')}"))).to_have_value(found)
    expect(page.locator(".four")).to_have_text("45 → 25 børn pr. rådgiver = +6 årsværk")


def test_what_was_typed_and_left_by_the_button_is_taken(open_page: Open) -> None:
    page = open_page()
    to_guide(page)
    page.locator(box("title")).click()
    page.keyboard.type("Tidlig indsats")
    page.get_by_role("button", name="Næste: Ekstra medarbejdere").click()  # without leaving the field first
    expect(page.locator("#guide-step")).to_contain_text("Trin 2 af 6")
    page.get_by_role("button", name="Tilbage: Hvem og hvornår").click()
    expect(page.locator(box("title"))).to_have_value("Tidlig indsats")


def test_answers_survive_other_pages_and_another_language(open_page: Open) -> None:
    page = open_page()
    to_guide(page)
    who(page)
    onward(page, "Ekstra medarbejdere")
    staff(page)
    turn_to(page, "Beregning")
    expect(page.locator("h1")).to_have_text("Sverigesprojektet")
    to_guide(page)
    expect(page.locator("#guide-step")).to_contain_text("Trin 2 af 6")
    expect(page.locator(box("cost-1.children.2027"))).to_have_value("220")
    choose(page, "English")
    expect(page.locator("#guide-step")).to_contain_text("Step 2 of 6: Extra staff")
    expect(page.locator(box("cost-1.fte_now"))).to_have_value("4")
    turn_to(page, "Calculation")
    expect(page.locator("caption")).to_contain_text("Net saving")  # the language goes with the user


def test_an_unfinished_case_says_what_is_missing_and_leads_there(open_page: Open) -> None:
    page = open_page()
    to_guide(page)
    page.get_by_role("button", name="6 Færdig").click()
    expect(page.locator(".lacking li")).to_have_count(6)
    expect(page.locator(".lacking")).to_contain_text("Ekstra rådgivere: Angiv »Børn« for")
    page.get_by_role("button", name="Gå til Ekstra medarbejdere").first.click()
    expect(page.locator("#guide-step")).to_be_focused()
    expect(page.get_by_role("alert").first).to_contain_text("Angiv »Børn«")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_at_any_step(open_page: Open, scheme: str) -> None:
    page = open_page(scheme=scheme)
    to_guide(page)
    for number in (6, 1, 2, 3, 4, 5):
        page.locator(".progress button").nth(number - 1).click()
        expect(page.locator("#guide-step")).to_contain_text(f"Trin {number} af 6")
        if number in (2, 4):
            page.locator("button.library").first.click()
            expect(page.locator("#shelf")).to_be_focused()
        assert violations(page) == []


@pytest.mark.parametrize("width", [390, 320])
def test_no_step_is_wider_than_the_screen(open_page: Open, width: int) -> None:
    page = open_page("/", width=1440)
    to_guide(page)
    page.set_viewport_size({"width": width, "height": 900})
    for number in range(6):
        page.locator(".progress button").nth(number).click()
        expect(page.locator("#guide-step")).to_contain_text(f"Trin {number + 1} af 6")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
