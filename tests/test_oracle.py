"""The engine against a second calculation of the same case, for cases of every kind and in both price modes."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from budget.case import ASSUMPTIONS, Case, CaseError, case_from_text, case_to_text, with_figure, with_scenario
from budget.case.prices import missing_for_current
from budget.formulas import Result, calculate
from tests.oracle import INDICES, Oracle, Worked, read, work
from tests.random_cases import random_case, random_settings

SEEDS = range(320)
PROJECTED = "herning-projection-2013"  # its recursion over ages has its second route beside the projection's tests
SHIPPED = [file for file in ASSUMPTIONS.glob("*.yaml") if file.stem != PROJECTED]
FILES = sorted([*Path(__file__).parent.glob("cases/*.yaml"), *SHIPPED])
ORE = 0.005  # kr


def same(result: Result, wanted: Worked) -> None:
    """Every row, its place and kind, the areas, the drivers and the key figures."""
    assert [(row.key, row.kind) for row in result.rows] == [(key, wanted.kinds[key]) for key in wanted.rows]
    for row in result.rows:
        near(row.key, row.values, wanted.rows[row.key], ORE)
    assert set(result.areas) == set(wanted.areas)
    for area, values in result.areas.items():
        near(f"area {area}", values, wanted.areas[area], ORE)
    drivers = {row.key: row.values for row in result.drivers if not row.key.startswith("index.")}
    assert set(drivers) == set(wanted.drivers)
    for key, values in drivers.items():
        near(key, values, wanted.drivers[key], 1e-9)
    assert set(result.summary) == set(wanted.summary)
    for key, value in result.summary.items():
        ratio = key in ("saving_per_krone", "break_even_realisation")
        near(key, [value], [wanted.summary[key]], 1e-6 if ratio else ORE)


def near(what: str, got: object, wanted: list[Fraction] | list[Fraction | None], tolerance: float) -> None:
    found = list(got)  # type: ignore[call-overload]
    assert len(found) == len(wanted), what
    for number, (a, b) in enumerate(zip(found, wanted, strict=True)):
        assert (a is None) == (b is None), f"{what}[{number}]: {a} for {b}"
        if b is not None:
            assert abs(a - float(b)) <= max(tolerance, 1e-12 * abs(float(b))), f"{what}[{number}]: {a} for {float(b)}"


def with_settings(case: Case, settings: list[tuple[str, str]]) -> Case:
    for path, value in settings:
        case = with_figure(case, path, float(value))
    return case


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_comes_to_the_same_by_a_second_calculation(seed: int) -> None:
    text = random_case(seed)
    case, settings = case_from_text(text), random_settings(seed)
    changed = with_settings(case, settings)
    same(calculate(case, "fixed"), work(text))
    same(calculate(changed, "fixed"), work(text, settings=settings))
    if missing_for_current(case) is None:
        same(calculate(case, "current"), work(text, "current"))
        same(calculate(changed, "current"), work(text, "current", settings))
    else:
        with pytest.raises(CaseError):
            calculate(case, "current")
        with pytest.raises(KeyError):  # the second calculation lacks the rate as well
            work(text, "current")


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if "scenarios: " in random_case(seed)][:60])
def test_a_scenario_comes_first_and_settings_after_it(seed: int) -> None:
    text = random_case(seed)
    case = case_from_text(text)
    settings = [("levers.realisation", "0.83"), ("levers.delay_months", "5")]
    changed = with_settings(with_scenario(case, "cautious"), settings)
    same(calculate(changed), work(text, settings=settings, scenario="cautious"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_case_file_comes_to_the_same_by_a_second_calculation(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    case = case_from_text(text)
    same(calculate(case), work(text))
    if missing_for_current(case) is None:
        same(calculate(case, "current"), work(text, "current"))


@pytest.mark.parametrize("seed", range(0, 100, 3))
def test_a_changed_case_says_the_same_when_it_is_written_down(seed: int) -> None:
    case = with_settings(case_from_text(random_case(seed)), random_settings(seed))
    same(calculate(case), work(case_to_text(case)))


@pytest.mark.parametrize("seed", range(60))
def test_the_index_rows_are_the_products_of_the_rates(seed: int) -> None:
    text = random_case(seed)
    case = case_from_text(text)
    oracle = Oracle(read(text), "current")
    shown = {row.key: row.values for row in calculate(case).drivers if row.key.startswith("index.")}
    used = {line.price_index for line in case.lines()} & set(INDICES)
    if missing_for_current(case) is None:
        assert set(shown) == {f"index.{name}" for name in used}
    else:
        assert not shown
    for key, values in shown.items():
        near(key, values, [oracle.index(key.removeprefix("index."), year) for year in case.horizon], 1e-12)


def test_the_random_cases_are_of_every_kind() -> None:
    """A generator that stopped making some kind would leave the tests above green and blind."""
    texts = [random_case(seed) for seed in SEEDS]
    wanted = (
        r"kind: \"(amounts|staff|caseload|volume|placements|mix)\"", r"nature: \"(permanent|temporary|one_off)\"",
        r"payer: \"(other_municipality|region|state)\"", r"timing: (\"evenly\"|\"january\"|1[0-2]|[1-9])",
        r"price_basis: \"(gross|net)\"", r"whole_posts: (true|false)", r"cashable: (true|false)",
        r"years: ([1-8]|40)\b",
        r"price_index: \"(wages|prices|total|none)\"",
    )  # fmt: skip
    counts = (6, 3, 3, 14, 2, 2, 2, 9, 4)
    for pattern, count in zip(wanted, counts, strict=True):
        found = {match for text in texts for match in re.findall(pattern, text)}
        assert len(found) == count, f"{pattern} gives only {sorted(found)}"
    parts = (
        "bands: [", "scenarios: ", "lag_months: ", "duration_months: ", "relapse: ", "replacement_price: ", "changes: ",
        "natural_exit: ", "refund_share: ", "prices: [", "prices_from: [", "prices_to: [", "siblings: ", "pool: ",
        "cap: ", "interest: ", "repay_share: ", "repay_from: ", "would_have_cost: ", "start_month: {",
    )  # fmt: skip
    for part in parts:
        assert sum(part in text for text in texts) > 40, part
    assert sum("price_year" in read(text).get("reimbursement", {}) for text in texts) > 40
    assert sum(re.search(r"lag_months: \d+\.\d", text) is not None for text in texts) > 40
    assert random_case(7) == random_case(7) != random_case(8)
