"""Actuals from a file as a finance system exports it: a table whose columns and accounts a person names once.

CSV comes with semicolons and a decimal comma, with or without a byte order mark, and often in windows-1252; a
workbook is opened as a hostile one. Nothing is guessed about a row: it is taken, or refused with its reason.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from budget.case import Case, CaseError, Problem, refuse
from budget.export.safe_xlsx import FIRST_SHEET, CellValue, FormulaText, UnsafeWorkbook, read_cells
from budget.text.numbers import NumberError, parse_number

MOST_BYTES = 5_000_000
MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 20_000, 40, 1_000
MOST_CHOICE = 200_000  # bytes of the file that keeps a choice of columns
DELIMITERS = (";", "\t", ",", "|")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("januar january jan", "februar february feb", "marts march mar", "april apr", "maj may", "juni june jun",
         "juli july jul", "august aug", "september sep", "oktober october okt oct", "november nov",
         "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
PERIODS = tuple(
    map(
        re.compile,
        (
            r"(?P<year>[12]\d{3})",
            r"(?P<year>[12]\d{3})[-./ ]?(?P<month>0[1-9]|1[0-2])",
            r"(?P<month>0?[1-9]|1[0-2])[-./](?P<year>[12]\d{3})",
            r"(?P<year>[12]\d{3})-(?P<month>0[1-9]|1[0-2])-\d{2}([T ].*)?",
            r"\d{1,2}[-./](?P<month>0?[1-9]|1[0-2])[-./](?P<year>[12]\d{3})",
        ),
    )
)
UNITS = {"kr": 1, "1000": 1000}
Row = Sequence[CellValue]


@dataclass(frozen=True)
class Columns:
    """What the columns of a file hold, by number from 0, and which line or measure an account belongs to."""

    account: int
    year: int
    amount: int
    month: int | None = None  # none: the period is in the year's column, or the figures are of whole years
    accounts: Mapping[str, str] = field(default_factory=dict)  # account: "line:id" or "measure:id"
    unit: str = "kr"
    english: bool = False  # the decimal sign of a text: else the comma
    turned: bool = False  # the file has the opposite sign


@dataclass(frozen=True)
class Refused:
    """A row that is not taken: its number in the file, what stood there, and why (a key of the catalogue)."""

    number: int
    text: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """What a file gives: one entry for each line or measure, year and month; how many rows they add up; the others."""

    entries: list[dict[str, Any]]
    rows: int
    refused: list[Refused]
    apart: int = 0  # rows of accounts that are not followed


# ------------------------------------------------------------------ the file as a table
def read_ledger(data: bytes) -> list[list[CellValue]]:
    """The rows of a CSV file or of the first sheet of a workbook, the headings first; CaseError for no such table."""
    if len(data) > MOST_BYTES:
        raise CaseError([Problem("upload.too_large", "", {"limit": MOST_BYTES})])
    rows = _sheet(data) if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0") else read_csv(data)
    rows = [row for row in rows if any(cell not in (None, "") for cell in row)]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise refuse("ledger_empty")
    return rows


def _sheet(data: bytes) -> list[list[CellValue]]:
    try:
        return read_cells(data, {FIRST_SHEET: (MOST_ROWS, MOST_COLUMNS)})[FIRST_SHEET]
    except UnsafeWorkbook as error:
        raise CaseError([Problem(error.code, "", error.params)]) from None


def read_csv(data: bytes, most_rows: int = MOST_ROWS) -> list[list[CellValue]]:
    """The rows of a CSV file, every cell a text without the spaces around it."""
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)  # the first of those that are as frequent
    rows: list[list[CellValue]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            long = sum(map(len, row)) > MOST_TEXT and max(map(len, row)) > MOST_TEXT
            if len(rows) > most_rows or len(row) > MOST_COLUMNS or long:
                raise refuse("ledger_large", rows=most_rows, columns=MOST_COLUMNS, text=MOST_TEXT)
            rows.append(list(map(str.strip, row)))
    except csv.Error:
        raise refuse("ledger_broken", line=len(rows) + 1) from None
    return rows


def _decoded(data: bytes) -> str:
    for start, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(start):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        encodings = ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise refuse("ledger_no_text")


# ------------------------------------------------------------------ what stands in it
def headings(rows: Sequence[Row]) -> list[str]:
    """The names of the columns, for every column that any row has."""
    width = max(map(len, rows))
    return [(_text(rows[0][n]) if n < len(rows[0]) else "") or str(n + 1) for n in range(width)]


def accounts(rows: Sequence[Row], column: int) -> list[str]:
    """What stands in a column below its heading, each once, in the order of the file."""
    return list(dict.fromkeys(text for row in rows[1:] if (text := _text(_at(row, column)))))


def take(rows: Sequence[Row], columns: Columns, case: Case) -> Taken:
    """The entries of the file for a case: amounts of one line or measure, year and month added up."""
    sums: dict[tuple[str, int, int | None], float] = {}
    refused: list[Refused] = []
    taken = apart = 0
    for number, row in enumerate(rows[1:], start=2):
        target = columns.accounts.get(_text(_at(row, columns.account)), "")
        if not target:
            apart += 1
            continue
        try:
            year, month = _period(row, columns, case)
            amount = _amount(_at(row, columns.amount), columns)
        except CaseError as error:
            problem = error.problems[0]
            refused.append(Refused(number, "; ".join(map(_text, row)), problem.code, problem.params))
            continue
        key = (target, year, month)
        sums[key] = sums.get(key, 0.0) + amount
        taken += 1
    return Taken([_entry(*key, amount) for key, amount in sums.items()], taken, refused, apart)


def _entry(target: str, year: int, month: int | None, amount: float) -> dict[str, Any]:
    of, _, id = target.partition(":")
    entry: dict[str, Any] = {of: id, "year": year}
    if month is not None:
        entry["month"] = month
    return {**entry, "amount": round(amount, 2), "basis": "accounts"}


def _at(row: Row, column: int) -> CellValue:
    return row[column] if column < len(row) else None


def _text(value: CellValue) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "" if value is None else str(value).strip()


def _period(row: Row, columns: Columns, case: Case) -> tuple[int, int | None]:
    text = _text(_at(row, columns.year))
    found = next((match for period in PERIODS if (match := period.fullmatch(text))), None)
    if found is None:
        raise refuse("ledger_year", read=text)
    parts = found.groupdict()
    year, month = int(parts["year"]), int(parts["month"]) if parts.get("month") else None
    if columns.month is not None:
        month = _month(_text(_at(row, columns.month)))
    if year not in case.horizon:
        raise refuse("year_outside", year=year, first=case.horizon[0], last=case.horizon[-1])
    return year, month


def _month(text: str) -> int:
    """A month by number, by name, or as a whole period; the periods 0 and 13 of a ledger are none."""
    number = MONTHS.get(text.lower().rstrip("."))
    period = next((m for p in PERIODS[1:] if (m := p.fullmatch(text))), None)
    if number is None and re.fullmatch(r"[Pp]?0?\d|[Pp]?1[0-2]", text):
        number = int(text.lstrip("Pp"))
    elif number is None and period is not None:
        number = int(period["month"])
    if number is None or not 1 <= number <= 12:
        raise refuse("ledger_month", read=text)
    return number


def _amount(value: CellValue, columns: Columns) -> float:
    sign = (-1 if columns.turned else 1) * UNITS[columns.unit]
    if isinstance(value, float):
        return value * sign
    text = "" if value is None else str(value).strip()
    if isinstance(value, FormulaText | bool) or not text:
        raise refuse("ledger_amount", read=text)
    if text.endswith("-"):  # 1.234,50-: how some systems write a minus
        text = f"-{text[:-1].strip()}"
    try:
        return parse_number(text, "en" if columns.english else "da") * sign
    except NumberError:
        raise refuse("ledger_amount", read=text) from None


def choices_from(data: bytes) -> dict[str, dict[str, Any]]:
    """The columns chosen for files of certain headings, as `Columns` by the headings; CaseError for anything else."""
    try:
        found: dict[str, Any] = json.loads(data if len(data) <= MOST_CHOICE else b"null")
        pairs = [(str(headings), asdict(Columns(**columns))) for headings, columns in found.items()]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise refuse("ledger_choice") from None
    for _, columns in pairs:
        numbers = [columns[name] for name in ("account", "year", "amount")]
        whole = all(type(n) is int for n in (*numbers, columns["month"] or 0))
        targets = columns["accounts"] if isinstance(columns["accounts"], dict) else {None: None}
        texts = all(isinstance(text, str) for pair in targets.items() for text in pair)
        flags = all(isinstance(columns[name], bool) for name in ("english", "turned"))
        if not (whole and texts and flags and columns["unit"] in UNITS):
            raise refuse("ledger_choice")
    return dict(pairs)


def suggested(names: Sequence[str]) -> dict[str, int]:
    """The columns that headings of the usual words belong to."""
    usual = {
        "account": ("konto", "linje", "line", "account", "funktion", "art", "målepunkt"),
        "year": ("år", "regnskabsår", "year", "periode", "period", "dato"),
        "month": ("måned", "month", "mdr", "periode"),
        "amount": ("beløb", "amount", "forbrug", "saldo", "regnskab"),
    }
    found: dict[str, int] = {}
    for part, words in usual.items():
        of_it = (n for word in words for n, name in enumerate(names) if name.lower().startswith(word))
        column = next((n for n in of_it if n not in found.values()), None)
        if column is not None:
            found[part] = column
    return found
