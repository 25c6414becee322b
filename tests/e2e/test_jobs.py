"""What a job costs in the hand: from a fresh start, counted in presses, entries in a field and choices of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from budget.case import Case, case_from_text
from budget.case.library import steps
from tests.e2e.conftest import Open, turn_to
from tests.e2e.test_entry import SAVING_2016, cell, put


@dataclass
class Counted:
    """Everything that is done to a page goes through here, one action at a time."""

    page: Page
    actions: int = 0
    entries: int = 0

    def press(self, what: str | Locator) -> None:
        """A button or a link by its name, or whatever else can be pressed."""
        self.actions += 1
        if isinstance(what, str):
            what = self.page.locator("button:visible, a:visible, summary:visible").get_by_text(what, exact=True)
        what.first.click()

    def enter(self, field: str | Locator, text: str) -> None:
        """Typed over what stands in the field, which is left by the Tab key."""
        self.actions += 1
        self.entries += 1
        (self.page.locator(field) if isinstance(field, str) else field).click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def slide(self, lever: Locator, to: str) -> None:
        self.actions += 1
        lever.fill(to)

    def choose(self, field: Locator, name: str) -> None:
        """From a list: one of the browser's own, or one that Streamlit unfolds."""
        self.actions += 1
        self.entries += 1
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=name)
        else:
            field.click()
            self.page.get_by_role("option", name=name).click()

    def taken(self, name: str) -> bytes:
        """The file that the button gives."""
        with self.page.expect_download() as got:
            self.press(self.page.get_by_role("dialog").get_by_role("button", name=name, exact=True))
        return Path(got.value.path()).read_bytes()


def test_a_figure_is_changed_and_exported_in_three_actions(open_page: Open) -> None:
    hand = Counted(open_page())
    hand.enter(SAVING_2016, "3.500")
    hand.press("Eksportér")
    assert _case(hand.taken("Hent casen (YAML)")).savings[0].amounts[2016].value == 3_500_000  # type: ignore[index, union-attr]
    assert hand.actions <= 3
    hand.page.keyboard.press("Escape")  # though the button took the focus with it while it made the file
    expect(hand.page.get_by_role("dialog")).to_have_count(0)


def test_another_municipalitys_case_is_copied_for_ones_own_in_six_actions(open_page: Open) -> None:
    page = open_page()
    hand = Counted(page)
    hand.press("Skift case")
    hand.choose(page.get_by_role("combobox", name="Case"), "(assens-2016)")
    hand.press("Åbn")
    expect(page.get_by_test_id("stDialog")).to_have_count(0)
    hand.press("Kopiér til ny case")
    hand.enter(page.get_by_role("textbox", name="Kommune"), "Eksempel Kommune")
    hand.press("Opret kopien")
    expect(page.locator(".st-key-case-bar")).to_contain_text("Eksempel Kommune")
    assert hand.actions <= 6
    page.get_by_role("button", name="Eksportér").click()
    made = _case(hand.taken("Hent casen (YAML)"))
    assert made.municipality == "Eksempel Kommune" and made.status == "idea"
    assert made.id not in ("assens-2016", "")
    assert all("Overtaget fra" in source.title for source in made.sources.values())


def test_a_first_case_takes_at_most_fourteen_entries_and_its_own_defaults_lead_to_a_version(open_page: Open) -> None:
    page = open_page()
    hand = Counted(page)

    def onward(name: str) -> None:
        hand.press(f"Næste: {name}")
        expect(page.locator("#guide-step")).to_contain_text(name)

    def put(path: str, text: str) -> None:
        hand.enter(f"#field-{path}", text)

    turn_to(page, "Ny case")
    expect(page.locator("#guide-step")).to_be_visible()
    for path, text in (("title", "Tidlig indsats"), ("municipality", "Eksempel Kommune"), ("first_year", "2027")):
        put(path, text)
    onward("Ekstra medarbejdere")
    put("cost-1-children-2027", "337,5")
    put("cost-1-fte_now", "7,5")
    expect(page.locator(".four")).to_have_text("45 → 25 børn pr. rådgiver = +6 årsværk")
    expect(page.locator(".guide-pair aside table")).to_contain_text("3.477")  # as soon as a line can be worked out
    onward("Hvad der spares")
    hand.choose(page.locator("#field-saving-1-step"), step("foster"))
    for year in range(2027, 2031):
        put(f"saving-1-stops-{year}", "2")
    for name in ("Priser", "Kilder", "Færdig"):
        onward(name)
        expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".nb table")).to_be_visible()
    expect(page.locator(".lacking")).to_have_count(0)
    hand.press("Åbn casen på siden Beregning")
    expect(page.locator("h1")).to_have_text("Tidlig indsats")
    expect(page.locator(".nb")).to_contain_text("Priser fra 2019 og 2022 er brugt, som de står")
    assert hand.entries <= 14
    page.get_by_role("button", name="Eksportér").click()
    assert _case(hand.taken("Hent casen (YAML)")).municipality == "Eksempel Kommune"
    page.keyboard.press("Escape")
    for name in ("Sagstal", "Anbringelser", "Følsomhed og usikkerhed", "Præsentation"):
        turn_to(page, name)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_the_quote_of_a_figure_is_one_press_away(open_page: Open) -> None:
    hand = Counted(open_page())
    quote = hand.page.locator("blockquote:visible", has_text="Samtidig forventes en besparelse på anbringelser")
    expect(quote).to_have_count(0)
    more = hand.page.locator("summary:visible", has_text="Mere om")
    hand.press(more)
    expect(quote).to_be_visible()
    more.first.click()
    cell(hand.page, "placements", 2016).click()
    expect(hand.page.locator("section:has(#why)", has_text="Samtidig forventes")).to_be_visible()
    assert hand.actions == 1


def test_a_lever_is_moved_and_shown_in_three_actions_and_the_slides_are_taken_from_here(open_page: Open) -> None:
    page = open_page()
    hand = Counted(page)
    hand.press("Præsentation")
    hand.press(page.locator(".handle summary"))
    hand.slide(page.get_by_label("Realiseringsgrad", exact=True), "60")
    expect(page.locator(".set")).to_contain_text("Realiseringsgrad 60 %")
    assert hand.actions <= 3
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PowerPoint").click()
    assert waiting.value.suggested_filename == "herning-2013.pptx"
    page.get_by_role("button", name="Afslut præsentationen").click()
    expect(page.locator("#changes")).to_contain_text("1 ændring")


def _line(hand: Counted) -> None:
    hand.press("Tilføj linje")
    hand.page.get_by_role("dialog").get_by_role("textbox", name="Navn").fill("Kurser")
    hand.page.get_by_role("dialog").get_by_role("textbox", name="Beløb").fill("100")
    hand.page.get_by_role("dialog").get_by_role("button", name="Gem").click()


def _title(hand: Counted) -> None:
    hand.press("Rediger casen")
    hand.page.get_by_role("dialog").get_by_role("textbox", name="Titel").fill("Et andet navn")
    hand.page.get_by_role("dialog").get_by_role("button", name="Gem").click()


def _open(hand: Counted) -> None:
    """The line of the saving, where it is not open already."""
    head = hand.page.locator("#open-placements")
    expect(head).to_be_visible()
    if head.get_attribute("aria-expanded") == "false":
        hand.press(head)


def _removed(hand: Counted) -> None:
    _open(hand)
    hand.press("Slet linje")


def _pasted(hand: Counted) -> None:
    put(hand.page, SAVING_2016.replace("2016", "2013"), "1.100\t2.100\t3.100\t4.100", "pasted")


CHANGES: dict[str, Callable[[Counted], None]] = {
    "figure": lambda hand: hand.enter(SAVING_2016, "3.500"),
    "cells": _pasted,
    "lever": lambda hand: hand.slide(hand.page.get_by_label("Realiseringsgrad", exact=True), "60"),
    "scenario": lambda hand: hand.press(hand.page.locator("button[data-do=scenario]").nth(1)),
    "line": _line,
    "title": _title,
    "removed": _removed,
}


def test_anything_is_undone_by_one_press_or_two_keys(open_page: Open) -> None:
    page = open_page()
    hand = Counted(page)
    none, undo = "Ingen ændringer", page.locator("button[data-do=undo]")
    for change in CHANGES.values():
        change(hand)
        expect(page.locator("#changes")).not_to_have_text(none)
        expect(page.get_by_role("dialog")).to_have_count(0)
        before = hand.actions
        hand.press(undo)  # all it takes
        expect(page.locator("#changes")).to_have_text(none)
        expect(undo).to_be_disabled()
        assert hand.actions - before == 1
    _open(hand)
    hand.enter(SAVING_2016, "3.500")
    expect(page.locator("#changes")).to_contain_text("1 ændring")
    hand.press("Nulstil alle ændringer")
    expect(page.locator("#changes")).to_have_text(none)
    hand.press(undo)
    expect(page.locator("#changes")).to_contain_text("1 ændring")
    turn_to(page, "Præsentation")
    page.locator(".handle summary").click()
    expect(page.get_by_role("button", name="Fortryd", exact=True)).to_be_enabled()
    page.keyboard.press("Control+z")  # also on the stage, where no button stands
    expect(page.locator(".set")).to_have_text("")


def test_the_answers_about_a_new_case_are_undone_by_one_press_too(open_page: Open) -> None:
    page = open_page()
    hand = Counted(page)
    turn_to(page, "Ny case")
    title = page.locator("#field-title")
    hand.enter(title, "Tidlig indsats")
    undo = page.locator("button[data-do=undo]")
    expect(undo).to_be_enabled()
    hand.press("Begynd forfra")
    expect(title).to_have_value("")
    hand.press(undo)
    expect(title).to_have_value("Tidlig indsats")
    hand.press(undo)
    expect(title).to_have_value("")


def step(id: str) -> str:
    """As the list of steps names it."""
    return steps()[id].label.in_language("da")


def _case(content: bytes) -> Case:
    return case_from_text(content)
