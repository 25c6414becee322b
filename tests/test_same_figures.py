"""The same figure reads the same wherever it stands: one walk over what is shown, and over every way out of a case.

What is shown is plain data, a cell's unrounded value beside its text: every text is that of its value, and the value
that of the result. Every way out is then read as a reader reads it, and held against the data. Numbers of children
shown as <5 and the amendment table, which is rounded so that it adds up, are apart.
"""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from budget.case import read_case
from budget.dashboard.calculation.page import result_blocks
from budget.dashboard.changes.state import opened
from budget.dashboard.parts.pieces import blocks_of
from budget.export.document import document
from budget.export.pdf import MOST_COLUMNS, PAGES, page_html, page_pdf
from budget.export.slides import slides
from budget.export.tables import table_csv, table_text
from budget.export.workbook import workbook
from budget.formulas import Result, calculate
from budget.shown import pages
from budget.shown.agenda import agenda
from budget.shown.labels import printed_label
from budget.shown.model import Page, Picture, Table, Text
from budget.shown.story import story
from budget.shown.table_words import row_total
from budget.text import Words
from budget.text.characters import together
from budget.text.numbers import UNITS, format_number
from budget.text.told import figures_of

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
    """A file for programs: a row by its key, its years, and no total."""
    (head, *body) = csv.reader(io.StringIO(table_csv(result, words).removeprefix("\ufeff")), delimiter=";")
    found = {}
    for cells in body:
        for column, cell in list(zip(head, cells, strict=True))[6:]:
            found[cells[0], column] = format_number(float(cell.replace(",", ".")), words.language)
    totals = {(row.key, words("word.total")): row_total(row) for row in result.printed}
    return found | {key: words.amount(kr) for key, kr in totals.items() if kr is not None}


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


def _of_markup(markup: str, result: Result, words: Words) -> Figures:
    """The net-saving table among those of a page."""
    for rows in tables_of(markup):
        if rows[0][1] == str(result.years[0]) and len(rows[0]) == len(result.years) + 2:
            return of_table(rows, result, words)
    return {}


def tables_of(markup: str) -> list[list[list[str]]]:
    """Every table of a page, row by row, as it reads."""
    found = []
    for table in re.findall(r"<table.*?</table>", markup, re.DOTALL):
        lines = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        found.append([[_read(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)] for line in lines])
    return found


def _read(markup: str) -> str:
    """As it reads; what stands beneath in small print is apart."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", re.sub(r"<small>.*?</small>", "", markup))).split())


def on_page(result: Result, words: Words) -> Figures:
    """The table of the page Beregning, which is drawn row by row."""
    shown = result_blocks(pages.calculation(result, words), opened(result.case, "e"), words)
    blocks = {block.key: block.html for block in shown}
    rows = "".join(markup for key, markup in blocks.items() if key.startswith("row:"))
    return _of_markup(blocks["table"].replace("</tbody>", f"{rows}</tbody>"), result, words)


def on_presentation_page(result: Result, words: Words) -> Figures:
    views = blocks_of(pages.presentation(result, words).pieces, "stage", words, "x", stage=True)
    return _of_markup("".join(block.html for block in views), result, words)


def on_paper(result: Result, words: Words, folder: Path) -> Figures:
    """The page as PDF, read as a reader reads it: line by line under the years."""
    file = folder / "page.pdf"
    file.write_bytes(page_pdf(result, "calculation", words))
    command = [shutil.which("pdftotext") or "pdftotext", "-layout", str(file), "-"]
    lines = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\n")
    years = [str(year) for year in result.years]
    start = next(i for i, line in enumerate(lines) if re.search(r"\s+".join([*years, words("word.total")]), line))
    cells = iter([re.findall(r"(?<!\S)-?\d[\d.,]*(?!\S)", line) for line in lines[start + 1 :]])
    table = []
    for row in result.printed:
        count = len(years) + (row_total(row) is not None)
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
        if row_total(row) is not None
    }, name


# ------------------------------------------------------------------ what is shown, and every page of it
def shown_pages(result: Result, words: Words) -> dict[str, Page]:
    found = {name: getattr(pages, name)(result, words) for name in PAGES if name != "method"}
    return {**found, "portfolio": pages.portfolio([result], words)}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_text_of_a_figure_is_that_of_its_value(case: str, language: str) -> None:
    """A cell tells its value in its unit; what stands around the figure is words."""
    words, counted = Words(language), 0
    for name, page in shown_pages(calculate(read_case(case)), words).items():
        for table in page.tables():
            for row in table.rows:
                for cell in row.cells:
                    if cell.value is not None and cell.unit in UNITS:
                        exact = (words.amount(cell.value, cell.unit), words.mio(cell.value))
                        as_budgeted = cell.text == words("follow_up.as_budgeted")
                        assert as_budgeted or cell.text.startswith(exact), (name, table.key, row.key, cell)
                        counted += 1
    assert counted > 20


TOLD = re.compile(r"-?\d[\d.,]*(?: (?:mio\. kr\.|million kr|kr\b\.?|%|pct\.)|%)")  # an amount or a share as it reads


def texts_of(result: Result, words: Words) -> Iterator[tuple[str, str]]:
    """Every sentence of every page, of the presentation and of the document."""
    for name, page in shown_pages(result, words).items():
        for part in page.parts():
            said = {Text: "text", Picture: "said"}.get(type(part))
            yield from ((name, getattr(part, said)),) if said else ()
            yield from ((name, note) for note in part.notes) if isinstance(part, Table) else ()
    for view in story(result, words).views:
        yield from ((view.id, text) for text in (view.message, *view.leads, *view.notes))
        yield from ((view.id, point.text) for point in view.points)
    for name, parts in agenda(result, words).sections.items():
        yield from ((name, part.text) for part in parts if isinstance(part, Text))


def typed(thing: object) -> Iterator[str]:
    """Every text that the user wrote in the case."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict | list):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from typed(one)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("case", [*CASES, "herning-projection-2013", "herning-pool-2013"])
def test_every_amount_and_share_of_a_sentence_is_a_figure_that_the_sentence_carries(case: str, language: str) -> None:
    """None is written by hand; what the user wrote is the user's."""
    words, counted = Words(language), 0
    read = read_case(case)
    own = " ".join(typed(read.model_dump(mode="json"))).replace("\u00a0", " ")
    for name, text in texts_of(calculate(read), words):
        figures = figures_of(text)
        for figure in figures:
            assert figure.text in text, (name, figure)
            if figure.unit in UNITS:
                assert figure.text.startswith(words.amount(figure.value, figure.unit)), (name, figure)
        for amount in TOLD.findall(text.replace("\u00a0", " ")):
            assert amount in own or any(amount.startswith(figure.text) for figure in figures), (name, amount, text)
            counted += 1
    assert counted > 10


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_table_of_every_page_stands_on_screen_and_paper_cell_by_cell(case: str, language: str) -> None:
    words = Words(language)
    for name, page in shown_pages(calculate(read_case(case)), words).items():
        tables = [table for table in page.tables() if not any(cell.parts for row in table.rows for cell in row.cells)]
        printed = [part for table in tables for part in table.in_parts(MOST_COLUMNS)]
        screen = "".join(block.html for block in blocks_of(page.pieces, "body", words, "x"))
        for markup, wanted in ((screen, tables), (page_html(page, words), printed)):
            read = [rows for rows in tables_of(markup) if rows]
            for table in wanted:
                lines = [[" ".join(text.split()) for text in line] for line in table.lines()]
                lines[0][0] = lines[0][0] or words("table.row")
                assert lines in read, (name, table.key)


@pytest.mark.parametrize("case", CASES)
def test_the_tables_of_the_presentation_are_those_of_the_page(case: str) -> None:
    """The slides show fewer of its rows and columns, each with the text that the page has."""
    result, words = calculate(read_case(case)), Words()
    known = {together(text) for view in story(result, words).views for text in view.texts()}
    for slide in Presentation(io.BytesIO(slides(result, words))).slides:
        for shape in slide.shapes:
            for row in shape.table.rows if shape.has_table else ():
                assert all(cell.text in known or not cell.text for cell in row.cells)


@pytest.mark.parametrize("case", CASES)
def test_the_same_messages_and_key_figures_stand_on_slides_notes_and_in_the_document(case: str) -> None:
    result, words = calculate(read_case(case)), Words()
    told = story(result, words)
    show = Presentation(io.BytesIO(slides(result, words)))
    seen = [" ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in show.slides][1:]
    notes = [slide.notes_slide.notes_text_frame.text for slide in show.slides][1:]
    for view, on_slide, said in zip(told.views, seen, notes, strict=True):
        assert together(view.message) in on_slide and together(view.message) in said
        for figure in view.figures:
            assert figure.label in on_slide and together(figure.text) in on_slide
    item = "\n".join(p.text for p in Document(io.BytesIO(document(result, words))).paragraphs)
    assert prose(told.views[0].message) in prose(item) and prose(" ".join(told.views[0].leads)) in prose(item)
    parts = [part for section in agenda(result, words).sections.values() for part in section]
    assert all(together(_heard(part)) in item for part in parts)


def _heard(part: Text | Table | Picture) -> str:
    """What a part says outside its cells and its drawing."""
    if isinstance(part, Picture):
        return part.chart.title
    return part.caption if isinstance(part, Table) else part.text


def prose(text: str) -> str:
    """Shares as they are written in an agenda: 76,2 pct., which on a slide is 76,2 %."""
    return re.sub(r"(?<=\d) %", " pct.", text.replace("\u00a0", " "))


def test_the_walk_would_find_a_figure_that_differs() -> None:
    result, words = calculate(read_case("herning-2013")), Words()
    other = calculate(read_case("assens-2016"))
    assert in_document(result, words)["net", "2016"] == "-2.500" != in_document(other, words)["net", "2016"]
