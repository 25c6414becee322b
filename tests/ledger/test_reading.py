"""Reading actuals from a ledger's file: what it may be at all, what is kept of a choice, and that nothing is lost."""

from __future__ import annotations

import json
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from budget.case import CaseError, read_case
from budget.case.following import recorded
from budget.export.ledger import (
    Choice,
    Grid,
    Taken,
    choices_from,
    kept_text,
    misfit,
    name_of,
    read_ledger,
    suggested,
    take,
)
from budget.text.numbers import format_number
from tests.ledger.files import FAILING
from tests.test_safe_xlsx import BOMBS

CASE = read_case("herning-2013")
HEAD = "Konto;År;Måned;Beløb"
ACCOUNTS = {"5.20": "line:placements", "Løn": "line:advisers", "63": "measure:family-share"}


def chosen(grid: Grid, **said: object) -> Choice:
    return suggested(grid).model_copy(update={"accounts": ACCOUNTS, **said})


def taken(*rows: str, head: str = HEAD, **said: object) -> Taken:
    grid = read_ledger("\r\n".join((head, *rows)).encode())
    return take(grid, chosen(grid, **said), CASE)


def book(
    rows: list[tuple[object, ...]], title: str = "Udtræk 2014", first: list[tuple[object, ...]] | None = None
) -> bytes:
    made = Workbook()
    sheet = made.active
    if first is not None:
        sheet.title = "Forside"
        for row in first:
            sheet.append(row)
        sheet = made.create_sheet()
    sheet.title = title
    for row in rows:
        sheet.append(row)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


# ------------------------------------------------------------------ the file
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "ledger_empty"),
        (b"Konto;Bel\xf8b", "ledger_empty"),
        (b"a;b\x00\r\n1;2", "ledger_no_text"),
        (b"\xff\xfe\x00", "ledger_no_text"),
        (("Konto;\u00c5r;Bel\u00f8b;" + "a;" * 250 + "\r\n" + "1;" * 250).encode(), "ledger_large"),
        (("Konto;År\r\n" + "1;2\r\n" * 200_002).encode(), "ledger_large"),
        (b"a;b\r\n" + b"1;2\r\n" * 8_100_000, "upload.too_large"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "upload.encrypted"),
        (b"PK\x03\x04 no workbook", "upload.broken"),
    ],
)
def test_what_is_no_table_of_a_ledger_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(CaseError) as refused:
        read_ledger(data)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize("name", ["a string of 200 MB", "a billion laughs", "a part of spaces"])
def test_a_hostile_workbook_is_refused_here_too(name: str) -> None:
    with pytest.raises(CaseError):
        read_ledger(BOMBS[name][0]())


def test_numbers_dates_and_texts_of_a_workbook_are_read() -> None:
    from datetime import datetime

    rows = [("Konto", "Dato", "Beløb"), ("Løn", datetime(2014, 3, 31), 1500.25), ("Løn", "30-03-2014", "500,25")]
    grid = read_ledger(book(rows))
    assert [(e["month"], e["amount"]) for e in take(grid, chosen(grid), CASE).entries] == [(3, 2000.5)]
    assert grid.sheet == "Udtræk 2014"


def test_a_formula_is_what_it_came_to_and_without_that_nothing() -> None:
    data = book([("Konto", "År", "Måned", "Beløb"), ("Løn", 2014, 3, "=1+1"), ("Løn", 2014, 4, "=2+3")])
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith("sheet1.xml"):  # as a spreadsheet program saves it: the formula and what it came to
                content = content.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
                    b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>"
                )
            after.writestr(name, content)
    grid = read_ledger(buffer.getvalue())
    found = take(grid, chosen(grid), CASE)
    assert [(e["month"], e["amount"]) for e in found.entries] == [(3, 2.0)]
    assert [(row.number, row.code) for row in found.refused] == [(3, "ledger_amount_empty")]


def test_the_table_may_stand_on_another_sheet_and_of_two_one_is_chosen() -> None:
    rows = [("Konto", "År", "Måned", "Beløb"), ("Løn", 2014, 3, 7)]
    grid = read_ledger(book(rows, first=[("Udtræk",), ("Herning",)]))
    assert (grid.sheet, grid.sheets) == ("Udtræk 2014", ["Udtræk 2014"])
    two = book(rows, first=[("Konto", "År", "Beløb"), ("Løn", 2014, 9)])
    assert read_ledger(two).sheets == ["Forside", "Udtræk 2014"]
    grid = read_ledger(two, "Udtræk 2014")
    assert [e["amount"] for e in take(grid, chosen(grid), CASE).entries] == [7.0]


def test_thirteen_thousand_rows_of_a_workbook_and_columns_past_the_fortieth_are_read() -> None:
    head = ("Konto", "År", "Måned", *(f"K{n}" for n in range(60)), "Beløb")
    grid = read_ledger(book([head, *(("Løn", 2014, n % 12 + 1, *[None] * 60, 1) for n in range(13_000))]))
    found = take(grid, chosen(grid, to_date=False), CASE)
    assert sum(e["amount"] for e in found.entries) == 13_000 == found.rows


def test_a_large_file_is_read_with_its_progress() -> None:
    shares: list[float] = []
    rows = "Løn;2014;1;1.000,50\r\n5.20;2014;2;-1\r\n" * 30_000
    grid = read_ledger(f"{HEAD}\r\n{rows}".encode(), progress=shares.append)
    found = take(grid, chosen(grid), CASE)
    assert {e["amount"] for e in found.entries} == {30_015_000.0, -30_000.0} and found.rows == 60_000
    assert len(shares) > 10 and shares == sorted(shares) and 0 < shares[0] < 1 == shares[-1]


# ------------------------------------------------------------------ the rows
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30))
def test_nothing_of_a_file_is_lost(cents: list[int]) -> None:
    """Taken, refused and not followed are all the rows, and the sum is the file's sum to the øre."""
    rows = [f"Løn;2014;{n % 12 + 1};{format_number(value / 100, 'da', 2)}" for n, value in enumerate(cents)]
    found = taken(*rows, "Løn;2014;1;x", "Andet;2014;1;1", to_date=False, totals="count", english=False)
    assert (found.rows, [r.number for r in found.refused]) == (len(cents), [len(cents) + 2])
    assert found.apart == {"Andet": [len(cents) + 3]}
    assert sum(round(entry["amount"] * 100) for entry in found.entries) == sum(cents)


def test_a_year_of_months_file_by_file_in_any_order_and_twice_is_the_year_at_once() -> None:
    months = {
        m: [f"Løn;2014;{m};{100 + 7 * m % 5},25", f"5.20;2014;{m};-{m}", f"63;2014;{m};6{m % 10}"] for m in range(1, 13)
    }
    at_once = recorded([], taken(*(row for rows in months.values() for row in rows)).entries)
    files = [*months, *months]
    for seed in range(20):
        random.Random(seed).shuffle(files)
        actuals: list = []
        for month in files:
            found = taken(*months[month])
            assert not found.asked and not found.refused
            actuals = recorded(actuals, found.entries)
        assert sorted(map(str, actuals)) == sorted(map(str, at_once))


def test_what_is_replaced_and_which_of_a_year_and_its_months_counts_is_said() -> None:
    case = CASE.model_copy(update={"actuals": [*CASE.actuals]})
    grid = read_ledger(f"{HEAD}\nLøn;2014;1;5\n5.20;2015;1;-5\n".encode())
    found = take(grid, chosen(grid), case)
    assert [(note.code, note.params["what"]) for note in found.notes] == [("ledger.note.year_wins", "placements 2015")]
    tree = [{**entry, "amount": 4.0} for entry in found.entries[:1]]
    case = case.model_copy(update={"actuals": [type(CASE.actuals[0]).model_validate(entry) for entry in tree]})
    found = take(grid, chosen(grid), case)
    assert [(note.code, note.params["what"]) for note in found.notes] == [("ledger.note.replaced", "advisers 2014-01")]


# ------------------------------------------------------------------ a choice that is kept
@pytest.mark.parametrize(("case", "asked"), [("herning-2013", True), ("herning-projection-2013", False)])
def test_spending_on_a_saving_needs_what_it_would_have_cost_unless_a_baseline_does(case: str, asked: bool) -> None:
    found = read_case(case)
    grid = read_ledger(f"{HEAD}\r\n5.20;2014;1;12.012.000".encode())
    result = take(grid, chosen(grid, accounts={"5.20": f"line:{found.savings[0].id}"}), found)
    assert [entry["amount"] for entry in result.entries] == [12_012_000]
    assert ("ledger.note.gross" in [note.code for note in result.notes]) is asked


def test_a_choice_is_kept_as_a_file_and_read_again_without_the_year_that_was_stated() -> None:
    grid = read_ledger(f"{HEAD}\nLøn;2014;1;5\n".encode())
    choice = chosen(grid, unit="1000", to_date=False, where={"År": "2014"}, year=2014)
    ((name, again),) = choices_from(kept_text({name_of(grid): choice}).encode()).items()
    assert name == name_of(grid) and again == choice.model_copy(update={"year": None})


def test_a_choice_that_was_kept_before_is_applied_whole() -> None:
    kept = choices_from((FAILING / "kolonner-1000kr.json").read_bytes())
    grid = read_ledger((FAILING / "L19_1000kr.csv").read_bytes())
    assert misfit(grid, kept) is None
    assert [e["amount"] for e in take(grid, kept[name_of(grid)], CASE).entries] == [-1_234_000.0]


def test_a_choice_for_other_headings_is_said_not_to_fit() -> None:
    kept = choices_from((FAILING / "kolonner-1000kr.json").read_bytes())
    other = misfit(read_ledger((FAILING / "L08_parenteser.csv").read_bytes()), kept)
    assert other is not None and other.params == {"lacking": "Beløb (1.000 kr.)", "more": "Beløb"}
    turned = misfit(read_ledger("År;Konto;Beløb (1.000 kr.)\n2014;4000;1\n".encode()), kept)
    assert turned is not None and turned.code == "ledger_choice_order"


OLD = {"account": 0, "year": 1, "amount": 2}


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"account": 0},
        {**OLD, "account": "0"},
        {**OLD, "amount": True},
        {**OLD, "unit": "t"},
        {**OLD, "accounts": [1]},
        {**OLD, "accounts": {"a": 1}},
        {**OLD, "more": 1},
        {**OLD, "turned": "ja"},
        {**OLD, "month": "x"},
        {**OLD, "amount": 3},
        {"columns": {"amount": [0], "other": [1]}},
        {"columns": {"amount": [-1]}},
        {"columns": {}},
    ],
)
def test_what_is_no_choice_of_columns_is_refused(columns: object) -> None:
    with pytest.raises(CaseError):
        choices_from(json.dumps({'["a", "b", "c"]': columns}).encode())


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[1]", b'{"x": 1}', b'{"[1]": {}}', b"\xff", b"[" * 100_000, b" " * 1_300_000 + b"{}"]
)
def test_a_file_that_is_no_choice_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(CaseError):
        choices_from(data)


# ------------------------------------------------------------------ the usual headings
@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("Kontonummer;Tekst;Regnskabsår;Måned;Beløb i kr.", {"account": [0], "year": [2], "month": [3], "amount": [4]}),
        ("a;b", {}),
        ("Kreditor;Kontobeløb;Debetbeløb", {"debit": [2]}),
        ("Konto;Kontonavn;Bogført dato;Bogført beløb", {"account": [0], "date": [2], "amount": [3]}),
    ],
)
def test_the_usual_headings_are_suggested(headings: str, columns: dict[str, list[int]]) -> None:
    grid = read_ledger(
        f"{headings}\n{';'.join('x' * 5)}\n".replace("x;x;x;x;x", ";".join("x" for _ in headings.split(";"))).encode()
    )
    assert suggested(grid).columns == columns


def test_what_is_written_is_the_case_with_the_figures_or_nothing(tmp_path: Path) -> None:
    from budget.case import case_from_text
    from budget.commands import main

    (tmp_path / "udtræk.csv").write_text(f"{HEAD}\nLøn;2014;1;5,50\n", encoding="utf-8")
    call = ["ledger", str(tmp_path / "udtræk.csv"), "--case", "herning-2013", "-o", str(tmp_path / "ny.yaml")]
    assert main(call) == 2 and not (tmp_path / "ny.yaml").exists()
    assert main([*call, "--account", "Løn=advisers"]) == 0
    case = case_from_text((tmp_path / "ny.yaml").read_bytes(), "ny")
    (new,) = [actual for actual in case.actuals if actual.line == "advisers"]
    assert (new.year, new.month, new.amount, new.basis, new.note) == (2014, 1, 5.5, "accounts", "Fra filen udtræk.csv")


@pytest.mark.parametrize(
    ("call", "piece"),
    [
        ("--account Løn", "ACCOUNT=LINE"),
        ("--account Løn=nobody", "nobody"),
        ("--column pris=Konto", "er ikke en rolle"),
        ("--column amount=Pris", "ingen overskrift »Pris«"),
        ("--where Type=A", "ingen overskrift »Type«"),
        ("--answer totals=maybe", "totals=leave"),
        ("--answer sheet=Ark2", "Intet ark"),
        ("--unit tons", "kr, 1000, mio"),
        ("--choice nothing.json", "nothing.json"),
    ],
)
def test_a_call_that_says_what_cannot_be_is_refused_in_words(
    call: str, piece: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from budget.commands import main

    (tmp_path / "f.csv").write_text(f"{HEAD}\nLøn;2014;1;5,50\n", encoding="utf-8")
    assert main(["ledger", str(tmp_path / "f.csv"), "--case", "herning-2013", *call.split()]) == 2
    said = capsys.readouterr()
    assert piece in said.err and said.out == ""
