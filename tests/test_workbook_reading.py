"""What a reader meets in the workbook: headings that follow their switches, tables in sight, links that lead on."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from budget import __version__
from budget.case import Case, case_from_text, case_to_text, cases, read_case
from budget.export.inputs import input_rows
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.shown.key_figures import key_figures, payback_text
from budget.text import Words
from tests import office
from tests.lint.book import AMENDMENTS, CALC, CHECKS, FOLLOW_UP, FRONT, INPUT, RESULT, RISK, SOURCES
from tests.random_cases import random_case

DRIVERS = "tests/cases/drivers.yaml"
TABLES = (RESULT, INPUT, CALC, RISK, CHECKS, AMENDMENTS, FOLLOW_UP, SOURCES)


@cache
def exported(name: str, language: str = "da") -> bytes:
    return workbook(read_case(name), language=language)


def texts(book: Workbook, sheet: str) -> list[str]:
    return [str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None]


# ---------------------------------------------------------------- headings
@pytest.mark.office
def test_headings_say_the_prices_and_the_scenario_that_are_chosen_on_the_sheet() -> None:
    case = read_case(DRIVERS)
    rows = [row.path for row in input_rows(case)]
    prices, scenario = (f"E{rows.index(path) + 2}" for path in ("prices", "scenario"))
    turned = {"as delivered": {}, "turned": {(INPUT, prices): 1, (INPUT, scenario): 1}}
    found = office.recalculated({name: office.changed(exported(DRIVERS), cells) for name, cells in turned.items()})
    fixed, current = "2026-priser", "løbende priser"
    base, cautious = "Som casen står", case.scenarios[0].label
    for name, said, not_said in (("as delivered", (fixed, base), (current, cautious)),
                                 ("turned", (current, cautious), (fixed, base))):  # fmt: skip
        for sheet in (FRONT, RESULT, RISK, AMENDMENTS):
            head = 5 if sheet == RISK else 40  # below, all scenarios stand side by side
            top = "\n".join(texts(found[name], sheet)[:head])
            assert all(text in top for text in said), (name, sheet)
            assert not any(text in top for text in not_said), (name, sheet)


def test_where_nothing_can_be_chosen_headings_are_plain_texts() -> None:
    text = case_to_text(read_case("herning-2013"))
    case = case_from_text(re.sub(r"(?ms)^scenarios:.*?(?=^\w)", "", text))
    sheet = load_workbook(io.BytesIO(workbook(case)))[RESULT]
    assert sheet["A2"].value == "Nettobesparelse, beløb i 1.000 kr., 2013-priser (forudsat)"
    assert not [cell for row in sheet.iter_rows(max_row=4) for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", [*cases(), DRIVERS])
def test_break_even_and_payback_read_as_everywhere_else(name: str, language: str) -> None:
    words, result = Words(language), calculate(read_case(name))
    book = load_workbook(io.BytesIO(exported(name, language)), data_only=True)
    shown = {str(row[0].value): row[1] for row in book[RESULT].iter_rows(max_col=2)}
    payback = shown[words("row.summary.payback_year")].value
    assert (f"{payback:.0f}" if isinstance(payback, float) else payback) == payback_text(result, words)
    said = next(figure.text for figure in key_figures(result, words) if figure.key == "break_even")
    for cell in (shown[words("row.summary.break_even_realisation")], book[RISK]["B3"]):
        assert words.share(cell.value) in said if isinstance(cell.value, float) else cell.value == words("word.none")


@pytest.mark.office
def test_nothing_to_pay_back_is_said_as_such_and_never_paid_back_too() -> None:
    """Both follow the figures: the costs of Herning set to nothing, and its saving."""
    rows = [row.path for row in input_rows(read_case("herning-2013"))]
    at = {path: rows.index(path) + 2 for path in ("costs.advisers.amounts", "savings.placements.amounts")}
    books = {
        path: office.changed(exported("herning-2013"), {(INPUT, f"{column}{row}"): 0 for column in "FGHI"})
        for path, row in at.items()
    }
    label, words = Words()("row.summary.payback_year"), Words()
    said = {
        path: next(row[1].value for row in book[RESULT].iter_rows(max_col=2) if row[0].value == label)
        for path, book in office.recalculated(books).items()
    }
    assert said["costs.advisers.amounts"] == words("figure.payback.nothing")
    assert said["savings.placements.amounts"] == words("figure.payback.never", year=2016)


# ---------------------------------------------------------------- what is in sight
@pytest.mark.parametrize("name", ["herning-2013", "assens-2016", DRIVERS])
def test_every_table_keeps_its_heads_in_sight_and_the_first_sheet_is_there(name: str) -> None:
    book = load_workbook(io.BytesIO(exported(name)))
    assert [sheet.title for sheet in book if sheet.freeze_panes is None] == [FRONT]
    assert book.views[0].firstSheet in (None, 0) and book.active.title == RESULT
    for sheet in book:
        assert sheet.sheet_view.topLeftCell in (None, "A1"), sheet.title


def test_the_questions_stand_first_with_the_gravest_at_the_top() -> None:
    sheet = load_workbook(io.BytesIO(exported("herning-2013")))[CHECKS]
    rows = [(row[0].value, row[1].value, row[5].value) for row in sheet.iter_rows(min_row=4, max_row=12)]
    assert rows[0][0] == "no-financing" and rows[0][2] == "fejl"
    assert [row[2] for row in rows if row[2]] == sorted(
        (row[2] for row in rows if row[2]), key=("fejl advarsel bemærkning").index
    )


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", ["herning-2013", DRIVERS])
def test_every_link_leads_to_a_cell_that_holds_something(name: str, language: str) -> None:
    book = load_workbook(io.BytesIO(exported(name, language)))
    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert {link.location.partition("!")[0].strip("'") for link in links} == set(book.sheetnames) - {FRONT}
    for link in links:
        sheet, _, cell = link.location.partition("!")
        assert link.target is None and book[sheet.strip("'")][cell].value is not None, link.location


@pytest.mark.parametrize("seed", [7, 8])
def test_years_are_named_budget_and_forecast(seed: int) -> None:
    case = case_from_text(random_case(seed))
    book = load_workbook(io.BytesIO(workbook(case)))
    heads = [cell.value for cell in book[RESULT][4]][1 : case.years + 1]
    assert heads == ["Budget", *["Overslag"] * (case.years - 1)]


def test_a_validation_says_the_figure_its_unit_and_its_bounds() -> None:
    sheet = load_workbook(io.BytesIO(exported(DRIVERS)))[INPUT]
    messages = {str(rule.sqref): rule.error for rule in sheet.data_validations.dataValidation}
    rows = [row.path for row in input_rows(read_case(DRIVERS))]
    said = messages[f"E{rows.index('levers.realisation') + 2}"]
    assert said == "Realiseringsgrad (hele casen): skriv en andel fra 0 % til 300 %, for eksempel 80 %."
    assert all(len(error) <= 255 for error in messages.values())


# ---------------------------------------------------------------- in print
@pytest.mark.parametrize("lines", [2, 20, 60])
@pytest.mark.parametrize("years", [4, 40])
def test_no_page_break_cuts_a_chart(lines: int, years: int) -> None:
    """A page breaks before the chart where it would not fit under what stands above it."""
    data = workbook(_lines(lines, years))
    sheet = load_workbook(io.BytesIO(data))[RESULT]
    (chart,) = sheet._charts
    top, bottom = chart.anchor._from.row, chart.anchor.to.row
    breaks = [one.id for one in sheet.row_breaks.brk]
    assert not [row for row in breaks if top < row <= bottom]
    in_one = lines == 2 and years == 4
    assert sheet.page_setup.fitToHeight == (None if in_one else 0)
    if not in_one:
        assert any(row <= top for row in breaks)


def _lines(count: int, years: int) -> Case:
    costs = "\n".join(
        f"  - {{id: c{n}, label: Linje {n}, kind: amounts, amounts: {1000 * n + 7}}}" for n in range(count)
    )
    return case_from_text(
        f"title: T\nmunicipality: M\nstatus: idea\nfirst_year: 2026\nyears: {years}\nprice_year: 2026\n"
        f"discount_rate: 0.035\ncosts:\n{costs}\n"
    )


def test_no_part_of_the_workbook_says_a_price_level_that_may_be_turned() -> None:
    with zipfile.ZipFile(io.BytesIO(exported(DRIVERS))) as archive:
        assert b"priser" not in archive.read("docProps/core.xml")


def test_the_printed_header_names_the_version_however_long_the_title_is() -> None:
    """Excel takes at most 255 characters of a header, and an & counts twice."""
    text = case_to_text(read_case("herning-2013")).replace(
        "title: Sverigesprojektet", f"title: {'Børn & unge ' * 30}", 1
    )
    case = case_from_text(text)
    for sheet in load_workbook(io.BytesIO(workbook(case))):
        header = str(sheet.oddHeader.left.text)
        assert header.endswith(__version__) and "…" in header and len(header) < 250
