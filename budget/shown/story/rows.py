"""The tables of the presentation, in words: money, caseworkers and children."""

from collections.abc import Iterable, Sequence

from budget.analysis.caseloads import Workload, benchmarks, workloads
from budget.analysis.facts import KrSpan, places_span
from budget.analysis.placements import Course, StatedPlaces, stated_places
from budget.case.models import Mix, Posts
from budget.formulas import Result
from budget.formulas.row import Row as Amounts
from budget.shown.key_figures import money
from budget.shown.labels import printed_label, row_label
from budget.shown.phrases import said
from budget.shown.small_numbers import LEAST, count_text, is_small
from budget.shown.story.model import Row, Table
from budget.shown.table_words import notes, row_total, title
from budget.text import Words


def money_table(result: Result, words: Words, unit: str) -> Table:
    """The net-saving table as the council reads it."""
    rows = tuple(_money_row(row, words, unit) for row in result.printed)
    head = ("", *map(str, result.years), words("word.total"))
    under = tuple(note for note in notes(result, words, unit) if note not in price_note(result, words))
    return Table("net", title(result, words, unit), head, rows, under, tuple(result.years))


def price_note(result: Result, words: Words) -> tuple[str, ...]:
    """That the price level is an assumption, where it is."""
    return (words("note.price_level", year=result.case.price_year),) if result.case.price_level_assumed else ()


def _money_row(row: Amounts, words: Words, unit: str) -> Row:
    total = row_total(row)
    cells = [*(words.amount(value, unit) for value in row.values), "" if total is None else words.amount(total, unit)]
    label = " ".join(printed_label(row, words).split())
    return Row(row.key, row.kind, label, tuple(cells), tuple(row.values))


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
    return Table("posts", words("story.posts"), ("", *map(str, result.years)), tuple(rows), (), tuple(result.years))


def _count_row(row: Amounts, words: Words) -> Row:
    return Row(row.key, "count", row_label(row, words), tuple(words.plain(v, 2) for v in row.values))


def _caseload_rows(load: Workload, words: Words, several: bool) -> list[Row]:
    found = {"without": load.without_extra, "with": load.caseload, "target": load.target}
    rows = []
    for name, values in found.items():
        label = words(f"caseload.row.{name}")
        cells = tuple(words("word.none") if v is None else words.plain(v, 1) for v in values)
        text = words("check.of_line", line=load.line.label, text=label) if several else label
        rows.append(Row(f"{load.line.id}.{name}", "caseload", text, cells))
    return rows


def benchmark_table(result: Result, words: Words) -> Table | None:
    """What a caseload is elsewhere, lowest first; None where the case has no caseload."""
    if not workloads(result):
        return None
    rows = []
    for mark in benchmarks():
        low, high = words.plain(mark.low), words.plain(mark.high)
        if mark.is_below:
            text = words("caseload.below", value=high)
        else:
            text = high if low == high else words("check.span", low=low, high=high)
        rows.append(Row(mark.id, "benchmark", mark.entry.label.in_language(words.language), (text,)))
    return Table("benchmarks", words("caseload.benchmarks"), ("", words("caseload.head.caseload")), tuple(rows))


# ------------------------------------------------------------------ children
def places_table(result: Result, found: Sequence[Course], words: Words) -> Table | None:
    """Stops and full-year places by line and year; None where the case has no such line."""
    if not found:
        return None
    rows = [row for course in found for row in _course_rows(course, words)]
    years, note = tuple(result.years), small_note((cell for row in rows for cell in row.cells), words)
    return Table("places", words("story.places"), ("", *map(str, years)), tuple(rows), note, years)


def _course_rows(course: Course, words: Words) -> Iterable[Row]:
    line = course.line
    parts = {"places": course.places} if isinstance(line, Mix) else {"stops": course.planned, "places": course.places}
    for name, values in parts.items():
        key = f"story.places.{'moved' if isinstance(line, Mix) else name}"
        cells = tuple(count_text(value, words) for value in values)
        yield Row(f"{line.id}.{name}", "count", words(key, line=line.label), cells)


def stated_table(result: Result, words: Words) -> Table | None:
    """What a source says a saving in kr equals, and the price that this implies; None where it says nothing."""
    found = list(stated_places(result))
    if not found:
        return None
    rows = tuple(_stated_row(stated, words) for stated in found)
    head = ("", words("story.stated.amount"), words("story.stated.places"), words("story.stated.price"))
    note = small_note((cell for row in rows for cell in row.cells), words)
    return Table("stated", words("story.stated"), head, rows, note)


def _stated_row(stated: StatedPlaces, words: Words) -> Row:
    span = said(places_span(stated.places.low, stated.places.high), words)
    hidden = words.discreet and is_small(stated.places.low)  # the price would tell the number
    price = words("word.none") if hidden else said(KrSpan(*stated.price), words)
    return Row(str(stated.line.id), "count", stated.line.label, (money(stated.kr, words), span, price))


def small_note(texts: Iterable[str], words: Words) -> tuple[str, ...]:
    """That small numbers are not shown, where they are not."""
    hidden = any(f"<{LEAST}" in text for text in texts)
    return (words("note.small_numbers", least=LEAST),) if hidden else ()
