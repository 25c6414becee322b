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
