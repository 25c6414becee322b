"""What both kinds of figure are made of: sizes on the screen, texts that Plotly reads as texts, axes and fills."""

from collections.abc import Sequence
from html import escape
from typing import Any

from budget.shown.charts import Chart, Series
from budget.shown.charts.looks import PALETTES, Look
from budget.shown.charts.scale import reach, short_names, ticks, width

Plain = dict[str, Any]

COLOURS = PALETTES["light"]
CLEAR = "rgba(0,0,0,0)"
SCREEN = 0.82  # how wide the page's own type is, of the widest
TYPE, STAGE_TYPE = 13, 20  # points
LINE = 19  # from one name above a chart to the next
GAP = 1.35  # from one name to the next, in heights of the type
MOST_POINTS = 20  # years up to which every point of a line is drawn


def height(chart: Chart, stage: bool = False) -> int:
    """Of the plot with its scale, in points of the screen."""
    if not chart.across:
        bars = 1 if overlaid(chart) else len(set(slots(chart).values()))
        return int(len(chart.places) * max(bars * 20, 34) + TYPE * 2.1 + 8 + len(chart.lines) * LINE)
    return 420 if stage else max(320, int(len(chart.series) * TYPE * GAP + 60))


def slots(chart: Chart) -> dict[str, str]:
    """Where in its row each series has its bar: those that are never there together share a place."""
    found: dict[str, str] = {}
    taken: dict[str, set[int]] = {}
    for series in chart.series:
        here = {place for place, value in enumerate(series.values) if value is not None}
        slot = next((slot for slot, there in taken.items() if not there & here), series.key)
        taken.setdefault(slot, set()).update(here)
        found[series.key] = slot
    return found


def overlaid(chart: Chart) -> bool:
    """Whether the bars of a row lie on one line, each with its own beginning."""
    return any(series.starts is not None for series in chart.series)


class Measures:
    """Sizes of one chart, in points of the screen: for the page, and for a projector."""

    def __init__(self, chart: Chart, stage: bool) -> None:
        self.type = STAGE_TYPE if stage else TYPE
        self.names = short_names(chart, 26)
        self.steps = ticks(*reach(chart))
        self.texts = [chart.measure.text(step) for step in self.steps]
        self.left = self.wide(max(self.texts, key=len)) + 12
        over = any(series.bars for series in chart.series) and not chart.piled  # figures stand over their bars
        self.top, self.bottom = self.type * (1.7 if over else 0.8), self.type * 2.1
        self.height = height(chart, stage)

    def wide(self, text: str) -> float:
        return width(text, self.type) * SCREEN


def text_of(text: str) -> str:
    """A text for Plotly, which would read markup and links in it."""
    return escape(text, quote=False).replace("%{", "%\u200b{")


def told(chart: Chart, series: Series) -> list[str]:
    """What is shown of each value when a year is pointed at."""
    return [text_of(f"{series.label}: {chart.text(series, place)}") for place in range(len(chart.places))]


def axis(sizes: Measures, texts: Sequence[str], values: Sequence[float]) -> Plain:
    return {
        "range": [values[0], values[-1]],
        "tickvals": list(values),
        "ticktext": list(texts),
        "tickfont": {"color": COLOURS["quiet"]},
        "fixedrange": True,
        "gridcolor": COLOURS["rule"],
        "zerolinecolor": COLOURS["ink"],
    }


def fill_of(drawn: Look) -> Plain:
    colour = COLOURS[drawn.colour]
    if drawn.fill == "hollow":
        return {"color": COLOURS["paper"], "line": {"color": colour, "width": 2}}
    if drawn.fill == "hatched":
        hatch = {"shape": "/", "fgcolor": colour, "bgcolor": COLOURS["paper"], "size": 6, "solidity": 0.5}
        return {"color": colour, "line": {"color": colour, "width": 1}, "pattern": hatch}
    return {"color": colour}
