"""Where single figures of a line come from, when they do not simply have the line's source."""

from collections.abc import Iterator, Sequence

from budget.case import Case, Entry, Figure
from budget.dashboard.parts.markup import Html, tag
from budget.shown.labels import key_text, source_text, value_text
from budget.text import Words


def own_sources(case: Case, figures: Sequence[Entry], words: Words) -> Html | None:
    """The figures that have a source, a quote or a note of their own."""
    found = [item for entry in figures for item in _of(case, entry, words)]
    if not found:
        return None
    return tag("details", tag("summary", words("line.own_sources", count=len(found))), tag("ul", *found), class_="own")


def _of(case: Case, entry: Entry, words: Words) -> Iterator[Html]:
    for year, figure in entry.figures().items():
        if figure.source or figure.quote or figure.note:
            name = key_text(entry, words)
            label = name if year is None else f"{name}, {year}"
            yield tag(
                "li",
                tag("b", f"{label}: {value_text(figure.value, entry.key.unit, words)}"),
                *(tag("p", text) for text in provenance(case, figure, words)),
            )


def provenance(case: Case, figure: Figure, words: Words, line_source: str | None = None) -> Iterator[str]:
    """Source, quote and note of a figure in words; that it is an assumption where it has no source."""
    source = source_text(case.sources, figure.source or line_source)
    yield words("explain.source", source=source) if source else words("explain.assumption")
    if figure.quote:
        yield words("explain.quote", quote=figure.quote)
    if figure.note:
        yield words("explain.note", note=figure.note)
