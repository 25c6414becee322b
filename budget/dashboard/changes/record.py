"""The changes of a model written as text and read again, so that a draft outlives the session that made it."""

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

from budget.case import Case, CaseError
from budget.dashboard.changes import (
    figure_edits,
    follow_up_edits,
    line_edits,
    range_edits,
    scenario_edits,
    structure,
)
from budget.dashboard.changes.state import Change, Model, opened

MODULES = (structure, figure_edits, line_edits, range_edits, scenario_edits, follow_up_edits)
EDITS: dict[str, type[Any]] = {
    name: found
    for module in MODULES
    for name, found in vars(module).items()
    if is_dataclass(found) and isinstance(found, type) and found.__module__ == module.__name__
}


def written(model: Model, **others: Any) -> str:
    """The changes in order, with what tells the browser's commands that have gone into them from those that have
    not. `others` is, by name, what else the draft is of."""
    changes = [[c.path, c.value, _edit(c.structural)] for c in model.changes]
    mine = {"epoch": model.epoch, "seen": model.seen, "open": model.open, "changes": changes}
    return json.dumps({**mine, **others}, default=dict)


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
    for path, value, edit in found["changes"]:
        try:
            change = Change(path, value, EDITS[edit[0]](**edit[1]) if edit else None)
            case = change.apply(case)
        except (CaseError, KeyError, TypeError):
            continue
        kept.append(change)
    return replace(model, case=case, changes=tuple(kept)), len(found["changes"]) - len(kept)
