"""A row's formula in words and symbols for any year: the walk of the explanation without the values of one case."""

import re
from collections.abc import Iterator

from budget.formulas import Row
from budget.shown.arithmetic import Binding, Calculation, Part
from budget.shown.labels import figure_label, row_label
from budget.text import Words

MANY = 9  # names that are said one by one


def formula_text(row: Row, words: Words) -> str:
    """The formula of a named row; its operands appear by name."""
    return Symbols(words).of(row).text


def general_key(row: Row) -> str:
    """The row's key with <id> for a line's, and * for an index, a year, an area or a payer."""
    key = f"<id>{row.key.removeprefix(row.line.id)}" if row.line else row.key
    key = re.sub(r"\.(prices(?:_from|_to)?)\.\d+\.", r".\1.*.", key)
    key = re.sub(r"^(growth|chain|factor|index|conversion|payer)\.[^.]+(\.\d+)?$", r"\1.*", key)
    if row.about and not row.name.startswith("pool."):
        key = key.replace(f".{row.about}.", ".<step>.", 1)
        key = re.sub(r"\.(age|entered|gone)\.([1-9]|1[0-6])$", r".\1.*", key)  # 0 and 17 have their own formulas
        key = re.sub(r"\.(stock|entry_ages)\.[\d-]+\.", r".\1.*.", key)
        key = re.sub(r"\.(moves|moved|part)\.[^.]+$", r".\1.*", key)
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


class Symbols(Calculation):
    """The explanation's calculations, with names where the explanation has values."""

    def __init__(self, words: Words) -> None:
        super().__init__(words, [], 0)

    def of(self, row: Row) -> Part:
        return self._alike(row) or super().of(row)

    def part(self, row: Row) -> Part:
        return (None if row.key else self._alike(row)) or super().part(row)

    def _alike(self, row: Row) -> Part | None:
        """A sum or product over rows of one kind, said once; None for any other."""
        rows = _alike(row)
        if not rows:
            return None
        names = list(dict.fromkeys(self.label(operand) if operand.key else self.part(operand).text for operand in rows))
        if len(names) > MANY:  # ages: from the first to the last
            return self._said("total_to", first=names[0], last=names[-1])
        return self._said("product" if row.op == "product" else "total", rows=self.words.listed(names))

    def _said(self, key: str, **parts: str) -> Part:
        return Part(self.words(f"method.{key}", **parts), None, Binding.PHRASE)

    def _named(self, row: Row) -> Part:
        return Part(self.label(row), None)

    def label(self, row: Row) -> str:
        """The name without the brackets behind it, but for the number of a band; in quotes where it has a comma."""
        if row.key == "years":
            return self.words("method.the_year")
        if row.key.startswith("levers."):
            return figure_label(row.key, None, self.words)
        is_figure, path = row.op == "input", _of_any_group(row.key)
        label = figure_label(path, None, self.words) if is_figure else general_label(row, self.words)
        label = re.sub(r" \((?!\d+\))[^)]*\)", "", label)
        return self.words("method.name", name=label) if "," in label else label

    def _unlimited(self, limit: Row) -> bool:
        return False  # a limit that this case leaves out is one that another may have

    def _when(self, row: Row) -> Part:
        condition, then, otherwise = row.operands
        if condition.operands[0].key == "prices":
            return self._said("current", then=self.part(then).text, otherwise=self.part(otherwise).text)
        return super()._when(row)

    def _until(self, key: str, row: Row, sign: str) -> Part:
        return self._said(key, row=self.label(row.operands[0]))

    def _over_years(self, row: Row) -> Part:
        return self._said("over_years", row=self.label(row.operands[0]))

    def _product_of_years(self, row: Row) -> Part:
        return self._said("product_of_years", row=self.label(row.operands[0]))

    def _most(self, key: str, row: Row, start: int) -> Part:
        return self._said(key, row=self.label(row.operands[0]))

    def _in_horizon(self, row: Row) -> Part:
        return self.part(row.operands[0])

    def _before(self, row: Row) -> Part:
        if not row.operands[0].key:
            return self._said("last_year", formula=self.part(row.operands[0]).text)
        return Part(self.words("explain.before", row=self.label(row.operands[0])), None)

    def _in_year(self, row: Row) -> Part:
        inner, (year,) = row.operands[0], row.params
        place = "first" if year == 0 else "last" if year == len(inner.values) - 1 else "price"
        when = self.words(f"method.year.{place}")
        return Part(
            when if inner.key == "years" else self.words("method.in_year", row=self.label(inner), year=when), None
        )

    def _spread(self, row: Row) -> Part:
        x, weights, _ = row.operands
        return self._said("spread", row=self.label(x), weights=self.label(weights))

    def _mean_weight(self, row: Row) -> Part:
        return self._said("mean_weight", span=self.label(row.operands[0]))

    def _centre(self, row: Row) -> Part:
        return self._said("centre", span=self.label(row.operands[0]))

    def _balance(self, row: Row) -> Part:
        flow, factor = map(self.part, row.operands)
        return self._said("balance", factor=factor.within(Binding.PRODUCT), flow=flow.text)


def _of_any_group(path: str) -> str:
    """The path of a figure of a group, whichever it is."""
    return re.sub(r"\.\d+\.(children|price|siblings)$", r".n.\1", path)


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
