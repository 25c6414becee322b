"""Changes that no field of the page shows: each named, with its own reset."""

from budget.case import Case, CaseError, find
from budget.case.scenarios import inner_path
from budget.dashboard.changes import figure_edits, follow_up_edits, structure
from budget.dashboard.changes.scenario_doings import AddScenario, RemoveScenario, RenameScenario
from budget.dashboard.changes.state import Change, Model
from budget.dashboard.changes.structure import Reshape
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.workshop.entry_field import reset_button
from budget.shown.labels import key_text, path_label
from budget.text import Words

FOLLOWED = {
    follow_up_edits.Record: "change.actuals",
    follow_up_edits.Forget: "change.actuals",
    follow_up_edits.ChangeBudget: "change.budget",
    follow_up_edits.ForgetBudget: "change.budget",
    follow_up_edits.WouldHaveCost: "change.would_have_cost",
    follow_up_edits.AddMeasures: "change.measures",
    follow_up_edits.DescribeMeasure: "change.measures",
    follow_up_edits.DropMeasure: "change.measures",
    follow_up_edits.SetGate: "change.gates",
    follow_up_edits.DropGate: "change.gates",
}


def change_list(model: Model, words: Words) -> Html | None:
    """Lines removed and described, defaults confirmed and sources given for a whole series, the reimbursement, and
    the scenarios."""
    said = {change.path: _said(model, change, words) for change in model.changes}
    items = [tag("li", text, " ", reset_button(path, text, words)) for path, text in said.items() if text]
    return tag("ul", *items, class_="removed") if items else None


def changes(model: Model, words: Words) -> Html:
    """The list, and the button that takes every change back."""
    back = button("reset_all", words("entry.reset_all"), class_="plain") if model.changes else None
    return tag("div", change_list(model, words), back, id="changes", tabindex="-1", class_="changes")


def _said(model: Model, change: Change, words: Words) -> str:
    """The change in words; empty where its field says it, or the line that it made is there to be removed."""
    edit = change.structural
    if edit is None:
        return _in_scenario(model, change.path, words)
    if isinstance(edit, AddScenario | RenameScenario | RemoveScenario):
        return _scenario(model, edit, words)
    if isinstance(edit, structure.Remove):
        label = _label(model.original, edit.id)  # a line that was added here and removed again leaves nothing to say
        return words("line.removed", label=label) if label else ""
    if isinstance(edit, structure.Describe | Reshape):
        label = _label(model.original, edit.id)
        return words("change.line", label=label) if label and _label(model.case, edit.id) else ""
    if isinstance(edit, structure.DescribeCase):
        return words("change.case")
    if isinstance(edit, structure.DescribePool):
        return words("change.pool")
    if isinstance(edit, figure_edits.TakeRule | figure_edits.DropRule):
        return words("change.rule")
    followed = FOLLOWED.get(type(edit))
    if followed:
        return words(followed, what=change.path.partition(".")[2])
    if isinstance(edit, figure_edits.Confirm | figure_edits.Attribute):
        key = "change.confirmed" if isinstance(edit, figure_edits.Confirm) else "change.source"
        return words(key, what=_figure(model.case, edit.path, words)) if _is_whole_series(model.case, edit.path) else ""
    return ""


def _scenario(model: Model, edit: AddScenario | RenameScenario | RemoveScenario, words: Words) -> str:
    """A scenario made, renamed or removed, by the name it has or had."""
    known = {scenario.id: scenario.label for scenario in (*model.original.scenarios, *model.case.scenarios)}
    key = {AddScenario: "added", RenameScenario: "renamed", RemoveScenario: "removed"}[type(edit)]
    return words(f"change.scenario_{key}", label=known.get(edit.id, edit.id))


def _in_scenario(model: Model, path: str, words: Words) -> str:
    """A figure of a scenario; empty for a figure of the case, which its field says."""
    found = inner_path(path)
    if found is None:
        return ""
    label = next((scenario.label for scenario in model.case.scenarios if scenario.id == found[0]), found[0])
    try:
        return words("change.scenario_figure", label=label, what=path_label(model.case, found[1], words))
    except CaseError:
        return ""


def _is_whole_series(case: Case, path: str) -> bool:
    try:
        entry, year = find(case, path)
    except CaseError:
        return False
    return entry.series and year is None


def _figure(case: Case, path: str, words: Words) -> str:
    entry, _ = find(case, path)
    name = key_text(entry, words)
    return f"{entry.line.label}, {name}" if entry.line is not None else name


def _label(case: Case, id: str) -> str:
    return next((line.label for line in case.lines() if line.id == id), "")
