"""Reading actuals from a ledger's file: what it may look like, what a row may say, and what is refused."""

from __future__ import annotations

import json
from dataclasses import asdict
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from budget.case import CaseError, read_case
from budget.export import ledger
from budget.export.ledger import Columns, choices_from, read_ledger, suggested, take
from budget.text.numbers import format_number
from tests.test_safe_xlsx import BOMBS

CASE = read_case("herning-2013")
HEAD = "Konto;År;Måned;Beløb"
COLUMNS = Columns(0, 1, 3, 2, {"5.20": "line:placements", "Løn": "line:advisers", "63": "measure:family-share"})


def taken(*rows: str, columns: Columns = COLUMNS) -> ledger.Taken:
    return take(read_ledger("\r\n".join((HEAD, *rows)).encode()), columns, CASE)


def amounts(*rows: str, columns: Columns = COLUMNS) -> list[float]:
    found = taken(*rows, columns=columns)
    assert found.refused == []
    return [entry["amount"] for entry in found.entries]


# ------------------------------------------------------------------ the file
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_encodings_and_delimiters_of_finance_systems_are_read(encoding: str, delimiter: str) -> None:
    text = "\r\n".join((HEAD, "Løn;2014;1;1.234,50", "", '"Tekst; og ""mere""";2014;2;5')).replace(";", delimiter)
    rows = read_ledger(text.encode(encoding))
    assert rows[0] == ["Konto", "År", "Måned", "Beløb"]
    assert rows[1] == ["Løn", "2014", "1", "1.234,50"] and len(rows) == 3
    assert [entry["amount"] for entry in take(rows, COLUMNS, CASE).entries] == [1234.5]


def test_a_workbook_is_read_from_its_first_sheet_whatever_it_is_called() -> None:
    book = Workbook()
    book.active.title = "Udtræk 2014"
    for row in (("Konto", "År", "Måned", "Beløb"), ("Løn", 2014, 3, 1500.25), ("Løn", 2014, "marts", "500,25"),
                ("Løn", 2014, 4, "=1+1")):  # fmt: skip
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    found = take(read_ledger(buffer.getvalue()), COLUMNS, CASE)
    assert [(entry["month"], entry["amount"]) for entry in found.entries] == [(3, 2000.5)]
    assert [row.code for row in found.refused] == ["ledger_amount"], "a formula is no amount"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "ledger_empty"),
        (b"Konto;Bel\xf8b", "ledger_empty"),
        (b"kun en linje\r\nuden kolonner", "ledger_empty"),
        (b"a;b\x00\r\n1;2", "ledger_no_text"),
        (b"\xff\xfe\x00", "ledger_no_text"),
        (b'a;b\r\n"aldrig lukket;1', "ledger_broken"),
        (("a;" * 50 + "\r\n" + "1;" * 50).encode(), "ledger_large"),
        (("a;b\r\n" + "1;2\r\n" * 25_000).encode(), "ledger_large"),
        (("a;b\r\n" + "x" * 2_000 + ";2").encode(), "ledger_large"),
        (b"a;b\r\n" + b"1;2\r\n" * 1_200_000, "upload.too_large"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "upload.encrypted"),
        (b"PK\x03\x04 no workbook", "upload.broken"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_a_ledger_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(CaseError) as refused:
        read_ledger(data)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize("name", ["a million rows", "a string of 200 MB", "a billion laughs"])
def test_a_hostile_workbook_is_refused_here_too(name: str) -> None:
    with pytest.raises(CaseError):
        read_ledger(BOMBS[name][0]())


# ------------------------------------------------------------------ its rows
def test_rows_of_one_line_and_month_are_added_up() -> None:
    found = taken("Løn;2014;1;100.000,25", "Løn;2014;1;-0,25", "Løn;2014;2;5.000", "5.20;2014;1;-7", "Andet;2014;1;9")
    assert found.entries == [
        {"line": "advisers", "year": 2014, "month": 1, "amount": 100_000.0, "basis": "accounts"},
        {"line": "advisers", "year": 2014, "month": 2, "amount": 5_000.0, "basis": "accounts"},
        {"line": "placements", "year": 2014, "month": 1, "amount": -7.0, "basis": "accounts"},
    ]
    assert (found.rows, found.apart, found.refused) == (4, 1, [])


@pytest.mark.parametrize(
    ("period", "month"),
    [("2014", None), ("201403", 3), ("2014-03", 3), ("03-2014", 3), ("2014-03-31", 3), ("31-03-2014", 3),
     ("31.3.2014", 3)],
)  # fmt: skip
def test_a_period_is_a_year_or_a_year_and_a_month(period: str, month: int | None) -> None:
    columns = Columns(0, 1, 3, None, COLUMNS.accounts)
    (entry,) = taken(f"Løn;{period};;1", columns=columns).entries
    assert (entry["year"], entry.get("month")) == (2014, month)


@pytest.mark.parametrize("text", ["3", "03", "P03", "marts", "Mar.", "201403"])
def test_a_month_by_number_or_name(text: str) -> None:
    assert taken(f"Løn;2014;{text};1").entries[0]["month"] == 3


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Løn;14;1;1", "ledger_year"), ("Løn;;1;1", "ledger_year"), ("Løn;2012;1;1", "year_outside"),
        ("Løn;2014;0;1", "ledger_month"), ("Løn;2014;13;1", "ledger_month"), ("Løn;2014;;1", "ledger_month"),
        ("Løn;2014;1;", "ledger_amount"), ("Løn;2014;1;1.23", "ledger_amount"), ("Løn;2014;1;1,234", "ledger_amount"),
        ("Løn;2014;1;1e5", "ledger_amount"), ("Løn;2014;1", "ledger_amount"), ("Løn;2014;1;(5)", "ledger_amount"),
    ],
)  # fmt: skip
def test_a_row_that_is_not_clear_is_refused_with_its_number_and_reason(row: str, code: str) -> None:
    found = taken("Løn;2014;1;1", row)
    assert [(one.number, one.code) for one in found.refused] == [(3, code)]
    assert found.rows == 1


def test_the_sign_the_unit_and_the_decimal_sign_are_said_and_not_guessed() -> None:
    assert amounts("Løn;2014;1;1.234,5-") == [-1234.5]
    assert amounts("Løn;2014;1;1.234,5", columns=Columns(0, 1, 3, 2, COLUMNS.accounts, turned=True)) == [-1234.5]
    assert amounts("Løn;2014;1;2.000", columns=Columns(0, 1, 3, 2, COLUMNS.accounts, unit="1000")) == [2_000_000]
    assert amounts("Løn;2014;1;1,234.50", columns=Columns(0, 1, 3, 2, COLUMNS.accounts, english=True)) == [1234.5]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30))
def test_nothing_of_a_file_is_lost(cents: list[int]) -> None:
    """Taken, refused and not followed are all the rows, and the sum is the file's sum to the øre."""
    rows = [f"Løn;2014;{n % 12 + 1};{format_number(value / 100, 'da', 2)}" for n, value in enumerate(cents)]
    found = taken(*rows, "Løn;2014;1;x", "Andet;2014;1;1")
    assert (found.rows, len(found.refused), found.apart) == (len(cents), 1, 1)
    assert sum(round(entry["amount"] * 100) for entry in found.entries) == sum(cents)


def test_a_choice_of_columns_is_kept_as_a_file_and_read_again() -> None:
    kept = {'["Konto", "År"]': asdict(COLUMNS)}
    assert choices_from(json.dumps(kept).encode()) == kept


@pytest.mark.parametrize(
    "columns",
    [
        {}, {"account": 0}, {"account": "0", "year": 1, "amount": 2}, {"account": 0, "year": 1, "amount": True},
        {"account": 0, "year": 1, "amount": 2, "unit": "mio"}, {"account": 0, "year": 1, "amount": 2, "accounts": [1]},
        {"account": 0, "year": 1, "amount": 2, "accounts": {"a": 1}}, {"account": 0, "year": 1, "amount": 2, "more": 1},
        {"account": 0, "year": 1, "amount": 2, "turned": "ja"}, {"account": 0, "year": 1, "amount": 2, "month": "x"},
    ],
)  # fmt: skip
def test_what_is_no_choice_of_columns_is_refused(columns: object) -> None:
    with pytest.raises(CaseError):
        choices_from(json.dumps({"x": columns}).encode())


@pytest.mark.parametrize("data", [b"", b"null", b"[1]", b'{"x": 1}', b"\xff", b"[" * 100_000, b" " * 300_000 + b"{}"])
def test_a_file_that_is_no_choice_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(CaseError):
        choices_from(data)


def test_the_usual_headings_are_suggested() -> None:
    assert suggested(["Kontonummer", "Tekst", "Regnskabsår", "Måned", "Beløb i kr."]) == {
        "account": 0, "year": 2, "month": 3, "amount": 4,
    }  # fmt: skip
    assert suggested(["a", "b"]) == {}
