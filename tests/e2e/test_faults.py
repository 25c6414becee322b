"""The program's own faults: said plainly, with an id that the log has too, and the way back to the draft stays open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import Open, Served, choose, turn_to
from tests.e2e.test_drafts import SAVING_2015, tab
from tests.e2e.test_entry import SAVING_2016, cell, put
from tests.e2e.test_two_people import save
from tests.e2e.test_typing import six_lines

TITLE = re.compile("Her gik noget galt i programmet|Something went wrong in the program")
AGAIN = re.compile("Åbn kladden igen|Open the draft again")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def served(tmp_path: Path, log: Path) -> Iterator[Served]:
    store = f"sqlite:///{tmp_path / 'cases.db'}"
    started = Served(store, "tests/e2e/planted_app.py", log, PLANTED=str(tmp_path))
    yield started
    started.kill()


@pytest.fixture
def window(served: Served, browsers: Callable[[str], Browser]) -> Iterator[BrowserContext]:
    context = browsers("en-US").new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    yield context
    context.close()


TRIGGERS: dict[str, Callable[[Page], None]] = {
    "page": lambda page: choose(page, "kr."),
    "fragment": lambda page: put(page, SAVING_2015, "2.500", "typed"),
    "callback": lambda page: choose(page, "English"),
    "other": lambda page: page.get_by_role("link", name="Usikkerhed").click(),
}


@pytest.mark.parametrize("name", TRIGGERS)
def test_an_exception_says_its_id_and_the_draft_opens_again(
    served: Served, window: BrowserContext, tmp_path: Path, log: Path, name: str
) -> None:
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.wait_for_url(re.compile("draft="))
    draft = re.search("draft=([^&]+)", page.url)[1]
    (tmp_path / name).touch()
    TRIGGERS[name](page)
    fault = page.get_by_role("alert").filter(has_text=TITLE)
    expect(fault).to_be_visible()
    id = re.search(r"\b[0-9a-f]{8}\b", fault.inner_text())[0]
    said = log.read_text(encoding="utf-8")
    assert f"Fault {id}" in said
    assert re.search(r"planted_app\.py:\d+ run\nbuiltins\.RuntimeError", said.partition(f"Fault {id}")[2])
    assert "planted in" not in said, "what an exception says may be of the case"
    (visit,) = re.findall(rf"Fault {id} in visit ([0-9a-f]+)", said)
    assert f"visit {visit} begins" in said, "the fault leads to what was asked before it"
    assert page.get_by_text("Traceback").count() == 0
    page.wait_for_url(re.compile(f"draft={draft}"))
    (tmp_path / name).unlink()
    fault.get_by_role("link", name=AGAIN).click()
    expect(cell(page, "net", 2016)).to_have_text("-1.500", timeout=30_000)
    assert f"draft={draft}" in page.url
    assert len(window.pages) == 1


def test_a_fault_of_the_browser_says_its_id_too(served: Served, window: BrowserContext, log: Path) -> None:
    page = tab(window, served.address)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.wait_for_url(re.compile("draft="))
    page.evaluate("""Object.defineProperty(HTMLTemplateElement.prototype, "content",
        { get() { throw new Error("planted in the browser"); } })""")
    put(page, SAVING_2015, "2.500", "typed")
    fault = page.get_by_role("alert").filter(has_text=TITLE)
    expect(fault).to_be_visible()
    id = re.search(r"nummer (\w+)\.", fault.inner_text())[1]
    page.wait_for_timeout(1000)
    said = log.read_text(encoding="utf-8")
    assert re.search(rf"Fault {id} in visit [0-9a-f]+, in the browser: Error .*page-[0-9a-f]+\.js:\d+:\d+", said)
    assert said.count(f"Fault {id}") == 1 and "planted" not in said
    fault.get_by_role("link", name=AGAIN).click()
    expect(cell(page, "net", 2015)).to_have_text("-500", timeout=30_000)
    expect(cell(page, "net", 2016)).to_have_text("-1.500")


BREAKS = (
    "document.querySelector('[data-holds=rows]').remove()",
    "document.querySelector('[data-holds=left]').replaceChildren()",
    "document.querySelector('.nb .page').remove()",
    "document.querySelectorAll('.nb .left > *').forEach(node => document.body.append(node))",
    """document.querySelectorAll('.nb *').forEach(n =>
        n.childNodes.forEach(text => text.nodeType === 3 && text.replaceWith(text.textContent)))""",
)


@pytest.mark.parametrize("harm", BREAKS)
def test_a_page_that_was_tampered_with_is_made_again_and_typing_goes_on(open_page: Open, harm: str) -> None:
    page = open_page()
    page.evaluate(harm)
    choose(page, "Vis besparelser som positive tal")
    expect(cell(page, "net", 2016)).to_have_text("2.500")
    page.locator(SAVING_2015).fill("2.500")
    page.keyboard.press("Tab")
    page.keyboard.type("3.5")
    page.evaluate(BREAKS[0])
    expect(page.locator(SAVING_2016)).to_be_focused()
    page.keyboard.type("00")
    page.keyboard.press("Enter")
    expect(cell(page, "net", 2015)).to_have_text("500")
    expect(cell(page, "net", 2016)).to_have_text("1.500")
    expect(page.get_by_text("Component Error")).to_have_count(0)


def test_the_first_save_of_a_case_of_ones_own(served: Served, window: BrowserContext) -> None:
    page = tab(window, served.address)
    for number in range(10):
        page.get_by_role("button", name="Skift case").click()
        file = {"name": f"egen-{number}.yaml", "mimeType": "text/yaml", "buffer": six_lines().encode()}
        page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        expect(page.get_by_role("heading", name="Seks linjer")).to_be_visible(timeout=30_000)
        save(page, "Mette")
        expect(page.get_by_text("Åbnet fra version 1.")).to_be_visible()
        expect(page.get_by_role("heading", name="Cases", level=1)).to_be_visible()
        expect(page.get_by_text("Component Error")).to_have_count(0)
        turn_to(page, "Beregning")


def test_a_lost_connection_is_told_in_danish(served: Served, window: BrowserContext) -> None:
    page = tab(window, served.address)
    served.kill()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Forbindelsen er afbrudt", timeout=60_000)
    expect(dialog).to_contain_text("det, du har skrevet, er her stadig")
    expect(dialog.get_by_text("streamlit run")).to_be_hidden()
