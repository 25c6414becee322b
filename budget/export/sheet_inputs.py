"""The sheet `Forudsætninger`: every figure once, unlocked, with unit, source and validation."""

from functools import partial

from budget.case.figures import source_key
from budget.case.models import Figure, Reimbursement
from budget.export.inputs import ABOVE, BASE, CONSTANT, LEFT, Cell, InputRow, may_be_empty
from budget.export.sheet import CONSTANT as E
from budget.export.sheet import INPUTS, KEY, LABEL, SOURCE, SOURCES, UNIT, YEARS, Export
from budget.shown.changed import was_text
from budget.shown.labels import figure_label, source_text, value_text
from budget.text import Words

MOST_OF_A_MESSAGE = 255  # characters that Excel shows


def write(export: Export) -> tuple[int, int]:
    """Writes the sheet; returns its last row and column."""
    sheet = export.sheets[INPUTS]
    _header(export)
    for number, row in enumerate(export.inputs, start=1):
        export.places[row.path] = (INPUTS, number + 1)
    for number, row in enumerate(export.inputs, start=1):
        _row(export, number, row)
    sheet.freeze_panes(1, E)
    sheet.repeat_rows(0)
    return len(export.inputs), YEARS + export.case.years - 1


def _header(export: Export) -> None:
    words, sheet = export.words, export.sheets[INPUTS]
    for col, key in enumerate(("path", "label", "unit", "source", "constant")):
        export.text(INPUTS, 0, col, words(f"sheet.{key}"), "header")
    export.jump(INPUTS, 0, SOURCE, SOURCES, words("sheet.source"), style="header_link")
    sheet.write_number(0, YEARS, export.case.first_year, export.styles("header_year"))
    for i, year in enumerate(export.case.horizon[1:], start=1):
        before = export.columns[YEARS + i - 1]
        export.formula(INPUTS, 0, YEARS + i, f"{before}1+1", export.styles("header_year"), year)


def _row(export: Export, number: int, row: InputRow) -> None:
    export.text(INPUTS, number, KEY, row.path)
    export.text(INPUTS, number, LABEL, label(export, row))
    export.text(INPUTS, number, UNIT, export.unit(row.unit))
    export.text(INPUTS, number, SOURCE, _source(export, row), "small")
    if row.constant is not None:
        _cell(export, number, E, row, row.constant)
    for i, cell in enumerate(row.years):
        _cell(export, number, YEARS + i, row, cell)
    _validate(export, number, row)


def _cell(export: Export, number: int, col: int, row: InputRow, cell: Cell) -> None:
    sheet, column = export.sheets[INPUTS], export.columns[col]
    if cell.refers:
        base = export.places[row.base][1] if cell.refers == BASE else 0
        own = f"{column}{base}"
        if row.base and may_be_empty(row):
            own = f'IF({own}="","",{own})'
        formula = {
            LEFT: f"{export.columns[col - 1]}{number + 1}",
            CONSTANT: f"$E{number + 1}",
            ABOVE: f"$E{number}",
            BASE: own,
        }
        style = export.styles("carried" if cell.free else "structure", row.unit)
        export.formula(INPUTS, number, col, formula[cell.refers], style, cell.value)
        return
    style = export.styles("input" if cell.free else "structure", row.unit)
    if cell.value is None:
        sheet.write_blank(number, col, None, style)
    else:
        sheet.write_number(number, col, cell.value, style)


def _validate(export: Export, number: int, row: InputRow) -> None:
    if row.key is None:
        return
    words, is_share = export.words, row.unit == "share"
    low, high = (_bound(bound, row.unit, words) for bound in (row.key.low, row.key.high))
    said = words("sheet.validate.share" if is_share else "sheet.validate.number", low=low, high=high)
    whole = row.unit in ("0/1", "number")
    rule = {
        "validate": "integer" if whole else "decimal",
        "criteria": "between",
        "minimum": int(row.key.low) if whole else row.key.low,
        "maximum": int(row.key.high) if whole else row.key.high,
        "error_title": words("sheet.validate.title")[:32],
        "error_message": f"{label(export, row)[: MOST_OF_A_MESSAGE - len(said) - 2]}: {said}",
        "ignore_blank": True,
    }
    free = [E] if row.constant is not None and row.constant.free else []
    if row.years and row.years[0].free:
        free += [YEARS, YEARS + len(row.years) - 1]
    if free:
        export.sheets[INPUTS].data_validation(number, min(free), number, max(free), rule)


def _bound(value: float, unit: str, words: Words) -> str:
    return words.share(value, 0) if unit == "share" else value_text(value, unit, words)


def label(export: Export, row: InputRow) -> str:
    """The figure's name, with the line, the year of a single rate and the price year it is stated in."""
    words, case = export.words, export.case
    if row.path == "prices":
        return words("sheet.switch.prices" if row.constant and row.constant.free else "sheet.switch.prices_locked")
    if row.path == "scenario":
        names = ", ".join(f"{i} {s.label}" for i, s in enumerate(case.scenarios, start=1))
        return words("sheet.switch.scenario", scenarios=names)
    if row.base:
        scenario = next(s for s in case.scenarios if row.path.startswith(f"scenarios.{s.id}."))
        inner = figure_label(row.base, row.line, words)
        return words("sheet.scenario_value", scenario=scenario.label, label=inner)
    text = figure_label(row.path, row.line, words)
    if row.year is not None:
        text = words("sheet.rate_year", label=text, year=row.year)
    priced = _priced(export, row)
    if priced is None:
        return text
    return words("sheet.unadjusted" if priced.unadjusted else "sheet.price_year", label=text, year=priced.price_year)


def _priced(export: Export, row: InputRow) -> Figure | Reimbursement | None:
    """What says in which year's prices the amount stands; None where it stands in the case's."""
    rule = export.case.reimbursement
    if row.path.endswith(".above") and rule:
        return rule if rule.price_year else None
    figures = row.entry.figures().values() if row.entry else []
    return next((figure for figure in figures if figure.price_year), None)


def _source(export: Export, row: InputRow) -> str:
    words, case = export.words, export.case
    if row.path in ("prices", "scenario") or row.base:
        return words("sheet.switch")
    if row.entry is None:
        return words("sheet.structure")
    own = row.entry.figures()
    if not own:
        return words("explain.not_given")
    if not row.entry.stated:
        return words("explain.default")
    key = partial(source_key, line_source=row.entry.origin)
    texts = (
        source_text(case.sources, key(figure))
        or was_text(figure, row.unit, case.sources, words)
        or words("explain.assumption")
        for figure in own.values()
    )
    return "; ".join(dict.fromkeys(texts)) or words("explain.assumption")
