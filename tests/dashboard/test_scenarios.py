"""Scenarios on the page: choosing one makes its figures changes, and none takes them back."""

from budget.case import read_case, with_scenario
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import Model, opened
from budget.dashboard.workshop.levers import is_chosen, scenario_choice
from budget.formulas import calculate
from budget.text import Words

WORDS = Words("da")


def _model() -> Model:
    return opened(read_case("tests/cases/drivers.yaml"), "epoch")


def _choose(model: Model, id: str) -> Model:
    return do(model, model.seen + 1, "scenario", {"scenario": id}, "da")


def test_a_chosen_scenario_gives_the_engines_result_and_counts_as_changes() -> None:
    model = _choose(_model(), "cautious")
    want = calculate(with_scenario(model.original, "cautious")).row("net").values
    assert calculate(model.case).row("net").values == want
    assert model.changed == {"levers.realisation", "levers.delay_months", "levers.cost_overrun"}
    assert is_chosen(model, model.case.scenarios[0])


def test_none_takes_the_scenario_back_and_keeps_other_changes() -> None:
    model = do(_model(), 1, "enter", {"path": "costs.manager.fte", "text": "2"}, "da")
    model = _choose(_choose(model, "cautious"), "")
    assert model.changed == {"costs.manager.fte"}
    assert not is_chosen(model, model.case.scenarios[0])


def test_the_chosen_scenario_is_pressed_and_no_other() -> None:
    html = scenario_choice(_choose(_model(), "cautious"), WORDS)
    assert html is not None
    assert html.count('aria-pressed="true"') == 1
    assert 'data-scenario="cautious" aria-pressed="true"' in html


def test_a_case_without_scenarios_shows_no_choice() -> None:
    bare = read_case("assens-2016").model_copy(update={"scenarios": []})
    assert scenario_choice(opened(bare, "epoch"), WORDS) is None


def test_an_unknown_scenario_changes_nothing() -> None:
    assert _choose(_model(), "nonsense").case == _model().case


def test_a_scenario_that_sets_nothing_is_chosen_while_nothing_is_changed() -> None:
    model = do(_model(), 1, "scenario_new", {}, "da")
    empty = model.case.scenarios[-1]
    assert is_chosen(model, empty)
    assert not is_chosen(_choose(model, "cautious"), empty)
