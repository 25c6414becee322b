"""Control points on single figures: where they come from, how old they are, and whether they add up."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import fsum

from budget.analysis.facts import (
    Fact,
    FigureName,
    Finding,
    InLibrary,
    Inside,
    Money,
    Said,
    Value,
    ValueSpan,
    WholeKr,
    listed,
    phrase,
    year_spans,
)
from budget.analysis.references import ZERO
from budget.case import Case, Entry, Figure, library
from budget.case.figures import source_key
from budget.case.models import Saving
from budget.formulas import Result, Row
from budget.formulas.table import BLOCKS, OWN

OLD = 5  # years
MOST_PLACES = 5  # that a question names
PARTS = ("reimbursement", "baseline")  # of the case: their figures are named together


# ------------------------------------------------------------------ where they come from
def no_source(result: Result) -> Iterator[Finding]:
    """Figures without a source of their own or of their line, all in one question."""
    case = result.case
    bare = [(entry, years) for entry in result.entries if (years := _without_source(case, entry)) is not None]
    places = {path: list(group) for path, group in groupby(bare, key=lambda item: _place(item[0]))}
    named: list[Fact] = [_named(path, found, alone=len(places) == 1) for path, found in places.items()]
    if len(named) > MOST_PLACES + 1:
        more = sum(len(found) for found in list(places.values())[MOST_PLACES:])
        named = [*named[:MOST_PLACES], phrase("check.figures_more", count=more)]
    if named:
        several = len(bare) > 1 or any(part in places for part in PARTS)
        lines = None if len(places) == 1 else ()
        yield Finding(next(iter(places)), {"figures": listed(named)}, "several" if several else "", lines=lines)


def _named(path: str, found: Sequence[tuple[Entry, list[int]]], alone: bool) -> Said:
    """The figures of one place in a sentence, with their line where there are other places."""
    if path in PARTS:
        return phrase(f"check.figure.{path}")
    figures, line = listed(_figure_name(entry, years) for entry, years in found), found[0][0].line
    return figures if alone or line is None else phrase("check.figures_of", figures=figures, line=line.label)


def _place(entry: Entry) -> str:
    """The line of a figure, else the part of the case it stands in."""
    parts = entry.path.split(".")
    return ".".join(parts[:2]) if entry.line is not None or parts[0] == "indices" else parts[0]


def _without_source(case: Case, entry: Entry) -> list[int] | None:
    """The years of a figure that is given without a source; None where it has one or is a default or a lever."""
    if entry.path.startswith("levers.") or not entry.stated:
        return None
    bare = [year for year, figure in entry.figures().items() if source_key(figure, entry.origin) is None]
    return [year for year in bare if year is not None] if bare else None


def _figure_name(entry: Entry, years: Sequence[int]) -> Said:
    """What the figure is called inside a sentence, with its years where not every one lacks a source."""
    name = Inside(FigureName(entry.path))
    some = bool(years) and len(years) < len(entry.figures())
    return phrase("check.figure_years", figure=name, years=year_spans(years)) if some else name


def not_accounts(result: Result) -> Iterator[Finding]:
    """An actual figure that does not come from closed accounts."""
    measures = {measure.id: measure for measure in result.case.measures}
    for number, actual in enumerate(result.case.actuals, start=1):
        if actual.basis in ("accounts", "spending"):
            continue
        measure = measures.get(actual.measure) if actual.measure else None
        amount: Fact = Money(abs(actual.amount))
        if measure is not None and measure.unit != "kr":
            amount = Value(actual.amount, measure.unit)
        facts: dict[str, Fact] = {"amount": amount, "basis": phrase(f"check.basis.{actual.basis}")}
        yield Finding(f"actuals.{number}", facts)


# ------------------------------------------------------------------ how large and how old they are
def out_of_range(result: Result) -> Iterator[Finding]:
    """Figures outside what the library expects of their key; of a series the one that lies furthest out."""
    for entry in result.entries:
        expected = library.expected_range(entry.name)
        span = expected.span if expected else None
        if expected is None or span is None:
            continue
        outside = {year: _outside(figure, span) for year, figure in entry.figures().items()}
        year = max(outside, key=lambda y: outside[y], default=None)
        if outside.get(year, 0.0) <= 0:
            continue
        number, unit = entry.figures()[year].value, entry.key.unit
        name = InLibrary(expected.label)
        figure = phrase("check.figure_years", figure=name, years=str(year)) if year is not None else name
        facts: dict[str, Fact] = {"figure": figure, "value": Value(number, unit), "expected": ValueSpan(*span, unit)}
        yield Finding(entry.path, facts)


def _outside(figure: Figure, span: tuple[float, float]) -> float:
    """How far a figure lies outside a range; 0 inside it."""
    return max(span[0] - figure.value, figure.value - span[1], 0.0)


def stale_price(result: Result) -> Iterator[Finding]:
    """The table's prices are old when it begins, or a figure's prices are far from the table's."""
    case = result.case
    if case.first_year - case.price_year > OLD:
        yield Finding("price_year", {"year": case.price_year})
    stated: dict[str, set[int]] = {}
    for entry in result.entries:
        for figure in entry.figures().values():
            if figure.price_year is not None:
                stated.setdefault(_place(entry), set()).add(figure.price_year)
    if case.reimbursement and case.reimbursement.price_year is not None:
        stated.setdefault("reimbursement", set()).add(case.reimbursement.price_year)
    for path, years in stated.items():
        far = [year for year in years if abs(year - case.price_year) > OLD]
        if far:
            yield Finding(path, {"year": year_spans(far)})


# ------------------------------------------------------------------ whether they add up
def sums(result: Result) -> Iterator[Finding]:
    """Every total once more by a plain addition of the lines; a finding where the row shows something else."""
    for key, years, shown in added_up(result):
        for parts, value_shown in zip(years, shown, strict=True):
            expected = fsum(parts)
            if abs(expected - value_shown) >= ZERO + 1e-9 * max(map(abs, parts), default=0.0):
                yield Finding(key, {"sum": WholeKr(expected), "shown": WholeKr(value_shown)})
                break


Added = tuple[str, list[list[float]], Sequence[float]]


def added_up(result: Result) -> Iterator[Added]:
    """Each total with what it is the sum of, by year, from the rows of the lines alone, and with what it shows."""
    kinds = dict((*BLOCKS, ("net", OWN)))
    lines = [row for row in result.rows if row.line is not None]
    own = [row for row in lines if row.kind in kinds["net"]]
    for key, wanted in kinds.items():
        yield key, _by_year(result, [row for row in own if row.kind in wanted]), result.row(key).values
    yearly = [fsum(parts) for parts in _by_year(result, own)]
    so_far = [yearly[: i + 1] for i in range(len(yearly))]
    yield "accumulated", so_far, result.row("accumulated").values
    for area, shown in result.areas.items():
        mine = [row for row in own if row.line is not None and (row.line.service_area or "") == area]
        yield f"areas.{area}", _by_year(result, mine), shown
    for row in result.rows:
        if row.key in ("net.budget", "accumulated.budget"):
            rises = [
                row
                for key, row in result.book.rows.items()
                if row.name == "avoided" and f"net.budget.{key}" in result.book.rows
            ]
            cuts = _by_year(result, [line for line in own if _is_cashed(line)])
            years = [[*parts, *(-row.values[i] for row in rises)] for i, parts in enumerate(cuts)]
            if row.key == "accumulated.budget":
                sums = [fsum(parts) for parts in years]
                years = [sums[: i + 1] for i in range(len(sums))]
            yield row.key, years, row.values
        elif row.key.startswith("payer."):
            theirs = [line for line in lines if line.line is not None and f"payer.{line.line.payer}" == row.key]
            yield row.key, _by_year(result, theirs), row.values


def _by_year(result: Result, rows: Sequence[Row]) -> list[list[float]]:
    return [[row.values[i] for row in rows] for i in range(len(result.years))]


def _is_cashed(row: Row) -> bool:
    return not isinstance(row.line, Saving) or row.line.cashable or row.kind == "replacement"
