"""Every operator of the formulas is known to each of the walks: values, sheet, draws, explanation and symbols."""

from __future__ import annotations

import numpy as np
import pytest

from budget.analysis.arrays import BINARY, EACH, OVER_YEARS, Arrays
from budget.case import case_from_text, read_case
from budget.case.prices import missing_for_current
from budget.export.excel_formulas import OVER, WRITERS, FormulaWriter
from budget.formulas import Row, calculate
from budget.formulas.row import literal
from budget.formulas.vocabulary import ratio, ratio_of_kr
from budget.shown.arithmetic import SIGNS, Calculation
from budget.shown.explanation import explain
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
            if not operand.key:  # the others are walked by themselves
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
    assert op in INFIX or op in OVER or hasattr(FormulaWriter, f"_{name}"), "the sheet"
    assert op in {*BINARY, *EACH, *OVER_YEARS} or hasattr(Arrays, f"_{op}"), "the draws"
    compared = op in (">", "<=")  # only inside of `when`, which writes them
    assert compared or op in SIGNS or hasattr(Calculation, f"_{op}"), "the explanation"
    assert compared or op in SIGNS or hasattr(Symbols, f"_{op}"), "the symbols"


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
    arrays = Arrays(inputs)
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
    assert "året før 1.020.000 kr. × (1 + " in node.formula
    seen = {child.key for child in node.children}
    assert {"pool.draw", "pool.due", "pool.interest"} <= seen


@pytest.mark.parametrize("divisor", [0.001, 0.25, 0.5, 0.999, 1.0, 7.0])
def test_a_ratio_has_a_value_for_every_divisor_above_zero(divisor: float) -> None:
    """Also between 0 and 1, in the engine, over draws and on the sheet."""
    key = Row("input", (), (divisor,), constant=True)
    key.key = "divisor"
    for row in (ratio(literal(3.0), key), ratio_of_kr(literal(3.0), key)):
        wanted = None if divisor == 0.001 and row.params else 3.0 / divisor  # a tenth of an øre is 0 kr.
        assert row.value == wanted
    drawn = Arrays({"divisor": [np.array([divisor, 0.0, -divisor])]}).values(ratio(literal(3.0), key))[0]
    assert drawn[0] == 3.0 / divisor
    assert np.isnan(drawn[1:]).all()


@pytest.mark.parametrize("divisor", [0.0, -0.5, -2.0])
def test_a_ratio_has_no_value_for_any_other(divisor: float) -> None:
    assert ratio(literal(3.0), literal(divisor)).value is None
    assert ratio_of_kr(literal(3.0), literal(divisor)).value is None


def test_a_caseload_of_half_a_post_has_a_value() -> None:
    """12 children on half a caseworker are 24 to a full one; of none there is no caseload."""
    text = """title: T
municipality: M
status: idea
first_year: 2026
years: 1
price_year: 2026
discount_rate: 0.035
costs: [{id: c, label: C, kind: caseload, children: 12, fte_now: NOW, target_caseload: 30, annual_cost: 0}]
"""
    assert calculate(case_from_text(text.replace("NOW", "0.5"))).row("c.caseload").values == (24.0,)
    assert calculate(case_from_text(text.replace("NOW", "0").replace("12", "0"))).row("c.caseload").values == (None,)
