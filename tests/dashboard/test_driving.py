"""A case by amounts copied into one that works with children and advisers."""

from __future__ import annotations

import pytest

from budget.case import case_from_document, cases, document, entries, read_case
from budget.case.models import AmountsSaving, Caseload, Placements
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.driving import driven
from budget.dashboard.changes.state import opened
from budget.formulas import calculate
from budget.text import Words
from tests.dashboard.driver_pages import DriverPage

DA = Words("da")
BY_AMOUNTS = [id for id in cases() if any(isinstance(line, AmountsSaving) for line in read_case(id).savings)]
CLOSE = 25_000  # kr: stops are rounded to hundredths, and children are whole


@pytest.mark.parametrize("id", BY_AMOUNTS)
def test_the_copy_comes_to_the_amounts_that_it_was_worked_out_from(id: str) -> None:
    result = calculate(read_case(id))
    made = driven(result, cases(), DA)
    assert made.id not in cases() and made.status == "idea"
    assert calculate(made).row("net").values == pytest.approx(result.row("net").values, abs=CLOSE)


def test_every_figure_of_the_new_lines_waits_to_be_confirmed_and_says_where_it_is_from() -> None:
    made = driven(calculate(read_case("herning-2013")), (), DA)
    (saving,), (cost,) = made.savings, made.costs
    assert isinstance(saving, Placements) and isinstance(cost, Caseload)
    new = [e for e in entries(made) if e.line in (saving, cost) and e.stated]
    figures = [figure for entry in new for figure in entry.figures().values()]
    assert figures and all(figure.unconfirmed and figure.note for figure in figures)
    assert saving.unit_price is not None and saving.unit_price.value == 1_160_000
    assert saving.unit_price.price_year == 2019 and saving.unit_price.unadjusted, "used as it stands, and marked so"
    assert cost.annual_cost.value == 400_000 and cost.fte_now.value == 0
    assert saving.label == "Forventet besparelse på anbringelser" and saving.source == "plan" and saving.quote


def test_a_price_is_converted_with_the_rates_of_the_case() -> None:
    tree = {**document(read_case("herning-2013")), "indices": {"total": dict.fromkeys(range(2014, 2020), 0.02)}}
    result = calculate(case_from_document(tree, "herning-2013"))
    made = driven(result, (), DA)
    assert isinstance(made.savings[0], Placements) and made.savings[0].unit_price is not None
    assert made.savings[0].unit_price.price_year == 2019
    assert calculate(made).row("net").values == pytest.approx(result.row("net").values, abs=CLOSE)


def test_a_scenario_lets_go_of_amounts_that_are_no_more() -> None:
    scenario = {"id": "low", "label": "Lavt", "set": {"savings.placements.amounts.2016": 1, "levers.realisation": 0.5}}
    tree = {**document(read_case("herning-2013")), "scenarios": [scenario]}
    made = driven(calculate(case_from_document(tree, "herning-2013")), (), DA)
    assert dict(made.scenarios[0].set) == {"levers.realisation": 0.5}


def test_both_pages_say_what_it_would_take_and_make_the_copy_by_one_press() -> None:
    placements = DriverPage("placements", read_case("herning-2013"))
    assert "4.500.000 kr. i 2016 svarer til 3,9 helårspladser à 1.160.000 kr." in placements.text("implied")
    row = placements.row("implied", "Anbringelse på institution, 2019-priser")
    assert row == ["0,9–1,4", "1,7–2,9", "2,6–4,3", "3,9–6,4"]
    caseload = DriverPage("caseload", read_case("herning-2013"))
    assert "svarer til 5,0 rådgivere à 400.000 kr." in caseload.text("implied")
    assert caseload.row("implied", "Børn pr. rådgiver") == ["", "50,0", "33,3", "25,0", "20,0", "16,7", "14,3"]
    next(button for button in caseload.app.button if button.key == "driven").click()
    caseload.run()
    assert caseload.text("implied") == "" and "125 børn" in caseload.everything
    assert caseload.app.session_state["hand"].model.case.id == "sverigesprojektet-beregnet-af"


def test_what_stands_above_the_fields_of_a_page_undoes_too() -> None:
    typed = {"path": "savings.placements.amounts.2016", "text": "3.500"}
    model = do(opened(read_case("herning-2013"), "e"), 1, "enter", typed, "da")
    assert model.changes
    for page, key in (("placements", "placements-head"), ("caseload", "caseload-head")):
        shown = DriverPage(page, model)
        shown.app.session_state[key] = {"log": [{"n": model.seen + 1, "do": "undo", "epoch": model.epoch}]}
        shown.run()
        assert not shown.app.session_state["hand"].model.changes
