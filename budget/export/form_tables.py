"""The forms as text and as CSV for a Danish spreadsheet."""

import csv
import io

from budget.export.tables import aligned, csv_decimal, safe_text
from budget.shown.forms import Form
from budget.text import Words


def form_text(form: Form, words: Words, heading: str) -> str:
    """The form in columns set apart by spaces, with its notes."""
    years = [str(year) for year in form.years]
    table = [[*form.heads, *years], *(form.cells(row, words) for row in form.rows)]
    rows = [[" ".join(cell.split()) for cell in row] for row in table]
    lines = [*form.titles, heading, form.caption, "", *aligned(rows, left=len(form.heads)), "", *form.notes]
    return "\n".join(lines) + "\n"


def form_csv(form: Form) -> str:
    """; between columns, decimal comma, byte order mark, CRLF; the figures as they stand in the form."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    first = f"{form.caption}: {form.heads[0]}"  # the unit belongs in the file
    writer.writerow([safe_text(first), *map(safe_text, form.heads[1:]), *form.years])
    for row in form.rows:
        figures = [csv_decimal(value) for value in row.values] or [row.remark, *[""] * (len(form.years) - 1)]
        writer.writerow([*map(safe_text, row.texts), *figures])
    return out.getvalue()
