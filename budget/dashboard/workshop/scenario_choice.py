"""The case's scenarios beside the levers: choosing one makes its figures changes, reset like any other."""

from budget.case import CaseError, find
from budget.case.models import Scenario
from budget.dashboard.changes.scenario_doings import settings
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.markup import Html, button, tag
from budget.text import Words


def scenario_choice(model: Model, words: Words) -> Html | None:
    """One button for each scenario and one for none; None where the case has no scenarios."""
    scenarios = model.case.scenarios
    if not scenarios:
        return None
    chosen = next((scenario.id for scenario in scenarios if is_chosen(model, scenario)), "")
    choices = [("", words("scenario.none")), *((scenario.id, scenario.label) for scenario in scenarios)]
    buttons = [
        button("scenario", label, data_scenario=id, aria_pressed="true" if id == chosen else "false")
        for id, label in choices
    ]
    heading = tag("h3", words("scenario.heading"), id="scenarios-heading")
    about = tag("p", words("scenario.about"), class_="about")
    group = {"role": "group", "aria_labelledby": "scenarios-heading", "class_": "scenarios choices"}
    return tag("div", heading, *buttons, about, **group)


def is_chosen(model: Model, scenario: Scenario) -> bool:
    """Whether every figure that the scenario sets has the scenario's value now; for one that sets nothing, whether
    the case stands as it was opened."""
    if not scenario.set:
        return not settings(model)
    return all(_value(model, path) == value for path, value in scenario.set.items())


def _value(model: Model, path: str) -> float | None:
    try:
        entry, year = find(model.case, path)
    except CaseError:
        return None
    found = entry.in_force(model.case.first_year if year is None else year)
    return found[1].value if found else None
