"""The reference library in a real browser: a price taken in one click, its source explained, the comparison."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, choose, more_about, turn_to
from tests.e2e.test_accessibility import violations
from tests.e2e.test_entry import cell, put

PRICE = "#field-savings-fewer-unit_price"
DRIVERS = "/?case=herning-drivers-2013"


def price_shelf(page: Page) -> None:
    page.locator("#open-fewer").click()
    more_about(page, "Enhedspris")
    page.get_by_role("button", name="Hent fra referencebiblioteket: Enhedspris").click()
    expect(page.locator("#shelf")).to_be_focused()


def test_a_price_is_taken_with_one_click_and_its_source_stands_in_the_explanation(open_page: Open) -> None:
    page = open_page(DRIVERS)
    price_shelf(page)
    page.get_by_role("button", name="Hent Familiepleje, landsgennemsnit 2019").click()
    expect(page.locator(PRICE)).to_have_value("470.000")
    expect(page.locator(PRICE)).to_be_focused()
    expect(cell(page, "fewer", 2014)).to_have_text("-198")
    cell(page, "fewer", 2014).click()
    why = page.locator("section.why")
    expect(why).to_contain_text("Kommuner sparer penge ved at bruge flere plejefamilier")
    expect(why).to_contain_text("i 2019-priser")
    expect(page.locator("#changes")).to_contain_text("1 ændring")
    page.get_by_role("button", name="Nulstil Enhedspris").click()
    expect(page.locator(PRICE)).to_have_value("720.700")
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")


def test_closing_the_library_leads_back_to_where_it_was_opened(open_page: Open) -> None:
    page = open_page(DRIVERS)
    price_shelf(page)
    page.locator(".shelf").get_by_role("button", name="Luk").click()
    expect(page.locator("#shelf")).to_have_count(0)
    expect(page.get_by_role("button", name="Hent fra referencebiblioteket: Enhedspris")).to_be_focused()


def test_a_rate_and_its_source_are_typed_and_open_current_prices(open_page: Open) -> None:
    page = open_page()
    turn_to(page, "Kilder og kontrol")
    expect(page.locator("h1")).to_have_text("Kilder og kontrol")
    for index in ("wages", "total"):
        for year in (2014, 2015, 2016):
            put(page, f"#field-indices-{index}-{year}", "2,5", "typed")
    put(page, "#source-field-indices-wages", "KL, juni 2013", "typed")
    expect(page.locator(".sources-list")).to_contain_text("KL, juni 2013")
    turn_to(page, "Beregning")
    choose(page, "Løbende priser")
    expect(cell(page, "advisers", 2014)).to_have_text("2.050")


def test_a_confirmed_default_follows_to_the_other_pages(open_page: Open) -> None:
    page = open_page(DRIVERS)
    turn_to(page, "Kilder og kontrol")
    page.get_by_role("button", name="Bekræft standardværdi: Helårspladser i alt").click()
    expect(page.locator(".tag", has_text="1 ændring")).to_be_visible()
    turn_to(page, "Beregning")
    expect(page.locator("#changes")).to_contain_text("1 ændring")
    expect(page.get_by_role("button", name="Bekræft standardværdi: Helårspladser i alt")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page: Open, scheme: str) -> None:
    page = open_page(DRIVERS, scheme=scheme)
    price_shelf(page)
    assert violations(page) == []
    turn_to(page, "Kilder og kontrol")
    expect(page.locator(".compare").first).to_be_visible()
    for summary in page.locator(".nb summary").all()[:12]:
        summary.click()
    assert violations(page) == []


def test_the_comparison_fits_a_narrow_screen(open_page: Open) -> None:
    page = open_page(DRIVERS)
    turn_to(page, "Kilder og kontrol")
    expect(page.locator(".compare").first).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".compare").first.evaluate("node => node.scrollWidth <= node.parentElement.clientWidth")
