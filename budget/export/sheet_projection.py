"""The sheet `Fremskrivning`: the course of the placements without the measure and with it, by step and age.

Its columns are those of `Forudsætninger`, but its years begin with the one in which the children were counted.
"""

from budget.export.links import Links, used
from budget.export.sheet import INPUTS, PROJECTION, YEARS, Export
from budget.export.sheet_calculation import header, write_rows


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    case, courses = export.case, export.result.book.courses
    rows = [row for row in export.result.book.rows.values() if row.key in courses]
    columns = export.columns[YEARS:]
    years = [f"{INPUTS}!{column}$1" for column in columns]
    if case.early:
        years = [export.cell("baseline.as_of"), *(f"{column}1+1" for column in columns)]
    header(export, PROJECTION, years, case.projected)
    figures = used(rows)
    links = Links(export, PROJECTION)
    links.write(
        path
        for path, row in links.rows.items()
        if path in figures and (path in links.chosen or (links.early and row.years))
    )
    return write_rows(export, PROJECTION, rows, links.number, export.places | links.places)
