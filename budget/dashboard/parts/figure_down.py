"""Names down the side and bars to the right as Plotly's plain data: ends of figures, ranges, the ladder."""

from budget.dashboard.parts.figure_parts import (
    COLOURS,
    LINE,
    SCREEN,
    Measures,
    Plain,
    axis,
    fill_of,
    overlaid,
    slots,
    text_of,
    told,
)
from budget.shown.charts import Chart, Series
from budget.shown.charts.looks import look
from budget.shown.charts.scale import fitted, lines_of


def down(chart: Chart, sizes: Measures) -> tuple[list[Plain], Plain, Plain]:
    one_line = overlaid(chart)
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
        "barmode": "overlay" if one_line else "group",
        "bargap": 0.3,
        "hovermode": "y unified",
        "xaxis": {**axis(sizes, sizes.texts, sizes.steps), "zerolinecolor": COLOURS["edge"]},
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
        "ticktext": ["<br>".join(map(text_of, name)) for name in names],
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
    said = [
        text_of(f"{name}, {one[:1].lower()}{one[1:]}") for name, one in zip(names, told(chart, series), strict=True)
    ]
    drawn = look(chart, series)
    fill = fill_of(drawn)
    fill.setdefault("line", {"color": COLOURS[drawn.colour], "width": 3 if series.role == "range" else 0})
    found: Plain = {
        "type": "bar",
        "orientation": "h",
        "name": text_of(series.label),
        "uid": series.key,
        "meta": {"key": series.key, "asks": series.asks},
        "y": [place.key for place in chart.places],
        "x": [None if v is None else v - start for v, start in zip(series.values, starts, strict=True)],
        "base": list(starts),
        "offsetgroup": slots(chart)[series.key],
        "customdata": said,
        "hovertemplate": "%{customdata}<extra></extra>",
        "marker": fill,
    }
    if series.texts is not None:
        texts = [
            text_of(text) if value is not None else "" for text, value in zip(series.texts, series.values, strict=True)
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
            "text": text_of(fitted(line.label, room / SCREEN, sizes.type)),
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
