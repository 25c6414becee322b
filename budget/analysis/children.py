"""Chance for the single child in a projection: how many places a measure saves when every child is one child.

How many children it keeps out, brings home or moves in a year is Poisson around what the draw expects. Each of them
would have left by chance, so what is saved later falls child by child; who leaves or comes in the year does so at any
time of it. What a draw expects stays its mean.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from budget.analysis.arrays import Arrays, Values
from budget.case.models import Projection
from budget.formulas import Result

Streams = Callable[[str], np.random.Generator]  # one for each thing that is drawn: chunks then change nothing


def with_chance(result: Result, streams: Streams) -> Callable[[Arrays, int], None]:
    """What lays chance over the places saved in one chunk of draws after the other; nothing without a projection."""
    line = result.case.projection
    if line is None or result.case.baseline is None:
        return lambda arrays, size: None
    generators: dict[str, np.random.Generator] = {}

    def stream(name: str) -> np.random.Generator:
        return generators.setdefault(name, streams(f"{line.id}:{name}"))

    def lay(arrays: Arrays, size: int) -> None:
        for step, chance in Chunk(result, line, arrays, size, stream).by_step().items():
            row = result.row(f"{line.id}.{step}.saved")
            expected = arrays.values(row)
            arrays.done[id(row)] = [value + more for value, more in zip(expected, chance, strict=True)]

    return lay


class Chunk:
    """One chunk of draws: by step the children who are placed without the measure and not with it, or the reverse."""

    def __init__(self, result: Result, line: Projection, arrays: Arrays, size: int, stream: Streams) -> None:
        self.result, self.line, self.arrays, self.size, self.stream = result, line, arrays, size, stream
        self.early, self.years = result.case.early, result.case.years

    def by_step(self) -> Mapping[str, Values]:
        """What chance adds to the places saved on each step, by year and draw; 0 on average."""
        assert self.result.case.baseline is not None
        fewer: dict[str, list[New]] = {}  # new children saved on each step, for those who are moved from it
        return {step: self._step(step, fewer) for step in self.result.case.baseline.steps}

    def _step(self, step: str, fewer: dict[str, list["New"]]) -> Values:
        placed = self._gap(step, {"stock": 1})
        young = self._gap(step, {"age.young": 1})
        end = self._gap(step, {"stock": 1, "entered": 1, "left": -1, "moved": -1, "turned_18": -1})
        keep = self._values("baseline", step, "keep")
        less, more = Group(self.size), Group(self.size)
        found, fewer[step] = [], []
        for year in range(self.years):
            stay = np.clip(keep[year] * _ratio(young[year], placed[year]), 0.0, keep[year])
            came = end[year] - stay * placed[year]
            name = f"{step}.{year}"
            new = New.drawn(np.maximum(came, 0.0), self.size, self.stream, f"{name}.new")
            fewer[step].append(new)
            added = self._moved_here(step, year, np.maximum(-came, 0.0), fewer)
            chance = less.year(stay, new, self.stream, f"{name}.less")
            found.append(chance - more.year(stay, added, self.stream, f"{name}.more"))
        return found

    def _moved_here(self, step: str, year: int, expected: Any, fewer: dict[str, list["New"]]) -> "New":
        """New children on the step: those whom the measure moves here are the very ones it saves a place for."""
        sources = [name for name, effect in self.line.effects.items() if name in fewer and name != step]
        sources = [name for name in sources if _value(self.line, name, step) > 0]
        found = [fewer[name][year] for name in sources]
        others, name = expected, f"{step}.{year}.moved"
        number, places = np.zeros(self.size, dtype=np.int64), np.zeros(self.size)
        if found:
            saved, whole = sum(new.number for new in found), sum(new.expected for new in found)
            share = np.clip(_ratio(expected, whole, 0.0), 0.0, 1.0)
            number, others = self.stream(name).binomial(saved, share), np.maximum(expected - share * whole, 0.0)
            # The day on which they are moved is the same on both steps.
            same = _ratio(number, saved, 0.0)
            places = same * sum(new.places for new in found)
            places = places + np.sqrt(number * (1 - same) / 12) * self.stream(f"{name}.when").standard_normal(self.size)
        rest = New.drawn(others, self.size, self.stream, f"{step}.{year}.others")
        return New(expected, number + rest.number, places + rest.places)

    def _gap(self, step: str, signs: Mapping[str, int]) -> Values:
        """What there are more of without the measure than with it."""
        found: Values = [0.0] * self.years
        for name, sign in signs.items():
            for course, side in (("baseline", sign), (self.line.id, -sign)):
                found = [a + side * b for a, b in zip(found, self._values(course, step, name), strict=True)]
        return found

    def _values(self, course: str, step: str, name: str) -> Values:
        return self.arrays.values(self.result.row(f"{course}.{step}.{name}"))[self.early :]


@dataclass(frozen=True)
class New:
    """Those who begin to be placed in one course alone: expected, drawn, and their places above half a year each."""

    expected: Any
    number: Any
    places: Any

    @classmethod
    def drawn(cls, expected: Any, size: int, stream: Streams, name: str) -> "New":
        number = stream(name).poisson(expected, size)
        return cls(expected, number, np.sqrt(number / 12) * stream(f"{name}.when").standard_normal(size))


class Group:
    """Children who are placed in one course and not in the other: their number by draw, and what it was to be."""

    def __init__(self, size: int) -> None:
        self.number, self.expected = np.zeros(size, dtype=np.int64), np.zeros(size)

    def year(self, stay: Any, new: New, stream: Streams, name: str) -> Any:
        """Full-year places above what was to be expected of the year: who leaves or comes is there for part of it."""
        stayed = stream(name).binomial(self.number, stay)
        leave = self.number - stayed
        spread = np.sqrt(leave / 12) * stream(f"{name}.when").standard_normal(len(self.number)) + new.places
        places = stayed + (leave + new.number) / 2 + spread
        was_to_be = (stay + (1 - stay) / 2) * self.expected + new.expected / 2
        self.number, self.expected = stayed + new.number, stay * self.expected + new.expected
        return places - was_to_be


def _ratio(a: Any, b: Any, otherwise: float = 1.0) -> Any:
    """The quotient; this where nothing is divided by."""
    shape = np.broadcast(a, b).shape
    divisor = np.broadcast_to(np.asarray(b, dtype=float), shape)
    return np.divide(a, divisor, out=np.full(shape, otherwise), where=np.abs(divisor) > 1e-9)


def _value(line: Projection, step: str, to: str) -> float:
    figure = line.effects[step].moves.get(to)
    return figure.value if figure else 0.0
