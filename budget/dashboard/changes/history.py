"""Undo and redo: what was made before each step, whatever it is of, the case in hand or the guide.

What is made is a row of parts. A step keeps how it differs from the step after it too: a draft holds no more of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Protocol, Self, TypeVar

MOST = 1000  # steps that can be taken back

Parts = tuple[Any, ...]


@dataclass(frozen=True)
class Step:
    """What was made, and of the next step what stays in front and behind, with what stands between them here."""

    made: Parts
    front: int
    behind: int

    @property
    def between(self) -> Parts:
        return self.made[self.front : len(self.made) - self.behind]


@dataclass(frozen=True)
class History:
    """What was before, the latest last, and what was taken back, the next last."""

    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()


NO_STEPS = History()


class Undoable(Protocol):
    """What steps can be taken back of: `made` is all that a step may change, `made_again` the same with other parts."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def history(self) -> History: ...

    @property
    def made(self) -> Parts: ...

    def made_again(self, made: Parts) -> Self: ...


T = TypeVar("T", bound=Undoable)


def recorded(before: T, after: T) -> T:
    """After one thing that the user did, however much it changed: one step that can be taken back."""
    if after.history is not before.history or after.made == before.made:
        return after
    return replace(after, history=History((*before.history.past, _step(before.made, after.made))[-MOST:]))


def continued(before: T, after: T) -> T:
    """After more of what the last step was, such as a slider that is still moved: the two are one step."""
    past = before.history.past
    if not past:
        return after
    steps = past[:-1] if past[-1].made == after.made else (*past[:-1], _step(past[-1].made, after.made))
    return replace(after, history=History(steps))


def undo(now: T, *_: Any) -> T:
    """The last step taken back; without one nothing changes."""
    past, future = now.history.past, now.history.future
    if not past:
        return now
    return _moved(now, past[-1], History(past[:-1], (*future, _step(now.made, past[-1].made))))


def redo(now: T, *_: Any) -> T:
    """The step that was taken back last, made again; without one nothing changes."""
    past, future = now.history.past, now.history.future
    if not future:
        return now
    return _moved(now, future[-1], History((*past, _step(now.made, future[-1].made)), future[:-1]))


def _moved(now: T, step: Step, history: History) -> T:
    return replace(now.made_again(step.made), history=history)


def _step(made: Parts, after: Parts) -> Step:
    most = min(len(made), len(after))
    front = next((i for i in range(most) if made[i] != after[i]), most)
    behind = next((i for i in range(most - front) if made[-1 - i] != after[-1 - i]), most - front)
    return Step(made, front, behind)


# --------------------------------------------------------------------------------------------------- as a draft
def written(history: History, part: Callable[[Any], Any]) -> dict[str, list[list[Any]]]:
    """Both ways from what is made now; `part` gives a part as JSON holds it."""
    return {
        name: [[step.front, step.behind, [part(p) for p in step.between]] for step in reversed(steps)]
        for name, steps in vars(history).items()
    }


def read_again(found: Any, made: Parts, part: Callable[[Any], Any]) -> History:
    """The history that a draft holds; TypeError, ValueError or KeyError for what is none."""
    return History(*(_read(found.get(name, []), made, part) for name in ("past", "future")))


def _read(steps: Sequence[list[Any]], after: Parts, part: Callable[[Any], Any]) -> tuple[Step, ...]:
    found: list[Step] = []
    for front, behind, between in steps[:MOST]:
        if not 0 <= front <= len(after) - behind <= len(after):
            raise ValueError("no step")
        made = (*after[:front], *map(part, between), *after[len(after) - behind :])
        found.append(Step(made, front, behind))
        after = made
    return tuple(reversed(found))
