"""What a baseline and a projection must be, beside the shape and the bounds of their figures."""

from collections.abc import Iterator, Mapping

from budget.case.baseline import NAMES, Baseline, ages
from budget.case.models import Case, Figure, Projection
from budget.case.naming import ID
from budget.case.problems import Problem

EARLIEST = 2  # so many years before the first one the children may have been counted


def projection_problems(case: Case) -> Iterator[Problem]:
    """Every fault of the baseline, and of what the projection says of its steps."""
    projections = [line for line in case.savings if isinstance(line, Projection)]
    for line in projections[1:]:
        yield Problem("one_projection", line.id, {"read": line.id, "first": projections[0].id})
    if case.baseline is None:
        yield from (Problem("no_baseline", line.id, {"read": line.id}) for line in projections)
        return
    yield from _baseline(case, case.baseline)
    for line in projections:
        yield from _effects(line, case.baseline)


def _baseline(case: Case, baseline: Baseline) -> Iterator[Problem]:
    if not 0 <= case.early <= EARLIEST:
        first, last = (f"{year}-01-01" for year in (case.first_year - EARLIEST, case.first_year))
        yield Problem("as_of_year", "baseline.as_of", {"read": baseline.as_of, "first": first, "last": last})
    for name, step in baseline.steps.items():
        path = f"baseline.{name}"
        if not ID.fullmatch(name) or name in NAMES:
            yield Problem("step_name", f"baseline.steps.{name}", {"read": name, "taken": ", ".join(NAMES)})
        yield from _ages(f"{path}.stock", step.stock)
        yield from _ages(f"{path}.entry_ages", step.entry_ages)
        if not sum(weight.value for weight in step.entry_ages.values()):
            yield Problem("no_entry_ages", f"{path}.entry_ages")
        for other in step.moves:
            yield from _move(f"{path}.moves", baseline, name, other)


def _ages(path: str, given: Mapping[str, Figure]) -> Iterator[Problem]:
    seen: set[int] = set()
    for text in given:
        twice = seen.intersection(ages(text))
        if twice:
            yield Problem("age_twice", path, {"read": text, "age": min(twice)})
        seen.update(ages(text))


def _effects(line: Projection, baseline: Baseline) -> Iterator[Problem]:
    for name, effect in line.effects.items():
        path = f"{line.id}.effects.{name}"
        if name not in baseline.steps:
            yield Problem("no_such_step", path, {"read": name, "known": ", ".join(baseline.steps)})
            continue
        for other in effect.moves:
            yield from _move(f"{path}.moves", baseline, name, other)


def _move(path: str, baseline: Baseline, step: str, other: str) -> Iterator[Problem]:
    if other not in baseline.later(step):
        yield Problem("move_back", path, {"read": other, "known": ", ".join(baseline.later(step)) or "–"})
