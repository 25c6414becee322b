"""The engine's rows worked out for many draws at once: one more walk over the same formulas, with numpy.

Only rows that a drawn figure reaches are worked out again; the rest keep the values they have. A yearly row is a list
with one entry per year, a number or an array over the draws; operations follow the engine's order, so that each draw
is exactly the run with its figures. What cannot change a number is not worked out: times 1, plus 0, the same two
operands in another year.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from budget.formulas import Row
from budget.formulas.vocabulary import SMALL

ROOM = 2**25  # numbers that one walk over the rows may take: 256 MiB
Values = list[Any]  # one entry per year, or one alone for a constant: a number or an array over the draws


class Arrays:
    """The rows that depend on some inputs, for the draws of those inputs.

    `beyond` names the rows that no drawn figure reaches, where an earlier walk over the same rows has found them.
    """

    def __init__(self, inputs: Mapping[str, Values], beyond: Iterable[int] = ()) -> None:
        self.inputs = inputs
        self.done: dict[int, Values | None] = dict.fromkeys(beyond)  # by row; None: no drawn figure reaches it
        self.known: dict[tuple[str, Any, Any], tuple[Any, Any, Any]] = {}  # two operands of an operator, and the result

    def values(self, row: Row) -> Values:
        """The row over the draws; its plain values where no drawn figure reaches it."""
        return self._drawn(row) or list(row.values)

    @property
    def beyond(self) -> list[int]:
        """The rows seen so far that no drawn figure reaches."""
        return [row for row, values in self.done.items() if values is None]

    @property
    def held(self) -> int:
        """How many numbers the rows seen so far take for each draw; what rows and years share is taken once."""
        found = (value for values in self.done.values() for value in values or ())
        return len({id(value) for value in found if isinstance(value, np.ndarray)})

    def _drawn(self, row: Row) -> Values | None:
        if id(row) not in self.done:
            self.done[id(row)] = self._work_out(row)
        return self.done[id(row)]

    def _work_out(self, row: Row) -> Values | None:
        if row.op == "input":
            return self.inputs.get(row.key)
        drawn = [self._drawn(operand) for operand in row.operands]
        if all(values is None for values in drawn):
            return None
        pairs = zip(row.operands, drawn, strict=True)
        operands = [list(operand.values) if values is None else values for operand, values in pairs]
        if row.op in BINARY:
            return self._by_year(row.op, *operands)
        if row.op in EACH:
            return [EACH[row.op](value) for value in operands[0]]
        if row.op in OVER_YEARS:
            return OVER_YEARS[row.op](operands[0])
        work: Callable[..., Values] = getattr(self, f"_{row.op}")
        return work(row, *operands)

    def _by_year(self, op: str, a: Values, b: Values) -> Values:
        """The operation in every year; the very same operands have one result, in other years and rows too."""
        work, found = BINARY[op], []
        for i in range(max(len(a), len(b))):
            x, y = _at(a, i), _at(b, i)
            same = (op, _name(x), _name(y))
            if same not in self.known:
                self.known[same] = (x, y, work(x, y))  # the operands too, so that no other can come to have their name
            found.append(self.known[same][2])
        return found

    def _when(self, row: Row, condition: Values, then: Values, otherwise: Values) -> Values:
        size = max(len(condition), len(then), len(otherwise))
        return [_chosen(_at(condition, i), _at(then, i), _at(otherwise, i)) for i in range(size)]

    def _in_year(self, row: Row, x: Values) -> Values:
        return [x[row.params[0]]]

    def _in_horizon(self, row: Row, x: Values) -> Values:
        return x[row.params[0] :]

    def _product(self, row: Row, *factors: Values) -> Values:
        return [_running([factor[0] for factor in factors], _times)[-1]]

    def _product_of_years(self, row: Row, x: Values) -> Values:
        start, end = row.params
        return [_running(x[start : end + 1], _times)[-1]]

    def _total(self, row: Row, *rows: Values) -> Values:
        return [_sum([values[i] for values in rows]) for i in range(len(row.values))]

    def _balance(self, row: Row, flow: Values, factor: Values) -> Values:
        found: Values = []
        for year, moved in enumerate(flow):
            before = found[-1] if found else 0.0
            found.append(np.maximum(_plus(_times(before, _at(factor, year)), moved), 0.0))
        return found

    def _spread(self, row: Row, x: Values, weights: Values, k: Values) -> Values:
        return [_sum([_times(x[s], weights[y - s]) for s in range(y + 1)]) for y in range(len(row.values))]


def reached(row: Row, inputs: Container[str]) -> int:
    """How many of the rows that make this one depend on any of these inputs."""
    known: dict[int, bool] = {}

    def reaches(row: Row) -> bool:
        if id(row) not in known:
            beneath = [reaches(operand) for operand in row.operands]  # every one of them is counted
            known[id(row)] = row.key in inputs if row.op == "input" else any(beneath)
        return known[id(row)]

    reaches(row)
    return sum(known.values())


# --- one operation on one year -----------------------------------------------------------------------------


def _is(value: Any, number: float) -> bool:
    """Whether the value is this number in every draw, as far as can be told without looking at the draws."""
    return not isinstance(value, np.ndarray) and value == number


def _plus(a: Any, b: Any) -> Any:
    return b if _is(a, 0) else a if _is(b, 0) else a + b


def _minus(a: Any, b: Any) -> Any:
    return a if _is(b, 0) else a - b


def _times(a: Any, b: Any) -> Any:
    """Nothing that is multiplied is without a value (the engine would refuse it), so 0 times it is 0."""
    if _is(a, 0) or _is(b, 0):
        return 0.0
    return b if _is(a, 1) else a if _is(b, 1) else a * b


def _over(a: Any, b: Any) -> Any:
    return a if _is(b, 1) else a / b


def _ratio(a: Any, b: Any) -> Any:
    shape = np.broadcast(a, b).shape
    return np.divide(a, b, out=np.full(shape, np.nan), where=np.asarray(b) > 0)


def _quotient(a: Any, b: Any) -> Any:
    shape = np.broadcast(a, b).shape
    return np.divide(a, b, out=np.zeros(shape), where=np.asarray(b) != 0)


def _where_above(x: Any, limit: float, above: Callable[[Any], Any], below: Callable[[Any], Any]) -> Any:
    """One function above the limit and the other up to it; neither is asked where it does not hold."""
    high = np.asarray(x) > limit
    return np.where(high, above(np.where(high, x, 1.0)), below(np.where(high, 0.0, x)))[()]


def _near_half(x: Any) -> Any:
    return 1 / 2 - x / 12 + x**3 / 12 / 60


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _over,
    "^": lambda a, b: a**b,
    "max": np.maximum,
    "min": lambda a, b: a if b is None else np.minimum(a, b),
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    "ratio": _ratio,
    "quotient": _quotient,
}


# One operand, every year by itself.
EACH: dict[str, Callable[[Any], Any]] = {
    "abs": np.abs,
    "whole": lambda v: np.ceil(np.round(v, 9)),
    "cents": lambda v: np.sign(v) * np.floor(np.abs(v) * 100 + 0.5) / 100,
    "ln": np.log,
    "mean_weight": lambda v: _where_above(v, 0, lambda x: -np.expm1(-x) / x, np.ones_like),
    "centre": lambda v: _where_above(v, SMALL, lambda x: 1 / x - 1 / np.expm1(x), _near_half),
}

# One operand, its years together.
OVER_YEARS: dict[str, Callable[[Values], Values]] = {
    "link": lambda x: x,
    "so_far": lambda x: _running(x, _plus),
    "chained": lambda x: _running(x, _times),
    "before": lambda x: [0.0, *x[:-1]],
    "over_years": lambda x: [_sum(x)],
    "highest": lambda x: [_running(x, np.maximum)[-1]],
    "highest_onwards": lambda x: _running(x[::-1], np.maximum)[::-1],
}


def _name(value: Any) -> Any:
    """What tells one operand from another while both are in use."""
    return ("draws", id(value)) if isinstance(value, np.ndarray) else value


def _chosen(condition: Any, then: Any, otherwise: Any) -> Any:
    if not isinstance(condition, np.ndarray):
        return _known(then if condition else otherwise)
    return np.where(condition, then, _known(otherwise))


def _at(values: Values, year: int) -> Any:
    return values[0] if len(values) == 1 else values[year]


def _known(value: Any) -> Any:
    return np.nan if value is None else value


def _running(values: Sequence[Any], f: Callable[[Any, Any], Any]) -> Values:
    result = [values[0]]
    for value in values[1:]:
        result.append(f(result[-1], value))
    return result


def _sum(values: Sequence[Any]) -> Any:
    """From the left, as the engine adds; into one array once the sum is its own."""
    result: Any = 0.0
    own = False
    for value in values:
        if own and not _is(value, 0):
            np.add(result, value, out=result)
        else:
            before, result = result, _plus(result, value)
            own = isinstance(result, np.ndarray) and result is not before and result is not value
    return result
