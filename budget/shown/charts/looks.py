"""The colours and patterns of every chart: one palette for each look, and what each role is drawn with.

Cost and saving always have the same two colours. A dash, a pattern or a form always goes with the colour, so that
nothing is told by colour alone.
"""

from dataclasses import dataclass
from typing import Literal

from budget.shown.charts.model import Chart, Role, Series
from budget.text import colours

Colour = Literal["ink", "paper", "quiet", "edge", "rule", "cost", "saving", "income", "accumulated"]
Dash = Literal["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"]

# What draws files knows no generic family, so one type of every system is named.
FONT = "'Source Sans 3', 'Source Sans', 'Liberation Sans', Arial, Helvetica, 'Noto Sans', 'DejaVu Sans', sans-serif"
ON_BAR = "#fefefe"  # text on the dark bars of every look
# What fills; the same hue as text has its own shade, with a contrast of 4.5 or more.
PALETTES: dict[str, dict[str, str]] = {
    "light": {
        "ink": colours.INK.lower(), "paper": "#ffffff", "quiet": "#4f5962", "edge": "#7d858c", "rule": "#d9dcde",
        "cost": "#d55e00", "saving": "#0072b2", "income": "#cc79a7", "accumulated": "#009e73",
        "cost-text": "#a84a00", "saving-text": "#00629b", "income-text": "#a04578", "accumulated-text": "#00704f",
    },
    "dark": {
        "ink": "#eef2f5", "paper": "#12181e", "quiet": "#b4b9bd", "edge": "#8b9095", "rule": "#353b40",
        "cost": "#d55e00", "saving": "#0072b2", "income": "#cc79a7", "accumulated": "#009e73",
        "cost-text": "#ff9b52", "saving-text": "#6cb8ee", "income-text": "#e3a5c9", "accumulated-text": "#45d0a4",
    },
}  # fmt: skip
PALETTES["paper"] = PALETTES["light"]


@dataclass(frozen=True)
class Look:
    """What a series is drawn with; `fill` is that of its bars."""

    colour: Colour
    dash: Dash = "solid"
    width: float = 2.5
    points: bool = False
    fill: Literal["solid", "hatched", "hollow"] = "solid"


LOOKS: dict[Role, Look] = {
    "cost": Look("cost"),
    "saving": Look("saving"),
    "income": Look("income", fill="hatched"),
    "net": Look("ink", points=True),
    "accumulated": Look("accumulated", "dash"),
    "pool": Look("quiet", "dot"),
    "planned": Look("ink", width=3.5, points=True),
    "low": Look("accumulated", "dot", 2),
    "middle": Look("accumulated", "longdash"),
    "high": Look("accumulated", "dot", 2),
    "at_low": Look("edge"),
    "at_high": Look("income", fill="hatched"),
    "before": Look("edge", width=2),
    "after": Look("saving", width=3.5),
    "vacant": Look("saving", "dash"),
    "benchmark": Look("accumulated", "dot", 2),
    "january": Look("saving", fill="hollow"),
    "change": Look("saving", fill="hollow"),
    "range": Look("edge"),
}
SCENARIOS = (
    Look("cost", "dash"),
    Look("saving", "longdash"),
    Look("income", "dot"),
    Look("accumulated", "dashdot"),
    Look("quiet", "longdashdot"),
    Look("edge", "dash"),
)
AREAS = (  # never the colours of cost and saving: an area has both
    Look("accumulated"),
    Look("income"),
    Look("quiet"),
    Look("accumulated", fill="hatched"),
    Look("income", fill="hatched"),
    Look("edge", fill="hollow"),
)
TURNS = {"scenario": SCENARIOS, "area": AREAS}


def look(chart: Chart, series: Series) -> Look:
    """What a series of the chart is drawn with; scenarios and service areas take turns."""
    turns = TURNS.get(series.role)
    if turns is None:
        return LOOKS[series.role]
    turn = [other.key for other in chart.series if other.role == series.role].index(series.key)
    return turns[turn % len(turns)]


def text_colour(colour: str, palette: dict[str, str]) -> str:
    """The shade of a colour that can be read."""
    return palette.get(f"{colour}-text") or palette["quiet" if colour == "edge" else colour]
