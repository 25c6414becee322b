"""What a finding states, before it is known in which language: plain data, which `budget.shown.phrases` words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from budget.case import Line
from budget.case.library import Both
from budget.formulas import Result

Severity = Literal["error", "warning", "note"]


class Said:
    """A fact that is put into words where it is shown."""


Fact = str | int | Said


@dataclass(frozen=True)
class Phrase(Said):
    """A part of a sentence that the catalogue words, with the facts that it states."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def phrase(key: str, /, **facts: Fact) -> Phrase:
    """The phrase with its facts by name."""
    return Phrase(key, facts)


@dataclass(frozen=True)
class Number(Said):
    """One number; what it is of, and so how it is written, is told by its kind."""

    number: float


class Money(Number):
    """An amount in mio. kr.; one too small for that in whole kr."""


class WholeKr(Number):
    """An amount in whole kr."""


class Count(Number):
    """A number that is not one of children, with at most one decimal."""


class Children(Number):
    """A number of children with the word; discreetly fewer than five."""


class Places(Number):
    """A number of full-year places; discreetly fewer than five."""


class PerCent(Number):
    """A share as a number of per cent, without the sign."""


@dataclass(frozen=True)
class KrSpan(Said):
    """Two amounts in whole kr, or the one where both are the same."""

    low: float
    high: float


@dataclass(frozen=True)
class Between(Said):
    """From one fact to another, or the one where both read the same."""

    low: Said
    high: Said


def places_span(low: float, high: float) -> Between:
    """20–25 full-year places."""
    return Between(Places(low), Places(high))


@dataclass(frozen=True)
class Value(Said):
    """A value with its unit, a share as per cent without decimals that say nothing."""

    number: float
    unit: str


@dataclass(frozen=True)
class ValueSpan(Said):
    """Two values of one unit."""

    low: float
    high: float
    unit: str


@dataclass(frozen=True)
class Listed(Said):
    """a, b and c."""

    items: tuple[Fact, ...]


def listed(facts: Iterable[Fact]) -> Listed:
    """The facts as a list in a sentence."""
    return Listed(tuple(facts))


def year_spans(years: Iterable[int]) -> Listed:
    """2013, 2015–2017 and 2020: years that follow each other as one span."""
    runs = []
    for _, group in groupby(enumerate(sorted(set(years))), key=lambda pair: pair[1] - pair[0]):
        run = [year for _, year in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return listed(runs)


NEAR = 0.005  # kr: amounts nearer than this are alike


def levels(amounts: Iterable[tuple[int, float]]) -> list[tuple[list[int], float]]:
    """The amounts with the years that they hold in: years that follow each other with the same amount are one."""
    found: list[tuple[list[int], float]] = []
    for year, kr in amounts:
        if found and year == found[-1][0][-1] + 1 and abs(kr - found[-1][1]) < NEAR:
            found[-1][0].append(year)
        else:
            found.append(([year], kr))
    return found


def amounts_by_year(amounts: Sequence[tuple[int, float]]) -> Said:
    """Each year with its amount in kr, equal years as one; more than three amounts as their sum."""
    told = levels(amounts)
    if len(told) <= 3:
        return listed(
            phrase("check.in_year" if len(years) == 1 else "story.a_year", amount=Money(kr), years=year_spans(years))
            for years, kr in told
        )
    total, years = sum(kr for _, kr in amounts), year_spans(year for year, _ in amounts)
    return phrase("check.in_years", amount=Money(total), years=years)


@dataclass(frozen=True)
class InLibrary(Said):
    """A text of the reference library, in the reader's language."""

    text: Both


@dataclass(frozen=True)
class FigureName(Said):
    """What the figure at a path is called, without its line."""

    path: str


@dataclass(frozen=True)
class Inside(Said):
    """The same words inside a sentence: without a capital, but for an abbreviation."""

    fact: Fact


# ------------------------------------------------------------------ what a control point finds
@dataclass(frozen=True)
class Remark:
    """What limits a question, said in a sentence after it."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Where a control point trips and what its sentence needs; `variant` names another sentence of the same point.

    `lines` are those that the question is about; None means the one that the path names, if it names one.
    """

    path: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    variant: str = ""
    remarks: tuple[Remark, ...] = ()
    lines: tuple[Line, ...] | None = None


@dataclass(frozen=True)
class Control:
    """One control point of the product: its id, how much it weighs, and the function that looks for it."""

    id: str
    severity: Severity | Callable[[Result], Severity]
    find: Callable[[Result], Iterator[Finding]]

    def weight(self, result: Result) -> Severity:
        """How much it weighs for this case."""
        return self.severity(result) if callable(self.severity) else self.severity
