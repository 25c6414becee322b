"""The three what-if levers as sliders: real range inputs, read back as the plain number the browser sends."""

from dataclasses import dataclass

from budget.case import CaseError, find
from budget.case.models import Scenario
from budget.dashboard.changes.fields import Cell, unit_of
from budget.dashboard.changes.scenario_doings import settings
from budget.dashboard.changes.state import Model, field_id
from budget.dashboard.parts.help import field_help
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.workshop.entry_field import reset_button, was
from budget.text import Words

REACH = {"realisation": (0, 150), "delay_months": (0, 36), "cost_overrun": (0, 50)}  # per cent, months, per cent


@dataclass(frozen=True)
class Named:
    """What a slider is called, what it means, and from where to where it goes by default, in which steps."""

    label: str
    about: str
    reach: tuple[float, float]
    step: str = "1"
    unit: str | None = None  # said behind the value, where that is not the unit of the field


def lever(model: Model, cell: Cell, words: Words, named: Named | None = None, more: Html | None = None) -> Html:
    """One slider with its value in words, what it means, what it was and its own reset; `more` stands in its menu."""
    name, id = cell.entry.name, field_id(cell.path)
    unit = unit_of(cell.entry)
    if named is None:
        named = Named(words(f"lever.{name}"), words(f"lever.{name}.help"), REACH[name])
    value = unit.shown(cell.in_force.value) if cell.in_force else 0.0
    low, high = named.reach
    behind = words(unit.word) if named.unit is None else named.unit
    said = words.measured("", behind)
    changed = cell.path in model.changed
    slider = tag(
        "input",
        type="range",
        id=id,
        min=min(low, value),  # a case may state more than the slider's usual reach
        max=max(high, value),
        step=named.step if on_step(value, float(named.step)) else "any",
        value=int(value) if value == int(value) else value,
        data_do="slide",
        data_path=cell.path,
        aria_describedby=f"{id}-value",
        aria_valuetext=f"{words.plain(value)}{said}",
    )
    reset = reset_button(cell.path, named.label, words)
    return tag(
        "div",
        tag("label", named.label, for_=id),
        tag("output", f"{words.plain(value)}{said}", id=f"{id}-value", data_unit=said, for_=id),
        slider,
        tag(
            "p",
            named.about,
            *([tag("span", " · ", was(model, cell, words), said, " "), reset] if changed else []),
            class_="about",
        ),
        field_help(cell.entry, named.label, words, more),
        class_="lever changed" if changed else "lever",
    )


def on_step(value: float, step: float) -> bool:
    """Whether a slider of such steps can stand at the value."""
    return abs(value / step - round(value / step)) < 1e-9


# ------------------------------------------------------------------ the case's scenarios beside them
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
