"""Several cases as a workbook: the figures of the page, sums that recalculate, and nobody's text as a formula."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from budget.analysis.portfolio import Portfolio, portfolio
from budget.case import case_from_text, cases, read_case
from budget.export.portfolio_workbook import portfolio_workbook
from budget.formulas import calculate
from budget.shown.portfolio_tables import named_areas, overview
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
