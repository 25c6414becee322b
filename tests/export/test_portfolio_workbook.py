"""Several cases as a workbook: the figures of the page, sums that recalculate, and nobody's text as a formula."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from budget.analysis.portfolio import Portfolio, portfolio
from budget.case import case_from_text, case_to_text, cases, read_case, with_figure
from budget.commands import main
from budget.export.portfolio_workbook import portfolio_workbook
from budget.formulas import calculate
from budget.shown.portfolio_tables import named_areas, overview
from budget.store import New, open_store
from budget.text import Words
from tests import office
from tests.analysis.test_portfolio import both
from tests.random_cases import random_case

DA = Words("da")


def known() -> Portfolio:
    return portfolio([calculate(case) for case in both()])


def opened(data: bytes, **how: bool) -> Any:
    return load_workbook(io.BytesIO(data), **how)


def test_its_sheets_are_the_list_the_areas_the_returns_each_case_and_the_sources() -> None:
    book = opened(portfolio_workbook(known(), DA))
    assert book.sheetnames == ["Overblik", "Serviceområder", "Tilbagebetaling", "001 first", "002 second", "Kilder"]
    english = opened(portfolio_workbook(known(), Words("en")))
    assert english.sheetnames[0] == "Overview" and english["Overview"]["A4"].value is not None


def test_every_sum_is_a_formula_that_carries_the_figure_of_the_page() -> None:
    found = known()
    data = portfolio_workbook(found, DA)
    formulas, values = opened(data), opened(data, data_only=True)
    sheet, shown = values["Serviceområder"], named_areas(found, DA)
    for row, (label, by_year) in enumerate(shown, start=4):
        assert sheet.cell(row, 2).value == label
        assert [sheet.cell(row, col).value for col in range(4, 8)] == pytest.approx([kr / 1000 for kr in by_year])
        assert str(formulas["Serviceområder"].cell(row, 4).value).startswith("=SUMIF(")
    total = 4 + len(shown)
    assert [sheet.cell(total, col).value for col in range(4, 8)] == pytest.approx([kr / 1000 for kr in found.totals()])
    listed, table = values["Overblik"], overview(found, DA)
    for row, line in enumerate(table.rows, start=4):
        for col, cell in enumerate(line.cells, start=2):
            if cell.unit == "mio" and cell.value is not None:
                assert listed.cell(row, col).value == pytest.approx(cell.value / 1e6)
    case = values["001 first"]
    net = next(row for row in case.iter_rows() if row[0].value == "Nettobesparelse")
    assert [cell.value for cell in net[2:6]] == pytest.approx(
        [*found.members[0].result.row("net").values, found.members[0].result.summary["net"]]
    )


@pytest.mark.office
def test_another_program_works_out_the_same_and_follows_an_edit() -> None:
    data = portfolio_workbook(known(), DA)
    before = opened(data, data_only=True)
    edit = office.changed(data, {("001 first", "C4"): -1_000_000.0})
    recalculated = office.recalculated({"plain": office.changed(data, {}), "edited": edit})
    for sheet in before.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, float):
                    assert recalculated["plain"][sheet.title][cell.coordinate].value == pytest.approx(cell.value)
    net = next(row[2].coordinate for row in before["001 first"].iter_rows() if row[0].value == "Nettobesparelse")
    moved = [book["001 first"][net].value for book in recalculated.values()]
    assert moved[1] - moved[0] == pytest.approx(-1_000_000.0 - before["001 first"]["C4"].value)


def test_what_a_user_wrote_is_text_and_no_name_of_a_sheet_is_in_the_way() -> None:
    text = both()[0].model_copy(update={"title": "=1+1"}).named("a:b/c*[d]'e" + "x" * 40)
    other = both()[1].named(text.id)
    book = opened(portfolio_workbook(portfolio([calculate(text), calculate(other)]), DA))
    assert len({name.lower() for name in book.sheetnames}) == 6 and all(len(name) <= 31 for name in book.sheetnames)
    assert all(cell.data_type != "f" for row in book["Overblik"]["A1:C5"] for cell in row)


def test_the_same_cases_give_the_same_bytes_and_none_give_a_workbook_too() -> None:
    assert portfolio_workbook(known(), DA) == portfolio_workbook(known(), DA)
    assert opened(portfolio_workbook(portfolio([]), DA)).sheetnames[0] == "Overblik"


def test_the_cases_of_the_product_and_random_ones_stand_in_it() -> None:
    random = [case_from_text(random_case(seed), f"case-{seed}") for seed in range(6)]
    found = portfolio([calculate(case) for case in (*map(read_case, cases()), *random)])
    book = opened(portfolio_workbook(found, DA))
    assert len(book.sheetnames) == 4 + len(found.members)


# ------------------------------------------------------------------ on the command line
def test_the_command_takes_the_folder_each_effort_once_or_the_cases_that_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, id in enumerate(("herning-2013", "herning-drivers-2013", "assens-2016")):
        (tmp_path / f"{number}.yaml").write_text(case_to_text(read_case(id)), encoding="utf-8")
    out = tmp_path / "out.xlsx"
    given = ["--cases", str(tmp_path), "-o", str(out)]
    assert main(["portfolio", *given]) == 0
    assert opened(out.read_bytes()).sheetnames[3:-1] == ["001 0", "002 2"]
    assert "1. Skriv casenes navne" in capsys.readouterr().out
    assert main(["portfolio", "0", "1", *given]) == 0
    assert out.read_bytes() == portfolio_workbook(
        portfolio([calculate(read_case(tmp_path / f"{number}.yaml")) for number in (0, 1)]), DA
    )


def test_the_command_takes_the_newest_saved_versions_that_are_not_archived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where, out = f"sqlite:///{tmp_path / 'cases.db'}", tmp_path / "out.xlsx"
    monkeypatch.setenv("NETTOBESPARELSE_STORE", where)
    assert main(["portfolio", "--store", "-o", str(out)]) == 2  # and makes no store
    store = open_store(where)
    assert main(["portfolio", "--store", "-o", str(out)]) == 2 and "gem en case" in capsys.readouterr().err
    half = with_figure(read_case("herning-2013"), "levers.realisation", 0.5)
    for number, case in enumerate((read_case("herning-2013"), half)):
        store.save("herning", number, New(case, "Mette", "", "0", {}), f"r{number}")
    store.mark("herning", 2, "proposed", "Mette", "m")
    store.save("assens", 0, New(read_case("assens-2016"), "Mette", "", "0", {}), "a")
    store.save("gammel", 0, New(read_case("toender-2016"), "Mette", "", "0", {}), "t")
    store.mark("gammel", 1, "archived", "Mette", "old")
    store.engine.dispose()
    assert main(["portfolio", "--store", "-o", str(out)]) == 0
    book = opened(out.read_bytes(), data_only=True)
    assert book.sheetnames[3:-1] == ["001 assens", "002 herning"]
    net = next(row for row in book["002 herning"].iter_rows() if row[0].value == "Nettobesparelse")
    assert net[6].value == pytest.approx(calculate(half).summary["net"])
    assert main(["portfolio", "herning-2013", "--store", "-o", str(out)]) == 2


@pytest.mark.parametrize("given", [["--prices", "current"], ["herning-2013", "herning-2013"], ["--cases", "."]])
def test_what_cannot_be_put_together_is_refused_and_nothing_is_written(
    given: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["portfolio", *given, "-o", "out.xlsx"]) == 2 and not (tmp_path / "out.xlsx").exists()
    assert capsys.readouterr().err.count("\n") == 1
