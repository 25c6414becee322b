"""The one static drawing of a chart: SVG for paper, PDF and files, and a PNG of the same.

It draws the description that the screen draws, with every text inside the picture and none over another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from budget.shown.charts import Chart, Series
from budget.shown.charts.looks import FONT, ON_BAR, PALETTES, Look, look, text_colour
from budget.shown.charts.scale import (
    MOST_NUMBERED,
    apart,
    end_height,
    every,
    fitted,
    lines_of,
    piled,
    reach,
    ticks,
    width,
)

SIZE, TITLE = 12.0, 15.0  # of the type
BOLD = 1.08  # letters in bold take so much more room
LINE = 15.0  # from one line of text to the next
WIDTH, HEIGHT = 720.0, 340.0
TOP, BOTTOM = 14.0, 26.0
MOST_BESIDE = 0.34  # share of the width that names may take beside a chart
DASHES = {
    "solid": None, "dash": "8 5", "dot": "2 4", "dashdot": "9 4 2 4", "longdash": "14 6", "longdashdot": "14 5 2 5",
}  # fmt: skip
GHOST = 0.35


def svg(chart: Chart, language: str, look: str = "paper", accent: str = "") -> str:
    """The chart as an SVG document of its own, with its text alternative; `look` is paper, light or dark. In the
    `accent` of a municipality its title stands over it; the colours of cost and saving mean the same everywhere.
    """
    picture = _Picture(chart, PALETTES[look])
    height = _Across(picture).draw() if chart.across else _Down(picture).draw()
    over = picture.titled(accent) if accent else 0.0
    root = picture.root
    root.set("viewBox", f"0 {_n(-over)} {_n(WIDTH)} {_n(height + over)}")
    root.set("width", _n(WIDTH))
    root.set("height", _n(height + over))
    root.set("xml:lang", language)
    return ET.tostring(root, encoding="unicode")


def png(chart: Chart, language: str, look: str = "paper", zoom: int = 2, accent: str = "") -> bytes:
    """The same drawing in points, on the paper of the look; `zoom` 2 gives 1440 of them across."""
    import resvg_py

    paper = PALETTES[look]["paper"]
    return bytes(resvg_py.svg_to_bytes(svg_string=svg(chart, language, look, accent), zoom=zoom, background=paper))


def _n(value: float) -> str:
    """A place in a drawing, with one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


class _Picture:
    """The document under way, and the few things it consists of."""

    def __init__(self, chart: Chart, palette: dict[str, str]) -> None:
        self.chart, self.palette = chart, palette
        self.root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "font-family": FONT})
        ET.SubElement(self.root, "title").text = chart.title
        ET.SubElement(self.root, "desc").text = chart.said
        self._hatched: set[str] = set()

    def text(self, text: str, x: float, y: float, colour: str, anchor: str = "start", bold: bool = False) -> None:
        if not text:
            return
        more = {"font-weight": "700"} if bold else {}
        fill = ON_BAR if colour == "on-bar" else text_colour(colour, self.palette)
        place = {"x": _n(x), "y": _n(y), "text-anchor": anchor, "font-size": _n(SIZE), "fill": fill}
        ET.SubElement(self.root, "text", {**place, **more}).text = text

    def titled(self, accent: str) -> float:
        """Writes the title over the drawing; how much room it takes."""
        rows = lines_of(self.chart.title, WIDTH, TITLE)
        over = len(rows) * TITLE * 1.3 + 10
        for number, text in enumerate(rows):
            place = {"x": "0", "y": _n(TITLE * (1 + 1.3 * number) - over), "font-size": _n(TITLE)}
            ET.SubElement(self.root, "text", {**place, "font-weight": "700", "fill": accent}).text = text
        return over

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, dash: str | None = None) -> None:
        more = {"stroke-dasharray": dash} if dash else {}
        ends = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2), "stroke": self.palette[colour]}
        ET.SubElement(self.root, "line", {**ends, **more})

    def bar(self, x: float, y: float, wide: float, high: float, drawn: Look, ghost: bool = False) -> None:
        colour = self.palette[drawn.colour]
        place = {"x": _n(x), "y": _n(y), "width": _n(max(wide, 1)), "height": _n(max(high, 0.5))}
        if ghost:
            style = {"fill": "none", "stroke": self.palette["edge"], "stroke-dasharray": "2 2"}
        elif drawn.fill == "hollow":
            style = {"fill": self.palette["paper"], "stroke": colour, "stroke-width": "1.5", "stroke-dasharray": "4 2"}
        else:
            style = {"fill": self._hatch(drawn.colour) if drawn.fill == "hatched" else colour, "stroke": colour}
        ET.SubElement(self.root, "rect", {**place, **style})

    def ground(self, x: float, y: float, wide: float, high: float) -> None:
        """Paper behind a text."""
        place = {"x": _n(x), "y": _n(y), "width": _n(wide), "height": _n(high)}
        ET.SubElement(self.root, "rect", {**place, "fill": self.palette["paper"]})

    def _hatch(self, colour: str) -> str:
        if colour not in self._hatched:
            self._hatched.add(colour)
            tile = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"}
            pattern = ET.SubElement(self.root, "pattern", {"id": f"hatch-{colour}", **tile})
            ET.SubElement(pattern, "rect", {"width": "6", "height": "6", "fill": self.palette["paper"]})
            ET.SubElement(pattern, "rect", {"width": "3.4", "height": "6", "fill": self.palette[colour]})
        return f"url(#hatch-{colour})"

    def path(self, points: Sequence[tuple[float, float]], drawn: Look, ghost: bool = False) -> None:
        colour = self.palette["edge" if ghost else drawn.colour]
        shape = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        style = {"fill": "none", "stroke": colour, "stroke-width": _n(1.5 if ghost else drawn.width)}
        dash = DASHES["dot" if ghost else drawn.dash]
        more = {"stroke-dasharray": dash} if dash else {}
        ET.SubElement(self.root, "polyline", {"points": shape, "stroke-linejoin": "round", **style, **more})

    def area(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        shape = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        style = {"fill": self.palette[colour], "fill-opacity": "0.14"}
        ET.SubElement(self.root, "polygon", {"points": shape, **style})

    def point(self, x: float, y: float, colour: str, radius: float = 3.5) -> None:
        style = {"fill": self.palette[colour], "stroke": self.palette["paper"]}
        ET.SubElement(self.root, "circle", {"cx": _n(x), "cy": _n(y), "r": _n(radius), **style})


# --- years along the bottom --------------------------------------------------------------------------------


@dataclass
class _Across:
    """A chart by year: bars and lines, each named where it ends."""

    picture: _Picture

    def draw(self) -> float:
        """Draws all of it; the height it took."""
        chart = self.picture.chart
        self.steps = ticks(*reach(chart))
        self.marks = [chart.measure.text(step) for step in self.steps]
        self.left = max(width(text, SIZE) for text in self.marks) + 10
        most = WIDTH * MOST_BESIDE
        self.right = min(max(width(chart.name(series), SIZE * 1.06) for series in chart.series) + 14, most)
        self.height = max(HEIGHT, TOP + BOTTOM + LINE * (len(chart.series) + 1))
        self._grid()
        for series in chart.ghost:
            if not series.bars:
                self._line(series, ghost=True)
        self._bands()
        self._bars(chart.ghost, ghost=True)
        self._bars(chart.series)
        for series in chart.series:
            if not series.bars:
                self._line(series)
        self._marked()
        self._names()
        return self.height

    @property
    def step(self) -> float:
        return (WIDTH - self.left - self.right) / len(self.picture.chart.places)

    def x(self, place: int) -> float:
        return self.left + (place + 0.5) * self.step

    def y(self, value: float) -> float:
        low, high = self.steps[0], self.steps[-1]
        return TOP + (high - value) / (high - low) * (self.height - TOP - BOTTOM)

    def _grid(self) -> None:
        picture = self.picture
        for step, text in zip(self.steps, self.marks, strict=True):
            y = self.y(step)
            picture.line(self.left, y, WIDTH - self.right, y, "rule" if step else "ink")
            picture.text(text, self.left - 6, y + 4, "quiet", "end")
        places = picture.chart.places
        room = max(width(place.label, SIZE) for place in places) + 8
        skip = every(len(places), max(int((WIDTH - self.left - self.right) / room), 1))
        for number, place in enumerate(places):
            if number % skip == 0:
                picture.text(place.label, self.x(number), self.height - 8, "quiet", "middle")

    def _bands(self) -> None:
        chart = self.picture.chart
        for band in chart.bands:
            low, high = chart.one(band.low), chart.one(band.high)
            points = [*self._points(high), *reversed(self._points(low))]
            self.picture.area(points, look(chart, low).colour)

    def _points(self, series: Series) -> list[tuple[float, float]]:
        return [(self.x(place), self.y(value)) for place, value in enumerate(series.values) if value is not None]

    def _line(self, series: Series, ghost: bool = False) -> None:
        points, drawn = self._points(series), look(self.picture.chart, series)
        self.picture.path(points, drawn, ghost)
        if not ghost and (len(points) == 1 or (drawn.points and len(points) <= 20)):
            for x, y in points:
                self.picture.point(x, y, drawn.colour)

    def _bars(self, shown: Sequence[Series], ghost: bool = False) -> None:
        chart, bars = self.picture.chart, [series for series in shown if series.bars]
        for place in range(len(chart.places)):
            for which, x, wide, start, end in self._boxes(bars, place):
                top, bottom = sorted((self.y(start), self.y(end)))
                drawn = look(chart, bars[which])
                self.picture.bar(x, top, wide, bottom - top, drawn, ghost)
                if not ghost and len(chart.places) <= MOST_NUMBERED:
                    self._numbered(bars[which], place, (x, top, wide, bottom - top), drawn)

    def _boxes(self, bars: Sequence[Series], place: int) -> Iterator[tuple[int, float, float, float, float]]:
        """Which bar, where it begins to the left, how wide it is, and from which value to which."""
        values = [series.values[place] for series in bars]
        if self.picture.chart.piled:
            wide = min(self.step * 0.56, 60)
            for which, start, end in piled(values):
                yield which, self.x(place) - wide / 2, wide, start, end
            return
        wide = min(self.step * 0.72 / max(len(bars), 1), 44)
        for which, value in enumerate(values):
            if value:
                yield which, self.x(place) + (which - len(bars) / 2) * wide + 1, wide - 2, 0.0, value

    def _numbered(self, series: Series, place: int, box: tuple[float, float, float, float], drawn: Look) -> None:
        """The figure of a bar: in it where bars stand on each other, above it where they stand beside each other."""
        x, top, wide, high = box
        text = self.picture.chart.text(series, place)
        if self.picture.chart.piled:
            if high > LINE * 1.1 and width(text, SIZE) < wide and drawn.fill == "solid":
                away = top + LINE if (series.values[place] or 0) > 0 else top + high - 5  # from the lines
                self.picture.text(text, x + wide / 2, away, "on-bar", "middle", bold=True)
        elif width(text, SIZE) < wide + 8 and (series.values[place] or 0) > 0 and top - LINE > 0:
            self.picture.text(text, x + wide / 2, top - 4, drawn.colour, "middle")

    def _marked(self) -> None:
        chart = self.picture.chart
        for mark in chart.marks:
            x, y = self.x(mark.place), self.y(chart.one(mark.series).values[mark.place] or 0.0)
            self.picture.point(x, y, "ink", 6)
            wide = width(mark.text, SIZE) * BOLD
            left, under = x + 10, y - 10  # a course that falls leaves room there,
            if left + wide > WIDTH - self.right or under - LINE < TOP:
                left, under = x - 10 - wide, y + LINE + 2  # and there
            self.picture.ground(left - 2, under - LINE + 4, wide + 4, LINE)
            self.picture.text(mark.text, left, under, "ink", bold=True)

    def _names(self) -> None:
        """Each series by name and last value at its end, kept apart."""
        chart = self.picture.chart
        ending = [(series, height) for series in chart.series if (height := end_height(chart, series)) is not None]
        wanted = [self.y(height) for _, height in ending]
        heights = apart(wanted, LINE, TOP, self.height - BOTTOM + 6)
        x = WIDTH - self.right + 8
        for (series, _), y in zip(ending, heights, strict=True):
            drawn = look(chart, series)
            text = fitted_name(chart, series, self.right - 10)
            self.picture.text(text, x, y + 4, drawn.colour, bold=drawn.width > 3)


def fitted_name(chart: Chart, series: Series, room: float) -> str:
    """Name and last value of a series, of which the name is cut first."""
    whole = chart.name(series)
    if width(whole, SIZE) <= room:
        return whole
    value = whole.removeprefix(series.label)
    return f"{fitted(series.label, max(room - width(value, SIZE), SIZE * 2), SIZE)}{value}"


# --- names down the side -----------------------------------------------------------------------------------


@dataclass
class _Down:
    """Bars to the right of their names, their figures at their ends."""

    picture: _Picture
    told: list[tuple[str, float, float]] = field(default_factory=list)  # figures, and where

    def draw(self) -> float:
        """Draws all of it; the height it took."""
        chart = self.picture.chart
        bars = [series for series in chart.series if series.bars]
        overlaid = any(series.starts is not None for series in bars)
        self.side = WIDTH * 0.36
        names = [lines_of(place.label, self.side - 12, SIZE) for place in chart.places]
        steps = ticks(*reach(chart))
        marks = [chart.measure.text(step) for step in steps]
        longest = max((width(chart.text(s, n), SIZE) for s in bars for n in range(len(chart.places))), default=0.0)
        self.room = WIDTH - self.side - max(longest + 10, width(marks[-1], SIZE) / 2 + 4)
        self.low, self.high = steps[0], steps[-1]
        top = 2.0
        top = self._key(bars, top)
        plot = top + LINE * len(chart.lines)
        rows = [self._height(bars, number, name, overlaid) for number, name in enumerate(names)]
        bottom = plot + sum(rows)
        for step, mark in zip(steps, marks, strict=True):
            self.picture.line(self.x(step), plot, self.x(step), bottom, "rule")
            self.picture.text(mark, self.x(step), bottom + LINE, "quiet", "middle")
        y = plot
        for number, (name, high) in enumerate(zip(names, rows, strict=True)):
            self._row(bars, number, name, y, high, overlaid)
            y += high
        self._lines(plot, bottom)
        self._figures()
        return bottom + LINE + 8

    def x(self, value: float) -> float:
        return self.side + (value - self.low) / (self.high - self.low) * self.room

    def _key(self, bars: Sequence[Series], y: float) -> float:
        """What the bars are; where it ends."""
        if len(bars) < 2:
            return y
        x = self.side
        for series in bars:
            self.picture.bar(x, y + 2, 12, 10, look(self.picture.chart, series))
            self.picture.text(series.label, x + 17, y + 12, "ink")
            x += 17 + width(series.label, SIZE) + 18
        return y + LINE + 8

    @staticmethod
    def _height(bars: Sequence[Series], number: int, name: Sequence[str], overlaid: bool) -> float:
        count = 1 if overlaid else sum(series.values[number] is not None for series in bars)
        return max(count * 17.0, len(name) * LINE, 17.0) + 8

    def _row(
        self, bars: Sequence[Series], number: int, name: Sequence[str], y: float, high: float, overlaid: bool
    ) -> None:
        chart, picture = self.picture.chart, self.picture
        for line, text in enumerate(name):
            picture.text(text, 0, y + 14 + line * LINE, "ink")
        place = y + 3
        for series in bars:
            value = series.values[number]
            if value is None:
                continue
            start = series.starts[number] if series.starts else 0.0
            left, right = sorted((self.x(start), self.x(value)))
            if right - left < 2 and series.starts is not None and start == value and series.role == "range":
                picture.point(right, place + 6.5, look(chart, series).colour, 4)
            elif right > left:
                picture.bar(left, place, right - left, 13, look(chart, series))
            if not overlaid or series.texts is not None:
                self.told.append((chart.text(series, number), right + 5, place + 11))
            place += 0 if overlaid else 17

    def _figures(self) -> None:
        """The figures at the ends of the bars; a line passes behind them."""
        for text, x, y in self.told:
            if self.picture.chart.lines:
                self.picture.ground(x - 2, y - 10, width(text, SIZE), 13)
            self.picture.text(text, x, y, "ink")

    def _lines(self, top: float, bottom: float) -> None:
        """The values everything is held against, each named above at a height of its own."""
        middle = (self.low + self.high) / 2
        for number, line in enumerate(self.picture.chart.lines):
            x, level = self.x(line.value), top - number * LINE
            self.picture.line(x, level - 12, x, bottom, "ink")
            early = line.value < middle
            text = fitted(line.label, (WIDTH - x if early else x) - 8, SIZE)
            self.picture.text(text, x + (5 if early else -5), level - 4, "ink", "start" if early else "end")
