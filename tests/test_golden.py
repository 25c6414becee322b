"""Worked cases: what a table must show, worked out by hand beside each number and not by this program.

The cases are the files in `golden/`. A number stands as `result = working`, or alone where there is nothing to
work out. The result is what would be printed: the working is rounded to its decimals. The engine must meet the
working itself, to half an øre.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from budget.case import Case, case_from_text, read_case, with_figure, with_scenario
from budget.formulas import Result, calculate
from budget.formulas.table import SUMMARY, YEAR_KEYS

FOLDER = Path(__file__).parent
KR = Fraction(1, 200)
EXACT = Fraction(1, 10**9)
NOT_KR = {*YEAR_KEYS, "saving_per_krone", "break_even_realisation"}
DEFAULTS = {
    "title": "Prøve", "municipality": "X", "status": "idea", "first_year": "2020", "years": "3", "price_year": "2020",
    "discount_rate": "0.035",
}  # fmt: skip
GIVEN = {"claim", "source", "file", "case", "set", "scenario", "prices", "unit"}
EXPECTED = {"order", "printed", "rows", "areas", "drivers", "summary"}


@dataclass(frozen=True)
class Golden:
    claim: str
    given: Mapping[str, Any]

    def case(self) -> Case:
        if "case" in self.given:
            return case_from_text(with_defaults(self.given["case"]))
        own = FOLDER / "cases" / f"{self.given['file']}.yaml"
        return read_case(own if own.is_file() else self.given["file"])

    def result(self) -> Result:
        case = self.case()
        if "scenario" in self.given:
            case = with_scenario(case, self.given["scenario"])
        for path, value in self.given.get("set", {}).items():
            case = with_figure(case, path, float(value))
        return calculate(case, self.given.get("prices", "fixed"))


def with_defaults(text: str) -> str:
    """The case with the header that worked cases share, where it states none of its own; `years:` drops the default."""
    head = "".join(f"{key}: {value}\n" for key, value in DEFAULTS.items() if not re.search(rf"(?m)^{key}:", text))
    return head + re.sub(r"(?m)^years:$", "", text)


def goldens() -> Iterator[Golden]:
    for file in sorted(FOLDER.glob("golden/*.yaml")):
        loader = yaml.BaseLoader  # numbers stay as they are written
        for given in yaml.load(file.read_text(encoding="utf-8"), Loader=loader):  # noqa: S506
            yield Golden(given["claim"], given)


GOLDENS = list(goldens())


# ------------------------------------------------------------------ numbers and their workings
def worked(text: str) -> Fraction | None:
    """The number that is meant: that of the working, which must round to the result printed before it."""
    if text == "null":
        return None
    result, equals, working = (part.strip() for part in text.partition("="))
    if not equals:
        return Fraction(result)
    value = _value(ast.parse(working, mode="eval").body, working)
    decimals = len(result.partition(".")[2])
    shown = Decimal(value.numerator) / Decimal(value.denominator)
    assert shown.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) == Decimal(result), f"{text}: it is {shown}"
    return value


def _value(node: ast.expr, text: str) -> Fraction:
    """Arithmetic on fractions, so that the working is not done by the machine's floats either."""
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(text, node) or "")
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, text)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _value(left, text), _value(right, text)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
                case ast.Pow():
                    return Fraction(a ** int(b))
    raise ValueError(f"{ast.dump(node)} is no part of a working")


def compare(what: str, got: Any, wanted: Any, unit: int, tolerance: Fraction) -> None:
    assert len(got) == len(wanted), f"{what}: {len(got)} values, {len(wanted)} worked out"
    for number, (value, text) in enumerate(zip(got, wanted, strict=True)):
        exact = worked(text)
        if exact is None or value is None:
            assert value is None and exact is None, f"{what}[{number}] is {value}, not {text}"
            continue
        assert abs(Fraction(value) - exact * unit) <= tolerance, f"{what}[{number}] is {value / unit}, not {text}"


# ------------------------------------------------------------------ the tests
@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden.claim)
def test_the_table_is_what_was_worked_out_by_hand(golden: Golden) -> None:
    result, given = golden.result(), golden.given
    unit = int(given.get("unit", 1))
    for key, wanted in given.get("rows", {}).items():
        compare(key, result.row(key).values, wanted, unit, KR)
    for area, wanted in given.get("areas", {}).items():
        compare(f"area {area}", result.areas[area], wanted, unit, KR)
    drivers = {row.key: row.values for row in result.drivers}
    for key, wanted in given.get("drivers", {}).items():
        compare(key, drivers[key], wanted, 1, EXACT)
    for key, wanted in given.get("summary", {}).items():
        plain = key in NOT_KR
        compare(key, [result.summary[key]], [wanted], 1 if plain else unit, EXACT if plain else KR)
    if "areas" in given:
        assert set(given["areas"]) == set(result.areas)
    if "order" in given:
        assert [row.key for row in result.rows] == given["order"]
    if "printed" in given:
        assert [row.key for row in result.printed] == given["printed"]


def test_the_worked_cases_are_many_and_say_what_they_expect() -> None:
    claims = [golden.claim for golden in GOLDENS]
    assert len(claims) == len(set(claims)) >= 60
    for golden in GOLDENS:
        assert set(golden.given) <= GIVEN | EXPECTED, golden.claim
        assert any(golden.given.get(part) for part in EXPECTED), golden.claim
        assert ("file" in golden.given) != ("case" in golden.given), golden.claim
    assert {key for golden in GOLDENS for key in golden.given.get("summary", {})} == set(SUMMARY)


@pytest.mark.parametrize("text", ["101 = 10 * 10", "1 = 0.5 * 0.9", "2.5 = 5 / 2.1"])
def test_a_working_that_does_not_give_its_result_is_caught(text: str) -> None:
    with pytest.raises(AssertionError):
        worked(text)


def test_a_working_is_arithmetic_only() -> None:
    with pytest.raises(ValueError, match="no part of a working"):
        worked("1 = max(1)")
