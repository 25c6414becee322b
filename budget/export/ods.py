"""A shown table as an OpenDocument spreadsheet: texts and typed figures, for who uses no Excel."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from budget.export.office_files import LONG_AGO
from budget.shown.model import Cell, Table
from budget.text import Words
from budget.text.numbers import UNITS

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT, MANIFEST = (f"{SPACE}{name}:1.0" for name in ("office", "table", "text", "manifest"))
NAMES = {"office": OFFICE, "table": TABLE, "text": TEXT, "manifest": MANIFEST}


def ods(tables: Sequence[Table], above: Sequence[str], words: Words) -> bytes:
    """A sheet for each table with its caption over it and its notes under; `above` is said of the case. The same tables
    give the same bytes.
    """
    for prefix, space in NAMES.items():
        ET.register_namespace(prefix, space)
    content = ET.Element(f"{{{OFFICE}}}document-content", {f"{{{OFFICE}}}version": "1.2"})
    body = ET.SubElement(ET.SubElement(content, f"{{{OFFICE}}}body"), f"{{{OFFICE}}}spreadsheet")
    for table in tables:
        sheet = ET.SubElement(body, f"{{{TABLE}}}table", {f"{{{TABLE}}}name": words(f"ods.sheet.{table.key}")})
        ET.SubElement(sheet, f"{{{TABLE}}}table-column",
                      {f"{{{TABLE}}}number-columns-repeated": str(len(table.columns))})  # fmt: skip
        for row in _rows(table, above):
            line = ET.SubElement(sheet, f"{{{TABLE}}}table-row")
            for cell in row:
                _cell(line, cell)
    listed = ET.Element(f"{{{MANIFEST}}}manifest", {f"{{{MANIFEST}}}version": "1.2"})
    for path, kind in (("/", TYPE), ("content.xml", "text/xml")):
        ET.SubElement(listed, f"{{{MANIFEST}}}file-entry",
                      {f"{{{MANIFEST}}}full-path": path, f"{{{MANIFEST}}}media-type": kind})  # fmt: skip
    return _archive({"content.xml": content, "META-INF/manifest.xml": listed})


def _rows(table: Table, above: Sequence[str]) -> Iterator[Sequence[Cell]]:
    yield from ([Cell(text)] for text in (*above, table.caption))
    yield [Cell(text) for text in table.head]
    yield from ([Cell(row.label), *row.cells] for row in table.rows)
    yield from ([Cell(note)] for note in table.notes)


def _cell(line: ET.Element, cell: Cell) -> None:
    """A figure in the unit of its text, unrounded, or a text; nothing for nothing."""
    if cell.value is not None:
        divisor = float(UNITS[cell.unit][0]) if cell.unit in UNITS else 1.0
        kind = {f"{{{OFFICE}}}value-type": "float", f"{{{OFFICE}}}value": repr(cell.value / divisor + 0.0)}
    else:
        kind = {f"{{{OFFICE}}}value-type": "string"} if cell.text else {}
    made = ET.SubElement(line, f"{{{TABLE}}}table-cell", kind)
    if cell.text:
        kept = "".join(letter for letter in cell.text if letter.isprintable() or letter in "\u00a0\u202f")
        ET.SubElement(made, f"{{{TEXT}}}p").text = kept


def _archive(parts: dict[str, ET.Element]) -> bytes:
    """The kind of the file first and unpacked, as the format asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", LONG_AGO), TYPE)
        for name, root in parts.items():
            data = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
