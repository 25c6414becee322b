"""Scenarios made and changed: a card for each, its figures typed like any other, and the ways to a new one."""

from collections.abc import Iterator, Sequence

from budget.analysis.sensitivity import figures_in_force, uncertain_figures
from budget.case import CaseError, find
from budget.case.models import Scenario
from budget.dashboard.changes.fields import with_unit
from budget.dashboard.changes.scenario_doings import place_of, settings
from budget.dashboard.changes.state import Model, place
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.workshop.entry_field import field, line_head, messages
from budget.shown.labels import path_label, uncertain_label, value_text
from budget.text import Words

MOST_OFFERED = 400  # figures in the list; of a larger case the levers and the uncertain ones


def editors(model: Model, words: Words) -> Html:
    """Every scenario with what it sets; the open one with its fields."""
    return tag(
        "div",
        *(_card(model, scenario, words) for scenario in model.case.scenarios),
        _ways(model, words),
        class_="editors",
    )


def _card(model: Model, scenario: Scenario, words: Words) -> Html:
    is_open = model.scenario == scenario.id
    count = words("uncertainty.scenario.count", count=len(scenario.set))
    id = f"open-scenario-{scenario.id}"
    head = line_head("scenario_open", scenario.label, count, is_open, data_scenario=scenario.id, id=id)
    if not is_open:
        said = "; ".join(_settings(model, scenario, words)) or words("uncertainty.scenario.nothing")
        return tag("div", head, tag("p", said, class_="about panel"), class_="line")
    return tag("div", head, _panel(model, scenario, words), class_="line open")


def _settings(model: Model, scenario: Scenario, words: Words) -> Iterator[str]:
    """Each figure that it sets, in words."""
    for path, value in scenario.set.items():
        try:
            entry, _ = find(model.case, path)
        except CaseError:
            continue
        yield f"{path_label(model.case, path, words)}: {value_text(value, entry.key.unit, words)}"


def _panel(model: Model, scenario: Scenario, words: Words) -> Html:
    id = f"scenario-{scenario.id}"
    name = tag(
        "input",
        type="text",
        id=id,
        value=scenario.label,
        autocomplete="off",
        data_do="scenario_rename",
        data_scenario=scenario.id,
    )
    cells = []
    for path in scenario.set:
        try:
            cells.append(place(model.case, f"{place_of(scenario.id)}.{path}")[1])
        except CaseError:
            continue
    fields = [
        tag("div", field(model, cell, _label(model, cell.path, words), words, _drop(model, cell.path, words)))
        for cell in cells
    ]
    empty = None if fields else tag("p", words("uncertainty.scenario.nothing"), class_="about")
    return tag(
        "div",
        tag("div", tag("label", words("uncertainty.scenario.name"), for_=id), name, class_="text"),
        tag("div", *fields, messages(model, cells, words), class_="singles"),
        empty,
        _add(model, scenario, words),
        tag(
            "p",
            _button("scenario_remove", words("uncertainty.scenario.remove"), words, scenario.id, scenario.label),
            class_="buttons",
        ),
        class_="panel",
        role="group",
        aria_labelledby=f"open-{id}",
    )


def _label(model: Model, path: str, words: Words) -> str:
    inner = path.split(".", 2)[2]
    entry, _ = find(model.case, inner)
    return with_unit(path_label(model.case, inner, words), entry, words)


def _drop(model: Model, path: str, words: Words) -> Html:
    label = _label(model, path, words)
    return button(
        "scenario_drop",
        words("uncertainty.scenario.drop"),
        data_path=path,
        aria_label=words("uncertainty.scenario.drop_this", what=label),
        class_="link library",
    )


def _add(model: Model, scenario: Scenario, words: Words) -> Html:
    """A list of the figures that the scenario does not set yet."""
    known = list(figures_in_force(model.case))
    if len(known) > MOST_OFFERED:
        known = [found for found in known if found.figure.uncertain or found.path.startswith("levers.")]
    offered = [found for found in known[:MOST_OFFERED] if found.path not in scenario.set]
    options = [tag("option", uncertain_label(found, words), value=found.path) for found in offered]
    first = tag("option", words("uncertainty.scenario.choose"), value="", selected=True)
    id = f"add-{scenario.id}"
    box = tag("select", first, *options, id=id, data_do="scenario_add", data_scenario=scenario.id)
    return tag("div", tag("label", words("uncertainty.scenario.add"), for_=id), box, class_="text")


def _ways(model: Model, words: Words) -> Html:
    """How a scenario comes to be: from the changes so far, empty, or three from the ranges."""
    buttons = []
    changes = settings(model)
    if changes:
        said = words("uncertainty.scenario.from_changes", count=len(changes))
        buttons.append(button("scenario_new", said, data_kept="yes"))
    buttons.append(button("scenario_new", words("uncertainty.scenario.new")))
    if not model.case.scenarios and uncertain_figures(model.case):
        buttons.append(button("scenario_start", words("uncertainty.scenario.start")))
    return tag("div", tag("p", *buttons, class_="buttons"), *_about(model, changes, words))


def _about(model: Model, changes: Sequence[str] | dict[str, float], words: Words) -> Iterator[Html]:
    """What each of the ways does."""
    if changes:
        yield tag("p", words("uncertainty.scenario.from_changes.about"), class_="about")
    if not model.case.scenarios:
        key = "start" if uncertain_figures(model.case) else "no_start"
        yield tag("p", words(f"uncertainty.scenario.{key}.about"), class_="about")


def _button(do: str, text: str, words: Words, id: str, label: str) -> Html:
    name = words("uncertainty.scenario.remove_this", label=label)
    return button(do, text, data_scenario=id, aria_label=name)
