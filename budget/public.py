"""The names of `import budget` that are not simply those of a room: the language is a choice, and files are written.

Amounts are kr in budget sign everywhere: expenditure is positive, a saving or an income negative. What is not known is
None or NaN, never 0.
"""

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from budget.case import Case
from budget.formulas import Result
from budget.text import Words

if TYPE_CHECKING:
    from budget.analysis.frames import DataFrame
    from budget.shown import Node, Point

Results = Result | Iterable[Result] | Mapping[str, Result]


def frame(results: Results, wide: bool = False, language: str = "da") -> "DataFrame":
    """The table of one or several worked-out cases as a pandas DataFrame, a row for each year of each of its rows.

    Columns: `case` (its id, or the key it is given under in a mapping), `scenario` (the one applied, or ""), `year`,
    `key` and `kind` of the row as in `Result.rows`, `payer`, `label` in the language, `service_area` ("" where the row
    has none), `unit`, and `value` in kr, budget sign, in the result's prices. Subtotals, `net` and `accumulated` are
    rows like the others: choose by `kind` before adding up. With `wide` a column for each year (NaN where a case does
    not have it) takes the place of `year` and `value`; ValueError where one case stands twice, which a mapping tells
    apart.
    """
    from budget.analysis.frames import rows_frame, years_across
    from budget.shown.labels import row_label

    words = Words(language)
    if isinstance(results, Mapping):
        named = list(results.items())
    else:
        named = [(one.case.id, one) for one in ([results] if isinstance(results, Result) else results)]
    long = rows_frame(named, lambda row: row_label(row, words))
    return years_across(long) if wide else long


def check(result: Result, language: str = "da") -> "list[Point]":
    """The control points: what a controller would ask of the case.

    Each once, or once for each line that trips it: `id`, `severity` (error, warning or note), `path` of the figure it
    asks about, `text` in the language, and `tripped`, whether there is something to ask. What each is held against has
    its source in the reference library.
    """
    from budget.shown import check

    return check(result, Words(language))


def explain(result: Result, row: str, year: int, language: str = "da") -> "Node":
    """How one figure came about: a tree from the row (such as "net") down to the case's figures and their sources.

    Print it for indented text, or walk `label`, `value`, `formula`, `sources` and `children`; values are written in
    whole kr and in the language. CaseError for an unknown row or year.
    """
    from budget.shown import explain

    return explain(result, row, year, Words(language))


def write_workbook(case: Case, file: str | os.PathLike[str], prices: str = "fixed", language: str = "da") -> None:
    """Writes the case as an .xlsx file: every figure once, everything else a formula that gives the engine's kr.

    Whole or not at all. CaseError where the file cannot be written, or a rate for current prices is missing.
    """
    from budget.export.files import write_file
    from budget.export.workbook import workbook

    write_file(file, workbook(case, prices, language))
