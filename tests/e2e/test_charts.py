"""The charts in a real browser: pressed, pointed at, switched off, saved, and as they were before an edit."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Open, Served
from tests.e2e.test_page import SAVING_2016, cell, put

HERNING = "/?case=herning-2013"
PLOT = ".chart .js-plotly-plot"


def opened(open_page: Open, address: str = HERNING, **more: Any) -> Page:
    """The page with its first chart drawn."""
    page = open_page(address, **more)
    page.locator(".chart .picture").first.scroll_into_view_if_needed()
    page.locator(f"{PLOT} .trace").first.wait_for(state="attached", timeout=60_000)
    return page


def names(page: Page) -> list[str]:
    """What stands at the ends of the series."""
    return page.locator(f"{PLOT} .annotation-text").all_text_contents()


def spot(page: Page, series: str, place: int) -> tuple[float, float]:
    """The middle of a bar or the point of a line on the screen, as Plotly drew it."""
    x, y = page.evaluate(
        """([series, place]) => {
          const plot = document.querySelector('.chart .js-plotly-plot')
          const number = plot.data.findIndex(trace => trace.uid === series)
          const { xaxis, yaxis } = plot._fullLayout
          const area = plot.querySelector('.nsewdrag').getBoundingClientRect()
          const at = plot.calcdata[number][place]
          const across = plot.data[number].orientation !== 'h'
          const bar = plot.data[number].type === 'bar'
          const on = (x, y) => [area.left + x * area.width / xaxis._length, area.top + y * area.height / yaxis._length]
          if (!across) return on(xaxis.l2p(at.b + at.s / 2), yaxis.l2p(at.p))
          return on(xaxis.l2p(bar ? at.p : at.x), yaxis.l2p(bar ? at.b + at.s / 2 : at.y))
        }""",
        [series, place],
    )
    return float(x), float(y)


def test_the_names_at_the_ends_show_the_last_values_and_follow_an_edit(open_page: Open) -> None:
    page = opened(open_page)
    assert "Besparelse -4.500" in names(page)
    put(page, SAVING_2016, "3.500", "typed")
    expect(page.locator(f"{PLOT} .annotation-text", has_text="Besparelse -3.500")).to_be_visible()


def test_pointing_at_a_year_tells_every_series_in_the_language_and_unit(open_page: Open) -> None:
    page = opened(open_page)
    page.mouse.move(*spot(page, "savings", 3))
    told = page.locator(f"{PLOT} .hoverlayer .legend")
    expect(told).to_contain_text("2016 (1.000 kr.)")
    for text in ("Merudgift: 2.000", "Besparelse: -4.500", "Netto: -2.500", "Akkumuleret: -2.500"):
        expect(told).to_contain_text(text)
    english = opened(open_page, f"{HERNING}&lang=en")
    english.mouse.move(*spot(english, "savings", 3))
    expect(english.locator(f"{PLOT} .hoverlayer .legend")).to_contain_text("Saving: -4,500")


@pytest.mark.parametrize(("series", "row"), [("savings", "savings"), ("costs", "costs"), ("net", "net")])
def test_pressing_a_bar_or_a_point_tells_how_its_figure_came_about(open_page: Open, series: str, row: str) -> None:
    page = opened(open_page)
    page.mouse.click(*spot(page, series, 2))
    why = page.locator(".why")
    expect(why).to_be_visible()
    expect(why).to_contain_text("2015")
    shown = {"savings": "-3.000", "costs": "2.000", "net": "-1.000"}[row]
    expect(why).to_contain_text(shown)


def test_what_the_chart_answers_the_table_s_cell_answers_to_the_keyboard(open_page: Open) -> None:
    page = opened(open_page)
    page.mouse.click(*spot(page, "net", 2))
    expect(page.locator(".why")).to_be_visible()
    told = page.locator(".why").inner_text()
    expect(cell(page, "net", 2015)).to_have_attribute("aria-expanded", "true")
    page.locator(".why").get_by_role("button", name="Luk").click()
    expect(page.locator(".why")).to_have_count(0)
    cell(page, "net", 2015).press("Enter")
    expect(page.locator(".why")).to_be_visible()
    assert page.locator(".why").inner_text() == told


def test_a_legend_entry_switches_its_series_off_and_an_edit_keeps_it_off(open_page: Open) -> None:
    page = opened(open_page)
    entry = page.locator(".legend").get_by_role("button", name="Akkumuleret")
    expect(entry).to_have_attribute("aria-pressed", "true")
    entry.focus()
    page.keyboard.press("Enter")
    expect(entry).to_have_attribute("aria-pressed", "false")
    expect(page.locator(f"{PLOT} .scatterlayer .trace")).to_have_count(1)
    put(page, SAVING_2016, "3.500", "typed")
    expect(page.locator(f"{PLOT} .annotation-text", has_text="Netto -1.500")).to_be_visible()
    assert not any(name.startswith("Akkumuleret") for name in names(page))
    entry.click()
    expect(page.locator(f"{PLOT} .annotation-text", has_text="Akkumuleret")).to_be_visible()


def test_a_chart_is_saved_as_png_and_svg_under_a_name_that_says_what_it_is(open_page: Open, tmp_path: Path) -> None:
    page = opened(open_page, scheme="dark")
    for format, button in (("png", "Gem som PNG"), ("svg", "Gem som SVG")):
        with page.expect_download() as waiting:
            page.locator(".chart").get_by_role("button", name=button).click()
        name = "Sverigesprojektet - Merudgift og besparelse pr. år, 1.000 kr"
        assert waiting.value.suggested_filename == f"{name}.{format}"
        waiting.value.save_as(tmp_path / f"chart.{format}")
    with Image.open(tmp_path / "chart.png") as picture:
        assert picture.size == (2000, 728)
        assert picture.convert("RGB").getpixel((3, 3)) == (255, 255, 255)  # on paper, whatever the screen is
    drawn = ET.parse(tmp_path / "chart.svg").getroot()
    texts = {"".join(element.itertext()) for element in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Merudgift og besparelse pr. år, 1.000 kr.", "Besparelse -4.500", "2016"} <= texts


def test_the_state_before_an_edit_stands_as_a_pale_ghost(open_page: Open) -> None:
    page = opened(open_page)
    traces = "document.querySelector('.chart .js-plotly-plot').data.map(trace => trace.uid)"
    assert not any(uid.startswith("ghost") for uid in page.evaluate(traces))
    put(page, SAVING_2016, "3.500", "typed")
    expect(page.locator(f"{PLOT} .annotation-text", has_text="Besparelse -3.500")).to_be_visible()
    assert {"ghost-savings", "ghost-net", "ghost-accumulated"} <= set(page.evaluate(traces))
    expect(page.locator(".chart", has_text="Bleg og stiplet: før dine ændringer.")).to_be_visible()
    before = "document.querySelector('.chart .js-plotly-plot').data.find(trace => trace.uid === 'ghost-savings').y"
    assert page.evaluate(before)[-1] == -4_500_000
    page.get_by_role("button", name="Nulstil alle").click()
    expect(page.locator(f"{PLOT} .annotation-text", has_text="Besparelse -4.500")).to_be_visible()
    assert not any(uid.startswith("ghost") for uid in page.evaluate(traces))


@pytest.mark.parametrize(("scheme", "ink"), [("light", "rgb(20, 32, 43)"), ("dark", "rgb(238, 242, 245)")])
def test_light_and_dark_have_their_own_colours(open_page: Open, scheme: str, ink: str) -> None:
    page = opened(open_page, scheme=scheme)
    line = page.locator(f"{PLOT} .scatterlayer .trace .js-line").first
    assert line.evaluate("line => getComputedStyle(line).stroke") == ink


def test_a_page_that_turns_dark_takes_its_charts_along(open_page: Open) -> None:
    page = opened(open_page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator(f"{PLOT} .scatterlayer .trace .js-line").first).to_have_css("stroke", "rgb(238, 242, 245)")


def test_more_contrast_is_given_to_those_who_ask_for_it(open_page: Open) -> None:
    page = opened(open_page)
    page.emulate_media(contrast="more")
    bar = page.locator(f"{PLOT} .barlayer .trace .point path").first
    expect(bar).to_have_css("fill", "rgb(168, 74, 0)")


@pytest.mark.parametrize("width", [390, 320])
def test_a_telephone_has_the_legend_in_place_of_names_and_nothing_outside(open_page: Open, width: int) -> None:
    page = opened(open_page, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert names(page) == []
    box = page.locator(f"{PLOT} .main-svg").first.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
    expect(page.locator(".legend").get_by_role("button")).to_have_count(4)


@pytest.mark.parametrize(
    ("address", "charts"),
    [
        (HERNING, 1),
        ("/?case=assens-2016&lang=en", 1),
        ("/sagstal?case=herning-drivers-2013", 2),
        ("/anbringelser?case=herning-drivers-2013", 3),
        ("/usikkerhed?case=herning-drivers-2013", 3),
        ("/budgetopfoelgning?case=herning-2013", 1),
    ],
)
def test_no_text_of_a_chart_lies_over_another_or_outside(open_page: Open, address: str, charts: int) -> None:
    page = open_page(address)
    pictures = page.locator(".chart .picture")
    expect(pictures).to_have_count(charts)
    for number in range(charts):
        pictures.nth(number).scroll_into_view_if_needed()
        plot = pictures.nth(number).locator(".js-plotly-plot")
        plot.locator(".trace").first.wait_for(state="attached", timeout=60_000)
        page.wait_for_timeout(300)
        edge = plot.bounding_box()
        assert edge is not None
        boxes = plot.locator("svg text").evaluate_all(
            "all => all.filter(t => t.textContent.trim() && !t.closest('.hoverlayer')).map(t => {"
            "const b = t.getBoundingClientRect(); return [t.textContent, b.left, b.top, b.right, b.bottom] })"
        )
        for text, left, top, right, bottom in boxes:
            assert left >= edge["x"] - 1 and right <= edge["x"] + edge["width"] + 1, (address, text)
            assert top >= edge["y"] - 1 and bottom <= edge["y"] + edge["height"] + 1, (address, text)
        for n, (one, l1, t1, r1, b1) in enumerate(boxes):
            for other, l2, t2, r2, b2 in boxes[n + 1 :]:
                over = min(r1, r2) - max(l1, l2) > 2 and min(b1, b2) - max(t1, t2) > 4
                assert not over, (address, one, other)


def test_a_bar_of_the_tornado_shows_the_table_at_its_end(open_page: Open) -> None:
    page = open_page("/usikkerhed?case=herning-drivers-2013")
    chart = page.locator("figure.chart[data-press=bar]")
    chart.scroll_into_view_if_needed()
    chart.locator(".js-plotly-plot .point").first.wait_for(state="attached", timeout=60_000)
    bar = chart.locator(".barlayer .trace").first.locator(".point").first
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#at-end")).to_contain_text("Børn")
    expect(page.locator("[data-do=bar][data-end=low]").first).to_have_attribute("aria-expanded", "true")


def test_a_chart_says_in_words_what_it_shows(open_page: Open) -> None:
    page = opened(open_page)
    said = page.locator(".chart .picture").get_attribute("aria-label")
    assert said is not None and "Besparelsen går fra 1,0 mio. kr. i 2013 til 4,5 mio. kr. i 2016." in said


def test_print_has_the_chart_in_the_colours_of_paper(open_page: Open) -> None:
    page = opened(open_page, scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(f"{PLOT} .scatterlayer .trace .js-line").first).to_have_css("stroke", "rgb(20, 32, 43)")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(f"{PLOT} .scatterlayer .trace .js-line").first).to_have_css("stroke", "rgb(238, 242, 245)")


def test_behind_a_path_of_a_proxy_everything_is_found(
    browsers: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "kommune/budget")
    served = Served()
    try:
        page = browsers("en-US").new_page(viewport={"width": 1440, "height": 1600})
        page.goto(f"{served.address}/kommune/budget/usikkerhed?case=herning-drivers-2013")
        page.locator(f"{PLOT} .trace").first.wait_for(state="attached", timeout=60_000)
        page.close()
    finally:
        served.kill()


def test_scripts_and_styles_are_fetched_once_and_no_edit_brings_them_again(open_page: Open) -> None:
    page = opened(open_page)
    own = "performance.getEntriesByType('resource').filter(e => e.name.includes('assets-of-the-page')).map(e => e.name)"
    fetched = page.evaluate(own)
    assert sorted(name.rpartition("/")[2].partition("-")[0] for name in fetched) == ["base", "page", "page", "plotly"]
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    assert page.evaluate(own) == fetched
    answer = page.request.get(fetched[0])
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert json.dumps(answer.headers).count("gzip") == 1
