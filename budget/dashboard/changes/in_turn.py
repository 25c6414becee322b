"""Commands of a page, each carried out once and in turn, whatever they change: the case in hand or the guide."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from budget.dashboard.changes.history import Undoable, recorded, redo, undo


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
