"""Rules on the file itself: its parts, stored results, texts and properties."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tests.lint.book import CALC, CONSTANT, INPUT, MAIN, PROJECTION, RESULT, SOURCES, Book, Finding, at
from tests.lint.colours import contrast, fill_of, font_of
from tests.lint.formulas import OUTWARD, calls_of

ACTIVE_PARTS = ("vbaProject", "externalLinks/", "connections.xml", "embeddings/", "activeX/", "ctrlProps/")
LANGUAGE = ("Language", "Sprog", "Dokumentsprog", "Content language")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|_x00(0[0-8BCEF]|1[0-9A-F])_")
LONGEST_TEXT = 32_767
NOTHING = ("=0", '=""')  # a sum of no rows, and a key figure that there is none of


def w01_nothing_active(book: Book) -> Iterator[Finding]:
    for name in book.names:
        if any(part in name for part in ACTIVE_PARTS):
            yield Finding("W01", "", "", f"the file holds {name}")
        if name.endswith(".rels") and b'TargetMode="External"' in book.parts[name]:
            yield Finding("W01", "", "", f"{name} points out of the file")
    for formula in book.formulas:
        outward = [call.name for call in calls_of(formula) if call.name in OUTWARD]
        if outward:
            yield Finding("W01", formula.sheet, formula.cell.coordinate, f"{outward[0]} reaches out of the file")
        if any("[" in operand for operand in formula.operands):
            yield Finding("W01", formula.sheet, formula.cell.coordinate, "refers to another workbook")
        if "|" in formula.text:
            yield Finding("W01", formula.sheet, formula.cell.coordinate, "DDE")


def w18_no_stored_errors(book: Book) -> Iterator[Finding]:
    """As far as the stored results tell; recalculated workbooks go through `recalculated.errors`."""
    for sheet in book.values.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "e":
                    yield Finding("W18", sheet.title, cell.coordinate, f"the stored result is {cell.value}")


def w19_stored_results(book: Book) -> Iterator[Finding]:
    empty = {
        (sheet, cell.attrib["r"])
        for sheet, part in book.sheet_parts.items()
        for cell in book.xml(part).iter(f"{MAIN}c")
        if cell.find(f"{MAIN}f") is not None and not cell.findtext(f"{MAIN}v")
    }
    for formula in book.formulas:
        if (formula.sheet, formula.cell.coordinate) not in empty:
            continue
        chooses = len(formula.tokens) == 1 or formula.text.startswith("=IF(")
        passes_on = chooses and any((a.sheet, at(a.min_row, a.min_col)) in empty for a in formula.areas)
        if '""' not in formula.text and not passes_on:  # what has no value is an empty text
            yield Finding("W19", formula.sheet, formula.cell.coordinate, "no stored result: a preview shows nothing")


def w29_accessible(book: Book) -> Iterator[Finding]:
    yield from _properties(book)
    yield from _pictures(book)
    for sheet in book.sheets:
        if re.fullmatch(r"(Sheet|Ark)\s*\d+", sheet.title):
            yield Finding("W29", sheet.title, "", "the name says nothing")
        for cell in book.cells(sheet):
            if cell.value is not None and 1.5 <= contrast(font_of(cell), fill_of(cell)) < 4.5:
                yield Finding("W29", sheet.title, cell.coordinate, "contrast below 4.5")
    for sheet in book.present(INPUT, CALC):
        for col in range(1, CONSTANT + 1):
            if sheet.cell(1, col).value in (None, ""):
                yield Finding("W29", sheet.title, at(1, col), "a column without a header")


def w30_text_stays_text(book: Book) -> Iterator[Finding]:
    """No formula where words stand, and no formula of constants alone: both are what injected text looks like."""
    for formula in book.formulas:
        in_words = formula.sheet in (INPUT, CALC) and formula.cell.column < CONSTANT
        if in_words or formula.sheet == SOURCES:
            yield Finding("W30", formula.sheet, formula.cell.coordinate, "a formula where words stand")
        elif not formula.operands and not (formula.sheet in (INPUT, PROJECTION, CALC) and formula.text in NOTHING):
            yield Finding("W30", formula.sheet, formula.cell.coordinate, f"{formula.text[:40]} refers to nothing")
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            if cell.hyperlink is not None and cell.hyperlink.target:
                yield Finding("W30", sheet.title, cell.coordinate, "text became a link")


def w32_sound(book: Book) -> Iterator[Finding]:
    if len(set(book.names)) < len(book.names):
        yield Finding("W32", "", "", "a part stands twice in the archive")
    for name in book.names:
        if name.endswith((".xml", ".rels", ".vml")):
            yield from _well_formed(book, name)
    for sheet in book.sheets:
        for cell in book.cells(sheet):
            if not isinstance(cell.value, str):
                continue
            if len(cell.value) > LONGEST_TEXT:
                yield Finding("W32", sheet.title, cell.coordinate, f"a text of {len(cell.value)} characters")
            if CONTROL.search(cell.value):
                yield Finding("W32", sheet.title, cell.coordinate, "a control character")


# ---------------------------------------------------------------- properties and pictures


def _properties(book: Book) -> Iterator[Finding]:
    core = book.workbook.properties
    if not core.title:
        yield Finding("W29", "", "", "the document has no title")
    custom = {str(one.name): one.value for one in book.workbook.custom_doc_props.props}
    if not core.language and not any(custom.get(name) for name in LANGUAGE):
        yield Finding("W29", "", "", "the document does not say its language")


def _pictures(book: Book) -> Iterator[Finding]:
    """Charts and images with words beside them; and the table's own chart."""
    frames = 0
    for name in book.names:
        if not re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
            continue
        for picture in book.xml(name).iter():
            kind = picture.tag.rpartition("}")[2]
            if kind in ("graphicFrame", "pic"):
                frames += kind == "graphicFrame"
                named = [one for one in picture.iter() if one.tag.endswith("}cNvPr")]
                if not any(one.attrib.get("descr", "").strip() for one in named):
                    yield Finding("W29", "", "", f"{name}: a picture without alternative text")
    result = book.sheet(RESULT)
    relations = book.sheet_parts.get(RESULT, "").replace("worksheets/", "worksheets/_rels/") + ".rels"
    if result is not None and (frames == 0 or b"drawing" not in book.parts.get(relations, b"")):
        yield Finding("W29", RESULT, "", "the table has no chart")


def _well_formed(book: Book, name: str) -> Iterator[Finding]:
    try:
        fromstring(book.parts[name], forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        yield Finding("W32", "", "", f"{name}: {error}")


RULES: list[Callable[[Book], Iterator[Finding]]] = [
    w01_nothing_active, w18_no_stored_errors, w19_stored_results, w29_accessible, w30_text_stays_text, w32_sound,
]  # fmt: skip
