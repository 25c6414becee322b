"""Where single figures of a line come from, when they do not simply have the line's source."""

from collections.abc import Iterator, Sequence

from budget.case import Case, Entry, Figure
from budget.dashboard.parts.markup import Html, tag
from budget.shown.changed import was_text
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
