"""The sheet `Opfølgning`: there when there is something to follow, under the rules, and live against the budget."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from budget.analysis.follow_up import follow_up
from budget.case import Case, case_from_text, read_case, with_figure
from budget.export.inputs import input_rows
from budget.export.readback import read_workbook
from budget.export.workbook import workbook
from budget.formulas import calculate
from tests import office
from tests.lint import recalculated as second
from tests.lint.book import FOLLOW_UP, INPUT, SOURCES
from tests.workbook_lint import lint

CASE = """
title: Prøve
municipality: X
status: adopted
first_year: 2020
years: 3
price_year: 2019
discount_rate: 0.035
indices:
  wages: {2020: 0.02, 2021: 0.03, 2022: 0.025}
  total: {2020: 0.01, 2021: 0.02, 2022: 0.015}
service_areas: {SO 1: {name: Drift}, SO 2: {name: Administration}}
costs:
  - {id: w, label: Løn, kind: staff, service_area: SO 1, fte: 2, annual_cost: 600000}
  - {id: a, label: Fra august, kind: staff, fte: 1, annual_cost: 600000, start_month: 8, price_index: none}
  - id: n
    label: Uden indeks
    kind: amounts
    service_area: SO 1
    price_index: none
    amounts: {2020: 100000, 2022: 150000}
savings:
  - {id: s, label: Besparelse, kind: amounts, service_area: SO 2, amounts: 900000, would_have_cost: 12000000}
incomes: [{id: i, label: Pulje, kind: amounts, amounts: 250000}]
measures:
  - {id: m, label: Plejefamilier, unit: places, baseline: {year: 2019, value: 41}, target: {2020: 40, 2022: 36}}
  - {id: k, label: Forebyggelse, unit: kr, target: 500000}
  - {id: h, label: Andel på institution, unit: share, better: lower, target: 0.3}
budget_changes:
  - {line: w, year: 2020, amount: 75000}
  - {line: w, year: 2020, amount: -25000}
  - {line: w, year: 2021, from_year: 2020, amount: 30000}
actuals:
  - {line: w, year: 2020, amount: 1300000, basis: accounts}
  - {line: w, year: 2021, month: 1, amount: 110000, basis: accounts}
  - {line: w, year: 2021, month: 2, amount: 120000, basis: accounts}
  - {line: w, year: 2022, amount: 1350000, basis: forecast}
  - {line: a, year: 2020, month: 8, amount: 50000, basis: accounts}
  - {line: a, year: 2020, month: 9, amount: 50000, basis: accounts}
  - {line: a, year: 2020, month: 10, amount: 50000, basis: accounts}
  - {line: n, year: 2020, amount: 100000, basis: accounts}
  - {line: s, year: 2020, amount: -950000, basis: evaluation}
  - {line: i, year: 2020, amount: -200000, basis: accounts}
  - {line: s, year: 2021, month: 2, amount: 950000, basis: spending}
  - {measure: m, year: 2020, amount: 38.5, basis: accounts}
  - {measure: m, year: 2021, month: 1, amount: 37, basis: accounts}
  - {measure: m, year: 2021, month: 2, amount: 38, basis: accounts}
  - {measure: h, year: 2020, month: 5, amount: 0.25, basis: accounts}
  - {measure: k, year: 2021, month: 3, amount: 45000, basis: accounts}
"""


NOT_KNOWN = "–"
AREAS = {"SO 1 Drift": ("w", "n"), "SO 2 Administration": ("s",), "Uden serviceområde": ("a", "i")}
AREAS |= {"Without a service area": ("a", "i")}
WHOLE = {"Casen i alt", "The case in all"}
SUMS = WHOLE | set(AREAS)


@pytest.fixture(scope="module")
def case() -> Case:
    return case_from_text(CASE, "prøve")


def rows_of(book: object, sheet: str = FOLLOW_UP) -> list[tuple[object, ...]]:
    return [row for row in book[sheet].iter_rows(min_row=5, values_only=True) if isinstance(row[1], int | float)]  # type: ignore[index]


def differences(case: Case, rows: list[tuple[object, ...]]) -> list[str]:
    """What the sheet says otherwise than the analysis does."""
    found = follow_up(calculate(case))
    wanted: list[list[object]] = []
    carried = {(c.line, c.year): c.amount for c in case.budget_changes if c.from_year}
    for line in found.lines:
        for year, accumulated in zip(line.years, line.accumulated, strict=True):
            over = carried.get((line.line.id, year.year), 0)
            wanted.append([
                year.year, year.budget, year.changes - over, over, year.revised, year.outturn.actual, year.to_date,
                year.deviation_to_date, year.outturn.forecast, year.expected_deviation, accumulated,
            ])  # fmt: skip
    for measure in found.measures:
        years = zip(found.years, measure.targets, measure.outturns, measure.deviations_to_date, strict=True)
        for number, goal, outturn, deviation in years:
            to_date = None if deviation is None or outturn.actual is None else outturn.actual - deviation
            wanted.append(
                [number, None, goal, None, None, outturn.actual, to_date, deviation, outturn.forecast, None, None]
            )
    columns = (1, 2, 3, 4, 5, 6, 9, 11, 13, 14, 15)
    got = [[None if row[col] == NOT_KNOWN else row[col] for col in columns] for row in rows if row[0] not in SUMS]
    assert len(got) == len(wanted)
    return [
        f"row {n}: {other} on the sheet, {mine} here"
        for n, (theirs, ours) in enumerate(zip(got, wanted, strict=True), start=1)
        for other, mine in zip(theirs, ours, strict=True)
        if (mine is None) != (other is None) or (mine is not None and abs(float(other) - float(mine)) > 0.01)  # type: ignore[arg-type]
    ]


def summed(case: Case, rows: list[tuple[object, ...]]) -> list[str]:
    """What the sums by service area and of the case say otherwise than the rows of the lines above them."""
    labels = {line.id: " ".join(filter(None, [line.label, f"({line.service_area})" if line.service_area else ""]))
              for line in case.lines()}  # fmt: skip
    above = {(row[0], row[1]): row for row in rows if row[0] not in SUMS}
    said = []
    for row in rows:
        if row[0] not in SUMS:
            continue
        ids = list(labels) if row[0] in WHOLE else AREAS[str(row[0])]
        parts = [above[labels[id], row[1]] for id in ids]
        for col in (2, 3, 4, 5, 6, 9):
            known = [part[col] for part in parts if isinstance(part[col], int | float)]
            want = sum(known) if len(known) == len(parts) else NOT_KNOWN  # type: ignore[arg-type]
            if row[col] != (pytest.approx(want) if isinstance(want, int | float) else want):
                said.append(f"{row[0]}, {row[1]}, column {col}: {row[col]}, not {want}")
        if isinstance(row[6], int | float) and row[10] != pytest.approx(row[6] / row[5]):  # type: ignore[operator]
            said.append(f"{row[0]}, {row[1]}: {row[10]} of the budget")
    return said


def test_the_sheet_stands_before_the_sources_only_with_something_to_follow(case: Case) -> None:
    names = load_workbook(io.BytesIO(workbook(case))).sheetnames
    assert names[-2:] == [FOLLOW_UP, SOURCES]
    assert FOLLOW_UP not in load_workbook(io.BytesIO(workbook(read_case("assens-2016")))).sheetnames


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("prices", ["fixed", "current"])
def test_the_sheet_keeps_every_rule_and_carries_the_figures(case: Case, language: str, prices: str) -> None:
    data = workbook(case, prices, language)
    assert [str(finding) for finding in lint(data)] == []
    rows = rows_of(load_workbook(io.BytesIO(data), data_only=True))
    assert differences(case, rows) == [] and summed(case, rows) == []
    assert len([row for row in rows if row[0] in SUMS]) == 3 * 4


def test_what_was_spent_is_locked_and_is_no_edit_when_read_back(case: Case) -> None:
    book = load_workbook(io.BytesIO(workbook(case)))
    assert all(cell.protection.locked for row in book[FOLLOW_UP].iter_rows() for cell in row)
    again, changes, _ = read_workbook(office.changed(workbook(case), {(FOLLOW_UP, "G8"): 5}))
    assert changes == [] and again.actuals == case.actuals


def test_a_deviation_has_its_word_by_its_sign(case: Case) -> None:
    rows = rows_of(load_workbook(io.BytesIO(workbook(case)), data_only=True))
    words = {(row[0], row[1]): row[12] for row in rows if row[12]}
    assert words["Uden indeks (SO 1)", 2020] == "som budgetteret"
    assert words["Besparelse (SO 2)", 2020] == "mindreforbrug"
    assert words["Pulje", 2020] == "mindreindtægt"
    assert words["Løn (SO 1)", 2021] == "merforbrug"  # 230.000 of 1.260.720 / 12 * 2 = 210.120


@pytest.mark.parametrize("language", ["da", "en"])
def test_gates_stand_as_delivered_with_what_is_known_of_them(language: str) -> None:
    gates = "gates:\n  - {measure: m, year: 2021, month: 2, at_most: 38}\n"
    gates += "  - {measure: h, year: 2022, month: 6, at_most: 0.2}\n"
    data = workbook(case_from_text(CASE + gates, "prøve"), "fixed", language)
    assert [str(finding) for finding in lint(data)] == []
    rows = [row for row in rows_of(load_workbook(io.BytesIO(data), data_only=True)) if ": " in str(row[0])][-2:]
    assert [(row[1], row[3], row[6]) for row in rows] == [(2021, 38, 38), (2022, 0.2, 0.25)]
    passed, waiting = {"da": ("opfyldt", "afventer"), "en": ("passed", "not due")}[language]
    assert [(row[12], row[13]) for row in rows] == [(passed, NOT_KNOWN), (waiting, NOT_KNOWN)]


@pytest.mark.office
@pytest.mark.parametrize("switch", [0, 1])
def test_the_budget_follows_a_changed_input_whichever_prices_the_table_is_in(case: Case, switch: int) -> None:
    rows = {row.path: number for number, row in enumerate(input_rows(case), start=2)}
    cells: dict[tuple[str, str], object] = {(INPUT, f"E{rows['prices']}"): switch}
    changed = case
    for path, column, value in (
        ("costs.w.fte.2021", "G", 2.5), ("costs.n.amounts.2020", "F", 125_000.0), ("savings.s.realisation", "E", 0.8),
    ):  # fmt: skip
        changed = with_figure(changed, path, value)
        cells[INPUT, f"{column}{rows[path.removesuffix('.2020').removesuffix('.2021')]}"] = value
    book = office.recalculate(office.poisoned(office.changed(workbook(case), cells)))
    assert differences(changed, rows_of(book)) == [] and summed(changed, rows_of(book)) == []
    assert [str(error) for error in second.errors(book)] == []
    words = {(row[0], row[1]): row[12] for row in rows_of(book) if row[12]}
    assert words["Uden indeks (SO 1)", 2020] == "mindreforbrug"  # 100.000 spent of 125.000
