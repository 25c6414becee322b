"""The two native charts of the sheet `Usikkerhed`: the tornado of the sensitivity and the fan of the simulation."""

from typing import Any

from budget.export.chart_looks import role_fill, role_line
from budget.export.sheet import RISK, Export
from budget.shown.charts import Role
from budget.shown.charts.certainty import MOST_BARS
from budget.shown.key_figures import years_text
from budget.text import colours

WIDTH = 860
FAN_ROWS, FAN_HEIGHT = 17, 320
# The columns of the tables that are drawn, and what each is drawn as.
ENDS: tuple[tuple[int, Role], ...] = ((5, "at_low"), (6, "at_high"))
QUANTILES: tuple[tuple[int, Role], ...] = ((1, "low"), (2, "middle"), (3, "high"))
BAR_HEIGHT = 26  # pixels of one bar with its room


def tornado(export: Export, top: int, first: int, bars: int) -> int:
    """Bars of what each figure at its low and its high end does to the result; the rows from `first` on, whose columns
    5 and 6 hold the two changes. Returns the row beneath the chart."""
    bars, words = min(bars, MOST_BARS), export.words
    chart = export.book.add_chart({"type": "bar"})
    for col, role in ENDS:
        chart.add_series(_series(first, first + bars - 1, col) | {"gap": 40, "overlap": 100, **role_fill(role)})
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
        chart.add_series(_series(first, last, col) | {"line": role_line(role)})
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
