"""axe-core on every state of the page, WCAG 2.1 A and AA, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.test_entry import SAVING_2016, cell, put

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [f"{v['id']}: {node['html'][:200]}" for v in found["violations"] for node in v["nodes"]]


def as_opened(page: Page) -> None:
    """Nothing done yet."""


def with_a_change_a_refusal_and_a_slip(page: Page) -> None:
    put(page, "#field-savings-placements-amounts-2013", "100.000", "typed")
    expect(page.locator(".warning").first).to_be_visible()
    put(page, SAVING_2016, "2.1", "typed")
    expect(page.get_by_role("alert")).to_be_visible()


def with_a_calculation_and_all_points(page: Page) -> None:
    cell(page, "accumulated", 2016).click()
    expect(page.locator("#why")).to_be_visible()
    page.get_by_role("button", name="Se alle").click()
    expect(page.locator(".points li.fine").first).to_be_visible()


def with_everything_unfolded(page: Page) -> None:
    page.locator("#open-rates").click()
    expect(page.locator("#field-discount_rate")).to_be_visible()
    page.locator("#open-placements").click()
    for summary in page.locator("summary").all():
        summary.click()


def form(name: str) -> Callable[[Page], None]:
    def opened(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_timeout(500)  # it fades in, and half faded it has too little contrast

    opened.__name__ = f"form {name}"
    return opened


STATES = [
    as_opened,
    with_a_change_a_refusal_and_a_slip,
    with_a_calculation_and_all_points,
    with_everything_unfolded,
    form("Tilføj linje"),
    form("Rediger linje"),
    form("Rediger casen"),
    form("Skift case"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_no_violation(open_page: Open, state: Callable[[Page], None], scheme: str) -> None:
    page = open_page(scheme=scheme)
    state(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [390, 1024])
def test_axe_finds_no_violation_on_a_narrow_screen_in_english(open_page: Open, width: int) -> None:
    assert violations(open_page("/?lang=en", width=width)) == []


def test_the_result_is_a_real_table_with_headers(open_page: Open) -> None:
    page = open_page()
    table = page.get_by_role("table")
    expect(table.locator("caption")).to_contain_text("Nettobesparelse, beløb i 1.000 kr.")
    assert table.get_by_role("columnheader").count() == 6
    assert table.get_by_role("rowheader").count() == 4
    assert all(h.get_attribute("scope") for h in table.locator("th").all())


def test_every_field_is_named_and_tied_to_its_message(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "2.1", "typed")
    box = page.get_by_role("group", name="Beløb, 1.000 kr.").get_by_label("2016")
    expect(box).to_have_attribute("aria-invalid", "true")
    message = box.get_attribute("aria-describedby") or ""
    expect(page.locator(f"#{message.split()[0]}")).to_contain_text("er ikke et gyldigt tal")
