"""A row's formula in words and symbols for any year: the walk of the explanation without the values of one case."""

import re
from collections.abc import Iterator

from budget.formulas import Row
from budget.shown.explanation import Sentence
from budget.shown.labels import figure_label, row_label
from budget.text import Words


def formula_text(row: Row, words: Words) -> str:
    """The formula of a named row; its operands appear by name."""
    return Symbols(words).text(row, top=True)


def general_key(row: Row) -> str:
    """The row's key with <id> for a line's, and * for an index, a year, an area or a payer."""
    key = f"<id>{row.key.removeprefix(row.line.id)}" if row.line else row.key
    key = re.sub(r"^(growth|chain|factor|index|conversion|payer)\.[^.]+(\.\d+)?$", r"\1.*", key)
    return re.sub(r"^(areas|reimbursement\.above)\..+$", r"\1.*", key)


def general_label(row: Row, words: Words) -> str:
    """The row's name without a line's."""
    if row.name.startswith(("index.", "payer.")):
        return words(f"method.row.{row.name.split('.')[0]}")
    label = row_label(row, words)
    if row.name == "fixed" and row.line and row.key != f"{row.line.id}.fixed":
        part = row.key.removeprefix(f"{row.line.id}.").removesuffix(".fixed")
        label = words("row.fixed", line=words(f"row.{part}", line="").removesuffix(": "))
    if row.name == "reimbursement_limit":
        label = f"{label} ({row.key.rpartition('.')[2]})"
    return label.removesuffix(f": {row.line.label}") if row.line and row.name else label


class Symbols(Sentence):
    """The explanation's sentences, with names where the explanation has values."""

    def __init__(self, words: Words) -> None:
        super().__init__(words, [], 0)

    def text(self, row: Row, top: bool = False) -> str:
        parts = _alike(row) if top or not row.key else ()
        if not parts:
            return super().text(row, top)
        names = list(dict.fromkeys(self._named(operand) for operand in parts))
        return self.words("method.product" if row.op == "product" else "method.total", rows=self.words.listed(names))

    def _named(self, row: Row) -> str:
        """The name without the brackets behind it, but for the number of a band; in quotes where it has a comma."""
        if row.key == "years":
            return self.words("method.the_year")
        if row.key.startswith("levers."):
            return figure_label(row.key, None, self.words)
        label = figure_label(row.key, None, self.words) if row.op == "input" else general_label(row, self.words)
        label = re.sub(r" \((?!\d+\))[^)]*\)", "", label)
        return self.words("method.name", name=label) if "," in label else label

    def _label(self, row: Row) -> str:
        return self._named(row) if row.key else self._operand(row, "×")

    def _operand(self, row: Row, sign: str) -> str:
        unlimited = not row.key and row.op == "min" and row.operands[1].constant and row.operands[1].value is None
        return super()._operand(row.operands[0] if unlimited else row, sign)

    def _when(self, row: Row) -> str:
        condition, then, otherwise = row.operands
        if condition.operands[0].key == "prices":
            return self.words("method.current", then=self.text(then), otherwise=self.text(otherwise))
        key = "explain.above_than" if condition.op == ">" else "explain.at_most_than"
        said = self.words(key, left=self.text(condition.operands[0]), right=self.text(condition.operands[1]))
        parts = {"then": self._operand(then, "-"), "otherwise": self._operand(otherwise, "-")}
        return self.words("explain.when", condition=said, **parts)

    def _whole(self, row: Row) -> str:
        return self.words("explain.whole", row=self._operand(row.operands[0], "×"))

    def _so_far(self, row: Row) -> str:
        return self.words("method.so_far", row=self._label(row.operands[0]))

    def _over_years(self, row: Row) -> str:
        return self.words("method.over_years", row=self._label(row.operands[0]))

    def _chained(self, row: Row) -> str:
        return self.words("method.chained", row=self._label(row.operands[0]))

    def _product_of_years(self, row: Row) -> str:
        return self.words("method.product_of_years", row=self._label(row.operands[0]))

    def _before(self, row: Row) -> str:
        return self.words("explain.before", row=self._label(row.operands[0]))

    def _highest_onwards(self, row: Row) -> str:
        return self.words("method.highest_onwards", row=self._label(row.operands[0]))

    def _in_year(self, row: Row) -> str:
        inner, (year,) = row.operands[0], row.params
        place = "first" if year == 0 else "last" if year == len(inner.values) - 1 else "price"
        when = self.words(f"method.year.{place}")
        return when if inner.key == "years" else self.words("explain.in_year", row=self._label(inner), year=when)

    def _spread(self, row: Row) -> str:
        x, weights, _ = row.operands
        return self.words("method.spread", row=self._label(x), weights=self._label(weights))


def _alike(row: Row) -> tuple[Row, ...]:
    """The rows that a sum or a product runs over; of a chain of + only where all of them have the same name."""
    if row.op in ("total", "product"):
        return row.operands
    terms = tuple(_terms(row)) if row.op == "+" else ()
    return terms if len({term.name for term in terms}) == 1 and terms[0].name else ()


def _terms(row: Row) -> Iterator[Row]:
    """What a chain of + adds up."""
    for operand in row.operands:
        yield from _terms(operand) if operand.op == "+" and not operand.key else (operand,)
