"""The budget follow-up of one year as a budget office reads it: by line, service area and case, and its text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from budget.analysis.follow_up import FollowUp, deviation_word
from budget.analysis.positions import Position, Standing, YearPositions, positions, together
from budget.case import Case
from budget.shown.follow_up_tables import covering, follow_up_title, marked, with_word
from budget.shown.labels import line_label
from budget.shown.model import NONE, Cell, Column, Display, Row, Table
from budget.text import Words

COLUMNS = (
    "budget", "changes", "carried", "revised", "spent", "to_date", "used", "forecast", "year_deviation",
)  # fmt: skip


SPENT = COLUMNS.index("spent")
MOST_LINES = 8  # of more there is room for the service areas alone


def office_table(found: FollowUp, year: int, words: Words, unit: str = "1000", lines: bool = True) -> Table:
    """The table of one year, in the order of COLUMNS; without its lines it has the service areas and the case alone."""
    at = positions(found, year)
    columns = (
        Column(words("follow_up.office.line"), words=True),
        *(Column(words(f"follow_up.{name}")) for name in COLUMNS),
    )
    caption = words("follow_up.office.title", year=year, title=follow_up_title(found, words, unit))
    rows = tuple(_rows(found.case, at, words, unit, lines))
    return Table("office", caption, columns, rows, tuple(_notes(at, words)))


def brief_table(found: FollowUp, year: int, words: Words, unit: str = "1000") -> Table:
    """The table where there is little room: from the revised budget on, of a closed year without what is expected, of
    many lines the service areas alone, and what a figure covers beneath it."""
    at = positions(found, year)
    lines = len(found.lines) <= MOST_LINES
    table = office_table(found, year, words, unit, lines)
    bare = {
        row.key: row.cells[SPENT]._replace(text=words.amount(row.cells[SPENT].value or 0.0, unit)) for row in table.rows
    }
    marks = []
    for standing in at.own if lines else []:
        covers = covering(standing.year.outturn, words)
        if covers:
            line = words("check.quoted", text=standing.followed.line.label)
            marks.append(words("follow_up.office.covers", line=line, covers=", ".join(covers)))
    rows = tuple(
        replace(row, cells=(*row.cells[:SPENT], bare[row.key], *row.cells[SPENT + 1 :]))
        if row.cells[SPENT].value is not None
        else row
        for row in table.rows
    )
    partial = any(standing.position.partial for standing in (*at.own, *at.others))
    names = ("spent", "to_date", "forecast") if partial else ("spent", "used")
    shown = [0, *(COLUMNS.index(name) + 1 for name in ("revised", *names, "year_deviation"))]
    return replace(table, rows=rows, notes=(*table.notes, *marks)).with_columns(shown)


def _rows(case: Case, at: YearPositions, words: Words, unit: str, lines: bool) -> Iterator[Row]:
    for area, standings in at.areas.items():
        if lines:
            yield from (_line(standing, words, unit) for standing in standings)
        if not lines or (len(standings) > 1 and area):
            label = words("follow_up.office.area", area=area_label(case, area, words)) if lines else None
            yield _sum(f"area:{area}", "subtotal", label or area_label(case, area, words), standings, words, unit)
    yield _sum("total", "net", words("follow_up.office.total"), at.own, words, unit)
    if lines:
        yield from (_line(standing, words, unit) for standing in at.others)


def area_label(case: Case, area: str, words: Words) -> str:
    """SO 16 Børn og familie; the key alone where that is its name."""
    if not area:
        return words("follow_up.office.no_area")
    name = case.service_areas[area].name
    return area if name == area else f"{area} {name}"


def _line(standing: Standing, words: Words, unit: str) -> Row:
    line = standing.followed.line
    label = line_label(line)
    if line.payer != "municipality":
        label = words("follow_up.office.payer", line=label, payer=words(f"payer.{line.payer}"))
    cells = _cells(standing.position, standing.followed.income, words, unit)
    cells[SPENT] = marked(cells[SPENT], standing.year.outturn, words)
    return Row(f"line:{line.id}", "", label, tuple(cells))


def _sum(key: str, kind: str, label: str, standings: Sequence[Standing], words: Words, unit: str) -> Row:
    incomes = all(standing.followed.income for standing in standings)
    return Row(key, kind, label, tuple(_cells(together(standings), incomes, words, unit)))


def _cells(at: Position, income: bool, words: Words, unit: str) -> list[Cell]:
    def amount(kr: float | None) -> Cell:
        return Display(unit).cell(kr, words)

    used = Cell(NONE) if at.used is None else Cell(words.share(at.used), at.used, "share")
    beyond = amount(at.expected_deviation)
    if at.expected_deviation is not None:
        beyond = beyond._replace(text=with_word(beyond.text, at.expected_deviation, income, words))
    kr = (at.budget, at.granted, at.carried, at.revised, at.actual, at.to_date)
    return [*map(amount, kr), used, amount(at.forecast), beyond]


def _notes(at: YearPositions, words: Words) -> Iterator[str]:
    """Why a sum is not known, and that what others pay is in none."""
    if at.known and at.missing:
        yield words("follow_up.office.missing", lines=_named(at.missing, words))
    if at.others:
        yield words("follow_up.office.others")


def _named(standings: Sequence[Standing], words: Words) -> str:
    return words.listed(words("check.quoted", text=standing.followed.line.label) for standing in standings)


# ------------------------------------------------------------------ the text
def office_text(found: FollowUp, year: int, words: Words) -> tuple[str, ...]:
    """Three sentences with exact amounts: the budget, what was spent of it, and what is expected; of a closed year
    where it deviates. Where not all lines have figures, of those that have; the others are named."""
    at = positions(found, year)
    known = at.known or [standing for standing in at.own if standing.is_followed]
    whole = together(known)
    incomes = bool(known) and all(standing.followed.income for standing in known)
    scope = words("follow_up.office.case" if not (at.known and at.missing) else "follow_up.office.those_known")
    said = [_budget(whole, scope, year, words)]
    if not at.known:
        return (*said, words("follow_up.office.nothing", year=year))
    said += (_partial if whole.partial else _closed)(whole, known, incomes, year, words)
    if at.missing:
        said.append(words("follow_up.office.not_known", lines=_named(at.missing, words)))
    return tuple(said)


def _budget(whole: Position, scope: str, year: int, words: Words) -> str:
    facts = {"scope": scope, "year": year, "net": _net(whole.revised, words)}
    if not (whole.granted or whole.carried):
        return words("follow_up.office.unchanged", **facts)
    parts = {name: words.kr(getattr(whole, name)) for name in ("budget", "granted", "carried")}
    return words("follow_up.office.revised", **facts, **parts)


def _partial(whole: Position, known: Sequence[Standing], incomes: bool, year: int, words: Words) -> Iterator[str]:
    spent = {"net": _net(whole.actual or 0.0, words), "to_date": _net(whole.to_date or 0.0, words)}
    deviation = _deviation(whole.deviation_to_date or 0.0, incomes, words)
    yield words("follow_up.office.so_far", through=_through(known, year, words), deviation=deviation, **spent)
    if whole.forecast is None:
        yield words("follow_up.office.no_forecast", year=year)
    else:
        facts = {"year": year, "net": _net(whole.forecast, words)}
        beyond = _deviation(whole.expected_deviation or 0.0, incomes, words)
        yield words("follow_up.office.expected", deviation=beyond, **facts)


def _closed(whole: Position, known: Sequence[Standing], incomes: bool, year: int, words: Words) -> Iterator[str]:
    evaluated = any(standing.year.outturn.basis == "evaluation" for standing in known)
    what = words("follow_up.office.evaluation" if evaluated else "follow_up.office.accounts")
    facts = {"what": what, "year": year, "net": _net(whole.actual or 0.0, words)}
    yield words(
        "follow_up.office.closed", deviation=_deviation(whole.deviation_to_date or 0.0, incomes, words), **facts
    )
    largest = max(known, key=lambda standing: abs(standing.year.deviation_to_date or 0.0))
    used = words("follow_up.office.no_budget") if whole.used is None else words.share(whole.used)
    beyond = _deviation(largest.year.deviation_to_date or 0.0, largest.followed.income, words)
    if len(known) == 1 or whole.used is None:
        yield words("follow_up.office.used", used=used)
    else:
        label = words("check.quoted", text=largest.followed.line.label)
        yield words("follow_up.office.used_most", used=used, line=label, deviation=beyond)


def _net(kr: float, words: Words) -> str:
    """En nettobesparelse på 3.000.000 kr."""
    if words.kr(kr) == words.kr(0):
        return words.kr(0)
    return words(f"follow_up.office.{'cost' if kr > 0 else 'saving'}", amount=words.kr(abs(kr)))


def _deviation(kr: float, income: bool, words: Words) -> str:
    """Et merforbrug på 40.000 kr."""
    return words(f"follow_up.office.{deviation_word(kr, income)}", amount=words.kr(abs(kr)))


def _through(known: Sequence[Standing], year: int, words: Words) -> str:
    """Til og med marts 2015; where the lines have different months, that they have."""
    months = {standing.year.outturn.months for standing in known}
    (first, *others) = months
    if others or first != tuple(range(1, len(first) + 1)) or not first:
        return words("follow_up.office.some_months", year=year)
    return words("follow_up.office.through", month=words(f"month.{first[-1]}"), year=year)
