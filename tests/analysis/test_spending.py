"""An account's spending on a saving: held against what the area would have cost, never against the saving itself."""

from __future__ import annotations

import json

import pytest

from budget.analysis.follow_up import FollowedLine, follow_up
from budget.analysis.spending import from_baseline
from budget.case import Case, case_from_text
from budget.export.follow_up import follow_up_json, follow_up_text
from budget.formulas import calculate
from budget.shown import pages
from budget.text import Words
from tests.test_golden import with_defaults

DA, EN = Words("da"), Words("en")
MONTHS = (3_750_000.0, 3_812_400.5, 3_699_120.75)  # 5.28.20 Anbringelser, as a ledger gives them
SPENT = sum(MONTHS)
ACCOUNTS = "".join(
    f"  - {{line: s, year: 2020, month: {month}, amount: {amount}, basis: accounts}}\n"
    for month, amount in enumerate(MONTHS, start=1)
)
SAVING = "{id: s, label: Anbringelser, kind: amounts, amounts: 3000000%s}"
BASELINE = """
baseline:
  as_of: 2020-01-01
  steps:
    institution: {stock: {"0-11": 12, "12-14": 12, "15-17": 16}, entries: 14, entry_ages: {"0-11": 0.33, "12-14": 0.30, "15-17": 0.37}, exit_share: 0.30, price: 1160000}
"""  # noqa: E501
PLACES = (37.5296, 33.6845, 31.0799, 29.5235)  # the contract's working of that step


def case_with(saving: str = SAVING % "", more: str = "", actuals: str = ACCOUNTS) -> Case:
    return case_from_text(with_defaults(f"years: 4\nsavings: [{saving}]\n{more}actuals:\n{actuals}"), "prøve")


def line_of(case: Case) -> FollowedLine:
    return follow_up(calculate(case)).lines[0]


def test_an_accounts_spending_is_no_overspend_for_want_of_what_the_area_would_have_cost() -> None:
    case = case_with()
    year = line_of(case).years[0]
    assert year.outturn.gross == pytest.approx(SPENT)
    assert (year.outturn.actual, year.outturn.forecast, year.deviation, year.to_date) == (None, None, None, None)
    found = follow_up(calculate(case))
    for words, overspend in ((DA, "merforbrug "), (EN, "overspend ")):
        text = follow_up_text(found, words, "kr").partition("Fortegn" if words is DA else "Budget sign")[0]
        assert overspend not in text and words.kr(SPENT) in text
        page = pages.follow_up(calculate(case), words)
        lead = page.pieces[0].parts[0].items[0].text  # type: ignore[union-attr]
        assert "Hvad ville området have kostet" in lead if words is DA else "would the area have cost" in lead
    (line,) = json.loads(follow_up_json(found, DA))["lines"]
    assert line["actual"][0] is None and line["gross"] == [pytest.approx(SPENT), None, None, None]


def test_once_it_is_stated_the_same_entries_are_held_against_three_twelfths_of_it() -> None:
    """Of 42 mio. a year 10,5 in three months; 11.261.521,25 spent, so 761.521,25 more than without the measure."""
    year = line_of(case_with(SAVING % ", would_have_cost: 42000000")).years[0]
    assert year.outturn.gross is None and year.outturn.basis == "spending"
    assert year.outturn.actual == pytest.approx(11_261_521.25 - 10_500_000)
    assert year.deviation_to_date == pytest.approx(761_521.25 + 3_000_000 / 4)
    stated = case_with(SAVING % ", would_have_cost: 42000000", actuals=ACCOUNTS.replace("accounts", "spending"))
    assert line_of(stated).years[0] == year


def test_a_saving_that_is_entered_as_one_is_taken_as_it_stands() -> None:
    months = ACCOUNTS.replace("amount: 3", "amount: -3")
    for more in ("", ", would_have_cost: 42000000"):
        year = line_of(case_with(SAVING % more, actuals=months)).years[0]
        assert year.outturn.actual == pytest.approx(-SPENT) and year.outturn.gross is None
    evaluated = "  - {line: s, year: 2020, amount: 500000, basis: evaluation}\n"
    assert line_of(case_with(actuals=evaluated)).years[0].deviation == pytest.approx(3_500_000)


def test_beside_the_years_own_figure_the_spending_is_asked_about_and_changes_nothing() -> None:
    evaluated = "  - {line: s, year: 2020, amount: -2500000, basis: evaluation}\n"
    case = case_with(actuals=ACCOUNTS + evaluated)
    year = line_of(case).years[0]
    assert (year.outturn.actual, year.outturn.passed_over) == (-2_500_000, 3)
    assert year.outturn.gross == pytest.approx(SPENT) and year.deviation == pytest.approx(500_000)
    text = follow_up_text(follow_up(calculate(case)), DA)
    assert "ikke lagt til (3)" in text and "må casen sige, hvad området ville have kostet" in text


def test_a_baseline_offers_its_places_at_their_price() -> None:
    result = calculate(case_with(more=BASELINE))
    offered = from_baseline(result, result.case.savings[0])
    assert offered == pytest.approx([places * 1_160_000 for places in PLACES], rel=2e-6)
    assert from_baseline(calculate(case_with()), result.case.savings[0]) is None


def test_of_several_steps_a_saving_is_offered_its_own() -> None:
    foster = '    foster: {stock: {"0-11": 10}, entries: 0, entry_ages: {"0-11": 1}, exit_share: 0, price: 500000}\n'
    own = SAVING % ", step: institution"
    result = calculate(case_with(own, BASELINE + foster))
    assert from_baseline(result, result.case.savings[0]) == pytest.approx(
        [p * 1_160_000 for p in PLACES], rel=2e-6
    )  # fmt: skip
    whole = calculate(case_with(more=BASELINE + foster))
    first = (from_baseline(whole, whole.case.savings[0]) or [0.0])[0]
    assert first == pytest.approx(PLACES[0] * 1_160_000 + 10 * 500_000, rel=0.02)  # ages 0–11 spread: few leave at 18


def test_a_projection_is_held_against_its_own_baseline() -> None:
    saving = "{id: s, label: Opfølgning, kind: projection, effects: {institution: {entries: -0.25}}}"
    year = line_of(case_with(saving, BASELINE)).years[0]
    assert year.outturn.actual == pytest.approx(SPENT - PLACES[0] * 1_160_000 / 4, rel=1e-4)
    stated = case_with(saving, BASELINE, ACCOUNTS.replace("accounts", "spending"))
    assert line_of(stated).years[0] == year


def test_the_places_are_in_the_prices_of_the_year() -> None:
    """Two per cent in 2020: a quarter of 42,84 mio."""
    more = "price_year: 2019\nindices: {total: {2020: 0.02, 2021: 0.02, 2022: 0.02, 2023: 0.02}}\n"
    year = line_of(case_with(SAVING % ", would_have_cost: 42000000", more)).years[0]
    assert year.outturn.actual == pytest.approx(11_261_521.25 - 42_000_000 * 1.02 / 4)
