"""What FOLLOWS from a worked-out case: control points and the explanation of every figure."""

from budget.analysis.explanation import Node, explain, explanation_lines

__all__ = ["Node", "explain", "explanation_lines"]
