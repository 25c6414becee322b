"""The page Fremskrivning and the table that is signed: every figure is a row's, and what belongs together adds up."""

from __future__ import annotations

import pytest

from budget.case import Case, case_from_text, read_case, with_figure, with_scenario
from budget.export.pdf import page_html
from budget.formulas import Result, calculate
from budget.shown import pages
from budget.shown.explanation import explain
from budget.shown.model import Display, Row, Table
from budget.shown.story import story
from budget.text import Words
from tests.formulas.test_projection import CLOSER, HEAD, ONE, TWO, _by_hand

SHIPPED = "herning-projection-2013"
DANISH = Words("da")


def of(text: str) -> Result:
    return calculate(case_from_text(HEAD + text))


def signed(result: Result, words: Words = DANISH) -> Table:
    return next(table for table in pages.projection(result, words).tables() if table.key == "projected")


def values(table: Table, key: str) -> tuple[float, ...]:
    return next(row for row in table.rows if row.key == key).values


CASES: dict[str, Case] = {
    "shipped": read_case(SHIPPED),
    "demand": with_scenario(read_case(SHIPPED), "demand"),
    "two": case_from_text(HEAD + CLOSER + TWO),
    "early": case_from_text(HEAD + CLOSER + TWO.replace("2027-01-01", "2026-01-01")),
    "alone": case_from_text(HEAD + ONE),
}


@pytest.mark.parametrize("name", CASES)
def test_without_less_with_is_saved_and_saved_is_cut_and_avoided(name: str) -> None:
    table = signed(calculate(CASES[name]))
    without = values(table, "baseline.places")
    assert len(without) == 4
    if name == "alone":
        assert [row.key for row in table.rows if row.cells[0].ask] == ["baseline.places", "baseline.budget"]
        return
    saved = values(table, "closer.saved")
    assert [a - b for a, b in zip(without, values(table, "closer.places"), strict=True)] == pytest.approx(saved)
    parts = zip(values(table, "closer.within"), values(table, "closer.beyond"), strict=True)
    assert [sum(pair) for pair in parts] == pytest.approx(saved)
    kr = values(table, "closer")
    money = zip(values(table, "closer.cut"), values(table, "closer.avoided"), strict=True)
    assert [sum(pair) for pair in money] == pytest.approx(kr)
    costs = zip(values(table, "closer.cost"), values(table, "baseline.cost"), strict=True)
    assert [a - b for a, b in costs] == pytest.approx(kr)


def test_demand_makes_a_rise_that_is_avoided_and_no_cut() -> None:
    plain, more = (calculate(CASES[name]).row("closer.avoided").values for name in ("shipped", "demand"))
    assert more[-1] < 1.5 * plain[-1] < 0
    case = with_figure(CASES["shipped"], "baseline.institution.budget_places", 40)
    assert calculate(case).row("closer.avoided").values == pytest.approx([0] * 4, abs=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_every_figure_that_asks_is_explained(name: str) -> None:
    result = calculate(CASES[name])
    page = pages.projection(result, DANISH)
    rows = [row for table in page.tables() for row in table.rows if any(cell.ask for cell in row.cells)]
    assert len(rows) > 10 or name == "alone"
    for row in rows:
        told = explain(result, row.key, result.years[-1], DANISH)
        assert told.value and row.cells[-1].value == pytest.approx(_exact(result, row), abs=1e-9)
    asked = pages.projection(result, DANISH, asked=("baseline.places", result.years[-1]))
    assert "why" in [piece.key for piece in asked.pieces]


def _exact(result: Result, row: Row) -> float:
    return float(result.row(row.key).values[-1])


@pytest.mark.parametrize("name", CASES)
def test_the_children_s_balance_adds_up_as_it_stands(name: str) -> None:
    tables = [t for t in pages.projection(calculate(CASES[name]), DANISH).tables() if t.key.startswith("balance.")]
    assert tables
    for table in tables:
        rows = {row.key.rpartition(".")[2]: row for row in table.rows}
        for place in range(len(table.years)):
            tenths = {flow: _tenths(row.cells[place].text) for flow, row in rows.items() if flow != "places"}
            left = sum(tenths.get(flow, 0) for flow in ("turned_18", "moved", "left"))
            assert tenths["stock"] + tenths["entered"] - left == tenths["end"]
        ends, starts = rows["end"].cells, rows["stock"].cells
        assert [cell.text for cell in ends[:-1]] == [cell.text for cell in starts[1:]]


def _tenths(text: str) -> int:
    return round(float(text.replace(".", "").replace(",", ".")) * 10)


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_says_that_aftercare_is_not_counted_and_as_of_when(language: str) -> None:
    words = Words(language)
    html = page_html(pages.projection(calculate(CASES["shipped"]), words), words)
    assert words("projected.limits") in html and words("projected.sign") in html
    assert words("projected.note.as_of", year=2013) in html


def test_a_case_without_a_baseline_says_what_is_needed() -> None:
    page = pages.projection(calculate(read_case("herning-2013")), DANISH)
    assert [piece.key for piece in page.pieces] == ["empty"]


def test_another_payer_s_projection_says_nothing_of_our_budget() -> None:
    result = of(CLOSER.replace("kind: projection", "kind: projection, payer: region") + TWO)
    keys = [row.key for row in signed(result).rows]
    assert "closer.saved" in keys and "closer.avoided" not in keys


def test_turned_signs_turn_the_saving_and_not_what_places_cost() -> None:
    result = calculate(CASES["shipped"])
    page = pages.projection(result, DANISH, Display(turned=True))
    table = next(table for table in page.tables() if table.key == "projected")
    assert values(table, "closer")[-1] > 0 and values(table, "baseline.cost")[-1] > 0


def test_the_story_tells_both_courses_and_hides_small_numbers() -> None:
    result = calculate(CASES["shipped"])
    public, exact = (story(result, DANISH, exact_counts=shown).view("projection") for shown in (False, True))
    assert public is not None and exact is not None
    assert "40,7" in public.message and "37,5" in public.message and "3,2" not in " ".join(public.texts())
    assert "3,2" in exact.message
    small = with_figure(CASES["shipped"], "baseline.institution.stock.0-11", 0)
    for path in ("institution.stock.12-14", "institution.stock.15-17", "institution.entries", "foster.stock.0-11",
                 "foster.stock.12-14", "foster.stock.15-17", "foster.entries"):  # fmt: skip
        small = with_figure(small, f"baseline.{path}", 0.5)
    few = story(calculate(small), DANISH).view("projection")
    assert few is not None and few.chart is None, "what is drawn can be read off"


# ------------------------------------------------------------------ the shipped case by another route
PRICE_2013 = 1 / (1.02 * 1.02 * 1.02 * 1.02 * 1.017 * 1.02)  # the rates from 2014 to 2019, one after the other


def test_the_shipped_case_is_worked_out_by_hand_to_the_same_table() -> None:
    case = CASES["shipped"]
    result, told = calculate(case), [_by_hand(case, measure) for measure in (False, True)]
    prices = {"institution": 1_160_000 * PRICE_2013, "foster": 470_000 * PRICE_2013}
    budget = {"institution": 15, "foster": 25}
    for year in range(4):
        saved = avoided = 0.0
        for step, price in prices.items():
            without, there = (course[step][year]["places"] for course in told)
            fewer = without - there
            cut = min(fewer, max(0.0, budget[step] - there)) if fewer > 0 else fewer
            saved, avoided = saved + fewer * price, avoided + (fewer - cut) * price
        assert result.row("closer").values[year] == pytest.approx(-saved, abs=0.005)
        assert result.row("closer.avoided").values[year] == pytest.approx(-avoided, abs=0.005)
        assert result.row("net").values[year] == pytest.approx(2_000_000 - saved, abs=0.005)
        assert result.row("net.budget").values[year] == pytest.approx(2_000_000 - saved + avoided, abs=0.005)
