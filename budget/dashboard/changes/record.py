"""The changes of a model written as text and read again, so that a draft outlives the session that made it."""

import json
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from typing import Any

from budget.case import Case, CaseError
from budget.dashboard.changes import (
    figure_edits,
    follow_up_edits,
    history,
    moving,
    projection_edits,
    range_edits,
    scenario_doings,
    structure,
)
from budget.dashboard.changes.state import Change, Model, opened

MODULES = (structure, figure_edits, moving, projection_edits, range_edits, scenario_doings, follow_up_edits)
EDITS: dict[str, type[Any]] = {
    name: found
    for module in MODULES
    for name, found in vars(module).items()
    if is_dataclass(found) and isinstance(found, type) and found.__module__ == module.__name__
}


def written(model: Model, **others: Any) -> str:
    """The changes in order, with what tells the browser's commands that have gone into them from those that have
    not. `others` is, by name, what else the draft is of."""
    mine = {"epoch": model.epoch, "seen": model.seen, "open": model.open}
    steps = {"changes": [_part(change) for change in model.changes], "steps": history.written(model.history, _part)}
    return json.dumps({**mine, **steps, **others}, default=dict)


def _part(change: Change) -> list[Any]:
    return [change.path, change.value, _edit(change.structural)]


def _change(found: Any) -> Change:
    path, value, edit = found
    return Change(path, value, EDITS[edit[0]](**edit[1]) if edit else None)


def _edit(edit: structure.Edit | None) -> list[Any] | None:
    if edit is None:
        return None
    values = {field.name: getattr(edit, field.name) for field in fields(edit)}  # type: ignore[arg-type]
    return [type(edit).__name__, values]


def read_again(original: Case, text: str, base: int | None) -> tuple[Model, int]:
    """The model with the changes made again on the case it began from, and how many could not be.

    A change is lost only when the program no longer knows or allows it; ValueError, TypeError or KeyError for what is
    no draft.
    """
    found = json.loads(text)
    if not isinstance(found["epoch"], str) or not isinstance(found["seen"], int):
        raise TypeError("no draft")
    model = replace(opened(original, found["epoch"]), seen=found["seen"], open=found["open"], base=base)
    kept: list[Change] = []
    case = original
    for part in found["changes"]:
        try:
            change = _change(part)
            case = change.apply(case)
        except (CaseError, KeyError, TypeError):
            continue
        kept.append(change)
    missing = len(found["changes"]) - len(kept)
    if not missing:  # else the steps lead from what is not there any more
        with suppress(KeyError, TypeError, ValueError):
            model = replace(model, history=history.read_again(found.get("steps", {}), tuple(kept), _change))
    return replace(model, case=case, changes=tuple(kept)), missing
