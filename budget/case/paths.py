"""Paths name the figures of a case: listing them, finding one, and setting it.

`savings.placements.amounts.2016` is the value of 2016 in that series; `levers.realisation` a single figure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel, Discriminator
from pydantic.fields import FieldInfo

from budget.case.baseline import Effect
from budget.case.figures import ONE, ZERO, retyped
from budget.case.models import Case, Figure, Indices, Key, Line, Part, Pool, PriceGroup, Projection
from budget.case.placing import GONE, NO_EFFECT, replaced
from budget.case.problems import CaseError, nearest, refuse
from budget.case.reading import YEAR

LISTS = ("savings", "costs", "changes", "incomes")


@dataclass(frozen=True)
class Entry:
    """One figure or series of a case: its path, unit and bounds, and what the file gives for it."""

    path: str
    key: Key
    given: Figure | Mapping[int, Figure] | None
    line: Line | None = None
    series: bool = False
    single_years: bool = False  # never carried from one year to the next
    required: bool = False
    optional: bool = False  # may be left out, and then there is none: no default stands in its place
    stated: bool = True  # the case states it itself, and it is not a default
    early: int = 0  # so many years before the first one it runs from: those of the baseline
    otherwise: Figure | None = None  # what holds before the first given year
    origin: str | None = None  # the source of its line or of the baseline, for a figure that has none of its own

    @property
    def name(self) -> str:
        """The key in the format, such as unit_price."""
        return self.path.rsplit(".", 1)[-1]

    @property
    def price_index(self) -> str:
        """The index by which a figure in another year's prices is converted; `none` where it can state none."""
        return self.line.price_index if self.line else "total" if self.path.startswith("baseline.") else "none"

    def span(self, horizon: Sequence[int]) -> dict[int, int]:
        """The years in which a series is felt, by their numbers: those of the baseline count from `as_of`."""
        start = horizon[0] - self.early
        numbers = range(self.early if self.line else 0, self.early + len(horizon))  # no measure before the first year
        return {number: start + number for number in numbers}

    def figures(self) -> Mapping[int | None, Figure]:
        """What is given: by year for a mapping, under None for one figure."""
        if self.given is None:
            return {}
        return {None: self.given} if isinstance(self.given, Figure) else cast(Mapping[int | None, Figure], self.given)

    def in_force(self, year: int) -> tuple[int | None, Figure] | None:
        """The figure that holds in the year and the year it is given for; None where there is none."""
        if self.given is None or isinstance(self.given, Figure):
            return None if self.given is None else (None, self.given)
        if year in self.given:
            return year, self.given[year]
        if self.single_years:
            return None
        earlier = [y for y in self.given if y < year]
        if not earlier:
            return (None, self.otherwise) if self.otherwise else None
        return max(earlier), self.given[max(earlier)]

    def carried_in(self, first_year: int) -> float:
        """What holds in the year before the first one: a level that is given from then or earlier, else 0."""
        held = None if isinstance(self.given, Figure) else self.in_force(first_year - 1)
        return held[1].value if held else 0.0

    def by_year(self, years: Sequence[int]) -> list[Figure | None]:
        """The figure that holds in each of these years, which follow each other."""
        if self.given is None or isinstance(self.given, Figure):
            return [self.given] * len(years)
        before = self.in_force(years[0])
        held = before[1] if before else self.otherwise
        found = []
        for year in years:
            held = self.given.get(year, None if self.single_years else held)
            found.append(held)
        return found


@dataclass(frozen=True)
class Slot:
    """A field of the format that holds a figure or a series."""

    name: str
    key: Key
    series: bool
    required: bool
    optional: bool
    named: bool = False  # a figure for each of several names: ages, or steps


@lru_cache(maxsize=64)
def slots(model: type[BaseModel]) -> tuple[Slot, ...]:
    """The figures that a part of this model has, in the order of the format."""
    found = []
    for name, field in model.model_fields.items():
        key = next((m for m in field.metadata if isinstance(m, Key)), None)
        if key:
            required = field.is_required() or bool(key.instead)
            optional = not required and field.default is None
            found.append(Slot(name, key, _is_series(field), required, optional, _is_named(field)))
    return tuple(found)


def _is_series(field: FieldInfo) -> bool:
    """Whether a field holds figures by year, one that may be left out among them."""
    parts = get_args(field.annotation) if get_origin(field.annotation) in (Union, UnionType, dict) else ()
    metadata = [m for part in parts if get_origin(part) is Annotated for m in get_args(part)]
    return any(isinstance(m, Discriminator) for m in (*field.metadata, *metadata))


def _is_named(field: FieldInfo) -> bool:
    """Whether a field holds a figure or a series for each of several names."""
    of_what = get_args(field.annotation)[0] if get_origin(field.annotation) is dict else None
    return get_origin(of_what) is Annotated and get_args(of_what)[0] is str


@lru_cache(maxsize=64)
def groups(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a part of this model that hold groups of children at a price."""
    return tuple(name for name, field in model.model_fields.items() if PriceGroup in get_args(field.annotation))


def _entries_of(part: Part, prefix: str, line: Line | None = None) -> Iterator[Entry]:
    origin = line.source if line else None
    for slot in slots(type(part)):
        if slot.key.instead and getattr(part, slot.key.instead):
            continue  # groups stand in its place
        single = slot.series and (slot.key.single_years or (line is not None and line.nature != "permanent"))
        given = getattr(part, slot.name)
        path = f"{prefix}{slot.name}"
        if slot.named:
            for name, one in given.items():
                yield Entry(f"{path}.{name}", slot.key, one, line, slot.series, required=True, origin=origin)
            continue
        stated = slot.name in part.model_fields_set
        kept = (slot.series, single, slot.required, slot.optional, stated)
        yield Entry(path, slot.key, given, line, *kept, origin=origin)
    for name in groups(type(part)):
        for number, group in enumerate(getattr(part, name), start=1):
            yield from _entries_of(group, f"{prefix}{name}.{number}.", line)


def line_entries(line: Line, prefix: str, case: Case) -> Iterator[Entry]:
    """The figures of one line, whose paths begin with the prefix; of a projection those on the steps too."""
    found = _entries_of(line, prefix, line)
    baseline = case.baseline
    if not isinstance(line, Projection) or baseline is None:
        yield from found
        return
    yield from (replace(entry, early=case.early) if entry.series else entry for entry in found)
    for step in baseline.steps:
        effect = line.effects.get(step, NO_EFFECT)
        here = f"{prefix}effects.{step}."
        yield from _entries_of(effect, here, line)
        key = next(slot.key for slot in slots(Effect) if slot.named)
        for later in baseline.later(step):
            if later not in effect.moves:
                yield Entry(f"{here}moves.{later}", key, ZERO, line, stated=False)


def _baseline_entries(case: Case) -> Iterator[Entry]:
    if case.baseline is None:
        return
    parts = [("", case.baseline), *((f"{name}.", step) for name, step in case.baseline.steps.items())]
    for name, part in parts:
        for entry in _entries_of(part, f"baseline.{name}"):
            early = case.early if entry.series and entry.name != "budget_places" else 0
            otherwise = ONE if entry.name == "demand" else None
            yield replace(entry, early=early, otherwise=otherwise, origin=case.baseline.source)


def entries(case: Case) -> Iterator[Entry]:
    """Every figure of the case once: levers, discount rate, indices, reimbursement, pool, baseline, line by line."""
    yield from _shared_entries(case)
    yield from _baseline_entries(case)
    for name in LISTS:
        for line in getattr(case, name):
            yield from line_entries(line, f"{name}.{line.id}.", case)


def _shared_entries(case: Case) -> Iterator[Entry]:
    yield from _entries_of(case.levers, "levers.")
    yield from _entries_of(case, "")
    yield from _index_entries(case)
    for number, band in enumerate(case.reimbursement.bands if case.reimbursement else [], start=1):
        yield from _entries_of(band, f"reimbursement.bands.{number}.")
    if case.pool:
        yield from _entries_of(case.pool, "pool.")


def _index_entries(case: Case) -> Iterator[Entry]:
    for slot in slots(Indices):
        yield Entry(f"indices.{slot.name}", slot.key, getattr(case.indices, slot.name), None, True, True)


def find(case: Case, path: str) -> tuple[Entry, int | None]:
    """The entry that a path names, and the year where the path ends in one; CaseError when there is none."""
    head, _, tail = path.rpartition(".")
    known = {entry.path: entry for entry in _candidates(case, path)}
    if path in known:
        return known[path], None
    if head in known and known[head].series and YEAR.fullmatch(tail):
        entry, year = known[head], int(tail)
        years = list(entry.span(case.horizon).values())
        if year not in years and not head.startswith("indices."):
            raise refuse("year_outside", path, year=year, first=years[0], last=years[-1])
        return entry, year
    if _is_structure(case, path):
        raise refuse("structure", path)
    raise refuse("unknown_path", path, nearest=nearest(path, [e.path for e in entries(case)]))


def _candidates(case: Case, path: str) -> Iterator[Entry]:
    """The entries a path can mean, without walking the whole case for every one that is set."""
    parts = path.split(".")
    if parts[0] in LISTS and len(parts) > 2:
        for line in getattr(case, parts[0]):
            if line.id == parts[1]:
                yield from line_entries(line, f"{parts[0]}.{line.id}.", case)
    elif parts[0] == "baseline":
        yield from _baseline_entries(case)
    elif parts[0] == "indices":
        yield from _index_entries(case)
    else:
        yield from _shared_entries(case)


def _is_structure(case: Case, path: str) -> bool:
    parts = path.split(".")
    if parts[0] in LISTS and len(parts) == 3:
        return any(line.id == parts[1] and parts[2] in type(line).model_fields for line in getattr(case, parts[0]))
    if parts[0] in LISTS and len(parts) == 5:
        return _is_structure(case, ".".join(parts[:3])) and parts[4] in PriceGroup.model_fields
    if parts[0] == "pool" and len(parts) > 1:
        return case.pool is not None and parts[1] in Pool.model_fields
    if parts[0] == "baseline" and case.baseline and len(parts) > 1:
        return path in ("baseline.as_of", "baseline.source", "baseline.steps")
    if parts[0] in ("levers", "indices", "reimbursement") and len(parts) > 1:
        return path in ("reimbursement.bands", "reimbursement.price_year")
    return parts[0] in Case.model_fields and parts[0] not in LISTS


def with_figure(case: Case, path: str, value: float) -> Case:
    """The case with one figure set: certain, in its own price year, and in place of its source what it was before.

    Raises CaseError when the path is unknown or structure, the year is outside the horizon or the value
    outside its bounds.
    """
    entry, year = find(case, path)
    if entry.path.startswith("indices.") and year is None:
        raise refuse("needs_year", path)
    check_bounds(entry.key, path, value)
    figures = entry.figures()
    price_year = next((figure.converted_from for figure in figures.values() if figure.converted_from), None)
    span = list(entry.span(case.horizon).values()) if entry.series else []
    years = span if year is None and span else [case.first_year if year is None else year]
    before = (entry.in_force(held) for held in years)
    made = [retyped(held and held[1], entry.origin, float(value), price_year=price_year) for held in before]
    figure = made[0]
    if any(other != figure for other in made):  # one figure for years that differed: what it was is not one thing
        figure = retyped(None, entry.origin, float(value), price_year=price_year)
    changed = replaced(case, entry.path, _new_value(case, entry, year, figure))
    if changed.reimbursement and not changed.reimbursement.in_order():
        raise refuse("bands_order", path)
    if entry.line is not None and is_of_group(entry.path) and not children_of(changed, entry):
        raise refuse("no_children", path)
    for step, emptied in changed.baseline.emptied(case.projected) if changed.baseline else ():
        raise refuse("nobody_stays", path, step=step, year=emptied)
    return changed


def is_of_group(path: str) -> bool:
    """Whether the figure is one of a group of children at a price."""
    parts = path.split(".")
    return len(parts) == 5 and parts[0] in LISTS and parts[2] != "effects"


def key_of(path: str) -> str:
    """The key of the format that a figure stands under: of one on a step the ages and the steps are left out."""
    parts = path.split(".")
    place = {"baseline": 2, "effects": 4}.get(parts[2] if parts[2:3] == ["effects"] else parts[0], len(parts) - 1)
    return parts[min(place, len(parts) - 1)]


def children_of(case: Case, entry: Entry) -> float:
    """How many children the groups have that the entry is one of."""
    list_, id, name, *_ = entry.path.split(".")
    line = next(line for line in getattr(case, list_) if line.id == id)
    return float(sum(group.children.value for group in getattr(line, name)))


def with_figures(case: Case, changes: Mapping[str, float]) -> Case:
    """The case with several figures set, in the order given: by path, each in its own unit (`levers.realisation`: 0.5).

    CaseError when a path is unknown or a value outside its bounds; the case given stays as it is. What is made of the
    new one says what was changed.
    """
    for path, value in changes.items():
        case = with_figure(case, path, value)
    return case


def with_scenario(case: Case, id: str) -> Case:
    """The case with one of its scenarios applied; CaseError when it has no such scenario."""
    for scenario in case.scenarios:
        if scenario.id == id:
            return with_figures(case, scenario.set).named(case.id, id)
    raise refuse("unknown_scenario", "scenario", read=id, known=", ".join(s.id for s in case.scenarios) or "–")


def without_year(case: Case, path: str) -> Case:
    """The case where one year of a level is carried again from the year before; its first year must stay."""
    entry, year = find(case, path)
    years = entry.figures()
    if entry.single_years or year not in years or not any(y is not None and y < year for y in years if year):
        raise refuse("cannot_carry", path)
    return replaced(case, entry.path, {y: f for y, f in years.items() if y != year and y is not None})


def without_figure(case: Case, path: str) -> Case:
    """The case without a figure that may be left out, such as a duration."""
    entry, _ = find(case, path)
    if entry.required or (entry.line is None and not entry.optional):
        raise refuse("missing", path, read=entry.name)
    return replaced(case, entry.path, GONE)


def check_bounds(key: Key, path: str, value: float) -> None:
    """CaseError when the value lies outside the bounds of its key."""
    if not key.allows(value):
        raise CaseError([bounds_problem(key, path, value)])


def bounds_problem(key: Key, path: str, value: float) -> Any:
    code = "bounds_above" if key.above_low else "bounds"
    if value < 0 and path.startswith(("savings.", "costs.")) and ".amounts" in path:
        code = "negative_amount"  # told where such an amount belongs
    return refuse(code, path, read=float(value), low=float(key.low), high=float(key.high)).problems[0]


def _new_value(case: Case, entry: Entry, year: int | None, figure: Figure) -> Figure | dict[int, Figure]:
    if not entry.series:
        return figure
    years = list(entry.span(case.horizon).values())
    if entry.given is None and year is not None and (entry.single_years or year != years[0]):
        raise refuse("missing_year", entry.path, year=years[0])  # the other years stay unknown, and unknown is not 0
    must_be_mapping = entry.line is not None and entry.line.nature != "permanent"
    if year is None:
        return dict.fromkeys(years, figure) if must_be_mapping else figure
    given = entry.given
    if given is None or isinstance(given, Figure):
        if given is None:
            base: dict[int, Figure] = {}
        else:
            base = dict.fromkeys(years, given) if entry.single_years else {years[0]: given}
    else:
        base = dict(given)
    return dict(sorted({**base, year: figure}.items()))


def with_given(case: Case, path: str, figure: Figure) -> Case:
    """The case with one figure set as it is given: with its range, its price year and where it comes from.

    Raises CaseError as `with_figure` does; what the figure must be to the rest of the case is for `rules`.
    """
    entry, year = find(case, path)
    if entry.path.startswith("indices.") and year is None:
        raise refuse("needs_year", path)
    for value in (figure.value, figure.low, figure.high):
        if value is not None:
            check_bounds(entry.key, path, value)
    return replaced(case, entry.path, _new_value(case, entry, year, figure))
