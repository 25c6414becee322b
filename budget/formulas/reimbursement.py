"""The state reimbursement of dear single cases, by bands of the price of a full year."""

from budget.case.models import PriceGroup
from budget.formulas.book import Book
from budget.formulas.line_rows import LineRows
from budget.formulas.prices import conversion
from budget.formulas.row import Row
from budget.formulas.vocabulary import at_least, at_most, link, share_of, total

GROUPS = {"unit_price": "prices", "price_from": "prices_from", "price_to": "prices_to"}


# ------------------------------------------------------------------ prices of groups
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


def band_limit(book: Book, number: int) -> Row:
    """The lower limit of a band of reimbursement, in the case's prices."""
    rule = book.case.reimbursement
    stated = book.input(f"reimbursement.bands.{number}.above")
    year = rule.converted_from if rule else None
    if year in (None, book.case.price_year):
        return stated
    key = f"reimbursement.above.{number}"
    if key not in book.rows:
        assert year is not None
        converted = stated * conversion(book, "total", year)
        book.add(key, converted, "reimbursement_limit", "kr")
    return book.rows[key]


def reimbursed(line: LineRows, name: str) -> Row:
    """R(price): what the state pays back of a full year at this price, by bands (full-year rule, average price).

    Source: Barnets lov § 198, serviceloven § 176; the law reckons per child and calendar year.
    """
    key = f"{line.line.id}.{name}.reimbursed"
    if key in line.book.rows:
        return line.book.rows[key]
    groups = groups_of(line, name)
    if not groups:
        return by_bands(line, key, price(line, name), f"reimbursed.{name}")
    part, each = GROUPS[name], []
    for number, group in enumerate(groups, start=1):
        mine = f"{part}.{number}"
        siblings = line.structure(f"{mine}.siblings", "number", float(group.siblings))
        household = line[f"{mine}.price"] * siblings
        paid_back = by_bands(line, f"{line.line.id}.{mine}.reimbursed", household, "reimbursed.household")
        each.append(line[f"{mine}.children"] * paid_back / siblings)
    lost = of_groups(line, part, "paid_back", each)
    return line.book.add(key, share_of(lost, children(line, name)), f"reimbursed.{name}", "kr", line.line)


def by_bands(line: LineRows, key: str, price: Row, name: str, about: str = "") -> Row:
    """The parts of a price inside each band, at the band's share, in a row each; and their sum."""
    book = line.book
    rule = book.case.reimbursement
    assert rule is not None
    count = len(rule.bands)
    limits = [band_limit(book, number) for number in range(1, count + 1)]
    parts = []
    for number, limit in enumerate(limits, start=1):
        inside = at_least((at_most(price, limits[number]) if number < count else price) - limit, 0)
        share = book.input(f"reimbursement.bands.{number}.share")
        parts.append((f"{key}.{number}", share * inside))
    rows = [book.add(k, expression, "reimbursed_band", "kr", line.line) for k, expression in parts]
    sum_of_bands = rows[0]
    for part in rows[1:]:
        sum_of_bands = sum_of_bands + part
    whole = book.add(key, sum_of_bands, name, "kr", line.line)
    for row in (*rows, whole):
        row.about = about
    return whole
