"""An entry of the reference library in words: its name, how well it is known, where it comes from, and its value."""

from budget.case.library import Reference
from budget.text import Words


def label_of(entry: Reference, year: int | None, words: Words) -> str:
    label = entry.label.in_language(words.language)
    return f"{label}, {year}" if year is not None and str(year) not in label else label


def status_text(entry: Reference, words: Words) -> str:
    """How well the entry is known: what was not read in a source says so."""
    return words(f"library.status.{entry.status}")


def origin_text(entry: Reference, words: Words) -> str:
    """Title, publisher, date and place of the entry's source."""
    origin = entry.source
    said = ", ".join(x for x in (origin.title, origin.publisher, origin.date, origin.document) if x)
    return words("explain.source", source=said)
