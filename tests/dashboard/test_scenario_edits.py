"""Scenarios made, named, changed and removed on the page: changes like any other, kept in the case's file."""

from __future__ import annotations

from budget.case import case_from_text, case_to_text, read_case, with_scenario
from budget.case.scenarios import scenario_of
from budget.dashboard.changes.state import Model, opened
from budget.dashboard.workshop.change_list import change_list
from budget.formulas import calculate
from budget.text import Words
from tests.dashboard.driver_pages import plain
from tests.dashboard.test_estimates import ask, model

WORDS = Words("da")
CAUTIOUS = "scenarios.cautious."


def labels(model: Model) -> list[str]:
    return [scenario.label for scenario in model.case.scenarios]


def read_again(model: Model) -> Model:
    return opened(case_from_text(case_to_text(model.case)), "again")


def test_the_start_of_three_is_for_a_case_without_any() -> None:
    bare = opened(read_case("tests/cases/drivers.yaml").model_copy(update={"scenarios": []}), "e")
    done = ask(bare, "scenario_start")
    assert labels(done) == ["Forsigtigt", "Forventet", "Gunstigt"]
    assert read_again(done).case.scenarios == done.case.scenarios
    assert ask(model(), "scenario_start").case == model().case, "it has one already"


def test_an_empty_one_is_the_case_and_gets_its_figures_one_by_one() -> None:
    done = ask(model(), "scenario_new")
    id = done.case.scenarios[-1].id
    assert labels(done) == ["Forsigtig", "Scenarie 2"]
    done = ask(done, "scenario_add", scenario=id, text="costs.manager.fte")
    assert scenario_of(done.case, id).set == {"costs.manager.fte": 1}, "at first as in the case"
    done = ask(done, "enter", path=f"scenarios.{id}.costs.manager.fte", text="2,5")
    assert scenario_of(read_again(done).case, id).set == {"costs.manager.fte": 2.5}
    assert done.case.costs == model().case.costs, "the case's own figure stays"


def test_the_changes_so_far_move_into_a_scenario() -> None:
    begun = ask(
        ask(model(), "slide", path="levers.realisation", text="70"), "enter", path="costs.manager.fte", text="2"
    )
    want = calculate(begun.case).row("accumulated").values
    done = ask(begun, "scenario_new", kept="yes")
    made = done.case.scenarios[-1]
    assert made.set == {"levers.realisation": 0.7, "costs.manager.fte": 2}
    assert done.case.levers == model().case.levers, "the case stands as it was opened"
    assert calculate(with_scenario(done.case, made.id)).row("accumulated").values == want
    assert len(done.changes) == 1
    assert ask(model(), "scenario_new", kept="yes").case == model().case, "no changes, no scenario"


def test_a_value_is_read_strictly_and_kept_within_bounds() -> None:
    path = f"{CAUTIOUS}levers.realisation"
    assert scenario_of(ask(model(), "enter", path=path, text="55").case, "cautious").set["levers.realisation"] == 0.55
    for text, code in (("5.5", "number.invalid"), ("900", "bounds"), ("", "empty")):
        done = ask(model(), "enter", path=path, text=text)
        assert done.case == model().case
        assert done.refused[path].code == code


def test_a_value_as_it_was_is_no_change_and_a_reset_brings_it_back() -> None:
    path = f"{CAUTIOUS}levers.realisation"
    done = ask(model(), "enter", path=path, text="55")
    assert ask(done, "enter", path=path, text="60").changes == ()
    assert ask(done, "reset", path=path).case == model().case
    assert ask(done, "reset_all").case == model().case


def test_a_figure_is_taken_out_and_comes_back() -> None:
    path = f"{CAUTIOUS}levers.realisation"
    done = ask(model(), "scenario_drop", path=path)
    assert set(scenario_of(done.case, "cautious").set) == {"levers.delay_months", "levers.cost_overrun"}
    assert ask(done, "reset", path=path).case == model().case
    added = ask(model(), "scenario_add", scenario="cautious", text="costs.manager.fte")
    assert ask(added, "scenario_drop", path=f"{CAUTIOUS}costs.manager.fte").changes == ()


def test_a_figure_that_came_with_the_scenario_can_be_taken_out_too() -> None:
    done = ask(ask(model(), "slide", path="levers.realisation", text="70"), "scenario_new", kept="yes")
    id = done.case.scenarios[-1].id
    done = ask(done, "scenario_drop", path=f"scenarios.{id}.levers.realisation")
    assert scenario_of(done.case, id).set == {}


def test_a_name_is_changed_and_an_empty_one_is_not_taken() -> None:
    done = ask(
        ask(model(), "scenario_rename", scenario="cautious", text="Midt"),
        "scenario_rename",
        scenario="cautious",
        text="Sent ",
    )
    assert labels(done) == ["Sent"]
    assert len(done.changes) == 1
    assert labels(ask(done, "scenario_rename", scenario="cautious", text=" ")) == ["Sent"]
    assert labels(ask(done, "reset", path="scenarios.cautious")) == ["Forsigtig"]


def test_a_removed_one_comes_back_and_one_made_here_leaves_nothing() -> None:
    gone = ask(
        ask(model(), "enter", path=f"{CAUTIOUS}levers.realisation", text="55"), "scenario_remove", scenario="cautious"
    )
    assert labels(gone) == []
    assert labels(read_again(gone)) == []
    assert ask(gone, "reset", path="scenarios.cautious").case == model().case
    made = ask(model(), "scenario_new")
    made = ask(made, "scenario_add", scenario=made.case.scenarios[-1].id, text="costs.manager.fte")
    assert ask(made, "scenario_remove", scenario=made.case.scenarios[-1].id).changes == ()


def test_a_new_scenario_shares_its_id_with_no_line() -> None:
    """Else its changes would mark the line as changed."""
    begun = model()
    tree = case_to_text(begun.case).replace("id: advisers", "id: scenarie-2")
    done = ask(opened(case_from_text(tree), "e"), "scenario_new")
    assert done.case.scenarios[-1].id == "scenarie-2-2"


def test_a_line_that_goes_takes_its_figures_out_of_the_scenarios() -> None:
    done = ask(model(), "scenario_add", scenario="cautious", text="costs.manager.fte")
    gone = ask(done, "remove", line="manager")
    assert "costs.manager.fte" not in scenario_of(gone.case, "cautious").set


def test_the_changes_are_listed_on_the_page_of_the_calculation() -> None:
    done = ask(model(), "enter", path=f"{CAUTIOUS}levers.realisation", text="55")
    done = ask(ask(done, "scenario_rename", scenario="cautious", text="Sent"), "scenario_new")
    said = plain(change_list(done, WORDS) or "")
    assert "Scenariet Sent: Realiseringsgrad (hele casen)" in said
    assert "Scenarie omdøbt: Sent" in said
    assert "Nyt scenarie: Scenarie 2" in said
    gone = ask(model(), "scenario_remove", scenario="cautious")
    assert "Scenarie slettet: Forsigtig" in plain(change_list(gone, WORDS) or "")


def test_what_does_not_exist_changes_nothing() -> None:
    for name, values in (
        ("scenario_rename", {"scenario": "nobody", "text": "x"}),
        ("scenario_remove", {"scenario": "nobody"}),
        ("scenario_add", {"scenario": "nobody", "text": "costs.manager.fte"}),
        ("scenario_add", {"scenario": "cautious", "text": "title"}),
        ("scenario_add", {"scenario": "cautious", "text": "levers.realisation"}),
        ("scenario_drop", {"path": "scenarios.nobody.levers.realisation"}),
        ("enter", {"path": "scenarios.nobody.levers.realisation", "text": "50"}),
    ):
        assert ask(model(), name, **values).case == model().case, name


def test_a_value_against_another_figure_is_refused_with_its_reason() -> None:
    """The lower limit of the reimbursement above the next one: no such case."""
    done = ask(model(), "enter", path="reimbursement.bands.1.above", text="1.700.000")
    assert done.case == model().case
    assert done.refused["reimbursement.bands.1.above"].code == "problem"
