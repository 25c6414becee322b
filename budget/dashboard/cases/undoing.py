"""Undo and redo as every page shows them, once there is something to take back."""

from budget.dashboard.changes.history import Undoable
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.parts.view import Block
from budget.text import Words


def undo_blocks(now: Undoable, words: Words, into: str) -> list[Block]:
    """One block with both buttons and what was taken away all at once; none before the first step."""
    history = now.history
    if not history.past and not history.future:
        return []
    wiped = history.past and len(history.past[-1].made) > len(now.made) + 1
    parts = [
        tag("span", words("undo.reset")) if wiped else None,
        _button("undo", bool(history.past), "Control+Z", words),
        _button("redo", bool(history.future), "Control+Y", words),
    ]
    return [Block("undo", tag("p", *parts, role="status" if wiped else None, class_="buttons undo"), into)]


def _button(do: str, possible: bool, keys: str, words: Words) -> Html:
    return button(
        do, words(f"undo.{do}"), disabled=not possible, aria_keyshortcuts=keys, title=words(f"undo.{do}.keys")
    )
