"""The portfolio as tables: the overview list, net by service area and year, and the returns side by side."""

from collections.abc import Callable, Sequence

from budget.analysis.portfolio import ZERO, Area, Member, Portfolio
from budget.case import Case
from budget.shown.changed import changed_state, status_text
from budget.shown.model import Cell, Column, Row, Table, year_columns
from budget.text import Words
from budget.text.numbers import UNITS

RETURNS = {
    "payback_year": "year", "payback_years": "year", "net": "mio", "peak_exposure": "mio", "npv": "mio",
    "saving_per_krone": "ratio", "break_even_realisation": "share",
}  # fmt: skip


def _cell(value: float | None, unit: str, words: Words) -> Cell:
    """A figure in the unit of its column; what is not there stands empty."""
    if value is None:
        return Cell()
    if unit in UNITS:
        return Cell(words.amount(value, unit), value, unit)
    if unit == "share":
        return Cell(words.share(value, up=True), value, unit)
    return Cell(str(int(value)) if unit == "year" else words.number(value, 2), value, unit)


# ------------------------------------------------------------------ the overview list
def overview(found: Portfolio, words: Words) -> Table:
    """The list in which proposals are put to a council: exactly its columns, in mio. kr., empty where nothing is."""
    rows, sums = [], [0.0] * 4
    for number, member in enumerate([*found.together, *found.apart], start=1):
        values = _columns(member)
        if not member.apart:
            sums = [a + b for a, b in zip(sums, values, strict=True)]
        title = _named(member.case, words)
        if member.apart:
            title = words("portfolio.apart", title=title, year=member.case.price_year)
        figures = [_cell(value, "mio", words) for value in map(_none_for_zero, values)]
        cells = (Cell(str(number), number, "place"), Cell(title), *figures, _cell(member.payback_years, "year", words))
        rows.append(Row(str(member.case.id), "", member.committee or words("word.none"), cells))
    figures = [_cell(value, "mio", words) for value in map(_none_for_zero, sums)]
    rows.append(Row("total", "net", words("word.total"), (Cell(), Cell(), *figures, Cell())))
    heads = [words(f"portfolio.overview.{name}") for name in
             ("committee", "number", "proposal", "investment_service", "investment_capital", "efficiency_service",
              "efficiency_transfers", "payback")]  # fmt: skip
    columns = tuple(Column(head, words=n < 3) for n, head in enumerate(heads))
    title = words("portfolio.overview.title", year=found.price_year)
    return Table("overview", title, columns, tuple(rows), tuple(_notes(found, words)))


def _named(case: Case, words: Words) -> str:
    """The title of a case; behind it that the one in hand is changed."""
    return " · ".join(filter(None, (str(case.title), changed_state(case, words))))


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
    by_area = [(label, "", values) for label, values in named_areas(found, words)]
    rows = tuple(
        Row(label, kind, label, tuple(_cell(kr, "1000", words) for kr in (*values, sum(values))))
        for label, kind, values in (*by_area, (words("word.total"), "net", found.totals()))
    )
    columns = year_columns(found.years, words("word.total"), corner=words("portfolio.area"))
    notes = (words("portfolio.note.budget_sign"), words("portfolio.note.own_years"))
    return Table("areas", words("portfolio.areas.title", year=found.price_year), columns, rows, notes)


def named_areas(found: Portfolio, words: Words) -> list[tuple[str, list[float]]]:
    """Every service area by its name, and its net by year."""
    by_area = found.areas()
    several = len({municipality for municipality, _ in by_area}) > 1
    return [(_area(found, area, several, words), values) for area, values in by_area.items()]


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
        summary, case = member.result.summary, member.case
        about = Cell(status_text(case, words)), Cell(words("table.prices.fixed", year=case.price_year))
        figures = (_cell(summary[name], unit, words) for name, unit in RETURNS.items())
        rows.append(Row(str(case.id), "", _named(case, words), (*about, *figures)))
    heads = [words(f"portfolio.returns.{name}") for name in
             ("case", "status", "prices", "payback_year", "payback_years", "net", "peak", "npv", "ratio",
              "break_even")]  # fmt: skip
    columns = tuple(Column(head, words=n < 3) for n, head in enumerate(heads))
    return Table("returns", words("portfolio.returns.title"), columns, tuple(rows), (words("portfolio.note.returns"),))


TABLES: dict[str, Callable[[Portfolio, Words], Table]] = {"overview": overview, "areas": areas, "returns": returns}
