"""Edits outlive a reload, a second tab and a server that was killed; and no click is swallowed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Served
from tests.e2e.test_entry import SAVING_2016, cell, put
from tests.e2e.test_guide import box, fill, onward, to_guide, who

SAVING_2015 = "#field-savings-placements-amounts-2015"
RESTORED = re.compile(r"^Kladden fra kl\. \d\d\.\d\d er hentet igen\.")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    started = Served(f"sqlite:///{tmp_path / 'cases.db'}")
    yield started
    started.kill()


@pytest.fixture
def window(served: Served, browsers: Callable[[str], Browser]) -> Iterator[BrowserContext]:
    context = browsers("en-US").new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    yield context
    context.close()


def tab(window: BrowserContext, address: str) -> Page:
    page = window.new_page()
    page.goto(address)
    page.locator(".nb .points .count").wait_for()
    return page


def test_edits_survive_a_reload(served: Served, window: BrowserContext) -> None:
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    expect(page.locator(".nb")).to_contain_text(re.compile(r"Kladde gemt kl\. \d\d\.\d\d"))
    page.wait_for_url(re.compile("draft="))
    page.reload()
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    expect(page.locator("#changes")).to_contain_text("1 ændring")
    expect(page.get_by_text(RESTORED)).to_be_visible()
    put(page, SAVING_2015, "2.500", "typed")
    expect(page.locator("#changes")).to_contain_text("2 ændringer")
    expect(page.get_by_text(RESTORED)).to_have_count(0)


def test_a_server_that_was_killed_takes_up_where_it_was_and_no_click_is_lost(
    served: Served, window: BrowserContext
) -> None:
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    served.kill()
    page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()
    put(page, SAVING_2015, "2.500", "typed")  # while no one listens
    served.start()
    expect(cell(page, "net", 2015)).to_have_text("-500", timeout=30_000)
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    expect(page.locator("#changes")).to_contain_text("2 ændringer")


def test_a_session_that_was_lost_says_so(served: Served, window: BrowserContext) -> None:
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    served.kill()
    page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()
    served.start()
    lost = re.compile(r"Forbindelsen blev afbrudt\. Kladden fra kl\. \d\d\.\d\d er hentet igen\.")
    expect(page.get_by_text(lost)).to_be_visible(timeout=30_000)
    put(page, SAVING_2015, "2.500", "typed")
    expect(cell(page, "net", 2015)).to_have_text("-500", timeout=30_000)


def test_the_first_click_counts_where_nothing_had_been_changed(served: Served, window: BrowserContext) -> None:
    page = tab(window, served.address)
    served.kill()
    page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()
    served.start()
    page.locator("[data-testid=stApp][data-test-connection-state=CONNECTED]").wait_for(timeout=30_000)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500", timeout=30_000)  # the server loads its libraries first


def test_a_second_tab_takes_the_draft_and_the_first_goes_on_in_a_copy(served: Served, window: BrowserContext) -> None:
    first = tab(window, served.address)
    put(first, SAVING_2016, "3.500", "typed")
    first.wait_for_url(re.compile("draft="))
    second = tab(window, first.url)
    expect(cell(second, "net", 2016)).to_have_text("-1.500")
    put(second, SAVING_2015, "2.500", "typed")
    expect(cell(second, "net", 2015)).to_have_text("-500")
    put(first, SAVING_2016, "4.000", "typed")
    expect(first.get_by_text("Her arbejdes videre i en kopi")).to_be_visible()
    expect(cell(first, "net", 2016)).to_have_text("-2.000")
    assert first.url != second.url
    for page, years in ((first, {2015: "-1.000", 2016: "-2.000"}), (second, {2015: "-500", 2016: "-1.500"})):
        page.reload()
        for year, net in years.items():
            expect(cell(page, "net", year)).to_have_text(net)


def test_the_answers_about_a_new_case_survive_a_reload_and_a_server_that_was_killed(
    served: Served, window: BrowserContext
) -> None:
    page = tab(window, served.address)
    to_guide(page)
    who(page)
    onward(page, "Ekstra medarbejdere")
    fill(page, "cost-1.children.2027", "220")
    expect(page.locator(".nb")).to_contain_text(re.compile(r"Kladde gemt kl\. \d\d\.\d\d"))
    page.wait_for_url(re.compile("ny-case.*draft="))
    page.reload()
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.locator("#guide-step")).to_contain_text("Trin 2 af 6")
    expect(page.locator(box("cost-1.children.2027"))).to_have_value("220")
    served.kill()
    page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()
    fill(page, "cost-1.fte_now", "4")  # while no one listens
    served.start()
    page.get_by_role("button", name="Tilbage: Hvem og hvornår").click(timeout=30_000)
    expect(page.locator("#guide-step")).to_contain_text("Trin 1 af 6", timeout=30_000)
    expect(page.locator(box("title"))).to_have_value("Tidlig indsats")
    page.reload()
    onward(page, "Ekstra medarbejdere")
    expect(page.locator(box("cost-1.children.2027"))).to_have_value("220")
    expect(page.locator(box("cost-1.fte_now"))).to_have_value("4")


def test_a_draft_is_found_without_its_address_by_the_browser_that_made_it(
    served: Served, window: BrowserContext, browsers: Callable[[str], Browser]
) -> None:
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    expect(page.locator(".nb")).to_contain_text(re.compile(r"Kladde gemt kl\. \d\d\.\d\d"))
    page.close()
    cookie = next(one for one in window.cookies() if one["name"] == "drafts-of")
    assert cookie["httpOnly"] and len(cookie["value"]) >= 20
    again = tab(window, served.address)
    expect(cell(again, "net", 2016)).to_have_text("-2.500")
    offer = re.compile(r"Fortsæt kladden fra kl\. \d\d\.\d\d: Sverigesprojektet \(1 ændring\)")
    again.get_by_role("link", name=offer).click()
    expect(cell(again, "net", 2016)).to_have_text("-1.500")
    stranger = browsers("en-US").new_context(reduced_motion="reduce")
    other = tab(stranger, served.address)
    expect(other.locator("#changes")).to_have_text("Ingen ændringer")
    expect(other.get_by_text("Fortsæt kladden")).to_have_count(0)
    stranger.close()


def test_a_new_case_that_was_begun_is_offered_again(served: Served, window: BrowserContext) -> None:
    page = tab(window, served.address)
    to_guide(page)
    fill(page, "title", "Tidlig indsats")
    expect(page.locator(".nb")).to_contain_text(re.compile(r"Kladde gemt kl\. \d\d\.\d\d"))
    page.close()
    again = tab(window, served.address)
    again.get_by_role("link", name=re.compile(r"Tidlig indsats \(ny case\)")).click()
    expect(again.locator(box("title"))).to_have_value("Tidlig indsats")


def test_what_was_wiped_says_so_beside_the_button_that_brings_it_back(served: Served, window: BrowserContext) -> None:
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    page.get_by_role("button", name="Nulstil alle ændringer").click()
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")
    page.get_by_role("button", name="Fortryd").first.click()
    expect(cell(page, "net", 2016)).to_have_text("-1.500")


def test_a_newer_program_beside_this_one_stops_the_save_and_nothing_that_was_typed(
    served: Served, window: BrowserContext, tmp_path: Path
) -> None:
    """While servers are brought up to date one after the other; the newer program stands for itself by its form."""
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    expect(page.locator(".nb")).to_contain_text(re.compile(r"Kladde gemt kl\. \d\d\.\d\d"))
    known = form_of(tmp_path / "cases.db", "9999")
    refused = "En nyere udgave af programmet har taget databasen i brug (form 9999"
    expect(saved_in_the_dialog(page)).to_contain_text(refused)
    expect(page.locator("[role=dialog]")).to_contain_text("Intet er gemt, og kladden er bevaret")
    page.keyboard.press("Escape")
    page.locator("[role=dialog]").wait_for(state="detached")
    put(page, SAVING_2015, "2.500", "typed")
    expect(cell(page, "net", 2015)).to_have_text("-500")
    page.reload()
    expect(page.get_by_text(RESTORED)).to_be_visible()
    expect(page.locator("#changes")).to_contain_text("2 ændringer")
    form_of(tmp_path / "cases.db", known)  # this server is brought up to date too
    saved_in_the_dialog(page).wait_for(state="detached")
    expect(page.locator("#changes")).to_have_text("Version 1")
    expect(cell(page, "net", 2015)).to_have_text("-500")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")


def form_of(file: Path, form: str) -> str:
    """Gives the store another form, and says which it had."""
    with closing(sqlite3.connect(file)) as store, store:
        ((before,),) = store.execute("SELECT version_num FROM alembic_version")
        store.execute("UPDATE alembic_version SET version_num = ?", [form])
    return str(before)


def saved_in_the_dialog(page: Page) -> Locator:
    page.locator(".st-key-bar-save button").click()
    dialog = page.locator("[role=dialog]")
    dialog.get_by_label("Dit navn").fill("Mette")
    dialog.get_by_role("button", name="Gem som ny version").click()
    return dialog
