"""A municipality's own list of placements, read strictly and given back as counts alone.

No cell of the list leaves this file but the names of its columns and steps: a row that cannot be used is told by its
number and the reason, and a list with names, addresses or civil numbers is refused whole. A civil number may hide
behind spaces, hyphens and the like.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from budget.analysis.courses import YEAR, Array, Courses, Rows
from budget.case import CaseError, Problem, library, refuse
from budget.case.baseline import GROWN, NAMES
from budget.case.figures import PRICE
from budget.case.naming import ID, new_id
from budget.export.ledger.source import read_csv
from budget.text.numbers import NumberError, parse_number

MOST_BYTES = 5_000_000
MOST_ROWS, MOST_STEPS, MOST_NAME = 100_000, 12, 80
MOST_NAMED = 20  # rows of one reason whose numbers are told
PARTS = ("course", "step", "start", "end", "age", "price")
USUAL = {
    "course": "forløb forløbid forløbsid forløbsnr sagsid course courseid id",
    "step": "trin anbringelsestype foranstaltning step type",
    "start": "start startdato fra startdate from",
    "end": "slut slutdato til end enddate to",
    "age": "aldervedstart alder ageatstart age",
    "price": "prisprår pris takst priceperyear priceayear yearlyprice price",
}  # without spaces, underscores and hyphens
NAMED = {part: words.split()[0] for part, words in USUAL.items()} | {"age": "alder_ved_start", "price": "pris_pr_år"}
PERSONAL = re.compile(
    r"navn|name|cpr|person(nummer|nr)|post(nummer|nr)|civil|ssn|adresse|address|(^|\W|_)(vej|gade|street)", re.I
)
BETWEEN = r"[^0-9A-Za-zÆØÅæøå,]{0,3}"
CIVIL = re.compile(rf"(?<![0-9])([0-9]){BETWEEN}([0-9]){BETWEEN}([01]){BETWEEN}([0-9])(?:{BETWEEN}[0-9]){{6}}(?![0-9])")
CLOCK = re.compile(r"[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$")
DAY = re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>[12]\d{3})")
ISO = re.compile(r"(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)")
MONTH = re.compile(r"(?P<month>\d{1,2})[-./](?P<year>[12]\d{3})|(?P<year2>[12]\d{3})[-./](?P<month2>\d{1,2})")
START_OF_MONTH, END_OF_MONTH = 15, 16  # a month's middle; the end of one and the start of the next are a month apart
AGE = re.compile(r"(\d{1,2})(?:[.,](\d+))?")


@dataclass(frozen=True)
class Listed:
    """A list as a table: the names of its columns, and by row the number in the file and the cells."""

    headings: list[str]
    numbers: list[int]
    columns: list[Sequence[str]]
    ragged: list[int]  # numbers of the rows that have more cells than there are headings


@dataclass(frozen=True)
class Taken:
    """The courses of a list, when it was taken out, and the numbers of the rows that are left out, by reason."""

    courses: Courses
    extracted: dt.date
    left_out: dict[str, list[int]]
    rows: int
    steps: dict[str, str]  # what the list calls each step


# ------------------------------------------------------------------ the table
def read_list(data: bytes) -> Listed:
    """The list; CaseError, without a word of it, where it is none or holds what it must not."""
    if len(data) > MOST_BYTES:
        raise refuse("upload.too_large", limit=MOST_BYTES)
    rows: list[list[Any]] = read_csv(data, MOST_ROWS)
    used = [pair for pair in enumerate(rows, start=1) if any(pair[1])]
    if len(used) < 2:
        raise refuse("ledger_empty")
    _refuse_personal(used)
    headings, width = used[0][1], len(used[0][1])
    if any(DAY.fullmatch(name) or ISO.fullmatch(name) or AGE.fullmatch(name) for name in headings):
        raise refuse("courses_no_headings")
    ragged = [number for number, row in used[1:] if len(row) > width and any(row[width:])]
    out = set(ragged)
    kept = [pair for pair in used[1:] if pair[0] not in out]
    cells = (row if len(row) == width else (row + [""] * width)[:width] for _, row in kept)
    columns: list[Sequence[str]] = list(zip(*cells, strict=True)) if kept else [()] * width
    return Listed(headings, [number for number, _ in kept], columns, ragged)


def _refuse_personal(rows: Sequence[tuple[int, list[str]]]) -> None:
    for column, name in enumerate(rows[0][1], start=1):
        if PERSONAL.search(name):
            raise refuse("courses_personal", column=column)
    cells = list(chain.from_iterable(row for _, row in rows))
    found = _civil(cells)
    if found is not None:
        for number, row in rows:
            if found < len(row):
                raise refuse("courses_civil", column=found + 1, row=number)
            found -= len(row)


def _civil(cells: Sequence[str]) -> int | None:
    """The first cell with what looks like a civil number; only those with ten digits are looked at."""
    text = "\0".join(cells)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    signs = np.frombuffer(text.encode(), dtype=np.uint8)
    starts = np.r_[0, np.flatnonzero(signs == 0) + 1].clip(max=len(signs) - 1)
    many = np.flatnonzero(np.add.reduceat(signs - ord("0") < 10, starts, dtype=int) >= 10)
    texts = text.split("\0") if len(many) else []
    return next((int(at) for at in many if is_civil(texts[at])), None)


def is_civil(text: str) -> bool:
    """Whether ten digits stand in it that begin with a day and a month; a day may be raised by 60."""
    for found in CIVIL.finditer(CLOCK.sub("", text)):
        day, month = int(found[1] + found[2]), int(found[3] + found[4])
        if (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 12:
            return True
    return False


def suggested(headings: Sequence[str]) -> dict[str, int]:
    """The columns that headings of the usual words are."""
    plain = [re.sub(r"[\s_-]", "", name.lower()) for name in headings]
    places = {part: [plain.index(word) for word in words.split() if word in plain] for part, words in USUAL.items()}
    return {part: found[0] for part, found in places.items() if found}


def possible_steps(listed: Listed) -> dict[int, list[str]]:
    """The different texts of each column that has few of them: what a step may be called, and no child."""
    texts = {n: list(dict.fromkeys(filter(None, column))) for n, column in enumerate(listed.columns)}
    few = min(MOST_STEPS, len(listed.numbers) // 2)
    return {n: found for n, found in texts.items() if len(found) <= few and all(len(t) <= MOST_NAME for t in found)}


# ------------------------------------------------------------------ the rows
def take(
    listed: Listed,
    columns: Mapping[str, int],
    extracted: dt.date | None = None,
    together: Mapping[str, str] | None = None,
) -> Taken:
    """The courses; `together` says which names of steps are one step."""
    missing = [part for part in PARTS if part not in columns]
    if missing:
        raise refuse("courses_columns", missing=", ".join(NAMED[part] for part in missing))
    cells = {part: Cells(listed.columns[columns[part]]) for part in PARTS}
    start, end = (cells[part].read(_day(middle)) for part, middle in (("start", START_OF_MONTH), ("end", END_OF_MONTH)))
    end = np.where(cells["end"].empty, np.inf, end)
    age, slack = _ages(cells["age"])
    price, step = _prices(cells["price"]), cells["step"].renamed(together or {})
    taken_out = float(extracted.toordinal()) if extracted else _latest(start, end)
    # In this order: a row has one reason, the first.
    reasons: dict[str, Array] = {
        "course": cells["course"].empty,
        "step": step.empty,
        "start": np.isnan(start),
        "end": np.isnan(end),
        "order": end < start,
        "after": start > taken_out,
        "age": np.isnan(age),
        "grown": age >= GROWN,
        "price": np.isnan(price) & ~cells["price"].empty,
    }
    out = np.zeros(len(start), dtype=bool)
    left_out: dict[str, list[int]] = {"cells": listed.ragged} if listed.ragged else {}
    numbers = np.array(listed.numbers, dtype=int)
    for reason, mine in reasons.items():
        if (mine & ~out).any():
            left_out[reason] = numbers[mine & ~out].tolist()
        out |= mine
    used = [step.texts[n] for n in dict.fromkeys(step.number[~out].tolist())]
    if not used:
        raise CaseError([Problem("courses_none"), *left_out_problems(left_out)])
    steps = _step_ids(used)
    place = np.array([used.index(name) if name in used else -1 for name in step.texts])
    kept = (cells["course"].number[~out], place[step.number[~out]], start[~out], end[~out], age[~out], price[~out])
    courses = Courses.of(Rows(*kept, tuple(steps), slack))
    if courses.left_out:
        left_out["overlap"] = numbers[~out][courses.left_out].tolist()
    rows = len(numbers) + len(listed.ragged)
    return Taken(courses, dt.date.fromordinal(int(taken_out)), left_out, rows, steps)


def left_out_problems(rows: Mapping[str, Sequence[int]]) -> list[Problem]:
    """Every reason for which rows are left out: how many, and where they stand; nothing of what stands there."""
    found = []
    for reason, numbers in rows.items():
        named = ", ".join(map(str, numbers[:MOST_NAMED])) + (" …" if len(numbers) > MOST_NAMED else "")
        found.append(Problem(f"courses_out_{reason}", "", {"count": len(numbers), "rows": named}))
    return found


class Cells:
    """A column: its different texts, each of which is read once, and the number of the text of every row."""

    def __init__(self, cells: Sequence[str]) -> None:
        self.texts = list(dict.fromkeys(cells))
        number = {text: n for n, text in enumerate(self.texts)}
        self.number: Array = np.fromiter(map(number.__getitem__, cells), dtype=int, count=len(cells))

    def read(self, one: Callable[[str], float]) -> Array:
        found: Array = np.array([one(text) for text in self.texts], dtype=float)[self.number]
        return found

    @property
    def empty(self) -> Array:
        return self.read(lambda text: text == "") > 0

    def renamed(self, names: Mapping[str, str]) -> "Cells":
        texts = [names.get(text, text) for text in self.texts]
        return Cells([texts[n] for n in self.number.tolist()]) if names else self


def _day(of_month: int) -> Callable[[str], float]:
    """What reads a date; one by month is this day of it."""

    def read(text: str) -> float:
        plain = CLOCK.sub("", text) if ":" in text else text
        if found := DAY.fullmatch(plain) or ISO.fullmatch(plain):
            parts = int(found["year"]), int(found["month"]), int(found["day"])
        elif found := MONTH.fullmatch(plain):
            parts = int(found["year"] or found["year2"]), int(found["month"] or found["month2"]), of_month
        else:
            return np.nan
        try:
            return float(dt.date(*parts).toordinal())
        except ValueError:
            return np.nan

    return read


def day_of(text: str) -> dt.date:
    """A day that a person writes, as the list may have it."""
    found = _day(1)(text) if not MONTH.fullmatch(text) else np.nan
    if np.isnan(found):
        raise refuse("courses_date", read=text)
    return dt.date.fromordinal(int(found))


def _latest(start: Array, end: Array) -> float:
    days = np.concatenate([start, end])
    days = days[np.isfinite(days)]
    if not len(days):
        raise refuse("courses_none")
    return float(days.max())


def _ages(cells: Cells) -> tuple[Array, float]:
    """Exact ages, and by how many days a birthday may be off: in a list of whole years each is half a year more."""

    def read(text: str) -> float:
        found = AGE.fullmatch(text)
        return float(f"{found[1]}.{found[2] or 0}") if found else np.nan

    ages = cells.read(read)
    is_whole = ~(ages % 1 > 0)
    if is_whole.mean() < 0.5:
        return ages, 0.0
    return np.where(is_whole, ages + 0.5, ages), YEAR / 2


def _prices(cells: Cells) -> Array:
    """Prices with a decimal comma, or with a point where all of them are so."""

    def reader(language: str) -> Callable[[str], float]:
        def read(text: str) -> float:
            try:
                price = float(text) if text.isdecimal() else parse_number(text, language)
            except NumberError:
                return np.nan
            return price if PRICE.low <= price <= PRICE.high else np.nan

        return read

    danish, given = cells.read(reader("da")), ~cells.empty
    if np.isnan(danish[given]).any():
        english = cells.read(reader("en"))
        if not np.isnan(english[given]).any():
            return english
    return danish


def _step_ids(names: Sequence[str]) -> dict[str, str]:
    """The id of each step beside what the list calls it: the reference library's where it is one of those."""
    if len(names) > MOST_STEPS or any(len(name) > MOST_NAME for name in names):
        raise refuse("courses_steps", most=MOST_STEPS, long=MOST_NAME)
    known = {label.lower(): id for id, step in library.steps().items() for label in (step.label.da, step.label.en)}
    found: dict[str, str] = {}
    for name in names:
        id = known.get(name.lower(), name)
        found[id if ID.fullmatch(id) and id not in {*found, *NAMES} else new_id(name, {*found, *NAMES})] = name
    return found
