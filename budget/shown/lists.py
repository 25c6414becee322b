"""Lists that one sorts and searches: every figure of a case with its source, and the whole reference library."""

from collections.abc import Iterator, Sequence

from budget.analysis.comparison import Compared
from budget.case import Case
from budget.case.library import Reference, library
from budget.shown.labels import key_text, source_text
from budget.shown.library_words import label_of, origin_text, status_text
from budget.shown.model import Cell, Column, Row, Table, texts
from budget.text import Words


def register(case: Case, found: Sequence[Compared], words: Words) -> Table:
    """Every figure of the case: what it belongs to, its value, where it lies against the library, its source."""
    heads = ("figure", "line", "year", "value", "unit", "library", "source")
    columns = tuple(Column(words(f"sources.{name}"), words=name not in ("year", "value")) for name in heads)
    rows = tuple(Row(item.path, "", key_text(item.entry, words), _cells(case, item, words)) for item in found)
    return Table("register", words("sources.register", count=len(rows)), columns, rows)


def _cells(case: Case, item: Compared, words: Words) -> tuple[Cell, ...]:
    line, year, unit = item.entry.line, item.year, item.entry.key.unit
    place = words(f"sources.place.{item.place}") if item.place else ""
    source = source_text(case.sources, item.source) or words("explain.assumption" if item.stated else "explain.default")
    return (
        Cell(line.label if line else words("group.shared")),
        _year(year),
        _figure(item.figure.value, unit, words),
        *texts(words(f"unit.{unit}"), place, source),
    )


def library_list(words: Words) -> Table:
    """Every figure of the reference library, with how well it is known and where it comes from."""
    heads = ("entry", "topic", "low", "high", "unit", "price_year", "known", "origin")
    figures = ("low", "high", "price_year")
    columns = tuple(Column(words(f"library.{name}"), words=name not in figures) for name in heads)
    rows = tuple(
        Row(
            f"{name}/{entry.id}",
            "",
            label,
            (
                Cell(topic.title.in_language(words.language)),
                _figure(low, entry.unit, words),
                _figure(high, entry.unit, words),
                Cell(words(f"unit.{entry.unit}")),
                _year(entry.price_year),
                *texts(status_text(entry, words), origin_text(entry, words)),
            ),
        )
        for name, topic in library().items()
        for entry in topic.entries
        for label, low, high in _stated(entry, words)
    )
    return Table("library", words("library.title", count=len(rows)), columns, rows)


def _stated(entry: Reference, words: Words) -> Iterator[tuple[str, float, float]]:
    """What an entry states: a value or a range, one for each year, visits in the first year and later, or limits."""
    label = label_of(entry, None, words)
    for year, value in (entry.values or {}).items():
        yield label_of(entry, year, words), value, value
    if entry.span is not None:
        yield (label, *entry.span)
    for name, visits in (("first_year", entry.first_year), ("later", entry.later)):
        if visits is not None:
            yield words(f"library.{name}", label=label), visits, visits
    for band in entry.bands or ():
        yield words("library.band", label=label, share=words.share(band.share, 0)), band.above, band.above


def _figure(value: float, unit: str, words: Words) -> Cell:
    """The figure without its unit, which has a column of its own: the same number is always written alike."""
    number = value * 100 if unit == "share" else value
    return Cell(words.plain(number, 4), number, unit)


def _year(year: int | None) -> Cell:
    return Cell() if year is None else Cell(str(year), float(year), "year")
