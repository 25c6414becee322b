"""The pages Sagstal and Anbringelser in a browser: reached from the bar, readable, and keeping what was chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, choose
from tests.e2e.conftest import turn_to as to_page
from tests.e2e.test_accessibility import violations

DRIVERS = "/?case=herning-drivers-2013"
PAGES = {"Sagstal": "Caseload", "Anbringelser": "Placements"}


def turn_to(page: Page, name: str) -> None:
    """Another page by its name, when its heading stands."""
    to_page(page, name)
    expect(page.locator(".nb h1").first).to_have_text(name)
    page.wait_for_timeout(500)  # the folded bar slides away


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("address", [DRIVERS, "/"], ids=["with lines", "without"])
def test_axe_finds_no_violation(open_page: Open, address: str, name: str, scheme: str) -> None:
    page = open_page(address, scheme=scheme)
    turn_to(page, name)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES.values())
def test_a_narrow_screen_in_english_has_no_violation_and_scrolls_only_its_tables(open_page: Open, name: str) -> None:
    page = open_page(f"{DRIVERS}&lang=en", width=390)
    turn_to(page, name)
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    picture = page.locator(".chart .picture").first
    picture.scroll_into_view_if_needed()
    expect(picture.locator(".trace").first).to_be_attached(timeout=60_000)


def test_a_vacancy_moves_the_caseload_and_is_still_chosen_on_the_way_back(open_page: Open) -> None:
    page = open_page(DRIVERS)
    turn_to(page, "Sagstal")
    said = page.locator(".nb section .lead").first
    expect(said).to_contain_text("Med 12 % vakance er det 31,3")
    page.get_by_text("25 %", exact=True).click()
    expect(said).to_contain_text("Med 25 % vakance er det 36,7")
    turn_to(page, "Anbringelser")
    turn_to(page, "Sagstal")
    expect(said).to_contain_text("Med 25 % vakance er det 36,7")


def test_language_and_unit_are_kept_from_page_to_page(open_page: Open) -> None:
    page = open_page(DRIVERS)
    choose(page, "mio. kr.")
    choose(page, "English")
    expect(page.locator(".nb caption").first).to_contain_text("million kr")
    turn_to(page, "Placements")
    expect(page.locator(".nb caption").nth(1)).to_contain_text("million kr")
    turn_to(page, "Caseload")
    to_page(page, "Calculation")
    expect(page.locator(".nb caption").first).to_contain_text("Net saving, amounts in million kr")
