"""The same figure reads the same wherever it stands: one walk over every way out of a case.

Each way out is a function that gives, by key of row and year, the text a reader sees. Numbers of children shown as <5
and the amendment table, which is rounded so that it adds up, are apart.
"""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from budget.case import read_case
from budget.dashboard.calculation.result import table_blocks
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.paper import as_pdf, assembled
from budget.dashboard.parts.view import Block
from budget.dashboard.presentation.view import stage, view_blocks
from budget.export.document import document
from budget.export.slides import slides
from budget.export.tables import table_csv, table_text
from budget.export.workbook import workbook
from budget.formulas import Result, calculate
from budget.shown.agenda import agenda
from budget.shown.labels import printed_label, row_label
from budget.shown.story import story
from budget.text import Words
from budget.text.numbers import format_number

CASES = ("herning-2013", "assens-2016", "herning-drivers-2013", "assens-drivers-2016", "toender-2016")
Figures = dict[tuple[str, str], str]  # row and column: the figure in words
WaysOut = dict[str, Callable[[Result, Words], Figures]]


def of_table(rows: list[list[str]], result: Result, words: Words) -> Figures:
    """The figures of a table with its labels in front and its years in the first row, by the label of the row."""
    head, *body = rows
    labels = {printed_label(row, words): row.key for row in result.printed}
    found = {}
    for cells in body:
        key = labels.get(cells[0])
        if key is not None:
            found |= {(key, column): cell for column, cell in zip(head[1:], cells[1:], strict=True) if cell}
    return found


def text(result: Result, words: Words) -> Figures:
    lines = table_text(result, words).split("\n")
    start = next(i for i, line in enumerate(lines) if line.split()[:1] == [str(result.years[0])])
    rows = [[printed_label(row, words)] for row in result.printed]
    for row, line in zip(rows, lines[start + 1 :], strict=False):
        row += line[len(row[0]) :].split()
    columns = len(result.years) + 2
    head = ["", *map(str, result.years), words("word.total")]
    return of_table([head, *([*row, *[""] * (columns - len(row))] for row in rows)], result, words)


def as_csv(result: Result, words: Words) -> Figures:
    rows = csv.reader(io.StringIO(table_csv(result, words).removeprefix("\ufeff")), delimiter=";")
    (head, *body) = [[row[0], *row[2:]] for row in rows]
    labels = {row_label(row, words): printed_label(row, words) for row in result.printed}

    def worded(cell: str) -> str:
        return format_number(float(cell.replace(",", ".")), words.language) if cell else ""

    return of_table([head, *([labels[row[0]], *map(worded, row[1:])] for row in body)], result, words)


def on_slides(result: Result, words: Words) -> Figures:
    return _of_pptx(slides(result, words), result, words)


def _of_pptx(data: bytes, result: Result, words: Words) -> Figures:
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_table and shape.table.cell(0, 1).text == str(result.years[0]):
                return of_table([[cell.text for cell in row.cells] for row in shape.table.rows], result, words)
    return {}


def in_document(result: Result, words: Words) -> Figures:
    table = Document(io.BytesIO(document(result, words))).tables[0]
    return of_table([[cell.text for cell in row.cells] for row in table.rows], result, words)


def in_workbook(result: Result, words: Words) -> Figures:
    """The sheet as it is stored: rounded figures, written with the separators of the reader's program."""
    sheet = load_workbook(io.BytesIO(workbook(result.case, result.prices, words.language)), data_only=True)[
        "Nettobesparelse"
    ]
    head = next(row for row in sheet.iter_rows() if row[1].value == result.years[0])
    columns = len(result.years) + 2
    rows = [["" if cell.value is None else cell.value for cell in head[:columns]]]
    for row in sheet.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + len(result.printed)):
        rows.append([cell.value for cell in row[:columns]])

    def worded(value: Any) -> str:
        return format_number(value, words.language) if isinstance(value, int | float) else str(value or "")

    table = [[str(cell) for cell in rows[0]], *([str(row[0]), *map(worded, row[1:])] for row in rows[1:])]
    return of_table(table, result, words)


def in_story(result: Result, words: Words) -> Figures:
    """What the presentation on the page is made of."""
    table = next(view for view in story(result, words).views if view.id == "table").tables[0]
    return of_table([list(table.head), *([row.label, *row.cells] for row in table.rows)], result, words)


def _of_markup(markup: str, result: Result, words: Words) -> Figures:
    """The net-saving table among those of a page."""
    for table in re.findall(r"<table.*?</table>", markup, re.DOTALL):
        lines = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        rows = [[_read(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)] for line in lines]
        if rows[0][1] == str(result.years[0]) and len(rows[0]) == len(result.years) + 2:
            return of_table(rows, result, words)
    return {}


def _read(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


def _page(result: Result, words: Words) -> list[Block]:
    blocks = table_blocks(result, result, None, Display(), words)
    return [Block(block.key, block.html, "" if block.into == "right" else block.into) for block in blocks]


def on_page(result: Result, words: Words) -> Figures:
    """The table of the page Beregning."""
    return _of_markup(assembled(_page(result, words)), result, words)


def on_presentation_page(result: Result, words: Words) -> Figures:
    told = story(result, words)
    views = [block for number in range(1, len(told.views) + 1) for block in view_blocks(told, number, True, words)]
    return _of_markup(assembled([Block("stage", stage()), *views]), result, words)


def on_paper(result: Result, words: Words, folder: Path) -> Figures:
    """The page as PDF, read as a reader reads it: line by line under the years."""
    file = folder / "page.pdf"
    file.write_bytes(as_pdf([_page(result, words)], "t", words.language))
    command = [shutil.which("pdftotext") or "pdftotext", "-layout", str(file), "-"]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\n")
    years = [str(year) for year in result.years]
    start = next(i for i, line in enumerate(lines) if re.search(r"\s+".join(years), line))
    cells = iter([re.findall(r"(?<!\S)-?\d[\d.,]*(?!\S)", line) for line in lines[start + 1 :]])
    table = []
    for row in result.printed:
        count = len(years) + (row.kind != "accumulated")
        figures = next(found for found in cells if len(found) >= count)  # the line of a long name that has them
        table.append([printed_label(row, words), *[*figures[-count:], ""][: len(years) + 1]])
    return of_table([["", *years, words("word.total")], *table], result, words)


WAYS_OUT: WaysOut = {
    "page": on_page,
    "presentation page": on_presentation_page,
    "text": text,
    "CSV": as_csv,
    "slides": on_slides,
    "document": in_document,
    "workbook": in_workbook,
    "presentation": in_story,
}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_same_figure_reads_the_same_everywhere(case: str, language: str) -> None:
    result, words = calculate(read_case(case)), Words(language)
    for name, way in WAYS_OUT.items():
        reads_as_it_should(way(result, words), result, words, name)


@pytest.mark.pdf
@pytest.mark.parametrize("case", CASES)
def test_the_same_figure_reads_the_same_on_paper(case: str, tmp_path: Path) -> None:
    result, words = calculate(read_case(case)), Words()
    reads_as_it_should(on_paper(result, words, tmp_path), result, words, "paper")


def reads_as_it_should(found: Figures, result: Result, words: Words, name: str) -> None:
    wanted = {
        (row.key, str(year)): words.amount(kr)
        for row in result.printed
        for year, kr in zip(result.years, row.values, strict=True)
    }
    assert {key: found.get(key) for key in wanted} == wanted, name
    totals = {key: figure for key, figure in found.items() if key not in wanted}
    assert totals == {
        (row.key, words("word.total")): words.amount(sum(row.values))
        for row in result.printed
        if row.kind != "accumulated"
    }, name


@pytest.mark.parametrize("case", CASES)
def test_the_same_messages_and_key_figures_stand_on_slides_notes_and_in_the_document(case: str) -> None:
    result, words = calculate(read_case(case)), Words()
    told = story(result, words)
    show = Presentation(io.BytesIO(slides(result, words)))
    seen = [" ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in show.slides][1:]
    notes = [slide.notes_slide.notes_text_frame.text for slide in show.slides][1:]
    for view, on_slide, said in zip(told.views, seen, notes, strict=True):
        assert view.message in on_slide and view.message in said
        for figure in view.figures:
            assert figure.label in on_slide and figure.text in on_slide
    item = "\n".join(p.text for p in Document(io.BytesIO(document(result, words))).paragraphs)
    assert prose(told.views[0].message) in prose(item) and prose(" ".join(told.views[0].leads)) in prose(item)
    assert all(part.text in item for parts in agenda(result, words).sections.values() for part in parts)


def prose(text: str) -> str:
    """Shares as they are written in an agenda: 76,2 pct., which on a slide is 76,2 %."""
    return re.sub(r"(?<=\d) %", " pct.", text)


def test_the_walk_would_find_a_figure_that_differs() -> None:
    result, words = calculate(read_case("herning-2013")), Words()
    other = calculate(read_case("assens-2016"))
    assert in_document(result, words)["net", "2016"] == "-2.500" != in_document(other, words)["net", "2016"]
