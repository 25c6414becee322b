"""What a user does on the page, in a real browser."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import streamlit
from docx import Document
from playwright.sync_api import Locator, Page, expect

from budget.case import case_from_text
from budget.text import Words
from tests.e2e.conftest import Open, choose, turn_to
from tests.e2e.test_entry import SAVING_2016, cell, put

ROOT = Path(__file__).parents[2]


def test_a_change_is_shown_everywhere_and_reset_alone_or_with_all(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    expect(page.locator("tr[data-row=net] td.changed small")).to_have_text("var -2.500")
    expect(page.locator(".chart .annotation-text", has_text="Besparelse")).to_have_text("Besparelse -3.500")
    expect(page.locator(".figures")).to_contain_text("mindst 84,3 %")
    page.locator("#open-advisers").click()
    put(page, "#field-costs-advisers-amounts-2014", "1.000", "typed")
    expect(page.locator("#changes")).to_contain_text("2 ændringer")
    page.get_by_role("button", name="Nulstil 2014").click()
    expect(cell(page, "advisers", 2014)).to_have_text("2.000")
    expect(page.locator("#field-costs-advisers-amounts-2014")).to_be_focused()
    page.get_by_role("button", name="Nulstil alle ændringer").click()
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")
    expect(cell(page, "net", 2016)).to_have_text("-2.500")


def test_the_language_of_the_page_follows_the_switch_and_survives_a_reload(open_page: Open) -> None:
    page = open_page()
    assert page.evaluate("document.documentElement.lang") == "da"
    choose(page, "English")
    expect(page.locator("caption")).to_contain_text("Net saving, amounts in 1,000 kr")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    expect(page.locator("caption")).to_contain_text("Net saving")
    expect(cell(page, "net", 2013)).to_have_text("1,000")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_an_edit_survives_the_change_of_language(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    choose(page, "English")
    expect(page.locator(SAVING_2016)).to_have_value("3,500")
    expect(cell(page, "net", 2016)).to_have_text("-1,500")


def closed(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Luk").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_workbook_that_is_downloaded_holds_the_table_on_the_page(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.get_by_role("button", name="Eksportér").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent Excel").click()
    assert download.value.suggested_filename == "herning-2013.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()), data_only=True)
    rows = {row[0].value: [c.value for c in row[1:6]] for row in book["Nettobesparelse"].iter_rows()}
    net = next(values for label, values in rows.items() if str(label).startswith("Nettobesparelse") and values[3])
    assert -1500 in net or -1_500_000 in net


def test_the_csv_and_the_case_that_are_downloaded_are_of_the_page(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.get_by_role("button", name="Eksportér").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent CSV").click()
    assert ";-3500\n" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent casen (YAML)").click()
    case = case_from_text(Path(download.value.path()).read_bytes())
    assert case.savings[0].amounts[2016].value == 3_500_000


def test_papers_are_in_the_theme_chosen_and_small_numbers_are_one_switch_with_the_presentation(
    open_page: Open,
) -> None:
    page = open_page("/?case=herning-drivers-2013")

    export = page.get_by_role("button", name="Eksportér")

    def headings() -> list[str]:
        with page.expect_download() as download:
            page.get_by_role("button", name="Hent dagsordenstekst").click()
        return [p.text for p in Document(str(download.value.path())).paragraphs if p.style.name == "Heading 1"]

    export.click()
    assert headings()[0] == "Sagsresume"
    page.get_by_label("Tema for PowerPoint og dagsordenstekst").click()
    page.get_by_role("option", name="Aarhus Kommune").click()
    page.get_by_text("Vis også antal under 5").click()
    expect(page.get_by_text("PowerPoint og dagsordenstekst viser også antal under 5.")).to_be_visible()
    assert headings()[0] == "1. Resumé"
    closed(page)
    turn_to(page, "Præsentation")
    page.locator(".stage .handle summary").click()
    hide = page.get_by_role("button", name="Skjul antal under 5")
    hide.click()
    expect(hide).to_have_count(0)
    turn_to(page, "Beregning")
    export.click()
    expect(page.get_by_role("button", name="Hent Excel")).to_be_visible()
    expect(page.get_by_text("PowerPoint og dagsordenstekst viser også antal under 5.")).to_have_count(0)
    assert headings()[0] == "1. Resumé"


def test_a_downloaded_workbook_is_edited_and_read_back(open_page: Open, tmp_path: Path) -> None:
    page = open_page()
    page.get_by_role("button", name="Eksportér").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent Excel").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    for row in book["Forudsætninger"].iter_rows():
        if row[0].value == "savings.placements.amounts":
            row[8].value = 3_500_000
    book.save(tmp_path / "edited.xlsx")
    closed(page)
    page.get_by_role("button", name="Skift case").click()
    page.locator("input[type=file]").set_input_files(tmp_path / "edited.xlsx")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("4.500 er nu 3.500")
    dialog.get_by_role("button", name="Åbn med ændringerne").click()
    expect(cell(page, "placements", 2016)).to_have_text("-3.500")


def test_two_users_do_not_see_each_others_edits(open_page: Open) -> None:
    one, other = open_page(), open_page()
    put(one, SAVING_2016, "3.500", "typed")
    expect(cell(one, "net", 2016)).to_have_text("-1.500")
    put(other, SAVING_2016, "1.111", "typed")
    expect(cell(other, "placements", 2016)).to_have_text("-1.111")
    expect(cell(one, "placements", 2016)).to_have_text("-3.500")
    choose(one, "English")
    expect(cell(one, "placements", 2016)).to_have_text("-3,500")
    other.get_by_role("button", name="Nulstil alle ændringer").click()
    expect(cell(other, "placements", 2016)).to_have_text("-4.500")
    assert other.evaluate("document.documentElement.lang") == "da"
    expect(open_page().locator("#changes")).to_have_text("Ingen ændringer")


def test_the_table_is_walked_with_the_keyboard_and_tells_how_a_figure_was_worked_out(open_page: Open) -> None:
    page = open_page()
    cell(page, "placements", 2013).focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(cell(page, "net", 2015)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#why")).to_be_focused()
    expect(page.locator(".why")).to_contain_text("Nettobesparelse, 2015")
    expect(page.locator(".why")).to_contain_text("projektbeskrivelse")
    page.get_by_role("button", name="Luk").click()
    expect(page.locator(".why")).to_have_count(0)
    expect(cell(page, "net", 2015)).to_be_focused()
    assert page.locator("tbody button[tabindex='0']").count() == 1


def test_a_slider_moves_the_table_with_the_keyboard(open_page: Open) -> None:
    page = open_page()
    slider = page.get_by_role("slider", name="Realiseringsgrad")
    slider.focus()
    slider.press("Home")
    expect(cell(page, "placements", 2016)).to_have_text("0")
    expect(page.locator("#field-levers-realisation-value")).to_have_text("0 %")
    slider.press("End")
    expect(cell(page, "placements", 2016)).to_have_text("-6.750")
    page.get_by_role("button", name="Nulstil Realiseringsgrad").click()
    expect(cell(page, "placements", 2016)).to_have_text("-4.500")
    expect(slider).to_have_value("100")


def test_table_and_verdict_follow_a_slider_while_it_is_moved_and_end_where_it_ends(open_page: Open) -> None:
    page = open_page()
    slider = page.get_by_role("slider", name="Realiseringsgrad")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    height, left, wide = box["y"] + box["height"] / 2, box["x"] + 8, (box["width"] - 16) / 150  # of one per cent
    page.mouse.move(left + 100 * wide, height)
    page.mouse.down()
    for per_cent in range(100, 49, -1):
        page.mouse.move(left + per_cent * wide, height)
    expect(cell(page, "placements", 2016)).not_to_have_text("-4.500")  # the button is still down
    expect(page.locator("#changes")).to_contain_text("1 ændring")
    page.mouse.up()
    shown = int(slider.input_value())
    expect(cell(page, "placements", 2016)).to_have_text(Words("da").amount(-45_000 * shown))
    page.get_by_role("button", name="Fortryd").first.click()
    expect(cell(page, "placements", 2016)).to_have_text("-4.500")
    expect(slider).to_have_value("100")


def test_a_line_is_added_removed_and_brought_back(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Tilføj linje").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Navn").fill("Uddannelse")
    dialog.get_by_role("textbox", name="Beløb i 2013").fill("250")
    dialog.get_by_role("button", name="Gem ændringen").click()
    expect(cell(page, "uddannelse", 2016)).to_have_text("250")
    expect(page.locator("tr[data-row=costs]")).to_have_count(1)  # two cost lines: a total is printed
    page.get_by_role("button", name="Slet linje").click()
    expect(page.locator("tr[data-row=uddannelse]")).to_have_count(0)
    page.locator("#open-advisers").click()
    page.get_by_role("button", name="Slet linje").click()
    expect(cell(page, "net", 2013)).to_have_text("-1.000")
    page.locator(".removed button").click()
    expect(cell(page, "net", 2013)).to_have_text("1.000")


def test_a_dialog_that_is_closed_stays_closed(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Tilføj linje").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_another_case_is_opened_with_its_own_table(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.get_by_role("button", name="Skift case").click()
    expect(page.get_by_role("dialog")).to_contain_text("1 ændring går tabt")
    page.get_by_role("dialog").get_by_role("combobox").click()
    page.get_by_role("option", name=re.compile("assens-2016")).click()
    page.get_by_role("dialog").get_by_role("button", name="Åbn", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Assens", ignore_case=True)
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
def test_the_page_never_scrolls_sideways_and_the_table_does_in_its_own_box(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.locator(".nb .scroll")
    assert wide.evaluate("box => box.getBoundingClientRect().right") <= width
    if width < 800:
        page.get_by_role("link", name="Gå til resultatet").click()
        expect(page.locator("caption")).to_be_in_viewport()


OUTSIDE = """cards => cards.filter(card => [...card.querySelectorAll("b, .was")].some(text => {
  const range = document.createRange();
  range.selectNodeContents(text);
  const right = (box) => box.getBoundingClientRect().right;
  return right(range) > Math.min(right(card), right(card.parentElement));
})).map(card => card.innerText)"""


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
def test_no_key_figure_is_cut_however_large(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    page.locator("#open-advisers").click()
    put(page, "#field-costs-advisers-amounts-2013", "187.654", "typed")
    expect(page.locator(".figures b").first).to_have_text("740,1\u00a0mio.\u00a0kr.")
    expect(page.locator(".figures b").nth(2)).to_contain_text("mindst 7.1")
    assert page.locator(".figures > div").evaluate_all(OUTSIDE) == []


@pytest.mark.parametrize(("path", "width"), [("", 390), ("usikkerhed", 1440)])
def test_the_name_of_a_folded_line_or_scenario_is_not_cut(open_page: Open, path: str, width: int) -> None:
    page = open_page(f"/{path}?case=herning-drivers-2013", width=width)
    names = page.locator(".line:not(.open) .name")
    expect(names.first).to_be_visible()
    assert names.evaluate_all("names => names.filter((name) => name.scrollWidth > name.clientWidth)") == []


def test_nothing_of_the_page_needs_more_than_a_strict_content_security_policy(open_page: Open) -> None:
    """Our component's loader comes as a blob, Streamlit's start as one inline script with a known hash; nothing else:
    the charts are drawn and saved without any evaluation of text as code.
    """
    start = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", start, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline)
    policy = (
        f"default-src 'self'; script-src 'self' blob: {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
    page = open_page(csp=policy)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.locator(".chart .picture").scroll_into_view_if_needed()
    expect(page.locator(".chart .annotation-text", has_text="Besparelse")).to_have_text("Besparelse -3.500")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Gem som PNG").click()
    assert waiting.value.suggested_filename.endswith(".png")
    page.get_by_role("button", name="Skift case").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert refused == []


def test_the_first_amount_is_at_most_eight_presses_of_tab_away(open_page: Open) -> None:
    page = open_page()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.cell input')"):
            break
    expect(page.locator("#field-savings-placements-amounts-2013")).to_be_focused()


def test_the_result_comes_first_and_the_assumptions_stay_in_sight(open_page: Open) -> None:
    narrow = open_page(width=390)
    boxes = [
        narrow.locator(part).first.bounding_box() for part in (".verdict", ".figures", ".chart", "#result", ".left")
    ]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == 5 and tops == sorted(tops)
    page = open_page()
    page.evaluate("document.querySelector('.stMain').scrollTo(0, 9999)")
    expect(page.locator("#result .notes")).to_be_in_viewport()
    expect(page.locator("#assumptions")).to_be_in_viewport()


def test_a_question_is_one_line_until_it_is_unfolded(open_page: Open) -> None:
    page = open_page()
    question = page.locator(".rail li.error details")
    expect(question.get_by_text("Hvordan finansieres den")).to_be_hidden()
    question.locator("summary").click()
    expect(question.get_by_text("Hvordan finansieres den")).to_be_visible()
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    expect(question.get_by_text("Hvordan finansieres den")).to_be_visible()  # an edit folds nothing


@pytest.mark.parametrize(("path", "group", "tab"), [("anbringelser", 0, 2), ("ny-case", 3, 2), ("metode", 4, 1)])
def test_the_navigation_says_where_one_is(open_page: Open, path: str, group: int, tab: int) -> None:
    page = open_page(f"/{path}")
    for links, place in (("[data-testid=stTopNavLink]", group), (".st-key-tabs a", tab)):
        expect(page.locator(links).nth(place)).to_have_attribute("aria-current", "page")
        expect(page.locator(f"{links}[aria-current]")).to_have_count(1)


def test_every_tab_opens_its_own_page_in_a_new_tab_of_the_browser(open_page: Open) -> None:
    page = open_page("/anbringelser")
    tabs = page.locator(".st-key-tabs")
    opened: tuple[Callable[[Locator], None], ...] = (
        lambda link: link.click(button="middle"),
        lambda link: link.click(modifiers=["ControlOrMeta"]),
    )
    for name, heading in (("Beregning", "Sverigesprojektet"), ("Sagstal", "Sagstal")):
        for press in opened:
            with page.context.expect_page() as new:
                press(tabs.get_by_role("link", name=name))
            expect(new.value.locator("h1:visible, h2:visible", has_text=heading).first).to_be_visible()
            new.value.close()
    expect(page.locator(".st-key-tabs a[aria-current]")).to_have_text("Anbringelser")


def test_what_was_asked_about_one_case_holds_no_press_when_another_is_open(open_page: Open) -> None:
    page = open_page()
    page.locator("tr[data-row=placements] td button").last.click()
    expect(page.locator("#why")).to_be_visible()
    page.get_by_role("button", name="Kopiér til ny case").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Kommune").fill("Eksempel Kommune")
    page.get_by_role("dialog").get_by_role("button", name="Opret kopien").click()
    expect(page.locator(".st-key-case-bar")).to_contain_text("Eksempel Kommune")
    choose(page, "kr.")
    page.get_by_role("button", name="Eksportér").click()
    expect(page.get_by_role("dialog")).to_be_visible()
