"""The municipality's own list in a browser: refused with a civil number, else estimated and taken, readable for all."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Open
from tests.e2e.test_accessibility import violations
from tests.e2e.test_driver_pages import turn_to

LIST = (Path(__file__).parents[1] / "cases" / "placements.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_list_is_refused_or_estimated_and_taken(open_page: Open, scheme: str) -> None:
    page = open_page(scheme=scheme)
    turn_to(page, "Fremskrivning")
    page.locator("summary").get_by_text("Skøn tallene af kommunens egen liste", exact=True).click()
    for text, said in ((LIST.replace("P020", "010203-1234"), "ligner et cpr-nummer"), (LIST, "Alder ved start")):
        file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
        page.locator("input[type=file]").last.set_input_files(file)  # type: ignore[arg-type]
        expect(page.get_by_text(said).first).to_be_visible(timeout=30_000)
        expect(page.get_by_text("010203")).to_have_count(0)
    day = page.get_by_role("textbox", name="Listen er trukket ud")
    day.fill("01-01-2027")
    day.press("Tab")
    page.get_by_role("button", name="Skøn tallene", exact=True).click()
    expect(page.get_by_role("button", name="Brug tallene i casen")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Ophørsandel om året").first).to_be_visible()
    assert violations(page) == []
