"""A price given as groups of children, so many at this price each: what the mean child costs."""

from budget.case.models import PriceGroup
from budget.formulas.line_rows import LineRows
from budget.formulas.row import Row
from budget.formulas.vocabulary import link, share_of, total

GROUPS = {"unit_price": "prices", "price_from": "prices_from", "price_to": "prices_to"}


def groups_of(line: LineRows, name: str) -> list[PriceGroup]:
    """The groups that stand in the place of a price; none where the price is given as one."""
    return list(getattr(line.line, GROUPS.get(name, ""), ()))


def price(line: LineRows, name: str) -> Row:
    """The price, or the mean over the children of its groups, kr per full year."""
    groups = groups_of(line, name)
    if not groups:
        return line[name]
    key = f"{line.line.id}.{name}"
    if key not in line.book.rows:
        part = GROUPS[name]
        each = [line[f"{part}.{n}.children"] * line[f"{part}.{n}.price"] for n in range(1, len(groups) + 1)]
        amount, number = of_groups(line, part, "amount", each), children(line, name)
        line.book.add(key, share_of(amount, number), f"mean.{name}", "kr", line.line)
    return line.book.rows[key]


def children(line: LineRows, name: str) -> Row:
    """The children of all groups together."""
    part = GROUPS[name]
    key = f"{line.line.id}.{part}.children"
    if key not in line.book.rows:
        numbers = range(1, len(groups_of(line, name)) + 1)
        of_groups(line, part, "children", [link(line[f"{part}.{n}.children"]) for n in numbers], "children")
    return line.book.rows[key]


def of_groups(line: LineRows, part: str, what: str, rows: list[Row], unit: str = "kr") -> Row:
    """One row for each group, next to each other on the sheet, and their sum."""
    book, id = line.book, line.line.id
    named = []
    for number, row in enumerate(rows, start=1):
        named.append(book.add(f"{id}.{part}.{number}.{what}", row, f"group.{what}", unit, line.line))
    return book.add(f"{id}.{part}.{what}", total(named, book.size), f"groups.{what}", unit, line.line)
