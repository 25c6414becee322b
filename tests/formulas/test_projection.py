"""A projection of placements: the contract's worked figures, what must hold for any, and an independent route."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from budget.case import Case, CaseError, case_from_text, case_to_text, find, with_figure, with_figures
from budget.formulas import Result, calculate
from tests.benchmarks.children import CASES, PROMISED, case_of, follow
from tests.random_projections import random_projection

HEAD = "title: Prøve\nmunicipality: X\nstatus: idea\nfirst_year: 2027\nprice_year: 2027\ndiscount_rate: 0.035\n"
ONE = """baseline:
  as_of: 2027-01-01
  steps:
    institution: {stock: {"0-11": 12, "12-14": 12, "15-17": 16}, entries: 14, exit_share: 0.30, price: 1160000,
      entry_ages: {"0-11": 0.33, "12-14": 0.30, "15-17": 0.37}}
"""
TWO = """baseline:
  as_of: 2027-01-01
  steps:
    institution: {stock: {"0-11": 6, "12-14": 12, "15-17": 22}, entries: 14, exit_share: 0.25, moves: {foster: 0.08},
      entry_ages: {"0-11": 0.2, "12-14": 0.3, "15-17": 0.5}, price: 1160000, budget_places: 40}
    foster: {stock: {"0-11": 42, "12-14": 20, "15-17": 18}, entries: 12, exit_share: 0.12, price: 470000,
      entry_ages: {"0-11": 0.5, "12-14": 0.25, "15-17": 0.25}}
"""
LINE = "savings:\n  - {{id: closer, label: Tættere opfølgning, kind: projection, {}}}\n"
FEWER = LINE.format("effects: {institution: {entries: -0.25}}")
CLOSER = LINE.format("phase: {2027: 0.5, 2028: 1}, effects: {institution: {entries: -0.2, moves: {foster: 0.12}}}")
FLOWS = ("stock", "entered", "left", "moved", "turned_18", "places")
SPREAD = (0.738, 1.555, 2.098, 2.379)  # of the places saved by year in CLOSER + TWO


def of(text: str) -> Case:
    return case_from_text(HEAD + text)


def drivers(result: Result) -> dict[str, list[float]]:
    return {row.key: list(row.values) for row in result.drivers}


# ------------------------------------------------------------------ the worked figures, to the printed digits
def test_the_worked_figures_of_one_step() -> None:
    result = calculate(of(FEWER + ONE))
    found = drivers(result)
    assert found["baseline.institution.places"] == pytest.approx([37.5296, 33.6845, 31.0799, 29.5235], abs=5e-5)
    assert found["baseline.institution.stock"] == pytest.approx([40, 35.3590, 32.2137, 30.0844], abs=5e-5)
    assert found["baseline.institution.turned_18"] == pytest.approx([5.2551, 5.1309, 5.0439, 4.5451], abs=5e-5)
    assert found["closer.institution.places"] == pytest.approx([36.0308, 29.9968, 26.0738, 23.7379], abs=5e-5)
    assert result.row("closer").values == pytest.approx([-1738676, -4277702, -5807049, -6711276], abs=0.5)


def test_the_worked_figures_of_two_steps_with_moves_and_phase() -> None:
    result = calculate(of(CLOSER + TWO))
    found = drivers(result)
    assert found["baseline.institution.places"] == pytest.approx([35.9729, 30.0050, 26.2812, 24.4176], abs=5e-5)
    assert found["closer.institution.places"] == pytest.approx([34.0079, 24.2310, 18.1619, 15.6241], abs=5e-5)
    assert found["baseline.foster.places"] == pytest.approx([79.5061, 77.8025, 75.2447, 72.1668], abs=5e-5)
    assert found["closer.foster.places"] == pytest.approx([80.6457, 81.1738, 79.9287, 77.0227], abs=5e-5)
    assert result.row("closer").values == pytest.approx([-1743764, -5113430, -7216837, -7918234], abs=0.5)
    assert result.summary["break_even_realisation"] is None


def test_the_years_between_run_without_the_measure() -> None:
    later = calculate(of(FEWER + ONE.replace("2027-01-01", "2026-01-01")))
    plain = drivers(calculate(of(FEWER + ONE)))
    for key in ("stock", "places", "turned_18"):
        name = f"baseline.institution.{key}"
        assert drivers(later)[name][:3] == pytest.approx(plain[name][1:])
    assert drivers(later)["closer.institution.stock"][0] == drivers(later)["baseline.institution.stock"][0]
    earlier = "2027-01-01", "2025-01-01"
    assert drivers(calculate(of(FEWER + ONE.replace(*earlier))))["baseline.institution.stock"][0] == pytest.approx(
        plain["baseline.institution.stock"][2]
    )


def test_what_no_budget_pays_for_is_a_rise_avoided() -> None:
    budget = ONE.replace("price: 1160000", "price: 1160000, budget_places: {2027: 30, 2028: 28}")
    result = calculate(of(FEWER + budget))
    assert result.row("closer.avoided").values == pytest.approx([-1738676, -4277702, -3572686, -1767278], abs=0.5)
    assert result.row("net.budget").values == pytest.approx([0, 0, -2234363, -4943999], abs=0.5)
    assert result.row("closer.cut").values == pytest.approx(result.row("net.budget").values)


def test_a_rise_avoided_takes_its_reimbursement_with_it() -> None:
    bands = "reimbursement:\n  bands: [{above: 860000, share: 0.25}, {above: 1680000, share: 0.50}]\n"
    line = LINE.format("fixed_share: 0.2, effects: {institution: {entries: -0.25}}")
    budget = ONE.replace("price: 1160000", "price: 1160000, budget_places: {2027: 30, 2028: 28}")
    result = calculate(of(bands + line + budget))
    saved = [1738676, 4277702, 5807049, 6711276]
    lost = 0.25 * (1160000 - 860000) / 1160000
    assert result.row("closer").values == pytest.approx([-0.8 * kr for kr in saved], abs=0.5)
    assert result.row("closer.reimbursement").values == pytest.approx([lost * kr for kr in saved], abs=0.5)
    rises = [1738676, 4277702, 3572686, 1767278]
    assert result.row("closer.avoided").values == pytest.approx([-(0.8 - lost) * kr for kr in rises], abs=0.5)
    cut = [lost * (kr - rise) for kr, rise in zip(saved, rises, strict=True)]
    assert result.row("closer.reimbursement.cut").values == pytest.approx(cut, abs=0.5)
    whole, apart = result.row("net").values, result.row("net.budget").values
    assert [n - b for n, b in zip(whole, apart, strict=True)] == pytest.approx(result.row("closer.avoided").values)


def test_a_rise_avoided_is_in_the_chosen_prices() -> None:
    budget = ONE.replace("price: 1160000", "price: 1160000, budget_places: {2027: 30, 2028: 28}")
    case = of("indices: {total: {2028: 0.1, 2029: 0, 2030: 0.1}}\n" + FEWER + budget)
    fixed, current = (calculate(case, prices).row("closer.avoided").values for prices in ("fixed", "current"))
    factors = [now / then for now, then in zip(current, fixed, strict=True)]
    assert factors == pytest.approx([1, 1.1, 1.1, 1.21], rel=1e-9)


@pytest.mark.parametrize("rate", [1e-9, 1e-4, 1e-3, 0.005, 0.0166, 1 / 59, 0.05, 0.5])
def test_who_enters_at_17_is_there_as_long_as_by_the_exact_integral(rate: float) -> None:
    """(1 - 2c) / λ of the contract, term by term in fractions, whichever way it is worked out."""
    share = -math.expm1(-rate)
    step = ONE.replace("exit_share: 0.30", f"exit_share: {share:.18f}").replace("entries: 14", "entries: 100000")
    step = re.sub(r"stock: \{.*?\}", 'stock: {"0-17": 0}', step)
    step = re.sub(r"entry_ages: \{.*?\}", 'entry_ages: {"17": 1}', step)
    there = sum(2 * Fraction(-rate) ** n / math.factorial(n + 3) for n in range(60))
    places = calculate(of(step)).row("baseline.institution.places").values[0]
    assert places == pytest.approx(100_000 * float(there), abs=1e-5)


@pytest.mark.parametrize(("share", "places"), [("0", 44.0456), ("0.000001", 44.0455), ("0.0010", 44.0251)])
def test_hardly_anybody_leaving_is_still_exact(share: str, places: float) -> None:
    result = calculate(of(ONE.replace("exit_share: 0.30", f"exit_share: {share}")))
    assert result.row("baseline.institution.places").values[0] == pytest.approx(places, abs=5e-5)


# ------------------------------------------------------------------ what must hold for any baseline
SEEDS = range(200)


@pytest.mark.parametrize("seed", SEEDS)
def test_children_are_conserved_and_an_independent_route_agrees(seed: int) -> None:
    case = case_from_text(random_projection(seed))
    result = calculate(case)
    for measure in (False, True):
        told = _by_hand(case, measure)
        course = "closer" if measure else "baseline"
        for step, years in told.items():
            flows = {name: result.row(f"{course}.{step}.{name}").values for name in FLOWS}
            for number, year in enumerate(years):
                end = flows["stock"][number] + flows["entered"][number]
                end -= flows["left"][number] + flows["moved"][number] + flows["turned_18"][number]
                after = flows["stock"][number + 1] if number + 1 < len(years) else year["end"]
                assert end == pytest.approx(after, abs=1e-9), f"{course}.{step} {number}"
                for name in FLOWS:
                    assert flows[name][number] == pytest.approx(year[name], rel=1e-8, abs=1e-8), (
                        f"{course}.{step}.{name}"
                    )


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_no_effect_saves_nothing(seed: int) -> None:
    case = case_from_text(random_projection(seed))
    for path in ("levers.realisation", "savings.closer.realisation", "savings.closer.phase"):
        values = calculate(with_figure(case, path, 0)).row("closer").values
        assert values == pytest.approx([0] * case.years, abs=1e-3), path
    plain = case.savings[0].model_copy(update={"effects": {}})
    assert calculate(case.model_copy(update={"savings": [plain]})).row("closer").values == pytest.approx(
        [0] * case.years, abs=1e-3
    )


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_a_case_is_written_and_read_again_to_the_same_figures(seed: int) -> None:
    case = case_from_text(random_projection(seed))
    again = case_from_text(case_to_text(case))
    assert case_to_text(again) == case_to_text(case)
    assert calculate(again).row("net").values == calculate(case).row("net").values


def test_a_figure_that_the_file_leaves_out_may_be_set() -> None:
    case = with_figures(of(CLOSER + TWO), {"savings.closer.effects.foster.exits": 0.5, "baseline.demand.2028": 1.5})
    again = case_from_text(case_to_text(case))
    assert find(again, "savings.closer.effects.foster.exits")[0].figures()[None].value == 0.5
    assert drivers(calculate(case))["baseline.institution.entered"] == pytest.approx([14, 21, 21, 21])
    with pytest.raises(CaseError, match="nobody_stays"):
        with_figure(of(CLOSER + TWO), "baseline.institution.exit_share.2029", 0.93)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FEWER + TWO.replace("{foster: 0.08}", "{foster: {2027: 0.08, 2029: 0.80}}"), "nobody_stays"),
        (FEWER + ONE.replace('"12-14": 12', '"10-14": 12'), "age_twice"),
        (FEWER + ONE.replace('"15-17": 16', '"15-18": 16'), "ages"),
        (FEWER, "no_baseline"),
        (LINE.format("effects: {secure: {entries: -0.2}}") + TWO, "no_such_step"),
        (LINE.format("effects: {foster: {moves: {institution: 0.1}}}") + TWO, "move_back"),
        (FEWER + ONE.replace("2027-01-01", "2024-01-01"), "as_of_year"),
        (FEWER + ONE.replace("2027-01-01", "2027-02-01"), "as_of"),
        (FEWER + ONE.replace("2027-01-01", "2026-01-01").replace("entries: 14", "entries: {2027: 14}"), "missing_year"),
        (LINE.format("nature: temporary, effects: {}") + ONE, "choice"),
        (LINE.format("deadweight: 0.1, effects: {}") + ONE, "unknown_key"),
        (FEWER + TWO.replace("exit_share: 0.12", "exit_share: 0.12, moves: {institution: 0.05}"), "move_back"),
        (FEWER + ONE.replace("institution", "demand"), "step_name"),
        (ONE.replace('{"0-11": 0.33, "12-14": 0.30, "15-17": 0.37}', '{"0-17": 0}'), "no_entry_ages"),
        (FEWER + FEWER.replace("savings:\n", "").replace("closer", "other") + ONE, "one_projection"),
    ],
)
def test_what_cannot_be_is_refused(text: str, code: str) -> None:
    with pytest.raises(CaseError) as refused:
        of(text)
    assert code in [problem.code for problem in refused.value.problems]


# ------------------------------------------------------------------ the independent route: section 9 year by year
def _by_hand(case: Case, measure: bool) -> dict[str, list[dict[str, float]]]:
    """The contract's definitions as they stand, one year and one age after the other."""
    assert case.baseline is not None
    steps, line = case.baseline.steps, case.savings[0]
    found: dict[str, list[dict[str, float]]] = {name: [] for name in steps}
    now = {name: _spread({a: f.value for a, f in step.stock.items()}) for name, step in steps.items()}
    for year in case.projected:
        force = _force(case, line, year) if measure else 0.0
        arriving: dict[str, list[float]] = {name: [0.0] * 18 for name in steps}
        for name, step in steps.items():
            effect = line.effects.get(name) if measure else None  # type: ignore[attr-defined]
            change = effect.entries.value if effect else 0.0
            entries = _at(step.entries, year) * _demand(case, year) * (1 + max(-1.0, force * change))
            weights = _spread({a: f.value for a, f in step.entry_ages.items()})
            entered = [entries * w / sum(weights) + more for w, more in zip(weights, arriving[name], strict=True)]
            out, parts = _shares(case, name, effect, force, year)
            one = _year(now[name], entered, *_kept(case, name, out, year, measure), out, parts)
            for to, ages in one.pop("arriving").items():
                arriving[to] = [a + b for a, b in zip(arriving[to], ages, strict=True)]
            now[name] = one.pop("next")
            found[name].append({**one, "end": sum(now[name])})
    return found


def _shares(case: Case, name: str, effect: Any, force: float, year: int) -> tuple[float, dict[str, float]]:
    assert case.baseline is not None
    step = case.baseline.steps[name]
    leaving = max(0.0, _at(step.exit_share, year) * (1 + force * (effect.exits.value if effect else 0.0)))
    moves = {to: _at(share, year) for to, share in step.moves.items()}
    for to, more in effect.moves.items() if effect else ():
        moves[to] = max(0.0, moves.get(to, 0.0) + force * more.value)
    return leaving + sum(moves.values()), moves


def _kept(case: Case, name: str, out: float, year: int, measure: bool) -> tuple[float]:
    own = 1 - _shares(case, name, None, 0.0, year)[0]
    return (max(1 - out, min(0.05, own)) if measure else own,)


def _year(stock: list[float], entered: list[float], keep: float, out: float, moves: dict[str, float]) -> dict[str, Any]:
    rate = -math.log(keep)
    if rate < 0.001:
        m, c, d = 1 - rate / 2 + rate**2 / 6, 0.5 - rate / 6 + rate**2 / 24, 1 / 3 - rate / 12 + rate**2 / 60
    else:
        m = (1 - keep) / rate
        c = (1 - m) / rate
        d = (1 - 2 * c) / rate
    following = [c * entered[0]]
    following += [keep * stock[a - 1] + c * entered[a] + (m - c) * entered[a - 1] for a in range(1, 18)]
    gone = [0.0] * 18
    for age in range(17):
        gone[age] += (1 - keep) * stock[age] / 2 + (1 - m) * entered[age]
        gone[age + 1] += (1 - keep) * stock[age] / 2
    gone[17] += (1 - m) * stock[17] + (1 - 2 * c) * entered[17]
    sent = {to: [g * share / out if out else 0.0 for g in gone] for to, share in moves.items()}
    moved = sum(map(sum, sent.values()))
    return {
        "stock": sum(stock),
        "entered": sum(entered),
        "turned_18": m * stock[17] + c * entered[17],
        "moved": moved,
        "left": sum(gone) - moved,
        "places": m * sum(stock[:17]) + c * (stock[17] + sum(entered[:17])) + d * entered[17],
        "next": following,
        "arriving": sent,
    }


def _spread(given: dict[str, float]) -> list[float]:
    found = [0.0] * 18
    for text, value in given.items():
        low, high = int(text.split("-")[0]), int(text.split("-")[-1])
        for age in range(low, high + 1):
            found[age] = value / (high - low + 1)
    return found


def _at(given: Any, year: int) -> float:
    if not isinstance(given, dict):
        return float(given.value)
    return float(given[max(y for y in given if y <= year)].value)


def _demand(case: Case, year: int) -> float:
    assert case.baseline is not None
    given = case.baseline.demand
    return 1.0 if isinstance(given, dict) and year < min(given) else _at(given, year)


def _force(case: Case, line: Any, year: int) -> float:
    lag = line.lag_months.value + case.levers.delay_months.value
    shares = ((_at(line.phase, s), max(0.0, 1 - abs(year - s - lag / 12))) for s in case.horizon if s <= year)
    return float(line.realisation.value * case.levers.realisation.value * sum(a * b for a, b in shares))


# ------------------------------------------------------------------ the sheet
@pytest.mark.parametrize("seed", range(0, 40, 10))
def test_the_workbook_keeps_the_rules_of_workbooks(seed: int) -> None:
    from budget.export.workbook import workbook
    from tests.workbook_lint import lint

    assert lint(workbook(case_from_text(random_projection(seed)))) == []


# ------------------------------------------------------------------ what is said of it
def test_each_year_is_told_in_a_sentence_that_adds_up() -> None:
    from budget.shown.explanation import explain
    from budget.text import Words

    told = str(explain(calculate(of(FEWER + ONE)), "baseline.institution.places", 2028, Words("da")))
    assert (
        "1. januar 2027 er 40 børn anbragt. I løbet af året kommer 14 nye, 5,2 fylder 18, og 13,4 ophører; "
        "31. december er der 35,4. Det er 37,5 helårspladser."
    ) in told
    assert "1. januar 2028 er 35,4 børn anbragt." in told


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_every_row_can_be_explained_and_written_in_symbols(seed: int) -> None:
    from budget.shown.explanation import explain
    from budget.shown.symbols import formula_text
    from budget.text import LANGUAGES, Words

    result = calculate(case_from_text(random_projection(seed)))
    for language in LANGUAGES if seed == 0 else ("da",):
        words = Words(language)
        for key in [row.key for row in result.rows] + [row.key for row in result.drivers]:
            assert explain(result, key, result.years[-1], words).value
        assert all(formula_text(row, words) for row in result.book.rows.values())


# ------------------------------------------------------------------ chance
def test_chance_keeps_the_mean_and_comes_on_top_of_the_ranges() -> None:
    from budget.analysis.simulation import chunks, simulate

    case = of(CLOSER + TWO)
    result = calculate(case)
    found = simulate(case, 40_000)
    assert found.net["mean"] == pytest.approx(result.row("net").values, rel=5e-3)
    assert all(low < middle for low, middle in zip(found.net["p10"], found.net["p50"], strict=True))
    assert found == simulate(case, 40_000, chunk=7_000), "the size of the chunks changes nothing"
    arrays, _ = next(chunks(result, 20_000, 1, 20_000))
    saved = arrays.values(result.row("closer.saved"))
    # By child, 48.000 runs (benchmarks/children.txt); the product's own spread may be 15 per cent off.
    for year, spread in enumerate(SPREAD):
        assert float(saved[year].std()) == pytest.approx(spread, rel=0.15)


@pytest.mark.parametrize("name", CASES)
def test_the_places_are_those_of_children_followed_one_by_one(name: str) -> None:
    """The short version of benchmarks/children.py, which knows each mean to a tenth of a per cent."""
    case, runs = case_of(name), 1_000
    followed = follow(case, runs, seed=1)
    for course, key in enumerate(("baseline", "closer")):
        for n, step in enumerate(("institution", "foster")):
            for year, value in enumerate(calculate(case).row(f"{key}.{step}.places").values):
                found = followed[course, year, n]
                error = found.std() / np.sqrt(runs)
                assert abs(value - found.mean()) < PROMISED * found.mean() + 3 * error, (key, step, year)
