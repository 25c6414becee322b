"""What a series of a chart is drawn with in a workbook."""

from typing import Any

from budget.shown.charts import Chart, Role, Series
from budget.shown.charts.looks import LOOKS, PALETTES, Look, look

DASHES = {"dot": "round_dot", "dashdot": "dash_dot", "longdash": "long_dash", "longdashdot": "long_dash_dot"}


def colour_of(chart: Chart, series: Series) -> str:
    """The colour on paper."""
    return PALETTES["paper"][look(chart, series).colour]


def line_of(chart: Chart, series: Series) -> dict[str, Any]:
    """Colour, width and dash of a line."""
    return _line(look(chart, series))


def role_line(role: Role) -> dict[str, Any]:
    """The same, of a series that the workbook works out itself."""
    return _line(LOOKS[role])


def _line(drawn: Look) -> dict[str, Any]:
    dash = DASHES.get(drawn.dash, drawn.dash)
    return {"color": PALETTES["paper"][drawn.colour], "width": drawn.width, "dash_type": dash}


def role_fill(role: Role) -> dict[str, Any]:
    """Fill and edge of bars; hatched ones are told apart without colour."""
    drawn = LOOKS[role]
    colour = PALETTES["paper"][drawn.colour]
    if drawn.fill == "solid":
        return {"fill": {"color": colour}, "border": {"color": colour}}
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"}
    return {"pattern": pattern, "border": {"color": colour}}
