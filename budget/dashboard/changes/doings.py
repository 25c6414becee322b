"""What the pages may ask for: each command by its name, as a change of the model. Pure: no Streamlit."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from budget.case import CaseError
from budget.dashboard.changes import figure_edits, in_turn, range_edits, scenario_doings, structure
from budget.dashboard.changes.fields import text_of, unit_of, years_of
from budget.dashboard.changes.history import continued
from budget.dashboard.changes.in_turn import Doing, carried_out
from budget.dashboard.changes.state import (
    BACK,
    RULE,
    Change,
    Model,
    Refusal,
    changed,
    enter,
    field_id,
    place,
    quiet,
    refused,
    reset,
    reset_all,
)
from budget.text import Words
from budget.text.numbers import parse_whole


def do(model: Model, number: int, name: str, values: Mapping[str, str], language: str) -> Model:
    """The model after one command of the page; an unknown or outdated one changes nothing."""
    return carried_out(model, number, name, DOINGS, values, language)


def _enter(model: Model, values: Mapping[str, str], language: str) -> Model:
    return enter(model, values.get("path", ""), values.get("text", ""), language)


def _places(model: Model, path: str) -> list[str] | None:
    """The fields from one of a series on."""
    try:
        entry, cell = place(model.case, path)
    except CaseError:
        return None
    return [f"{entry.path}.{year}" for year in years_of(model.case, entry) if cell.year and year >= cell.year]


def _slide(model: Model, values: Mapping[str, str], language: str) -> Model:
    """A slider sends a plain number with a point, in the unit it shows."""
    path, text = values.get("path", ""), values.get("text", "")
    if not re.fullmatch(r"-?[0-9]{1,4}(\.[0-9]{1,9})?", text):
        return model
    try:
        entry, cell = place(model.case, path)
        value = unit_of(entry).meant(float(text))
        if cell.figure is not None and cell.figure.value == value:
            return model
        moved = replace(changed(model, Change(path, value)), drag=values.get("drag", ""))
    except CaseError:
        return model
    return continued(model, moved) if moved.drag and moved.drag == model.drag else moved


def _reset(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    return replace(reset(model, path), focus=(0, field_id(path)))


def _open(model: Model, values: Mapping[str, str], language: str) -> Model:
    group = values.get("group", "")
    return replace(model, open="" if model.open == group else group)


def _why(model: Model, values: Mapping[str, str], language: str) -> Model:
    row, year = values.get("row", ""), values.get("year", "")
    number = parse_whole(year)
    if number is None or number not in model.case.horizon:
        return model
    return replace(model, asked=(row, number), focus=(0, "why"))


def _remove(model: Model, values: Mapping[str, str], language: str) -> Model:
    id = values.get("line", "")
    try:
        return replace(changed(model, Change(id, structural=structure.Remove(id))), open="", asked=None)
    except CaseError:
        return model


def _edited(model: Model, path: str, edit: structure.Edit, **more: Any) -> Model:
    """With an edit of where a figure comes from; one that cannot be made changes nothing."""
    try:
        done = changed(quiet(model, path), Change(path, structural=edit))
    except CaseError:
        return model
    return replace(done, **more)


def _shelf(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Opens the library at a figure, and closes it where it is open."""
    path = values.get("path", "")
    if not path or path == model.shelf:
        return replace(model, shelf="", focus=(0, BACK))
    return replace(model, shelf=path, focus=(0, "shelf"))


def _take(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    edit = figure_edits.Take(path, values.get("offer", ""), language)
    return _edited(model, path, edit, shelf="", focus=(0, field_id(path)))


def _take_rate(model: Model, values: Mapping[str, str], language: str) -> Model:
    """A rate taken on the way to a price: the price's entries stay open."""
    path = values.get("path", "")
    return _edited(model, path, figure_edits.Take(path, values.get("offer", ""), language))


def _confirm(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    return _edited(model, path, figure_edits.Confirm(path))


def _adjust(model: Model, values: Mapping[str, str], language: str) -> Model:
    """Refused beside the field where a rate is missing, which stands among the shared figures to be typed."""
    path = values.get("path", "")
    try:
        entry, cell = place(model.case, path)
        return changed(quiet(model, path), Change(path, structural=figure_edits.Adjust(path)))
    except CaseError as error:
        if cell.figure is None:
            return model
        text = text_of(cell.figure.value, entry, Words(language))
        return refused(model, cell.path, Refusal(text, "problem", {"problem": error.problems[0]}))


def _attribute(model: Model, values: Mapping[str, str], language: str) -> Model:
    path = values.get("path", "")
    return _edited(model, path, figure_edits.Attribute(path, values.get("text", "").strip()))


def _take_rule(model: Model, values: Mapping[str, str], language: str) -> Model:
    return _edited(model, RULE, figure_edits.TakeRule(values.get("offer", ""), language), shelf="", focus=(0, RULE))


DOINGS: dict[str, Doing[Model]] = {
    **in_turn.doings(_enter, quiet, refused, _places),
    "slide": _slide,
    "scenario": scenario_doings.choose,
    "scenario_start": scenario_doings.start,
    "scenario_new": scenario_doings.new,
    "scenario_rename": scenario_doings.rename,
    "scenario_remove": scenario_doings.remove,
    "scenario_add": scenario_doings.add_figure,
    "scenario_drop": scenario_doings.drop_figure,
    "scenario_open": scenario_doings.open_one,
    "reset": _reset,
    "reset_all": lambda model, values, language: replace(reset_all(model), focus=(0, "changes")),
    "open": _open,
    "why": _why,
    "close": lambda model, values, language: replace(model, asked=None, focus=(0, BACK)),
    "points": lambda model, values, language: replace(model, all_points=not model.all_points),
    "form": lambda model, values, language: replace(model, form=values.get("form", "")),
    "remove": _remove,
    "shelf": _shelf,
    "take": _take,
    "take_rate": _take_rate,
    "range": range_edits.open_range,
    "estimate": range_edits.enter_end,
    "no_range": range_edits.no_range,
    "confirm": _confirm,
    "adjust": _adjust,
    "attribute": _attribute,
    "take_rule": _take_rule,
    "drop_rule": lambda model, values, language: _edited(model, RULE, figure_edits.DropRule(), focus=(0, RULE)),
}
