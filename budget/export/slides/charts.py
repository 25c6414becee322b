"""Native charts: cost and saving as columns with net as a line, and accumulated net with its alternatives.

Amounts are in million kr and budget sign, held in the workbook inside the chart, so that they can be edited there.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches, Pt
from xlsxwriter import Workbook

from budget.export.office_files import LANGUAGE_TAGS, clean
from budget.export.slides.design import (
    ACCUMULATED,
    COST,
    EDGE,
    INCOME,
    INK,
    MAIN,
    PALE,
    PAPER,
    QUIET,
    SAVING,
    SMALL,
    TEXT,
    A,
    Box,
    C,
)
from budget.export.slides.sheet import Sheet, spoken, themed
from budget.shown.charts import Chart, Series
from budget.shown.charts.looks import look
from budget.shown.charts.scale import every, short_names
from budget.text import Words

MOST_LABELS = 10  # under an axis
MARKED = 20  # years: so many points can be told apart
FEW = 8  # years: so many figures can stand in a chart without covering each other
THEMED = {
    "ink": INK, "quiet": QUIET, "edge": EDGE, "rule": PALE, "cost": COST, "saving": SAVING, "income": INCOME,
    "accumulated": ACCUMULATED,
}  # fmt: skip
FEW_BESIDE = 4  # the same where a table stands beside it
NUMBERS = {"da": "[$-406]#,##0.0", "en": "[$-809]#,##0.0"}  # with the separators of the language
DASHES = {"dash": "dash", "dot": "sysDot", "dashdot": "dashDot", "longdash": "lgDash", "longdashdot": "lgDashDot"}
UNNUMBERED = ("middle", "benchmark")  # their figures would cover those of what is planned
BELOW = ("low", "after")
LOW = 2.6  # inches: a chart that is lower has smaller letters
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
UNDER = 0.3  # of what the lines span: room for a figure below the lowest


def columns(sheet: Sheet, told: Chart, box: Box) -> None:
    """Cost, saving and income by year as columns, net as a line over them."""
    chart = _chart(sheet, told, box, XL_CHART_TYPE.COLUMN_STACKED)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    for series, shown in zip(plot.series, told.series, strict=True):
        series.format.fill.solid()
        themed(series.format.fill.fore_color, _colour(told, shown))
        series.invert_if_negative = False
    _as_line(chart, [n for n, shown in enumerate(told.series) if not shown.bars], told)


def lines(sheet: Sheet, told: Chart, box: Box) -> None:
    """Accumulated net, with the payback year marked, and beside it the fan or the scenarios; or places by course."""
    chart, count = _chart(sheet, told, box, XL_CHART_TYPE.LINE_MARKERS), len(told.places)
    few = FEW if box[2] > sheet.room.split else FEW_BESIDE
    for series, shown in zip(chart.plots[0].series, told.series, strict=True):
        main, colour = shown.role == "planned", _colour(told, shown)
        series.smooth = False
        series.format.line.width = Pt(4 if main else 2.5)
        themed(series.format.line.color, colour)
        series.marker.style = XL_MARKER_STYLE.CIRCLE if main else XL_MARKER_STYLE.NONE
        if main:
            series.marker.size = 9 if count <= MARKED else 3
            series.marker.format.fill.solid()
            themed(series.marker.format.fill.fore_color, colour)
            themed(series.marker.format.line.color, colour)
            _figures(
                series,
                count,
                only=None if count <= few else _corners(told, shown),
                size=_letters(box),
            )
            for mark in told.marks:
                _mark(series.points[mark.place])
        else:
            dash = look(told, shown).dash
            if dash in DASHES:
                _dash(series, DASHES[dash])
            if shown.role not in UNNUMBERED:
                _figures(series, count, [count - 1], below=shown.role in BELOW, size=_letters(box))


# ------------------------------------------------------------------ parts
def _chart(sheet: Sheet, told: Chart, box: Box, kind: Any) -> Any:
    untyped: Any = ChartData
    data = untyped(number_format=NUMBERS[sheet.words.language])
    data.categories = [place.label for place in told.places]
    names, divisor = short_names(told), told.measure.divisor
    for series in told.series:
        values = [None if value is None else value / divisor for value in series.values]
        data.add_series(clean(names[series.key]), values)
    frame = sheet.slide.shapes.add_chart(kind, *map(Inches, box), data)
    frame.name = told.title
    sheet.hold(frame, MAIN, told.said)
    chart = frame.chart
    chart.has_title = False
    chart.font.size = Pt(_letters(box))
    themed(chart.font.color, INK)
    chart.has_legend = len(told.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(SMALL)
    categories, values = chart.category_axis, chart.value_axis
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    themed(categories.format.line.color, INK)
    categories.has_major_gridlines = False
    if len(told.places) > MOST_LABELS:
        categories.tick_labels.font.size = Pt(SMALL)
    if not told.measure.unit:
        values.minimum_scale = 0  # numbers of places: what they are of must be seen
    elif any(series.role in BELOW for series in told.series):
        values.minimum_scale = _under(told)
    values.has_title = True
    values.axis_title.text_frame.text = told.measure.name
    run = values.axis_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(_letters(box)), False
    spoken(run._r.get_or_add_rPr(), sheet.words)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = NUMBERS[sheet.words.language], False
    themed(values.major_gridlines.format.line.color, PALE)
    values.format.line.fill.background()
    _every(categories, every(len(told.places), MOST_LABELS))
    _language(chart, sheet.words)
    _counted_axes(chart)
    return chart


def _under(told: Chart) -> float:
    """Where the axis begins when a figure stands below the lowest line: else it covers the years."""
    values = [value / told.measure.divisor for series in told.series for value in series.values if value is not None]
    span = max(values) - min(values)
    step = 10 ** math.floor(math.log10(span)) if span else 1.0
    return math.floor((min(values) - UNDER * span) / step) * step


def _colour(told: Chart, series: Series) -> str:
    return THEMED[look(told, series).colour]


def _every(axis: Any, years: int) -> None:
    """A label under every so many years: more would stand on their side."""
    for tag in ("tickMarkSkip", "tickLblSkip"):
        element = axis._element.makeelement(f"{C}{tag}", {"val": str(years)})
        axis._element.find(f"{C}lblOffset").addnext(element)


def _language(chart: Any, words: Words) -> None:
    space = chart._chartSpace
    element = space.find(f"{C}lang")
    if element is None:
        element = space.makeelement(f"{C}lang", {})
        first = space.find(f"{C}date1904")
        space.insert(0 if first is None else list(space).index(first) + 1, element)
    element.set("val", LANGUAGE_TAGS[words.language])


def _counted_axes(chart: Any) -> None:
    """python-pptx numbers the axes below zero, which the format does not allow."""
    for element in chart._chartSpace.iter(f"{C}axId", f"{C}crossAx"):
        element.set("val", element.get("val").removeprefix("-"))


def _as_line(chart: Any, places: Sequence[int], told: Chart) -> None:
    """Moves series of a column chart into a line chart on the same axes."""
    bars = chart._chartSpace.find(f".//{C}barChart")
    found = bars.findall(f"{C}ser")
    line = OxmlElement("c:lineChart")
    etree.SubElement(line, f"{C}grouping", val="standard")
    etree.SubElement(line, f"{C}varyColors", val="0")
    for place in places:
        series = found[place]
        for tag in ("invertIfNegative", "spPr"):
            for element in series.findall(f"{C}{tag}"):
                series.remove(element)
        line.append(series)
    etree.SubElement(line, f"{C}marker", val="1")
    for axis in bars.findall(f"{C}axId"):
        etree.SubElement(line, f"{C}axId", val=axis.get("val"))
    bars.addnext(line)
    for series in chart.plots[1].series:
        _style_line(series, len(told.places))


def _style_line(series: Any, count: int) -> None:
    series.smooth = False
    series.format.line.width = Pt(3)
    themed(series.format.line.color, INK)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.DIAMOND, 9 if count <= MARKED else 3
    series.marker.format.fill.solid()
    themed(series.marker.format.fill.fore_color, INK)
    if count <= FEW:
        _figures(series, count)


def _letters(box: Box) -> int:
    return TEXT if box[3] >= LOW else SMALL


def _figures(series: Any, count: int, only: Sequence[int] | None = None, below: bool = False, size: int = TEXT) -> None:
    """The values beside the points, live from the chart's own data."""
    places = range(count) if only is None else only
    for place in places:
        label = series.points[place].data_label
        element = label._get_or_add_dLbl()
        for tag, value in (("showVal", "1"), ("showCatName", "0"), ("showSerName", "0"), ("showLegendKey", "0")):
            found = element.find(f"{C}{tag}")
            if found is not None:
                found.set("val", value)
        label.position = XL_LABEL_POSITION.BELOW if below else XL_LABEL_POSITION.ABOVE
        label.font.size, label.font.bold = Pt(size), True
        themed(label.font.color, INK)
        _on_white(element)


def _on_white(label: Any) -> None:
    """A figure that stands over a column is read on a ground of its own."""
    ground = label.find(f"{C}spPr")
    if ground is None:
        ground = etree.Element(f"{C}spPr")
        label.find(f"{C}txPr").addprevious(ground)
    fill = etree.SubElement(ground, f"{A}solidFill")
    etree.SubElement(fill, f"{A}schemeClr", val=PAPER)


def _corners(told: Chart, series: Series) -> list[int]:
    """Where a long line says most: its highest point, the payback year and, between no others, its end."""
    highest = max(range(len(series.values)), key=lambda i: series.values[i] or 0.0)
    ends = [] if told.bands else [len(series.values) - 1]
    places = [highest, *ends, *(mark.place for mark in told.marks)]
    return sorted(set(places))


def _mark(point: Any) -> None:
    """The payback year: a larger point of another form and colour."""
    point.marker.style, point.marker.size = XL_MARKER_STYLE.DIAMOND, 16
    point.marker.format.fill.solid()
    themed(point.marker.format.fill.fore_color, INK)


def _dash(series: Any, dash: str) -> None:
    """A pattern beside the colour: nothing is told by colour alone."""
    line = series.format.line._get_or_add_ln()
    for element in line.findall(f"{A}prstDash"):
        line.remove(element)
    fill = line.find(f"{A}solidFill")
    element = etree.Element(f"{A}prstDash", val=dash)
    fill.addnext(element)


class ChartData(CategoryChartData):
    """Categories and series; python-pptx itself would make a formula of a series that is called "=1+1"."""

    @property
    def _workbook_writer(self) -> Any:
        untyped: Any = _Writer
        return untyped(self)


class _Writer(CategoryWorkbookWriter):
    """The workbook that holds the data inside the deck, in which every name is text."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[Any]:
        book = Workbook(xlsx_file, {"in_memory": True, **AS_TEXT})
        yield book, book.add_worksheet()
        book.close()
