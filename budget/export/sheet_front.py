"""The sheets `Læs mig` and `Usikkerhed`: what the workbook is, and how sure its figures are."""

from budget import __version__
from budget.analysis.labels import figure_label
from budget.export.sheet import FRONT, INPUTS, RISK, YEARS, Export
from budget.export.tables import price_level
from budget.text import Words


def write_front(export: Export) -> tuple[int, int]:
    """Writes `Læs mig`; returns its last row and column."""
    words, case, sheet = export.words, export.case, export.sheets[FRONT]
    export.text(FRONT, 0, 0, words("sheet.readme.title", title=case.title), "title")
    export.text(FRONT, 1, 0, words("sheet.readme.purpose"), "small_line")
    row = 2
    for name, value in _facts(export):
        row += 1
        export.text(FRONT, row, 0, words(f"sheet.readme.{name}"), "heading")
        export.text(FRONT, row, 1, value)
    row += 1
    export.text(FRONT, row, 0, words("sheet.master"), "heading")
    ok, bad = words("sheet.master.ok"), words("sheet.master.bad")
    formula = f'IF({export.cell("check.master")}=0,"{ok}","{bad}")'
    export.formula(FRONT, row, 1, formula, export.styles("plain"), ok)
    for name in ("prepared", "reviewed"):
        row += 1
        export.text(FRONT, row, 0, words(f"sheet.readme.{name}"), "heading")
        sheet.write_blank(row, 1, None, export.styles("free"))
    row = _legend(export, row + 2)
    row = _contents(export, row + 1)
    return row, 1


def _facts(export: Export) -> list[tuple[str, str]]:
    words, case = export.words, export.case
    return [
        ("case", f"{case.title} ({case.id})"),
        ("municipality", case.municipality),
        ("status", words(f"status.{case.status}")),
        ("version", words("sheet.readme.version.file", year=case.first_year)),
        ("hash", export.hash),
        ("engine", f"Nettobesparelse {__version__}"),
        ("prices", price_level(export.result, words)),
        ("sign", words("note.sign")),
        ("rounding", words("sheet.readme.rounding.text")),
    ]


def _legend(export: Export, row: int) -> int:
    words = export.words
    export.text(FRONT, row, 0, words("sheet.readme.colours"), "heading")
    for style, name in (
        ("legend_input", "input"),
        ("legend_carried", "carried"),
        ("structure", "structure"),
        ("plain", "result"),
    ):
        export.text(FRONT, row, 1, words(f"sheet.readme.colour.{name}"), style)
        row += 1
    return row


def _contents(export: Export, row: int) -> int:
    words = export.words
    export.text(FRONT, row, 0, words("sheet.readme.sheets"), "heading")
    for name in ("result", "inputs", "calculation", "risk", "checks", "sources"):
        export.text(FRONT, row, 1, words(f"sheet.readme.sheet.{name}"))
        row += 1
    return row - 1


def write_risk(export: Export) -> tuple[int, int]:
    """Writes `Usikkerhed`: the break-even, live, and the estimates of every uncertain figure."""
    words = export.words
    export.text(RISK, 0, 0, words("sheet.risk.title"), "title")
    export.text(RISK, 2, 0, words("sheet.risk.break_even"))
    cell, value = export.cell("summary.break_even_realisation"), export.result.summary["break_even_realisation"]
    export.formula(RISK, 2, 1, f'IF({cell}="","{words("word.none")}",{cell})', export.styles("result_right", "share"),
                   words("word.none") if value is None else value)  # fmt: skip
    for col, name in enumerate(("figure", "low", "expected", "high")):
        export.text(RISK, 4, col, words(f"sheet.risk.{name}"), "header" if col == 0 else "header_right")
    row = _estimates(export, 5, words)
    return row, 3


def _estimates(export: Export, row: int, words: Words) -> int:
    sheet, horizon = export.sheets[RISK], export.case.horizon
    start = row
    for number, given in enumerate(export.inputs, start=2):
        figures = given.entry.figures() if given.entry and not given.base else {}
        for year, figure in figures.items():
            if not figure.uncertain or (year is not None and year not in horizon and given.years):
                continue
            first = export.columns[YEARS] if given.years and given.constant is None else "E"
            column = export.columns[YEARS + horizon.index(year)] if year in horizon else first
            style = export.styles("result", given.unit)
            export.text(RISK, row, 0, figure_label(given.path, given.line, words, year))
            sheet.write_number(row, 1, figure.low, style)
            export.formula(RISK, row, 2, f"{INPUTS}!{column}{number}", style, figure.value)
            sheet.write_number(row, 3, figure.high, style)
            row += 1
    if row == start:
        export.text(RISK, row, 0, words("sheet.risk.none"), "small_line")
        row += 1
    return row - 1
