"""An exported workbook as the rules look at it: its parts, its cells, its formulas and what they refer to."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

FRONT, RESULT, INPUT, CALC = "Læs mig", "Nettobesparelse", "Forudsætninger", "Beregning"
PROJECTION = "Fremskrivning"
RISK, CHECKS, AMENDMENTS, FOLLOW_UP, SOURCES = "Usikkerhed", "Kontrol", "Bevillinger", "Opfølgning", "Kilder"

# The fixed columns of the two sheets with one row per key.
KEY, LABEL, UNIT, SOURCE, CONSTANT, FIRST_YEAR = 1, 2, 3, 4, 5, 6

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True, order=True)
class Finding:
    rule: str
    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule} {self.sheet}!{self.cell}: {self.message}"


@dataclass(frozen=True)
class Area:
    """What one operand of a formula refers to."""

    sheet: str
    min_col: int
    min_row: int
    max_col: int
    max_row: int

    def places(self) -> Iterator[tuple[str, int, int]]:
        for row in range(self.min_row, self.max_row + 1):
            for col in range(self.min_col, self.max_col + 1):
                yield self.sheet, row, col


@dataclass
class Formula:
    sheet: str
    cell: Cell
    text: str
    array: bool = False
    broken: str = ""
    tokens: list[Token] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int, int]:
        return self.sheet, self.cell.row, self.cell.column

    @property
    def operands(self) -> list[str]:
        return [t.value for t in self.tokens if t.type == "OPERAND" and t.subtype == "RANGE"]

    @cached_property
    def areas(self) -> list[Area]:
        return [area for operand in self.operands if (area := area_of(operand, self.sheet))]


_QUALIFIED = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?([^!]+)")
_CELLS = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]*(:\$?[A-Z]{1,3}\$?[1-9][0-9]*)?")


def area_of(operand: str, home: str) -> Area | None:
    """The cells an operand names; None for whole columns, names and what else is no plain reference."""
    match = _QUALIFIED.fullmatch(operand)
    if not match or not _CELLS.fullmatch(match.group(3)):
        return None
    sheet = match.group(1).replace("''", "'") if match.group(1) else match.group(2) or home
    return Area(sheet, *range_boundaries(match.group(3).replace("$", "")))


class Book:
    """Opened once; every rule reads from here."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.names: list[str] = archive.namelist()
            self.parts: dict[str, bytes] = {name: archive.read(name) for name in self.names}
        self.workbook: Workbook = load_workbook(io.BytesIO(data))
        self.values: Workbook = load_workbook(io.BytesIO(data), data_only=True)

    @classmethod
    def open(cls, source: str | Path | bytes) -> Book:
        return cls(source if isinstance(source, bytes) else Path(source).read_bytes())

    # ------------------------------------------------------------ sheets and cells
    @property
    def sheets(self) -> list[Worksheet]:
        return list(self.workbook.worksheets)

    def sheet(self, name: str) -> Worksheet | None:
        return self.workbook[name] if name in self.workbook.sheetnames else None

    def present(self, *names: str) -> list[Worksheet]:
        return [self.workbook[name] for name in names if name in self.workbook.sheetnames]

    def cells(self, sheet: Worksheet) -> Iterator[Cell]:
        """The cells that are written, empty ones with a style among them."""
        for row in sheet.iter_rows():
            yield from row

    def value(self, sheet: str, row: int, col: int) -> object:
        """The stored result."""
        return self.values[sheet].cell(row, col).value

    def rows(self, sheet: Worksheet) -> Iterator[int]:
        """The rows below the headers that hold a key."""
        return (row for row in range(2, sheet.max_row + 1) if sheet.cell(row, KEY).value not in (None, ""))

    @cached_property
    def last_year_column(self) -> int:
        sheet = self.sheet(INPUT)
        col = FIRST_YEAR
        while sheet is not None and sheet.cell(1, col).value is not None:
            col += 1
        return col - 1

    @property
    def year_columns(self) -> range:
        return range(FIRST_YEAR, self.last_year_column + 1)

    # ------------------------------------------------------------ formulas
    @cached_property
    def formulas(self) -> list[Formula]:
        return [
            _formula(sheet.title, cell)
            for sheet in self.sheets
            for cell in self.cells(sheet)
            if cell.data_type == "f"  # a label "=1+1" is a text, however it looks
        ]

    def formulas_on(self, *names: str) -> list[Formula]:
        return [formula for formula in self.formulas if formula.sheet in names]

    @cached_property
    def formula_at(self) -> dict[tuple[str, int, int], Formula]:
        return {formula.place: formula for formula in self.formulas}

    # ------------------------------------------------------------ raw XML
    def xml(self, part: str) -> Element:
        return fromstring(self.parts[part])

    @cached_property
    def sheet_parts(self) -> dict[str, str]:
        """The part of the archive that holds each sheet."""
        relations = {
            one.attrib["Id"]: one.attrib["Target"].removeprefix("/xl/")
            for one in self.xml("xl/_rels/workbook.xml.rels")
        }
        return {
            one.attrib["name"]: "xl/" + relations[one.attrib[f"{RELATION}id"]]
            for one in self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")
        }


def _formula(sheet: str, cell: Cell) -> Formula:
    value = cell.value
    array = isinstance(value, (ArrayFormula, DataTableFormula))
    text = str(getattr(value, "text", "") or "") if array else str(value)
    if not text.startswith("="):
        text = f"={text}"
    try:
        return Formula(sheet, cell, text, array, tokens=Tokenizer(text).items)
    except TokenizerError as error:
        return Formula(sheet, cell, text, array, broken=str(error))


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def at(row: int, col: int) -> str:
    return f"{get_column_letter(col)}{row}"
