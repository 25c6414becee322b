"""Opening a workbook that someone sent us: nothing in it may hang, fill or fool the program.

The archive is measured while it is inflated (a header may lie), and openpyxl then reads a capped piece of the named
sheets. Both happen in a process of its own with a limit on time and memory.
"""

from __future__ import annotations

import io
import math
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from budget.apart import TooHeavy, answer_of

MB = 1_000_000

MAX_FILE = 5 * MB
MAX_PARTS = 200
MAX_PART = 20 * MB
MAX_TOTAL = 50 * MB
MAX_RATIO = 100
RATIO_COUNTS_FROM = 200_000  # bytes: a short part of spaces shrinks more than that and harms no one
MAX_CELLS = 100_000
MAX_TEXT = 32_767  # characters a cell of Excel can hold
FIRST_SHEET = ""  # asked for by this name: the first sheet, whatever it is called

# openpyxl holds these in memory as a whole, whatever is asked for.
HELD_IN_MEMORY = {"xl/workbook.xml": 1 * MB, "xl/styles.xml": 2 * MB, "xl/sharedStrings.xml": 4 * MB}

# What Excel, LibreOffice and a document system put into a workbook. The last two hold properties that are never read.
FOLDERS = ("_rels/", "docProps/", "customXml/", "docMetadata/")
ACTIVE = re.compile(r"vbaProject|externalLinks/|embeddings/|activeX/|connections\.xml|queryTables/", re.IGNORECASE)
DECLARES_TYPES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
CHUNK = 1 << 16
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"

# Each refusal is a key of the catalogue; its sentence may name these.
CODES: dict[str, tuple[str, ...]] = {
    "upload.too_large": ("limit",),  # bytes, as the next four
    "upload.part_too_large": ("part", "limit"),
    "upload.inflates_too_much": ("limit",),
    "upload.too_many_parts": ("limit",),
    "upload.ratio": ("part", "limit"),
    "upload.not_a_workbook": (),
    "upload.not_a_template": (),  # of slides or of a document
    "upload.broken_template": (),
    "upload.open_document": (),  # .ods, as LibreOffice saves it
    "upload.encrypted": (),  # protected by a password, or the format of before 2007
    "upload.part_name": ("part",),
    "upload.active_content": ("part",),
    "upload.document_type": ("part",),
    "upload.broken": (),
    "upload.too_heavy": (),  # took too long, or too much memory
    "upload.no_sheet": ("sheet",),
    "upload.too_many_rows": ("sheet", "limit"),
    "upload.too_many_columns": ("sheet", "limit"),
    "upload.too_many_cells": ("limit",),
    "upload.text_too_long": ("sheet", "cell", "limit"),
    "upload.not_finite": ("sheet", "cell"),
}


class Kind(NamedTuple):
    """A kind of file in an archive: its main part, the folder of its parts, and what is said of a file that is none."""

    main: str
    folder: str
    code: str


WORKBOOK = Kind("xl/workbook.xml", "xl/", "upload.not_a_workbook")


class UnsafeWorkbook(ValueError):
    """The workbook is refused. `code` is a key of the catalogue, `params` what its sentence needs."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}" if params else code)


class FormulaText(str):
    """What a formula says, beginning with =. A text that only looks like a formula is a plain str."""


CellValue: TypeAlias = FormulaText | str | float | bool | None
Limits: TypeAlias = Mapping[str, tuple[int, int]]


def read_cells(data: bytes, sheets: Limits) -> dict[str, list[list[CellValue]]]:
    """The cells of the named sheets (or FIRST_SHEET) from A1 on, at most (rows, columns) of each; every row is
    `columns` long.

    Rows after the last that holds something are left out, and columns past the limit are not looked at; where the row
    after the limit holds something the file is refused, or else the end of a text would be lost without a word.
    """
    answer = answered("budget.export.safe_xlsx:told", data, dict(sheets))
    return {
        name: [_padded([from_json(value) for value in row], sheets[name][1]) for row in rows]
        for name, rows in answer.items()
    }


def answered(reader: str, data: bytes, *arguments: object, limit: int = MAX_FILE, times: int = 1) -> Any:
    """What a reader tells by `or_why` in a process of its own; UnsafeWorkbook where it refuses, or is too large."""
    if len(data) > limit:
        raise UnsafeWorkbook("upload.too_large", limit=limit)
    try:
        answer = answer_of(reader, data, *arguments, times=times)
    except TooHeavy:
        raise UnsafeWorkbook("upload.too_heavy") from None
    if "code" in answer:
        raise UnsafeWorkbook(answer["code"], **answer["params"])
    return answer["read"]


def from_json(value: Any) -> CellValue:
    """A cell's value from how it is told by the process that reads."""
    return FormulaText(value["f"]) if isinstance(value, dict) else value


def _padded(row: list[CellValue], width: int) -> list[CellValue]:
    return row + [None] * (width - len(row))


# ---------------------------------------------------------------- what follows runs apart


def inspect(data: bytes, times: int = 1, kind: Kind = WORKBOOK) -> None:
    """Refuse an archive that is no plain file of its kind, by what it really holds: at most so many `times` the usual
    size.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsafeWorkbook("upload.encrypted")
    if not data.startswith(b"PK\x03\x04"):
        raise UnsafeWorkbook(kind.code)
    if OPEN_DOCUMENT in data[:100]:  # the first part of such a file says what it is, uncompressed
        raise UnsafeWorkbook("upload.open_document")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS * times:
            raise UnsafeWorkbook("upload.too_many_parts", limit=MAX_PARTS * times)
        for part in parts:
            _inspect_name(part, kind)
        names = [part.filename for part in parts]
        if len(set(names)) < len(names):
            raise UnsafeWorkbook("upload.broken")
        if not {"[Content_Types].xml", kind.main} <= set(names):
            raise UnsafeWorkbook(kind.code)
        total = 0
        for part in parts:
            total = _inflate(archive, part, total, times)


def _inspect_name(part: zipfile.ZipInfo, kind: Kind) -> None:
    name = part.filename
    if part.flag_bits & 0x1:
        raise UnsafeWorkbook("upload.encrypted")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnsafeWorkbook("upload.broken")
    if ACTIVE.search(name):
        raise UnsafeWorkbook("upload.active_content", part=name[:100])
    inside = name == "[Content_Types].xml" or name.startswith((*FOLDERS, kind.folder))
    if not inside or ".." in name.split("/") or "\\" in name or ":" in name:
        raise UnsafeWorkbook("upload.part_name", part=name[:100])


def _inflate(archive: zipfile.ZipFile, part: zipfile.ZipInfo, total: int, times: int) -> int:
    """Count what really comes out, and look at it for a document type; the total so far."""
    limit = HELD_IN_MEMORY.get(part.filename, MAX_PART) * times
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    size, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise UnsafeWorkbook("upload.part_too_large", part=part.filename, limit=limit)
            if total + size > MAX_TOTAL * times:
                raise UnsafeWorkbook("upload.inflates_too_much", limit=MAX_TOTAL * times)
            if size > RATIO_COUNTS_FROM and size > MAX_RATIO * max(part.compress_size, 1):
                raise UnsafeWorkbook("upload.ratio", part=part.filename, limit=MAX_RATIO)
            # A NUL is how two-byte encodings look: a document type written in one would be overlooked.
            if is_xml and (DECLARES_TYPES.search(tail + chunk) or b"\0" in chunk):
                raise UnsafeWorkbook("upload.document_type", part=part.filename)
            tail = chunk[-16:]
    return total + size


def cells(data: bytes, sheets: Limits) -> dict[str, list[list[Any]]]:
    """The cells as plain values for JSON; a formula is {"f": text}."""
    book = opened(data)
    found: dict[str, list[list[Any]]] = {}
    count = 0
    for name, (rows, columns) in sheets.items():
        called = name or book.sheetnames[0]
        if called not in book.sheetnames or not hasattr(book[called], "iter_rows"):
            raise UnsafeWorkbook("upload.no_sheet", sheet=called)
        found[name] = []
        for values in sheet_rows(book[called], rows, columns):
            count += sum(value is not None for value in values)
            if count > MAX_CELLS:
                raise UnsafeWorkbook("upload.too_many_cells", limit=MAX_CELLS)
            found[name].append(values)
        while found[name] and not found[name][-1]:
            found[name].pop()
    return found


def opened(data: bytes, values: bool = False) -> Any:
    """The workbook, to be read row by row; with `values` a formula is what it came to when it was saved."""
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # openpyxl asks for it, slowly, and can do without
    from openpyxl import load_workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    # A sheet that does not tell its size is read to its end to find out; we say ourselves how far to read.
    ReadOnlyWorksheet._get_size = lambda sheet: None
    return load_workbook(io.BytesIO(data), read_only=True, keep_links=False, data_only=values)


def sheet_rows(sheet: Any, rows: int, columns: int) -> Iterator[list[Any]]:
    """Row after row, without the empty cells at its end; lazily, so that a million of them cost nothing."""
    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=rows + 1, min_col=1, max_col=columns), start=1):
        values = [_value(cell, sheet.title) for cell in row]
        while values and values[-1] is None:
            values.pop()
        if number > rows:
            if values:
                raise UnsafeWorkbook("upload.too_many_rows", sheet=sheet.title, limit=rows)
            return
        yield values


def _value(cell: Any, sheet: str) -> Any:
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    if cell.data_type == "f":
        return {"f": str(getattr(value, "text", value) or "=")}  # an array formula is an object with a text
    if isinstance(value, (int, float)):
        if not math.isfinite(value):
            raise UnsafeWorkbook("upload.not_finite", sheet=sheet, cell=cell.coordinate)
        return float(value)
    text = str(value)  # a date too: it is no number, and is told as what it shows
    if len(text) > MAX_TEXT:
        raise UnsafeWorkbook("upload.text_too_long", sheet=sheet, cell=cell.coordinate, limit=MAX_TEXT)
    return text


def told(data: bytes, sheets: Limits) -> dict[str, Any]:
    """The cells of the sheets, or why they are refused; for the process in which a workbook is read."""
    return or_why(lambda: cells(data, sheets), data)


def or_why(
    read: Callable[[], object], data: bytes, times: int = 1, kind: Kind = WORKBOOK, broken: str = "upload.broken"
) -> dict[str, Any]:
    """What is read of a file up to so many times as large as one of ours, or why it is refused."""
    try:
        inspect(data, times, kind)
        return {"read": read()}
    except UnsafeWorkbook as refusal:
        return {"code": refusal.code, "params": refusal.params}
    except MemoryError:
        return {"code": "upload.too_heavy", "params": {}}
    except Exception:  # whatever a hostile file makes a parser raise, it is a file that cannot be read
        return {"code": broken, "params": {}}
