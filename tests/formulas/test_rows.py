"""Single rows: what they give at the edges, and that none stands on the sheet which says nothing."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from budget.case import CaseError, case_from_text, problem_text
from budget.formulas import Result, calculate
from budget.formulas.row import literal
from budget.formulas.vocabulary import centre, share_of
from budget.text import Words
from tests.test_golden import with_defaults


def _result(lines: str, prices: str = "fixed") -> Result:
    return calculate(case_from_text(with_defaults(lines)), prices)


@pytest.mark.parametrize("row", [5.0, 0.0, -5.0])
def test_a_share_of_nothing_is_nothing(row: float) -> None:
    assert share_of(literal(row), literal(0.0)).value == 0


@pytest.mark.parametrize("x", [0.0, 1e-12, 1e-6, 1e-3, 1 / 60, 1 / 59, 0.1, 1.0, 5.0])
def test_the_centre_of_a_falling_weight_is_that_of_its_series(x: float) -> None:
    """The two integrals of e^(-xt) over 0 … 1, term by term, in fractions."""
    terms = [Fraction(-x) ** n / math.factorial(n) for n in range(60)]
    moment = sum(term / (n + 2) for n, term in enumerate(terms))
    weight = sum(term / (n + 1) for n, term in enumerate(terms))
    assert centre(literal(x)).value == pytest.approx(float(moment / weight), abs=1e-10)


@pytest.mark.parametrize(("month", "there"), [(1, False), (2, True)])
def test_recipients_of_whole_years_have_no_row_for_the_part_of_the_year(month: int, there: bool) -> None:
    volume = f"{{id: c, label: C, kind: volume, recipients: 3, unit_price: 100, start_month: {month}}}"
    assert ("c.employed" in _result(f"costs: [{volume}]").book.rows) is there


def test_growth_stands_by_itself_only_for_years_outside_the_horizon() -> None:
    text = """price_year: 2018
years: 3
indices: {total: {2019: 0.01, 2020: 0.02, 2021: 0.03, 2022: 0.04, 2023: 0.05}}
costs: [{id: c, label: C, kind: amounts, amounts: {value: 100, price_year: 2023}}]
"""
    rows = _result(text, "current").book.rows
    assert [key for key in rows if key.startswith("growth.total.")] == ["growth.total.2019", "growth.total.2023"]


@pytest.mark.parametrize(("basis", "years"), [("gross", ["growth.total.2019"]), ("net", [])])
def test_the_rates_of_a_reimbursement_are_taken_only_where_a_price_is_before_it(basis: str, years: list[str]) -> None:
    text = f"""indices: {{total: {{2019: 0.01, 2020: 0.02, 2021: 0.03}}}}
reimbursement: {{price_year: 2018, bands: [{{above: 1, share: 0.25}}]}}
savings: [{{id: s, label: S, kind: placements, stops: 1, unit_price: 100, price_basis: {basis}}}]
"""
    assert [key for key in _result(text).book.rows if key.startswith("growth.total.")] == years


def test_the_rates_that_an_amount_and_the_reimbursement_need_stand_together_in_order() -> None:
    text = """indices: {total: {2017: 0.01, 2018: 0.02, 2019: 0.03, 2020: 0.04, 2021: 0.05}}
reimbursement: {price_year: 2016, bands: [{above: 1, share: 0.25}]}
savings: [{id: s, label: S, kind: placements, stops: 1, unit_price: {value: 100, price_year: 2018}}]
"""
    keys = [key for key in _result(text).book.rows if key.startswith("growth.total.")]
    assert keys == [f"growth.total.{year}" for year in (2017, 2018, 2019)]


@pytest.mark.parametrize(("lists", "nothing"), [("costs", False), ("savings", True), ("incomes", True)])
def test_there_is_nothing_to_pay_back_where_no_cost_has_run_up(lists: str, nothing: bool) -> None:
    result = _result(f"{lists}: [{{id: x, label: X, kind: amounts, amounts: 1}}]")
    assert result.nothing_to_pay_back is nothing
    least = "{id: y, label: Y, kind: amounts, nature: one_off, amounts: {2020: 0.0040, 2021: 0}}"
    assert _result(f"years: 2\ncosts: [{least}]").nothing_to_pay_back  # less than half an øre


def test_the_table_of_another_payer_has_a_sum_where_it_has_two_lines() -> None:
    line = "{{id: {0}, label: {0}, kind: amounts, payer: region, amounts: 100}}"
    one, two = line.format("a"), f"{line.format('a')}, {line.format('b')}"
    assert "payer.region" not in [row.key for row in _result(f"costs: [{one}]").printed]
    assert "payer.region" in [row.key for row in _result(f"costs: [{two}]").printed]


def test_a_rate_that_is_missing_for_current_prices_is_named_with_its_index() -> None:
    case = case_from_text(with_defaults("costs: [{id: c, label: C, kind: amounts, price_index: wages, amounts: 100}]"))
    with pytest.raises(CaseError) as caught:
        calculate(case, "current")
    (problem,) = caught.value.problems
    assert (problem.path, problem.params["index"], problem.params["year"]) == ("indices.wages.2021", "wages", 2021)
    assert "2021" in problem_text(problem, Words("da"))


def test_the_largest_case_that_is_taken_is_worked_out() -> None:
    """Every figure at its bound and prices doubling for forty years: more digits than a decimal number usually has."""
    doubled = ", ".join(f"{year}: 1" for year in range(2021, 2060))
    text = f"""years: 40
indices: {{total: {{{doubled}}}}}
costs: [{{id: c, label: C, kind: volume, recipients: 1000000, unit_price: 100000000}}]
"""
    found = _result(text, "current").summary
    assert found["net"] == pytest.approx(1e14 * (2**40 - 1))
    assert (found["payback_year"], found["first_balanced_year"]) == (None, None)
