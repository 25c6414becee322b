"""The portfolio to take away: its tables as CSV, and every case as a file and as a workbook, in one archive."""

import datetime
import io
import zipfile

from budget.analysis.portfolio import Portfolio
from budget.case import case_to_text
from budget.export.tables import titled_csv
from budget.shown.portfolio_tables import TABLES
from budget.text import Words


def archive(found: Portfolio, words: Words) -> bytes:
    """The tables as CSV, and every case as a file and as a workbook. The same cases give the same bytes."""
    from budget.export.workbook import workbook

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for table in (make(found, words) for make in TABLES.values()):
            _write(file, f"{table.key}.csv", titled_csv(table).encode())
        for number, member in enumerate(found.members, start=1):
            case = member.case
            name = f"{number:03d}-{case.id}"
            _write(file, f"{name}.yaml", case_to_text(case).encode())
            _write(file, f"{name}.xlsx", workbook(case, language=words.language))
    return out.getvalue()


def _write(file: zipfile.ZipFile, name: str, data: bytes) -> None:
    first = datetime.datetime(1980, 1, 1)  # the earliest that an archive can tell
    file.writestr(zipfile.ZipInfo(name, first.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
