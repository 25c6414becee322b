"""Grids in a real browser of another language: sorted by value, searched as they read, with a real table beside."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.test_accessibility import violations
from tests.e2e.test_driver_pages import turn_to

CELLS = "nodes => nodes.map(node => node.textContent)"


def grid(page: Page, number: int = 0) -> list[list[str]]:
    """The rows as the grid has them in order."""
    rows = page.get_by_test_id("data-grid-canvas").nth(number).locator("tbody tr")
    return [row.locator("td").evaluate_all(CELLS) for row in rows.all()]


def library(page: Page) -> None:
    turn_to(page, "Kilder og kontrol")
    page.get_by_text("Vis hele referencebiblioteket").click()
    expect(page.get_by_test_id("data-grid-canvas")).to_have_count(2)
    expect(page.locator(".nb .of-grid table")).to_have_count(1)


def press_head(page: Page, number: int, column: str) -> None:
    """Presses the head of a column, where the grid tells that it is."""
    canvas = page.get_by_test_id("data-grid-canvas").nth(number)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for x in range(20, int(box["width"]) - 60, 80):
        page.mouse.click(box["x"] + x, box["y"] + 16)
        page.wait_for_timeout(300)
        if any(f"↑ {column}" == head for head in canvas.locator("th").evaluate_all(CELLS)):
            return
    raise AssertionError(column)


def test_a_column_is_sorted_by_value_in_a_browser_that_speaks_english(open_page: Open) -> None:
    page = open_page(ui="en-US")
    turn_to(page, "Overblik")
    page.get_by_role("combobox").first.click()
    page.get_by_role("option", name="Alle kommuner").click()
    expect(page.get_by_role("table", name="Tilbagebetaling og afkast").first).to_contain_text("-16,7")
    press_head(page, 1, "Akkumuleret netto, mio. kr.")
    values = [float(row[5]) for row in grid(page, 1)]
    assert values == sorted(values) and len({len(str(v)) for v in values}) > 1


def test_what_is_searched_for_is_written_as_on_the_page(open_page: Open) -> None:
    page = open_page(ui="en-US")
    library(page)
    page.get_by_test_id("stDataFrame").nth(1).hover()
    page.get_by_role("button", name="Søg: Referencebiblioteket").click()
    page.keyboard.type("470.000")
    expect(page.get_by_test_id("search-result-area")).to_have_text("2 fundet")


def test_a_real_table_stands_beside_for_screen_readers_the_keyboard_and_paper(open_page: Open) -> None:
    page = open_page(ui="en-US")
    turn_to(page, "Overblik")
    expect(page.get_by_test_id("data-grid-canvas")).to_have_count(2)
    table = page.get_by_role("table", name="Tværgående investeringsforslag")
    expect(table.get_by_role("row", name="Sverigesprojektet").first).to_contain_text("2,5")
    beside = page.locator(".nb .of-grid").first
    size = "node => node.getBoundingClientRect().width"
    assert beside.evaluate(size) < 2
    beside.locator(".scroll").focus()
    assert beside.evaluate(size) > 300
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stDataFrame").first).to_be_hidden()
    assert beside.evaluate(size) > 300


def test_nothing_in_the_menu_of_a_column_would_write_figures_in_the_browser_s_language(open_page: Open) -> None:
    page = open_page(ui="en-US")
    turn_to(page, "Overblik")
    canvas = page.get_by_test_id("data-grid-canvas").first
    canvas.scroll_into_view_if_needed()
    page.wait_for_timeout(800)
    box = canvas.bounding_box()
    assert box is not None
    menu = page.get_by_test_id("stDataFrameColumnMenu")
    for x in range(130, 240, 6):  # to where the menu of a column is opened
        page.mouse.move(box["x"] + x, box["y"] + 16)
        page.wait_for_timeout(100)
        page.mouse.click(box["x"] + x, box["y"] + 17)
        page.wait_for_timeout(200)
        if menu.count():
            break
    expect(menu).to_contain_text("Sortér stigende")
    expect(menu.get_by_text("Format")).to_be_hidden()
    expect(menu.get_by_text("Statistics")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page: Open, scheme: str) -> None:
    page = open_page(scheme=scheme)
    turn_to(page, "Overblik")
    expect(page.get_by_test_id("data-grid-canvas")).to_have_count(2)
    assert violations(page) == []
    library(page)
    assert violations(page) == []


def test_a_narrow_screen_scrolls_only_inside_the_grids(open_page: Open) -> None:
    page = open_page("/?lang=en", width=320)
    turn_to(page, "Overview")
    expect(page.get_by_test_id("data-grid-canvas")).to_have_count(2)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 320
    assert violations(page) == []
