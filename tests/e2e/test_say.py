"""Other people's words in a real browser: they read as they were written, and nothing in them does anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from budget.case import read_case, with_figure
from budget.dashboard.cases import saving
from budget.dashboard.changes.state import opened
from budget.store import open_store
from tests.e2e.conftest import GROUPS, HERE, ROOT, Served, turn_to
from tests.hostile import HOST, TEXTS, WORST, hostile

JOINER = "\u2060"
ID = "herning-drivers-2013"
# Whatever other people's words could have become; our own pages have none of it.
ACTIVE = """() => {
  const foreign = e => new URL(e.href || e.src, location.href).host !== location.host && !/^data:/.test(e.src || '')
  const said = '[data-testid=stMarkdownContainer]'
  return [
    ...[...document.querySelectorAll('a[href], img[src], script[src]')].filter(foreign),
    ...document.querySelectorAll('iframe, math, .katex, #evil, [onerror]'),
    ...document.querySelectorAll(said + ' :is(a, img, em, del, code, ul, ol, blockquote, hr, table)'),
    ...document.querySelectorAll(said + ' :is(h1, h2, h3):not([data-testid=stHeading] *)'), // but what was made one
    ...document.querySelectorAll(said + ' span:is([style], [role=img])'),
  ].map(e => e.outerHTML.slice(0, 200))
}"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    """A store with a hostile case in two versions, both of a hostile author."""
    where = f"sqlite:///{tmp_path / 'cases.db'}"
    kept = open_store(where)
    first = hostile(read_case(ID))
    saving.save(kept, opened(first, "e"), first, 0, WORST, WORST)
    second = with_figure(hostile(read_case(ID), TEXTS[6]), "levers.realisation", 0.8)
    saving.save(kept, opened(second, "f"), second, 1, WORST, WORST)
    kept.engine.dispose()
    yield where


@pytest.fixture
def asked(browsers: Callable[[str], Browser]) -> Iterator[tuple[Page, list[str]]]:
    """A window, and every address outside this machine that it asked for."""
    context = browsers("en-US").new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    outside: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname in HERE:
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    yield context.new_page(), outside
    context.close()


def settled(page: Page) -> Page:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.wait_for_timeout(300)
    return page


def is_text(page: Page) -> None:
    assert settled(page).evaluate(ACTIVE) == []


def test_every_text_reads_as_it_was_written(asked: tuple[Page, list[str]]) -> None:
    page, outside = asked
    served = Served(app=ROOT / "tests" / "e2e" / "texts_app.py")
    try:
        page.goto(served.address)
        page.locator(f".st-key-button-{len(TEXTS) - 1}").wait_for(timeout=60_000)
        is_text(page)
        for number, text in enumerate(TEXTS):
            wanted = " ".join(text.replace("\x85", " ").split())
            box = page.locator(f".st-key-text-{number}")
            said = box.locator("[data-testid=stMarkdownContainer]")
            said.nth(6).wait_for()
            shown = said.all_inner_texts()
            for one in shown:
                assert " ".join(one.replace(JOINER, "").split()) in (wanted, "x")
            box.locator("[data-testid=stTooltipIcon]").hover()
            tip = page.locator("[data-testid=stTooltipContent]").first
            tip.wait_for()
            assert " ".join(tip.inner_text().replace(JOINER, "").split()) == wanted
            is_text(page)
            page.mouse.move(0, 0)
            tip.wait_for(state="hidden")
            box.locator("[data-testid=stSelectbox] input").click()
            page.get_by_role("option").first.wait_for()
            is_text(page)
            page.keyboard.press("Escape")
    finally:
        served.kill()
    assert outside == []


def test_a_walk_through_every_page(store: str, asked: tuple[Page, list[str]]) -> None:
    page, outside = asked
    served = Served(store)
    try:
        page.goto(f"{served.address}/?{urlencode({'case': TEXTS[0], 'version': '1'})}")
        page.get_by_text("[Log ind igen]").wait_for()
        is_text(page)
        page.goto(f"{served.address}/?{urlencode({'case': ID, 'version': '1'})}")
        page.locator(".nb .points .count").wait_for()
        assert HOST in page.locator(".nb h1").first.inner_text()
        is_text(page)
        for button in ("[data-form=add]", "[data-form=case]", ".st-key-bar-cases button"):
            page.locator(button).first.click()
            page.get_by_role("dialog").wait_for()
            is_text(page)
            page.keyboard.press("Escape")
            page.get_by_role("dialog").wait_for(state="hidden")
        names = [name for group in GROUPS.values() for name in group]
        assert len(names) >= 10
        for name in names:
            turn_to(page, name)
            page.locator(".nb h1:visible").first.wait_for()
            is_text(page)
            for summary in page.locator("[data-testid=stExpander] summary").all():
                summary.click()
            is_text(page)
            if name == "Præsentation":
                page.goto(f"{served.address}/?{urlencode({'case': ID, 'version': '1'})}")
                page.locator(".nb .points .count").wait_for()
        page.goto(f"{served.address}/cases?{urlencode({'case': ID, 'version': '1'})}")
        page.get_by_label("Dit navn").fill(WORST[:100])
        page.get_by_role("button", name="Gem som ny version").click()
        page.get_by_role("button", name="Flet felt for felt og gem").wait_for()
        page.get_by_role("radiogroup").nth(3).wait_for()
        is_text(page)
    finally:
        served.kill()
    assert outside == []
