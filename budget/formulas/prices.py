"""Price indices, and figures stated in another year's prices."""

from collections.abc import Iterable

from budget.case.models import INDICES, Provision
from budget.case.paths import Entry
from budget.case.prices import used_indices, years_between
from budget.formulas.book import Book
from budget.formulas.row import Row
from budget.formulas.vocabulary import chained, in_year, is_above, last, product, product_of_years, when


def growth(book: Book, index: str) -> Row:
    """1 + the rate into each year of the horizon."""
    key = f"growth.{index}"
    if key not in book.rows:
        book.add(key, 1 + book.input(f"indices.{index}"), "growth", "index")
    return book.rows[key]


def growth_outside(book: Book, index: str, years: Iterable[int]) -> list[Row]:
    """1 + the rate into years outside the horizon, one row each, next to each other on the sheet."""
    years = list(years)
    rates = getattr(book.case.indices, index)
    for year in years:
        key = f"growth.{index}.{year}"
        if key not in book.rows:
            rate = book.fixed_input(f"indices.{index}.{year}", rates[year].value, "share")
            book.add(key, 1 + rate, "growth", "index")
    return [book.rows[f"growth.{index}.{year}"] for year in years]


def prepare_indices(book: Book) -> None:
    """The rows of growth outside the horizon that anything may need, first, so that they stand together."""
    case = book.case
    for index in INDICES:
        wanted = _price_years(book, index)
        if index in used_indices(case) and book.missing_rate is None:
            wanted |= set(case.horizon)
        years = {y for other in wanted for y in years_between(other, case.price_year)}  # one unbroken span
        growth_outside(book, index, sorted(y for y in years if y < case.horizon[0]))
        growth_outside(book, index, sorted(y for y in years if y > case.horizon[-1]))


def _price_years(book: Book, index: str) -> set[int]:
    found = {
        figure.converted_from
        for entry in book.entries.values()
        if entry.price_index == index and entry.name != "would_have_cost"
        for figure in entry.figures().values()
    }
    loses = any(isinstance(line, Provision) and line.price_basis == "gross" for line in book.case.savings)
    if index == "total" and book.case.reimbursement and loses:
        found.add(book.case.reimbursement.converted_from)
    return {year for year in found if year is not None}


def product_between(book: Book, index: str, start: int, end: int) -> list[Row]:
    """The factors whose product is the growth into the years start … end (both included)."""
    first_year, last_year = book.case.horizon[0], book.case.horizon[-1]
    factors = []
    if start < first_year:
        factors.append(product(growth_outside(book, index, range(start, min(end + 1, first_year)))))
    a, b = max(start, first_year), min(end, last_year)
    if a <= b:
        factors.append(product_of_years(growth(book, index), a - first_year, b - first_year))
    if end > last_year:
        factors.append(product(growth_outside(book, index, range(max(start, last_year + 1), end + 1))))
    return factors


def conversion(book: Book, index: str, year: int) -> Row:
    """What an amount in the prices of the year is multiplied by to be in the case's prices."""
    key = f"conversion.{index}.{year}"
    if key not in book.rows:
        case = book.case
        if year < case.price_year:
            factor = 1.0 * _times(product_between(book, index, year + 1, case.price_year))
        else:
            factor = 1.0 / _times(product_between(book, index, case.price_year + 1, year))
        book.add(key, factor, "conversion", "index")
    return book.rows[key]


def _times(factors: list[Row]) -> Row:
    result = factors[0]
    for factor in factors[1:]:
        result = result * factor
    return result


def in_case_prices(book: Book, entry: Entry, stated: Row) -> Row:
    """An amount that the source states in another year's prices, converted once, in a row of its own."""
    year = next((f.converted_from for f in entry.figures().values() if f.converted_from), None)
    if year is None or year == book.case.price_year:
        return stated
    _, owner, own = entry.path.split(".", 2)
    key = f"{owner}.{own}" if entry.line else entry.path
    if key not in book.rows:
        converted = stated * conversion(book, entry.price_index, year)
        name = ".".join(part for part in own.split(".") if not part.isdigit())
        name = f"converted.{name}" if entry.line else "step.converted"
        book.add(key, converted, name, "kr", entry.line).about = owner
    return book.rows[key]


def index(book: Book, name: str) -> Row:
    """The price level of each year against the case's price year."""
    key = f"index.{name}"
    if key not in book.rows:
        book.add(key, _index(book, name), f"index.{name}", "index")
    return book.rows[key]


def _index(book: Book, name: str) -> Row:
    case = book.case
    first_year, last_year = case.horizon[0], case.horizon[-1]
    chain = book.rows.get(f"chain.{name}") or book.add(f"chain.{name}", chained(growth(book, name)), "chain", "index")
    if case.price_year < first_year - 1:
        return chain * product(growth_outside(book, name, range(case.price_year + 1, first_year)))
    if case.price_year < first_year:
        return 1.0 * chain
    if case.price_year <= last_year:
        return chain / in_year(chain, case.price_year - first_year)
    return chain / last(chain) / product(growth_outside(book, name, range(last_year + 1, case.price_year + 1)))


def price_factor(book: Book, name: str) -> Row | None:
    """The index where the table is in current prices, else 1; None where the line has none or rates are missing."""
    if name == "none" or book.missing_rate is not None:
        return None
    key = f"factor.{name}"
    if key not in book.rows:
        switch = book.fixed_input("prices", float(book.prices == "current"), "0/1")
        book.add(key, when(is_above(switch, 0), index(book, name), 1), "factor", "index")
    return book.rows[key]
