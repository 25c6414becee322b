"""One line of a case as its formulas see it, and the mark that gives a formula a row of its own."""

from collections.abc import Callable

from budget.case.models import Line, Provision
from budget.formulas.book import Book
from budget.formulas.prices import in_case_prices
from budget.formulas.row import Row
from budget.formulas.vocabulary import is_above, when


class LineRows:
    """One line as its formulas see it: every figure is a row, `line.unit_price` or `line["unit_price"]`."""

    def __init__(self, book: Book, line: Line) -> None:
        self.book, self.line = book, line
        self.prefix = f"{book.lists[line.id]}.{line.id}"

    def __getattr__(self, name: str) -> Row:
        return self[name]

    def __getitem__(self, name: str) -> Row:
        entry = self.book.entries.get(f"{self.prefix}.{name}")
        if entry is None:
            raise AttributeError(f"{self.line.kind} has no figure {name!r}")
        return in_case_prices(self.book, entry, self.book.input(entry.path))

    def structure(self, name: str, unit: str, value: float | None = None) -> Row:
        """A number of the line that is fixed on export; a part of a group states its value."""
        found = getattr(self.line, name) if value is None else value
        return self.book.fixed_input(f"{self.prefix}.{name}", float(found), unit, self.line)


Formula = Callable[[LineRows], Row]


def row(name: str, unit: str | Callable[[LineRows], str]) -> Callable[[Formula], Formula]:
    """A formula of a line whose result is a row of its own, `<id>.<name>`, worked out once."""

    def wrap(formula: Formula) -> Formula:
        def once(line: LineRows) -> Row:
            key = f"{line.line.id}.{name}"
            if key not in line.book.rows:
                found = unit if isinstance(unit, str) else unit(line)
                line.book.add(key, formula(line), name, found, line.line)
            return line.book.rows[key]

        once.__doc__, once.__name__ = formula.__doc__, formula.__name__
        return once

    return wrap


@row("variable", "share")
def variable_share(line: LineRows) -> Row:
    """The share of the price that an empty place saves: all of it once the capacity is cut."""
    assert isinstance(line.line, Provision)
    if line.line.capacity_from is None:
        return 1 - line.fixed_share
    cut = line.structure("capacity_from", "year")
    return when(is_above(cut, line.book.years), 1 - line.fixed_share, 1)
