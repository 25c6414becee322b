"""A list of placements that is sent to the dashboard: read in a process of its own, out of which only counts come."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from budget.analysis.own_list import OwnList, own_list
from budget.apart import TooHeavy, answer_of
from budget.case import CaseError, Problem, refuse
from budget.export import course_list

HERE = "budget.export.sent_list"


@dataclass(frozen=True)
class Headings:
    """The columns of a list, those that their names suggest, and by column the texts of those that may be steps."""

    names: list[str]
    suggested: dict[str, int]
    steps: dict[int, list[str]]


@dataclass(frozen=True)
class Estimated:
    """The counts of a list, how many rows it has, and the numbers of those left out, by reason."""

    given: OwnList
    rows: int
    left_out: dict[str, list[int]]


# ------------------------------------------------------------------ in this process
def headings(data: bytes) -> Headings:
    """CaseError where it is no list or holds what it must not."""
    return TypeAdapter(Headings).validate_python(_answer("headings_apart", data))


def estimated(
    data: bytes,
    columns: Mapping[str, int],
    together: Mapping[str, str],
    as_of: dt.date,
    extracted: dt.date | None,
    since: dt.date | None,
) -> Estimated:
    """What the list gives with these columns and days, and these steps put together."""
    days = [day.isoformat() if day else None for day in (as_of, extracted, since)]
    return TypeAdapter(Estimated).validate_python(_answer("estimated_apart", data, columns, together, *days))


def _answer(function: str, data: bytes, *arguments: Any) -> Any:
    try:
        found = answer_of(f"{HERE}:{function}", data, *arguments)
    except TooHeavy:
        raise refuse("too_heavy") from None
    if "problems" in found:
        raise CaseError([Problem(*problem) for problem in found["problems"]])
    return found


# ------------------------------------------------------------------ in the process apart
def headings_apart(data: bytes) -> Any:
    def read() -> Any:
        listed = course_list.read_list(data)
        return Headings(listed.headings, course_list.suggested(listed.headings), course_list.possible_steps(listed))

    return _as_json(Headings, read)


def estimated_apart(
    data: bytes, columns: Mapping[str, int], together: Mapping[str, str], as_of: str, *days: str | None
) -> Any:
    def read() -> Any:
        extracted, since = (dt.date.fromisoformat(day) if day else None for day in days)
        taken = course_list.take(course_list.read_list(data), columns, extracted, together)
        given = own_list(taken.courses, taken.extracted, dt.date.fromisoformat(as_of), since)
        return Estimated(given, taken.rows, taken.left_out)

    return _as_json(Estimated, read)


def _as_json(kind: type, read: Callable[[], Any]) -> Any:
    """What is read as JSON holds it, or why it cannot be."""
    try:
        return TypeAdapter(kind).dump_python(read(), mode="json")
    except CaseError as error:
        return {"problems": [(p.code, p.path, dict(p.params)) for p in error.problems]}
    except (MemoryError, RecursionError):
        return {"problems": [("too_heavy",)]}
