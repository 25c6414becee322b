"""Bevillingsmæssige ændringer: what each appropriation is changed by in each year, in whole units that add up.

An appropriation is booked as it is typed, so the figures must add up: where figures rounded one by one do not, the
ones nearest to the other side are moved (largest remainder). Avoided rises are no part: no budget is cut by them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budget.case.models import Case, Line, Saving
from budget.formulas import Result, Row
from budget.formulas.table import OWN
from budget.shown.forms.parts import booked, decimals_of, form, in_unit
from budget.shown.model import Table
from budget.shown.phrases import inside
from budget.shown.table_words import price_level, price_note
from budget.text import Words
from budget.text.numbers import rounded

DIGITS = 6  # of a remainder: what is nearer than this is a tie, and the first row is moved


CONTROL_AREAS = ("service", "capital", "transfers")
SIDES = ("expenditure", "income", "refund")
SIDE_OF = {"income": "income", "refund": "refund", "reimbursement": "refund"}  # by kind of row; the rest is expenditure

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Appropriation:
    """One appropriation: service area and function as the case has them, its control area, whether it is expenditure,
    income or refund, and the rows of the table that lie on it.

    Without a service area every line stands by itself, under its own label: nobody knows that they belong together.
    """

    area: str
    function: str
    control_area: str
    side: str
    label: str
    rows: tuple[Row, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The change by year, kr in budget sign."""
        return tuple(sum(values) for values in zip(*(row.values for row in self.rows), strict=True))

    @property
    def labels(self) -> list[str]:
        """The lines that lie on it."""
        return list(dict.fromkeys(row.line.label for row in self.rows if row.line is not None))


@dataclass(frozen=True)
class Money:
    """One source of financing by year, kr: below 0 draws on it. `stated` is False for what the case does not say;
    `source` is its name in a sentence, `row` that of the case's pool; what comes `from_pool` is to be repaid.
    """

    label: str
    values: tuple[float, ...]
    stated: bool
    source: str = ""
    row: str = ""
    from_pool: bool = False


def changed(result: Result) -> list[Appropriation]:
    """The appropriations by committee, in the order of the case's service areas; those without one last."""
    found: dict[Key, list[Row]] = {}
    for row in result.rows:
        line = row.line
        if row.kind in OWN and line is not None and _is_booked(row, line):
            label = "" if line.service_area else line.label
            side = SIDE_OF.get(row.kind, "expenditure")
            key = (line.service_area or "", line.function or "", line.control_area, side, label)
            found.setdefault(key, []).append(result.book.rows.get(f"{row.key}.cut", row))
    areas = _by_committee(result.case)
    return [Appropriation(*key, tuple(found[key])) for key in sorted(found, key=lambda key: _place(key, areas))]


def _place(key: Key, areas: list[str]) -> tuple[int, str, int, int]:
    area, function, control_area, side, _ = key
    if not area:
        return len(areas), "", 0, 0  # in the order of the table
    return areas.index(area), function, CONTROL_AREAS.index(control_area), SIDES.index(side)


def _by_committee(case: Case) -> list[str]:
    """The service areas, those of one committee together."""
    of = {name: area.committee or name for name, area in case.service_areas.items()}
    committees = list(dict.fromkeys(of.values()))
    return sorted(of, key=lambda name: committees.index(of[name]))


def _is_booked(row: Row, line: Line) -> bool:
    """A rise avoided cuts no budget, but what the children get instead is paid."""
    return not isinstance(line, Saving) or line.cashable or row.kind == "replacement"


def financing(result: Result, found: Sequence[Appropriation], words: Words) -> list[Money]:
    """The stated sources, and what they leave open: the last one, so that all of it is 0."""
    case, years = result.case, result.years
    stated = []
    for money in case.financing:
        source = inside(money.label)(words) if money.source_of in ("cash", "own_frame") else money.label
        values = tuple(money.amounts[year] for year in years)
        stated.append(Money(_named(money.label, words), values, True, source, from_pool=money.source_of == "pool"))
    if case.pool:
        for name, sign in (("draw", -1), ("repaid", 1)):
            label = words(f"form.pool.{name}", pool=case.pool.label)
            values = tuple(sign * kr + 0.0 for kr in result.row(f"pool.{name}").values)
            stated.append(Money(_named(label, words), values, True, case.pool.label, f"pool.{name}", True))
    used = [appropriation.values for appropriation in found] + [money.values for money in stated]
    left = tuple(0.0 - sum(values[i] for values in used) for i in range(len(years)))
    return [*stated, Money(_named(words("form.financing.open"), words), left, False)]


def _named(source: str, words: Words) -> str:
    return words("form.financing", source=source)


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
@dataclass(frozen=True)
class Booked:
    """The form's rows as they are booked: each with its amounts in the unit, and what was moved to make them add up."""

    changes: list[tuple[Appropriation, tuple[Decimal, ...]]]
    money: list[tuple[Money, tuple[Decimal, ...]]]
    moved: tuple[Decimal, ...]


def as_booked(result: Result, words: Words, unit: str = "1000") -> Booked:
    """What each appropriation and each source of financing is changed by."""
    found, years = changed(result), len(result.years)
    money = financing(result, found, words)
    amounts, moved = settled(found, years, unit)
    paid, _ = settled(money, years, unit)
    return Booked(list(zip(found, amounts, strict=True)), list(zip(money, paid, strict=True)), moved)


def appropriations(result: Result, words: Words, unit: str = "1000") -> Table:
    """The form with its financing; every year adds up to 0."""
    book = as_booked(result, words, unit)
    rows = [booked("line", named(result, found, words), values, unit, words) for found, values in book.changes]
    sums = [values for _, values in book.changes]
    for source, values in book.money:
        if source.stated or any(values):
            rows.append(booked("financing", (source.label, ""), values, unit, words))
            sums.append(values)
    total = [sum((values[i] for values in sums), Decimal(0)) for i in range(len(result.years))]
    rows.append(booked("total", (words("word.total"), ""), total, unit, words))
    caption = words("form.appropriations", unit=words(f"unit.{unit}"), prices=price_level(result, words))
    heads = (words("form.appropriation"), words("form.committee"))
    return form("appropriations", caption, heads, result.years, rows, _notes(result, book.moved, words, unit))


def named(result: Result, found: Appropriation, words: Words) -> tuple[str, str]:
    """The appropriation and its committee; in brackets what the case does not say."""
    area = result.case.service_areas.get(found.area)
    name = f"{found.area} {area.name}" if area else words("form.area.open", line=found.label)
    return placed(name, found, words), (area and area.committee) or words("form.committee.open")


def placed(name: str, found: Appropriation, words: Words) -> str:
    """SO 16, funktion 5.20 (drift, udgifter): what a name is called as an appropriation."""
    if found.function:
        name = f"{name}, {words('line.function', function=found.function)}"
    control = words(f"form.grant.{found.control_area}")
    return words("form.grant", name=name, control_area=control, side=words(f"form.side.{found.side}"))


def _notes(result: Result, moved: Sequence[Decimal], words: Words, unit: str) -> Iterator[str]:
    yield words("form.note.financing")
    if any(moved):
        pairs = zip(result.years, moved, strict=True)
        steps = [f"{year}: {'+' if by > 0 else ''}{by:f}" for year, by in pairs if by]
        yield words("form.note.settled", unit=words(f"unit.{unit}"), moved=", ".join(steps))
    if any(row.key == "net.budget" for row in result.printed):
        yield words("form.note.avoided")
    yield from price_note(result, words)
