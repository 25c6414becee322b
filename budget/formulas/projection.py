"""A projection of placements by step and age: the course without the measure, the course with it, and what it saves.

The rows of the courses run over the projection's years, from the year of `as_of`; a step's children of one age on
1 January follow from those a year younger and from those who entered, both of the year before.
"""

from collections.abc import Callable
from dataclasses import dataclass

from budget.case.baseline import GROWN, BaselineStep, ages
from budget.formulas.book import Book
from budget.formulas.line_rows import LineRows
from budget.formulas.row import Row, literal
from budget.formulas.vocabulary import (
    at_least,
    at_most,
    before,
    centre,
    distance,
    first,
    is_above,
    link,
    log,
    mean_weight,
    share_of,
    spread,
    total,
    when,
)

OLDEST = GROWN - 1


@dataclass
class Step:
    """What a step sends on to later ones, by year."""

    parts: dict[str, Row]  # of those who are gone the part that moves to each later step
    gone: list[Row]  # who is gone for other reasons than the birthday, by the age at which they go


NOBODY = literal(1) / literal(60) ** 6  # fewer cannot stay: shares that are drawn or typed may come to more than all
LEAST = literal(1) / 20  # the measure leaves at least this share, where the baseline does


class Course:
    """The steps one after the other, without the measure or, with its line, with it."""

    def __init__(self, book: Book, line: LineRows | None = None) -> None:
        self.book, self.line = book, line
        self.name = line.line.id if line else "baseline"
        self.steps: dict[str, Step] = {}
        assert book.case.baseline is not None
        self.later = book.case.baseline.later
        for step in book.case.baseline.steps:
            self.steps[step] = self._one(step)

    def add(self, step: str, key: str, name: str, row: Row, unit: str = "children") -> Row:
        return named(self.book, f"{self.name}.{step}.{key}", row, f"course.{name}", unit, self.line, step)

    def figure(self, step: str, name: str) -> Row:
        return self.book.input(f"baseline.{step}.{name}")

    def effect(self, line: LineRows, step: str, name: str) -> Row:
        """How much of a change the measure makes in the year."""
        return in_force(line) * self.book.input(f"{line.prefix}.effects.{step}.{name}")

    # -------------------------------------------------------------------------------------------------- one step
    def _one(self, step: str) -> Step:
        keep, parts = self._leaving(step)
        rate = self.add(step, "rate", "rate", 0 - log(keep), "rate")
        stay = self.add(step, "stay", "stay", mean_weight(rate), "index")
        young = self.add(step, "young", "young", stay * (1 - centre(rate)), "index")
        short = self.add(step, "short", "short", _short(rate, young), "index")
        entered, new = self._entered(step)
        placed, below = self._placed(step, keep, stay, young, entered)
        last, newest = placed[OLDEST], entered[OLDEST]
        lost = (1 - keep) * below + (1 - stay) * (last + new) + (1 - 2 * young) * newest
        leaving = self.add(step, "gone", "gone", lost)
        moves = [self.add(step, f"moved.{to}", "moved_to", part * leaving) for to, part in parts.items()]
        moved = self.add(step, "moved", "moved", total(moves, len(leaving.values)))
        self.add(step, "stock", "stock", below + last)
        self.add(step, "entered", "entered", new + newest)
        self.add(step, "left", "left", leaving - moved)
        self.add(step, "turned_18", "turned_18", stay * last + young * newest)
        self.add(step, "places", "places", stay * below + young * (last + new) + short * newest, "places")
        gone = self._gone(step, keep, stay, young, placed, entered) if parts else []
        return Step(parts, gone)

    def _leaving(self, step: str) -> tuple[Row, dict[str, Row]]:
        """The share that stays a year, and what part of the others moves to each later step."""
        stated = _step(self.book, step).moves
        exits = self.figure(step, "exit_share")
        moves = {to: self.figure(step, f"moves.{to}") for to in stated}
        floor: Row | float = NOBODY
        if self.line is not None:
            floor = at_most(self.book.rows[f"baseline.{step}.keep"], LEAST)
            change = self.effect(self.line, step, "exits")
            exits = self.add(step, "exits", "exits", exits * at_least(1 + change, 0), "share")
            for to in self.later(step):
                more = self.effect(self.line, step, f"moves.{to}")
                moves[to] = at_least(moves[to] + more if to in moves else more, 0)
                moves[to] = self.add(step, f"moves.{to}", "moves", moves[to], "share")
        all_out = exits
        for share in moves.values():
            all_out = all_out + share
        out = self.add(step, "out", "out", all_out, "share")
        keep = self.add(step, "keep", "keep", at_least(1 - out, floor), "share")
        parts = {to: self.add(step, f"part.{to}", "part", share_of(share, out), "share") for to, share in moves.items()}
        return keep, parts

    def _entered(self, step: str) -> tuple[list[Row], Row]:
        """Who enters in the year by age, new children and those who move here; and those below 17 together."""
        new = self.figure(step, "entries") * self.book.input("baseline.demand")
        if self.line is not None:
            new = new * at_least(1 + self.effect(self.line, step, "entries"), 0)
        arriving, weights = self.add(step, "new", "new", new), entry_weights(self.book, step)
        senders = [other for other in self.steps.values() if step in other.parts]

        def of(age: int, found: list[Row]) -> Row:
            row = arriving * weights.get(age, 0)
            for other in senders:
                row = row + other.parts[step] * other.gone[age]
            return row

        return self._by_age(step, "entered", "entered_age", "entered_young", of)

    def _placed(self, step: str, keep: Row, stay: Row, young: Row, entered: list[Row]) -> tuple[list[Row], Row]:
        """The children of each age on 1 January, and those below 17 together."""
        at_first, later = first_stock(self.book, step), is_above(self.book.rows["baseline.k"], 0)
        older = stay - young

        def of(age: int, found: list[Row]) -> Row:
            came = young * entered[age]
            if age:
                came = keep * found[age - 1] + came + older * entered[age - 1]
            return when(later, before(came), at_first.get(age, 0))

        return self._by_age(step, "age", "age", "stock_young", of)

    def _by_age(
        self, step: str, key: str, name: str, sum_name: str, of: Callable[[int, list[Row]], Row]
    ) -> tuple[list[Row], Row]:
        """A row for every age, and before that of 17, who turn 18 in the year, the sum of the others."""
        found: list[Row] = []
        for age in range(OLDEST):
            found.append(self.add(step, f"{key}.{age}", name, of(age, found)))
        below = self.add(step, f"{key}.young", sum_name, total(found, len(found[0].values)))
        found.append(self.add(step, f"{key}.{OLDEST}", name, of(OLDEST, found)))
        return found, below

    def _gone(self, step: str, keep: Row, stay: Row, young: Row, placed: list[Row], entered: list[Row]) -> list[Row]:
        """Who is gone for other reasons than the birthday, by age: half of a year's children are a year older then."""
        found, half, soon = [], (1 - keep) / 2, 1 - stay
        for age in range(GROWN):
            both = placed[0] if age == 0 else placed[age - 1] if age == OLDEST else placed[age - 1] + placed[age]
            row = half * both
            if age == OLDEST:
                row = row + soon * placed[age] + (1 - 2 * young) * entered[age]
            else:
                row = row + soon * entered[age]
            found.append(self.add(step, f"gone.{age}", "gone_age", row))
        return found


# ------------------------------------------------------------------------------------------------ what both share
def named(book: Book, key: str, row: Row, name: str, unit: str, line: LineRows | None = None, about: str = "") -> Row:
    """A row over the projection's years, made once."""
    if key not in book.rows:
        book.courses.add(key)
        book.add(key, row, name, unit, line.line if line else None).about = about
    return book.rows[key]


def without_measure(book: Book) -> Course:
    """The course of the baseline."""
    named(book, "baseline.k", book.projected - first(book.projected), "k", "year")
    return Course(book)


def in_force(line: LineRows) -> Row:
    """How much of the effect is in force in the year: phased in, late by the lag, as far as it is realised."""
    book, time = line.book, line.book.rows["baseline.k"]
    key = f"{line.line.id}.in_force"
    if key not in book.rows:
        late = line.lag_months + book.input("levers.delay_months")
        lag = named(book, f"{line.line.id}.lag", late, "lag", "months", line)
        shift = at_least(1 - distance(time, lag / 12), 0)
        moved = named(book, f"{line.line.id}.shift", shift, "shift", "share", line)
        realised = line.realisation * book.input("levers.realisation")
        named(book, key, realised * spread(line.phase, moved, time), "in_force", "share", line)
    return book.rows[key]


def _per_age(book: Book, path: str, row: Row, text: str) -> Row:
    """What falls to each age of a range, spread evenly."""
    number = len(ages(text))
    return row if number == 1 else row / book.fixed_input(f"{path}.ages", float(number), "number")


def first_stock(book: Book, step: str) -> dict[int, Row]:
    """The children placed on `as_of`, by age."""
    found: dict[int, Row] = {}
    for text in _step(book, step).stock:
        path = f"baseline.{step}.stock.{text}"
        part = _per_age(book, path, book.input(path), text)
        each = named(book, f"{path}.each", part, "step.start", "children", None, step)
        found.update(dict.fromkeys(ages(text), each))
    return found


def entry_weights(book: Book, step: str) -> dict[int, Row]:
    """The part of those who enter that has each age."""
    path, given = f"baseline.{step}.entry_ages", list(_step(book, step).entry_ages)
    rows = []
    for text in given:
        weight = link(book.input(f"{path}.{text}"))
        rows.append(named(book, f"{path}.{text}.given", weight, "step.weight_given", "weight", None, step))
    whole = named(book, f"{path}.given", total(rows, book.size), "step.weights", "weight", None, step)
    found: dict[int, Row] = {}
    for text, row in zip(given, rows, strict=True):
        part = _per_age(book, f"{path}.{text}", row, text) / whole
        each = named(book, f"{path}.{text}.each", part, "step.weight", "share", None, step)
        found.update(dict.fromkeys(ages(text), each))
    return found


def _step(book: Book, step: str) -> BaselineStep:
    assert book.case.baseline is not None
    return book.case.baseline.steps[step]


def _short(rate: Row, young: Row) -> Row:
    """The part of a year that one who enters at 17 is there, until the birthday at the latest; a series near 0."""
    near = literal(1) / 3 - rate / 12 + rate**2 / 60 - rate**3 / 6 / 60
    return when(is_above(60 * rate, 1), (1 - 2 * young) / at_least(rate, literal(1) / 60), near)
