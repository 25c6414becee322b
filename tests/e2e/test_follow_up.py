"""The page Budgetopfølgning in a browser: an actual typed, a ledger's file read, and readable for everyone."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.e2e.conftest import Open
from tests.e2e.test_accessibility import violations
from tests.e2e.test_driver_pages import turn_to
from tests.ledger.files import FAILING

NAME = "Budgetopfølgning"
ADVISERS = "4 sagsbehandlere + 1 teamkoord. i BOF"
CSV = "Konto;Periode;Beløb\r\nadvisers;201401;165.000,50\r\nadvisers;201402;163.000\r\nadvisers;201417;9\r\n"


def unfold(page: Page, name: str) -> None:
    page.locator("summary").get_by_text(name, exact=True).click()


def row(page: Page, year: int, table: int = 2) -> str:
    """A line's table row by year; the third table is that of the advisers."""
    return page.locator(".nb table").nth(table).get_by_role("row", name=str(year)).inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_with_every_form_unfolded(open_page: Open, scheme: str) -> None:
    page = open_page(scheme=scheme)
    turn_to(page, NAME)
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.get_by_role("textbox", name="Beløb i 1.000 kr. eller antal")).to_be_visible()
    page.wait_for_timeout(500)
    assert violations(page) == []


def test_a_narrow_screen_in_english_scrolls_only_its_tables(open_page: Open) -> None:
    page = open_page("/?lang=en", width=390)
    turn_to(page, "Budget follow-up")
    assert violations(page) == []
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390


def test_an_actual_is_typed_shown_with_its_word_and_still_there_on_another_page(open_page: Open) -> None:
    page = open_page()
    turn_to(page, NAME)
    unfold(page, "Indtast et regnskabstal")
    page.get_by_role("textbox", name="Beløb i 1.000 kr. eller antal").fill("-1.2")
    page.get_by_role("button", name="Gem tallet").first.click()
    expect(page.get_by_text("er ikke et gyldigt tal")).to_be_visible()
    page.get_by_role("textbox", name="Beløb i 1.000 kr. eller antal").fill("-1.200")
    page.get_by_role("button", name="Gem tallet").first.click()
    expect(page.locator(".nb table").nth(1)).to_contain_text("-200 mindreforbrug")
    turn_to(page, "Sagstal")
    turn_to(page, NAME)
    expect(page.locator(".nb table").nth(1)).to_contain_text("-200 mindreforbrug")
    page.reload()
    expect(page.locator(".nb table").nth(1)).to_contain_text("-200 mindreforbrug")  # kept as a draft
    page.get_by_role("button", name="Nulstil", exact=False).first.click()
    expect(page.locator(".nb table").nth(1)).not_to_contain_text("-200 mindreforbrug")


def choose(form: Locator, label: str, option: str) -> None:
    """One of the options of a list in a form; a list that a run of the page closes again is opened once more."""
    box = form.get_by_test_id("stSelectbox").filter(has_text=label).get_by_role("combobox")
    wanted = form.page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        form.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
        box.click()
        with suppress(TimeoutError):
            return wanted.click(timeout=4_000)
        form.page.keyboard.press("Escape")
    raise AssertionError(f"{label}: no {option}")


def test_the_walk_of_a_year_from_a_grant_to_a_gate(open_page: Open) -> None:
    """2.000 and a grant of 120; 160, 170 and 180 in three months: 510 of 530, and 2.040 expected of 2.120."""
    page = open_page("/budgetopfoelgning?case=herning-2013")
    office = page.locator(".nb table").first
    expect(office).to_contain_text("Forbrug i %")
    forms = page.get_by_test_id("stExpander")
    grant = forms.filter(has_text="Indtast en tillægsbevilling, omplacering eller overførsel")
    grant.locator("summary").click()
    choose(grant, "Budgetlinje", "4 sagsbehandlere + 1 teamkoord. i BOF")
    grant.get_by_role("textbox", name="Ændring i 1.000 kr.").fill("120")
    grant.get_by_role("button", name="Gem tallet").click()
    expect(page.locator(".nb table").nth(2)).to_contain_text("2.120")
    spent = forms.filter(has_text="Indtast et regnskabstal")
    spent.locator("summary").click()
    choose(spent, "Linje eller målepunkt", "4 sagsbehandlere + 1 teamkoord. i BOF")
    for month, amount in ((1, "160"), (2, "170"), (3, "180")):
        choose(spent, "Måned", str(month))
        spent.get_by_role("textbox", name="Beløb i 1.000 kr. eller antal").fill(amount)
        spent.get_by_role("button", name="Gem tallet").click()
        expect(page.locator(".nb table").nth(2)).to_contain_text(f"({month} af 12 måneder)")
    choose(page.locator(".stMain"), "Tabel og tekst for", "2013")
    advisers = office.get_by_role("row", name="4 sagsbehandlere")
    for text in ("2.000", "120", "2.120", "510 (3 af 12 måneder)", "530", "24,1 %", "2.040", "-80 mindreforbrug"):
        expect(advisers).to_contain_text(text)
    expect(page.get_by_text("i budgettet til dato: et mindreforbrug på 20.000 kr.")).to_be_visible()
    gate = forms.filter(has_text="Sæt et beslutningspunkt")
    gate.locator("summary").click()
    choose(gate, "Højst eller mindst", "mindst")
    gate.get_by_role("textbox", name="Grænse").fill("64")
    gate.get_by_role("button", name="Gem beslutningspunktet").click()
    gates = page.locator(".nb table").filter(has_text="mindst 64 ved udgangen af december 2013")
    expect(gates).to_contain_text("afventer")
    choose(spent, "Linje eller målepunkt", "Andel af de anbragte, der er i plejefamilie (%)")
    choose(spent, "Måned", "hele året")
    spent.get_by_role("textbox", name="Beløb i 1.000 kr. eller antal").fill("66")
    spent.get_by_role("button", name="Gem tallet").click()
    expect(gates).to_contain_text("66 (december 2013)")
    expect(gates).to_contain_text("opfyldt")
    assert violations(page) == []


def test_a_ledger_s_file_is_shown_row_by_row_and_then_taken(open_page: Open) -> None:
    page = open_page()
    turn_to(page, NAME)
    unfold(page, "Hent regnskabstal fra en fil")
    file = {"name": "udtræk.csv", "mimeType": "text/csv", "buffer": CSV.encode("cp1252")}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text("2 rækker giver 2 tal. 1 rækker afvises")).to_be_visible()
    expect(page.get_by_text("»201417« er ikke en måned eller en periode fra 1 til 16.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Tag 2 tal ind").click()
    expect(page.locator(".nb table").nth(2)).to_contain_text("328 (2 af 12 måneder)")


def give(page: Page, name: str, data: bytes, place: int = 0) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("input[type=file]").nth(place).set_input_files(file)  # type: ignore[arg-type]


def settled(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)


def follow(page: Page, account: str, line: str = ADVISERS) -> None:
    """Names an account, or how some begin, for a line. A list that the page closes by moving under it takes no choice;
    one sees that nothing was chosen and chooses again."""
    field = page.get_by_test_id("stMultiSelect").filter(has=page.get_by_role("combobox", name=line))
    box, chosen = field.get_by_role("combobox"), field.locator("[data-tag]").filter(has_text=account)
    box.wait_for()
    for _ in range(6):
        settled(page)
        box.click()
        box.fill("")
        box.press_sequentially(account, delay=20)
        with suppress(AssertionError):
            expect(page.get_by_role("option").filter(has_text=account).first).to_be_visible(timeout=2_000)
        box.press("Enter")
        with suppress(AssertionError):
            expect(chosen).to_have_count(1, timeout=3_000)
            page.keyboard.press("Escape")
            return
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    raise AssertionError(f"{account} is not taken for {line}")


@pytest.mark.parametrize(
    ("name", "account", "steps", "gives"),
    [
        ("L10c_konto_i_alt.csv", "4000*", ("tages ikke",), ("300.000,00",)),
        ("L30_typekolonne.csv", "4000", ("Regnskab",), ("90.000,00",)),
    ],
)
def test_an_account_is_chosen_and_a_question_answered(
    open_page: Open, name: str, account: str, steps: tuple[str, ...], gives: tuple[str, ...]
) -> None:
    page = open_page()
    turn_to(page, NAME)
    unfold(page, "Hent regnskabstal fra en fil")
    give(page, name, (FAILING / name).read_bytes())
    follow(page, account)
    for step in steps:
        expect(page.get_by_role("button", name="Tag ")).to_have_count(0)
        page.locator("label").filter(has=page.get_by_role("radio")).get_by_text(step, exact=True).click()
    for amount in gives:
        expect(page.get_by_role("cell", name=amount, exact=True)).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("first", [0, 1])
def test_a_kept_choice_is_applied_whole_whichever_is_given_first(open_page: Open, first: int) -> None:
    page = open_page()
    turn_to(page, NAME)
    unfold(page, "Hent regnskabstal fra en fil")
    files = [("L19_1000kr.csv", 0), ("kolonner-1000kr.json", 1)]
    for name, place in files if first == 0 else files[::-1]:
        give(page, name, (FAILING / name).read_bytes(), place)
        expect(page.get_by_text(name).first).to_be_visible()
        page.wait_for_timeout(1_000)  # a file given while the page still reads another one is not taken
    expect(page.get_by_role("cell", name="-1.234.000,00", exact=True)).to_be_visible()
