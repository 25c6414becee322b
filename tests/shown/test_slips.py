"""No text that is shown has a slip of composition: two full stops, a span of one year, a unit behind a unit."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from budget.analysis.follow_up import follow_up
from budget.analysis.sensitivity import sensitivity
from budget.analysis.solving import solve
from budget.case import Case, CaseError, case_from_text, cases, entries, problem_text, read_case
from budget.case.models import Line
from budget.case.prices import missing_for_current
from budget.export.follow_up import follow_up_text
from budget.export.tables import key_figures, table_text
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.shown import check, explain
from budget.shown.agenda import agenda
from budget.shown.labels import line_label, printed_label, uncertain_label
from budget.shown.method import method
from budget.shown.model import Picture, Text
from budget.shown.solving_words import solution_text
from budget.shown.story.views import story
from budget.text import LANGUAGES, Words

SLIPS = re.compile(
    r"(?<!\.)\.\.(?!\.)"  # kr.. and mdr..
    r"|\b(\d{4})[-–]\1\b"  # 2017–2017
    r"|\d 1\.000 kr|\d 1,000 kr"  # 1.000.000 1.000 kr.
    r"|\{\w*\}|\bNone\b(?! of)"
)
ONE_YEAR = """title: Ét år
municipality: M
status: proposed
first_year: 2026
years: 1
price_year: 2026
discount_rate: 0.035
service_areas: {SO 1: {name: Ældre}, SO 16: {name: Børn}}
costs: [{id: c, label: Leje af lokaler i SO 16, kind: amounts, service_area: SO 1, amounts: 400000}]
savings: [{id: s, label: Færre anbringelser, kind: placements, service_area: SO 16, unit_price: 900000, stops: {2026: 3}, duration_months: 6}]
"""  # noqa: E501


def _cases() -> list[Case]:
    found = [read_case(id) for id in (*cases(), "tests/cases/drivers.yaml")]
    return [*found, case_from_text(ONE_YEAR), read_case("tests/cases/failing/nc.yaml")]


def _texts(case: Case, words: Words) -> Iterator[str]:
    """Everything that the command line, the document, the slides and the explanations say of a case."""
    prices = "fixed" if missing_for_current(case) else "current"
    result = calculate(case, prices)
    for unit in ("1000", "kr", "mio"):
        yield table_text(result, words, unit)
        yield follow_up_text(follow_up(result), words, unit)
    yield from key_figures(result, words)
    yield from (point.text for point in check(result, words))
    for row in result.rows:
        for year in (result.years[0], result.years[-1]):
            yield from str(explain(result, row.key, year, words)).splitlines()
    for view in story(result, words).views:
        yield from view.texts()
    for part in (part for parts in agenda(result, words).sections.values() for part in parts):
        if isinstance(part, Picture):
            yield from (part.chart.title, part.chart.said)
            continue
        yield from [part.text] if isinstance(part, Text) else (text for line in part.lines() for text in line)
    for entry in entries(case):
        if not entry.series:
            yield solution_text(case, solve(case, entry.path, prices=prices), words)
    yield from (uncertain_label(swing.found, words) for swing in sensitivity(case, prices, 10)[1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.id)
def test_no_text_of_a_case_has_a_slip(case: Case, language: str) -> None:
    words = Words(language)
    said = list(_texts(case, words))
    assert len(said) > 100
    assert [text for text in said if SLIPS.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_of_a_workbook_has_a_slip(language: str) -> None:
    for case in (read_case("herning-drivers-2013"), case_from_text(ONE_YEAR)):
        book = load_workbook(io.BytesIO(workbook(case, "fixed", language)))
        cells = [
            cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
        ]
        assert [text for text in cells if not text.startswith("=") and SLIPS.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_method_has_a_slip(language: str) -> None:
    assert not SLIPS.search(repr(method(Words(language))).replace("None", ""))


def test_the_patterns_find_the_slips_that_were_there() -> None:
    for slip in (
        "udestår 5 kr..",
        "højst 3 mdr..",
        "for 2017–2017 under ét",
        "0 til 1.000.000.000 1.000 kr..",
        "{year}",
    ):
        assert SLIPS.search(slip)
    assert not SLIPS.search("for 2017–2018 under ét; 1.000 kr. Og så … videre")


# ---------------------------------------------------------------- where they came from
def test_a_value_that_ends_in_a_full_stop_ends_the_sentence() -> None:
    words = Words("da")
    said = words("check.sums", sum="5 kr.", shown="6 kr.")
    assert said == "Linjerne summer til 5 kr., men rækken viser 6 kr."


def test_a_span_of_one_is_that_one() -> None:
    words = Words("da")
    assert words("key_figure.net", first=2026, last=2026) == "Akkumuleret netto 2026"
    assert words("key_figure.net", first=2026, last=2029) == "Akkumuleret netto 2026-2029"
    with pytest.raises(CaseError) as refused:
        solve(case_from_text(ONE_YEAR), "savings.s.stops.2030")
    assert (
        problem_text(refused.value.problems[0], words) == "savings.s.stops.2030: 2030 ligger uden for casens år, 2026."
    )


@pytest.mark.parametrize(
    ("label", "area", "shown"),
    [
        ("Færre på SO 16", "SO 1", "Færre på SO 16 (SO 1)"),
        ("Færre på SO 16", "SO 16", "Færre på SO 16"),
        ("Anbringelser, 5.20", "5.2", "Anbringelser, 5.20 (5.2)"),
        ("Skolen", "Skole", "Skolen (Skole)"),
        ("Skole", "Skole", "Skole"),
        ("Børn (16+)", "16+", "Børn (16+)"),
        ("Uden", None, "Uden"),
    ],
)
def test_the_service_area_stands_behind_a_label_that_does_not_name_it(label: str, area: str | None, shown: str) -> None:
    assert line_label(Line.model_construct(id="x", label=label, kind="amounts", service_area=area)) == shown


def test_the_printed_table_names_the_area_of_a_line_that_names_another() -> None:
    result = calculate(case_from_text(ONE_YEAR))
    assert printed_label(result.row("c"), Words("da")) == "Leje af lokaler i SO 16 (SO 1)"
