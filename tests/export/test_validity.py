"""Every file that leaves keeps to the format's schemas, and what other people wrote is text in all of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from budget.case import Case, case_from_text, case_to_text, cases, read_case
from budget.export.document import document
from budget.export.slides import slides
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.text import Words
from tests.random_cases import random_case
from tests.schema_order import disorder
from tests.validity import embedded, faults, replaced

FORMULAS = Path(__file__).parent / "formula_labels.yaml"
DRIVERS = Path(__file__).parents[1] / "cases" / "drivers.yaml"
REFUSED = "t01-negativ-besparelse"  # no case at all
FAILING = [path for path in sorted((DRIVERS.parent / "failing").glob("*.yaml")) if path.stem != REFUSED]
STARTS = ("=", "+", "-", "@", "\uff1d", "\t=", "\r=", "http://evil.example/", "1", "{=")
MADE: dict[str, Callable[[Case, str], bytes]] = {
    ".xlsx": lambda case, language: workbook(case, "fixed", language),
    ".pptx": lambda case, language: slides(calculate(case), Words(language)),
    ".docx": lambda case, language: document(calculate(case), Words(language)),
}
CASES: dict[str, Callable[[], Case]] = {
    **{id: lambda id=id: read_case(id) for id in cases()},  # type: ignore[misc]
    **{path.stem: lambda path=path: read_case(str(path)) for path in (*FAILING, DRIVERS)},  # type: ignore[misc]
    **{f"random {seed}": lambda seed=seed: case_from_text(random_case(seed)) for seed in range(7100, 7125)},  # type: ignore[misc]
    "40 years": lambda: _of_forty_years(),
    "labels like formulas": lambda: case_from_text(FORMULAS.read_text(encoding="utf-8")),
}


def _of_forty_years() -> Case:
    text = case_to_text(read_case("herning-2013"))
    return case_from_text(text.replace("\nyears: 4\n", "\nyears: 40\n"))


@pytest.mark.parametrize("ending", MADE)
@pytest.mark.parametrize("name", CASES)
def test_a_file_keeps_to_its_format_by_two_ways_of_looking(name: str, ending: str) -> None:
    data = MADE[ending](CASES[name](), "da")
    assert (faults(data, ending), disorder(data)) == ([], [])


@pytest.mark.parametrize("ending", MADE)
def test_so_does_one_in_english(ending: str) -> None:
    assert faults(MADE[ending](read_case("herning-drivers-2013"), "en"), ending) == []


CHART, SLIDE, SHEET, TEXT = (
    "ppt/charts/chart1.xml",
    "ppt/slides/slide1.xml",
    "xl/worksheets/sheet1.xml",
    "word/document.xml",
)
PLANTED = {
    "twice": (".pptx", CHART, "<c:spPr>", "<c:spPr/><c:spPr>"),
    "axis below zero": (".pptx", CHART, '<c:axId val="', '<c:axId val="-'),
    "out of order in a chart": (".pptx", CHART, "<c:autoTitleDeleted", '<c:plotVisOnly val="1"/><c:autoTitleDeleted'),
    "unknown on a slide": (".pptx", SLIDE, "<p:cSld>", "<p:cSld><p:wrong/>"),
    "out of order on a slide": (".pptx", SLIDE, "<p:cSld>", "<p:clrMapOvr/><p:cSld>"),
    "out of order in a sheet": (".xlsx", SHEET, "<sheetData>", "<pageMargins/><sheetData>"),
    "no such kind of cell": (".xlsx", SHEET, ' t="s"', ' t="wrong"'),
    "out of order in a document": (".docx", TEXT, "<w:tblPr>", '<w:tblPr><w:tblLook w:val="04A0"/>'),
}  # fmt: skip


NOT_OF_ORDER = ("axis below zero", "unknown on a slide", "no such kind of cell")


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(planted: str) -> None:
    ending, part, old, new = PLANTED[planted]
    data = MADE[ending](read_case("herning-2013"), "da")
    broken = replaced(data, part, old, new)
    found = faults(broken, ending)
    assert found and all(f"/{part}" in fault for fault in found)
    by_order = disorder(broken)
    assert bool(by_order) == (planted not in NOT_OF_ORDER) and all(f"/{part}" in fault for fault in by_order)


def test_a_fault_in_a_workbook_inside_a_deck_is_found() -> None:
    deck = MADE[".pptx"](read_case("herning-2013"), "da")
    name, book = next(embedded(deck))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as archive, zipfile.ZipFile(out, "w") as copy:
        for part in archive.namelist():
            wrong = replaced(book, SHEET, "<sheetData>", "<pageMargins/><sheetData>")
            copy.writestr(part, wrong if part == name else archive.read(part))
    assert any(fault.startswith(name) for fault in faults(out.getvalue(), ".pptx"))


# ------------------------------------------------------------------ text is text
def _formulas(book: bytes) -> list[str]:
    """Every formula and every link of a workbook."""
    sheets = load_workbook(io.BytesIO(book)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    return [str(cell.value) for cell in cells if cell.data_type == "f" or cell.hyperlink]


def _labelled(start: str) -> Case:
    """A case with every text that begins so, in the lines and in its scenarios."""
    text = FORMULAS.read_text(encoding="utf-8").replace("LABEL", start.replace("\t", "\\t").replace("\r", "\\r"))
    return case_from_text(text)


@pytest.mark.parametrize("start", STARTS)
def test_no_text_is_a_formula_or_a_link_in_a_workbook_inside_a_deck(start: str) -> None:
    books = list(embedded(MADE[".pptx"](_labelled(start), "da")))
    assert len(books) == 3
    for _, book in books:
        assert _formulas(book) == []
    heads = [str(cell.value) for _, book in books for cell in load_workbook(io.BytesIO(book)).active[1]]
    assert any(start.strip() in head for head in heads), "the label stands there as it was written"


@pytest.mark.parametrize("start", STARTS)
def test_no_text_is_a_formula_in_the_workbook(start: str) -> None:
    book = MADE[".xlsx"](_labelled(start), "da")
    assert not [formula for formula in _formulas(book) if "SUM(1;2)" in formula or "evil.example" in formula]
    values = [str(c.value) for s in load_workbook(io.BytesIO(book)).worksheets for r in s.iter_rows() for c in r]
    assert any(f"{start.strip()}SUM(1;2)" in value for value in values), "the label stands there as it was written"
