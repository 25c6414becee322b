"""The key figures in words: what stands there, what it means and how large amounts are written."""

from __future__ import annotations

import pytest

from budget.case import Case, case_from_text, read_case, with_figure
from budget.formulas import calculate
from budget.shown.key_figures import KeyFigure, compared, key_figures, years_text
from budget.text import Words
from tests.test_golden import with_defaults

DANISH = Words("da")
COST = "costs: [{id: c, label: C, kind: amounts, amounts: 700}]\n"
SAVING = "savings: [{id: s, label: S, kind: amounts, amounts: 300}]\n"


def _figures(case: Case, turned: bool = False) -> dict[str, KeyFigure]:
    return {figure.key: figure for figure in key_figures(calculate(case), DANISH, turned)}


def _of(lines: str) -> dict[str, KeyFigure]:
    return _figures(case_from_text(with_defaults(lines)))


def test_hernings_plan_has_its_four_figures_in_their_order() -> None:
    found = [(f.label, f.text, f.help, f.net) for f in key_figures(calculate(read_case("herning-2013")), DANISH)]
    assert found == [
        ("Akkumuleret netto 2013–2016", "-2,5 mio. kr.", "nettobesparelse for hele perioden", -2_500_000),
        ("Tilbagebetalt ved udgangen af", "2015", "største akkumulerede merudgift 1,0 mio. kr.", None),
        (
            "Nulpunkt",
            "mindst 76,2 %",  # 8,000 of 10,500, rounded up
            "af den planlagte besparelse skal opnås, for at casen går i nul ved udgangen af 2016",
            None,
        ),
        (
            "Varig nettovirkning fra 2016",
            "-2,5 mio. kr.",
            "nettobesparelse pr. år, uden engangs- og midlertidige linjer",
            -2_500_000,
        ),
    ]


def test_turned_figures_show_a_saving_without_its_minus_and_keep_the_budget_sign_beside_it() -> None:
    found = _figures(read_case("herning-2013"), turned=True)
    for key in ("accumulated", "permanent"):
        assert (found[key].text, found[key].net) == ("2,5 mio. kr.", -2_500_000)
    costly = {f.key: f for f in key_figures(calculate(case_from_text(with_defaults(COST))), DANISH, True)}
    assert (costly["permanent"].text, costly["permanent"].net) == ("-700 kr.", 700)


def test_figures_stand_as_in_the_budget_unless_they_are_asked_for_turned() -> None:
    assert _of(COST)["permanent"].text == "700 kr."
    assert next(f.text for f in key_figures(calculate(read_case("herning-2013")), DANISH)) == "-2,5 mio. kr."


def test_a_net_of_nothing_is_nothing_whichever_way_it_is_turned() -> None:
    even = case_from_text(with_defaults(COST + SAVING.replace("300", "700")))
    for turned in (False, True):
        assert _figures(even, turned)["accumulated"].text == "0 kr."


def test_what_is_not_paid_back_is_what_is_still_out_at_the_end() -> None:
    found = _of(COST + SAVING)["payback"]
    assert (found.text, found.help) == ("ikke inden 2022", "der udestår 1.200 kr. ved udgangen af 2022")


def test_a_case_that_only_saves_has_nothing_to_pay_back_and_no_break_even() -> None:
    found = _of(SAVING)
    assert found["payback"].text == "intet at betale tilbage"
    assert found["payback"].help == "casen har ingen akkumuleret merudgift"
    assert (found["break_even"].text, found["break_even"].help) == ("–", "casen oplyser ingen merudgift")


def test_a_case_that_only_costs_has_no_saving_to_measure_break_even_by() -> None:
    found = _of(COST)["break_even"]
    assert (found.text, found.help) == ("–", "der er ingen besparelse at måle på")


def test_a_cost_in_the_last_year_alone_is_a_cost() -> None:
    late = COST.replace("amounts: 700", "amounts: {2020: 0, 2021: 0, 2022: 90}")
    assert _of(late + SAVING)["break_even"].text == "mindst 10,0 %"  # 90 of 900


@pytest.mark.parametrize(
    ("kr", "text"),
    [
        (500_000, "0,5 mio. kr."),
        (499_999, "499.999 kr."),
        (-500_000, "-0,5 mio. kr."),
        (-499_999, "-499.999 kr."),
        (1, "1 kr."),
        (0, "0 kr."),
    ],
)
def test_an_amount_is_in_millions_from_half_a_million_on_and_in_kr_below(kr: float, text: str) -> None:
    assert DANISH.money(kr) == text


def test_a_case_of_one_year_names_that_year_alone() -> None:
    assert years_text(calculate(case_from_text(with_defaults("years: 1\n" + COST)))) == "2020"
    assert years_text(calculate(case_from_text(with_defaults(COST)))) == "2020–2022"


def test_the_figures_follow_the_levers() -> None:
    halved = with_figure(read_case("herning-2013"), "levers.realisation", 0.5)
    assert _figures(halved)["accumulated"].text == "2,8 mio. kr."  # 8.0 - 10.5 / 2, half a unit away from zero
    assert _figures(halved)["accumulated"].help == "nettomerudgift for hele perioden"


def test_a_figure_that_a_change_moved_says_what_it_was_and_the_others_nothing() -> None:
    case = read_case("herning-2013")
    later = calculate(with_figure(case, "levers.realisation", 0.9))
    found = {f.key: (f.text, f.was) for f in compared(later, calculate(case), DANISH, turned=True)}
    assert found["accumulated"] == ("1,5 mio. kr.", "2,5 mio. kr.")  # 10.5 × 0.9 - 8 of 10.5 - 8
    assert found["break_even"] == ("mindst 76,2 %", "")
    as_budgeted = compared(later, calculate(case), DANISH)
    assert next((f.text, f.was) for f in as_budgeted) == ("-1,5 mio. kr.", "-2,5 mio. kr.")
