"""Random cases as documents that tests can change, and what they compare of the tables made from them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from budget.case import Case, case_from_text
from budget.case.prices import missing_for_current
from budget.formulas import Result, calculate
from tests.random_cases import Author, random_case, written

LISTS = ("savings", "costs", "changes", "incomes")
KR_KEYS = {
    *("amounts", "annual_cost", "unit_price", "replacement_price"),
    *("price", "price_from", "price_to", "above", "cap"),
}

seeds = st.integers(0, 10**7)
documents = seeds.map(lambda seed: Author(seed).case())
cases = seeds.map(lambda seed: case_from_text(random_case(seed)))


def case_of(document: dict[str, Any]) -> Case:
    return case_from_text(written(document))


def table(case: Case, prices: str = "fixed") -> dict[str, tuple[float, ...]]:
    return {row.key: row.values for row in calculate(case, prices).rows}


def modes(case: Case) -> list[str]:
    """The price modes that the case's rates allow."""
    return ["fixed"] if missing_for_current(case) else ["fixed", "current"]


def size(result: Result) -> float:
    """How large the numbers are that go into a sum: what rounding errors are measured by."""
    return 1 + sum(sum(map(abs, row.values)) for row in result.rows if row.kind not in ("subtotal", "net"))


def close(a: float, b: float, scale: float = 0.0) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=max(1e-6, 1e-12 * scale))


def all_close(a: tuple[float, ...], b: tuple[float, ...] | list[float], scale: float = 0.0) -> bool:
    return len(a) == len(b) and all(close(x, y, scale) for x, y in zip(a, b, strict=True))


def scaled(tree: Any, factor: Decimal, inside: bool = False) -> Any:
    """The document with every amount of kr so many times as large; a quotient, as prices have upper bounds."""
    if isinstance(tree, dict):
        still = ("value", "low", "high")
        return {
            key: scaled(part, factor, key in KR_KEYS or (inside and (key in still or isinstance(key, int))))
            for key, part in tree.items()
        }
    if isinstance(tree, list):
        return [scaled(part, factor) for part in tree]
    return tree * factor if inside and isinstance(tree, int | Decimal) else tree


def shifted(tree: Any, years: int) -> Any:
    """The document with every year that it names so many years later."""
    if isinstance(tree, dict):
        names = ("first_year", "price_year", "capacity_from", "repay_from")
        return {
            key + years if isinstance(key, int) else key: part + years if key in names else shifted(part, years)
            for key, part in tree.items()
        }
    return [shifted(part, years) for part in tree] if isinstance(tree, list) else tree


def horizon(document: dict[str, Any]) -> range:
    return range(document["first_year"], document["first_year"] + document["years"])
