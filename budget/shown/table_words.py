"""What the net-saving table is called, what belongs under it, and when its rounding shows."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from budget.case import Case
from budget.formulas import Result, Row
from budget.formulas.table import BLOCKS
from budget.text import Words
from budget.text.numbers import UNITS, rounded


def title(result: Result, words: Words, unit: str = "1000") -> str:
    """Nettobesparelse, beløb i 1.000 kr., 2013-priser (forudsat)."""
    return words("table.title", unit=words(f"unit.{unit}"), prices=price_level(result, words))


def price_note(result: Result, words: Words) -> tuple[str, ...]:
    """That the price level is an assumption, and which prices of other years are used as they stand, where they are."""
    return tuple(_price_notes(result, words))


def _price_notes(result: Result, words: Words) -> Iterator[str]:
    case = result.case
    if case.price_level_assumed:
        yield words("note.price_level", year=case.price_year)
    years = {f.price_year for entry in result.entries for f in entry.figures().values() if f.unadjusted}
    if case.reimbursement and case.reimbursement.unadjusted:
        years.add(case.reimbursement.price_year)
    if years:
        yield words("note.unadjusted", years=words.listed(map(str, sorted(filter(None, years)))), year=case.price_year)


def price_level(result: Result, words: Words) -> str:
    """2013-priser (forudsat) or løbende priser."""
    return words("table.prices.current") if result.prices == "current" else fixed_prices(result.case, words)


def fixed_prices(case: Case, words: Words) -> str:
    """2013-priser (forudsat): the price level in which amounts are typed."""
    text = words("table.prices.fixed", year=case.price_year)
    return f"{text} ({words('table.assumed')})" if case.price_level_assumed else text


def row_total(row: Row) -> float | None:
    """The sum over the years; None for a row that is a running sum already."""
    return None if row.kind == "accumulated" or row.key == "pool.balance" else sum(row.values)


def notes(result: Result, words: Words, unit: str = "1000", turned: bool = False) -> list[str]:
    """The notes under the table: sign, price level, rounding where it shows, other payers."""
    found = [words("note.sign_turned" if turned else "note.sign")]
    if result.prices == "current":
        found.append(words("note.current"))
    found += price_note(result, words)
    if rounding_shows(result, unit):
        found.append(words("note.rounding"))
    if any(row.kind == "other" for row in result.rows):
        found.append(words("note.payers"))
    return found


def rounding_shows(result: Result, unit: str) -> bool:
    """Whether a shown total differs from the sum of what is shown."""
    divisor, decimals = UNITS[unit]
    step = float(divisor) / 10**decimals
    if not any(value % step for row in result.rows for value in row.values):
        return False  # nothing is rounded at all, as in most plans, and the sums need not be tried

    def shown(value: float) -> Any:
        return rounded(value / float(divisor), decimals)

    printed = {row.key: row for row in result.printed}
    for key, of in (("accumulated", "net"), ("accumulated.budget", "net.budget")):
        if key in printed and list(accumulate(map(shown, printed[of].values))) != list(map(shown, printed[key].values)):
            return True
    for total, parts in _totals(result):
        for i, value in enumerate(total.values):
            if sum(shown(part.values[i]) for part in parts) != shown(value):
                return True
    sums = [(row, row_total(row)) for row in result.printed]
    return any(all_years is not None and sum(map(shown, row.values)) != shown(all_years) for row, all_years in sums)


def _totals(result: Result) -> Iterator[tuple[Row, list[Row]]]:
    """Each total of the table with the rows that it is the sum of."""
    for key, kinds in BLOCKS:
        yield result.row(key), [row for row in result.rows if row.kind in kinds]
    yield result.row("net"), [result.row(key) for key, _ in BLOCKS]
    for total in result.rows:
        if total.key.startswith("payer."):
            payer = total.key.removeprefix("payer.")
            others = [row for row in result.rows if row.kind == "other"]
            yield total, [row for row in others if row.line and row.line.payer == payer]


def beside(result: Result) -> tuple[str, tuple[float, ...]]:
    """What stands beside costs and savings: the incomes, the changes, or both as one; and what it comes to by year."""
    changes, incomes = result.row("changes").values, result.row("incomes").values
    name = "income" if not any(changes) else "change_income" if any(incomes) else "change"
    return name, tuple(a + b for a, b in zip(changes, incomes, strict=True))


def net_word(net: float, words: Words) -> str:
    """What a net figure is called: the word carries the meaning, not the sign alone."""
    if abs(net) < 0.005:
        return words("word.balance")
    return words("word.net_cost" if net > 0 else "word.net_saving")
