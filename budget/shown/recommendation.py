"""What a council is asked to vote on: the rows of the appropriations one by one, their financing, and what has none.

Every amount is that of the form *Bevillingsmæssige ændringer*, in whole kr.: a recommendation is booked as it is read.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from budget.analysis.facts import WholeKr, levels, listed, phrase, year_spans
from budget.formulas import Result
from budget.shown.forms.appropriations import Appropriation, Booked, as_booked, placed
from budget.shown.phrases import said
from budget.text import Words
from budget.text.numbers import UNITS
from budget.text.told import capital

MOST_POINTS = 8  # changes of a budget that a council votes on one by one
MOST_RUNS = 8  # amounts of one row that are told one by one
MOST_NAMES = 3  # lines that an appropriation for capital is named after
UNIT = "1000"  # as table 2 of the document states them

Amounts = list[tuple[list[int], float]]  # in each of these years so many kr


def recommended(result: Result, words: Words) -> list[str]:
    """The points, from *at budgettet til SO 16 …* to what is not financed; none where no appropriation changes."""
    book = as_booked(result, words, UNIT)
    budgets, grants = _changes(result, book, words)
    if len(budgets) > MOST_POINTS:
        budgets = [words("agenda.as_table")]
    points = [*budgets, *grants]
    if points:
        points += [*_sources(result, book, words), *_lacking(result, book, words, "agenda.paid")]
    return [words("agenda.that", text=text) for text in points]


# ------------------------------------------------------------------ what is changed
def _changes(result: Result, book: Booked, words: Words) -> tuple[list[str], list[str]]:
    """The changes of budgets, the raised ones first; and apart from them what is granted: capital and income."""
    found: dict[str, list[str]] = {"raised": [], "lowered": [], "granted": []}
    for change, values in book.changes:
        for way, sign in (("raised", 1), ("lowered", -1)):
            amounts = _in_kr(result, [max(sign * value, Decimal(0)) for value in values])
            if amounts:
                granted, key = _wording(change, way)
                facts = {"area": _name(change, words), "amounts": _told(amounts, words)}
                found["granted" if granted else key.split(".")[-1]].append(words(key, **facts))
    return [*found["raised"], *found["lowered"]], found["granted"]


def _wording(change: Appropriation, way: str) -> tuple[bool, str]:
    """Whether it is granted apart, and how. Income has the other sign: more of it lowers the net."""
    if change.side == "income":
        return True, f"agenda.income.{'raised' if way == 'lowered' else 'lowered'}"
    if change.side == "refund":
        return False, f"agenda.refund.{'raised' if way == 'lowered' else 'lowered'}"
    capital = change.control_area == "capital"
    return capital, f"agenda.capital.{way}" if capital else f"agenda.{way}"


def _name(change: Appropriation, words: Words) -> str:
    """SO 16, funktion 5.20 (drift, udgifter); capital expenditure by what is built, where it is little."""
    area = change.area or words("form.area.open", line=change.label)
    if change.side == "expenditure" and change.control_area != "capital":
        return placed(area, change, words)
    if change.function:
        area = f"{area}, {words('line.function', function=change.function)}"
    if change.side != "expenditure":
        return f"{area} ({words(f'form.grant.{change.control_area}')})"
    if not change.area or len(change.labels) > MOST_NAMES:
        return area
    return f"{words.listed(words('word.quoted', text=label) for label in change.labels)} ({area})"


def _in_kr(result: Result, values: Sequence[Decimal]) -> Amounts:
    """Years that follow each other with the same amount; those without one are left out."""
    amounts = (float(value * UNITS[UNIT][0]) for value in values)
    return [(years, kr) for years, kr in levels(zip(result.years, amounts, strict=True)) if kr]


def _told(amounts: Amounts, words: Words) -> str:
    """1.000.000 kr. i 2026 og 500.000 kr. årligt i 2027–2029; very many as they stand in the table."""
    if len(amounts) > MOST_RUNS:
        return words("agenda.in_table")
    parts = (
        phrase("check.in_year" if len(years) == 1 else "agenda.a_year", amount=WholeKr(kr), years=year_spans(years))
        for years, kr in amounts
    )
    return said(listed(parts), words)


# ------------------------------------------------------------------ what pays for it
def financed(result: Result, words: Words) -> list[str]:
    """What pays for the net cost, as sentences; and what nothing pays for."""
    book = as_booked(result, words, UNIT)
    parts = [*_sources(result, book, words), *_lacking(result, book, words, "agenda.economy")]
    return [words("agenda.last", text=capital(part)) for part in parts]


def _sources(result: Result, book: Booked, words: Words) -> Iterator[str]:
    """What is drawn on each source and paid into it."""
    stated = [(money, values) for money, values in book.money if money.stated]
    for source in dict.fromkeys(money.source for money, _ in stated):
        rows = [values for money, values in stated if money.source == source]
        kind = "pool" if any(money.from_pool for money, _ in stated if money.source == source) else "source"
        found = {way: _in_kr(result, _added(rows, sign)) for way, sign in (("given", -1), ("got", 1))}
        facts = {way: _told(amounts, words) for way, amounts in found.items() if amounts}
        ways = ["both"] if kind == "pool" and len(facts) == 2 else [*facts]
        yield from (words(f"agenda.{kind}.{way}", source=source, **facts) for way in ways)


def _added(rows: Sequence[Sequence[Decimal]], sign: int) -> list[Decimal]:
    return [sum((max(sign * value, Decimal(0)) for value in year), Decimal(0)) for year in zip(*rows, strict=True)]


def _lacking(result: Result, book: Booked, words: Words, key: str) -> Iterator[str]:
    """What no source pays: to be written where the case states none, else named."""
    lacking = _in_kr(result, _added([values for money, values in book.money if not money.stated], -1))
    if lacking:
        years = said(year_spans(year for years, _ in lacking for year in years), words)
        way = "unfinanced" if any(money.stated for money, _ in book.money) else "open"
        yield words(f"{key}.{way}", amounts=_told(lacking, words), years=years)
