"""The agenda item recommends what is drawn on a pool and what is repaid, and asks for financing of the rest alone."""

from __future__ import annotations

from budget.case import read_case, with_figure
from budget.formulas import calculate
from budget.shown.agenda import Text, agenda
from budget.text import Words


def recommended(cap: float | None = None) -> list[str]:
    case = read_case("herning-pool-2013")
    result = calculate(case if cap is None else with_figure(case, "pool.cap", cap))
    return [part.text for part in agenda(result, Words("da")).sections["recommendation"] if isinstance(part, Text)]


def test_draws_and_repayments_are_recommended_in_whole_kr() -> None:
    said = "at 1.000.000 kr. i 2013 trækkes på Investeringspulje (eksempel) og tilbagebetales med 1.000.000 kr. i 2015."
    assert recommended()[-1] == said
    assert not any("finansieres" in text for text in recommended())


def test_what_the_pool_does_not_cover_is_financed_otherwise() -> None:
    drawn, rest = recommended(400_000)[-2:]
    assert drawn.startswith("at 400.000 kr. i 2013 trækkes på") and "tilbagebetales med 400.000 kr. i 2015" in drawn
    assert rest == "at det tages til efterretning, at 600.000 kr. i 2013 ikke er finansieret."
