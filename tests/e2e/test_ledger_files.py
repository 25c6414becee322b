"""The files of the table given on the page Budgetopfølgning one after the other: it shows what the table says."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from playwright.sync_api import Page, TimeoutError

from budget.case import CaseError, read_case
from budget.export.ledger import Choice, kept_text, name_of, read_ledger, suggested
from budget.text import Words
from tests.e2e.conftest import Open
from tests.e2e.test_follow_up import choose, give, unfold
from tests.ledger.files import FILES, File
from tests.ledger.test_files import expected

CASE, WORDS = read_case("herning-2013"), Words("da")
LABELS = {line.id: line.label for line in CASE.lines()} | {f"measure:{m.id}": m.label for m in CASE.measures}
AS_WORKBOOK = 9  # every so many of the files is given as a workbook of the same cells
# The rows of a table on the page, found by its caption, with the first cell of each.
ROWS = """caption => [...document.querySelectorAll('.nb table')].filter(t => t.innerText.includes(caption)
    || t.closest('figure, section, div')?.innerText.startsWith(caption))
    .flatMap(t => [...t.tBodies].flatMap(b => [...b.rows])).map(r => [...r.cells].map(c => c.innerText.trim()))"""
COUNTED = """() => { window.runs = 0;
    new MutationObserver(changes => { for (const { target } of changes)
        if (target.dataset.testScriptState === 'notRunning') window.runs++; })
        .observe(document.body, { subtree: true, attributeFilter: ['data-test-script-state'] }); }"""
SETTLED = """before => window.runs > before
    && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""


def accounts(file: File) -> dict[str, str] | None:
    """The accounts of a call that says nothing else."""
    words = shlex.split(file.call)
    if set(words[::2]) - {"--account"}:
        return None
    pairs = [text.rpartition("=") for text in words[1::2]]
    return {account: line if ":" in line else f"line:{line}" for account, _, line in pairs}


def walked() -> Iterator[tuple[File, bytes, str, Choice | None]]:
    """The files with what they are known by and how their columns are meant, which the headings say."""
    for n, file in enumerate(FILES):
        named = accounts(file)
        if named is None or (file.then and shlex.split(file.then)[::2] not in (["--year"], ["--answer"], ["--where"])):
            continue
        data = file.workbook() if file.sheet and not file.refused and n % AS_WORKBOOK == 0 else file.data()
        name, choice = "", None
        with suppress(CaseError):
            grid = read_ledger(file.data())
            name, choice = name_of(grid), suggested(grid, list(named)).model_copy(update={"accounts": named})
        yield file, data, name, choice


def batches() -> list[tuple[dict[str, Choice], list[tuple[File, bytes]]]]:
    """As many files as can do with one file of kept choices, which has one choice for the same headings."""
    found: list[tuple[dict[str, Choice], list[tuple[File, bytes]]]] = []
    for file, data, name, choice in walked():
        kept, files = next((b for b in found if choice is None or b[0].get(name, choice) == choice), ({}, []))
        if choice is not None:
            kept[name] = choice
        if not files:
            found.append((kept, files))
        files.append((file, data))
    return found


def still(page: Page) -> int:
    """How many runs the page has had when no more of them follows."""
    while True:
        page.wait_for_function(SETTLED, arg=-1, timeout=60_000)
        runs: int = page.evaluate("window.runs")
        page.wait_for_timeout(150)
        if page.evaluate("window.runs") == runs and page.evaluate(SETTLED, -1):
            return runs


def given(page: Page, name: str, data: bytes, place: int = 0) -> None:
    """Gives a file, and waits for the run that it makes once it is there; one that the page did not take, again."""
    for _ in range(4):
        before = still(page)
        with page.expect_response(lambda answer: "upload_file" in answer.url and answer.request.method == "PUT"):
            give(page, name, data, place)
        with suppress(TimeoutError):
            page.wait_for_function(SETTLED, arg=before, timeout=15_000)
            still(page)
            return
    raise AssertionError(f"{name} is not taken")


def answer(page: Page, then: str) -> None:
    _, said = shlex.split(then)
    if then.startswith("--year"):
        choose(page.locator(".stMain"), WORDS("ledger.stated_year"), said)
        return
    name, _, value = said.partition("=")
    text = value if then.startswith("--where") else WORDS(f"ledger.answer.{name.replace('-', '_')}.{value}")
    exactly = re.compile(f"^{re.escape(text)}$", re.IGNORECASE)
    page.locator("label").filter(has=page.get_by_role("radio")).get_by_text(exactly).click()


def differs(page: Page, file: File) -> str:
    """What the page shows otherwise than the table says."""
    text = page.locator(".stMain").inner_text()
    takes = page.get_by_role("button", name=re.compile("^Tag [0-9]")).count()
    left = {int(row[0]): " ".join(row[1:]) for row in page.evaluate(ROWS, WORDS("ledger.refused"))}
    if file.refused:
        there = file.refused in text or file.refused == "Ingen række"
        return "" if there and not takes else f"not refused: {file.refused}"
    shown = {tuple(row) for row in page.evaluate(ROWS, WORDS("ledger.figures"))}
    wanted = set()
    for (of, when), amount in expected(file.gives).items():
        year, _, month = when.partition("-")
        month = str(int(month)) if month else WORDS("follow_up.form.whole_year")
        wanted.add((LABELS[of], year, month, WORDS.number(amount, 2)))
    if shown != wanted or bool(takes) != bool(wanted):
        return f"shows {shown ^ wanted}"
    lacking = [n for n, piece in file.left.items() if piece not in left.get(n, "") and "følges ikke" not in piece]
    return f"leaves out {left}, not {lacking}" if lacking else ""


def asks(page: Page, file: File) -> str:
    text = page.locator(".stMain").inner_text()
    lacking = [piece for piece in file.asks if piece not in text]
    takes = page.get_by_role("button", name=re.compile("^Tag [0-9]")).count()
    return f"does not ask {lacking}" if lacking or takes else ""


def held(page: Page, check: Callable[[Page, File], str], file: File) -> str:
    """What is still otherwise when the page has had time to show it."""
    until = time.monotonic() + 8
    while (wrong := check(page, file)) and time.monotonic() < until:
        page.wait_for_timeout(100)
    return wrong


def test_a_file_of_the_table_gives_on_the_page_what_the_table_says(open_page: Open) -> None:
    page = open_page("/budgetopfoelgning?case=herning-2013")
    unfold(page, WORDS("ledger.title"))
    page.evaluate(COUNTED)
    wrong, count = {}, 0
    for kept, files in batches():
        given(page, "kolonner.json", kept_text(kept).encode(), 1)
        for file, data in files:
            ending = "xlsx" if data[:2] == b"PK" else "csv"
            given(page, f"fil-{count}.{ending}", data)
            said = held(page, asks, file) if file.asks else ""
            if file.then and not said:
                answer(page, file.then)
            if not said and (file.then or not file.asks):
                said = held(page, differs, file)
            count += 1
            wrong |= {file.name: said} if said else {}
    assert not wrong, "\n".join(f"{name}: {said}" for name, said in wrong.items())
    assert count >= 80
