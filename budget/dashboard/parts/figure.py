"""A chart as Plotly's plain data: what the browser draws, made without Plotly in a fraction of a millisecond.

Its plot has a fixed height and a scale of our own, so that the places of the names at the ends of the series are
known here, and they never cover one another. Colours are those of the light look; the browser puts those of the look
in use in their place.
"""

from collections.abc import Iterator, Sequence

from budget.dashboard.parts.figure_down import down
from budget.dashboard.parts.figure_parts import (
    CLEAR,
    COLOURS,
    GAP,
    MOST_POINTS,
    Measures,
    Plain,
    axis,
    fill_of,
    text_of,
    told,
)
from budget.shown.charts import Chart, Series
from budget.shown.charts.looks import ON_BAR, Look, look, text_colour
from budget.shown.charts.scale import MOST_NUMBERED, apart, end_height, every
from budget.text.numbers import SEPARATORS


def figure(chart: Chart, stage: bool = False) -> Plain:
    """Data, layout, what a narrow screen has instead, and what pressing a part asks; `stage` for a projector."""
    sizes = Measures(chart, stage)
    data, layout, narrow = _across(chart, sizes) if chart.across else down(chart, sizes)
    return {
        "data": data,
        "layout": {**_common(chart, sizes), **layout},
        "narrow": narrow,
        "press": chart.press,
        "keys": [place.key for place in chart.places],
        "title": text_of(chart.title),
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


# --- years along the bottom --------------------------------------------------------------------------------


def _across(chart: Chart, sizes: Measures) -> tuple[list[Plain], Plain, Plain]:
    years = [place.label for place in chart.places]
    right = max((sizes.wide(_ending(chart, series, sizes)) for series in chart.series), default=0) + 14
    ghosts = [_trace(chart, series, years, sizes, ghost=True) for series in chart.ghost]
    data = [*ghosts, *(_trace(chart, series, years, sizes) for series in _in_order(chart))]
    title = f"%{{x}} ({chart.measure.name})" if chart.measure.name else "%{x}"
    along = {
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
            **along,
            "tickvals": _some(years, 14),
            "unifiedhovertitle": {"text": text_of(title).replace("%\u200b{", "%{")},
        },
        "yaxis": axis(sizes, sizes.texts, sizes.steps),
        "annotations": [*_names(chart, sizes), *_marks(chart, sizes)],
    }
    if any(series.bars for series in chart.ghost):  # on an axis of their own they stand behind the bars, not on them
        layout["xaxis2"] = {**along, "overlaying": "x", "visible": False}
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
        "name": text_of(series.label),
        "uid": f"{'ghost-' if ghost else ''}{series.key}",
        "meta": {"key": series.key, "asks": series.asks},
        "x": list(years),
        "y": list(series.values),
    }
    if ghost:
        trace |= {"hoverinfo": "skip", "opacity": 0.55}
    else:
        trace |= {"customdata": told(chart, series), "hovertemplate": "%{customdata}<extra></extra>"}
    return trace | (_bars(chart, series, drawn, sizes, ghost) if series.bars else _line(chart, series, drawn, ghost))


def _bars(chart: Chart, series: Series, drawn: Look, sizes: Measures, ghost: bool) -> Plain:
    if ghost:
        edge = {"color": COLOURS["edge"], "width": 1.5}
        return {"type": "bar", "xaxis": "x2", "marker": {"color": CLEAR, "line": edge}}
    found: Plain = {"type": "bar", "marker": fill_of(drawn)}
    if len(chart.places) <= MOST_NUMBERED:
        inside = chart.piled
        found |= {
            "text": [text_of(chart.text(series, n)) if v else "" for n, v in enumerate(series.values)],
            "textposition": "inside" if inside else "outside",
            "insidetextanchor": "end",  # away from the lines
            "textangle": 0,
            "textfont": {"color": ON_BAR if inside and drawn.fill == "solid" else text_colour(drawn.colour, COLOURS)},
            "cliponaxis": False,
        }
        if inside and drawn.fill != "solid":
            del found["text"]
    return found


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
            "text": _bold(text_of(_ending(chart, series, sizes)), look(chart, series).width > 3),
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
    """A point with its name beside it: a course that falls leaves room above to the right, and below to the left."""
    top = sizes.steps[-1]
    found = []
    for mark in chart.marks:
        value = chart.one(mark.series).values[mark.place] or 0.0
        after = mark.place < 0.6 * len(chart.places) and value < top
        found.append(
            {
                "text": f"<b>{text_of(mark.text)}</b>",
                "x": mark.place,
                "y": value,
                "xanchor": "left" if after else "right",
                "yanchor": "bottom" if after else "top",
                "xshift": 10 if after else -10,
                "yshift": 4 if after else -4,
                "showarrow": False,
            }
        )
    return found
