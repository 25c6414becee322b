"""Drawings by year in the house's style: bars side by side and lines, named where they end.

Each is drawn twice, for a wide and for a narrow place, so that its text stays readable on a telephone.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.measures import GAP, LETTER, NARROW, WIDE, Frame, number, ticks

SMALLER = {"wide": replace(WIDE, height=250), "narrow": replace(NARROW, height=240)}
MOST_NUMBERED = {"wide": 6, "narrow": 4}  # bars carry their value while there is room for it
ROOM = 60  # of a drawing's height, for what is not labels of its lines
BESIDE = 0.72  # share of a year's width that its bars take together

Format = Callable[[float], str]


@dataclass(frozen=True)
class Series:
    """One row of a drawing: its name in the style sheet, its label, and its values; None is a gap."""

    name: str
    label: str
    values: Sequence[float | None]
    bars: bool = False


@dataclass(frozen=True)
class Band:
    """The area between two values of every year, behind the lines."""

    name: str
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class Plane:
    """From years and values to places in the drawing; the scale begins at zero unless something lies below it."""

    frame: Frame
    years: Sequence[int]
    high: float
    low: float = 0.0

    @property
    def step(self) -> float:
        return (self.frame.width - self.frame.left - self.frame.right) / len(self.years)

    def x(self, number: int) -> float:
        return self.frame.left + (number + 0.5) * self.step

    def y(self, value: float) -> float:
        inside = self.frame.height - self.frame.top - self.frame.bottom
        return self.frame.top + (self.high - value) / (self.high - self.low) * inside


def drawings(
    series: Sequence[Series], years: Sequence[int], said: str, text: Format, bands: Sequence[Band] = ()
) -> list[Html]:
    """The wide and the narrow drawing; `said` is what a screen reader hears of them."""
    return [_drawing(series, years, said, text, name, bands) for name in ("wide", "narrow")]


def _drawing(
    series: Sequence[Series], years: Sequence[int], said: str, text: Format, size: str, bands: Sequence[Band]
) -> Html:
    steps = _steps(series, bands)
    labels = [_label(s, text) for s in series]
    frame = replace(
        SMALLER[size],
        height=max(SMALLER[size].height, GAP * len(series) + ROOM),
        left=max(len(text(step)) for step in steps) * LETTER + 10,
        right=max(map(len, labels), default=0) * LETTER + 14,
    )
    plane = Plane(frame, years, steps[-1], steps[0])
    bars = [s for s in series if s.bars]
    return tag(
        "svg",
        *_bands(plane, bands),
        *_grid(plane, steps, text),
        *_bars(plane, bars, text, len(years) <= MOST_NUMBERED[size]),
        *_lines(plane, [s for s in series if not s.bars]),
        *_years(plane),
        *_labels(plane, series, text),
        viewBox=f"0 0 {frame.width} {frame.height}",
        role="img",
        aria_label=said,
        class_=size,
    )


def _steps(series: Sequence[Series], bands: Sequence[Band]) -> list[float]:
    """Round steps over all that is drawn, zero among them."""
    values = [v for s in series for v in s.values if v is not None]
    values += [v for band in bands for v in (*band.low, *band.high)]
    low, high = min(values, default=0.0), max(values, default=0.0)
    return round_steps(high) if low >= 0 else ticks([min(low, 0.0), max(high, 0.0)])


def round_steps(high: float) -> list[float]:
    """From zero in round steps of 1, 2 or 5 to at least the value, about five of them."""
    if high <= 0:
        return [0.0, 1.0]
    rough = high / 4
    ten = 10.0 ** math.floor(math.log10(rough))
    step = next(ten * k for k in (1, 2, 5, 10) if ten * k >= rough * 0.999999)
    return [step * n for n in range(math.ceil(high / step * 0.999999) + 1)]


def _bands(plane: Plane, bands: Sequence[Band]) -> Iterator[Html]:
    for band in bands:
        there = [(number(plane.x(n)), number(plane.y(v))) for n, v in enumerate(band.high)]
        back = [(number(plane.x(n)), number(plane.y(v))) for n, v in enumerate(band.low)][::-1]
        yield tag("polygon", points=" ".join(f"{x},{y}" for x, y in there + back), class_=band.name)


def _grid(plane: Plane, steps: Sequence[float], text: Format) -> Iterator[Html]:
    start, end = number(plane.frame.left), number(plane.frame.width - plane.frame.right)
    for tick in steps:
        y = plane.y(tick)
        yield tag("line", x1=start, x2=end, y1=number(y), y2=number(y), class_="zero" if tick == 0 else "grid")
        yield tag("text", text(tick), x=number(plane.frame.left - 6), y=number(y + 4), class_="tick end")


def _bars(plane: Plane, shown: Sequence[Series], text: Format, numbered: bool) -> Iterator[Html]:
    width = min(plane.step * BESIDE / max(len(shown), 1), 44)
    for at, series in enumerate(shown):
        for place, value in enumerate(series.values):
            if not value or value < 0:
                continue
            x = plane.x(place) + (at - len(shown) / 2) * width
            top = plane.y(value)
            title = tag("title", f"{plane.years[place]}: {series.label} {text(value)}")
            height = plane.y(0) - top
            yield tag(
                "rect",
                title,
                x=number(x + 1),
                y=number(top),
                width=number(max(width - 2, 1)),
                height=number(height),
                class_=series.name,
            )
            if numbered:
                middle = number(x + width / 2)
                yield tag("text", text(value), x=middle, y=number(top - 4), class_=f"middle value {series.name}")


def _lines(plane: Plane, shown: Sequence[Series]) -> Iterator[Html]:
    for series in shown:
        places = [(number(plane.x(n)), number(plane.y(v))) for n, v in enumerate(series.values) if v is not None]
        if len(places) == 1:
            yield tag("circle", cx=places[0][0], cy=places[0][1], r=4, class_=series.name)
        else:
            yield tag("polyline", points=" ".join(f"{x},{y}" for x, y in places), class_=series.name)


def _years(plane: Plane) -> Iterator[Html]:
    every = math.ceil(len(plane.years) / plane.frame.years)
    for place, year in enumerate(plane.years):
        if place % every == 0:
            yield tag("text", str(year), x=number(plane.x(place)), y=plane.frame.height - 8, class_="tick middle")


def _labels(plane: Plane, series: Sequence[Series], text: Format) -> Iterator[Html]:
    """Each series by name and last value at its end, moved apart where they would cover one another."""
    wanted = sorted(((plane.y(_last(s) or 0.0), n, s) for n, s in enumerate(series)), key=lambda item: item[:2])
    x, y = plane.frame.width - plane.frame.right + 8, -math.inf
    ends = []
    for place, _, shown in wanted:
        y = max(place, y + GAP)
        ends.append((y, shown))
    over = max(0.0, y - (plane.frame.height - plane.frame.bottom + 4)) if ends else 0.0
    for n, (y, shown) in enumerate(ends):
        at = max(y - over, plane.frame.top + GAP * n)
        yield tag("text", _label(shown, text), x=number(x), y=number(at + 4), class_=f"label {shown.name}")


def _label(series: Series, text: Format) -> str:
    last = _last(series)
    return series.label if last is None else f"{series.label} {text(last)}"


def _last(series: Series) -> float | None:
    return next((value for value in reversed(series.values) if value is not None), None)


def fitted(text: str, room: float) -> str:
    """The text, or as much of it as the room holds."""
    most = max(int(room / LETTER), 1)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
