"""Bevillingsmæssige ændringer: what each appropriation is changed by in each year, in whole units that add up.

An appropriation is booked as it is typed, so the figures must add up: where figures rounded one by one do not, the
ones nearest to the other side are moved (largest remainder). Avoided rises are no part: no budget is cut by them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.case.models import Line, Saving
from budget.formulas import Result, Row
from budget.formulas.table import OWN
from budget.shown.forms.parts import booked, decimals_of, form, in_unit
from budget.shown.model import Table
from budget.shown.table_words import price_level, price_note
from budget.text import Words
from budget.text.numbers import rounded

DIGITS = 6  # of a remainder: what is nearer than this is a tie, and the first row is moved


@dataclass(frozen=True)
class Appropriation:
    """One appropriation: service area and function as the case has them, and the rows of the table that lie on it.

    Without a service area every line stands by itself, under its own label: nobody knows that they belong together.
    """

    area: str
    function: str
    label: str
    rows: tuple[Row, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The change by year, kr in budget sign."""
        return tuple(sum(values) for values in zip(*(row.values for row in self.rows), strict=True))


@dataclass(frozen=True)
class Money:
    """One source of financing by year, kr: below 0 draws on it. `stated` is False for what the case does not say."""

    label: str
    values: tuple[float, ...]
    stated: bool


def changed(result: Result) -> list[Appropriation]:
    """The appropriations in the order of the case's service areas; those without one last."""
    found: dict[tuple[str, str, str], list[Row]] = {}
    for row in result.rows:
        line = row.line
        if row.kind in OWN and line is not None and _is_booked(row, line):
            key = (line.service_area or "", line.function or "", "" if line.service_area else line.label)
            found.setdefault(key, []).append(result.book.rows.get(f"{row.key}.cut", row))
    order = {area: n for n, area in enumerate((*result.case.service_areas, ""))}
    keys = sorted(found, key=lambda key: (order[key[0]], key[1] if key[0] else ""))
    return [Appropriation(*key, tuple(found[key])) for key in keys]


def _is_booked(row: Row, line: Line) -> bool:
    """A rise avoided cuts no budget, but what the children get instead is paid."""
    return not isinstance(line, Saving) or line.cashable or row.kind == "replacement"


def financing(result: Result, found: Sequence[Appropriation], words: Words) -> list[Money]:
    """The stated sources, and what they leave open: the last one, so that all of it is 0."""
    case, years = result.case, result.years
    stated = [
        Money(_named(m.label, m.source_of, words), tuple(m.amounts[y] for y in years), True) for m in case.financing
    ]
    if case.pool:
        draw, repaid = result.row("pool.draw").values, result.row("pool.repaid").values
        label = words("form.financing", source=case.pool.label)
        stated.append(Money(label, tuple(b - a for a, b in zip(draw, repaid, strict=True)), True))
    used = [appropriation.values for appropriation in found] + [money.values for money in stated]
    left = tuple(0.0 - sum(values[i] for values in used) for i in range(len(years)))
    return [*stated, Money(words("form.financing", source=words("form.financing.open")), left, False)]


def _named(label: str, source: str, words: Words) -> str:
    return words("form.financing", source=label or words(f"form.financing.{source}"))


# ------------------------------------------------------------------ rounding that adds up
@dataclass(frozen=True)
class Settled:
    """One year of several rows: each rounded on its own, what is missing for the rounded total, and who is moved.

    `remainders` tell how far a row lies on the wrong side, `ranks` (1 is the first) in which order rows are moved.
    """

    own: tuple[Decimal, ...]
    missing: Decimal
    remainders: tuple[Decimal, ...]
    ranks: tuple[int, ...]
    values: tuple[Decimal, ...]


def settle(values: Sequence[float], decimals: int = 0) -> Settled:
    """Rounds so that the rows add up to their rounded total; as few rows as possible move by one step."""
    own = tuple(rounded(value, decimals) for value in values)
    step = Decimal(1).scaleb(-decimals)
    missing = rounded(sum(values), decimals) - sum(own, Decimal(0))
    way = 1 if missing < 0 else -1
    remainders = tuple(rounded((float(o) - v) * way, DIGITS) + 0 for o, v in zip(own, values, strict=True))
    order = sorted(range(len(own)), key=lambda i: -remainders[i])
    ranks = tuple(order.index(i) + 1 for i in range(len(own)))
    moved = int(abs(missing) / step)
    found = tuple(o - way * step if rank <= moved else o for o, rank in zip(own, ranks, strict=True))
    return Settled(own, missing, remainders, ranks, found)


def settled(
    rows: Sequence[Appropriation | Money], years: int, unit: str
) -> tuple[list[tuple[Decimal, ...]], tuple[Decimal, ...]]:
    """Rows in the unit, rounded so that each year adds up to its rounded total, and by year what was moved for it."""
    found = [settle([in_unit(row.values[i], unit) for row in rows], decimals_of(unit)) for i in range(years)]
    return [tuple(year.values[n] for year in found) for n in range(len(rows))], tuple(year.missing for year in found)


# ------------------------------------------------------------------ the form
def appropriations(result: Result, words: Words, unit: str = "1000") -> Table:
    """The form with its financing; every year adds up to 0."""
    found = changed(result)
    money = financing(result, found, words)
    amounts, moved = settled(found, len(result.years), unit)
    paid, _ = settled(money, len(result.years), unit)
    rows = [
        booked("line", named(result, a, words), values, unit, words) for a, values in zip(found, amounts, strict=True)
    ]
    sums = [*amounts]
    for source, values in zip(money, paid, strict=True):
        if source.stated or any(values):
            rows.append(booked("financing", (source.label, ""), values, unit, words))
            sums.append(values)
    total = [sum((values[i] for values in sums), Decimal(0)) for i in range(len(result.years))]
    rows.append(booked("total", (words("word.total"), ""), total, unit, words))
    caption = words("form.appropriations", unit=words(f"unit.{unit}"), prices=price_level(result, words))
    heads = (words("form.appropriation"), words("form.committee"))
    return form("appropriations", caption, heads, result.years, rows, _notes(result, moved, words, unit))


def named(result: Result, found: Appropriation, words: Words) -> tuple[str, str]:
    """The appropriation and its committee; in brackets what the case does not say."""
    area = result.case.service_areas.get(found.area)
    name = f"{found.area} {area.name}" if area else words("form.area.open", line=found.label)
    if found.function:
        name = f"{name}, {words('line.function', function=found.function)}"
    return name, (area and area.committee) or words("form.committee.open")


def _notes(result: Result, moved: Sequence[Decimal], words: Words, unit: str) -> Iterator[str]:
    yield words("form.note.financing")
    if any(moved):
        pairs = zip(result.years, moved, strict=True)
        steps = [f"{year}: {'+' if by > 0 else ''}{by:f}" for year, by in pairs if by]
        yield words("form.note.settled", unit=words(f"unit.{unit}"), moved=", ".join(steps))
    if any(row.key == "net.budget" for row in result.printed):
        yield words("form.note.avoided")
    yield from price_note(result, words)
