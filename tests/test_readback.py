"""An edited workbook read back: figures are taken, and whatever else was changed is said and never lost in silence."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook

from budget.case import CaseError, case_from_text, case_to_text, problem_text, read_case, with_figures, with_scenario
from budget.export.readback import ReadBack, read_workbook
from budget.export.workbook import workbook
from budget.text import Words
from tests import office
from tests.lint.book import CALC, FOLLOW_UP, INPUT, RESULT, SOURCES
from tests.random_cases import random_case

HERNING, DRIVERS = "herning-2013", "tests/cases/drivers.yaml"
Edit = Callable[[Any], object]


def edited(name: str, edit: Edit, language: str = "da", prices: str = "fixed") -> ReadBack:
    book = load_workbook(io.BytesIO(workbook(read_case(name), prices, language)))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue())


def said(found: ReadBack, language: str = "da") -> str:
    return "\n".join(problem_text(problem, Words(language)) for problem in found.not_taken)


def refused(name: str, edit: Edit) -> str:
    with pytest.raises(CaseError) as error:
        edited(name, edit)
    return "\n".join(problem_text(problem, Words("da")) for problem in error.value.problems)


def row_of(book: Any, sheet: str, text: str) -> int:
    return next(cell.row for cell in book[sheet]["A"] if text in str(cell.value))


def put(sheet: str, row: str, column: str, value: object) -> Edit:
    """Writes into the row whose first cell holds the text."""

    def write(book: Any) -> None:
        book[sheet][f"{column}{row_of(book, sheet, row)}"].value = value

    return write


def both(*edits: Edit) -> Edit:
    return lambda book: [edit(book) for edit in edits]


AMOUNTS = "savings.placements.amounts"

SAID: dict[str, tuple[str, Edit, tuple[str, ...]]] = {
    "an added line": (HERNING, lambda b: b[INPUT].append(["costs.new.amounts", "Ny", "kr.", "egen", None, 1, 2, 3, 4]),
                      ("costs.new.amounts", "føjet til")),
    "an added year": (HERNING, both(put(INPUT, AMOUNTS, "J", 5e6), put(INPUT, "Sti", "J", 2017)),
                      ("Kolonne J", "2013–2016")),
    "another label": (HERNING, put(INPUT, AMOUNTS, "B", "Færre anbringelser"), ("Færre anbringelser", "betegnelser")),
    "another source": (HERNING, put(INPUT, AMOUNTS, "D", "Byrådet 2020"), ("Byrådet 2020", "kilder")),
    "a label in the table": (HERNING, put(RESULT, "4 sagsbehandlere", "A", "5 sagsbehandlere"), ("5 sagsbehandlere",)),
    "a source among the sources": (HERNING, put(SOURCES, "plan", "B", "En anden kilde"), ("En anden kilde",)),
    "another first year": (HERNING, put(INPUT, "Sti", "F", 2014), ("2013", "2014", "Første år")),
    "actuals typed": (HERNING, lambda b: b[FOLLOW_UP]["G9"].__setattr__("value", 123_456), ("G9", "123.456")),
    "a figure overtyped in the calculation": (HERNING, put(CALC, "placements.fixed", "G", -5), (f"{CALC}!G", "»-5«")),
    "a figure overtyped in the table": (HERNING, put(RESULT, "4 sagsbehandlere", "C", 9999), (f"{RESULT}!C", "9.999")),
    "a formula of one's own": (HERNING, put(CALC, "placements.fixed", "G", "=F13*2"), (f"{CALC}!G", "=F13*2")),
    "a key figure of one's own": (HERNING, put(RESULT, "Akkumuleret netto over", "B", -9_000), ("-9.000",)),
    "an added row in the table": (HERNING, lambda b: b[RESULT].insert_rows(6) or put(RESULT, "", "A", "")(b)
                                  or b[RESULT].cell(6, 1, "Ny linje"), ("Ny linje",)),
    "an added sheet": (HERNING, lambda b: b.create_sheet("Mine noter").append(["x"]), ("Mine noter",)),
    "a scenario chosen": (DRIVERS, put(INPUT, "scenario", "E", 1), ("cenari", "uden scenarie")),
    "other prices chosen": (DRIVERS, put(INPUT, "prices", "E", 1), ("løbende priser",)),
    "a low estimate": (DRIVERS, lambda b: b["Usikkerhed"]["B6"].__setattr__("value", 1), ("Usikkerhed!B6",)),
    "a delivered figure": (DRIVERS, put("Kontrol", "input.discount_rate", "D", 0.1), ("0,1",)),
}  # fmt: skip


@pytest.mark.parametrize("what", SAID)
def test_what_cannot_be_read_is_said_and_the_case_is_as_it_was(what: str) -> None:
    name, edit, parts = SAID[what]
    found = edited(name, edit)
    text = said(found)
    for part in parts:
        assert part in text, text
    assert "ikke læst" in text and found.changes == []
    assert case_to_text(found.case) == case_to_text(read_case(name))


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name, prices", [(HERNING, "fixed"), (DRIVERS, "fixed"), (DRIVERS, "current")])
def test_a_figure_taken_is_all_that_is_said(name: str, prices: str, language: str) -> None:
    found = edited(name, put(INPUT, "levers.realisation", "E", 0.5), language, prices)
    assert [change[0] for change in found.changes] == ["levers.realisation"]
    assert [problem.code for problem in found.not_taken] == (["not_read.prices"] if prices == "current" else [])


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("version", [None, 3])
def test_the_workbook_of_a_changed_case_or_of_a_version_has_nothing_to_say(version: int | None, language: str) -> None:
    """Its text holds neither number nor list of changes, and what is said of them in the workbook is no edit."""
    for name, changed in (
        (HERNING, {"savings.placements.amounts.2016": 3e6, "levers.realisation": 0.8}),
        (DRIVERS, {"levers.delay_months": 6.0}),
    ):
        read = read_case(name)
        case = with_figures(read, changed).beside(read, version) if changed else read.beside(None, version)
        found = read_workbook(workbook(case, language=language))
        assert (said(found, language), found.changes) == ("", [])
    scenario = read_case(DRIVERS)
    case = with_scenario(scenario, scenario.scenarios[0].id).beside(scenario)
    assert said(read_workbook(workbook(case))) == ""


@pytest.mark.parametrize("seed", range(300, 310))
def test_a_random_workbook_that_nobody_edited_has_nothing_to_say(seed: int) -> None:
    case = case_from_text(random_case(seed), f"random-{seed}")
    found = read_workbook(office.changed(workbook(case), {}))
    assert (said(found), found.changes) == ("", [])


@pytest.mark.office
def test_saved_by_another_program_it_has_nothing_to_say() -> None:
    books = {name: workbook(read_case(name)) for name in (HERNING, "assens-2016", DRIVERS)}
    for name, book in office.saved(books).items():
        assert said(read_workbook(book)) == "", name


REFUSED: dict[str, tuple[str, Edit, tuple[str, ...]]] = {
    "a label in the case's text": (HERNING, put(SOURCES, "label: 4 sagsbehandlere", "A", "  label: 9 sagsbehandlere"),
                                   ("9 sagsbehandlere", "Kilder!A", "linje")),
    "an amount in the case's text": (HERNING, put(SOURCES, "2016: 4500000", "A", "    2016: 5500000"),
                                     ("2016: 5500000",)),
    "a line added to the case's text": (HERNING, lambda b: b[SOURCES].insert_rows(row_of(b, SOURCES, "years: 4")),
                                        ("Kilder!A",)),
    "a line taken from the case's text": (HERNING, lambda b: b[SOURCES].delete_rows(row_of(b, SOURCES, "years: 4")),
                                          ("price_year",)),
    "the end of the case's text lost": (HERNING, lambda b: b[SOURCES].delete_rows(b[SOURCES].max_row), ("Kilder",)),
    "a first year and an amount": (HERNING, both(put(INPUT, "Sti", "F", 2014), put(INPUT, AMOUNTS, "F", 5)),
                                   ("2014", "F1")),
    "a year between the others": (HERNING, put(INPUT, "Sti", "H", 2020), ("H1", "2020")),
    "a formula that looks elsewhere": (HERNING, put(INPUT, AMOUNTS, "F", "=Beregning!F5*2"),
                                       ("Beregning!F5", "=4*400000")),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_be_guessed_is_refused_with_its_place(what: str) -> None:
    name, edit, parts = REFUSED[what]
    text = refused(name, edit)
    for part in parts:
        assert part in text, text


@pytest.mark.parametrize(
    "typed, value",
    [("=4*400000", 1_600_000), ("=(1+2)*500000", 1_500_000), ("=-(3-5)*1000000/4", 500_000), ("=+1200000", 1_200_000),
     ("=1500000.5 + 0.5", 1_500_001)],
)  # fmt: skip
def test_a_calculation_of_numbers_only_is_taken_as_its_value(typed: str, value: float) -> None:
    found = edited(HERNING, put(INPUT, AMOUNTS, "F", typed))
    assert found.changes == [(f"{AMOUNTS}.2013", 1_000_000, value)]


@pytest.mark.parametrize(
    "typed",
    ["=2^3", "=2**3", "=7//2", "=1/0", "=SUM(1,2)", "=F2*2", "=1e3", "=()", "=4*", "=1,5", '="5"', "=9" + "*9" * 400,
     "=" + "(" * 90 + "1" + ")" * 90 + "+", "=PI()", "=0x10", "=1 2"],
)  # fmt: skip
def test_every_other_formula_is_refused_in_words(typed: str) -> None:
    assert "er en formel" in refused(HERNING, put(INPUT, AMOUNTS, "F", typed))


def test_a_workbook_of_another_version_says_that_it_was_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budget.export.sheet_front.__version__", "0.0.1")
    found = edited(HERNING, put(RESULT, "4 sagsbehandlere", "A", "5 sagsbehandlere"))
    assert "anden udgave" in said(found)


@pytest.mark.office
def test_an_open_document_is_told_to_be_saved_as_xlsx() -> None:
    book = office.saved({"book": workbook(read_case(HERNING))}, "ods")["book"]
    with pytest.raises(CaseError) as error:
        read_workbook(book)
    assert "gem som .xlsx" in problem_text(error.value.problems[0], Words("da"))


def test_many_differences_are_counted() -> None:
    def edit(book: Any) -> None:
        for row in book[CALC].iter_rows(min_row=2, min_col=2, max_col=2):
            row[0].value = "x"

    found = edited(HERNING, edit)
    assert len(found.not_taken) == 41 and "steder mere" in said(found)
