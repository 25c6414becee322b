"""Another first year: the amounts move along or keep their years, and their prices are marked, converted or kept."""

from __future__ import annotations

from typing import Any

import pytest

from budget.case import Case, CaseError, cases, read_case
from budget.dashboard.changes.moving import Move
from budget.dashboard.changes.record import EDITS
from budget.formulas import calculate
from budget.shown.labels import problem_said
from budget.shown.points import check
from budget.shown.table_words import notes
from budget.text import Words
from tests.dashboard.page import Page

DANISH = Words("da")


def moved(case: Case, amounts: Any, prices: Any, by: int = 14) -> Case:
    values = {
        "title": case.title,
        "municipality": case.municipality,
        "status": "idea",
        "first_year": case.first_year + by,
        "years": case.years,
        "price_year": case.price_year + (by if prices else 0),
    }
    return Move(values, amounts, prices, "da").on(case)


OWN_YEARS = ("herning-drivers-2013", "herning-projection-2013")  # prices of 2019, converted in the old years only


@pytest.mark.parametrize("id", [id for id in cases() if id not in OWN_YEARS])
def test_amounts_that_move_along_give_the_same_table_in_the_new_years(id: str) -> None:
    case = read_case(id)
    old, new = calculate(case), calculate(moved(case, "along", "mark"))
    assert new.years == [year + 14 for year in old.years]
    assert [row.values for row in new.rows] == [row.values for row in old.rows]


def test_a_moved_case_says_whose_prices_they_are_and_where_the_source_has_them() -> None:
    case = moved(read_case("herning-2013"), "along", "mark")
    figure = case.savings[0].amounts[2029]  # type: ignore[union-attr, index]
    assert (figure.value, figure.price_year, figure.unadjusted) == (3_000_000, 2013, True)
    assert figure.note == "I kilden står tallet for 2015."
    said = notes(calculate(case), DANISH)
    assert "Priser fra 2013 er brugt, som de står, og ikke fremskrevet til 2027-priser." in said
    assert not any("forudsat" in note for note in said) and not case.actuals
    points = " ".join(point.text for point in check(calculate(case), DANISH) if point.tripped)
    assert "2016" not in points and "2027" in points


def test_amounts_that_keep_their_years_are_those_in_force_then() -> None:
    assert calculate(moved(read_case("herning-2013"), "keep", "mark")).row("net").values == (-2_500_000,) * 4
    shifted = calculate(moved(read_case("herning-2013"), "keep", "", by=1)).row("net").values
    assert shifted == (0, -1_000_000, -2_500_000, -2_500_000)


def test_the_index_needs_its_rates_and_says_which_by_name() -> None:
    case = read_case("herning-2013")
    with pytest.raises(CaseError) as refused:
        moved(case, "along", "index")
    said = problem_said(refused.value.problems[0], DANISH, case)
    assert said.startswith("Beløb: Forventet besparelse på anbringelser: Der mangler en procent for") and "2014" in said
    assert "indices" not in said and "savings." not in said


def test_prices_that_were_written_in_the_new_year_already_stay_unmarked() -> None:
    case = moved(read_case("herning-2013"), "along", "as_typed")
    assert case.price_year == 2027 and case.savings[0].amounts[2027].price_year is None  # type: ignore[union-attr, index]


def test_a_move_is_kept_in_a_draft() -> None:
    assert EDITS["Move"] is Move


def asked(page: Page, **values: str) -> Page:
    page.ask("form", form="case")
    for box in page.app.text_input:
        if box.label in values:
            box.set_value(values[box.label])
    next(button for button in page.app.button if button.label == "Gem ændringen").click()
    page.run()
    return page


def press(page: Page, label: str) -> Page:
    next(button for button in page.app.button if button.label == label and button.key != "bar-copy").click()
    page.run()
    return page


def test_another_first_year_is_asked_about_before_anything_is_changed() -> None:
    page = asked(Page(case="herning-2013"), **{"Første budgetår": "2027", "Prisniveau (år)": "2027"})
    assert not page.app.session_state["hand"].model.changes
    assert [radio.label for radio in page.app.radio] == [
        "Casen begynder i 2027 i stedet for 2013. Hvad skal der ske med tallene?",
        "Casens priser er 2027-priser i stedet for 2013-priser. Hvad skal der ske med beløbene?",
    ]
    case = press(page, "Gem ændringen af årene").app.session_state["hand"].model.case
    assert case.first_year == 2027 and calculate(case).row("net").values == (1_000_000, 0, -1_000_000, -2_500_000)


def test_a_copy_for_another_municipality_takes_the_new_years_along() -> None:
    page = asked(Page(case="assens-2016"), Kommune="Lejre Kommune", **{"Første budgetår": "2027"})
    case = press(page, "Kopiér til ny case").app.session_state["hand"].model.case
    assert (case.municipality, case.first_year) == ("Lejre Kommune", 2027) and case.id != "assens-2016"
