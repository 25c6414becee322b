"""The rows of a file, one after the other, whatever it is: text of one encoding and delimiter, or sheets of a workbook.

A text is decoded and cut as it is read, so that a large one never stands in memory as text as well.
"""

import codecs
import csv
import io
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from budget.case import CaseError, Problem, refuse
from budget.export.safe_xlsx import MAX_FILE, CellValue, UnsafeWorkbook, answered, opened, or_why

MOST_BYTES = 40_000_000  # as the upload allows, .streamlit/config.toml
DELIMITERS = (";", "\t", "|", ",")
SAMPLE = 200  # lines looked at to find what cuts them
_PIECE = 1 << 20
_STEP = 0.02  # of a file, between what is told of its progress
CHUNK = 512  # rows at a time: few enough that they are gone again before memory is cleaned up
Numbered = tuple[int, list[CellValue]]
Chunk = tuple[Sequence[int], list[list[CellValue]]]
Progress = Callable[[float], None]
TIMES = 8  # as large as one of ours may be
MOST_CELLS = 2_000_000
MOST_ROWS, MOST_COLUMNS = 200_000, 200


# ------------------------------------------------------------------ the sheets of a workbook
def read_sheets(data: bytes) -> dict[str, list[tuple[int, list[CellValue]]]]:
    """The rows of every sheet that is shown, each with its number; UnsafeWorkbook where they are not read."""
    found: dict[str, list[tuple[int, list[CellValue]]]] = answered(
        "budget.export.ledger.source:told", data, limit=MAX_FILE * TIMES, times=TIMES
    )
    return found


# ---------------------------------------------------------------- what follows runs apart


def told(data: bytes) -> dict[str, Any]:
    """The sheets, or why they are refused."""
    return or_why(lambda: _sheets(data), data, TIMES)


def _sheets(data: bytes) -> dict[str, list[tuple[int, list[Any]]]]:
    book = opened(data, values=True)
    found: dict[str, list[tuple[int, list[Any]]]] = {}
    count = 0
    for sheet in book.worksheets:
        if getattr(sheet, "sheet_state", "visible") != "visible":
            continue
        rows: list[tuple[int, list[Any]]] = []
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            row = [value if type(value) is str or value is None else _plain(value, sheet.title) for value in values]
            while row and row[-1] is None:
                row.pop()
            if not row:
                continue
            count += len(row)
            if count > MOST_CELLS:
                raise UnsafeWorkbook("upload.too_many_cells", limit=MOST_CELLS)
            if len(row) > MOST_COLUMNS:
                raise UnsafeWorkbook("upload.too_many_columns", sheet=sheet.title, limit=MOST_COLUMNS)
            if len(rows) == MOST_ROWS:
                raise UnsafeWorkbook("upload.too_many_rows", sheet=sheet.title, limit=MOST_ROWS)
            rows.append((number, row))
        found[sheet.title] = rows
    return found


def _plain(value: Any, sheet: str) -> Any:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise UnsafeWorkbook("upload.not_finite", sheet=sheet, cell="")
        return float(value)
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


@dataclass
class Source:
    """A file that can be read row by row, each with its number in the file; a workbook by its sheets."""

    sheets: dict[str, list[Numbered]] = field(default_factory=dict)
    data: bytes = b""
    encoding: str = ""
    delimiter: str = ""
    quoted: bool = True  # quotes hold a text together; else they are part of it
    skipped: int = 0  # a line sep=; above everything

    def chunks(self, sheet: str = "", progress: Progress | None = None) -> Iterator[Chunk]:
        """The rows, some thousand at a time, each chunk with the numbers of its rows."""
        if self.sheets:
            rows = self.sheets[sheet]
            for at in range(0, len(rows), CHUNK):
                part = rows[at : at + CHUNK]
                yield [number for number, _ in part], [row for _, row in part]
        else:
            yield from self._cut(progress)

    def _cut(self, progress: Progress | None) -> Iterator[Chunk]:
        stream = io.BytesIO(self.data)
        text = io.TextIOWrapper(stream, self.encoding, newline="")
        for _ in range(self.skipped):
            text.readline()
        reader = csv.reader(
            text, delimiter=self.delimiter, strict=True, quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE
        )
        before, told = self.skipped, 0.0
        try:
            while rows := list(islice(reader, CHUNK)):
                lines = reader.line_num + self.skipped - before
                numbers: Sequence[int] = range(before + 1, before + 1 + len(rows))
                if lines != len(rows):  # texts that go on over lines
                    numbers = list(_numbers(rows, before, self.delimiter))
                before += lines
                share = min(1.0, stream.tell() / len(self.data))
                if progress and (share - told >= _STEP or share == 1.0 > told):
                    told = share
                    progress(share)
                yield numbers, rows  # type: ignore[misc]
        except csv.Error:
            raise BrokenQuotes(reader.line_num + self.skipped) from None


class BrokenQuotes(Exception):
    """The quotes of a text do not go in pairs; the line where that shows."""


def _numbers(rows: list[list[str]], before: int, delimiter: str) -> Iterator[int]:
    """The line on which each row begins. Where a text that goes on over lines holds a whole row, its quote was never
    meant to open one."""
    width = max(map(len, rows))
    for row in rows:
        yield before + 1
        if any("\n" in cell and cell.count(delimiter) >= min(width, len(row)) - 1 for cell in row):
            raise BrokenQuotes(before + 1)
        before += 1 + sum(cell.count("\n") for cell in row)


def read_csv(data: bytes, most_rows: int, most_columns: int = 40) -> list[list[str]]:
    """The rows of a CSV file, every cell a text without the spaces around it; CaseError for no such file."""
    rows: list[list[str]] = []
    try:
        for _, found in _text(data).chunks():
            rows += [[str(cell).strip() for cell in row] for row in found]
            if len(rows) > most_rows + 1 or any(len(row) > most_columns for row in found):
                raise refuse("ledger_large", rows=most_rows, columns=most_columns)
    except BrokenQuotes as broken:
        raise refuse("ledger_broken", line=broken.args[0]) from None
    return rows


def source_of(data: bytes) -> Source:
    """The file as rows; CaseError where it is too large, or neither a text nor a workbook that may be opened."""
    if len(data) > MOST_BYTES:
        raise CaseError([Problem("upload.too_large", "", {"limit": MOST_BYTES})])
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        try:
            return Source(sheets=read_sheets(data))
        except UnsafeWorkbook as error:
            raise CaseError([Problem(error.code, "", error.params)]) from None
    return _text(data)


def _text(data: bytes) -> Source:
    encoding = _encoding(data)
    lines = _sample(data, encoding)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return Source(data=data, encoding=encoding, delimiter=lines[0].strip()[4], skipped=1)
    listed = sum(line.startswith("|") and line.endswith("|") for line in lines)
    if listed >= 2 and listed >= sum(";" in line or "\t" in line for line in lines):
        return Source(data=data, encoding=encoding, delimiter="|", quoted=False)
    return Source(data=data, encoding=encoding, delimiter=_delimiter(lines))


def _encoding(data: bytes) -> str:
    for start, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(start):
            if _decodes(data, encoding):
                return encoding
            raise refuse("ledger_no_text")
    if b"\0" not in data:
        for encoding in ("utf-8", "cp1252"):
            if _decodes(data, encoding):
                return encoding
    raise refuse("ledger_no_text")


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for at in range(0, len(data), _PIECE):
            if "\0" in decoder.decode(data[at : at + _PIECE]):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sample(data: bytes, encoding: str) -> list[str]:
    text = io.TextIOWrapper(io.BytesIO(data[:_PIECE]), encoding, errors="ignore")
    lines = (line.strip("\r\n") for line in text)
    return [line for _, line in zip(range(SAMPLE), (line for line in lines if line.strip()), strict=False)]


def _delimiter(lines: list[str]) -> str:
    """What cuts most lines into equally many pieces; of two that do so alike, the first."""

    def agreeing(delimiter: str) -> int:
        cut = csv.reader(lines, delimiter=delimiter)
        try:
            counts = Counter(len(row) for row in cut if len(row) > 1)
        except csv.Error:
            return 0
        return max(counts.values(), default=0)

    return max(DELIMITERS, key=agreeing)
