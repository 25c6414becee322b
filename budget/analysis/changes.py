"""What differs between a case as it was opened and as it is: each path whose value is another one."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from budget.case import Case, Entry, document, entries
from budget.case.figures import Part
from budget.case.paths import LISTS, groups, line_entries, slots

OF_THE_CASE = ("title", "municipality", "first_year", "years", "price_year", "price_level_assumed")
APART = ("id", "source", "quote", "note")  # of a line: what it is known by, and where it comes from


_known: "deque[tuple[Case, list[Change]]]" = deque(maxlen=8)  # one page, one file asks many times


@dataclass(frozen=True)
class Change:
    """One path and what stands there in the case as it was opened and as it is, in the unit of the case file.

    None where nothing stands; a line that only one of them has is one change, from or to its name.
    """

    path: str
    was: Any
    now: Any


def changes(case: Case) -> list[Change]:
    """What has been changed since the case was opened, in the order of the case; nothing for a case as it was read."""
    if case.opened is None:
        return []
    for known, found in tuple(_known):
        if known is case:
            return found
    compared = list(_compared(case.opened, case))
    _known.append((case, compared))
    return compared


def standing(case: Case) -> str:
    """The status of the case: what has been changed is an idea until someone says what it is."""
    return "idea" if changes(case) else str(case.status)


def as_written(case: Case) -> Case:
    """The case as a file or a version of its own; a status that the user has given it stays."""
    given = case.opened is not None and case.opened.status != case.status
    return (case if given else case.model_copy(update={"status": standing(case)})).beside(None)


def is_neutral(entry: Entry) -> bool:
    """Whether a lever is where it changes nothing."""
    return entry.path.startswith("levers.") and entry.figures()[None].value == float(entry.name == "realisation")


def _compared(old: Case, new: Case) -> Iterator[Change]:
    for name in OF_THE_CASE:
        yield from _at(name, getattr(old, name), getattr(new, name))
    shared = [{e.path: e for e in entries(case.model_copy(update={name: [] for name in LISTS}))} for case in (old, new)]
    yield from _figures(shared[0], shared[1], new.first_year)
    yield from _at("baseline.as_of", *(case.baseline and case.baseline.as_of for case in (old, new)))
    for name in LISTS:
        before, after = ({line.id: line for line in getattr(case, name)} for case in (old, new))
        for id in {**before, **after}:
            yield from _line(f"{name}.{id}", before.get(id), after.get(id), (old, new))


def _line(path: str, old: Any, new: Any, cases: tuple[Case, Case]) -> Iterator[Change]:
    if old is new:
        return
    if old is None or new is None:
        yield from _at(path, old and old.label, new and new.label)
        return
    before, after = (dict(_structure(f"{path}.", line)) for line in (old, new))
    for place in {**before, **after}:
        yield from _at(place, before.get(place), after.get(place))
    if type(old) is type(new):  # else its figures are of another kind, and that is said
        both = zip((old, new), cases, strict=True)
        given = [{e.path: e for e in line_entries(line, f"{path}.", case)} for line, case in both]
        yield from _figures(given[0], given[1], cases[1].first_year)


def _structure(prefix: str, part: Part) -> Iterator[tuple[str, Any]]:
    """What a line is beside its figures."""
    figures = {"effects", *(slot.name for slot in slots(type(part)))}
    for name in type(part).model_fields:
        if name in groups(type(part)):
            for number, group in enumerate(getattr(part, name), start=1):
                yield from _structure(f"{prefix}{name}.{number}.", group)
        elif name not in figures and name not in APART:
            yield f"{prefix}{name}", document(getattr(part, name))


def _figures(old: Mapping[str, Entry], new: Mapping[str, Entry], first_year: int) -> Iterator[Change]:
    for path in {**old, **new}:
        before, after = old.get(path), new.get(path)
        years = {year for entry in (before, after) if entry is not None for year in entry.figures()}
        if before is None or after is None or before.given is not after.given:
            for year in [None] if years <= {None} else sorted({first_year if y is None else y for y in years}):
                was, now = (_value(entry, year) for entry in (before, after))
                yield from _at(path if year is None else f"{path}.{year}", was, now)


def _value(entry: Entry | None, year: int | None) -> float | None:
    found = entry.in_force(0 if year is None else year) if entry is not None else None
    return found[1].value if found else None


def _at(path: str, was: Any, now: Any) -> Iterator[Change]:
    if was != now:
        yield Change(path, was, now)
