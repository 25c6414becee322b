"""Undo and redo as every page shows them."""

from budget.dashboard.changes.history import Undoable
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.parts.view import Block
from budget.text import Words


def undo_blocks(now: Undoable, words: Words, into: str) -> list[Block]:
    """One block with both buttons and what was taken away all at once. It stands before the first step too: what one
    is about to press must not move with an answer."""
    history = now.history
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
