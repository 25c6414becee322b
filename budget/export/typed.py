"""What a person typed in a cell: a number, a sum worked out by hand (=4*400000), or a year carried on."""

import ast
import math
import operator
import re
from collections.abc import Callable

from budget.export.safe_xlsx import FormulaText

ARITHMETIC = re.compile(r"=[\d.+\-*/() ]{1,200}")  # numbers, the four kinds of arithmetic and brackets
DOUBLED = re.compile(r"\*\s*\*|/\s*/")  # that Python reads as powers and whole division
CALCULATED: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}


def number_of(formula: FormulaText) -> float | None:
    """What a formula of numbers only comes to; None for every other formula, and for one that comes to no number."""
    if not ARITHMETIC.fullmatch(formula) or DOUBLED.search(formula):
        return None
    try:
        value = _value(ast.parse(formula[1:].strip(), mode="eval").body)
    except (SyntaxError, ZeroDivisionError, OverflowError):
        return None
    return value if value is not None and math.isfinite(value) else None


def _value(part: ast.expr) -> float | None:
    operands: list[ast.expr] = []
    if isinstance(part, ast.Constant) and isinstance(part.value, int | float):
        return float(part.value)
    if isinstance(part, ast.BinOp):
        operands = [part.left, part.right]
    elif isinstance(part, ast.UnaryOp):
        operands = [part.operand]
    values = [_value(operand) for operand in operands]
    if not values or None in values:
        return None
    return CALCULATED[type(part.op)](*values)  # type: ignore[attr-defined]


def reference(formula: FormulaText) -> int | None:
    """The column (from 0) of the one cell that a formula refers to, =F12 or =$E12; None for every other formula."""
    match = re.fullmatch(r"=\+?\$?([A-Z]{1,2})\$?\d+", formula.strip())
    return column_number(match.group(1)) if match else None


def column_number(letters: str) -> int:
    """A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
