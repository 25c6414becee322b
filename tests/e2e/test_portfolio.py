"""The page Overblik in a browser: readable for everyone, and what is taken away is what is shown."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from budget.case import ASSUMPTIONS, Case, case_from_document, document, read_case
from budget.store import New, open_store
from tests.e2e.conftest import ROOT, Open, Served
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


def named(number: int) -> Case:
    tree = {**document(read_case("herning-2013")), "title": f"Forslag {number:02d}"}
    return case_from_document(tree, f"forslag-{number:02d}")


def test_a_long_overview_tells_how_far_it_is_and_stops_where_its_user_leaves(
    browsers: Callable[[str], Browser], tmp_path: Path
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/cases.db")
    for number in range(30):
        store.save(f"forslag-{number:02d}", 0, New(named(number), "Mette", "", "0.1.0", {}), f"r{number}")
    store.engine.dispose()
    noted, own = tmp_path / "worked-out", tmp_path / "own"
    own.mkdir()
    shutil.copy(ASSUMPTIONS / "herning-2013.yaml", own)
    served = Served(
        f"sqlite:///{tmp_path}/cases.db",
        ROOT / "tests" / "e2e" / "slow_app.py",
        WORKED_OUT=str(noted),
        NETTOBESPARELSE_CASES=str(own),
    )
    page = browsers("da-DK").new_context(viewport={"width": 1440, "height": 1000}).new_page()
    try:
        page.goto(f"{served.address}/overblik")
        expect(page.get_by_text(re.compile(r"^\d+ af 31 cases er beregnet$"))).to_be_visible()
        expect(page.get_by_role("button", name="Forslag 29 (forslag-29)")).to_be_visible()
        page.get_by_role("link", name="Case", exact=True).first.click()
        page.locator(".nb .points .count").wait_for()
        left = len(noted.read_text().split())
        page.wait_for_timeout(1500)
        assert len(noted.read_text().split()) <= left + 1 < 20
        page.go_back()
        expect(page.locator(".nb table")).to_have_count(3, timeout=90_000)
        expect(page.get_by_text("cases er beregnet")).to_have_count(0)
        assert sorted(noted.read_text().split()) == [*(f"forslag-{n:02d}" for n in range(30)), "herning-2013"]
    finally:
        page.context.close()
        served.kill()
