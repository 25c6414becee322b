"""Every operator of the formulas is known to each of the walks: values, sheet, draws, explanation and symbols."""

from __future__ import annotations

import numpy as np
import pytest

from budget.analysis.arrays import BINARY, Arrays
from budget.case import case_from_text, read_case
from budget.case.prices import missing_for_current
from budget.export.excel_formulas import WRITERS, FormulaWriter
from budget.formulas import Row, calculate
from budget.shown.explanation import Sentence, explain
from budget.shown.method import sample
from budget.shown.symbols import Symbols, formula_text
from budget.text import LANGUAGES, Words
from tests.random_cases import random_case

LEAVES = {"input", "literal", "null"}
INFIX = {"+", "-", "*", "/", "^"}


def operators() -> set[str]:
    """What formulas are really made of, over random cases and the sample of the method."""
    found: set[str] = set()

    def walk(row: Row) -> None:
        found.add(row.op)
        for operand in row.operands:
            walk(operand)

    for case in [sample(Words("da")), *(case_from_text(random_case(seed)) for seed in range(120))]:
        for row in calculate(case).book.rows.values():
            for operand in row.operands:
                found.add(row.op)
                if not operand.key:
                    walk(operand)
    return found - LEAVES


OPERATORS = sorted(operators())


def test_the_operators_are_those_of_the_vocabulary() -> None:
    assert {"mean_weight", "centre", "balance", "quotient", "ln"} <= set(OPERATORS)
    assert len(OPERATORS) >= 28


@pytest.mark.parametrize("op", OPERATORS)
def test_every_walk_knows_it(op: str) -> None:
    name = WRITERS.get(op, op)
    assert op in INFIX or hasattr(FormulaWriter, f"_{name}"), "the sheet"
    assert op in BINARY or hasattr(Arrays, f"_{op}"), "the draws"
    compared = op in (">", "<=")  # only inside of `when`, which writes them
    inside = op in ("total", "product", "ratio", "quotient")  # written where the sentence is put together
    assert compared or inside or op in INFIX or hasattr(Sentence, f"_{op}"), "the explanation"
    assert compared or inside or op in INFIX or hasattr(Symbols, f"_{op}"), "the symbols"


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_every_row_can_be_explained_and_written_in_symbols(seed: int) -> None:
    case = case_from_text(random_case(seed))
    result = calculate(case, "fixed" if missing_for_current(case) or seed % 4 else "current")
    for language in LANGUAGES:
        words = Words(language)
        for key, row in result.book.rows.items():
            assert explain(result, key, result.years[-1], words).value
            assert formula_text(row, words)


@pytest.mark.parametrize("seed", range(40))
def test_draws_of_one_are_the_engine(seed: int) -> None:
    """Every row that any figure reaches, worked out as draws of that very figure, is what the engine gives."""
    result = calculate(case_from_text(random_case(seed)))
    inputs = {
        key: [np.array([value, value]) for value in row.values]
        for key, row in result.book.inputs.items()
        if row.op == "input" and all(isinstance(value, float) for value in row.values) and key != "prices"
    }
    arrays = Arrays(result.case.years, inputs)
    for key, row in result.book.rows.items():
        for mine, drawn in zip(row.values, arrays.values(row), strict=True):
            got = np.broadcast_to(np.asarray(drawn, dtype=float), 2)
            if mine is None:
                assert np.isnan(got).all(), key
            else:
                assert got == pytest.approx(mine, rel=1e-9, abs=1e-6), key


def test_the_pool_is_explained_down_to_its_figures() -> None:
    result = calculate(read_case("tests/cases/herning-pool.yaml"))
    node = explain(result, "pool.balance", 2015, Words("da"))
    assert node.label == "Investeringspulje: saldo ved årets udgang"
    assert node.value == "540.400 kr."
    assert node.formula.startswith("1.020.000 kr. × (1 + ")
    seen = {child.key for child in node.children}
    assert {"pool.draw", "pool.due", "pool.interest"} <= seen
