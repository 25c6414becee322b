"""The workbook: every figure once, every other cell a live formula that carries the engine's value.

Sheets refer in the order Forudsætninger → Fremskrivning → Beregning → Kontrol → Usikkerhed → Nettobesparelse → Læs mig.
"""

import datetime
import io

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from budget import __version__
from budget.analysis.changes import as_written
from budget.case import Case, case_hash
from budget.export import (
    sheet_appropriations,
    sheet_calculation,
    sheet_checks,
    sheet_follow_up,
    sheet_front,
    sheet_inputs,
    sheet_result,
    sheet_risk,
    sheet_sources,
)
from budget.export.inputs import input_rows
from budget.export.sheet import FOLLOW_UP, LABELS, PROJECTION, Export, Opened, sheet_names
from budget.export.styles import Delivered, FastSheet, Styles, page_setup
from budget.formulas import calculate
from budget.shown.changed import states
from budget.shown.points import check
from budget.text import Words

MOST_OF_A_HEADER = 100  # characters of the case's name: what tells the version from others has room beside it


def workbook(case: Case, prices: str = "fixed", language: str = "da") -> bytes:
    """The case as an .xlsx file; the same case and version give the same bytes."""
    out = io.BytesIO()
    _written(case, prices, language, out).book.close()
    return out.getvalue()


def delivered_cells(case: Case, prices: str, language: str, opened: Opened) -> dict[str, list[list[Delivered]]]:
    """By sheet the cells of the workbook that was made of a case that a user had opened and changed to this one."""
    sheets = _written(case, prices, language, io.BytesIO(), opened).sheets
    return {name: sheet.delivered() for name, sheet in sheets.items()}


def _written(case: Case, prices: str, language: str, out: io.BytesIO, opened: Opened | None = None) -> Export:
    words = Words(language)
    opened = opened or Opened(states(case, words), case.status)
    result, case = calculate(case.model_copy(update={"status": opened.status}), prices), as_written(case)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    sheets = {name: book.add_worksheet(name, worksheet_class=FastSheet) for name in sheet_names(case)}
    columns = [xl_col_to_name(number) for number in range(5 + 2 * case.early + case.years + 1)]
    export = Export(
        case=case,
        result=result,
        words=words,
        book=book,
        sheets=sheets,
        styles=Styles(book),
        columns=columns,
        inputs=input_rows(case, prices),
        hash=case_hash(case),
        points=check(result, words),
        opened=opened,
    )
    _properties(export, language)
    ends = {
        "Forudsætninger": sheet_inputs.write(export),
        **({PROJECTION: sheet_calculation.write_projection(export)} if PROJECTION in sheets else {}),
        "Beregning": sheet_calculation.write(export),
        "Kontrol": sheet_checks.write(export),
        "Usikkerhed": sheet_risk.write(export),
        "Nettobesparelse": sheet_result.write(export),
        "Læs mig": sheet_front.write(export),
        "Bevillinger": sheet_appropriations.write(export),
        "Kilder": sheet_sources.write(export),
    }
    if FOLLOW_UP in sheets:
        ends[FOLLOW_UP] = sheet_follow_up.write(export)
    _print(export, ends)
    sheets["Nettobesparelse"].activate()
    return export


def _properties(export: Export, language: str) -> None:
    case = export.case
    export.book.set_properties(
        {
            "title": export.words("sheet.readme.title", title=case.title),
            "subject": str(case.municipality),
            "created": datetime.datetime(case.first_year, 1, 1),
        }
    )
    export.book.set_custom_property("Language", "da-DK" if language == "da" else "en-GB")
    export.book.set_calc_mode("auto")


def _print(export: Export, ends: dict[str, tuple[int, int]]) -> None:
    case = export.case
    named = f"{case.title}, {case.municipality}"
    named = named if len(named) <= MOST_OF_A_HEADER else f"{named[:MOST_OF_A_HEADER]}…"
    header = " · ".join((named, *export.opened.said[:1], export.hash[:12], __version__))
    for name, (row, col) in ends.items():
        export.finish(name, col)
        wide = export.pages_across(name, col)
        one_page = export.on_one_page(name, row, col)
        page_setup(
            export.sheets[name], header, export.words("sheet.page"), row, col, one_page, wide, LABELS.get(name, 0)
        )
