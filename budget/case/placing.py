"""A case with one of its parts changed, found by the path of the figure."""

from collections.abc import Sequence
from typing import Any

from budget.case.baseline import Effect
from budget.case.models import Case

GONE = object()  # in place of a value: the figure is left out
NO_EFFECT = Effect.model_construct()  # what a measure does on a step that it does not name


def replaced(case: Case, path: str, value: object) -> Case:
    """The case with this value at the path of a figure."""
    parts = path.split(".")
    if parts[0] == "baseline" and len(parts) > 2:
        parts.insert(1, "steps")  # a path names the step at once
    return case.changed(**{parts[0]: _with_part(getattr(case, parts[0]), parts[1:], value)})


def _with_part(whole: Any, place: Sequence[str], value: object) -> Any:
    """A part with the value in this place inside it; what is on the way there is copied."""
    if not place:
        return value
    name, rest = place[0], place[1:]
    if isinstance(whole, list):
        at = _number(whole, name)
        return [_with_part(part, rest, value) if n == at else part for n, part in enumerate(whole)]
    if isinstance(whole, dict):
        if value is GONE and not rest:
            return {key: part for key, part in whole.items() if key != name}
        return whole | {name: _with_part(whole.get(name, NO_EFFECT), rest, value)}
    if value is GONE and not rest:
        return type(whole).model_construct(**{n: getattr(whole, n) for n in whole.model_fields_set if n != name})
    return whole.model_copy(update={name: _with_part(getattr(whole, name), rest, value)})


def _number(parts: Sequence[Any], name: str) -> int:
    """Where a part stands in its list: groups and bands are named by number, lines by id."""
    if name.isdigit():
        return int(name) - 1
    return next(number for number, part in enumerate(parts) if part.id == name)
