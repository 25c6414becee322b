"""The table of a budget office and its text, held against a working of its own."""

from __future__ import annotations

import pytest

from budget.analysis.follow_up import follow_up
from budget.case import Case, case_from_text, read_case
from budget.export.follow_up import follow_up_text
from budget.export.slides.design import INNER
from budget.export.slides.sheet import Grid
from budget.formulas import calculate
from budget.shown.budget_office import COLUMNS, brief_table, office_table, office_text
from budget.shown.story import story
from budget.text import Words
from tests.test_golden import with_defaults

DA, EN = Words("da"), Words("en")
CASE = """
years: 2
service_areas: {SO 1: {name: Drift}, SO 2: {name: Administration}}
costs:
  - {id: posts, label: Stillinger, kind: staff, service_area: SO 2, fte: 4, annual_cost: 600000, start_month: 7}
  - {id: kit, label: Udstyr, kind: amounts, service_area: SO 2, amounts: 120000}
  - {id: gone, label: Næste år, kind: amounts, service_area: SO 2, amounts: {2020: 0, 2021: 50000}}
  - {id: state, label: Statens del, kind: amounts, payer: state, amounts: 90000}
savings: [{id: s, label: Anbringelser, kind: amounts, service_area: SO 1, amounts: 1200000}]
budget_changes:
  - {line: posts, year: 2020, amount: 300000}
  - {line: posts, year: 2020, amount: -50000}
  - {line: posts, year: 2020, from_year: 2019, amount: 150000}
actuals:
  - {line: posts, year: 2020, month: 7, amount: 250000, basis: accounts}
  - {line: posts, year: 2020, month: 8, amount: 260000, basis: accounts}
  - {line: posts, year: 2020, month: 9, amount: 270000, basis: accounts}
  - {line: kit, year: 2020, amount: 110000, basis: accounts}
  - {line: s, year: 2020, month: 1, amount: -80000, basis: accounts}
  - {line: s, year: 2020, month: 2, amount: -90000, basis: accounts}
"""
# Budget, granted, carried, revised, spent, to date, used, expected, deviation. Posts: half a year of 2.400.000, and
# 3 of its 6 months; the saving: 2 of 12 months; the equipment is closed, and what is expected of it is its accounts.
POSTS = (1_200_000, 250_000, 150_000, 1_600_000, 780_000, 800_000, 0.4875, 1_560_000, -40_000)
KIT = (120_000, 0, 0, 120_000, 110_000, 120_000, 11 / 12, 110_000, -10_000)
GONE = (0, 0, 0, 0, None, None, None, None, None)
SO_2 = (1_320_000, 250_000, 150_000, 1_720_000, 890_000, 920_000, 890 / 1720, 1_670_000, -50_000)
SAVING = (-1_200_000, 0, 0, -1_200_000, -170_000, -200_000, 17 / 120, -1_020_000, 180_000)
TOTAL = (120_000, 250_000, 150_000, 520_000, 720_000, 720_000, 720 / 520, 650_000, 130_000)
STATE = (90_000, 0, 0, 90_000, None, None, None, None, None)


def case_of(text: str = CASE) -> Case:
    return case_from_text(with_defaults(text), "prøve")


def test_the_table_stands_by_line_service_area_and_case() -> None:
    table = office_table(follow_up(calculate(case_of())), 2020, DA, "kr")
    rows = {row.label: tuple(cell.value for cell in row.cells) for row in table.rows}
    wanted = {
        "Anbringelser (SO 1)": SAVING, "Stillinger (SO 2)": POSTS, "Udstyr (SO 2)": KIT, "Næste år (SO 2)": GONE,
        "SO 2 Administration i alt": SO_2, "Casen i alt": TOTAL, "Statens del (staten, ikke i summen)": STATE,
    }  # fmt: skip
    assert list(rows) == list(wanted)
    for label, values in wanted.items():
        for name, got, want in zip(COLUMNS, rows[label], values, strict=True):
            assert got == (None if want is None else pytest.approx(want)), (label, name)
    total = next(row for row in table.rows if row.kind == "net")
    assert total.texts[-1] == "130.000 merforbrug" and total.texts[7] == "138,5 %"


def test_the_areas_alone_have_the_same_sums() -> None:
    found = follow_up(calculate(case_of()))
    rows = {row.label: tuple(c.value for c in row.cells) for row in office_table(found, 2020, DA, lines=False).rows}
    assert list(rows) == ["SO 1 Drift", "SO 2 Administration", "Casen i alt"]
    assert rows["SO 2 Administration"] == pytest.approx(SO_2) and rows["Casen i alt"] == pytest.approx(TOTAL)


def test_a_sum_is_not_known_where_one_of_its_lines_is_not() -> None:
    text = CASE.replace("  - {line: kit, year: 2020, amount: 110000, basis: accounts}\n", "")
    table = office_table(follow_up(calculate(case_of(text))), 2020, DA, "kr")
    sums = {row.label: [cell.value for cell in row.cells][3:] for row in table.rows if row.kind}
    assert sums["SO 2 Administration i alt"] == [1_720_000, None, None, None, None, None]
    assert sums["Casen i alt"] == [520_000, None, None, None, None, None]
    assert "mangler tal for »Udstyr«." in " ".join(table.notes)


def test_the_text_has_three_sentences_with_exact_amounts() -> None:
    found = follow_up(calculate(case_of()))
    assert office_text(found, 2020, DA) == (
        "I 2020 er det korrigerede budget for casen en nettomerudgift på 520.000 kr.: vedtaget 120.000 kr., "
        "tillægsbevillinger og omplaceringer 250.000 kr., overført fra tidligere år 150.000 kr.",
        "I de måneder af 2020, der er tal for, er der bogført en nettomerudgift på 720.000 kr. mod en nettomerudgift "
        "på 720.000 kr. i budgettet til dato: som budgetteret.",
        "Regnskabet for hele 2020 ventes at blive en nettomerudgift på 650.000 kr.: et merforbrug på 130.000 kr. i "
        "forhold til det korrigerede budget.",
    )
    assert office_text(found, 2020, EN)[2] == (
        "The outturn of 2020 is expected to be a net cost of 650,000 kr: an overspend of 130,000 kr against the "
        "revised budget."
    )
    assert office_text(found, 2021, DA)[1:] == ("Der er endnu ingen regnskabstal for 2021.",)
    assert all(sentence in follow_up_text(found, DA) for sentence in office_text(found, 2020, DA))


def test_lines_of_the_same_months_are_told_to_the_end_of_the_last() -> None:
    text = CASE.replace("  - {line: kit, year: 2020, amount: 110000, basis: accounts}\n", "").partition("actuals:")[0]
    text += "actuals:\n" + "".join(
        f"  - {{line: kit, year: 2020, month: {month}, amount: {amount}, basis: accounts}}\n"
        for month, amount in ((1, 9_000.4), (2, 12_000), (3, 13_000))
    )
    _, spent, expected, missing = office_text(follow_up(calculate(case_of(text))), 2020, DA)
    assert spent == (
        "Til og med marts 2020 er der bogført en nettomerudgift på 34.000 kr. mod en nettomerudgift på 30.000 kr. i "
        "budgettet til dato: et merforbrug på 4.000 kr."
    )
    assert "136.002 kr.: et merforbrug på 16.002 kr." in expected  # 34.000,40 × 4
    assert missing == "Der er ikke tal for »Anbringelser« og »Stillinger«."


def test_a_closed_year_says_where_it_deviates() -> None:
    case = read_case("herning-2013")
    told = story(calculate(case), DA).view("followed")
    assert told is not None and told.message == (
        "Evalueringen for 2015 viser en nettobesparelse på 6.700.000 kr.: et mindreforbrug på 3.700.000 kr. i forhold "
        "til det korrigerede budget."
    )
    assert told.leads == ("Det svarer til 223,3 % af det korrigerede budget.",)
    assert [c.text for c in told.tables[0].rows[0].cells] == ["-3.000", "-6.700", "223,3 %", "-3.700 mindreforbrug"]
    assert any("evaluering" in note for note in told.tables[0].notes)
    assert "KORA" in " ".join(told.sources) or told.sources
    assert story(calculate(read_case("assens-2016")), DA).view("followed") is None


def test_where_there_is_little_room_the_table_begins_with_the_revised_budget() -> None:
    found = follow_up(calculate(case_of()))
    table = brief_table(found, 2020, DA, "kr")
    rows = {row.label: row.texts[1:] for row in table.rows}
    assert rows["Stillinger (SO 2)"] == ("1.600.000", "780.000", "800.000", "1.560.000", "-40.000 mindreforbrug")
    assert "»Stillinger«: 3 af 12 måneder." in table.notes
    assert Grid.fitting(brief_table(found, 2020, DA), INNER, 3.5).fits(INNER, 3.5)
