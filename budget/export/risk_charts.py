"""The two native charts of the sheet `Usikkerhed`: the tornado of the sensitivity and the fan of the simulation."""

from typing import Any

from budget.export.sheet import RISK, Export
from budget.shown.key_figures import years_text
from budget.text import colours

MOST_BARS = 15
WIDTH = 860
FAN_ROWS, FAN_HEIGHT = 17, 320
BAR_HEIGHT = 26  # pixels of one bar with its room


def tornado(export: Export, top: int, first: int, bars: int) -> int:
    """Bars of what each figure at its low and its high end does to the result; the rows from `first` on, whose columns
    5 and 6 hold the two changes. Returns the row beneath the chart."""
    bars, words = min(bars, MOST_BARS), export.words
    chart = export.book.add_chart({"type": "bar"})
    for col, colour, pattern in ((5, colours.NET, None), (6, colours.FOURTH, "wide_upward_diagonal")):
        chart.add_series(
            {
                "name": [RISK, first - 1, col],
                "categories": [RISK, first, 0, first + bars - 1, 0],
                "values": [RISK, first, col, first + bars - 1, col],
                "gap": 40,
                "overlap": 100,
                "border": {"color": colour},
                **_fill(colour, pattern),
            }
        )
    chart.set_title(_title(words("sheet.risk.tornado.title")))
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 8}})
    chart.set_x_axis(_amounts())
    height = bars * BAR_HEIGHT + 120
    chart.set_size({"width": WIDTH, "height": height})
    _insert(export, top, chart, words("sheet.risk.tornado.alt", count=bars))
    return top + -(-height // 20) + 1


def _fill(colour: str, pattern: str | None) -> dict[str, Any]:
    """One of the two is hatched, so that they are told apart without colour."""
    if pattern is None:
        return {"fill": {"color": colour}}
    return {"pattern": {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}}


def fan(export: Export, top: int, first: int) -> int:
    """Accumulated net of the draws by year: the middle one, and where one in ten is lower or higher."""
    words, last = export.words, first + export.case.years - 1
    chart = export.book.add_chart({"type": "line"})
    for col, colour, dash, width in (
        (1, colours.ACCUMULATED, "dash", 1.5),
        (2, colours.NET, "solid", 2.5),
        (3, colours.ACCUMULATED, "dash_dot", 1.5),
    ):
        chart.add_series(
            {
                "name": [RISK, first - 1, col],
                "categories": [RISK, first, 0, last, 0],
                "values": [RISK, first, col, last, col],
                "line": {"color": colour, "width": width, "dash_type": dash},
            }
        )
    chart.set_title(_title(words("sheet.risk.fan.title")))
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis(_amounts())
    chart.set_x_axis({"label_position": "low"})
    chart.set_size({"width": WIDTH, "height": FAN_HEIGHT})
    span = years_text(export.result)
    _insert(export, top, chart, words("sheet.risk.fan.alt", years=span))
    return top + FAN_ROWS


def _title(text: str) -> dict[str, Any]:
    return {"name": text, "name_font": {"size": 11}, "overlay": False}


def _amounts() -> dict[str, Any]:
    return {"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": colours.LINE}}}


def _insert(export: Export, row: int, chart: Any, alt: str) -> None:
    export.sheets[RISK].insert_chart(row, 0, chart, {"description": alt, "object_position": 2})
