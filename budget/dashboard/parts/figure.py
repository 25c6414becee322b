"""A chart as Plotly's plain data: what the browser draws, made without Plotly in a fraction of a millisecond.

Its plot has a fixed height and a scale of our own, so that the places of the names at the ends of the series are
known here, and they never cover one another. Colours are those of the light look; the browser puts those of the look
in use in their place.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from budget.shown.charts import Chart, Series
from budget.shown.charts.looks import ON_BAR, PALETTES, Look, look, text_colour
from budget.shown.charts.scale import (
    MOST_NUMBERED,
    apart,
    end_height,
    every,
    fitted,
    lines_of,
    reach,
    short_names,
    ticks,
    width,
)
from budget.text.numbers import SEPARATORS

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
        bars = 1 if _overlaid(chart) else len(set(_slots(chart).values()))
        return int(len(chart.places) * max(bars * 20, 34) + TYPE * 2.1 + 8 + len(chart.lines) * LINE)
    return 420 if stage else max(320, int(len(chart.series) * TYPE * GAP + 60))


def _slots(chart: Chart) -> dict[str, str]:
    """Where in its row each series has its bar: those that are never there together share a place."""
    found: dict[str, str] = {}
    taken: dict[str, set[int]] = {}
    for series in chart.series:
        here = {place for place, value in enumerate(series.values) if value is not None}
        slot = next((slot for slot, there in taken.items() if not there & here), series.key)
        taken.setdefault(slot, set()).update(here)
        found[series.key] = slot
    return found


def _overlaid(chart: Chart) -> bool:
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


def figure(chart: Chart, stage: bool = False) -> Plain:
    """Data, layout, what a narrow screen has instead, and what pressing a part asks; `stage` for a projector."""
    sizes = Measures(chart, stage)
    data, layout, narrow = _across(chart, sizes) if chart.across else _down(chart, sizes)
    return {
        "data": data,
        "layout": {**_common(chart, sizes), **layout},
        "narrow": narrow,
        "press": chart.press,
        "keys": [place.key for place in chart.places],
        "title": _text(chart.title),
        "legend": [[series.key, sizes.names[series.key], _entry(chart, series)] for series in chart.series],
    }


def _entry(chart: Chart, series: Series) -> str:
    """The class of a series' sign beside its name."""
    drawn = look(chart, series)
    return f"key {drawn.colour} {drawn.fill if series.bars else f'line {drawn.dash}'}"


def _common(chart: Chart, sizes: Measures) -> Plain:
    thousands, point = SEPARATORS[chart.measure.language]
    return {
        "font": {
            "family": "'Source Sans', 'Source Sans 3', Arial, sans-serif",
            "size": sizes.type,
            "color": COLOURS["ink"],
        },
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "separators": f"{point}{thousands}",
        "showlegend": False,
        "dragmode": False,
        "uirevision": chart.key,
        "hoverlabel": {
            "bgcolor": COLOURS["paper"],
            "bordercolor": COLOURS["edge"],
            "font": {"color": COLOURS["ink"]},
            "namelength": -1,
        },
    }


def _text(text: str) -> str:
    """A text for Plotly, which would read markup and links in it."""
    return escape(text, quote=False).replace("%{", "%\u200b{")


def _said(chart: Chart, series: Series) -> list[str]:
    """What is shown of each value when a year is pointed at."""
    return [_text(f"{series.label}: {chart.text(series, place)}") for place in range(len(chart.places))]


def _axis(sizes: Measures, texts: Sequence[str], values: Sequence[float]) -> Plain:
    return {
        "range": [values[0], values[-1]],
        "tickvals": list(values),
        "ticktext": list(texts),
        "tickfont": {"color": COLOURS["quiet"]},
        "fixedrange": True,
        "gridcolor": COLOURS["rule"],
        "zerolinecolor": COLOURS["ink"],
    }


# --- years along the bottom --------------------------------------------------------------------------------


def _across(chart: Chart, sizes: Measures) -> tuple[list[Plain], Plain, Plain]:
    years = [place.label for place in chart.places]
    right = max((sizes.wide(_ending(chart, series, sizes)) for series in chart.series), default=0) + 14
    ghosts = [_trace(chart, series, years, sizes, ghost=True) for series in chart.ghost]
    data = [*ghosts, *(_trace(chart, series, years, sizes) for series in _in_order(chart))]
    title = f"%{{x}} ({chart.measure.name})" if chart.measure.name else "%{x}"
    axis = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": years,
        "range": [-0.5, len(years) - 0.5],
        "tickfont": {"color": COLOURS["quiet"]},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    layout: Plain = {
        "height": sizes.height,
        "margin": {"l": sizes.left, "r": right, "t": sizes.top, "b": sizes.bottom, "pad": 0},
        "barmode": "relative" if chart.piled else "group",
        "bargap": 0.44 if chart.piled else 0.28,
        "hovermode": "x unified",
        "xaxis": {
            **axis,
            "tickvals": _some(years, 14),
            "unifiedhovertitle": {"text": _text(title).replace("%\u200b{", "%{")},
        },
        "yaxis": _axis(sizes, sizes.texts, sizes.steps),
        "annotations": [*_names(chart, sizes), *_marks(chart, sizes)],
    }
    if any(series.bars for series in chart.ghost):  # on an axis of their own they stand behind the bars, not on them
        layout["xaxis2"] = {**axis, "overlaying": "x", "visible": False}
    narrow = {
        "margin": {**layout["margin"], "r": 10},
        "annotations": _marks(chart, sizes),
        "xaxis": {**layout["xaxis"], "tickvals": _some(years, 5)},
    }
    return data, layout, narrow


def _some(years: Sequence[str], most: int) -> list[str]:
    return list(years[:: every(len(years), most)])


def _in_order(chart: Chart) -> Iterator[Series]:
    """Bars first, so that lines lie over them; the lower edge of a band right after the upper one."""
    lower = {band.low: band.high for band in chart.bands}
    for series in sorted(chart.series, key=lambda one: not one.bars):
        if series.key in lower:
            continue
        yield series
        yield from (chart.one(low) for low, high in lower.items() if high == series.key)


def _trace(chart: Chart, series: Series, years: Sequence[str], sizes: Measures, ghost: bool = False) -> Plain:
    drawn = look(chart, series)
    trace: Plain = {
        "name": _text(series.label),
        "uid": f"{'ghost-' if ghost else ''}{series.key}",
        "meta": {"key": series.key, "asks": series.asks},
        "x": list(years),
        "y": list(series.values),
    }
    if ghost:
        trace |= {"hoverinfo": "skip", "opacity": 0.55}
    else:
        trace |= {"customdata": _said(chart, series), "hovertemplate": "%{customdata}<extra></extra>"}
    return trace | (_bars(chart, series, drawn, sizes, ghost) if series.bars else _line(chart, series, drawn, ghost))


def _bars(chart: Chart, series: Series, drawn: Look, sizes: Measures, ghost: bool) -> Plain:
    if ghost:
        edge = {"color": COLOURS["edge"], "width": 1.5}
        return {"type": "bar", "xaxis": "x2", "marker": {"color": CLEAR, "line": edge}}
    found: Plain = {"type": "bar", "marker": _fill(drawn)}
    if len(chart.places) <= MOST_NUMBERED:
        inside = chart.piled
        found |= {
            "text": [_text(chart.text(series, n)) if v else "" for n, v in enumerate(series.values)],
            "textposition": "inside" if inside else "outside",
            "insidetextanchor": "end",  # away from the lines
            "textangle": 0,
            "textfont": {"color": ON_BAR if inside and drawn.fill == "solid" else text_colour(drawn.colour, COLOURS)},
            "cliponaxis": False,
        }
        if inside and drawn.fill != "solid":
            del found["text"]
    return found


def _fill(drawn: Look) -> Plain:
    colour = COLOURS[drawn.colour]
    if drawn.fill == "hollow":
        return {"color": COLOURS["paper"], "line": {"color": colour, "width": 2}}
    if drawn.fill == "hatched":
        hatch = {"shape": "/", "fgcolor": colour, "bgcolor": COLOURS["paper"], "size": 6, "solidity": 0.5}
        return {"color": colour, "line": {"color": colour, "width": 1}, "pattern": hatch}
    return {"color": colour}


def _line(chart: Chart, series: Series, drawn: Look, ghost: bool) -> Plain:
    colour = COLOURS["edge" if ghost else drawn.colour]
    known = [value for value in series.values if value is not None]
    points = not ghost and (len(known) == 1 or (drawn.points and len(known) <= MOST_POINTS))
    marked = {mark.place for mark in chart.marks if mark.series == series.key and not ghost}
    found: Plain = {
        "type": "scatter",
        "mode": "lines+markers" if points or marked else "lines",
        "line": {"color": colour, "width": 1.5 if ghost else drawn.width, "dash": "dot" if ghost else drawn.dash},
    }
    if points or marked:
        size = [14 if place in marked else 8 if points else 0 for place in range(len(series.values))]
        found["marker"] = {"color": colour, "size": size, "line": {"color": COLOURS["paper"], "width": 1}}
    if not ghost and any(band.low == series.key for band in chart.bands):
        found |= {"fill": "tonexty", "fillcolor": _pale(colour)}
    return found


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.14)"


# --- names -------------------------------------------------------------------------------------------------


def _ending(chart: Chart, series: Series, sizes: Measures) -> str:
    """What stands where a series ends."""
    return chart.name(series).replace(series.label, sizes.names[series.key], 1)


def _names(chart: Chart, sizes: Measures) -> list[Plain]:
    """Each series by name and last value at its end, moved apart where they would cover one another."""
    ending = [(series, height) for series in chart.series if (height := end_height(chart, series)) is not None]
    low, high = sizes.steps[0], sizes.steps[-1]
    inside = sizes.height - sizes.top - sizes.bottom
    wanted = [(high - height) / (high - low) * inside for _, height in ending]
    there = apart(wanted, sizes.type * GAP, 0, inside)
    return [
        {
            "name": series.key,
            "text": _bold(_text(_ending(chart, series, sizes)), look(chart, series).width > 3),
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": height,
            "yanchor": "middle",
            "yshift": round(old - new, 1),
            "showarrow": False,
            "font": {"color": text_colour(look(chart, series).colour, COLOURS)},
        }
        for (series, height), old, new in zip(ending, wanted, there, strict=True)
    ]


def _bold(text: str, bold: bool) -> str:
    return f"<b>{text}</b>" if bold else text


def _marks(chart: Chart, sizes: Measures) -> list[Plain]:
    """A point with its name, to the side where there is room."""
    middle = (sizes.steps[0] + sizes.steps[-1]) / 2
    found = []
    for mark in chart.marks:
        value = chart.one(mark.series).values[mark.place] or 0.0
        late = mark.place > len(chart.places) / 2
        found.append(
            {
                "text": f"<b>{_text(mark.text)}</b>",
                "x": mark.place,
                "y": value,
                "xanchor": "right" if late else "left",
                "yanchor": "bottom" if value < middle else "top",
                "xshift": -10 if late else 10,
                "yshift": 6 if value < middle else -6,
                "showarrow": False,
            }
        )
    return found


# --- names down the side -----------------------------------------------------------------------------------


def _down(chart: Chart, sizes: Measures) -> tuple[list[Plain], Plain, Plain]:
    overlaid = _overlaid(chart)
    longest = max((sizes.wide(text) for series in chart.series for text in series.texts or ()), default=0)
    layout: Plain = {
        "height": sizes.height,
        "margin": {
            "l": 250,
            "r": longest + 16 if longest else 24,
            "t": 8 + len(chart.lines) * LINE,
            "b": sizes.bottom,
            "pad": 0,
        },
        "barmode": "overlay" if overlaid else "group",
        "bargap": 0.3,
        "hovermode": "y unified",
        "xaxis": {**_axis(sizes, sizes.texts, sizes.steps), "zerolinecolor": COLOURS["edge"]},
        "yaxis": _side(chart, sizes, 236),
        "annotations": _lines(chart, sizes, 420),
        "shapes": [
            {
                "type": "line", "x0": line.value, "x1": line.value, "y0": 0, "y1": 1, "yref": "paper",
                "line": {"color": COLOURS["ink"], "width": 1.5},
            }
            for line in chart.lines
        ],
    }  # fmt: skip
    narrow = {
        "margin": {**layout["margin"], "l": 130},
        "yaxis": _side(chart, sizes, 120),
        "xaxis": {**layout["xaxis"], "tickvals": sizes.steps[::2], "ticktext": sizes.texts[::2]},
        "annotations": _lines(chart, sizes, 200),
    }
    return [_sideways(chart, series, sizes) for series in chart.series], layout, narrow


def _side(chart: Chart, sizes: Measures, room: float) -> Plain:
    names = [lines_of(place.label, room / SCREEN, sizes.type) for place in chart.places]
    return {
        "type": "category",
        "range": [len(chart.places) - 0.5, -0.5],
        "tickvals": [place.key for place in chart.places],
        "ticktext": ["<br>".join(map(_text, name)) for name in names],
        "categoryorder": "array",
        "categoryarray": [place.key for place in chart.places],
        "fixedrange": True,
        "showgrid": False,
        "unifiedhovertitle": {"text": " "},
    }


def _sideways(chart: Chart, series: Series, sizes: Measures) -> Plain:
    """Bars to the right; one that begins where it ends is a point, so it is drawn with an edge."""
    starts = series.starts or tuple(0.0 for _ in series.values)
    names = [place.label for place in chart.places]
    said = [_text(f"{name}, {one[:1].lower()}{one[1:]}") for name, one in zip(names, _said(chart, series), strict=True)]
    drawn = look(chart, series)
    fill = _fill(drawn)
    fill.setdefault("line", {"color": COLOURS[drawn.colour], "width": 3 if series.role == "range" else 0})
    found: Plain = {
        "type": "bar",
        "orientation": "h",
        "name": _text(series.label),
        "uid": series.key,
        "meta": {"key": series.key, "asks": series.asks},
        "y": [place.key for place in chart.places],
        "x": [None if v is None else v - start for v, start in zip(series.values, starts, strict=True)],
        "base": list(starts),
        "offsetgroup": _slots(chart)[series.key],
        "customdata": said,
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": fill,
    }
    if series.texts is not None:
        texts = [
            _text(text) if value is not None else "" for text, value in zip(series.texts, series.values, strict=True)
        ]
        found |= {"text": texts, "textposition": "outside", "textangle": 0, "cliponaxis": False}
    return found


def _lines(chart: Chart, sizes: Measures, room: float) -> list[Plain]:
    """The names of the values that all is held against, above the plot, each at a height of its own.

    A name stands to the side of its line where there is most of the room, which is at least so wide.
    """
    low, high = sizes.steps[0], sizes.steps[-1]
    return [
        {
            "text": _text(fitted(line.label, room / SCREEN, sizes.type)),
            "x": line.value,
            "xanchor": "left" if line.value < (low + high) / 2 else "right",
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": number * LINE,
            "showarrow": False,
        }
        for number, line in enumerate(chart.lines)
    ]
