"""The sheet `Kilder`: sources, quotes and notes, what is left out, and at the end the case itself as text."""

import hashlib
from collections.abc import Iterable, Iterator

from budget.case import case_to_text, entries
from budget.export.sheet import FIRST_SOURCE, SOURCES, Export
from budget.shown.changed import was_text
from budget.shown.labels import figure_label, source_text

CASE_MARK = "case.yaml"  # the row before the first line of the case
MARK_COLUMN = 4  # beside each line of the case: a mark of the text so far, which an edit does not have


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    words, case = export.words, export.case
    export.text(SOURCES, 0, 0, words("sheet.sources.title"), "title")
    row = _header(export, FIRST_SOURCE - 2, ("key", "source"))
    export.sheets[SOURCES].freeze_panes(FIRST_SOURCE - 1, 0)
    for key in case.sources:
        row += 1
        source = case.sources[key]
        export.text(SOURCES, row, 0, key)
        extra = [text for text in (source.address, source.note) if text]
        export.text(SOURCES, row, 1, " · ".join([source_text(case.sources, key), *extra]))
    export.text(SOURCES, row + 2, 0, words("sheet.sources.quotes"), "heading")
    row = _header(export, row + 3, ("key", "source", "quote", "note"))
    for parts in _provenance(export):
        row += 1
        for col, text in enumerate(parts):
            export.text(SOURCES, row, col, text)
    quoted = ((o.label, words("word.quoted", text=o.quote) if o.quote else "") for o in case.omitted)
    row = _list(export, row + 2, "omitted", [": ".join(filter(None, told)) for told in quoted])
    row = _list(export, row + 1, "notes", list(case.notes))
    export.text(SOURCES, row + 1, 0, words("sheet.sources.case"), "heading")
    row += 2
    export.text(SOURCES, row, 0, CASE_MARK, "header")
    export.text(SOURCES, row, MARK_COLUMN, words("sheet.sources.mark"), "header")
    lines = case_to_text(case).rstrip("\n").split("\n")
    for line, mark in zip(lines, marks(lines), strict=True):
        row += 1
        export.text(SOURCES, row, 0, line, "plain")
        export.text(SOURCES, row, MARK_COLUMN, mark, "small_line")
    return row, MARK_COLUMN


def marks(lines: Iterable[str]) -> Iterator[str]:
    """For each line the beginning of the hash of the text so far: they differ from an edited or lost line on."""
    so_far = hashlib.sha256()
    for line in lines:
        so_far.update(f"{line}\n".encode())
        yield so_far.hexdigest()[:8]


def _header(export: Export, row: int, keys: tuple[str, ...]) -> int:
    for col, key in enumerate(keys):
        export.text(SOURCES, row, col, export.words(f"sheet.sources.{key}"), "header")
    return row


def _provenance(export: Export) -> Iterator[tuple[str, str, str, str]]:
    """Label, source, quote and note of every line and figure that states one."""
    case, words = export.case, export.words
    sources = case.sources
    for line in case.lines():
        if line.source or line.quote or line.note:
            yield line.label, source_text(sources, line.source), line.quote or "", line.note or ""
    for entry in entries(case):
        for year, figure in entry.figures().items():
            if figure.source or figure.quote or figure.note or figure.was:
                label = figure_label(entry.path, entry.line, words, year)
                source = source_text(sources, figure.source) or was_text(figure, entry.key.unit, sources, words)
                yield label, source, figure.quote or "", figure.note or ""


def _list(export: Export, row: int, name: str, items: list[str]) -> int:
    if not items:
        return row
    export.text(SOURCES, row, 0, export.words(f"sheet.sources.{name}"), "heading")
    for item in items:
        row += 1
        export.text(SOURCES, row, 1, item)
    return row + 1
