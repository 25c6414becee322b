"""The sheet `Læs mig`: what the workbook is, of which inputs, and how to read it."""

from budget import __version__
from budget.export.sheet import (
    AMENDMENTS,
    CALCULATION,
    CHECKS,
    FOLLOW_UP,
    FRONT,
    INPUTS,
    PROJECTION,
    RESULT,
    RISK,
    SOURCES,
    Export,
)

CONTENTS = {
    RESULT: "result", INPUTS: "inputs", PROJECTION: "projection", CALCULATION: "calculation", RISK: "risk",
    CHECKS: "checks", AMENDMENTS: "appropriations", FOLLOW_UP: "follow_up", SOURCES: "sources",
}  # fmt: skip


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    words, case, sheet = export.words, export.case, export.sheets[FRONT]
    export.text(FRONT, 0, 0, words("sheet.readme.title", title=case.title), "title")
    export.text(FRONT, 1, 0, words("sheet.readme.purpose"), "small_line")
    row = 2
    for name, value in _facts(export):
        row += 1
        export.text(FRONT, row, 0, words(f"sheet.readme.{name}"), "heading")
        if name in export.choices:
            export.chosen(FRONT, row, 1, name)
        else:
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
    said = export.opened.said
    return [
        ("case", f"{case.title} ({case.id})"),
        ("municipality", case.municipality),
        ("status", words(f"status.{case.status}")),
        ("version", next(iter(said), words("sheet.readme.version.file", year=case.first_year))),
        *([("changed", "\n".join(said[1:]))] if said[1:] else []),
        ("hash", export.hash),
        ("engine", f"Nettobesparelse {__version__}"),
        ("prices", ""),
        *([("scenario", "")] if case.scenarios else []),
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
    for sheet, name in CONTENTS.items():
        if sheet in export.sheets:
            export.jump(FRONT, row, 1, sheet, words(f"sheet.readme.sheet.{name}"))
            row += 1
    return row - 1
