"""How each figure is typed: its unit, fixed for the field, and the strict reading of what was entered."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from budget.analysis.comparison import needed_rates
from budget.case import Case, Entry, Figure
from budget.text import Words
from budget.text.numbers import format_entry, parse_amount, parse_number

SLIPS = (10, 100, 1000)  # what a misplaced separator or a wrong unit makes of a value
NEAR = 0.05
FAR = 20  # times its old value or its neighbours: an amount that is asked about


@dataclass(frozen=True)
class Unit:
    """The unit of a field: its key in the catalogue, and how much one of it is in the unit of the case file."""

    word: str
    size: Decimal

    def shown(self, value: float) -> float:
        return float(Decimal(repr(value)) / self.size)

    def meant(self, entered: float) -> float:
        return float(Decimal(repr(entered)) * self.size)


def unit_of(entry: Entry) -> Unit:
    """Yearly amounts are typed in 1.000 kr. as in the table, prices in kr., shares in per cent, the rest as it is."""
    if entry.series and entry.key.unit == "kr":
        return Unit("unit.1000", Decimal(1000))
    if entry.key.unit == "share":
        return Unit("unit.share", Decimal("0.01"))
    return Unit(f"unit.{entry.key.unit}", Decimal(1))


@dataclass(frozen=True)
class Cell:
    """One place to type in: a figure, or one year of a series."""

    path: str
    entry: Entry
    year: int | None
    figure: Figure | None  # what is given here
    carried_from: int | None  # the year whose value holds here, when nothing is given
    carried: Figure | None

    @property
    def in_force(self) -> Figure | None:
        return self.figure or self.carried


def cells(case: Case, entry: Entry) -> Iterator[Cell]:
    """The places to type in of one entry; a series has one for every year of the horizon."""
    if not entry.series:
        given = entry.given if isinstance(entry.given, Figure) else None
        yield Cell(entry.path, entry, None, given, None, None)
        return
    for year in years_of(case, entry):
        yield cell_of(case, entry, year)


def years_of(case: Case, entry: Entry) -> list[int]:
    """The years that a series has fields for: those it is felt in; of rates also those given or wanted besides."""
    if not entry.path.startswith("indices."):
        return list(entry.span(case.horizon).values())
    given = [year for year in entry.figures() if year is not None]
    wanted = needed_rates(case).get(entry.name, ())
    return sorted({*(year for year in case.horizon if year != case.price_year), *given, *wanted})


def cell_of(case: Case, entry: Entry, year: int) -> Cell:
    path = f"{entry.path}.{year}"
    found = entry.in_force(year)
    if found is None:
        return Cell(path, entry, year, None, None, None)
    given_for, figure = found
    if given_for == year or entry.single_years or (given_for is None and year == case.first_year):
        return Cell(path, entry, year, figure, None, None)
    return Cell(path, entry, year, None, case.first_year if given_for is None else given_for, figure)


def text_of(value: float, entry: Entry, words: Words) -> str:
    """A value as it stands in its field."""
    return format_entry(unit_of(entry).shown(value), words.language)


def told(value: float, entry: Entry, words: Words) -> str:
    """The same with its unit behind it."""
    return words.measured(text_of(value, entry, words), unit_text(entry, words))


def unit_text(entry: Entry, words: Words) -> str:
    return words(unit_of(entry).word)


def with_unit(label: str, entry: Entry, words: Words) -> str:
    """The name of a figure with the unit it is typed in; a name that says it already is left alone."""
    unit = unit_text(entry, words)
    said = re.search(rf"(?<!\w){re.escape(unit.lower())}(?!\w)", label.lower())
    return label if said else words("entry.of", key=label, unit=unit)


def read(text: str, entry: Entry, language: str) -> float:
    """The value that was typed, in the unit of the case file; NumberError when it is not one number."""
    if entry.key.unit == "share":
        text = text.strip().removesuffix("%")
    elif entry.key.unit == "kr":
        number, size = parse_amount(text, language)
        return unit_of(entry).meant(number) if size is None else float(Decimal(repr(number)) * size)
    return unit_of(entry).meant(parse_number(text, language))


@dataclass(frozen=True)
class Slip:
    """A value so many times another one, or so small a part of it, that it may be a slip of the hand.

    `other` is what the field held, or what its neighbours hold; `instead` is the value with its point moved next to it.
    """

    times: int
    other: float
    instead: float
    neighbours: bool = False


def slip(new: float, old: float | None, entry: Entry, neighbours: Iterable[float] = ()) -> Slip | None:
    """What is to be asked of a value that takes the place of the old one, among those of the other years."""
    found = _slip(new, old, entry)
    near = sorted(abs(value) for value in neighbours if value)
    if found or not near or entry.key.unit != "kr":
        return found
    middle = near[len(near) // 2]
    beside = _slip(new, middle, entry)
    return replace(beside, neighbours=True) if beside and beside.times >= FAR else None


def _slip(new: float, other: float | None, entry: Entry) -> Slip | None:
    if not new or not other or (new < 0) != (other < 0):
        return None
    times = max(new / other, other / new)
    known = next((s for s in SLIPS if abs(times / s - 1) <= NEAR), None)
    if known is None and (times < FAR or entry.key.unit != "kr"):
        return None
    moved = Decimal(10) ** round(math.log10(times))
    instead = float(Decimal(repr(new)) / moved if new > other else Decimal(repr(new)) * moved)
    return Slip(known or round(times), other, instead)
