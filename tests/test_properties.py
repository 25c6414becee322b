"""What must hold for every case, whatever its figures: sums, scale, order, signs and key figures."""

from __future__ import annotations

import math
from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from budget.case import Case, with_figure
from budget.formulas import calculate
from budget.formulas.table import BLOCKS
from tests.documents import (
    LISTS,
    all_close,
    case_of,
    cases,
    close,
    documents,
    horizon,
    modes,
    scaled,
    seeds,
    size,
)
from tests.random_cases import Dice

TOTALS = {"total_cost": "costs", "total_saving": "savings", "total_change": "changes", "total_income": "incomes"}


# ------------------------------------------------------------------ sums
@given(cases)
def test_the_parts_add_up_to_the_totals(case: Case) -> None:
    for prices in modes(case):
        result = calculate(case, prices)
        rows, scale = {row.key: row.values for row in result.rows}, size(result)
        kinds = dict(BLOCKS)
        for i in range(case.years):
            for key, block in kinds.items():
                assert close(rows[key][i], sum(r.values[i] for r in result.rows if r.kind in block), scale)
            assert close(rows["net"][i], sum(rows[key][i] for key in kinds), scale)
            assert close(rows["net"][i], sum(values[i] for values in result.areas.values()), scale)
            assert close(rows["accumulated"][i], sum(rows["net"][: i + 1]), scale)
        for total, key in TOTALS.items():
            assert close(result.summary[total] or 0.0, sum(rows[key]), scale)
        assert close(result.summary["net"] or 0.0, rows["accumulated"][-1], scale)


@given(documents, seeds)
def test_two_plans_together_come_to_the_sum_of_each(document: dict[str, Any], seed: int) -> None:
    """The first and the second half of the lines as cases of their own; caseloads need not be of one municipality."""
    dice = Dice(seed)
    halves: list[dict[str, Any]] = [{**document, "scenarios": []} for _ in range(2)]
    for name in LISTS:
        side = [dice.maybe() for _ in document.get(name, [])]
        for half, mine in zip(halves, (True, False), strict=True):
            half[name] = [line for line, s in zip(document.get(name, []), side, strict=True) if s is mine]
    whole, *parts = (calculate(case_of(d)) for d in (document, *halves))
    scale = size(whole)
    for key in (*LISTS, "net", "accumulated"):
        added = [sum(values) for values in zip(*(part.row(key).values for part in parts), strict=True)]
        assert all_close(whole.row(key).values, added, scale), key
    for key in ("npv", "total_cost", "permanent_net"):
        assert close(whole.summary[key] or 0.0, sum(part.summary[key] or 0.0 for part in parts), scale), key


@given(documents, st.sampled_from(["0.5", "0.25", "0.2", "0.1"]))
def test_amounts_and_prices_of_a_tenth_give_a_table_of_a_tenth(document: dict[str, Any], factor: str) -> None:
    document = {**document, "scenarios": []}
    large, small = (calculate(case_of(d)) for d in (document, scaled(document, Decimal(factor))))
    for a, b in zip(large.rows, small.rows, strict=True):
        assert all_close(b.values, [float(factor) * v for v in a.values], size(large)), a.key
    if abs(large.summary["total_saving"] or 0.0) > 1 and (large.summary["total_cost"] or 0.0) > 1:
        for key in ("saving_per_krone", "break_even_realisation"):
            whole, part = large.summary[key], small.summary[key]
            assert (whole is None) == (part is None)
            assert whole is None or part is None or math.isclose(whole, part, rel_tol=1e-6, abs_tol=1e-6), key


@given(documents, seeds)
def test_the_order_of_lines_changes_no_figure(document: dict[str, Any], seed: int) -> None:
    mixed = {**document}
    for name in LISTS:
        mixed[name] = Dice(seed).sample(document.get(name, []), len(document.get(name, [])))
    a, b = calculate(case_of(document)), calculate(case_of(mixed))
    for row in a.rows:
        assert all_close(row.values, b.row(row.key).values, size(a)), row.key
    assert close(a.summary["npv"] or 0.0, b.summary["npv"] or 0.0, size(a))


@given(documents, st.sampled_from(LISTS), st.integers(0, 10))
def test_a_line_in_two_halves_changes_nothing(document: dict[str, Any], name: str, which: int) -> None:
    """A line beside its own copy, both with half the plan, is the line."""
    halved = deepcopy({**document, "scenarios": []})
    whole = [line for line in halved.get(name, []) if line["kind"] == "amounts"]
    assume(whole)
    line = whole[which % len(whole)]
    line["amounts"] = _half(line["amounts"])
    halved[name].append({**line, "id": "other-half"})
    a, b = calculate(case_of({**document, "scenarios": []})), calculate(case_of(halved))
    for key in (*LISTS, "net", "accumulated"):
        assert all_close(a.row(key).values, b.row(key).values, size(a)), key


def _half(amounts: Any) -> Any:
    if isinstance(amounts, dict):
        return {key: part if key == "price_year" else _half(part) for key, part in amounts.items()}
    return (amounts / 2).quantize(Decimal("0.0001"))


@given(documents, st.sampled_from(LISTS))
def test_a_line_of_zeros_changes_nothing(document: dict[str, Any], name: str) -> None:
    zero = {"id": "zero", "label": "Intet", "kind": "amounts", "amounts": dict.fromkeys(horizon(document), 0)}
    more = {**document, name: [*document.get(name, []), zero]}
    a, b = calculate(case_of(document)), calculate(case_of(more))
    assert a.summary == b.summary
    assert {row.key: row.values for row in a.rows}.items() <= {row.key: row.values for row in b.rows}.items()


@given(documents)
def test_a_cost_turned_into_an_income_is_its_mirror(document: dict[str, Any]) -> None:
    """Without overrun, the same amounts on the other side of the table have the other sign."""
    level = {**document, "scenarios": [], "levers": {}, "savings": [], "changes": []}
    stated = (line for line in document.get("costs", []) if line["kind"] == "amounts")
    costs = [{key: part for key, part in line.items() if key != "refund_share"} for line in stated]
    assume(costs)
    a = calculate(case_of({**level, "costs": costs, "incomes": []}))
    b = calculate(case_of({**level, "costs": [], "incomes": costs}))
    assert all_close(a.row("net").values, [-v for v in b.row("net").values])
    assert close(a.summary["npv"] or 0.0, -(b.summary["npv"] or 0.0))


# ------------------------------------------------------------------ key figures
@given(cases)
def test_the_break_even_share_put_back_ends_at_nothing(case: Case) -> None:
    for prices in modes(case):
        share = calculate(case, prices).summary["break_even_realisation"]
        if share is None or not 0 < share <= 3 or case.levers.realisation.value < 0.01:
            continue
        result = calculate(with_figure(case, "levers.realisation", share), prices)
        assert abs(result.row("accumulated").values[-1]) <= max(0.005, 1e-12 * size(result))


@given(cases, st.floats(0, 3), st.floats(0, 3))
def test_more_of_the_saving_is_never_paid_back_later(case: Case, a: float, b: float) -> None:
    saving_every_year = [line for line in case.savings if line.kind == "amounts"]
    case = case.model_copy(update={"savings": saving_every_year, "scenarios": []})
    less, more = (calculate(with_figure(case, "levers.realisation", share)).summary for share in sorted((a, b)))
    assert (more["first_balanced_year"] or math.inf) <= (less["first_balanced_year"] or math.inf)
    assert _paid(more) <= _paid(less)
    assert (more["npv"] or 0.0) <= (less["npv"] or 0.0) + 1e-6


def _paid(summary: dict[str, float | None]) -> float:
    """The year of payback: before all where there never was anything to pay back, after all where there is none."""
    nothing = (summary["peak_exposure"] or 0.0) < 0.005
    return -math.inf if nothing else summary["payback_year"] or math.inf


@given(cases)
def test_payback_is_the_first_year_that_stays_at_or_below_zero(case: Case) -> None:
    for prices in modes(case):
        result = calculate(case, prices)
        for key, row in (("payback_year", "accumulated"), ("first_balanced_year", "net")):
            year, values = result.summary[key], result.row(row).values
            good = [v < 0.005 for v in values]
            never = key == "payback_year" and all(good)  # there was nothing to pay back
            if year is None:
                assert never or not good[-1]
            else:
                at = int(year) - case.first_year
                assert not never and all(good[at:]) and (at == 0 or not good[at - 1])
        assert result.summary["peak_exposure"] == max(0.0, *result.row("accumulated").values)
