"""What is said, with the figures that it states: text wherever text is asked for."""

from collections.abc import Iterable
from typing import NamedTuple


class Stated(NamedTuple):
    """A figure as a sentence states it: its value, unrounded, the unit that it is told in, and how it reads there.

    Amounts are in kr. and told in "kr", "1000" or "mio"; a "share" is 0.762 where 76,2 % is read; else a number.
    """

    value: float
    unit: str
    text: str


class Told(str):
    """A text and the figures in it, in the order in which they were told."""

    __slots__ = ("figures",)
    figures: tuple[Stated, ...]

    @classmethod
    def figure(cls, text: str, value: float, unit: str = "") -> "Told":
        """One figure as it reads."""
        told = cls(text)
        told.figures = (Stated(value, unit, text),)
        return told

    @classmethod
    def of(cls, text: str, parts: Iterable[object]) -> str:
        """The text made of these parts, with the figures of all that came into it."""
        figures = tuple(one for part in parts for one in figures_of(part) if one.text in text)
        if not figures:
            return text
        told = cls(text)
        told.figures = figures
        return told


def figures_of(text: object) -> tuple[Stated, ...]:
    """The figures that a text states."""
    return getattr(text, "figures", ()) if isinstance(text, Told) else ()


def capital(text: str) -> str:
    """The text as it begins a sentence."""
    return Told.of(text[:1].upper() + text[1:], [text])


def joined(parts: Iterable[str], by: str = " ") -> str:
    """The texts after one another, with their figures."""
    kept = list(parts)
    return Told.of(by.join(kept), kept)
