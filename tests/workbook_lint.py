"""Reads an exported workbook and tells which of the rules W01 to W32 it breaks.

What can be decided from the file is decided here. W16, W18 (under changed inputs), W20, W21 and W31 need a second
calculation or a second export: `tests.lint.recalculated` holds what those tests share.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.lint import formulas, graph, layout, pages, parts
from tests.lint.book import Book, Finding

RULES = [*parts.RULES, *layout.RULES, *formulas.RULES, *graph.RULES, *pages.RULES]

__all__ = ["RULES", "Finding", "lint"]


def lint(source: str | Path | bytes) -> list[Finding]:
    """Every finding, sorted by rule; a file that cannot be opened is one finding of W32."""
    try:
        book = Book.open(source)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        return [Finding("W32", "", "", f"cannot be opened: {error}")]
    return sorted({finding for rule in RULES for finding in rule(book)})
