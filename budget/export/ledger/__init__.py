"""Actuals from a file as a finance system exports it.

A file is rows (`source`), the rows hold a table (`shape`), a person or the headings say what its columns are
(`choice`), its rows are postings (`postings`), and these become entries of a case (`entries`, `taking`). Nothing is
guessed about a row: it is taken, left out with its reason, or asked about.
"""

from budget.export.ledger.choice import (
    UNITS,
    Choice,
    choices_from,
    chosen_columns,
    column_of,
    kept_text,
    misfit,
    name_of,
    said_units,
    suggested,
)
from budget.export.ledger.postings import Refused
from budget.export.ledger.shape import Grid, read_grid
from budget.export.ledger.source import Progress, source_of
from budget.export.ledger.taking import Taken, accounts_in, take
from budget.export.ledger.vocabulary import role_of

__all__ = [
    "UNITS",
    "Choice",
    "Grid",
    "Progress",
    "Refused",
    "Taken",
    "accounts_in",
    "choices_from",
    "chosen_columns",
    "column_of",
    "kept_text",
    "misfit",
    "name_of",
    "read_ledger",
    "role_of",
    "said_units",
    "suggested",
    "take",
]


def read_ledger(data: bytes, sheet: str | None = None, progress: Progress | None = None) -> Grid:
    """The table of a CSV file or of a workbook's sheet; CaseError for no such table."""
    return read_grid(source_of(data), sheet, progress)
