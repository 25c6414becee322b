"""The sheet `Usikkerhed`: the break-even, live; the estimates; and scenarios, sensitivity and simulation, stamped."""

from budget.analysis.scenarios import outlooks
from budget.analysis.sensitivity import is_uncertain, sensitivity
from budget.analysis.simulation import simulate
from budget.export import sheet_charts
from budget.export.sheet import INPUTS, RISK, YEARS, Export
from budget.export.sheet_result import at_least, thousands
from budget.shown.key_figures import payback_text
from budget.shown.labels import figure_label, outlook_label, uncertain_label
from budget.text import Words


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    words = export.words
    export.text(RISK, 0, 0, words("sheet.risk.title"), "title")
    export.chosen(RISK, 1, 0, "prices", style="small_line")
    export.text(RISK, 2, 0, words("sheet.risk.break_even"))
    export.scenario(RISK, 3)
    export.sheets[RISK].freeze_panes(1, 1)
    formula, value = at_least(export, export.cell("unit.thousand", "D").replace("$", ""))
    export.formula(RISK, 2, 1, formula, export.styles("result_right", "share"), value)
    for col, name in enumerate(("figure", "low", "expected", "high")):
        export.text(RISK, 4, col, words(f"sheet.risk.{name}"), "header" if col == 0 else "header_right")
    row, last = _estimates(export, 5, words), 6
    if is_uncertain(export.case) or export.case.scenarios:
        row = _stamp(export, row + 2)
        if export.case.scenarios:
            row = _scenarios(export, row + 2)
            last = max(last, 1 + len(export.case.scenarios))
        if is_uncertain(export.case):
            row = _uncertain(export, row + 2)
    return row, last


def _estimates(export: Export, row: int, words: Words) -> int:
    sheet, horizon = export.sheets[RISK], export.case.horizon
    start = row
    for number, given in enumerate(export.inputs, start=2):
        figures = given.entry.figures() if given.entry and not given.base else {}
        for year, figure in figures.items():
            if given.year not in (None, year):
                continue  # a row of another year
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


def _stamp(export: Export, row: int) -> int:
    """What follows is values of the delivered inputs, marked as outdated when an input differs; the last row."""
    words = export.words
    export.text(RISK, row, 0, words("sheet.risk.stamp", hash=export.hash[:12]), "small_line")
    current, outdated = words("sheet.risk.current"), words("sheet.risk.outdated")
    formula = f'IF({export.cell("changed")}>0,"{outdated}","{current}")'
    export.formula(RISK, row + 1, 0, formula, export.styles("heading"), current)
    return row + 1


def _scenarios(export: Export, row: int) -> int:
    """The case as it stands and every scenario beside it: net and accumulated net by year, and when it is paid back;
    the last row.
    """
    words, found = export.words, outlooks(export.case, export.result.prices)
    export.text(RISK, row, 0, words("uncertainty.side_by_side"), "heading")
    export.text(RISK, row + 1, 0, words("sheet.risk.scenarios"), "header")
    known = [(outlook, outlook.result) for outlook in found]
    for col, (outlook, _) in enumerate(known, start=1):
        export.text(RISK, row + 1, col, outlook_label(outlook, words), "header_figure")
    row += 2
    for key in ("net", "accumulated"):
        for number, year in enumerate(export.case.horizon):
            export.text(RISK, row, 0, f"{words(f'row.{key}')} {year}")
            for col, (_, result) in enumerate(known, start=1):
                if result is not None:
                    value = thousands(result.row(key).values[number])
                    export.sheets[RISK].write_number(row, col, value, export.styles("result", "thousand"))
            row += 1
    export.text(RISK, row, 0, words("key_figure.payback"))
    for col, (_, result) in enumerate(known, start=1):
        said = words("sheet.risk.unfit") if result is None else payback_text(result, words)
        export.text(RISK, row, col, said, "result_right")
    return row


def _uncertain(export: Export, row: int) -> int:
    """Sensitivity and simulation with their charts; the last row."""
    first = row + 2
    row, bars = _sensitivity(export, row)
    years = row + 4
    row = _simulation(export, row + 2) + 2
    charts = [row, row]
    if bars:
        row = charts[1] = sheet_charts.tornado(export, row, first, bars)
    row = sheet_charts.fan(export, row, years)
    export.keep_whole(RISK, 6, (0, *charts, row))
    return row


def _sensitivity(export: Export, row: int) -> tuple[int, int]:
    """The row beneath the table, and how many figures stand in it."""
    words, result = export.words, export.result
    year = result.years[-1]
    export.text(RISK, row, 0, words("sheet.risk.sensitivity", year=year), "heading")
    base, swings = sensitivity(export.case, result.prices)
    row = _heads(export, row + 1, ("figure", "at_low", "expected", "at_high", "swing", "low_change", "high_change"))
    for swing in swings:
        export.text(RISK, row, 0, uncertain_label(swing.found, words))
        changes = (swing.at_low - base, swing.at_high - base)
        values = (swing.at_low, base, swing.at_high, swing.size, *changes)
        _values(export, row, [thousands(v) for v in values], "thousand")
        row += 1
    return row, len(swings)


def _simulation(export: Export, row: int) -> int:
    words, found = export.words, simulate(export.case, prices=export.result.prices)
    draws = words.number(found.draws)
    export.text(RISK, row, 0, words("sheet.risk.simulation", draws=draws, seed=found.seed), "heading")
    row = _heads(export, row + 1, ("year", "p10", "p50", "p90", "paid"))
    for i, year in enumerate(found.years):
        export.text(RISK, row, 0, str(year))
        _values(export, row, [thousands(found.accumulated[name][i]) for name in ("p10", "p50", "p90")], "thousand")
        share = round(found.probability_paid_back[i], 4)
        export.sheets[RISK].write_number(row, 4, share, export.styles("result", "share"))
        row += 1
    return row - 1


def _heads(export: Export, row: int, names: tuple[str, ...]) -> int:
    for col, name in enumerate(names):
        export.text(RISK, row, col, export.words(f"sheet.risk.{name}"), "header" if col == 0 else "header_right")
    return row + 1


def _values(export: Export, row: int, values: list[float], unit: str) -> None:
    for col, value in enumerate(values, start=1):
        export.sheets[RISK].write_number(row, col, value, export.styles("result", unit))
