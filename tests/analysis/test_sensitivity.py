"""Which figures move the result: what there is to try, in which order it comes, and what is left out."""

from __future__ import annotations

import pytest

from budget.analysis.arrays import reached
from budget.analysis.sensitivity import Try, _together, figures_in_force, sensitivity
from budget.case import case_from_text
from budget.formulas import Result, Row, calculate
from tests.test_golden import with_defaults

CERTAIN = "costs: [{id: c, label: C, kind: amounts, amounts: 1000}]"


def test_a_case_without_any_range_has_its_result_and_no_swings() -> None:
    assert sensitivity(case_from_text(with_defaults(CERTAIN))) == (3000, [])


MINUS = "changes: [{id: d, label: D, kind: amounts, amounts: -1000}]"
BOUND = (
    "savings: [{id: s, label: S, kind: amounts, amounts: 1000, deadweight: 0.95}]\n"  # bounded by 1
    "levers: {realisation: 1}"
)


@pytest.mark.parametrize(
    ("lines", "path", "ends", "results"),
    [
        pytest.param(CERTAIN, "costs.c.amounts", (750, 1250), (2250, 3750), id="up and down"),
        pytest.param(MINUS, "changes.d.amounts", (-1250, -750), (-3750, -2250), id="the lower end first"),
        # 3 years of 1,000, of which 28.75 % or nothing would not have come anyway
        pytest.param(BOUND, "savings.s.deadweight", (0.7125, 1), (-862.5, 0), id="not beyond its bound"),
    ],
)
def test_a_certain_figure_is_tried_so_many_per_cent_up_and_down(
    lines: str, path: str, ends: tuple[float, float], results: tuple[float, float]
) -> None:
    _, swings = sensitivity(case_from_text(with_defaults(lines)), percent=25)
    swing = next(swing for swing in swings if swing.path == path)
    assert (swing.low, swing.high) == pytest.approx(ends)
    assert (swing.at_low, swing.at_high) == pytest.approx(results)
    assert swing.size == pytest.approx(abs(results[1] - results[0]))
    assert sensitivity(case_from_text(with_defaults(lines)))[1] == []


def test_a_figure_of_one_year_names_its_year_and_one_of_every_year_none() -> None:
    yearly = "{id: c, label: C, kind: amounts, amounts: {2020: 1, 2021: 2}}"
    case = case_from_text(with_defaults(f"costs: [{yearly}, {{id: d, label: D, kind: staff, fte: 1, annual_cost: 5}}]"))
    found = {figure.path: figure.year for figure in figures_in_force(case)}
    assert (found["costs.c.amounts.2020"], found["costs.c.amounts.2021"]) == (2020, 2021)
    assert (found["costs.d.fte"], found["costs.d.annual_cost"]) == (None, None)


SEVEN = "costs: [" + ", ".join(f"{{id: c{n}, label: C, kind: amounts, amounts: {n}000}}" for n in range(1, 8)) + "]"


@pytest.mark.parametrize("at_once", [1, 3, 100])
def test_as_many_figures_are_tried_at_once_as_there_is_room_for(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_from_text(with_defaults(SEVEN))
    whole = sensitivity(case, percent=10)
    row = calculate(case).row("accumulated")
    tries = sum(figure.figure.value != 0 for figure in figures_in_force(case))
    keys = {figure.series if figure.years else figure.path for figure in figures_in_force(case) if figure.figure.value}
    sizes: list[int] = []

    def counted(result: Result, row: Row, some: list[Try]) -> list[float]:
        sizes.append(len(some))
        return _together(result, row, some)

    monkeypatch.setattr("budget.analysis.sensitivity._together", counted)
    monkeypatch.setattr("budget.analysis.sensitivity.ROOM", at_once * 2 * case.years * reached(row, keys))
    assert sensitivity(case, percent=10) == whole
    assert sizes == [min(at_once, tries - start) for start in range(0, tries, at_once)]
