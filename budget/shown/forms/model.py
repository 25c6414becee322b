"""A form as data: its columns of text, and a figure for each year in the unit shown."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from budget.text import Words
from budget.text.numbers import UNITS, format_decimal

Kind = Literal["heading", "line", "subtotal", "total", "financing", "note"]


@dataclass(frozen=True)
class FormRow:
    """One row: a text for every text column, and a figure for every year or a remark in the first."""

    kind: Kind
    texts: tuple[str, ...]
    values: tuple[Decimal, ...] = ()
    remark: str = ""


@dataclass(frozen=True)
class Form:
    """A form: the lines above it, its caption, the heads of its text columns, its years, rows and notes."""

    titles: tuple[str, ...]
    caption: str
    heads: tuple[str, ...]
    years: tuple[int, ...]
    rows: tuple[FormRow, ...]
    notes: tuple[str, ...]
    decimals: int

    def cells(self, row: FormRow, words: Words) -> list[str]:
        """The row in words, one cell for each column."""
        figures = [format_decimal(value, words.language, self.decimals) for value in row.values]
        return [*row.texts, *(figures or [row.remark, *[""] * (len(self.years) - 1)])]

    def first_years(self, most: int, words: Words) -> "Form":
        """The form of the budget year and the years after it, with a note that there are more."""
        if len(self.years) <= most:
            return self
        note = words("form.note.first_years", count=most, all=len(self.years))
        rows = tuple(replace(row, values=row.values[:most]) for row in self.rows)
        return replace(self, years=self.years[:most], rows=rows, notes=(*self.notes, note))


def decimals_of(unit: str) -> int:
    """How many decimals figures of the unit have."""
    return UNITS[unit][1]


def in_unit(kr: float, unit: str) -> float:
    """An amount in the unit shown, unrounded."""
    return kr / float(UNITS[unit][0])
