"""A row's calculation as it is printed: names, values and signs, with the brackets that make it true.

Every part carries what it comes to when it is worked out as it stands, with the digits it shows, so that the
explanation can show as many digits as the printed calculation needs to give the figure.
"""

import math
import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from budget.formulas import Row
from budget.formulas.vocabulary import SMALL
from budget.shown.labels import about_text, figure_label, half_a_digit, row_text, shown_number, value_text
from budget.text import Words
from budget.text.numbers import rounded

ENOUGH = 12  # more decimals than a figure usually shows: none of the 15 digits that are kept is left out
SIGNS = {"+": "+", "-": "-", "*": "×", "/": "/", "ratio": "/", "quotient": "/", "^": "^"}


class Binding(IntEnum):
    """How firmly a part holds together: a weaker one stands in brackets where a firmer one is wanted."""

    PHRASE = 0
    SUM = 1
    PRODUCT = 2
    POWER = 3
    NUMBER = 4


BINDINGS = {"+": Binding.SUM, "-": Binding.SUM, "^": Binding.POWER}  # every other sign binds as a product
# What each side of a sign must be to stand without brackets.
SIDES = {
    "+": (Binding.SUM, Binding.SUM),
    "-": (Binding.SUM, Binding.PRODUCT),
    "*": (Binding.PRODUCT, Binding.PRODUCT),
    "^": (Binding.NUMBER, Binding.NUMBER),
}
DIVISION = (Binding.PRODUCT, Binding.POWER)


@dataclass(frozen=True)
class Part:
    """A part of a calculation: how it reads, and what it comes to as it reads (None: no value)."""

    text: str
    value: float | None
    binding: Binding = Binding.NUMBER

    def within(self, wanted: Binding) -> str:
        """The text, in brackets where it would come apart."""
        return f"({self.text})" if self.binding < wanted else self.text


def _ratio(a: float, b: float) -> float | None:
    return a / b if b > 0 else None


OPERATIONS: dict[str, Callable[[Any, Any], float | None]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _ratio,
    "ratio": _ratio,
    "quotient": lambda a, b: a / b if b else 0.0,
    "^": operator.pow,
    "max": max,
    "min": min,
    ">": operator.gt,
    "<=": operator.le,
}


def worked_out(op: str, a: float | None, b: float | None) -> float | None:
    """Two values with a sign between them; no value where one of them has none."""
    return None if a is None or b is None else OPERATIONS[op](a, b)


def total_of(values: Iterable[float | None]) -> float | None:
    """The sum; no value where one of them has none."""
    found = list(values)
    return None if None in found else math.fsum(value for value in found if value is not None)


def product_of(values: Iterable[float | None]) -> float | None:
    """The product; no value where one of them has none."""
    found = list(values)
    return None if None in found else math.prod(value for value in found if value is not None)


class Calculation:
    """The calculation of one row in one year; `digits` says how many decimals more than usual its parts show."""

    def __init__(self, words: Words, years: list[int], year: int, digits: int = 0) -> None:
        self.words, self.years, self.year, self.digits = words, years, year, digits
        self.own: object = None  # the line whose figure is explained: its name is not said again
        self.about = ""  # nor the step that it is about

    def of(self, row: Row) -> Part:
        """The row as it is worked out, whether it has a name or not."""
        self.own, self.about = row.line, about_text(row, self.words)
        return self._worked(row)

    def part(self, row: Row) -> Part:
        """The row inside a calculation: its name and value, or as it is worked out where it has no name."""
        return self._named(row) if row.key else self._worked(row)

    def _worked(self, row: Row) -> Part:
        if row.op == "literal":
            return Part(self.words.plain(row.value), row.value)
        if row.op in SIGNS:
            return self._infix(row)
        writer = getattr(self, f"_{row.op}")
        part: Part = writer(row)
        return part

    # ------------------------------------------------------------ names and values
    def _named(self, row: Row) -> Part:
        if row.key == "years":
            return Part(str(self.years[self.year]), float(self.years[self.year]))
        value = self._value(row, self.year)
        return Part(f"{self.label(row)} {value.text}", value.value, value.binding)

    def label(self, row: Row) -> str:
        """The row's name in a calculation: others' words in quotes, so that no sign in them reads as arithmetic."""
        line = self.words("explain.name", name=" ".join(row.line.label.split())) if row.line else ""
        if row.op != "input" and not row.name:
            return line
        about = about_text(row, self.words)
        if row.op == "input":
            text = figure_label(row.key, None, self.words) + (": {line}" if row.line else "")
        else:
            here = about == self.about or row.name.startswith("pool.")  # a case has but one pool
            text = row_text(row, self.words, "{line}", "{area}", "" if here else "{about}")
            text = text.removeprefix(": ").removesuffix(": ")
        if not row.key.startswith("levers."):
            text = re.sub(r" \((?!\d+\))[^)]*\)", "", text)  # the value has its unit; the number of a band stays
        if row.name == "growth" and row.constant:  # the rate into one year outside the horizon
            text = f"{text} ({row.key.rpartition('.')[2]})"
        if row.line is self.own:
            text = text.removesuffix(": {line}")
        if re.search(r"\d(?!\d*\))", text):  # the number of a group
            text = self.words("explain.name", name=text)
        area = row.key.removeprefix("areas.") if row.name == "area" else (row.line and row.line.service_area) or ""
        return (
            text.replace("{about}", about)
            .replace("{area}", self.words("explain.name", name=area))
            .replace("{line}", line)
        )

    def _value(self, row: Row, year: int) -> Part:
        """The row's value in a year as it is shown, and the number that it shows."""
        exact = row.at(year)
        text = value_text(exact, row.unit, self.words, self.digits)
        number = None if exact is None else shown_number(exact, row.unit, self.digits)
        return Part(text, number, Binding.SUM if number is not None and number < 0 else Binding.NUMBER)

    def _terms(self, row: Row, years: Iterable[int], sign: str) -> Part:
        """The row's values in several years with a sign between them."""
        parts = [self._value(row, year) for year in years]
        if sign == "; ":
            return Part(sign.join(part.text for part in parts), None)
        return self._chain(parts, "*" if sign == "×" else "+")

    def _chain(self, parts: list[Part], op: str) -> Part:
        """Several parts with the same sign between them."""
        if len(parts) == 1:
            return parts[0]
        binding = BINDINGS.get(op, Binding.PRODUCT)
        text = f" {SIGNS[op]} ".join(part.within(binding) for part in parts)
        values = [part.value for part in parts]
        return Part(text, product_of(values) if op == "*" else total_of(values), binding)

    # ------------------------------------------------------------ signs
    def _infix(self, row: Row) -> Part:
        left, right = row.operands
        a, b = self.part(left), self.part(right)
        value = worked_out(row.op, a.value, b.value)
        if row.op == "-" and left.op == "literal" and left.value == 0:
            return Part(f"-({b.text})" if b.binding < Binding.NUMBER else f"-{b.text}", value, Binding.SUM)
        before, after = SIDES.get(row.op, DIVISION)
        text = f"{a.within(before)} {SIGNS[row.op]} {b.within(after)}"
        if row.op in ("ratio", "quotient") and b.value is not None and not b.value > 0:
            return Part(self.words("explain.no_divisor", ratio=text), value, Binding.PHRASE)
        return Part(text, value, BINDINGS.get(row.op, Binding.PRODUCT))

    def _total(self, row: Row) -> Part:
        return self._chain([self.part(r) for r in row.operands], "+") if row.operands else self._zero()

    def _product(self, row: Row) -> Part:
        return self._chain([self.part(r) for r in row.operands], "*")

    def _zero(self) -> Part:
        return Part(self.words.plain(0), 0.0)

    def _phrase(self, key: str, value: float | None, **parts: str) -> Part:
        return Part(self.words(f"explain.{key}", **parts), value, Binding.PHRASE)

    # ------------------------------------------------------------ words
    def _max(self, row: Row) -> Part:
        a, b = map(self.part, row.operands)
        value = worked_out("max", a.value, b.value)
        return self._phrase("at_least", value, row=a.within(Binding.PRODUCT), low=b.within(Binding.PRODUCT))

    def _min(self, row: Row) -> Part:
        a, b = map(self.part, row.operands)
        if self._unlimited(row.operands[1]):
            return a
        value = worked_out("min", a.value, b.value)
        return self._phrase("at_most", value, row=a.within(Binding.PRODUCT), high=b.within(Binding.PRODUCT))

    def _unlimited(self, limit: Row) -> bool:
        return limit.constant and limit.value is None

    def _when(self, row: Row) -> Part:
        condition, then, otherwise = row.operands
        a, b = map(self.part, condition.operands)
        x, y = self.part(then), self.part(otherwise)
        key = "explain.above_than" if condition.op == ">" else "explain.at_most_than"
        said = self.words(key, left=a.within(Binding.SUM), right=b.within(Binding.SUM))
        value = x.value if worked_out(condition.op, a.value, b.value) else y.value
        both = {"then": x.within(Binding.PRODUCT), "otherwise": y.within(Binding.PRODUCT)}
        return self._phrase("when", value, condition=said, **both)

    def _null(self, row: Row) -> Part:
        return Part(self.words("explain.nothing"), None)

    def _link(self, row: Row) -> Part:
        return self.part(row.operands[0])

    def _abs(self, row: Row) -> Part:
        a, b = map(self.part, row.operands[0].operands)
        value = worked_out("-", a.value, b.value)
        return self._phrase("distance", None if value is None else abs(value), a=a.text, b=b.within(Binding.SUM))

    def _cents(self, row: Row) -> Part:
        a = self.part(row.operands[0])
        value = None if a.value is None else float(rounded(a.value, 2))
        return self._phrase("cents", value, row=a.within(Binding.NUMBER))

    def _whole(self, row: Row) -> Part:
        a = self.part(row.operands[0])
        value = None if a.value is None else float(math.ceil(round(a.value, 9)))
        return self._phrase("whole", value, row=a.within(Binding.NUMBER))

    # ------------------------------------------------------------ over years
    def _so_far(self, row: Row) -> Part:
        return self._until("so_far", row, "+")

    def _chained(self, row: Row) -> Part:
        return self._until("chained", row, "×")

    def _until(self, key: str, row: Row, sign: str) -> Part:
        inner = row.operands[0]
        terms = self._terms(inner, range(self.year + 1), sign)
        facts = {"row": self.label(inner), "year": str(self.years[self.year]), "terms": terms.text}
        return self._phrase(key, terms.value, **facts)

    def _over_years(self, row: Row) -> Part:
        inner = row.operands[0]
        terms = self._terms(inner, range(len(self.years)), "+")
        return self._phrase("over_years", terms.value, row=self.label(inner), terms=terms.text)

    def _product_of_years(self, row: Row) -> Part:
        start, end = row.params
        parts = [self._value(row.operands[0], year) for year in range(start, end + 1)]
        dated = [Part(f"{part.text} ({self.years[start + i]})", part.value) for i, part in enumerate(parts)]
        return self._chain(dated, "*")

    def _highest(self, row: Row) -> Part:
        return self._most("highest", row, 0)

    def _highest_onwards(self, row: Row) -> Part:
        return self._most("highest_onwards", row, self.year)

    def _most(self, key: str, row: Row, start: int) -> Part:
        inner, years = row.operands[0], range(start, len(self.years))
        value = max(self._value(inner, year).value or 0.0 for year in years)
        terms = self._terms(inner, years, "; ").text
        return self._phrase(key, value, row=self.label(inner), year=str(self.years[start]), terms=terms)

    def _in_horizon(self, row: Row) -> Part:
        inner, (early,) = row.operands[0], row.params
        value = self._value(inner, self.year + early)
        return Part(f"{self.label(inner)} {value.text}", value.value, value.binding)

    def _before(self, row: Row) -> Part:
        inner = row.operands[0]
        if not inner.key:  # a formula: the year before's
            last_year = Calculation(self.words, self.years, self.year - 1, self.digits)
            last_year.own, last_year.about = self.own, self.about
            return last_year.part(inner)
        value = self._value(inner, self.year - 1) if self.year else self._zero()
        said = self.words("explain.before", row=self.label(inner))
        return Part(f"{said} {value.text}", value.value, value.binding)

    def _in_year(self, row: Row) -> Part:
        inner, (year,) = row.operands[0], row.params
        if inner.key == "years":
            return Part(str(self.years[year]), float(self.years[year]))
        value = self._value(inner, year)
        return Part(f"{self.label(inner)} ({self.years[year]}) {value.text}", value.value, value.binding)

    def _spread(self, row: Row) -> Part:
        x, weights, _ = row.operands
        terms = []
        for s in range(self.year + 1):
            if x.at(s) and weights.at(self.year - s):
                a, b = self._value(x, s), self._value(weights, self.year - s)
                amount = f"{a.within(Binding.PRODUCT)} ({self.years[s]})"
                text = f"{amount} × {b.within(Binding.PRODUCT)}"
                terms.append(Part(text, worked_out("*", a.value, b.value), Binding.PRODUCT))
        return self._chain(terms, "+") if terms else self._zero()

    def _balance(self, row: Row) -> Part:
        flow, factor = map(self.part, row.operands)
        value = self._value(row, self.year - 1) if self.year else self._zero()
        text = f"{self.words('explain.before', row=self.label(row))} {value.text} × {factor.within(Binding.PRODUCT)}"
        kept = Part(text, worked_out("*", value.value, factor.value), Binding.PRODUCT)
        moved = self._chain([kept, flow], "+")
        most = worked_out("max", moved.value, 0.0)
        return self._phrase("at_least", most, row=moved.within(Binding.PRODUCT), low=self.words.plain(0))

    # ------------------------------------------------------------ weights that fall with time
    def _ln(self, row: Row) -> Part:
        a = self.part(row.operands[0])
        value = math.log(a.value) if a.value is not None and a.value > 0 else None
        return Part(f"ln({a.text})", value)

    def _mean_weight(self, row: Row) -> Part:
        x = self.part(row.operands[0])
        if x.value is None or not x.value > 0:
            return Part(self.words.plain(1), 1.0)
        text = f"(1 - e ^ (-{x.within(Binding.NUMBER)})) / {x.within(Binding.POWER)}"
        return Part(text, -math.expm1(-x.value) / x.value, Binding.PRODUCT)

    def _centre(self, row: Row) -> Part:
        x = self.part(row.operands[0])
        if not x.value:
            return Part("1 / 2", 0.5, Binding.PRODUCT)
        a, b = x.within(Binding.POWER), x.within(Binding.NUMBER)
        if not x.value > SMALL:
            text = f"1 / 2 - {a} / 12 + {b} ^ 3 / (12 × 60)"
            return Part(text, 0.5 - x.value / 12 + x.value**3 / 720, Binding.SUM)
        return Part(f"1 / {a} - 1 / (e ^ {b} - 1)", 1 / x.value - 1 / math.expm1(x.value), Binding.SUM)


def calculation_text(row: Row, words: Words, years: list[int], year: int, unit: str | None = None) -> str:
    """The row's calculation in a year, with the fewest digits that give the row's figure as it is shown; `unit` is that
    of the row that is explained, where this one is the branch of it that holds.
    """
    exact = row.at(year)
    unit = row.unit if unit is None else unit
    part = Part("", None)
    for digits in range(ENOUGH + 1):
        part = Calculation(words, years, year, digits).of(row)
        if exact is None or part.value is None:
            if exact is None and part.value is None:
                break
            continue
        if gives(part.value, exact, unit):
            break
    return part.text


def gives(value: float, exact: float, unit: str) -> bool:
    """Whether a calculation that comes to this value gives the figure, within half of the last digit it shows."""
    shown = shown_number(exact, unit)
    return abs(value - shown) <= half_a_digit(exact, unit) + 1e-12 * abs(shown)
