"""What can be asked of a field that is typed in, of the case in hand or of the guide: values, and cells pasted.

Cells are read one by one into the years from the field on, or refused as a whole.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from budget.dashboard.changes.in_turn import Doing, Numbered, Values
from budget.dashboard.changes.state import Refusal


class Entered(Numbered, Protocol):
    """What is typed into, and what of it was not taken."""

    @property
    def refused(self) -> Mapping[str, Refusal]: ...


T = TypeVar("T", bound=Entered)
Refuse = Callable[[T, str, Refusal], T]


def doings(
    enter: Doing[T], quiet: Callable[[T, str], T], refuse: Refuse[T], places: Callable[[T, str], Sequence[str] | None]
) -> dict[str, Doing[T]]:
    """By name: a value typed, stood by or taken in its other reading, and cells pasted. `places` gives the fields from
    one of a series on, of a single figure none, and None where there is no such field."""

    def keep(now: T, values: Values, language: str) -> T:
        return quiet(now, values.get("path", ""))

    def reading(now: T, values: Values, language: str) -> T:
        return quiet(enter(now, values, language), values.get("path", ""))

    def paste(now: T, values: Values, language: str) -> T:
        path = values.get("path", "")
        fields = places(now, path)
        return now if fields is None else _pasted(now, values, fields or [path], enter, refuse, language)

    return {"enter": enter, "keep": keep, "reading": reading, "paste": paste}


def _pasted(now: T, values: Values, fields: Sequence[str], enter: Doing[T], refuse: Refuse[T], language: str) -> T:
    path = values.get("path", "")
    rows = [row.split("\t") for row in values.get("text", "").rstrip("\r\n").splitlines()]
    cells = [cell.strip() for row in rows for cell in row]
    shown = " · ".join(cells)
    if len(rows) > 1 and any(len(row) > 1 for row in rows):
        return refuse(now, path, Refusal(shown, "pasted_block"))
    if len(cells) > len(fields):
        return refuse(now, path, Refusal(shown, "pasted_many", {"count": len(cells), "places": len(fields)}))
    done = now
    for number, (field, cell) in enumerate(zip(fields, cells, strict=False), start=1):
        why = Refusal(cell, "number.empty")
        if cell:
            done = enter(done, {"path": field, "text": cell}, language)
            why = done.refused.get(field, why)
        if not cell or field in done.refused:
            at = {"number": number, "year": field.rpartition(".")[2], "why": why}
            return refuse(now, path, Refusal(shown, "pasted", at))
    return done
