"""Numbers land where they are typed: every way in and out of a field, against a plain model of what must stand."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from budget.case import case_from_text
from budget.dashboard.cases.saving import content
from budget.dashboard.changes.history import MOST
from budget.store import Store, open_store
from tests.e2e.conftest import Open, Served, choose, draft_of, turn_to
from tests.e2e.test_entry import SAVING_2016, cell, put

SEQUENCES, LENGTH, SEED = 60, 6, 20261126  # 1.000 by `python -m tests.benchmarks.typing_sequences`
PATIENCE = 30  # seconds: how long a busy machine may take is no claim of these tests
YEARS = (2027, 2028, 2029, 2030)
LINES = {"c1": 1, "c2": 1, "c3": 1, "s1": -1, "s2": -1, "s3": -1}  # the sign of each in the budget


def six_lines() -> str:
    """A case of three costs and three savings, each an amount of its own in four years."""

    def lines(ids: str, first: int) -> str:
        return "".join(
            f"  - {{id: {id}, label: Linje {id}, kind: amounts, amounts: {{"
            + ", ".join(f"{year}: {(first + 10 * n + i) * 1000}" for i, year in enumerate(YEARS))
            + "}}\n"
            for n, id in enumerate(ids.split())
        )

    head = "title: Seks linjer\nmunicipality: Herning\nstatus: idea\n"
    head += "first_year: 2027\nyears: 4\nprice_year: 2027\ndiscount_rate: 0.035\n"
    return f"{head}costs:\n{lines('c1 c2 c3', 100)}savings:\n{lines('s1 s2 s3', 200)}"


@dataclass
class Expected:
    """What a reader of the page would say must happen."""

    values: dict[str, list[int]]
    first: dict[str, list[int]]
    line: str = ""
    at: int | None = None  # the field of the open line in which the cursor is
    typed: int | None = None  # what stands in it, not yet taken
    selected: bool = False  # whether the next digit takes the place of all that stands there
    known: bool = True  # whether it is known where the cursor is
    turned: bool = False
    unit: str = "1000"
    done: list[str] = field(default_factory=list)
    steps: list[tuple[str, int, int]] = field(default_factory=list)  # that can be taken back: what stood where

    def taken(self) -> None:
        if self.typed is not None and self.at is not None:
            self.stands(self.line, self.at, self.typed)
        self.typed = None

    def stands(self, line: str, at: int, number: int) -> None:
        if self.values[line][at] != number:
            self.steps = [*self.steps, (line, at, self.values[line][at])][-MOST:]
            self.values[line][at] = number

    def gone(self) -> None:
        """Somewhere outside the fields."""
        self.taken()
        self.at, self.known = None, True

    def figures(self) -> list[list[str]]:
        return [
            [
                written(value * LINES[id] * (-1 if self.turned else 1) * (1000 if self.unit == "kr" else 1))
                for value in row
            ]
            for id, row in self.values.items()
        ]


def written(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def serving(folder: Path) -> Served:
    """A dashboard with the six lines in its store."""
    store = f"sqlite:///{folder / 'cases.db'}"
    case = case_from_text(six_lines(), "seks-linjer")
    open_store(store).save("seks-linjer", 0, content(case, "Prøve", ""), "")
    return Served(store)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    started = serving(tmp_path)
    yield started
    started.kill()


@pytest.fixture
def window(served: Served, browsers: Callable[[str], Browser]) -> Iterator[BrowserContext]:
    context = browsers("en-US").new_context(viewport={"width": 1440, "height": 2400}, reduced_motion="reduce")
    yield context
    context.close()


def box(page: Page, expected: Expected, at: int) -> str:
    list_of = "costs" if expected.line.startswith("c") else "savings"
    return f"#field-{list_of}-{expected.line}-amounts-{YEARS[at]}"


Action = Callable[[Page, Expected, random.Random], bool]


def open_line(page: Page, expected: Expected, dice: random.Random) -> bool:
    line = dice.choice([id for id in LINES if id != expected.line])
    page.locator(f"#open-{line}").click(delay=dice.choice((0, 60)))
    expected.gone()
    expected.line = line
    return True


def click_field(page: Page, expected: Expected, dice: random.Random) -> bool:
    if not expected.line:
        return False
    at = dice.randrange(len(YEARS))
    page.locator(box(page, expected, at)).click(delay=dice.choice((0, 60)))
    if at != expected.at or not expected.known:
        expected.taken()
        expected.at = at
    expected.selected, expected.known = False, True
    return True


def type_number(page: Page, expected: Expected, dice: random.Random) -> bool:
    if expected.at is None or not expected.known:
        return False
    number = dice.randint(1, 9999)
    if not expected.selected:
        page.keyboard.press("Control+A")
    page.keyboard.type(written(number) if dice.random() < 0.3 else str(number))
    expected.typed, expected.selected = number, False
    return True


def step(page: Page, expected: Expected, dice: random.Random) -> bool:
    if expected.at is None or not expected.known:
        return False
    forward = dice.random() < 0.6
    page.keyboard.press("Tab" if forward else "Shift+Tab")
    at = expected.at + (1 if forward else -1)
    expected.taken()
    expected.at, expected.selected = (at, True) if 0 <= at < len(YEARS) else (None, False)
    return True


def enter(page: Page, expected: Expected, dice: random.Random) -> bool:
    if expected.at is None or not expected.known:
        return False
    page.keyboard.press("Enter")
    expected.taken()
    expected.selected = False
    return True


def escape(page: Page, expected: Expected, dice: random.Random) -> bool:
    if expected.at is None or not expected.known:
        return False
    page.keyboard.press("Escape")
    expected.typed, expected.selected = None, False
    return True


def switch(page: Page, expected: Expected, dice: random.Random) -> bool:
    expected.gone()
    if dice.random() < 0.6:
        choose(page, "Vis besparelser som positive tal", dice.choice((0, 60)))
        expected.turned = not expected.turned
    else:
        expected.unit = "1000" if expected.unit == "kr" else "kr"
        name = "kr." if expected.unit == "kr" else "1.000 kr."
        choose(page, name, dice.choice((0, 60)))
    return True


def undo(page: Page, expected: Expected, dice: random.Random) -> bool:
    """The last step of the whole case; in a field that is being typed in the keys are the browser's own."""
    if not expected.steps:
        return False
    if dice.random() < 0.5 and expected.typed is None:
        page.keyboard.press("Control+z")
    else:
        page.get_by_role("button", name="Fortryd", exact=True).click(delay=dice.choice((0, 60)))
    expected.gone()
    if expected.steps:
        line, at, number = expected.steps.pop()
        expected.values[line][at] = number
    expected.known = False
    return True


def reset(page: Page, expected: Expected, dice: random.Random) -> bool:
    if not expected.line:
        return False
    now, first = expected.values[expected.line], expected.first[expected.line]
    changed = [at for at in range(len(YEARS)) if now[at] != first[at] and (at != expected.at or expected.typed is None)]
    if not changed:
        return False
    at = dice.choice(changed)
    expected.gone()
    page.locator(f"{box(page, expected, at)}-about [data-do=reset]").click(delay=dice.choice((0, 60)))
    expected.stands(expected.line, at, first[at])
    expected.known = False  # the cursor goes to the field, when the answer has come
    return True


def figure(page: Page, expected: Expected, dice: random.Random) -> bool:
    row, at = dice.choice(list(LINES)), dice.randrange(len(YEARS))
    page.locator(f"tr[data-row={row}] td:nth-child({at + 2}) button").click(delay=dice.choice((0, 60)))
    expected.gone()
    expected.known = False
    return True


ACTIONS: dict[Action, int] = {
    open_line: 1, click_field: 5, type_number: 8, step: 6, enter: 2, escape: 1, switch: 2, reset: 2, undo: 2, figure: 1,
}  # fmt: skip

SHOWN = """keys => keys.map(key => [...document.querySelectorAll(`tr[data-row=${key}] td:has(button)`)]
    .map(cell => cell.querySelector("button").textContent.replace("\u2212", "-")))"""


def differing(page: Page, expected: Expected) -> list[list[str]] | None:
    """What the table shows where it is not what it must be, when everything has been answered; None when it is."""
    end = time.monotonic() + PATIENCE
    while True:
        shown: list[list[str]] = page.evaluate(SHOWN, list(LINES))
        if shown == expected.figures():
            return None
        if time.monotonic() > end:
            return shown
        page.wait_for_timeout(25)


def steps_kept(page: Page, store: Store, wanted: int) -> int:
    """How many steps the draft can go back: as many as there must be, or how many there are at last."""
    for _ in range(100):
        draft = draft_of(page, store)
        steps = len(json.loads(draft.changes)["steps"]["past"]) if draft else 0
        if steps == wanted:
            break
        page.wait_for_timeout(50)
    return steps


def sequences(page: Page, served: Served, count: int, start_at: int = 0) -> str:
    """So many sequences on one page, each compared when all has been answered; what differs, or nothing."""
    store = open_store(served.store)
    page.set_default_timeout(10_000)
    page.goto(f"{served.address}/?case=seks-linjer&version=1")
    page.locator(".nb .points .count").wait_for(timeout=60_000)
    start = case_from_text(six_lines(), "seks-linjer")
    first = {
        line.id: [round(line.amounts[year].value / 1000) for year in YEARS] for line in (*start.costs, *start.savings)
    }
    expected = Expected({id: list(row) for id, row in first.items()}, first)
    for number in range(start_at, start_at + count):
        dice = random.Random(SEED + number)
        expected.done = []
        while len(expected.done) < LENGTH:
            action = dice.choices(list(ACTIONS), list(ACTIONS.values()))[0]
            if action(page, expected, dice):
                expected.done.append(f"{action.__name__} {expected.line} {expected.at} {expected.typed}")
                if dice.random() < 0.2:
                    page.wait_for_timeout(dice.choice((5, 40, 150)))
        page.get_by_role("heading", level=1).click()
        expected.gone()
        shown = differing(page, expected)
        if shown is not None:  # the page and the model have parted
            return f"{number}: {expected.done}: {shown} is not {expected.figures()}"
        steps = steps_kept(page, store, len(expected.steps))
        if steps != len(expected.steps):
            return f"{number}: {expected.done}: {steps} steps can be taken back, not {len(expected.steps)}"
    return ""


def test_sequences_of_typing_keys_clicks_and_undo_leave_what_a_plain_model_says(
    served: Served, window: BrowserContext
) -> None:
    page = window.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    assert sequences(page, served, SEQUENCES) == ""
    assert faults == []


def through_all_fields(page: Page, address: str, rounds: int = 2, delay: float = 30) -> list[str]:
    """Typed at a key each 30 ms through all fields of the six lines, forward with Tab and back with Shift+Tab."""
    page.goto(f"{address}/?case=seks-linjer&version=1")
    page.locator(".nb .points .count").wait_for(timeout=60_000)
    wrong = []
    for turn in range(2 * rounds):
        numbers = {line: [1000 * turn + 100 * n + at + 1 for at in range(len(YEARS))] for n, line in enumerate(LINES)}
        key = "Shift+Tab" if turn % 2 else "Tab"
        for line in list(LINES)[:: -1 if turn % 2 else 1]:
            if page.locator(f"#open-{line}").get_attribute("aria-expanded") != "true":
                page.locator(f"#open-{line}").click()
            order = range(len(YEARS))[:: -1 if turn % 2 else 1]
            page.locator(box(page, Expected({}, {}, line), order[0])).focus()
            for at in order:
                page.keyboard.press("Control+A")
                page.keyboard.type(str(numbers[line][at]), delay=delay)
                page.keyboard.press(key)
        wanted = Expected(numbers, numbers)
        if (shown := differing(page, wanted)) is not None:
            wrong.append(f"round {turn + 1}: {shown} is not {wanted.figures()}")
    return wrong


def test_every_value_is_where_it_was_typed_forward_and_back_twice(served: Served, window: BrowserContext) -> None:
    assert through_all_fields(window.new_page(), served.address) == []


def test_typed_again_with_tab_every_number_is_in_its_own_year(open_page: Open) -> None:
    page = open_page()
    for numbers in (("1111", "2222", "3333", "4444"), ("1.100", "2.100", "3.100", "4.100")):
        page.locator("#field-savings-placements-amounts-2013").click()
        page.keyboard.press("Control+A")
        for n, text in enumerate(numbers):
            page.keyboard.type(text)
            page.keyboard.press("Enter" if n == 3 else "Tab")
        for year, text in zip(range(2013, 2017), numbers, strict=True):
            expect(cell(page, "placements", year)).to_have_text(f"-{written(int(text.replace('.', '')))}")


def test_one_field_is_undone_from_the_keyboard_as_its_help_says(open_page: Open) -> None:
    page = open_page()
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.locator("[data-holds=savings] fieldset > .help-on > summary").first.click()
    expect(page.locator("[data-holds=savings] fieldset > .help-on .keys").first).to_contain_text("Alt+↓")
    page.locator(SAVING_2016).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(f"{SAVING_2016}-about [data-do=reset]")).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(SAVING_2016)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")
    expect(page.locator(SAVING_2016)).to_be_focused()


@pytest.mark.parametrize("delay", [0, 120])
def test_a_switch_pressed_while_typing_does_both(open_page: Open, delay: int) -> None:
    page = open_page()
    page.locator(SAVING_2016).fill("3.500")
    choose(page, "Vis besparelser som positive tal", delay)
    expect(cell(page, "placements", 2016)).to_have_text("3.500")
    expect(cell(page, "net", 2016)).to_have_text("1.500")
    page.locator(SAVING_2016).fill("3.000")
    choose(page, "kr.", delay)
    expect(cell(page, "placements", 2016)).to_have_text("3.000.000")


def test_an_export_pressed_while_typing_holds_what_was_typed(open_page: Open) -> None:
    page = open_page()
    for number in range(5):
        page.locator(SAVING_2016).fill(str(3001 + number))
        page.get_by_role("button", name="Eksportér").click()
        with page.expect_download() as got:
            page.locator(".st-key-download-yaml button").click()
        page.get_by_role("dialog").get_by_role("button", name="Luk").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        case = case_from_text(Path(got.value.path()).read_bytes())
        assert case.savings[0].amounts[2016].value == (3001 + number) * 1000  # type: ignore[index, union-attr]


def test_another_page_chosen_while_typing_has_what_was_typed(open_page: Open) -> None:
    page = open_page()
    page.locator(SAVING_2016).fill("3.500")
    turn_to(page, "Cases")
    expect(page.get_by_text("Ikke den vedtagne udgave: 1 ændring")).to_be_visible()
    turn_to(page, "Beregning")
    expect(cell(page, "placements", 2016)).to_have_text("-3.500")


def test_a_number_retyped_before_the_first_is_answered_stands(open_page: Open) -> None:
    page = open_page()
    page.locator(SAVING_2016).fill("3.500")
    page.keyboard.press("Enter")
    page.locator(SAVING_2016).fill("4.500")  # as the case has it
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    expect(page.locator("#changes")).to_have_text("Ingen ændringer")
    expect(page.locator(SAVING_2016)).to_have_value("4.500")
