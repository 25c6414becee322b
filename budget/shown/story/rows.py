"""The tables of the presentation, in words: money, caseworkers and children."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from budget.analysis.caseloads import Workload, benchmarks, workloads
from budget.analysis.facts import KrSpan, places_span
from budget.analysis.placements import Course, StatedPlaces, stated_places
from budget.case.models import Mix, Posts
from budget.formulas import Result
from budget.formulas.row import Row as Amounts
from budget.shown.charts.drivers import span_text
from budget.shown.labels import row_label
from budget.shown.model import NONE, Cell, Column, Display, Row, Table, year_columns
from budget.shown.net_table import net_table
from budget.shown.phrases import said
from budget.shown.small_numbers import LEAST, count_text, is_small
from budget.shown.table_words import price_note
from budget.text import Words


def money_table(result: Result, words: Words, unit: str) -> Table:
    """The net-saving table as the council reads it; that the price level is assumed stands under the view."""
    table = net_table(result, words, Display(unit), asks=True)
    return replace(table, notes=tuple(note for note in table.notes if note not in price_note(result, words)))


# ------------------------------------------------------------------ caseworkers
def with_posts(result: Result) -> list[Posts]:
    """The lines that hire somebody."""
    posts = [line for line in result.case.costs if isinstance(line, Posts)]
    return [line for line in posts if any(result.row(f"{line.id}.fte").values)]


def posts_table(result: Result, words: Words) -> Table | None:
    """Extra posts by year, and the caseload that they make; None where the case hires nobody."""
    loads = workloads(result)
    rows = [row for load in loads for row in _caseload_rows(load, words, several=len(loads) > 1)]
    rows += [_count_row(result.row(f"{line.id}.fte"), words) for line in with_posts(result)]
    if not rows:
        return None
    return Table("posts", words("story.posts"), year_columns(result.years), tuple(rows))


def _count_row(row: Amounts, words: Words) -> Row:
    cells = tuple(Cell(words.plain(value, 2), value, row.unit) for value in row.values)
    return Row(row.key, "count", row_label(row, words), cells)


def _caseload_rows(load: Workload, words: Words, several: bool) -> list[Row]:
    found = {"without": load.without_extra, "with": load.caseload, "target": load.target}
    rows = []
    for name, values in found.items():
        label = words(f"caseload.row.{name}")
        cells = tuple(Cell(NONE) if v is None else Cell(words.plain(v, 1), v, "children per fte") for v in values)
        text = words("check.of_line", line=load.line.label, text=label) if several else label
        rows.append(Row(f"{load.line.id}.{name}", "caseload", text, cells))
    return rows


def benchmark_table(result: Result, words: Words) -> Table | None:
    """What a caseload is elsewhere, lowest first; None where the case has no caseload."""
    if not workloads(result):
        return None
    rows = [
        Row(mark.id, "benchmark", mark.entry.label.in_language(words.language), (Cell(span_text(mark, words)),))
        for mark in benchmarks()
    ]
    columns = (Column(""), Column(words("caseload.head.caseload")))
    return Table("benchmarks", words("caseload.benchmarks"), columns, tuple(rows))


# ------------------------------------------------------------------ children
def places_table(result: Result, found: Sequence[Course], words: Words) -> Table | None:
    """Stops and full-year places by line and year; None where the case has no such line."""
    if not found:
        return None
    rows = [row for course in found for row in _course_rows(course, words)]
    note = small_note((text for row in rows for text in row.texts[1:]), words)
    return Table("places", words("story.places"), year_columns(result.years), tuple(rows), note)


def _course_rows(course: Course, words: Words) -> Iterable[Row]:
    line = course.line
    parts = {"places": course.places} if isinstance(line, Mix) else {"stops": course.planned, "places": course.places}
    for name, values in parts.items():
        key = f"story.places.{'moved' if isinstance(line, Mix) else name}"
        cells = tuple(Cell(count_text(value, words), value, "places") for value in values)
        yield Row(f"{line.id}.{name}", "count", words(key, line=line.label), cells)


def stated_table(result: Result, words: Words) -> Table | None:
    """What a source says a saving in kr equals, and the price that this implies; None where it says nothing."""
    found = list(stated_places(result))
    if not found:
        return None
    rows = tuple(_stated_row(stated, words) for stated in found)
    columns = ("", *(words(f"story.stated.{name}") for name in ("amount", "places", "price")))
    note = small_note((text for row in rows for text in row.texts[1:]), words)
    return Table("stated", words("story.stated"), tuple(map(Column, columns)), rows, note)


def _stated_row(stated: StatedPlaces, words: Words) -> Row:
    span = said(places_span(stated.places.low, stated.places.high), words)
    hidden = words.discreet and is_small(stated.places.low)  # the price would tell the number
    price = words("word.none") if hidden else said(KrSpan(*stated.price), words)
    cells = (Cell(words.money(stated.kr), stated.kr, "kr"), Cell(span), Cell(price))
    return Row(str(stated.line.id), "count", stated.line.label, cells)


def small_note(texts: Iterable[str], words: Words) -> tuple[str, ...]:
    """That small numbers are not shown, where they are not."""
    hidden = any(f"<{LEAST}" in text for text in texts)
    return (words("note.small_numbers", least=LEAST),) if hidden else ()
