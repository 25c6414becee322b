"""The results that a version was saved with, beside what the program makes of it now, in words."""

from collections.abc import Mapping
from typing import Any

from budget.analysis.kept import YEARS, Moved, moved_figures, moved_rows, reasons
from budget.formulas import Result
from budget.shown.model import Cell, Display, Group, Heading, Items, Row, Table, Text, piece, year_columns
from budget.text import Words

SHARES, RATIOS = ("break_even_realisation",), ("saving_per_krone",)


def kept_results(number: int, engine: str, kept: Mapping[str, Any], result: Result, words: Words) -> Group:
    """Whether a version still comes to what it was saved with; where not, both, and why."""
    rows, figures = moved_rows(kept, result), moved_figures(kept, result)
    heading = Heading(words("kept.title", number=number))
    if not rows and not figures:
        return piece("kept", heading, Text(words("kept.same", engine=engine), "about"), look="kept")
    why = Items(tuple(Text(words(f"kept.why.{reason}")) for reason in reasons(engine, rows, figures, result)))
    said = Items(tuple(Text(_figure(one, words)) for one in figures)) if figures else None
    table = _table(rows, result, words) if rows else None
    return piece("kept", heading, Text(words("kept.differs", engine=engine), "warning"), why, said, table, look="kept")


def differs(kept: Mapping[str, Any], result: Result) -> bool:
    """Whether there is anything to tell."""
    return bool(moved_rows(kept, result) or moved_figures(kept, result))


def _figure(one: Moved, words: Words) -> str:
    was, now = (_value(one.key, value, words) for value in (one.was[0], one.now[0]))
    return words("kept.figure", figure=words(f"row.summary.{one.key}"), was=was, now=now)


def _value(key: str, value: float | None, words: Words) -> str:
    if value is None:
        return words("word.none")
    if key in YEARS:
        return str(int(value))
    if key in SHARES:
        return words.share(value)
    return words.number(value, 2) if key in RATIOS else words.kr(value)


def _table(rows: list[Moved], result: Result, words: Words) -> Table:
    display, found = Display(), []
    for one in rows:
        for name, values in (("was", one.was), ("now", one.now)):
            cells: tuple[Cell, ...] = tuple(display.cell(value, words) for value in values)
            cells += (Cell(words("word.none")),) * (len(result.years) - len(cells))
            found.append(Row(f"{one.key}.{name}", "line", words(f"kept.row.{name}", row=one.label), cells))
    return Table("kept", words("kept.table", unit=words("unit.1000")), year_columns(result.years), tuple(found))
