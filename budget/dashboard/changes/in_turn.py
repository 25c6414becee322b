"""Commands of a page, each carried out once and in turn, whatever they change: the case in hand or the guide."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar, Protocol, TypeVar


class Numbered(Protocol):
    """What takes commands: the number of the last one, and where the focus went with the number that moved it."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def seen(self) -> int: ...

    @property
    def focus(self) -> tuple[int, str] | None: ...


T = TypeVar("T", bound=Numbered)
Values = Mapping[str, str]


def carried_out(now: T, number: int, doing: Callable[[T, Values, str], T] | None, values: Values, language: str) -> T:
    """What one command makes of it; an unknown one (None) changes nothing but the number."""
    done = now if doing is None else doing(now, values, language)
    focus = (number, done.focus[1]) if done.focus is not None and done.focus is not now.focus else now.focus
    return replace(done, seen=number, focus=focus)
