"""The charts of the presentation: bars and lines by year, named where they end, readable from the back row.

Each is drawn twice, wide and for a telephone. Signs and dashes tell what the colours tell.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.measures import MINUS, number, piled, ticks
from budget.shown.story import Series, View
from budget.text import Words

BARS = ("cost", "saving", "income")
MILLION, TENTH = 1_000_000, 100_000
MOST_VALUES = 8  # years up to which every bar and point carries its figure


@dataclass(frozen=True)
class Sheet:
    """The measures of a drawing in its own units; the type is a fixed share of its width."""

    name: str
    width: float
    height: float
    type: float
    years: int  # at most so many year labels
    beneath: bool = False  # names in rows beneath, where there is no room beside

    @property
    def letter(self) -> float:
        return self.type * 0.54

    @property
    def line(self) -> float:
        return self.type * 1.25


SHEETS = (Sheet("wide", 1200, 440, 22, 14), Sheet("narrow", 420, 420, 16, 5, beneath=True))


@dataclass(frozen=True)
class Plane:
    """From years and kr to places in a drawing."""

    sheet: Sheet
    years: Sequence[int]
    ticks: Sequence[float]
    left: float
    right: float
    bottom: float

    @property
    def step(self) -> float:
        return (self.sheet.width - self.left - self.right) / len(self.years)

    def x(self, place: int) -> float:
        return self.left + (place + 0.5) * self.step

    def y(self, kr: float) -> float:
        top, low, high = self.sheet.line * 1.4, self.ticks[0], self.ticks[-1]
        return top + (high - kr) / (high - low) * (self.sheet.height - top - self.bottom)


def chart(view: View, words: Words) -> Html:
    """The chart of a view, with the whole of it in words for those who cannot see it."""
    said = " ".join((view.message, *view.leads[:1], *_spoken(view, words)))
    return tag("figure", *(_picture(view, sheet, said, words) for sheet in SHEETS), class_="told-chart")


def _spoken(view: View, words: Words) -> Iterator[str]:
    for series in view.series:
        values = (f"{year} {_text(kr, words)}" for year, kr in zip(view.years, series.values, strict=True))
        yield f"{series.label}: {words.listed(values)} {words('unit.mio')}."


def _picture(view: View, sheet: Sheet, said: str, words: Words) -> Html:
    steps = ticks(list(_reach(view.series)))
    labels = [_label(series, words) for series in view.series]
    left = max(len(_text(tick, words)) for tick in steps) * sheet.letter + sheet.type
    right = sheet.type if sheet.beneath else max(map(len, labels)) * sheet.letter + sheet.type
    beneath = len(labels) * sheet.line if sheet.beneath else 0
    plane = Plane(sheet, view.years, steps, left, min(right, sheet.width * 0.42), sheet.line * 1.6 + beneath)
    lines = [series for series in view.series if series.role not in BARS]
    return tag(
        "svg",
        tag("text", words("unit.mio"), x="0", y=number(sheet.type * 0.8), class_="tick"),
        *_grid(plane, words),
        *_fan(plane, lines),
        *_bars(plane, [series for series in view.series if series.role in BARS], words),
        *(part for place, series in enumerate(lines) for part in _line(plane, series, place)),
        *_marked(plane, view, words),
        *_names(plane, view.series, words),
        viewBox=f"0 0 {number(sheet.width)} {number(sheet.height)}",
        role="img",
        aria_label=said,
        class_=f"told {sheet.name}",
        style=f"font-size:{number(sheet.type)}px",
    )


def _reach(shown: Sequence[Series]) -> Iterator[float]:
    """Every height a drawing must hold: lines, and bars piled up above and below zero."""
    yield 0.0
    bars = [series.values for series in shown if series.role in BARS]
    for series in shown:
        if series.role not in BARS:
            yield from series.values
    for values in zip(*bars, strict=True):
        yield sum(value for value in values if value > 0)
        yield sum(value for value in values if value < 0)


def _grid(plane: Plane, words: Words) -> Iterator[Html]:
    sheet, end = plane.sheet, number(plane.sheet.width - plane.right)
    for tick in plane.ticks:
        y = plane.y(tick)
        yield tag(
            "line", x1=number(plane.left), x2=end, y1=number(y), y2=number(y), class_="zero" if not tick else "grid"
        )
        x, height = number(plane.left - sheet.type * 0.4), number(y + sheet.type * 0.34)
        yield tag("text", _text(tick, words), x=x, y=height, class_="tick end")
    every = math.ceil(len(plane.years) / sheet.years)
    under = number(sheet.height - plane.bottom + sheet.line * 1.3)
    for place, year in enumerate(plane.years):
        if place % every == 0:
            yield tag("text", str(year), x=number(plane.x(place)), y=under, class_="tick middle")


def _bars(plane: Plane, shown: Sequence[Series], words: Words) -> Iterator[Html]:
    width = min(plane.step * 0.58, 150)
    numbered = len(plane.years) <= MOST_VALUES and not plane.sheet.beneath
    for place, year in enumerate(plane.years):
        for which, start, end in piled([series.values[place] for series in shown]):
            series, kr = shown[which], shown[which].values[place]
            top, bottom = sorted((plane.y(start), plane.y(end)))
            x = plane.x(place) - width / 2
            title = tag("title", f"{year}: {series.label} {_text(kr, words)}")
            box = {"x": number(x), "y": number(top), "width": number(width), "height": number(bottom - top)}
            yield tag("rect", title, class_=series.role, **box)
            if numbered and bottom - top > plane.sheet.line:
                y = top + plane.sheet.type * 1.1 if kr > 0 else bottom - plane.sheet.type * 0.4  # away from the lines
                yield tag("text", _text(kr, words), x=number(plane.x(place)), y=number(y), class_="middle inside")


def _fan(plane: Plane, shown: Sequence[Series]) -> Iterator[Html]:
    """The room between the low and the high tenth."""
    ends = {series.role: series.values for series in shown if series.role in ("low", "high")}
    if len(ends) < 2:
        return
    there = [(plane.x(place), plane.y(kr)) for place, kr in enumerate(ends["low"])]
    back = [(plane.x(place), plane.y(kr)) for place, kr in enumerate(ends["high"])][::-1]
    yield tag("polygon", points=_points([*there, *back]), class_="fan")


def _line(plane: Plane, series: Series, place: int) -> Iterator[Html]:
    places = [(plane.x(year), plane.y(kr)) for year, kr in enumerate(series.values)]
    dash = f" dash-{place % 4}" if series.role == "scenario" else ""
    yield tag("polyline", points=_points(places), class_=f"{series.role}{dash}")
    if len(places) <= MOST_VALUES and series.role in ("net", "accumulated"):
        for x, y in places:
            yield tag("circle", cx=number(x), cy=number(y), r=number(plane.sheet.type * 0.3), class_=series.role)


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in places)


def _marked(plane: Plane, view: View, words: Words) -> Iterator[Html]:
    """The year in which the cost is paid back."""
    if view.marked is None or view.marked not in view.years:
        return
    place = list(view.years).index(view.marked)
    x, y = plane.x(place), plane.y(view.series[0].values[place])
    text = words("presentation.paid_back", year=view.marked)
    room = len(text) * plane.sheet.letter
    left = x - room < plane.left
    yield tag("circle", cx=number(x), cy=number(y), r=number(plane.sheet.type * 0.5), class_="paid")
    at = x + plane.sheet.type if left else x - plane.sheet.type
    height = min(y + plane.sheet.line, plane.sheet.height - plane.bottom - 4)
    yield tag("text", text, x=number(at), y=number(height), class_="label paid" + ("" if left else " end"))


def _names(plane: Plane, shown: Sequence[Series], words: Words) -> Iterator[Html]:
    """Each series by name and last value: at its end, moved apart where they would cover one another, or beneath."""
    sheet = plane.sheet
    if sheet.beneath:
        for place, series in enumerate(shown):
            y = sheet.height - (len(shown) - 1 - place) * sheet.line - sheet.type * 0.3
            yield tag(
                "line",
                x1="0",
                x2=number(sheet.type * 1.6),
                y1=number(y - 5),
                y2=number(y - 5),
                class_=_kind(series, place),
            )
            yield _name(series, sheet.type * 2, y, sheet.width - sheet.type * 2, sheet, words)
        return
    wanted = sorted(((_end(plane, shown, series), place) for place, series in enumerate(shown)))
    y, x = -math.inf, sheet.width - plane.right + sheet.type * 0.5
    ends = []
    for height, place in wanted:
        y = max(height, y + sheet.line)
        ends.append((y, shown[place]))
    over = max(0.0, y - (sheet.height - plane.bottom)) if ends else 0.0
    for height, series in ends:
        yield _name(series, x, height - over + sheet.type * 0.34, plane.right - sheet.type * 0.5, sheet, words)


def _kind(series: Series, place: int) -> str:
    return f"key {series.role}" + (f" dash-{place % 4}" if series.role == "scenario" else "")


def _name(series: Series, x: float, y: float, room: float, sheet: Sheet, words: Words) -> Html:
    text, most = _label(series, words), int(room / sheet.letter)
    if len(text) > most:
        value = f" {_text(series.values[-1], words)}"
        text = f"{series.label[: max(most - len(value) - 1, 1)].rstrip()}…{value}"
    return tag("text", text, x=number(x), y=number(y), class_=f"label {series.role}")


def _end(plane: Plane, shown: Sequence[Series], series: Series) -> float:
    """Where a series ends at the right: a line at its last value, a bar in the middle of its last one."""
    kr = series.values[-1]
    if series.role not in BARS:
        return plane.y(kr)
    before = shown[: list(shown).index(series)]
    start = sum(s.values[-1] for s in before if s.role in BARS and (s.values[-1] > 0) == (kr > 0))
    return plane.y(start + kr / 2)


def _label(series: Series, words: Words) -> str:
    return f"{series.label}: {_text(series.values[-1], words)}"


def _text(kr: float, words: Words) -> str:
    """Million kr. as in the messages, with as many decimals as a small case needs; in a picture the sign is a minus."""
    decimals = 1 if abs(kr) >= TENTH or abs(kr) < 0.5 else 2 if abs(kr) >= TENTH / 10 else 3
    return words.number(kr / MILLION, decimals).replace("-", MINUS)
