"""Where a figure comes from: its own source, quote and note where it has them, and those of its line."""

from collections.abc import Iterator

from budget.case import Case, Entry, Figure
from budget.dashboard.parts.markup import Html, join, tag
from budget.shown.changed import was_text
from budget.shown.labels import key_text, source_text, value_text
from budget.text import Words


def where_from(case: Case, entry: Entry, words: Words) -> Html | None:
    """The sources, quotes and notes of the figures that have their own, and those of their line."""
    line = entry.line
    own = list(_of(case, entry, words))
    parts: list[Html | None] = [tag("ul", *own, class_="own") if own else None]
    if line is not None:
        source = source_text(dict(case.sources), line.source)
        parts.append(tag("p", words("line.source", source=source)) if source and not own else None)
        parts.append(tag("blockquote", line.quote) if line.quote else None)
        parts.append(tag("p", line.note) if line.note else None)
    return join(*parts) if any(parts) else None


def _of(case: Case, entry: Entry, words: Words) -> Iterator[Html]:
    for year, figure in entry.figures().items():
        if figure.source or figure.quote or figure.note or figure.was:
            name = key_text(entry, words)
            label = name if year is None else f"{name}, {year}"
            yield tag(
                "li",
                tag("b", f"{label}: {value_text(figure.value, entry.key.unit, words)}"),
                *(tag("p", text) for text in provenance(case, entry, figure, words)),
            )


def provenance(case: Case, entry: Entry, figure: Figure, words: Words) -> Iterator[str]:
    """Source, quote and note of a figure in words; without a source what it was, or that it is an assumption."""
    source, was = source_text(case.sources, figure.source), was_text(figure, entry.key.unit, case.sources, words)
    yield words("explain.source", source=source) if source else was or words("explain.assumption")
    if figure.quote:
        yield words("explain.quote", quote=figure.quote)
    if figure.note:
        yield words("explain.note", note=figure.note)
