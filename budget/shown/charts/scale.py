"""Where things stand in a chart: round steps, bars piled on each other, the width of a text, and names that keep apart.

Shared by the drawing on the screen and the one on paper, so that both have the same steps and the same labels.
"""

import math
from collections.abc import Iterator, Sequence

from budget.shown.charts.model import Chart, Series

NARROW_LETTERS = frozenset("iljtfrI.,:;'!|()[] -")
WIDE_LETTERS = frozenset("mwMWÆ@%–—\u2212")
MOST_NUMBERED = 8  # years up to which bars carry their figure


def reach(chart: Chart, shown: Sequence[Series] | None = None) -> tuple[float, float]:
    """The lowest and the highest value that the chart must hold; zero among them where bars begin there."""
    values = [value for value, _ in _ends(chart, chart.series if shown is None else shown)]
    values += [value for value, _ in _ends(chart, chart.ghost)] if shown is None else []
    values += [line.value for line in chart.lines]
    if all(series.starts is None for series in chart.series):
        values.append(0.0)
    return min(values), max(values)


def _ends(chart: Chart, shown: Sequence[Series]) -> Iterator[tuple[float, bool]]:
    """Every height that is reached: by lines, by bars, and by bars on each other."""
    for series in shown:
        yield from ((value, series.bars) for value in series.values if value is not None)
        yield from ((value, True) for value in series.starts or ())
    bars = [series.values for series in shown if series.bars]
    if chart.piled:
        for values in zip(*bars, strict=True):
            yield from ((end, True) for _, _, end in piled(values))


def ticks(low: float, high: float) -> list[float]:
    """About six round steps of 1, 2 or 5 that cover the values."""
    if high - low < 1e-9 * max(1.0, abs(high)):
        return [low - 1.0, low, low + 1.0] if low else [0.0, 1.0]
    rough = (high - low) / 5
    ten = 10.0 ** math.floor(math.log10(rough))
    step = next(ten * k for k in (1, 2, 5, 10) if ten * k >= rough * 0.999999)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    return [step * n for n in range(first, last + 1)]


def piled(values: Sequence[float | None]) -> Iterator[tuple[int, float, float]]:
    """Bars on each other, upwards what is above 0 and downwards what is below: which value, from where, to where."""
    ends = {True: 0.0, False: 0.0}
    for which, value in enumerate(values):
        if value:
            start = ends[value > 0]
            ends[value > 0] = start + value
            yield which, start, start + value


def width(text: str, size: float) -> float:
    """As wide as the text is in the widest of the types that may draw it (DejaVu Sans); no font is asked."""
    narrow, wide = (sum(c in letters for c in text) for letters in (NARROW_LETTERS, WIDE_LETTERS))
    capitals = sum(c.isupper() and c not in WIDE_LETTERS and c not in NARROW_LETTERS for c in text)
    return (0.63 * len(text) - 0.22 * narrow + 0.33 * wide + 0.12 * capitals) * size


def fitted(text: str, room: float, size: float) -> str:
    """The text, or as much of it as the room holds."""
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def short_names(chart: Chart, most: int = 34) -> dict[str, str]:
    """Names that have room in a legend: "Forsigtigt" of "Forsigtigt: halv besparelse", where that tells them apart."""
    first = [one.label.partition(":")[0] for one in chart.series]
    names = [name if first.count(name) == 1 else one.label for name, one in zip(first, chart.series, strict=True)]
    cut = [name if len(name) <= most else f"{name[: most - 1].rstrip()}…" for name in names]
    return {one.key: name for one, name in zip(chart.series, cut, strict=True)}


def lines_of(text: str, room: float, size: float, most: int = 2) -> list[str]:
    """The text on at most so many lines, broken between words; what has no room is cut off."""
    found: list[str] = []
    left = text.split()
    while left and len(found) < most:
        taken = 1
        while taken < len(left) and width(" ".join(left[: taken + 1]), size) <= room:
            taken += 1
        if len(found) == most - 1:
            taken = len(left)
        found.append(fitted(" ".join(left[:taken]), room, size))
        left = left[taken:]
    return found


def apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Heights as near as possible to the wanted ones, at least a gap from each other, between top and bottom.

    In the order of `wanted`. Where there is no room for all of them the gap becomes smaller.
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    if len(order) > 1:
        gap = min(gap, (bottom - top) / (len(order) - 1))
    found = [0.0] * len(order)
    before = -math.inf
    for n in order:
        before = found[n] = max(min(max(wanted[n], top), bottom), before + gap)
    after = bottom + gap
    for n in reversed(order):
        after = found[n] = min(found[n], after - gap)
    return found


def end_height(chart: Chart, series: Series) -> float | None:
    """The value at which a series ends to the right: a line at its last value, a piled bar in the middle of its own."""
    if series.last is None or not (series.bars and chart.piled):
        return series.last
    bars = [other for other in chart.series if other.bars]
    for which, start, end in piled([other.values[-1] for other in bars]):
        if bars[which] is series:
            return (start + end) / 2
    return None


def every(count: int, most: int) -> int:
    """That so many names stand along an axis, only every how manieth is written."""
    return math.ceil(count / most)
