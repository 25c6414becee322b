"""Whatever a text of a case begins with, it is text in every file that leaves: no formula, no field and no link."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from budget.case import Case, case_from_document, read_case
from budget.case.writing import document as as_data
from budget.export.document import document
from budget.export.pdf import PAGES, can_draw, page_pdf
from budget.export.slides import slides
from budget.export.tables import form_csv, table_csv
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.shown.forms import appropriations, proposal
from budget.text import Words
from tests.validity import embedded

STARTS = ("=", "+", "-", "@", "\uff1d", "\t=", "\r=", "\n=")
SAID = "SUM(9;9)evil.example"  # what every text goes on with
# Keys of a case whose text is not free: a choice, a reference, a unit.
NOT_FREE = {
    "id", "kind", "status", "price_index", "payer", "nature", "control_area", "step", "timing", "price_basis", "from",
    "basis", "unit", "better", "line", "measure", "as_of",
}  # fmt: skip
FIELD = re.compile(r"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)")
LIKE_A_FORMULA = re.compile(r"\s*[=+\-@\uff1d]")
CASES = ("herning-2013", "herning-pool-2013", str(Path(__file__).parents[1] / "cases" / "drivers.yaml"))


def beginning_with(case: Case, start: str) -> Case:
    """The case with this before every text and every name that is free: titles, labels, notes, sources, areas."""
    return case_from_document(_with(as_data(case), f"{start}{SAID} "), case.id)


def _with(part: Any, start: str, key: str = "") -> Any:
    if isinstance(part, dict):
        named = key in ("sources", "service_areas")
        return {f"{start}{name}" if named else name: _with(value, start, str(name)) for name, value in part.items()}
    if isinstance(part, list):
        return [_with(value, start, key) for value in part]
    return f"{start}{part}" if isinstance(part, str) and key not in NOT_FREE else part


@cache
def hostile(name: str, start: str) -> Case:
    return beginning_with(read_case(name), start)


def cells(book: bytes) -> Iterator[Any]:
    for sheet in load_workbook(io.BytesIO(book)).worksheets:
        for row in sheet.iter_rows():
            yield from row


def parts(data: bytes, pattern: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if re.search(pattern, name)}


def outward(data: bytes) -> list[str]:
    """Relations of an Office file that lead out of it to where the case's texts point."""
    return [name for name, text in parts(data, r"\.rels$").items() if "evil.example" in text]


def in_the_workbook(case: Case) -> list[str]:
    book = workbook(case)
    found = list(cells(book))
    assert any(SAID in str(cell.value) for cell in found)
    formulas = [
        f"{cell.parent.title}!{cell.coordinate}" for cell in found if cell.data_type == "f" and SAID in cell.value
    ]
    links = [cell.coordinate for cell in found if cell.hyperlink and SAID in str(cell.hyperlink.location)]
    return [*formulas, *links, *outward(book)]


def in_the_deck(case: Case) -> list[str]:
    deck = slides(calculate(case), Words())
    books = list(embedded(deck))
    assert books and any(SAID in text for text in parts(deck, r"ppt/slides/slide\d+\.xml$").values())
    if case.scenarios and not case.id.startswith("drivers"):  # whose names stand in a chart
        assert any(SAID in str(cell.value) for _, book in books for cell in cells(book))
    return [f"{name}!{cell.coordinate}" for name, book in books for cell in cells(book)
            if cell.data_type == "f" or cell.hyperlink] + outward(deck)  # fmt: skip


def in_the_document(case: Case) -> list[str]:
    file = document(calculate(case), Words())
    body = parts(file, r"word/.*\.xml$")
    assert any("SUM(9;9)" in text for text in body.values())
    fields = [
        text for part in body.values() for text in re.findall(r"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)", part)
    ]
    return [str(field) for field in fields if "SUM" in "".join(field)] + outward(file)


def in_csv(case: Case) -> list[str]:
    """A cell that a spreadsheet would take for a formula, also after the spaces and marks that it looks past."""
    result, words = calculate(case), Words()
    forms = [form_csv(form(result, words)) for form in (proposal, appropriations)]
    rows = [row for text in (table_csv(result, words), *forms) for row in csv.reader(io.StringIO(text), delimiter=";")]
    assert any(SAID in cell for row in rows for cell in row)
    return [
        cell for row in rows for cell in row if SAID in cell and re.match(r"\s*[=+\-@\uff1d]", cell.lstrip("\ufeff"))
    ]


MADE: dict[str, Callable[[Case], list[str]]] = {
    "workbook": in_the_workbook, "deck": in_the_deck, "document": in_the_document, "csv": in_csv,
}  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("made", MADE)
def test_every_text_of_a_case_stays_a_text(made: str, name: str, start: str) -> None:
    assert MADE[made](hostile(name, start)) == []


def test_every_free_text_of_a_case_begins_so() -> None:
    """Nothing is left out: as many texts begin so as there are texts that no rule binds."""
    case = hostile("herning-2013", "=")
    for text in (case.title, case.municipality, case.costs[0].label, case.scenarios[0].label, str(case.notes[0])):
        assert text.startswith(f"={SAID}")
    assert all(key.startswith("=") for key in (*case.sources, *case.service_areas))


@pytest.mark.skipif(not can_draw(), reason="the library that sets the text is missing")
@pytest.mark.parametrize("start", ["=", "\t="])
def test_no_text_is_a_link_in_the_pdf(start: str) -> None:
    """Weasyprint writes a link as an annotation with an address."""
    result = calculate(hostile("herning-2013", start))
    for page in PAGES:
        file = page_pdf(result, page, Words())
        assert b"/URI" not in file or b"evil.example" not in file
        assert b"/JavaScript" not in file and b"/Launch" not in file


@pytest.mark.parametrize("start", STARTS)
def test_a_workbook_with_such_texts_reads_back_as_the_same_case(start: str) -> None:
    from budget.case import case_to_text
    from budget.export.readback import read_workbook

    case = hostile("herning-2013", start)
    again, changes, not_taken = read_workbook(workbook(case))
    assert (changes, not_taken, case_to_text(again)) == ([], [], case_to_text(case))
