"""The chart: cost and saving as bars, net and accumulated as lines, labelled where they end.

It is drawn as SVG with the page's own colours. A chart library took 40 to 60 ms of every edit and its picture
had no name for a screen reader; measured in tests/benchmarks.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from budget.dashboard.parts.display import Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.measures import GAP, LETTER, MINUS, NARROW, WIDE, Frame, number, piled, ticks
from budget.formulas import Result
from budget.shown.key_figures import money
from budget.shown.table_words import beside
from budget.text import Words


@dataclass(frozen=True)
class Series:
    """One row of the chart: bars or a line, with its values as shown."""

    name: str
    values: tuple[float, ...]
    bars: bool = False
    said: str = ""  # the word for it, where that is another than its name

    @property
    def label(self) -> str:
        return self.said or self.name


def chart(result: Result, display: Display, words: Words) -> Html:
    """The chart and its summary in words."""
    shown = _series(result, display)
    title = words("chart.title", unit=words(f"unit.{display.unit}"))
    said = list(summary(result, words))
    pictures = [
        _picture(shown, result.years, frame, class_, " ".join([title, *said]), display, words)
        for frame, class_ in ((WIDE, "wide"), (NARROW, "narrow"))
    ]
    return tag("section", tag("h2", title), *pictures, tag("p", " ".join(said), class_="said"), class_="chart")


def _series(result: Result, display: Display) -> list[Series]:
    sign = -1.0 if display.turned else 1.0

    def row(name: str, key: str, bars: bool = False) -> Series:
        return Series(name, tuple(sign * value + 0.0 for value in result.row(key).values), bars)

    found = [row("cost", "costs", True), row("saving", "savings", True)]
    name, values = beside(result)
    if any(values):
        found.append(Series("income", tuple(sign * value + 0.0 for value in values), True, name))
    found += [row("net", "net"), row("accumulated", "accumulated")]
    return [*found, row("pool", "pool.balance")] if result.case.pool else found


# --- drawing -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scale:
    """From years and kr to places in the drawing."""

    frame: Frame
    years: int
    low: float
    high: float

    def x(self, number: int) -> float:
        return self.frame.left + (number + 0.5) * self.step

    @property
    def step(self) -> float:
        return (self.frame.width - self.frame.left - self.frame.right) / self.years

    def y(self, value: float) -> float:
        inside = self.frame.height - self.frame.top - self.frame.bottom
        return self.frame.top + (self.high - value) / (self.high - self.low) * inside


def _picture(
    shown: Sequence[Series],
    years: Sequence[int],
    frame: Frame,
    class_: str,
    said: str,
    display: Display,
    words: Words,
) -> Html:
    steps = ticks([*_reach(shown)])
    names = [_label(series, display, words) for series in shown]
    left = max(len(_text(tick, display, words)) for tick in steps) * LETTER + 10
    frame = replace(frame, left=left, right=max(map(len, names)) * LETTER + 14)
    scale = Scale(frame, len(years), steps[0], steps[-1])
    return tag(
        "svg",
        *_grid(scale, steps, display, words),
        *_bars(scale, [s for s in shown if s.bars], years, display, words),
        *_lines(scale, [s for s in shown if not s.bars]),
        *_years(scale, years),
        *_labels(scale, shown, display, words),
        viewBox=f"0 0 {frame.width} {frame.height}",
        role="img",
        aria_label=said,
        class_=class_,
    )


def _reach(shown: Sequence[Series]) -> Iterator[float]:
    """Every height the drawing must hold: the lines, and the bars piled up above and below zero."""
    yield 0.0
    for series in shown:
        if not series.bars:
            yield from series.values
    for values in zip(*(s.values for s in shown if s.bars), strict=True):
        yield sum(v for v in values if v > 0)
        yield sum(v for v in values if v < 0)


def _grid(scale: Scale, steps: Sequence[float], display: Display, words: Words) -> Iterator[Html]:
    start, end = number(scale.frame.left), number(scale.frame.width - scale.frame.right)
    for tick in steps:
        y, text = scale.y(tick), _text(tick, display, words)
        yield tag("line", x1=start, x2=end, y1=number(y), y2=number(y), class_="zero" if tick == 0 else "grid")
        yield tag("text", text, x=number(scale.frame.left - 6), y=number(y + 4), class_="tick end")


def _bars(
    scale: Scale, shown: Sequence[Series], years: Sequence[int], display: Display, words: Words
) -> Iterator[Html]:
    width = min(scale.step * 0.56, 56)
    for place, year in enumerate(years):
        for which, start, end in piled([series.values[place] for series in shown]):
            series = shown[which]
            top, bottom = sorted((scale.y(start), scale.y(end)))
            name = f"{year}: {words(f'chart.{series.label}')} {_text(series.values[place], display, words)}"
            yield tag(
                "rect",
                tag("title", name),
                x=number(scale.x(place) - width / 2),
                y=number(top),
                width=number(width),
                height=number(bottom - top),
                class_=series.name,
            )


def _lines(scale: Scale, shown: Sequence[Series]) -> Iterator[Html]:
    for series in shown:
        places = [(number(scale.x(i)), number(scale.y(v))) for i, v in enumerate(series.values)]
        yield tag("polyline", points=" ".join(f"{x},{y}" for x, y in places), class_=series.name)
        if series.name == "net" and len(places) <= 20:
            for x, y in places:
                yield tag("circle", cx=x, cy=y, r=4, class_=series.name)


def _years(scale: Scale, years: Sequence[int]) -> Iterator[Html]:
    every = math.ceil(len(years) / scale.frame.years)
    for place, year in enumerate(years):
        if place % every == 0:
            yield tag("text", str(year), x=number(scale.x(place)), y=scale.frame.height - 8, class_="tick middle")


def _labels(scale: Scale, shown: Sequence[Series], display: Display, words: Words) -> Iterator[Html]:
    """Each series by name and last value at its end, moved apart where they would cover one another."""
    wanted = sorted(_wanted(scale, shown), key=lambda place: place[0])
    x = scale.frame.width - scale.frame.right + 8
    y = 0.0
    ends: list[tuple[float, Series]] = []
    for place, series in wanted:
        y = max(place, y + GAP) if ends else place
        ends.append((y, series))
    over = max(0.0, ends[-1][0] - (scale.frame.height - scale.frame.bottom + 4))
    for place, (y, series) in enumerate(ends):
        room = scale.frame.top + GAP * place
        text = _label(series, display, words)
        yield tag("text", text, x=number(x), y=number(max(y - over, room) + 4), class_=f"label {series.name}")


def _label(series: Series, display: Display, words: Words) -> str:
    return f"{words(f'chart.{series.label}')} {_text(series.values[-1], display, words)}"


def _wanted(scale: Scale, shown: Sequence[Series]) -> Iterator[tuple[float, Series]]:
    piled = {True: 0.0, False: 0.0}
    for series in shown:
        value = series.values[-1]
        if not series.bars:
            yield scale.y(value), series
        elif value:
            start = piled[value > 0]
            piled[value > 0] = start + value
            yield scale.y(start + value), series


def _text(value: float, display: Display, words: Words) -> str:
    return words.amount(value, display.unit).replace("-", MINUS)


# --- in words ----------------------------------------------------------------------------------------------


def summary(result: Result, words: Words) -> Iterator[str]:
    """What the chart shows, in sentences."""
    for name, key, sign in (("saving", "savings", -1), ("cost", "costs", 1)):
        values = [sign * value for value in result.row(key).values]
        if any(values):
            yield _course(name, values, result.years, words)
    balanced, payback, end = result.summary["first_balanced_year"], result.summary["payback_year"], result.years[-1]
    if not any(result.row("costs").values):
        return
    if balanced is None:
        yield words("chart.text.never_balanced", year=end)
    elif result.row("net").values[0] > 0:
        yield words("chart.text.balanced", year=balanced)
    if result.nothing_to_pay_back:
        return
    if payback is None:
        yield words("chart.text.not_paid_back", year=end)
    else:
        yield words("chart.text.paid_back", year=payback)


def _course(name: str, values: Sequence[float], years: Sequence[int], words: Words) -> str:
    if min(values) == max(values):
        return words(f"chart.text.{name}_flat", first=money(values[0], words))
    return words(
        f"chart.text.{name}",
        first=money(values[0], words),
        last=money(values[-1], words),
        first_year=years[0],
        last_year=years[-1],
    )
