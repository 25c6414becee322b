"""The method page holds everything that is computed: no key, row, key figure or control point is missing on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from budget.analysis.checks import IDS
from budget.case import Case, case_from_text, cases, find, read_case
from budget.case.models import Levers, Line
from budget.case.paths import slots
from budget.formulas import Result, Row, calculate
from budget.formulas.table import SUMMARY
from budget.shown.explanation import AGES, named_operands
from budget.shown.method import kinds, method, sample
from budget.shown.symbols import Symbols, formula_text, general_key
from budget.text import LANGUAGES, Words
from tests.random_cases import random_case

DRIVERS = Path(__file__).parents[1] / "cases" / "drivers.yaml"
WORDS = Words("da")
AMOUNT = re.compile(r"\b(\d{2,}[.,]\d|\d{3,})")  # a value would be one of a case, and the method has none


@pytest.fixture(scope="module")
def known() -> list[Case]:
    return [read_case(DRIVERS), *map(read_case, cases()), *(case_from_text(random_case(seed)) for seed in range(60))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_every_kind_has_its_sentence_unit_bounds_and_default(language: str) -> None:
    found = method(Words(language))
    shared = {key.name for key in found.line_keys}
    assert [(kind.list, kind.kind) for kind in found.kinds] == [(name, kind) for name, kind, _ in kinds()]
    for kind, (_, _, model) in zip(found.kinds, kinds(), strict=True):
        facts = {key.name: key for key in kind.keys}
        assert {*facts, *shared} == {*model.model_fields} - {"id", "kind"}
        for slot in slots(model):
            fact = facts[slot.name]
            assert fact.help.endswith(".") and fact.unit and fact.bounds and fact.default
    assert shared == {*Line.model_fields} - {"id", "kind"}


def test_every_figure_of_no_line_is_there() -> None:
    names = {key.name for key in method(WORDS).case_keys}
    assert names >= {slot.name for slot in slots(Levers)}
    assert names >= {"discount_rate", "wages", "prices", "total", "above", "share"}


def test_bounds_are_those_that_are_enforced() -> None:
    fact = next(key for kind in method(WORDS).kinds for key in kind.keys if key.name == "duration_months")
    entry, _ = find(sample(WORDS), "savings.savings-placements.duration_months")
    assert (entry.key.low, entry.key.high, entry.key.above_low) == (0, 300, True)
    assert fact.bounds == "over 0, højst 300"


def test_every_key_figure_has_a_sentence_and_a_formula() -> None:
    assert [formula.key for formula in method(WORDS).summary] == [f"summary.{key}" for key in SUMMARY]
    assert all(formula.help.endswith(".") and formula.text for formula in method(WORDS).summary)


def test_every_control_point_is_there_with_its_weight_and_what_trips_it() -> None:
    questions = method(WORDS).questions
    assert tuple(question.id for question in questions) == IDS
    assert all(question.label and question.severity and question.trigger for question in questions)


def test_every_row_of_any_case_stands_there_with_the_formula_that_it_has(known: list[Case]) -> None:
    """The method is built on a sample; a row or a formula of a real or random case that it lacks is a hole."""
    found = method(WORDS)
    shared = {formula.key for formula in (*found.rows, *found.prices, *found.summary)}
    by_kind = {(k.list, k.kind): {(_band(f.key), _plain(f.text)) for f in k.formulas} for k in found.kinds}
    for case in known:
        result = calculate(_named_alike(case))
        for row in result.book.rows.values():
            if _of_a_line(result, row):
                assert row.line is not None
                formulas = by_kind[result.book.lists[row.line.id], row.line.kind]
                if row.about or case.baseline:  # what moves where differs with the steps: their rows stand there
                    assert _band(general_key(row)) in {key for key, _ in formulas}, f"{case.title}: {row.key}"
                    continue
                assert (_band(general_key(row)), _plain(formula_text(row, WORDS))) in formulas, (
                    f"{case.title}: {row.key}"
                )
            elif row.line is None:
                assert general_key(row) in shared, f"{case.title}: {row.key}"


def _of_a_line(result: Result, row: Row) -> bool:
    if row.line is None or row.name.startswith("converted."):
        return False
    return row.key == row.line.id or row.key.startswith(f"{row.line.id}.")


def _named_alike(case: Case) -> Case:
    """The case with every line named as the sample names it."""
    lists = {
        name: [line.model_copy(update={"label": WORDS("method.line")}) for line in getattr(case, name)]
        for name in ("costs", "savings", "changes", "incomes")
    }
    return case.model_copy(update=lists)


def _band(key: str) -> str:
    """The last band has no upper limit, and any number of them stand between."""
    return re.sub(r"reimbursed\.\d+$", "reimbursed", key)


def _plain(text: str) -> str:
    """Whichever prices a figure is stated in, and however many bands there are."""
    for converted, stated in (("Refusionsgrænse", "Refusion for beløb over"), ("Pris pr. helårsplads", "Pris")):
        text = text.replace(converted, stated)
    text = text.replace("Årsløn inkl. pension", "Årsløn").replace(", gruppe n", " i en gruppe")
    return re.sub(r" i casens prisniveau| \(\d+\)|[»«]|^summen af alle: ", "", text)


def test_a_formula_names_every_row_that_it_is_made_of_and_no_value() -> None:
    result = calculate(sample(WORDS))
    for row in result.book.rows.values():
        text = formula_text(row, WORDS)
        assert not AMOUNT.search(text.replace("144", "")), text
        for operand in named_operands(row):
            summed = row.op == "total" and operand.name in AGES  # from the first age to the last
            if operand.name != "k" and operand.key != "prices" and not summed:  # which are said in words of their own
                assert Symbols(WORDS).part(operand).text in text, f"{row.key}: {operand.key} in {text}"
