"""Gates: what stands for them so far, and how often chance alone decides them, by two other ways than the program's."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from budget.analysis.follow_up import follow_up
from budget.analysis.gates import GateState, gate_states, measured_steps, placed
from budget.case import Case, case_from_text
from budget.export.follow_up import follow_up_json, follow_up_text
from budget.formulas import calculate
from budget.text import Words

DA = Words("da")
HEAD = "title: P\nmunicipality: X\nstatus: idea\nfirst_year: 2027\nprice_year: 2027\ndiscount_rate: 0.035\nyears: 3\n"
EXIT = 1 - math.exp(-0.25)  # a hazard of 0,25 a year
MORE = (1 - math.exp(-0.275)) / EXIT - 1  # and of a tenth more


def one_age(stock: float, entries: float, gates: str, more: str = "") -> Case:
    """Children who do not turn 18: a stock that entries and one hazard keep as it is."""
    return case_from_text(
        f"""{HEAD}baseline:
  as_of: 2027-01-01
  steps:
    institution:
      {{stock: {{"0": {stock}}}, entries: {entries}, exit_share: {EXIT:.9f}, price: 1160000, entry_ages: {{"0": 1}}}}
savings:
  - id: closer
    label: Tættere opfølgning
    kind: projection
    effects: {{institution: {{entries: -0.25, exits: {MORE:.9f}}}}}
measures: [{{id: placed, label: Anbragte, unit: places, better: lower}}]
gates: [{gates}]
{more}""",
        "prøve",
    )


def state(case: Case) -> GateState:
    (found,) = gate_states(calculate(case))
    return found


def exactly(stock: int, entries: float, hazard: float, years: float, most: int) -> tuple[float, float, float]:
    """Mean, standard deviation and the chance of at most so many: of the stock each stays with e^-hλ (binomial), and
    those who have come and are still there are Poisson around entries/h × (1 - e^-hλ)."""
    stay, new = math.exp(-hazard * years), entries / hazard * (1 - math.exp(-hazard * years))
    old = [math.comb(stock, n) * stay**n * (1 - stay) ** (stock - n) for n in range(stock + 1)]
    come = [math.exp(-new + n * math.log(new) - math.lgamma(n + 1)) for n in range(stock * 3)]
    both = np.convolve(old, come)
    mean = sum(n * p for n, p in enumerate(both))
    return mean, math.sqrt(sum((n - mean) ** 2 * p for n, p in enumerate(both))), float(sum(both[: most + 1]))


@pytest.mark.parametrize(
    ("stock", "entries", "most", "by_chance", "in_vain"), [(40, 10, 37, 0.30, 0.33), (200, 50, 189, 0.15, 0.12)]
)
def test_chance_passes_and_fails_as_often_as_worked_out(
    stock: int, entries: float, most: int, by_chance: float, in_vain: float
) -> None:
    """18 months: 40,0 ± 4,6 without and 35,7 ± 4,3 with the measure; at most 37 by chance three times in ten."""
    found = state(one_age(stock, entries, f"{{measure: placed, year: 2028, month: 6, at_most: {most}}}")).chances
    assert found is not None and found.planned is not None
    assert found.without.passed == pytest.approx(by_chance, abs=0.02)
    assert 1 - found.planned.passed == pytest.approx(in_vain, abs=0.02)
    for course, new, hazard in ((found.without, entries, 0.25), (found.planned, 0.75 * entries, 0.275)):
        mean, spread, passed = exactly(stock, new, hazard, 1.5, most)
        of_draws = 4 / math.sqrt(found.draws)
        assert course.expected == pytest.approx(mean, abs=of_draws * spread)
        assert course.passed == pytest.approx(passed, abs=of_draws * math.sqrt(passed * (1 - passed)) + 1e-9)
    if stock == 40:
        assert exactly(40, 10, 0.25, 1.5, 37)[:2] == pytest.approx((40.0, 4.6), abs=0.05)
        assert exactly(40, 7.5, 0.275, 1.5, 37)[:2] == pytest.approx((35.7, 4.3), abs=0.05)


TWO = (
    HEAD
    + """baseline:
  as_of: 2026-01-01
  demand: {2026: 1, 2028: 1.2}
  steps:
    institution:
      {stock: {"0-11": 6, "12-14": 12, "15-17": 22}, entries: {2026: 14, 2028: 10}, exit_share: 0.25,
      moves: {foster: 0.08}, price: 1160000, entry_ages: {"0-11": 0.2, "12-14": 0.3, "15-17": 0.5}}
    foster:
      {stock: {"0-11": 42, "12-14": 20, "15-17": 18}, entries: 12, exit_share: {2026: 0.12, 2027: 0.3}, price: 470000,
      entry_ages: {"0-11": 0.5, "12-14": 0.25, "15-17": 0.25}}
measures:
  - {id: foster, label: Plejefamilier, unit: places}
  - {id: placed, label: Anbragte i alt, unit: places}
  - {id: district, label: Anbragte, unit: places, group: Projektdistrikter}
  - {id: talks, label: Samtaler, unit: number}
gates:
  - {measure: foster, year: 2028, month: 9, at_most: 80}
  - {measure: placed, year: 2028, month: 9, at_most: 120}
"""
)


def one_by_one(draws: int, until: float) -> np.ndarray:
    """Every child of TWO lived through by itself, by years of its own life and none of the program's arithmetic."""
    dice = np.random.default_rng(7)
    exits = {"institution": lambda year: (0.25, 0.08), "foster": lambda year: (0.12 if year < 2027 else 0.3, 0.0)}
    entries = {
        "institution": lambda year: 14.0 if year < 2028 else 12.0,
        "foster": lambda year: 12.0 if year < 2028 else 14.4,
    }
    stock = {
        "institution": ((0, 12, 6), (12, 15, 12), (15, 18, 22)),
        "foster": ((0, 12, 42), (12, 15, 20), (15, 18, 18)),
    }
    ages = {"institution": (0.2, 0.3, 0.5), "foster": (0.5, 0.25, 0.25)}
    spans = ((0, 12), (12, 15), (15, 18))

    def lives(step: str, age: float, at: float) -> str:
        while at < until:
            out, move = exits[step](int(at))
            hazard = -math.log(1 - out - move)
            gone, end = at + dice.exponential(1 / hazard), min(int(at) + 1.0, until)
            if min(gone, end) - at + age >= 18:
                return ""
            if gone < end:
                if dice.random() * (out + move) >= move:
                    return ""
                step, end = "foster", gone
            age, at = age + end - at, end
        return step

    found = np.zeros((draws, 2), dtype=int)
    for draw in range(draws):
        for step, groups in stock.items():
            there = [
                lives(step, dice.uniform(low, high), 2026.0) for low, high, number in groups for _ in range(number)
            ]
            for year in (2026, 2027, 2028):
                for _ in range(dice.poisson(entries[step](year))):
                    low, high = spans[dice.choice(3, p=ages[step])]
                    at, age = year + dice.random(), dice.uniform(low, high)
                    there += [lives(step, age, at)] if at < until else []
            found[draw] += [there.count("foster"), len(there) - there.count("")]
    return found


def test_children_lived_through_one_by_one_are_counted_alike() -> None:
    result = calculate(case_from_text(TWO, "prøve"))
    lived = one_by_one(400, 2028.75)
    for column, steps in enumerate((["foster"], ["institution", "foster"])):
        drawn = placed(result, steps, "baseline", 2028, 9)
        spread = lived[:, column].std()
        assert drawn.mean() == pytest.approx(lived[:, column].mean(), abs=4 * spread / 20)
        assert drawn.std() == pytest.approx(spread, rel=0.15)


def test_the_end_of_a_year_has_the_children_that_the_projection_expects() -> None:
    result = calculate(case_from_text(TWO, "prøve"))
    for step in ("institution", "foster"):
        drawn = placed(result, [step], "baseline", 2028, 12, 40_000)
        expected = result.row(f"baseline.{step}.stock").values[-1]  # on 1 January 2029, the last year of the horizon
        assert drawn.mean() == pytest.approx(expected, rel=0.01)


def test_a_measure_counts_the_step_of_its_name_or_all_of_them_and_a_group_none() -> None:
    case = case_from_text(TWO, "prøve")
    found = {measure.id: measured_steps(case, measure) for measure in case.measures}
    assert found == {"foster": ["foster"], "placed": ["institution", "foster"], "district": [], "talks": []}


# ------------------------------------------------------------------ what has come in
GATE = "{measure: placed, year: 2028, month: 6, at_most: 37}"


@pytest.mark.parametrize(
    ("entries", "value", "known_to", "passed"),
    [
        ("", None, None, None),
        ("2027, 41; 2028-3, 38", 38, (2028, 3), None),
        ("2028-3, 38; 2028-6, 37; 2028-9, 45", 37, (2028, 6), True),
        ("2028-6, 37.5", 37.5, (2028, 6), False),
        ("2028, 30", None, None, None),  # the year's own figure is of its end, after the gate
    ],
)
def test_places_are_those_of_the_latest_month_until_that_of_the_gate(
    entries: str, value: float | None, known_to: tuple[int, int] | None, passed: bool | None
) -> None:
    actuals = "actuals:\n"
    for entry in filter(None, entries.split("; ")):
        when, _, amount = entry.partition(", ")
        year, _, month = when.partition("-")
        of_month = f"month: {month}, " if month else ""
        actuals += f"  - {{measure: placed, year: {year}, {of_month}amount: {amount}, basis: accounts}}\n"
    found = state(one_age(40, 10, GATE, actuals if entries else ""))
    assert (found.value, found.known_to, found.passed) == (value, known_to, passed)


def test_what_is_added_up_is_known_when_every_month_is() -> None:
    text = "actuals:\n" + "".join(
        f"  - {{measure: talks, year: 2028, month: {month}, amount: 10, basis: accounts}}\n" for month in (1, 2, 4)
    )
    case = case_from_text(
        TWO.replace("gates:\n", "gates:\n  - {measure: talks, year: 2028, month: 4, at_least: 35}\n") + text
    )
    found = next(gate for gate in gate_states(calculate(case)) if gate.measure.id == "talks")
    assert (found.value, found.known_to, found.passed, found.chances) == (30, (2028, 4), None, None)
    whole = case_from_text(
        TWO.replace("gates:\n", "gates:\n  - {measure: talks, year: 2028, month: 4, at_least: 35}\n")
        + text + "  - {measure: talks, year: 2028, month: 3, amount: 5, basis: accounts}\n"
    )  # fmt: skip
    assert next(gate for gate in gate_states(calculate(whole)) if gate.measure.id == "talks").passed is True


def test_a_gate_is_told_with_both_chances() -> None:
    case = one_age(40, 10, GATE, "actuals: [{measure: placed, year: 2028, month: 3, amount: 38, basis: accounts}]\n")
    result = calculate(case)
    text = follow_up_text(follow_up(result), DA, gates=gate_states(result))
    line = next(line for line in text.splitlines() if line.startswith("Anbragte ") and "højst 37" in line)
    assert "højst 37 ved udgangen af juni 2028" in line and "38 (marts 2028)" in line and "afventer" in line
    assert line.split()[-4:] == ["29", "%", "34", "%"] or "%" in line
    assert "ventet 40,0 uden og 35,7 med indsatsen" in text
    (gate,) = json.loads(follow_up_json(follow_up(result), DA, gate_states(result)))["gates"]
    assert gate["so_far"] == 38 and gate["passed"] is None and gate["known_to"] == {"year": 2028, "month": 3}
    assert gate["passed_by_chance"] == pytest.approx(0.2975, abs=0.02)
