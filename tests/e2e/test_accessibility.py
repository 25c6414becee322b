"""axe-core on every page and state, WCAG 2.1 A and AA, light and dark; each page by keyboard alone and at 400 %."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from budget.dashboard.pages import GROUPS
from tests.e2e.conftest import Open, choose
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
    expect(page.locator(".nb summary").first).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()


def with_estimates_and_one_refused(page: Page) -> None:
    page.locator("summary", has_text="Mere om Realiseringsgrad").last.click()
    page.get_by_role("button", name="Lavt og højt skøn: Realiseringsgrad").last.click()
    put(page, "#field-levers-realisation-low", "150", "typed")
    expect(page.get_by_role("alert")).to_be_visible()


def form(name: str) -> Callable[[Page], None]:
    def opened(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_timeout(500)  # it fades in, and half faded it has too little contrast

    opened.__name__ = f"form {name}"
    return opened


def with_a_broken_file(page: Page) -> None:
    form("Skift case")(page)
    file = {"name": "x.yaml", "mimeType": "text/yaml", "buffer": b"title: [1"}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("dialog")).to_contain_text("Filen kan ikke bruges")


def without_current_prices(page: Page) -> None:
    choose(page, "Løbende priser")
    expect(page.locator(".warning").first).to_contain_text("fremskrivningsprocent for løn i 2014")


def with_the_choices_of_the_downloads(page: Page) -> None:
    page.get_by_role("button", name="Eksportér").click()
    page.get_by_text("Vis også antal under 5").click()
    expect(page.get_by_text("PowerPoint og dagsordenstekst viser også antal under 5.")).to_be_visible()


STATES = [
    as_opened,
    with_a_change_a_refusal_and_a_slip,
    with_a_calculation_and_all_points,
    with_everything_unfolded,
    with_estimates_and_one_refused,
    form("Tilføj linje"),
    form("Rediger linje"),
    form("Rediger casen"),
    form("Skift case"),
    with_a_broken_file,
    without_current_prices,
    with_the_choices_of_the_downloads,
]
PAGES = [place.address for group in GROUPS for place in group if place is not GROUPS[0][0]]  # which is at /
PROJECTED = "herning-projection-2013"
FULL, BARE = "herning-drivers-2013", "toender-2016"  # a case with every kind of line, and one with no cost

FOCUSABLE = "a[href], button, input, select, summary, textarea, [tabindex]"
# The next stop of the Tab key among those that can be seen, and whether the eye can see where it is.
REMEMBER = f"""() => {{
  const seen = (e) => e.checkVisibility({{visibilityProperty: true}}) && !e.disabled && e.tabIndex >= 0;
  const all = [...document.querySelectorAll('.nb :is({FOCUSABLE})')].filter(seen);
  all.forEach((e) => delete e.dataset.reached);
  return all.length;
}}"""
AT = """() => {
  const e = document.activeElement;
  if (!e.closest('.nb')) return null;
  e.dataset.reached = '';
  const style = getComputedStyle(e);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 ? '' : e.outerHTML.slice(0, 200);
}"""
MISSED = f"""() => [...document.querySelectorAll('.nb :is({FOCUSABLE})')]
  .filter((e) => e.checkVisibility({{visibilityProperty: true}}) && !e.disabled && e.tabIndex >= 0)
  .filter((e) => !('reached' in e.dataset))
  .map((e) => e.outerHTML.slice(0, 200))"""

# Words that a narrow screen cuts off; a table scrolls in a frame of its own.
CUT = """() => [...document.querySelectorAll('.nb :is(p, h1, h2, h3, li, dd, dt, label, button)')]
  .filter((e) => e.checkVisibility() && !e.closest('.scroll, .hidden') && e.getBoundingClientRect().right > 321)
  .map((e) => e.outerHTML.slice(0, 200))"""


def unfold(page: Page) -> None:
    """Opens everything that can be unfolded on a page."""
    page.evaluate("document.querySelectorAll('.nb details').forEach((d) => (d.open = true))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_no_violation(open_page: Open, state: Callable[[Page], None], scheme: str) -> None:
    page = open_page(scheme=scheme)
    state(page)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_on_any_page_full_or_empty_wide_or_narrow(
    open_page: Open, path: str, scheme: str
) -> None:
    """320 pixels are what a screen of 1280 has left at 400 %: nothing is lost and nothing scrolls sideways."""
    for case in (FULL, BARE, *([PROJECTED] if path == "fremskrivning" else [])):
        page = open_page(f"/{path}?case={case}", scheme=scheme)
        unfold(page)
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        page.wait_for_function("document.querySelector('.stMain').scrollWidth <= 320", timeout=10_000)  # grids follow
        cut = page.evaluate(CUT)
        assert cut == []
        assert violations(page) == []


@pytest.mark.parametrize("path", ["", *PAGES])
def test_everything_is_reached_and_seen_by_keyboard_alone(open_page: Open, path: str) -> None:
    page = open_page(f"/{path}?case=herning-2013")
    count = page.evaluate(REMEMBER)
    unseen: set[str | None] = set()
    for _ in range(count + 60):
        page.keyboard.press("Tab")
        unseen.add(page.evaluate(AT))
    assert unseen <= {"", None}
    assert page.evaluate(MISSED) == []


def test_every_download_and_its_choices_are_reached_by_keyboard(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Eksportér").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Hent Excel")).to_be_visible()
    reached: list[str] = []
    for _ in range(24):
        page.keyboard.press("Tab")
        here = page.evaluate("() => { const e = document.activeElement; return e.innerText || e.ariaLabel || ''; }")
        reached.append(here.strip().split("\n")[-1])
    wanted = ["Hent Excel", "Hent PowerPoint", "Hent dagsordenstekst", "Tema for", "Vis også antal under 5"]
    wanted += ["Hent bevillingsændringer (CSV)", "Hent investeringsforslag (CSV)", "Hent CSV", "Hent casen (YAML)"]
    assert [any(name in text for text in reached) for name in wanted] == [True] * len(wanted), reached


ENGLISH = re.compile(r"\b(the|files?|add|remove|press|help|close|open|expand|collapse|available|pages|sidebar)\b", re.I)
# What is said outside our own markup; an icon's name is not heard, and the hint on sizes is not shown.
OUTSIDE = """() => {
  const said = [];
  const own = (e) => e.closest('.nb, script, style, noscript, [data-testid=stIconMaterial], title');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (e && !own(e) && e.checkVisibility()) said.push(walker.currentNode.nodeValue.trim());
  }
  for (const e of document.querySelectorAll('[aria-label], [placeholder]'))
    if (!own(e)) said.push(e.getAttribute('aria-label') ?? e.getAttribute('placeholder'));
  return said;
}"""


@pytest.mark.parametrize("state", [as_opened, form("Tilføj linje"), with_a_broken_file], ids=lambda s: s.__name__)
def test_what_streamlit_says_is_danish_too(open_page: Open, state: Callable[[Page], None]) -> None:
    page = open_page()
    state(page)
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.lang") == "da"
    assert [said for said in page.evaluate(OUTSIDE) if ENGLISH.search(said)] == []


def test_an_address_without_a_page_is_said_in_danish(open_page: Open) -> None:
    page = open_page("/findes-ikke")
    expect(page.get_by_role("dialog")).to_contain_text("Siden findes ikke")
    assert violations(page) == []


def test_the_language_of_the_document_follows_the_switch(open_page: Open) -> None:
    page = open_page()
    choose(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Change case").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Upload")


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
