"""The unit of everything: one budget row, its value in every year, and the operation that made it.

The table, the Excel formula and the explanation in words are walks over the same rows. A row is built by plain
arithmetic and by the words of `vocabulary`; it refuses to be a truth value or to be compared with ==, because an
`if` in a formula would pass silently here and be missing on the sheet.
"""

import operator
from collections.abc import Callable
from typing import Any, NoReturn

from budget.case.models import Line

Value = float | None
Operand = "Row | float"


class Row:
    """Values by year (one value alone when `constant`), the operator, its operands, and a key once it is named."""

    __slots__ = ("about", "constant", "key", "kind", "line", "name", "op", "operands", "params", "unit", "values")
    __array_ufunc__ = None  # numpy must not wrap rows into arrays of objects

    def __init__(
        self,
        op: str,
        operands: tuple["Row", ...],
        values: tuple[Any, ...],
        constant: bool = False,
        params: tuple[int, ...] = (),
    ) -> None:
        self.op, self.operands, self.values, self.constant, self.params = op, operands, values, constant, params
        self.key = ""  # the row's key on the sheet; empty for a step inside a formula
        self.name = ""  # its words in the catalogue, without `row.`; empty for a line, which has its own label
        self.about = ""  # the name that the case gives what a row of no line is about: a pool's
        self.unit = ""
        self.kind = ""
        self.line: Line | None = None

    def __add__(self, other: "Row | float") -> "Row":
        return combine("+", operator.add, self, other)

    def __radd__(self, other: float) -> "Row":
        return combine("+", operator.add, other, self)

    def __sub__(self, other: "Row | float") -> "Row":
        return combine("-", operator.sub, self, other)

    def __rsub__(self, other: float) -> "Row":
        return combine("-", operator.sub, other, self)

    def __mul__(self, other: "Row | float") -> "Row":
        return combine("*", operator.mul, self, other)

    def __rmul__(self, other: float) -> "Row":
        return combine("*", operator.mul, other, self)

    def __truediv__(self, other: "Row | float") -> "Row":
        """Only by what its bounds keep above zero; otherwise `ratio`."""
        return combine("/", operator.truediv, self, other)

    def __rtruediv__(self, other: float) -> "Row":
        return combine("/", operator.truediv, other, self)

    def __pow__(self, other: "Row | float") -> "Row":
        return combine("^", operator.pow, self, other)

    def __bool__(self) -> NoReturn:
        raise TypeError("a row is not a truth value: use `when` of the vocabulary")

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("rows are not compared: use the words of the vocabulary")

    __hash__ = object.__hash__

    def at(self, year: int) -> Any:
        """The value in the year with this number (0 is the first year of the horizon)."""
        return self.values[0] if self.constant else self.values[year]

    @property
    def value(self) -> Any:
        """The value of a row that does not vary with the year."""
        return self.values[0]

    def __repr__(self) -> str:
        return f"Row({self.key or self.op}: {self.values})"


def literal(value: float) -> Row:
    """A structural number in a formula: 0, 1, 2, 12 or 144."""
    return Row("literal", (), (value,), constant=True)


def alike(row: Row, other: Row) -> Row:
    """The row, with the name and all that is said of another."""
    if row is not other:
        row.key, row.name, row.about, row.unit, row.kind = other.key, other.name, other.about, other.unit, other.kind
        row.line = other.line
    return row


def as_row(operand: "Row | float") -> Row:
    return operand if isinstance(operand, Row) else literal(operand)


def combine(op: str, f: Callable[[Any, Any], Any], left: "Row | float", right: "Row | float") -> Row:
    """A row worked out year by year from two others; a constant stands for every year."""
    a, b = as_row(left), as_row(right)
    if a.constant:
        x = a.values[0]
        return Row(op, (a, b), tuple([f(x, y) for y in b.values]), b.constant)
    if b.constant:
        y = b.values[0]
        return Row(op, (a, b), tuple([f(x, y) for x in a.values]))
    return Row(op, (a, b), tuple(map(f, a.values, b.values)))
