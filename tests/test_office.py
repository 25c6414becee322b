"""The second calculator really calculates: a wrong stored result does not survive it."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from tests.lint import recalculated as second
from tests.lint.book import CALC, INPUT
from tests.lint.sample import build
from tests.office import POISON, changed, pages, pdf, poisoned, recalculate, recalculated

pytestmark = pytest.mark.office


def test_a_poisoned_result_is_in_the_file_and_gone_after_recalculation() -> None:
    book = poisoned(build())
    before = load_workbook(io.BytesIO(book), data_only=True)
    assert before[CALC]["H17"].value == POISON
    assert recalculate(book)[CALC]["H17"].value == 1_050_000


def test_every_result_of_the_sample_is_the_one_it_was_written_with() -> None:
    book = build()
    written = load_workbook(io.BytesIO(book), data_only=True)
    again = recalculate(poisoned(book))
    assert [str(difference) for difference in second.differences(written, again)] == []
    assert second.checks(again) == [] and second.errors(again) == []


def test_a_changed_input_reaches_the_result_and_several_books_go_in_one_call() -> None:
    book = build()
    changes = {f"{months}": changed(book, {(INPUT, "E5"): months}) for months in (0, 6, 12)}
    books = recalculated(changes)
    assert {name: one[CALC]["H17"].value for name, one in books.items()} == {
        "0": 3_000_000 - 3_900_000,  # costs - (500 + 1.000 + 2.000 + 100 + 100 + 200) thousand
        "6": 3_000_000 - 1_950_000,
        "12": 3_000_000,
    }


def test_a_difference_an_error_and_a_failing_check_are_found() -> None:
    book = build(lambda s: s.formula(CALC, "E20", "=SUM(F16:H16)/(Forudsætninger!$E$2*1)", 1_050_000))
    again = recalculate(poisoned(book))
    assert "Beregning!E20" in {f"{one.sheet}!{one.cell}" for one in second.errors(again)}
    written = load_workbook(io.BytesIO(book), data_only=True)
    assert "Beregning!E20" in {f"{one.sheet}!{one.cell}" for one in second.differences(written, again)}
    wrong = build(lambda s: s.formula(CALC, "E20", "=SUM(F16:H16)+F16", 1_050_000))
    assert {one.rule for one in second.checks(recalculate(poisoned(wrong)))} == {"W16"}


def test_the_workbook_prints_to_pages_that_can_be_looked_at() -> None:
    assert pdf(build()).startswith(b"%PDF")
    pictures = pages(build(), dots_per_inch=40)
    assert len(pictures) >= 7
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
