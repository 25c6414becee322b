"""The sheet `Nettobesparelse`: the table as the council reads it, its notes, key figures and native chart."""

from budget.export.sheet import CHECKS, INPUTS, RESULT, YEARS, Choice, Export
from budget.export.sheet_charts import result_columns
from budget.formulas.row import Row
from budget.shown.charts import Chart
from budget.shown.charts.result import result_chart
from budget.shown.labels import printed_label, row_label
from budget.shown.table_words import notes, row_total
from budget.text.numbers import rounded

BESIDE = ("changes", "incomes")  # the rows that are one bar
CHART_ROWS = 19
HEAD = 4  # the row of the years above the table
KEY_FIGURES = ("net", "payback_year", "first_balanced_year", "peak_exposure", "break_even_realisation", "permanent_net")


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    words, case = export.words, export.case
    last = case.years + 1
    export.title(RESULT)
    export.chosen(RESULT, 1, 0, "prices", words("table.title", unit=words("unit.1000"), prices="{}"), "heading")
    export.scenario(RESULT, 2)
    row = _table(export, HEAD)
    figures = _notes(export, row) + 1
    row = _key_figures(export, figures)
    data = row + CHART_ROWS + 2
    told = result_chart(export.result, words)
    _chart_data(export, told, data)
    result_columns(export, told, row + 1, data)
    end = data + len(told.series)
    export.keep_whole(RESULT, last, (0, figures, row, data, end))
    return end, last


def _notes(export: Export, row: int) -> int:
    """The notes under the table; that on the prices follows the switch."""
    on_prices = export.words("note.current")
    for note in (note for note in notes(export.result, export.words) if note != on_prices):
        export.text(RESULT, row, 0, note, "small_line")
        row += 1
    if not any(export.choices["current"]):
        return row
    export.chosen(RESULT, row, 0, "current", style="small_line")
    return row + 1


def over_years(export: Export, sheet: str, row: int, col: int) -> None:
    """The words over the years: the first is the budget's, the others are forecast."""
    for i in range(export.case.years):
        export.text(sheet, row, col + i, export.words(f"sheet.year.{'forecast' if i else 'budget'}"), "over_years")


def _years(export: Export, row: int, first: str) -> None:
    export.text(RESULT, row, 0, first, "header")
    for i, year in enumerate(export.case.horizon):
        column = export.columns[YEARS + i]
        export.formula(RESULT, row, 1 + i, f"{INPUTS}!{column}$1", export.styles("header_year"), year)


def _table(export: Export, top: int) -> int:
    words = export.words
    over_years(export, RESULT, top - 1, 1)
    export.sheets[RESULT].freeze_panes(top + 1, 1)
    _years(export, top, words("sheet.label"))
    export.text(RESULT, top, export.case.years + 1, words("word.total"), "header_right")
    number = top
    for number, row in enumerate(export.result.printed, start=top + 1):
        _table_row(export, number, row)
    return number + 2


def thousands(value: float) -> float:
    """Whole 1.000 kr., so that the last digits of another processor do not change the file."""
    return float(rounded(value / 1000))


def _table_row(export: Export, number: int, row: Row) -> None:
    style = "total" if row.kind in ("net", "subtotal") else "result"
    export.text(RESULT, number, 0, printed_label(row, export.words), "total_text" if style == "total" else "text")
    sheet, place = export.places[row.key]
    for i, value in enumerate(row.values):
        formula = f"ROUND({sheet}!{export.columns[YEARS + i]}{place}/1000,0)"
        export.formula(RESULT, number, 1 + i, formula, export.styles(style, "thousand"), thousands(value))
    total = row_total(row)
    if total is not None:
        formula = f"ROUND(SUM({export.span(row.key)})/1000,0)"
        col = export.case.years + 1
        export.formula(RESULT, number, col, formula, export.styles(style, "thousand"), thousands(total))


def _key_figures(export: Export, top: int) -> int:
    words, result = export.words, export.result
    export.text(RESULT, top, 0, words("sheet.key_figures"), "heading")
    number = top
    for number, key in enumerate(KEY_FIGURES, start=top + 1):
        row = result.row(f"summary.{key}")
        label, cell, value = row_label(row, words), export.cell(row.key), row.value
        unit = row.unit
        if unit == "kr":
            label, formula, unit = f"{label}, {words('unit.1000')}", f"ROUND({cell}/1000,0)", "thousand"
            value = thousands(value)
        elif unit == "share":
            formula, value = at_least(export, "1000")
        else:
            paid = export.choices["payback"] if key == "payback_year" else Choice(words("key_figure.never"))
            formula = f'IF({cell}="",{paid.formula or text_of(paid.text)},{cell})'
            value = paid.text if value is None else value
        export.text(RESULT, number, 0, label)
        export.formula(RESULT, number, 1, formula, export.styles("result_right", unit), value)
    master, changed = export.cell("check.master"), export.cell("changed")
    ok, bad = words("sheet.master.ok"), words("sheet.master.bad")
    for at, key in ((number + 1, "check.master"), (number + 2, "changed")):
        name = "sheet.master" if key == "check.master" else "sheet.changed"
        export.jump(RESULT, at, 0, CHECKS, words(name), f"A{export.places[key][1]}")
    export.formula(RESULT, number + 1, 1, f'IF({master}=0,"{ok}","{bad}")', export.styles("result_right"), ok)
    export.formula(RESULT, number + 2, 1, f"{changed}", export.styles("result_right", "number"), 0.0)
    return number + 3


def at_least(export: Export, thousand: str) -> tuple[str, str | float]:
    """The break-even rounded up to a tenth of a per cent, as everywhere: a formula and its value.

    None where it is not known, and where nothing is spent that a part of the saving would have to cover.
    """
    none, value = export.words("word.none"), export.result.summary["break_even_realisation"]
    share, cost = (export.cell(f"summary.{key}").replace("$", "") for key in ("break_even_realisation", "total_cost"))
    up = f"ROUNDUP(ROUND({share}*{thousand},9),0)/{thousand}"
    known = value is not None and export.result.summary["total_cost"]
    shown = float(rounded((value or 0.0) * 100, 1, up=True)) / 100 if known else none
    return f'IF(OR({share}="",{cost}=0),{text_of(none)},{up})', shown


def text_of(text: str) -> str:
    """A text within a formula."""
    return f'"{text}"'


def _chart_data(export: Export, told: Chart, top: int) -> None:
    _years(export, top, export.words("sheet.chart.data"))
    for number, series in enumerate(told.series, start=top + 1):
        export.text(RESULT, number, 0, series.label)
        rows = [export.places[key] for key in (BESIDE if series.key == "incomes" else (series.key,))]
        for i, value in enumerate(series.values):
            cells = "+".join(f"{sheet}!{export.columns[YEARS + i]}{place}" for sheet, place in rows)
            formula = f"({cells})/1000" if len(rows) > 1 else f"{cells}/1000"
            export.formula(RESULT, number, 1 + i, formula, export.styles("result", "thousand"), (value or 0.0) / 1000)
