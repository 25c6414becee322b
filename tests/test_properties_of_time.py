"""What must hold for every case when years are moved, dropped or priced: time shifts, indices, discounting."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from budget.case import Case, with_figure
from budget.formulas import calculate
from budget.formulas.table import YEAR_KEYS
from tests.documents import LISTS, all_close, case_of, cases, close, documents, horizon, modes, shifted, size, table
from tests.random_cases import INDICES, Author


@given(documents, st.integers(1, 30))
def test_the_same_plan_some_years_later_has_the_same_figures(document: dict[str, Any], years: int) -> None:
    document = {**document, "scenarios": []}
    a, b = (calculate(case_of(d)) for d in (document, shifted(document, years)))
    assert [(row.key, row.values) for row in a.rows] == [(row.key, row.values) for row in b.rows]
    for key, value in a.summary.items():
        later = years if key in YEAR_KEYS and key != "payback_years" and value is not None else 0
        assert b.summary[key] == (None if value is None else value + later)


@given(documents)
def test_what_comes_after_a_year_does_not_change_it(document: dict[str, Any]) -> None:
    """The horizon one year shorter: all rows up to there stay as they are."""
    last = horizon(document)[-1]
    assume(document["years"] > 1 and document.get("pool", {}).get("repay_from") != last)
    lines = {
        name: [
            {k: ({y: f for y, f in v.items() if y != last} or 1) if isinstance(v, dict) else v for k, v in line.items()}
            for line in document.get(name, [])
        ]
        for name in LISTS
    }
    short = {**document, **lines, "years": document["years"] - 1, "scenarios": []}
    a, b = (table(case_of(d)) for d in (document, short))
    assert set(a) == set(b)
    for key, values in b.items():
        assert all_close(values, a[key][:-1], max(map(abs, a[key]))), key


@given(cases)
def test_at_a_rate_of_0_the_present_value_is_the_plain_sum(case: Case) -> None:
    result = calculate(with_figure(case, "discount_rate", 0))
    assert close(result.summary["npv"] or 0.0, sum(result.row("net").values), size(result))


@given(cases)
def test_the_present_value_does_not_depend_on_the_prices_shown(case: Case) -> None:
    assume(len(modes(case)) == 2)
    assert calculate(case, "fixed").summary["npv"] == calculate(case, "current").summary["npv"]


@given(cases, st.floats(-0.05, 0.2), st.floats(-0.05, 0.2))
def test_costs_weigh_less_at_a_higher_rate(case: Case, a: float, b: float) -> None:
    only = case.model_copy(update={"savings": [], "changes": [], "incomes": [], "scenarios": []})
    low, high = (calculate(with_figure(only, "discount_rate", r)).summary["npv"] or 0.0 for r in sorted((a, b)))
    assert high <= low * (1 + 1e-12) + 1e-9


@given(documents)
def test_rates_of_0_make_current_prices_fixed_prices(document: dict[str, Any]) -> None:
    case = case_of(document)
    assume(len(modes(case)) == 2)
    flat = {name: dict.fromkeys(years, 0) for name, years in document.get("indices", {}).items()}
    level = case_of({**document, "indices": flat})
    assert table(level, "fixed") == table(level, "current")


@given(cases)
def test_a_table_in_current_prices_deflated_is_the_table_in_fixed_prices(case: Case) -> None:
    assume(len(modes(case)) == 2)
    fixed, current = calculate(case, "fixed"), calculate(case, "current")
    for row in fixed.rows:
        if row.line is not None and row.line.price_index != "none":
            level = current.row(f"index.{row.line.price_index}").values
            deflated = [v / level[i] for i, v in enumerate(current.row(row.key).values)]
            assert all_close(row.values, deflated), row.key


@given(st.integers(0, 10**7), st.sampled_from(INDICES), st.integers(-6, 9))
def test_a_price_restated_in_another_years_prices_gives_the_same_table(seed: int, index: str, away: int) -> None:
    author = Author(seed)
    author.rates = "all"
    year = author.price_year + away
    author.needed.add((index, year))
    line = {"id": "v", "label": "V", "kind": "volume", "recipients": 3, "unit_price": 1_000_000, "price_index": index}
    document = {**author.case(), "costs": [line], "savings": [], "incomes": [], "scenarios": []}
    rates = document["indices"][index]
    level = Decimal(1)
    for y in range(min(year, author.price_year) + 1, max(year, author.price_year) + 1):
        level *= 1 + rates[y]
    price = (1_000_000 * level if away > 0 else 1_000_000 / level).quantize(Decimal("0.00000001"))
    restated = {**document, "costs": [{**line, "unit_price": {"value": price, "price_year": year}}]}
    a, b = case_of(document), case_of(restated)
    for prices in modes(a):
        assert all_close(table(a, prices)["v"], table(b, prices)["v"], 1e7)


@given(documents)
def test_a_delay_of_twelve_months_moves_the_saving_by_a_year(document: dict[str, Any]) -> None:
    """Also a finite placement, which keeps its length; capacity is cut at its date all the same, so it is left out."""
    savings = [{k: v for k, v in line.items() if k != "capacity_from"} for line in document.get("savings", [])]
    case = case_of({**document, "savings": savings, "scenarios": []})
    late = with_figure(case, "levers.delay_months", 0)
    later = with_figure(case, "levers.delay_months", 12)
    a, b = table(late), table(later)
    for line in case.savings:
        for key in (line.id, f"{line.id}.replacement", f"{line.id}.reimbursement"):
            if key in a:
                assert all_close(b[key], [0.0, *a[key][:-1]], max(map(abs, a[key]))), key
