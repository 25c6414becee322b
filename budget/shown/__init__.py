"""What is SHOWN, made once as plain data in words: tables, charts, sentences, and their layout."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from budget.shown.explanation import Node, explain
    from budget.shown.points import Point, check, check_across

__all__ = ["Node", "Point", "check", "check_across", "explain"]

HOMES = {
    "Node": "explanation",
    "Point": "points",
    "check": "points",
    "check_across": "points",
    "explain": "explanation",
}


def __getattr__(name: str) -> Any:
    """Each part is read when it is first asked for: a table on the command line needs none of them."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
