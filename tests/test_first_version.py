"""What version 0.1 gave: its case files read as before and come to the same figures, bit for bit.

`figures.json` was written by version 0.1. Only what the contract's list of changes names may differ: a payback year
where there was never anything to pay back, and rows and key figures that are new.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from budget.case import read_case, with_figure
from budget.formulas import Result, calculate

FOLDER = Path(__file__).parent / "cases" / "first_version"
FIGURES = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))
CASES = [(name, prices) for name, found in FIGURES.items() for prices in found]
NEW_KEYS = {"total_change", "payback_year_budget", "discounted_payback_year"}
NEVER_EXPOSED = {"payback_year", "payback_years"}


def shown(result: Result) -> dict[str, dict[str, Any]]:
    return {
        "rows": {row.key: list(row.values) for row in result.rows},
        "areas": {area: list(values) for area, values in result.areas.items()},
        "drivers": {row.key: list(row.values) for row in result.drivers},
        "summary": dict(result.summary),
    }


@pytest.mark.parametrize(("name", "prices"), CASES)
def test_a_case_of_the_first_version_gives_the_figures_it_gave(name: str, prices: str) -> None:
    result = calculate(read_case(FOLDER / f"{name}.yaml"), prices)
    now, then = shown(result), FIGURES[name][prices]
    new_rows = {"changes"} | ({"accumulated.budget"} if "net.budget" in then["rows"] else set())
    assert set(now["rows"]) - set(then["rows"]) == new_rows
    assert set(now["summary"]) - set(then["summary"]) == NEW_KEYS
    for part, figures in then.items():
        for key, values in figures.items():
            if part == "summary" and key in NEVER_EXPOSED and result.nothing_to_pay_back:
                assert now[part][key] is None
            else:
                assert now[part][key] == values, (part, key)


def test_every_shipped_case_of_the_first_version_is_there() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(FIGURES)
    assert set(FIGURES) >= {"herning-2013", "assens-2016", "herning-drivers-2013", "assens-drivers-2016"}
    assert {prices for _, prices in CASES} == {"fixed", "current"}


@pytest.mark.parametrize("name", ["assens-drivers-2016", "herning-drivers-2013", "drivers"])
def test_a_natural_exit_of_0_changes_no_bit(name: str) -> None:
    case = read_case(FOLDER / f"{name}.yaml")
    for line in case.savings:
        if line.kind == "placements":
            case = with_figure(case, f"savings.{line.id}.natural_exit", 0.0)
    then = FIGURES[name]["fixed"]
    now = shown(calculate(case))
    assert {key: now["rows"][key] for key in then["rows"]} == then["rows"]
    assert now["drivers"] == then["drivers"]
