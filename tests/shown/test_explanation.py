"""Every printed calculation is arithmetic: worked out from its text alone, it gives the figure it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from budget.case import Case, case_from_text, cases, read_case, with_figure
from budget.case.prices import missing_for_current
from budget.formulas import Result, calculate
from budget.shown import Node, explain
from budget.shown.arithmetic import ENOUGH, Calculation, calculation_text
from budget.shown.explanation import Walk
from budget.text import LANGUAGES, Words
from tests.printed_arithmetic import Unreadable, evaluate, shown_value
from tests.random_cases import random_case

CASES = Path(__file__).parents[1] / "cases"
DANISH = Words("da")


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _every_line(result: Result, words: Words) -> Iterator[Node]:
    """Each step of each row and year once."""
    walk = Walk(result, words)
    for row in result.book.rows.values():
        for year in range(len(result.years)):
            yield from _nodes(walk.node(row, year))


def _prices(case: Case) -> list[str]:
    return ["fixed"] if missing_for_current(case) else ["fixed", "current"]


def _checked(case: Case) -> int:
    """How many printed calculations there are; each must give the figure that it stands for."""
    count = 0
    for prices in _prices(case):
        result = calculate(case, prices)
        for language in LANGUAGES:
            for node in _every_line(result, Words(language)):
                if not node.formula:
                    continue
                line = f"{case.title} ({prices}): {node.label}: {node.value} = {node.formula}"
                try:
                    got = evaluate(node.formula, language)
                except Unreadable as unreadable:
                    raise AssertionError(f"{line}: {unreadable}") from unreadable
                wanted, half = shown_value(node.value, language)
                assert (got is None) == (wanted is None), line
                if got is not None and wanted is not None:
                    assert abs(got - wanted) <= half * (1 + 1e-6) + 1e-11 * abs(wanted), f"{line} comes to {got}"
                count += 1
    return count


@pytest.mark.parametrize("id", [*cases(), "tests/cases/drivers.yaml"])
def test_every_printed_line_of_a_case_gives_its_figure(id: str) -> None:
    assert _checked(read_case(id)) > 50


@pytest.mark.parametrize("tens", range(12))
def test_every_printed_line_of_random_cases_gives_its_figure(tens: int) -> None:
    assert sum(_checked(case_from_text(random_case(seed))) for seed in range(10 * tens, 10 * tens + 10)) > 1000


@pytest.mark.parametrize("name", ["nc", "solve_bug", "npv-without-word", "odd-costends"])
def test_every_printed_line_of_what_once_failed_gives_its_figure(name: str) -> None:
    assert _checked(read_case(CASES / "failing" / f"{name}.yaml")) > 50


def test_what_is_taken_away_together_stands_in_brackets() -> None:
    result = calculate(read_case(CASES / "failing" / "nc.yaml"))
    formula = explain(result, "net.budget", 2021, DANISH).formula
    assert re.search(r"- \(.*-800\.000 kr\. \+ .*-100\.000 kr\.\)$", formula), formula


def test_what_is_divided_by_together_stands_in_brackets_and_each_factor_has_its_year() -> None:
    node = explain(calculate(read_case("herning-drivers-2013")), "conversion.total.2019", 2013, DANISH)
    assert re.fullmatch(r"1 / \(.*\(2014\) × .*\(2019\) [\d,]+\)", node.formula), node.formula
    assert "+" not in node.formula, "the name of a factor reads as a sum"
    labels = [child.label for child in node.children]
    assert labels == [f"Årets fremskrivning som faktor, {year}" for year in range(2014, 2020)]
    assert all(child.children[0].sources for child in node.children), "every rate has its source or is an assumption"


def test_others_words_stand_in_quotes_so_that_no_sign_in_them_reads_as_arithmetic() -> None:
    formula = explain(calculate(read_case("herning-2013")), "costs", 2013, DANISH).formula
    assert formula == "»4 sagsbehandlere + 1 teamkoord. i BOF« 2.000.000 kr."


def test_digits_are_shown_until_the_calculation_gives_the_figure_and_no_longer() -> None:
    result = calculate(read_case("herning-drivers-2013"))
    row = result.row("mix.fixed")
    text = calculation_text(row, DANISH, result.years, 1)
    tried = [Calculation(DANISH, result.years, 1, digits).of(row).text for digits in range(ENOUGH)]
    first = tried.index(text)
    assert first > 0
    shown, half = shown_value(f"{DANISH.kr(row.at(1))}", "da")
    assert shown is not None
    off = [abs((evaluate(said, "da") or 0.0) - shown) for said in tried[: first + 1]]
    assert all(miss > half for miss in off[:-1])
    assert off[-1] <= half


def test_a_typed_amount_says_that_it_stands_in_the_source_and_a_changed_or_carried_one_does_not() -> None:
    said = str(explain(calculate(read_case("herning-2013")), "net", 2016, DANISH))
    assert "Tallet er skrevet, som det står i kilden." in said
    unsourced = read_case(CASES / "failing" / "nc.yaml")
    said = str(explain(calculate(unsourced), "net", 2021, DANISH))
    assert "som det står i kilden" not in said


def test_a_line_that_nothing_is_added_to_says_so_in_one_sentence_before_how_it_is_worked_out() -> None:
    result = calculate(read_case("herning-2013"))
    node = explain(result, "placements", 2015, DANISH)
    assert node.typed == "Tallet er skrevet, som det står i kilden: 3.000.000 kr." and "s. 10" in node.sources[0]
    assert explain(result, "placements", 2015, Words("en")).typed.startswith("The figure is entered as it stands in")
    halved = calculate(with_figure(result.case, "levers.realisation", 0.5))
    assert explain(halved, "placements", 2015, DANISH).typed == ""
    typed = calculate(with_figure(result.case, "savings.placements.amounts.2015", 2_500_000))
    assert explain(typed, "placements", 2015, DANISH).typed == "Tallet er skrevet ind af en bruger: 2.500.000 kr."
    later = explain(calculate(_with_years(result.case, 5)), "placements", 2017, DANISH).typed
    assert later == "Tallet er skrevet for 2016 og gælder, til der står et andet: 4.500.000 kr."


def _with_years(case: Case, years: int) -> Case:
    return case.model_copy(update={"years": years})


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("100.000 - -800.000 + -100.000", "da", 800_000),
        ("100.000 kr. - (»A + 1« -800.000 kr. + »B« -100.000 kr.)", "da", 1_000_000),
        ("1 / 1,02 × 2", "da", 2 / 1.02),
        ("1 / (1,02 (2014) × 2)", "da", 1 / 2.04),
        ("(1 - Ny anbringelse 25,0 %) × 4", "da", 3),
        ("(3 - 5), dog mindst 0", "da", 0),
        ("(21 mdr., dog højst 20 mdr.), dog mindst 0", "da", 20),
        ("(1 - Fast andel 20,0 %), hvis År 2029 er over 2027, ellers 1", "da", 0.8),
        ("1 - (afstanden mellem År efter det første 1 og Forsinkelse 6 mdr. / 12)", "da", 0.5),
        ("3.3333 FTE rounded up to whole", "en", 4),
        ("the highest of Accumulated net in the period: 1,000 kr; -5 kr", "en", 1000),
        ("-(Full-year places 2.5 × 1,000,000 kr)", "en", -2_500_000),
        ("5 kr. / 0 kr. (ingen værdi, når der ikke er noget at dele med)", "da", None),
    ],
)
def test_the_evaluator_reads_what_a_reader_reads(text: str, language: str, value: float | None) -> None:
    assert evaluate(text, language) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize("text", ["1 + fremskrivning 1,02 × 2 3", "(1 + 2", "1 + ", " × 2"])
def test_the_evaluator_refuses_what_is_no_calculation(text: str) -> None:
    with pytest.raises(Unreadable):
        evaluate(text, "da")
