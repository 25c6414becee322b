"""A bar or a point that is pressed tells on its own page how its figure came about, as the cell of a table does."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open, turn_to
from tests.e2e.test_accessibility import violations
from tests.e2e.test_charts import PLOT, spot

PRESSED = {  # the address, the series, its place, and what is said
    "Sagstal": ("/sagstal?case=herning-drivers-2013", "with", 1, "2014"),
    "Anbringelser": ("/anbringelser?case=herning-drivers-2013", "case", 2, "2015"),
    "Budgetopfølgning": ("/budgetopfoelgning?case=herning-2013", "revised", 2, "2015: -3.000.000 kr."),
    "Præsentation, år": ("/praesentation?case=herning-2013&view=3", "net", 2, "2015: -1.000.000 kr."),
    "Præsentation, akkumuleret": ("/praesentation?case=herning-2013&view=4", "accumulated", 3, "2016: -2.500.000 kr."),
    "Præsentation, sikkerhed": ("/praesentation?case=herning-2013&view=5", "planned", 1, "2014: 1.000.000 kr."),
}
CELLS = {  # the address, and a cell of a table that answers
    "Sagstal": ("/sagstal?case=herning-drivers-2013", '[data-row$=".caseload"] td:nth-of-type(2) button'),
    "Anbringelser": ("/anbringelser?case=herning-drivers-2013", '[data-row$=".places"] td:nth-of-type(3) button'),
    "Budgetopfølgning": ("/budgetopfoelgning?case=herning-2013", '[data-row="placements"][data-year="2015"]'),
    "Præsentation": ("/praesentation?case=herning-2013&view=2", '[data-row="net"] td:nth-of-type(3) button'),
}


def drawn(page: Page) -> None:
    page.locator(".chart .picture:visible").first.scroll_into_view_if_needed()
    page.locator(f"{PLOT}:visible .trace").first.wait_for(state="attached", timeout=60_000)


@pytest.mark.parametrize("name", PRESSED)
def test_a_chart_that_is_pressed_tells_how_its_figure_came_about(open_page: Open, name: str) -> None:
    address, series, place, told = PRESSED[name]
    page = open_page(address)
    drawn(page)
    page.mouse.click(*spot(page, series, place))
    expect(page.locator(".why")).to_contain_text(told)
    expect(page.locator("#why")).to_be_focused()
    page.locator(".why").get_by_role("button", name="Luk").click()
    expect(page.locator(".why")).to_have_count(0)


@pytest.mark.parametrize("name", CELLS)
def test_the_table_s_cell_answers_the_same_by_keyboard(open_page: Open, name: str) -> None:
    address, selector = CELLS[name]
    page = open_page(address)
    cell = page.locator(f".nb {selector}").first
    cell.press("Enter")
    expect(page.locator(".why")).to_be_visible()
    expect(page.locator("#why")).to_be_focused()
    expect(cell).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []
    page.locator(".why").get_by_role("button", name="Luk").press("Enter")
    expect(page.locator(".why")).to_have_count(0)
    expect(cell).to_be_focused()


def test_what_was_asked_on_one_page_is_not_told_on_another(open_page: Open) -> None:
    page = open_page("/?case=herning-2013")
    page.locator('.nb tr[data-row="net"] button').first.press("Enter")
    expect(page.locator(".why")).to_be_visible()
    turn_to(page, "Præsentation")
    expect(page.locator(".stage")).to_be_visible()
    expect(page.locator(".why")).to_have_count(0)
