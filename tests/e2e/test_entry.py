"""Number entry in a real browser: typed and pasted, whatever the language of the browser's own interface."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open

SAVING_2016 = "#field-savings-placements-amounts-2016"
INVALID, AMBIGUOUS, BOUNDS = "er ikke et gyldigt tal", "kan være et decimaltal", "ligger uden for det tilladte"

# What is entered in 1.000 kr., and either the reading in whole kr. or the reason it is refused.
DANISH = [
    ("1234,5", "1.234.500 kr."),
    ("1.234.567", "1.234.567.000 kr."),
    ("1.234.567,89", "1.234.567.890 kr."),
    ("1234567", "1.234.567.000 kr."),
    ("1.234", "1.234.000 kr."),
    ("1.234,5", "1.234.500 kr."),
    ("2,5", "2.500 kr."),
    ("0,0375", "38 kr."),  # 37,5: kept unrounded, echoed in whole kr.
    ("1 234 567", "1.234.567.000 kr."),
    ("1\u00a0234", "1.234.000 kr."),
    ("  3.500  ", "3.500.000 kr."),
    ("1,234", AMBIGUOUS),
    ("0.0375", INVALID),
    ("2.5", INVALID),
    ("2.1", INVALID),
    ("1.23", INVALID),
    ("1,234.5", INVALID),
    ("1.2345", INVALID),
    ("12.34.567", INVALID),
    ("(1.000)", INVALID),
    ("1e3", INVALID),
    ("2,5 mio.", "2.500.000 kr."),
    ("kr. 2.600.000", "2.600.000 kr."),
    ("-5,5", BOUNDS),
    ("\u22125,5", BOUNDS),
]


def cell(page: Page, row: str, year: int) -> Locator:
    return page.locator(f"tr[data-row='{row}'] td:nth-child({year - 2013 + 2}) button")


def put(page: Page, field: str, text: str, way: str) -> None:
    box = page.locator(field)
    box.click()
    page.keyboard.press("Control+A")
    if way == "pasted":
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.keyboard.press("Control+V")
    else:
        page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("ui", ["da", "en-US"])
@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_an_entry_is_read_in_danish_or_refused_and_never_guessed(open_page: Open, ui: str, way: str) -> None:
    page = open_page(ui=ui)
    line = page.locator("[data-holds=savings]")
    for text, expected in DANISH:
        put(page, SAVING_2016, text, way)
        if expected.endswith("kr."):
            expect(line.locator(".cell.changed .echo"), text).to_have_text(f"= {expected}")
            expect(line.get_by_role("alert"), text).to_have_count(0)
        else:
            alert = line.get_by_role("alert")
            expect(alert, text).to_contain_text(text)
            expect(alert, text).to_contain_text(expected)
            expect(alert, text).to_contain_text("Den tidligere værdi, 4.500, er bevaret.")
            expect(page.locator(SAVING_2016)).to_have_attribute("aria-invalid", "true")
            expect(cell(page, "placements", 2016)).to_have_text("-4.500")
        put(page, SAVING_2016, "4.500", "typed")
        expect(line.locator(".changed, [role=alert]")).to_have_count(0)
        expect(page.locator(SAVING_2016)).to_have_value("4.500")


@pytest.mark.parametrize("ui", ["da", "en-US"])
def test_in_english_the_point_is_the_decimal_sign(open_page: Open, ui: str) -> None:
    page = open_page("/?lang=en", ui=ui)
    line = page.locator("[data-holds=savings]")
    for text, expected in (
        ("2.5", "2,500 kr"),
        ("1,234,567.89", "1,234,567,890 kr"),
        ("2,5", "is not a valid number"),
        ("1.234.567", "is not a valid number"),
        ("1.234", "may be a decimal number"),
    ):
        put(page, SAVING_2016, text, "typed")
        shown = line.locator(".echo") if expected.endswith("kr") else line.get_by_role("alert")
        expect(shown).to_contain_text(expected)
        put(page, SAVING_2016, "4,500", "typed")
        expect(line.locator(".changed")).to_have_count(0)
        expect(page.locator(SAVING_2016)).to_have_value("4,500")
        expect(line.get_by_role("alert")).to_have_count(0)


def test_a_per_cent_may_be_typed_with_its_sign(open_page: Open) -> None:
    page = open_page()
    page.get_by_text("Flere forudsætninger for linjen").click()
    put(page, "#field-savings-placements-realisation", "50 %", "typed")
    expect(cell(page, "placements", 2016)).to_have_text("-2.250")
    expect(page.locator("#field-savings-placements-realisation")).to_have_value("50")


def test_a_value_a_thousand_times_the_one_before_is_pointed_out(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "4.500.000", "typed")
    expect(page.locator("[data-holds=savings] .warning")).to_contain_text("1.000 gange den tidligere værdi, 4.500")
    expect(cell(page, "placements", 2016)).to_have_text("-4.500.000")


def test_both_readings_of_a_value_far_from_the_others_can_be_chosen(open_page: Open) -> None:
    page = open_page()
    warning = page.locator("[data-holds=savings] .warning")
    put(page, SAVING_2016, "2600000", "typed")
    warning.get_by_role("button", name="Ret til 2.600.000 kr.").click()
    expect(cell(page, "placements", 2016)).to_have_text("-2.600")
    expect(warning).to_have_count(0)
    put(page, SAVING_2016, "2600000", "typed")
    warning.get_by_role("button", name="Behold 2.600.000.000 kr.").click()
    expect(warning).to_have_count(0)
    expect(cell(page, "placements", 2016)).to_have_text("-2.600.000")


YEARS_2013 = "#field-savings-placements-amounts-2013"


def test_cells_of_a_spreadsheet_fill_the_years_or_are_refused_together(open_page: Open) -> None:
    page = open_page()
    for text in ("1.100\t2.100\t3.100\t4.100", "1.200\r\n2.200\r\n3.200\r\n4.200\r\n"):
        put(page, YEARS_2013, text, "pasted")
        for year, amount in zip(range(2013, 2017), text.split(), strict=True):
            expect(cell(page, "placements", year)).to_have_text(f"-{amount}")
    put(page, YEARS_2013, "1\tto\t3", "pasted")
    expect(page.get_by_role("alert")).to_contain_text("Celle 2 (2014): »to« er ikke et gyldigt tal")
    expect(page.get_by_role("alert")).to_contain_text("Ingen af cellerne er taget med.")
    expect(cell(page, "placements", 2013)).to_have_text("-1.200")
    put(page, SAVING_2016, "10,5\n20,25", "pasted")
    expect(page.get_by_role("alert").last).to_contain_text("Der er kopieret 2 celler, men her er kun plads til 1.")


def test_any_step_is_taken_back_by_one_press_or_by_the_keyboard_also_after_a_reload(open_page: Open) -> None:
    page = open_page()
    saving, undo = cell(page, "placements", 2016), page.get_by_role("button", name="Fortryd", exact=True)
    put(page, SAVING_2016, "3.500", "typed")
    put(page, YEARS_2013, "500", "typed")
    page.get_by_role("button", name="Nulstil alle ændringer").click()
    expect(saving).to_have_text("-4.500")
    expect(page.get_by_text("Nulstillet.")).to_be_visible()
    undo.click()
    expect(saving).to_have_text("-3.500")
    expect(cell(page, "placements", 2013)).to_have_text("-500")
    page.wait_for_url("**draft=**")
    page.reload()
    expect(saving).to_have_text("-3.500")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Control+z")
    expect(cell(page, "placements", 2013)).to_have_text("-1.000")
    page.keyboard.press("Control+z")
    expect(saving).to_have_text("-4.500")
    expect(undo).to_be_disabled()
    for _ in range(2):
        page.keyboard.press("Control+y")
    expect(saving).to_have_text("-3.500")
    page.locator(SAVING_2016).click()
    page.keyboard.type("77")
    page.keyboard.press("Control+z")  # of what is being typed: the browser's own
    expect(saving).to_have_text("-3.500")


def test_no_press_of_undo_is_lost_or_left_to_the_browser_while_an_entry_is_not_answered(open_page: Open) -> None:
    page = open_page()
    undo = page.get_by_role("button", name="Fortryd", exact=True)
    redo = page.get_by_role("button", name="Annullér fortryd", exact=True)
    put(page, YEARS_2013, "500", "typed")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+z")
    expect(redo).to_be_enabled()
    expect(undo).to_be_disabled()  # an entry, and not also one of the browser's that took it back
    expect(cell(page, "placements", 2013)).to_have_text("-1.000")
    put(page, YEARS_2013, "500", "typed")
    page.keyboard.press("Tab")
    page.keyboard.type("600")
    for key in ("Enter", "Control+z", "Control+z", "Control+y"):
        page.keyboard.press(key)
    expect(cell(page, "placements", 2013)).to_have_text("-500")
    expect(cell(page, "placements", 2014)).to_have_text("-2.000")
    expect(redo).to_be_enabled()
    undo.click()
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")
    expect(undo).to_be_disabled()


def test_an_empty_field_is_refused_or_carried_but_never_zero(open_page: Open) -> None:
    page = open_page()
    put(page, "#field-savings-placements-amounts-2013", "", "typed")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("2013: Angiv et beløb for 2013. Et tomt felt er ikke 0.")
    expect(cell(page, "placements", 2013)).to_have_text("-1.000")
    page.locator(SAVING_2016).fill("")
    page.locator(SAVING_2016).press("Enter")
    expect(page.locator(SAVING_2016)).to_have_attribute("placeholder", "= 2015")
    expect(cell(page, "placements", 2016)).to_have_text("-3.000")


def test_a_field_left_with_tab_is_taken_while_the_next_is_typed_in(open_page: Open) -> None:
    page = open_page()
    page.locator("#field-savings-placements-amounts-2013").click()
    for text in ("1.001", "2.002", "3.003", "4.004"):
        page.keyboard.press("Control+A")
        page.keyboard.type(text, delay=15)
        page.keyboard.press("Tab")
    for year, text in zip(range(2013, 2017), ("-1.001", "-2.002", "-3.003", "-4.004"), strict=True):
        expect(cell(page, "placements", year)).to_have_text(text)


def test_no_edit_of_many_in_quick_succession_is_lost(open_page: Open) -> None:
    page = open_page()
    for number in range(12):
        year = 2013 + number % 4
        field = f"#field-savings-placements-amounts-{year}"
        page.locator(field).fill(str(5000 + number))
        page.locator(field).press("Enter", no_wait_after=True)
    for year, text in zip(range(2013, 2017), ("-5.008", "-5.009", "-5.010", "-5.011"), strict=True):
        expect(cell(page, "placements", year)).to_have_text(text)
    expect(page.locator("#changes")).to_contain_text("4 ændringer")


def test_a_long_press_is_not_lost_when_the_answer_to_what_was_typed_moves_the_page(open_page: Open) -> None:
    page = open_page()
    page.locator(SAVING_2016).fill("3.500")
    page.locator("#open-advisers").click(delay=1000)
    expect(page.locator("#open-advisers")).to_have_attribute("aria-expanded", "true")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")


def test_escape_leaves_the_field_as_it_was(open_page: Open) -> None:
    page = open_page()
    page.locator(SAVING_2016).click()
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(SAVING_2016)).to_have_value("4.500")
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")
