"""A chart as plain data: what is drawn, in which unit and words, and what pressing a part of it asks.

The screen, paper, files, slides and workbook draw the same description; none of them knows another one's drawing.
"""

from dataclasses import dataclass
from typing import Literal

from budget.text import Words
from budget.text.numbers import UNITS

TENTH = 100_000  # kr: a tenth of a million

Role = Literal[
    "cost", "saving", "income", "net", "accumulated", "pool",  # the result
    "planned", "scenario", "low", "middle", "high",  # how sure it is
    "at_low", "at_high",  # one figure at its ends
    "before", "after", "vacant", "benchmark", "january", "change", "range",  # posts and placements
    "area",  # one of several service areas
]  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """How the values of a chart are written: kr in a unit of the product, or plain numbers with `most` decimals.

    `fine` amounts in million kr have as many decimals as a small case needs.
    """

    language: str
    unit: str = ""  # "kr", "1000", "mio"; empty for plain numbers
    name: str = ""  # of the unit, in words
    most: int = 1
    fine: bool = False

    @property
    def divisor(self) -> float:
        """What a value is divided by to be in the unit shown."""
        return float(UNITS[self.unit][0]) if self.unit else 1.0

    def text(self, value: float) -> str:
        words = Words(self.language)
        if not self.unit:
            return words.plain(value, self.most)
        if self.fine and 0.5 <= abs(value) < TENTH:
            return words.number(value / self.divisor, 2 if abs(value) >= TENTH / 10 else 3)
        return words.amount(value, self.unit)

    def whole(self, value: float) -> str:
        """With the unit, as it stands alone: 2.000 1.000 kr. would be no amount, so thousands are kr."""
        return f"{self.text(value)} {self.name}".strip()


@dataclass(frozen=True)
class Series:
    """One row of a chart: bars or a line; None is a gap. Amounts are in kr, with the sign that is shown.

    `role` decides colour, dash and pattern. `starts` are where its bars begin, when not at zero or on each other.
    `asks` is what pressing it tells: the row of the result, or which end of a figure.
    """

    key: str
    label: str
    role: Role
    values: tuple[float | None, ...]
    bars: bool = False
    starts: tuple[float, ...] | None = None
    asks: str = ""
    texts: tuple[str, ...] | None = None  # the values in words, where the measure alone does not say it

    @property
    def last(self) -> float | None:
        """The last value there is."""
        return next((value for value in reversed(self.values) if value is not None), None)


@dataclass(frozen=True)
class Band:
    """The area between two series, named by their keys."""

    low: str
    high: str


@dataclass(frozen=True)
class Mark:
    """A point of a series that is named: the year in which the cost is paid back."""

    series: str
    place: int
    text: str


@dataclass(frozen=True)
class Line:
    """A value that everything is held against, across the whole chart."""

    value: float
    label: str


@dataclass(frozen=True)
class Place:
    """A year, or a name down the side: what it is called by commands and on the axis."""

    key: str
    label: str


@dataclass(frozen=True)
class Chart:
    """What is drawn. `said` tells the same in words, for those who do not see it.

    `across` charts have years along the bottom; the others names down the side and bars to the right. `press` is
    the command that a part of the chart gives; `ghost` holds the series as they were before the user's changes.
    """

    key: str
    title: str
    measure: Measure
    places: tuple[Place, ...]
    series: tuple[Series, ...]
    said: str
    across: bool = True
    piled: bool = False  # bars on each other instead of beside each other
    bands: tuple[Band, ...] = ()
    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    ghost: tuple[Series, ...] = ()
    press: Literal["", "why", "bar"] = ""

    def one(self, key: str) -> Series:
        """The series with this key."""
        return next(series for series in self.series if series.key == key)

    def name(self, series: Series) -> str:
        """What stands where a series ends: its name and its last value."""
        return series.label if series.last is None else f"{series.label} {self.text(series, self._end(series))}"

    def text(self, series: Series, place: int) -> str:
        """One value in words; a dash where there is none."""
        value = series.values[place]
        if series.texts is not None:
            return series.texts[place]
        return "–" if value is None else self.measure.text(value)

    def _end(self, series: Series) -> int:
        return max(place for place, value in enumerate(series.values) if value is not None)


def years(values: "tuple[int, ...] | list[int] | range") -> tuple[Place, ...]:
    """The years of a result as places of a chart."""
    return tuple(Place(str(year), str(year)) for year in values)
