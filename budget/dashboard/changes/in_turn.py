"""Commands of a page, each carried out once and in turn, whatever they change: the case in hand or the guide."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from budget.dashboard.changes.history import Undoable, recorded, redo, undo
from budget.dashboard.changes.state import Refusal


class Numbered(Undoable, Protocol):
    """What takes commands: the number of the last one, and where the focus went with the number that moved it."""

    @property
    def seen(self) -> int: ...

    @property
    def focus(self) -> tuple[int, str] | None: ...


T = TypeVar("T", bound=Numbered)
Values = Mapping[str, str]
Doing = Callable[[T, Values, str], T]


def carried_out(now: T, number: int, name: str, doings: Mapping[str, Doing[T]], values: Values, language: str) -> T:
    """What one command makes of it, a step that can be taken back; an unknown one changes nothing but the number."""
    doing = undo if name == "undo" else redo if name == "redo" else doings.get(name)
    done = now if doing is None else recorded(now, doing(now, values, language))
    focus = (number, done.focus[1]) if done.focus is not None and done.focus is not now.focus else now.focus
    return replace(done, seen=number, focus=focus)


class Entered(Numbered, Protocol):
    """What is typed into, and what of it was not taken."""

    @property
    def refused(self) -> Mapping[str, Refusal]: ...


E = TypeVar("E", bound=Entered)
Refuse = Callable[[E, str, Refusal], E]


def doings(
    enter: Doing[E], quiet: Callable[[E, str], E], refuse: Refuse[E], places: Callable[[E, str], Sequence[str] | None]
) -> dict[str, Doing[E]]:
    """By name: a value typed, stood by or taken in its other reading, and cells pasted. `places` gives the fields from
    one of a series on, of a single figure none, and None where there is no such field."""

    def keep(now: E, values: Values, language: str) -> E:
        return quiet(now, values.get("path", ""))

    def reading(now: E, values: Values, language: str) -> E:
        return quiet(enter(now, values, language), values.get("path", ""))

    def paste(now: E, values: Values, language: str) -> E:
        path = values.get("path", "")
        fields = places(now, path)
        return now if fields is None else _pasted(now, values, fields or [path], enter, refuse, language)

    return {"enter": enter, "keep": keep, "reading": reading, "paste": paste}


def _pasted(now: E, values: Values, fields: Sequence[str], enter: Doing[E], refuse: Refuse[E], language: str) -> E:
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
