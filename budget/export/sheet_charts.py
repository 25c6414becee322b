"""The native charts of the workbook: cost and saving by year on `Nettobesparelse`, and on `Usikkerhed` the tornado of
the sensitivity and the fan of the simulation."""

from typing import Any

from budget.export.sheet import RESULT, RISK, Export
from budget.shown.charts import Chart, Role
from budget.shown.charts.certainty import MOST_BARS
from budget.shown.charts.looks import LOOKS, PALETTES, Look, look
from budget.shown.key_figures import years_text
from budget.text import colours

WIDTH = 860
FAN_ROWS, FAN_HEIGHT = 17, 320
# The columns of the tables that are drawn, and what each is drawn as.
ENDS: tuple[tuple[int, Role], ...] = ((5, "at_low"), (6, "at_high"))
QUANTILES: tuple[tuple[int, Role], ...] = ((1, "low"), (2, "middle"), (3, "high"))
BAR_HEIGHT = 26  # pixels of one bar with its room
DASHES = {"dot": "round_dot", "dashdot": "dash_dot", "longdash": "long_dash", "longdashdot": "long_dash_dot"}


def result_columns(export: Export, told: Chart, top: int, data: int) -> None:
    """Cost, saving and income by year as columns and net as a line, of the rows from `data` on."""
    years = export.case.years
    columns = export.book.add_chart({"type": "column", "subtype": "stacked"})
    lines = export.book.add_chart({"type": "line"})
    for number, shown in enumerate(told.series, start=data + 1):
        series = {
            "name": [RESULT, number, 0],
            "categories": [RESULT, data, 1, data, years],
            "values": [RESULT, number, 1, number, years],
        }
        colour = PALETTES["paper"][look(told, shown).colour]
        if shown.bars:
            columns.add_series({**series, "fill": {"color": colour}, "gap": 60, "overlap": 100})
            continue
        marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
        lines.add_series({**series, "line": _line(look(told, shown)), "marker": marker})
    columns.combine(lines)
    columns.set_title(_title(told.title))
    columns.set_legend({"position": "bottom"})
    columns.set_y_axis(_amounts())
    columns.set_x_axis({"label_position": "low", "num_format": "0"})
    columns.set_size({"width": WIDTH, "height": 360})
    # Its words name no amount: the figures follow the inputs.
    options = {"description": export.words("sheet.chart.alt", years=years_text(export.result)), "object_position": 2}
    # Not over the labels where they are repeated in print: a part of the chart would come with them.
    beside = int(export.pages_across(RESULT, years + 1) > 1)
    export.sheets[RESULT].insert_chart(top, beside, columns, options)


def tornado(export: Export, top: int, first: int, bars: int) -> int:
    """Bars of what each figure at its low and its high end does to the result; the rows from `first` on, whose columns
    5 and 6 hold the two changes. Returns the row beneath the chart."""
    bars, words = min(bars, MOST_BARS), export.words
    chart = export.book.add_chart({"type": "bar"})
    for col, role in ENDS:
        chart.add_series(_series(first, first + bars - 1, col) | {"gap": 40, "overlap": 100, **_fill(role)})
    chart.set_title(_title(words("sheet.risk.tornado.title")))
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 8}})
    chart.set_x_axis(_amounts())
    height = bars * BAR_HEIGHT + 120
    chart.set_size({"width": WIDTH, "height": height})
    _insert(export, top, chart, words("sheet.risk.tornado.alt", count=bars))
    return top + -(-height // 20) + 1


def fan(export: Export, top: int, first: int) -> int:
    """Accumulated net of the draws by year: the middle one, and where one in ten is lower or higher."""
    words, last = export.words, first + export.case.years - 1
    chart = export.book.add_chart({"type": "line"})
    for col, role in QUANTILES:
        chart.add_series(_series(first, last, col) | {"line": _line(LOOKS[role])})
    chart.set_title(_title(words("sheet.risk.fan.title")))
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis(_amounts())
    chart.set_x_axis({"label_position": "low"})
    chart.set_size({"width": WIDTH, "height": FAN_HEIGHT})
    span = years_text(export.result)
    _insert(export, top, chart, words("sheet.risk.fan.alt", years=span))
    return top + FAN_ROWS


def _series(first: int, last: int, col: int) -> dict[str, Any]:
    """A column of a table, whose head is its name."""
    return {
        "name": [RISK, first - 1, col],
        "categories": [RISK, first, 0, last, 0],
        "values": [RISK, first, col, last, col],
    }


def _title(text: str) -> dict[str, Any]:
    return {"name": text, "name_font": {"size": 11}, "overlay": False}


def _amounts() -> dict[str, Any]:
    return {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": colours.LINE}}}


def _insert(export: Export, row: int, chart: Any, alt: str) -> None:
    export.sheets[RISK].insert_chart(row, 0, chart, {"description": alt, "object_position": 2, "y_offset": 4})


def _line(drawn: Look) -> dict[str, Any]:
    """Colour, width and dash of a line."""
    dash = DASHES.get(drawn.dash, drawn.dash)
    return {"color": PALETTES["paper"][drawn.colour], "width": drawn.width, "dash_type": dash}


def _fill(role: Role) -> dict[str, Any]:
    """Fill and edge of bars; hatched ones are told apart without colour."""
    colour = PALETTES["paper"][LOOKS[role].colour]
    if LOOKS[role].fill == "solid":
        return {"fill": {"color": colour}, "border": {"color": colour}}
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}
    return {"pattern": pattern, "border": {"color": colour}}
