"""The presentation in a browser: by key, in the address, with a lever, and on every screen it meets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open

ADDRESS = "/praesentation?case=herning-drivers-2013"
MESSAGES = ".slide:not([hidden]) h1"


def at(page: Page, number: int) -> None:
    expect(page.locator(".presenter .at")).to_have_text(f"{number} / 7")
    expect(page.locator(MESSAGES)).to_have_count(1)


def handle(page: Page) -> None:
    page.locator(".handle summary").click()
    expect(page.locator(".drawer")).to_be_visible()


def test_keys_walk_through_the_views_and_a_reload_stays(open_page: Open) -> None:
    page = open_page(ADDRESS)
    at(page, 1)
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("End", 7), ("PageUp", 6), ("Home", 1)):
        page.keyboard.press(key)
        at(page, number)
    page.keyboard.press("ArrowLeft")
    at(page, 1)
    page.keyboard.press("End")
    at(page, 7)
    expect(page).to_have_url(re.compile(r"view=7"))
    page.reload()
    at(page, 7)


def test_arrows_in_a_lever_move_the_lever_and_its_message_follows(open_page: Open) -> None:
    page = open_page(ADDRESS)
    before = page.locator(MESSAGES).inner_text()
    handle(page)
    lever = page.get_by_label("Realiseringsgrad", exact=True)
    lever.focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    at(page, 1)
    expect(page.locator(".set")).to_contain_text("Realiseringsgrad 60 %")
    expect(page.locator(".set .effect")).to_contain_text(re.compile(r"2013–2016: fra netto.* til netto"))
    expect(page.locator(MESSAGES)).not_to_have_text(before)
    expect(page.locator(MESSAGES)).to_contain_text("ikke tilbagebetalt")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1024, 768), (1920, 1080)])
def test_no_view_is_wider_than_the_screen(open_page: Open, width: int, height: int) -> None:
    page = open_page(ADDRESS, width=width)
    page.set_viewport_size({"width": width, "height": height})
    for number in range(1, 8):
        at(page, number)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
        size = page.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{MESSAGES}')).fontSize)")
        scale = page.evaluate("new DOMMatrix(getComputedStyle(document.querySelector('.stage')).transform).a")
        assert size * scale >= (20 if width < 500 else 32 if width >= 1920 else 24)
        page.keyboard.press("ArrowRight")


CASES = ("herning-2013", "herning-drivers-2013")
OTHERS = ("assens-2016", "assens-drivers-2016", "esbjerg-2016", "toender-2016")
OTHERS += ("herning-pool-2013", "herning-projection-2013")
SMALLEST = """() => {
  const made = parseFloat(document.documentElement.style.getPropertyValue('--fit'));
  const parts = [...document.querySelectorAll('.slide:not([hidden]) .body :is(td, th, dt, li)')];
  return Math.min(1000, ...parts.map((part) => parseFloat(getComputedStyle(part).fontSize) * made));
}"""
BUTTONS = """[...document.querySelectorAll('button, a, input')].filter((one) =>
  one.checkVisibility() && !one.closest('td') && one.getBoundingClientRect().bottom > 0)"""  # not the skip link
CUT = """() => {
  const stage = document.querySelector('.stage').getBoundingClientRect();
  const slide = document.querySelector('.slide:not([hidden])'), body = slide.querySelector('.body');
  const parts = [...slide.querySelectorAll('h1, p, li, td, th, dt, dd, figure, footer span')];
  const out = parts.filter((part) => { const box = part.getBoundingClientRect();
    return box.width && (box.right > stage.right + 1 || box.bottom > stage.bottom + 1 || box.top < stage.top - 1); });
  const inner = body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1;
  return [out.map((part) => part.textContent.slice(0, 40)), inner];
}"""


SCREENS = [(case, *size) for case in CASES for size in ((1440, 900), (1280, 720), (1024, 768))]
SCREENS += [(case, 1280, 720) for case in OTHERS]


@pytest.mark.parametrize(("case", "width", "height"), SCREENS)
def test_the_stage_is_whole_and_bare_on_every_projector(open_page: Open, case: str, width: int, height: int) -> None:
    page = open_page(f"/praesentation?case={case}")
    page.set_viewport_size({"width": width, "height": height})
    count = page.locator(".slide").count()
    for number in range(1, count + 1):
        expect(page.locator(".presenter .at")).to_have_text(f"{number} / {count}")
        expect(page.locator(MESSAGES)).to_have_count(1)
        page.wait_for_timeout(300)  # charts are drawn after the words
        box = page.locator(".stage").bounding_box()
        assert box and box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)
        assert page.evaluate(CUT) == [[], False], number
        assert page.evaluate(SMALLEST) >= 12, number  # of the sheet's 900 points in height
        assert page.evaluate(f"{BUTTONS}.length") == 0
        page.keyboard.press("ArrowRight")
