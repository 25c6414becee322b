"""The page Overblik in a browser: readable for everyone, and what is taken away is what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.test_accessibility import violations
from tests.e2e.test_driver_pages import turn_to


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page: Open, scheme: str) -> None:
    page = open_page(scheme=scheme)
    turn_to(page, "Overblik")
    expect(page.locator(".nb table")).to_have_count(3)
    assert violations(page) == []


def test_a_narrow_screen_in_english_scrolls_only_its_tables(open_page: Open) -> None:
    page = open_page("/?lang=en", width=390)
    turn_to(page, "Overview")
    expect(page.locator(".nb table")).to_have_count(3)
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390


def test_the_list_is_downloaded_as_it_is_shown(open_page: Open) -> None:
    page = open_page()
    turn_to(page, "Overblik")
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent listen som CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "Børne- og Familieudvalget;1;Sverigesprojektet;;;2,5;;3" in text


def test_a_table_is_copied_as_text_and_as_html_for_a_spreadsheet_or_a_document(open_page: Open) -> None:
    page = open_page()
    turn_to(page, "Overblik")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopiér tabel: Nettovirkning").click()
    expect(page.get_by_text("Kopieret: sæt ind i et regneark")).to_be_visible()
    text, markup = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          return Promise.all(["text/plain", "text/html"].map(async (kind) => (await item.getType(kind)).text()));
        }"""
    )
    lines = [line.split("\t") for line in text.splitlines()]
    assert lines[0][1:] == ["2013", "2014", "2015", "2016", "I alt"]
    assert lines[1][1:] == ["-1.000", "-2.000", "-3.000", "-4.500", "-10.500"]
    assert "<table" in markup and "-10.500" in markup and "<button" not in markup and "class=" not in markup


@pytest.mark.parametrize("width", [1280, 390])
def test_the_choice_under_the_caps_is_readable_for_everyone(open_page: Open, width: int) -> None:
    page = open_page("/overblik", width=width)
    page.get_by_label("Kommune").first.click()
    page.get_by_role("option", name="Alle kommuner").click()
    expect(page.get_by_role("heading", name="Hvilke forslag under loftet?")).to_be_visible()
    page.get_by_label("Loft 2016, 1.000 kr.").fill("5.000")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Loftet for 2016: 0 kr. af 5.000.000 kr. er brugt.")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
