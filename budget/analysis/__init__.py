"""What FOLLOWS from a worked-out case: control points and the explanation of every figure."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from budget.analysis.checks import check, check_across
    from budget.analysis.explanation import Node, explain, explanation_lines
    from budget.analysis.points import Point

__all__ = ["Node", "Point", "check", "check_across", "explain", "explanation_lines"]

HOMES = {
    "Node": "explanation",
    "Point": "points",
    "check": "checks",
    "check_across": "checks",
    "explain": "explanation",
    "explanation_lines": "explanation",
}


def __getattr__(name: str) -> Any:
    """Each part is read when it is first asked for: a table on the command line needs none of them."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
