"""What the pages may ask for of scenarios: choosing one, and making, naming, changing and removing them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from budget.analysis.scenarios import starting_scenarios
from budget.case import Case, CaseError, find, scenarios
from budget.case.models import Scenario
from budget.case.scenarios import FIRST, inner_path, new_scenario_id, scenario_of
from budget.dashboard.changes.state import Change, Model, changed, field_id, place, quiet, reset
from budget.shown.labels import starting_labels
from budget.text import Words


@dataclass(frozen=True)
class AddScenario:
    """A scenario more, at the end."""

    id: str
    label: str
    set: Mapping[str, float]

    def on(self, case: Case) -> Case:
        return scenarios.added(case, Scenario(id=self.id, label=self.label, set=dict(self.set)))


@dataclass(frozen=True)
class RenameScenario:
    """Another name for a scenario."""

    id: str
    label: str

    def on(self, case: Case) -> Case:
        return scenarios.renamed(case, self.id, self.label)


@dataclass(frozen=True)
class RemoveScenario:
    """A scenario taken out."""

    id: str

    def on(self, case: Case) -> Case:
        return scenarios.removed(case, self.id)


def place_of(id: str) -> str:
    """The path under which the changes of a scenario are listed and taken back."""
    return f"{scenarios.FIRST}{id}"


def choose(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Sets the figures of one scenario as changes, after taking back those of the others."""
    for scenario in model.case.scenarios:
        for path in scenario.set:
            model = reset(model, path)
    chosen = next((s for s in model.case.scenarios if s.id == values.get("scenario")), None)
    try:
        for path, value in chosen.set.items() if chosen else ():
            model = changed(quiet(model, path), Change(path, value))
    except CaseError:
        return model
    return model


def start(model: Model, values: Mapping[str, str], language: str) -> Model:
    """The three scenarios that the ranges of the case's figures give, where the case has none."""
    if model.case.scenarios:
        return model
    for scenario in starting_scenarios(model.case, starting_labels(Words(language))):
        model = _added(model, scenario)
    return model


def new(model: Model, values: Mapping[str, str], language: str) -> Model:
    """A scenario without figures, or with `kept` one that takes over the figures changed so far."""
    if values.get("kept") != "yes":
        return _added(model, _scenario(model, {}, language))
    figures = settings(model)
    if not figures:
        return model
    for path in figures:
        model = reset(model, path)
    return _added(model, _scenario(model, figures, language))


def settings(model: Model) -> dict[str, float]:
    """The changes so far that a scenario can hold: figures set to a value."""
    figures = [c for c in model.changes if c.structural is None and not c.path.startswith(FIRST)]
    return {change.path: change.value for change in figures if change.value is not None}


def _scenario(model: Model, figures: Mapping[str, float], language: str) -> Scenario:
    words = Words(language)
    label = words("scenario.new_label", number=len(model.case.scenarios) + 1)
    return Scenario(id=new_scenario_id(model.case, label), label=label, set=dict(figures))


def _added(model: Model, scenario: Scenario) -> Model:
    edit = AddScenario(scenario.id, scenario.label, scenario.set)
    try:
        done = changed(model, Change(place_of(scenario.id), structural=edit))
    except CaseError:
        return model
    return replace(done, scenario=scenario.id, focus=(0, f"scenario-{scenario.id}"))


def rename(model: Model, values: Mapping[str, str], language: str) -> Model:
    id, label = values.get("scenario", ""), values.get("text", "").strip()
    earlier = [c for c in model.changes if isinstance(c.structural, RenameScenario) and c.structural.id == id]
    try:
        if not label or scenario_of(model.case, id).label == label:
            return model
        kept = tuple(change for change in model.changes if change not in earlier)
        return changed(replace(model, changes=kept), Change(place_of(id), structural=RenameScenario(id, label)))
    except CaseError:
        return model


def remove(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Takes a scenario out; one that was made since the case was opened leaves nothing behind."""
    id = values.get("scenario", "")
    model = replace(_without_changes(model, id), scenario="", focus=(0, "scenarios"))
    try:
        scenario_of(model.original, id)
        return changed(model, Change(place_of(id), structural=RemoveScenario(id)))
    except CaseError:
        return model


def _without_changes(model: Model, id: str) -> Model:
    for change in model.changes:
        if change.path == place_of(id) or (inner_path(change.path) or ("",))[0] == id:
            model = reset(model, change.path)
    return model


def add_figure(model: Model, values: Mapping[str, str], language: str) -> Model:
    """A figure more in a scenario, at first with the value it has in the case."""
    id, path = values.get("scenario", ""), values.get("text", "")
    try:
        entry, year = find(model.case, path)
        found = entry.in_force(model.case.first_year if year is None else year)
        if found is None or path in scenario_of(model.case, id).set:
            return model
        full = f"{place_of(id)}.{path}"
        return replace(changed(model, Change(full, found[1].value)), focus=(0, field_id(full)))
    except CaseError:
        return model


def drop_figure(model: Model, values: Mapping[str, str], language: str) -> Model:
    """A figure less in a scenario."""
    path = values.get("path", "")
    try:
        done = reset(model, path)
        return done if place(done.case, path)[1].figure is None else changed(done, Change(path))
    except CaseError:
        return model


def open_one(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Unfolds a scenario to change its figures, and folds it again."""
    id = values.get("scenario", "")
    return replace(model, scenario="" if model.scenario == id else id)
