"""The page Følsomhed og usikkerhed in a browser: levers, scenarios, estimates, bars and draws."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, more_about
from tests.e2e.conftest import turn_to as to_page
from tests.e2e.test_accessibility import violations
from tests.e2e.test_driver_pages import turn_to

DRIVERS = "/?case=herning-drivers-2013"
NAME = "Følsomhed og usikkerhed"


def opened(open_page: Open, address: str = DRIVERS, name: str = NAME, **more: object) -> Page:
    page = open_page(address, **more)
    turn_to(page, name)
    expect(page.locator(".solve .answers li").first).to_be_visible()
    return page


def unfolded(page: Page) -> None:
    """A scenario with a refused entry, a bar's table, a refused seed and the certain figures."""
    page.locator("[id^=open-scenario-]").first.click()
    field = page.locator(".editors .cell input").first
    field.fill("2.1")
    field.press("Enter")
    expect(page.locator(".editors").get_by_role("alert")).to_be_visible()
    page.get_by_label("Startværdi").fill("x")
    page.get_by_label("Startværdi").press("Enter")
    expect(page.locator("#seed-message")).to_be_visible()
    page.get_by_role("button", name="Vis også de sikre tal").click()
    expect(page.locator(".tornado tbody tr")).to_have_count(15)
    page.locator(".tornado td button").first.click()
    expect(page.locator("#at-end")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [DRIVERS, "/"], ids=["with ranges", "without"])
def test_axe_finds_no_violation(open_page: Open, address: str, scheme: str) -> None:
    page = opened(open_page, address, scheme=scheme)
    assert violations(page) == []
    if address == DRIVERS:
        unfolded(page)
        assert violations(page) == []


def test_a_narrow_screen_in_english_has_no_violation_and_scrolls_only_its_tables(open_page: Open) -> None:
    page = opened(open_page, f"{DRIVERS}&lang=en", "Sensitivity and uncertainty", width=390)
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390


def test_a_lever_moved_here_moves_the_chance_and_is_moved_on_the_page_of_the_calculation(open_page: Open) -> None:
    page = opened(open_page)
    chance = page.locator(".figures.three b").first
    expect(chance).to_have_text("86,0 %")
    page.locator("#field-levers-realisation").focus()
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
    expect(page.locator("#field-levers-realisation-value")).to_have_text("90 %")
    expect(chance).not_to_have_text("86,0 %")
    turn_to_calculation(page)
    expect(page.locator("#field-levers-realisation-value")).to_have_text("90 %")


def turn_to_calculation(page: Page) -> None:
    to_page(page, "Beregning")
    expect(page.locator(".nb .points .count")).to_be_visible()


def test_the_same_seed_gives_the_same_figures_after_a_reload(open_page: Open) -> None:
    page = opened(open_page)
    before = page.locator(".chance table").inner_text()
    page.get_by_label("Startværdi").fill("7")
    page.get_by_label("Startværdi").press("Enter")
    expect(page.locator(".controls .about")).to_contain_text("startværdi 7")
    assert page.locator(".chance table").inner_text() != before
    page.goto(f"{page.url.partition('?')[0]}?case=herning-drivers-2013")
    expect(page.locator(".controls .about")).to_contain_text("startværdi 1")
    assert page.locator(".chance table").inner_text() == before


def test_a_million_draws_show_their_progress_and_come_to_an_end(open_page: Open) -> None:
    page = opened(open_page)
    page.get_by_role("button", name="1.000.000 gennemregninger").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.locator(".controls .about")).to_have_text("1.000.000 gennemregninger, startværdi 1.", timeout=60_000)
    expect(page.get_by_test_id("stProgress")).to_be_hidden()


def test_another_question_gives_up_a_long_simulation(open_page: Open) -> None:
    page = opened(open_page)
    page.get_by_role("button", name="1.000.000 gennemregninger").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    page.locator("#field-levers-realisation").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".controls .about")).to_have_text("10.000 gennemregninger, startværdi 1.")
    expect(page.locator("#field-levers-realisation-value")).to_have_text("99 %")


def test_a_scenario_is_made_of_the_changes_named_and_chosen(open_page: Open) -> None:
    page = opened(open_page)
    page.locator("#field-levers-realisation").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Gør ændringerne til et scenarie (1 tal)").click()
    name = page.get_by_label("Scenariets navn")
    expect(name).to_be_focused()
    name.fill("Lidt mindre")
    name.press("Enter")
    expect(page.locator(".compared th", has_text="Lidt mindre").first).to_be_visible()
    expect(page.locator("#field-levers-realisation-value")).to_have_text("100 %")
    page.get_by_label("Tilføj et tal").select_option(label="Fordyrelse (hele casen)")
    field = page.locator(".editors .cell", has_text="Fordyrelse").get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("12,5")
    field.press("Enter")
    expect(page.locator(".editors .sum").last).to_have_text("2 tal")
    turn_to_calculation(page)
    page.get_by_role("button", name="Lidt mindre", exact=True).click()
    expect(page.locator("#field-levers-realisation-value")).to_have_text("99 %")
    expect(page.locator("#field-levers-cost_overrun-value")).to_have_text("12,5 %")


def test_estimates_typed_at_a_figure_give_a_chance_where_there_was_none(open_page: Open) -> None:
    page = open_page("/")
    more_about(page, "Realiseringsgrad")
    page.get_by_role("button", name="Lavt og højt skøn: Realiseringsgrad").click()
    low = page.get_by_label("lavt", exact=True)
    low.fill("50")
    low.press("Enter")
    expect(page.get_by_role("button", name="Fjern lavt og højt skøn")).to_be_visible()
    high = page.get_by_label("højt", exact=True)
    high.fill("90")
    high.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Det høje skøn (90) er lavere end det forventede (100).")
    turn_to(page, NAME)
    expect(page.locator(".figures.three b").first).to_contain_text("%")
    expect(page.locator(".tornado tbody tr")).to_have_count(1)
