"""The portfolio as tables: the overview list, net by service area and year, and the returns side by side; all of it
as CSV, and with every case and its workbook in one archive.
"""

import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from budget.analysis.portfolio import ZERO, Area, Member, Portfolio
from budget.case import case_to_text
from budget.export.tables import csv_decimal, csv_number, csv_text, safe_text
from budget.text import Words
from budget.text.numbers import UNITS, rounded

OVERVIEW, AREAS, RETURNS = "overview", "areas", "returns"


@dataclass(frozen=True)
class Row:
    """The words and the figures of one row; a figure that is not there is None, and stands empty."""

    texts: Sequence[str]
    values: Sequence[float | None]
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a unit for every column of figures: 1000, kr, mio, year, ratio or share."""

    name: str
    title: str
    heads: Sequence[str]
    units: Sequence[str]
    rows: Sequence[Row]
    notes: Sequence[str] = field(default_factory=tuple)


def cells(table: Table, row: Row, words: Words) -> list[str]:
    """The row as it is read."""
    return [*row.texts, *(_shown(v, u, words) for v, u in zip(row.values, table.units, strict=True))]


def _shown(value: float | None, unit: str, words: Words) -> str:
    if value is None:
        return ""
    if unit in UNITS:
        return words.amount(value, unit)
    if unit == "share":
        return words.share(value, up=True)
    return str(int(value)) if unit == "year" else words.number(value, 2)


# ------------------------------------------------------------------ the overview list
def overview(found: Portfolio, words: Words) -> Table:
    """The list in which proposals are put to a council: exactly its columns, in mio. kr., empty where nothing is."""
    rows, sums = [], [0.0] * 4
    for number, member in enumerate([*found.together, *found.apart], start=1):
        values = _columns(member)
        if not member.apart:
            sums = [a + b for a, b in zip(sums, values, strict=True)]
        title = str(member.case.title)
        if member.apart:
            title = words("portfolio.apart", title=title, year=member.case.price_year)
        texts = [member.committee or words("word.none"), str(number), title]
        rows.append(Row(texts, [*map(_none_for_zero, values), member.payback_years]))
    rows.append(Row([words("word.total"), "", ""], [*map(_none_for_zero, sums), None], total=True))
    heads = [words(f"portfolio.overview.{name}") for name in
             ("committee", "number", "proposal", "investment_service", "investment_capital", "efficiency_service",
              "efficiency_transfers", "payback")]  # fmt: skip
    title = words("portfolio.overview.title", year=found.price_year)
    return Table(OVERVIEW, title, heads, ("mio",) * 4 + ("year",), rows, _notes(found, words))


def _columns(member: Member) -> list[float]:
    return [
        member.investment("service"),
        member.investment("capital"),
        member.efficiency("service"),
        member.efficiency("transfers"),
    ]


def _none_for_zero(value: float) -> float | None:
    return None if abs(value) < ZERO else value


def _notes(found: Portfolio, words: Words) -> list[str]:
    """What is not in the sum, what was converted, and money that the list has no column for."""
    notes = [words("portfolio.note.sign")]
    converted = [m for m in found.together if m.case.price_year != found.price_year]
    if converted:
        notes.append(words("portfolio.note.converted", cases=words.listed(_titles(converted)), year=found.price_year))
    if found.apart:
        notes.append(words("portfolio.note.apart", cases=words.listed(_titles(found.apart)), year=found.price_year))
    outside = [member for member in found.members if member.outside]
    if outside:
        notes.append(words("portfolio.note.outside", cases=words.listed(_titles(outside))))
    return notes


def _titles(members: Sequence[Member]) -> list[str]:
    return list(dict.fromkeys(str(member.case.title) for member in members))


# ------------------------------------------------------------------ service areas and returns
def areas(found: Portfolio, words: Words) -> Table:
    """Net by service area and year in 1.000 kr., with the year's total."""
    several = len({municipality for municipality, _ in found.areas()}) > 1
    rows = [Row([_area(found, area, several, words)], [*v, sum(v)]) for area, v in found.areas().items()]
    totals = found.totals()
    rows.append(Row([words("word.total")], [*totals, sum(totals)], total=True))
    heads = [words("portfolio.area"), *map(str, found.years), words("word.total")]
    title = words("portfolio.areas.title", year=found.price_year)
    notes = [words("portfolio.note.budget_sign"), words("portfolio.note.own_years")]
    return Table(AREAS, title, heads, ("1000",) * (len(found.years) + 1), rows, notes)


def _area(found: Portfolio, area: Area, several: bool, words: Words) -> str:
    """The service area with its name, and its municipality where there are several."""
    municipality, key = area
    names = (m.case.service_areas[key].name for m in found.together if key and key in m.case.service_areas
             and m.case.municipality == municipality)  # fmt: skip
    name = next(names, "")
    label = f"{key} {name}" if name and name != key else key or words("portfolio.no_area")
    return f"{municipality}: {label}" if several else label


def returns(found: Portfolio, words: Words) -> Table:
    """Payback and return of every case beside one another, each in its own prices."""
    rows = []
    for member in found.members:
        s, case = member.result.summary, member.case
        status = words(f"status.{case.status}")
        prices = words("table.prices.fixed", year=case.price_year)
        values = [s["payback_year"], s["payback_years"], s["net"], s["peak_exposure"], s["npv"],
                  s["saving_per_krone"], s["break_even_realisation"]]  # fmt: skip
        rows.append(Row([str(case.title), status, prices], values))
    heads = [words(f"portfolio.returns.{name}") for name in
             ("case", "status", "prices", "payback_year", "payback_years", "net", "peak", "npv", "ratio",
              "break_even")]  # fmt: skip
    units = ("year", "year", "mio", "mio", "mio", "ratio", "share")
    return Table(RETURNS, words("portfolio.returns.title"), heads, units, rows, [words("portfolio.note.returns")])


# ------------------------------------------------------------------ to take away
def table_csv(table: Table) -> str:
    """The table for a Danish spreadsheet, with its title above and its notes below."""
    rows: list[Sequence[str]] = [[safe_text(table.title)], list(map(safe_text, table.heads))]
    for row in table.rows:
        figures = [_csv(v, u) for v, u in zip(row.values, table.units, strict=True)]
        rows.append([*map(safe_text, row.texts), *figures])
    return csv_text([*rows, *([safe_text(note)] for note in table.notes)])


def _csv(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit in UNITS:
        return csv_number(value, unit)
    return csv_decimal(rounded(value, {"year": 0, "ratio": 4, "share": 4}[unit]))


def archive(found: Portfolio, words: Words) -> bytes:
    """The tables as CSV, and every case as a file and as a workbook. The same cases give the same bytes."""
    from budget.export.workbook import workbook

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for table in (overview(found, words), areas(found, words), returns(found, words)):
            _write(file, f"{table.name}.csv", table_csv(table).encode())
        for number, member in enumerate(found.members, start=1):
            case = member.case
            name = f"{number:03d}-{case.id}"
            _write(file, f"{name}.yaml", case_to_text(case).encode())
            _write(file, f"{name}.xlsx", workbook(case, language=words.language))
    return out.getvalue()


def _write(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    first = datetime.datetime(1980, 1, 1)  # the earliest that an archive can tell
    file.writestr(zipfile.ZipInfo(name, first.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
