"""Reading an edited workbook back on the page: what changed is shown before it is taken; a hostile file is refused."""

from __future__ import annotations

import pytest

from budget.case import read_case
from budget.export.inputs import input_rows
from budget.export.workbook import workbook
from tests import office
from tests.dashboard.page import Page
from tests.lint.book import INPUT
from tests.test_safe_xlsx import ARCHIVES, BOMBS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HERNING = read_case("herning-2013")
REFUSED = {name: make for name, (make, code) in {**BOMBS, **ARCHIVES}.items() if code is not None}
SOME = ["a billion laughs", "a million rows", "300,000 rows, small enough to be sent", "a string of 200 MB", "macros",
        "an old or encrypted workbook", "half a workbook"]  # fmt: skip


def opened_with(data: bytes, name: str = "redigeret.xlsx") -> Page:
    page = Page().ask("form", form="cases")
    page.app.get("file_uploader")[0].upload(name, data, XLSX)
    return page.run()


def edited() -> bytes:
    """Herning's workbook with a saving of 2016 typed over."""
    row = [row.path for row in input_rows(HERNING)].index("savings.placements.amounts") + 2
    return office.changed(workbook(HERNING), {(INPUT, f"I{row}"): 3_500_000})


def test_what_was_typed_in_the_workbook_is_shown_and_nothing_is_taken_yet() -> None:
    page = opened_with(edited())
    (shown,) = [text.value for text in page.app.text if "2016" in text.value]
    assert "4.500" in shown and "3.500" in shown and "Forventet besparelse på anbringelser" in shown
    assert page.app.session_state["hand"].model.case == HERNING
    next(button for button in page.app.button if button.label == "Åbn med ændringerne").click()
    page.run()
    assert page.row("placements")[3] == "-3.500"
    assert page.app.session_state["hand"].model.case.actuals == HERNING.actuals


def test_what_cannot_be_read_is_shown_before_the_case_is_opened() -> None:
    page = opened_with(office.changed(workbook(HERNING), {(INPUT, "B8"): "Et andet navn"}))
    assert any("ikke læst" in warning.value for warning in page.app.warning)
    assert any("Et andet navn" in text.value and "rettes i programmet" in text.value for text in page.app.text)


def test_an_open_document_is_told_to_be_saved_as_xlsx() -> None:
    page = opened_with(b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ark.ods")
    assert any("gem som .xlsx" in text.value for text in page.app.text)


@pytest.mark.parametrize("name", SOME)
def test_a_hostile_workbook_is_refused_in_words_and_the_case_in_hand_stays(name: str) -> None:
    page = opened_with(REFUSED[name]())
    assert "Intet er ændret" in page.app.error[0].value
    assert page.app.text and not any("Traceback" in text.value for text in page.app.text)
    assert page.app.session_state["hand"].model.case == HERNING
