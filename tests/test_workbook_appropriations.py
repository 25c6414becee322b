"""The sheet `Bevillinger`: the same figures as the form, under the rules, and live down to the rounding."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from budget.case import Case, case_from_text, read_case, with_figure
from budget.export.inputs import input_rows
from budget.export.readback import read_workbook
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.shown.forms import appropriations
from budget.text import Words
from tests import office
from tests.analysis.plain_case import OWN, as_case, changed
from tests.lint.book import AMENDMENTS, CHECKS, INPUT
from tests.random_cases import random_case
from tests.workbook_lint import lint

RESULT_HEAD = "sheet.appropriations.result"


def thirds(*amounts: float, **case: Any) -> Case:
    """Costs on functions of their own that do not add up when rounded one by one, and stated financing in part."""
    costs = [
        {"id": f"c{n}", "label": f"Post {n}", "kind": "amounts", "service_area": "SO 1", "function": f"5.{n}",
         "amounts": {2026: kr, 2027: kr / 2, 2028: 0}, **OWN}
        for n, kr in enumerate(amounts)
    ]  # fmt: skip
    paid = [
        {"label": "Kassen", "from": "cash", "amounts": {2026: -1_000_400, 2027: -400, 2028: 0}},
        {"label": "Pulje", "from": "pool", "amounts": {2026: -500_400, 2027: -400, 2028: 0}},
    ]
    return as_case(changed(financing=paid) | {"costs": costs, "savings": []} | case)


CASES: dict[str, Case] = {
    "herning": read_case("herning-2013"),
    "assens": read_case("assens-2016"),
    "thirds": thirds(1_333_400, 1_333_400, 1_333_400),
    "one and a half": thirds(400, 300, 800),
    "avoided": as_case(changed(saving={"cashable": False})),
    "grants": read_case("tests/cases/failing/words.yaml"),
    "pool": read_case("herning-pool-2013"),
    "refunded": read_case("tests/cases/grants.yaml"),
    "nothing": as_case(changed(financing=None) | {"costs": [], "savings": []}),
    **{f"random {seed}": case_from_text(random_case(seed)) for seed in (1, 4, 9, 12)},
}


def on_the_sheet(book: Any) -> list[tuple[str, list[float]]]:
    """The table: each row's name and figures."""
    rows = [list(row) for row in book[AMENDMENTS].iter_rows(values_only=True)]
    heads = [n for n, row in enumerate(rows) if row[0] == Words()(RESULT_HEAD)]
    if not heads:
        return []
    end = next(n for n in range(heads[0], len(rows)) if rows[n][0] == Words()("word.total"))
    return [(str(row[0]), [float(value) for value in row[2:]]) for row in rows[heads[0] + 1 : end + 1]]


def in_the_form(case: Case) -> list[tuple[str, list[float]]]:
    form = appropriations(calculate(case), Words())
    return [(row.texts[0], [kr / 1000 for kr in row.values]) for row in form.rows]


def told(rows: list[tuple[str, list[float]]]) -> list[tuple[str, list[float]]]:
    """Without what is left open where nothing is: the form leaves such a row out, the sheet is live and keeps it."""
    return [(name, values) for name, values in rows if any(values) or "[kassen" not in name]


@pytest.mark.parametrize("name", CASES)
def test_the_sheet_keeps_every_rule_and_says_what_the_form_says(name: str) -> None:
    data = workbook(CASES[name])
    assert [str(finding) for finding in lint(data) if finding.sheet in ("", AMENDMENTS, CHECKS)] == []
    found = on_the_sheet(load_workbook(io.BytesIO(data), data_only=True))
    assert told(found) == (told(in_the_form(CASES[name])) if found else [])
    assert bool(found) == bool(CASES[name].costs or CASES[name].savings or CASES[name].incomes)


def test_it_is_no_edit_when_read_back_and_all_of_it_is_locked() -> None:
    data = workbook(CASES["thirds"])
    assert read_workbook(data)[1:] == ([], [])
    sheet = load_workbook(io.BytesIO(data))[AMENDMENTS]
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


def test_the_table_stands_first_and_a_circle_among_the_rows_below_is_found() -> None:
    data = workbook(CASES["herning"])
    sheet = load_workbook(io.BytesIO(data))[AMENDMENTS]
    heads = [n for n, row in enumerate(sheet.iter_rows(values_only=True), start=1) if row[0] == Words()(RESULT_HEAD)]
    assert heads == [5] and sheet.freeze_panes == "B6"
    source = sheet["C6"].value.split("+")[0].lstrip("=")
    found = [finding.rule for finding in lint(office.changed(data, {(AMENDMENTS, source): "=C6"}))]
    assert "W13" in found


@pytest.mark.office
def test_another_program_works_it_out_to_the_same_also_when_an_input_changes() -> None:
    books, cases = {}, {}
    for name, case in CASES.items():
        books[name], cases[name] = office.poisoned(workbook(case)), case
    number = next(
        n for n, row in enumerate(input_rows(CASES["thirds"], "fixed"), start=2) if row.path == "costs.c1.amounts"
    )
    books["edited"] = office.changed(workbook(CASES["thirds"]), {(INPUT, f"F{number}"): 1_333_700})
    cases["edited"] = with_figure(CASES["thirds"], "costs.c1.amounts.2026", 1_333_700)
    for name, book in office.recalculated(books).items():
        found = on_the_sheet(book)
        assert told(found) == (told(in_the_form(cases[name])) if found else []), name
