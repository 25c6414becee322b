"""What all drawings share: their measures, round steps of a scale, bars piled on each other, and numbers for SVG."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MINUS = "\u2212"  # in pictures only; figures that can be copied have the hyphen
GAP = 15  # least distance between two labels
LETTER = 6.4  # about the width of a letter of a drawing's text


@dataclass(frozen=True)
class Frame:
    """The drawing's measures; a narrow screen gets a drawing of its own, so that its text stays readable."""

    width: int
    height: int
    years: int  # at most so many year labels
    left: float = 0  # room for the scale
    right: float = 0  # room for the labels
    top: int = 14
    bottom: int = 28


WIDE = Frame(540, 320, 10)
NARROW = Frame(350, 290, 5)


def ticks(values: Sequence[float]) -> list[float]:
    """Round steps of 1, 2 or 5 that cover the values, about six of them."""
    low, high = min(values), max(values)
    if high - low < 1:
        return [-1000.0, 0.0, 1000.0]
    rough = (high - low) / 5
    ten = 10.0 ** math.floor(math.log10(rough))
    step = next(ten * k for k in (1, 2, 5, 10) if ten * k >= rough)
    return [step * n for n in range(math.floor(low / step), math.ceil(high / step) + 1)]


def piled(values: Sequence[float]) -> Iterator[tuple[int, float, float]]:
    """Bars on each other, upwards what is above 0 and downwards what is below: which value, from where, to where."""
    ends = {True: 0.0, False: 0.0}
    for which, value in enumerate(values):
        if value:
            start = ends[value > 0]
            ends[value > 0] = start + value
            yield which, start, start + value


def number(value: float) -> str:
    """A place in a drawing, with one decimal at most."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
