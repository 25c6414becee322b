"""The workbook of every case keeps the rules, carries the engine's results and recalculates to them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from budget.analysis.scenarios import outlooks
from budget.analysis.sensitivity import sensitivity
from budget.analysis.simulation import simulate
from budget.case import Case, case_from_text, case_to_text, read_case
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.shown.labels import outlook_label, uncertain_label
from budget.text import Words
from budget.text.numbers import rounded
from tests.lint import recalculated as second
from tests.lint.book import CALC, FIRST_YEAR, FRONT, INPUT, LABEL
from tests.office import poisoned, recalculated
from tests.random_cases import random_case
from tests.workbook_lint import lint

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted(file.stem for file in (ROOT / "assumptions").glob("*.yaml"))

# Half an øre: what a stored result may differ from the engine's.
EXACT = 0.005


@cache
def _exported(case: str, language: str = "da") -> bytes:
    return workbook(read_case(case), language=language)


def test_there_are_cases_to_export() -> None:
    assert {"herning-2013", "assens-2016"} <= set(CASES)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("case", CASES)
def test_the_workbook_keeps_every_rule(case: str, language: str) -> None:
    assert [str(finding) for finding in lint(_exported(case, language))] == []


@pytest.mark.parametrize("seed", range(1, 26))
def test_the_workbook_of_a_random_case_keeps_every_rule(seed: int) -> None:
    assert [str(finding) for finding in lint(workbook(case_from_text(random_case(seed))))] == []


@pytest.mark.parametrize("years, across", [(4, 1), (40, 4)])
def test_many_years_are_printed_on_several_pages_with_the_labels_on_each(years: int, across: int) -> None:
    text = case_to_text(read_case("herning-2013")).replace("\nyears: 4\n", f"\nyears: {years}\n")
    data = workbook(case_from_text(text))
    assert lint(data) == []
    sheet = load_workbook(io.BytesIO(data))[INPUT]
    assert sheet.page_setup.fitToWidth in ((None, 1) if across == 1 else (across,))
    assert sheet.print_title_cols == (None if across == 1 else "$B:$B")


@pytest.mark.parametrize("case", CASES)
def test_every_row_of_the_table_stands_on_the_calculation_sheet_with_the_engines_result(case: str) -> None:
    result = calculate(read_case(case), prices="fixed")
    book = load_workbook(io.BytesIO(_exported(case)), data_only=True)
    rows = second.values_by_key(book, CALC, range(FIRST_YEAR, FIRST_YEAR + len(result.years)))
    for row in result.rows:
        assert rows[row.key] == pytest.approx(list(row.values), abs=EXACT), row.key


@pytest.mark.parametrize("case", CASES)
def test_the_same_case_gives_the_same_bytes(case: str) -> None:
    assert second.same_bytes(lambda: workbook(read_case(case)))


def test_sensitivity_and_simulation_have_charts_of_their_own_cells() -> None:
    """The bars are the changes at both ends of each figure, and the lines the quantiles of every year."""
    case = read_case("herning-drivers-2013")
    sheet = load_workbook(io.BytesIO(_exported("herning-drivers-2013")))["Usikkerhed"]
    bars, lines = sorted(sheet._charts, key=lambda chart: chart.anchor._from.row)
    base, swings = sensitivity(case)
    for end, series in zip(("at_low", "at_high"), bars.series, strict=True):
        labels, values = (_pointed_at(sheet, ref.f) for ref in (series.cat.strRef, series.val.numRef))
        assert labels == [uncertain_label(swing.found, Words("da")) for swing in swings]
        assert values == [float(rounded((getattr(swing, end) - base) / 1000)) for swing in swings]
    found = simulate(case)
    for name, series in zip(("p10", "p50", "p90"), lines.series, strict=True):
        assert _pointed_at(sheet, series.val.numRef.f) == [float(rounded(v / 1000)) for v in found.accumulated[name]]


def test_a_case_without_ranges_has_no_charts_of_uncertainty() -> None:
    assert load_workbook(io.BytesIO(_exported("herning-2013")))["Usikkerhed"]._charts == []


def _pointed_at(sheet: Any, reference: str) -> list[Any]:
    cells = sheet[reference.partition("!")[2].replace("$", "")]
    return [row[0].value for row in cells]


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1+1", "\t=1", "＝1+1"])
def test_a_hostile_label_stays_a_text(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook(_with_title(read_case("herning-2013"), text))))
    cells = [cell for name in (FRONT, INPUT, CALC) for row in book[name].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" and str(cell.value) in (text, text.strip(), f"={text}")]
    assert text in {cell.value for cell in cells}, "the label went another way"
    assert not [cell for cell in cells if cell.data_type == "f" and cell.column == LABEL and cell.parent.title != FRONT]


@pytest.mark.office
def test_every_workbook_recalculates_to_the_stored_results_without_errors() -> None:
    books = {f"{case} {language}": _exported(case, language) for case in CASES for language in ("da", "en")}
    again = recalculated({name: poisoned(book) for name, book in books.items()})
    for name, book in books.items():
        written = load_workbook(io.BytesIO(book), data_only=True)
        found = [*second.differences(written, again[name]), *second.errors(again[name]), *second.checks(again[name])]
        assert [str(one) for one in found] == [], name


def _with_title(case: Case, title: str) -> Case:
    """The case with a title and a first label that someone hostile wrote."""
    data = yaml.safe_load(case_to_text(case))
    data["title"] = data["costs"][0]["label"] = title
    return case_from_text(yaml.safe_dump(data, allow_unicode=True))


def test_the_scenarios_stand_side_by_side_with_what_each_gives() -> None:
    case = read_case("herning-2013")
    sheet = load_workbook(io.BytesIO(_exported("herning-2013")))["Usikkerhed"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = outlooks(case)
    head = next(row for row in rows if row[1] == outlook_label(found[0], Words("da")))
    assert head[1 : 1 + len(found)] == [outlook_label(one, Words("da")) for one in found]
    for number, year in enumerate(case.horizon):
        for key, name in (("net", "Nettobesparelse"), ("accumulated", "Akkumuleret netto")):
            row = next(row for row in rows if row[0] == f"{name} {year}")
            wanted = [rounded(one.result.row(key).values[number] / 1000) for one in found if one.result]
            assert row[1 : 1 + len(found)] == [float(value) for value in wanted]
