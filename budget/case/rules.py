"""What the parts of a case must be to each other: references, ranges, years, prices. Shapes are in `models`."""

from collections.abc import Iterator
from itertools import islice

from budget.case.following import follow_up_problems, target
from budget.case.models import Case, Figure, Line, Posts, Volume
from budget.case.naming import ID
from budget.case.paths import Entry, bounds_problem, entries, groups, slots, with_scenario
from budget.case.prices import missing_rates
from budget.case.problems import CaseError, Problem
from budget.case.projecting import projection_problems

RESERVED = {
    "savings", "costs", "changes", "incomes", "net", "accumulated", "prices", "scenario", "levers", "discount", "years",
    "pool", "baseline",
}  # fmt: skip
MOST_FAULTS = 100


def problems(case: Case) -> list[Problem]:
    """Every fault of a case whose shape is right; empty for a sound one."""
    every = list(entries(case))
    found = [*_ids(case), *_references(case, every), *_steps(case)]
    found += [problem for line in case.lines() for problem in _line(case, line)]
    found += projection_problems(case)
    for entry in every:
        found += _entry(case, entry)
    for measure in case.measures:
        found += _target(target(measure))
    if not found and case.baseline:
        for step, year in case.baseline.emptied(case.projected):
            found.append(Problem("nobody_stays", f"baseline.{step}.exit_share", {"step": step, "year": year}))
    if not found:
        found = [*_reimbursement(case), *_financing(case), *follow_up_problems(case)]
    return found or list(islice(_scenarios(case), MOST_FAULTS))


def _ids(case: Case) -> Iterator[Problem]:
    seen: set[str] = set()
    for line in case.lines():
        if not ID.fullmatch(line.id):
            yield Problem("bad_id", f"{line.id}", {"read": line.id})
        if line.id in RESERVED:
            yield Problem("reserved_id", line.id, {"read": line.id})
        if line.id in seen:
            yield Problem("same_id", line.id, {"read": line.id})
        seen.add(line.id)
    followed: set[str] = set()
    for measure in case.measures:
        if measure.id in followed or not ID.fullmatch(measure.id):
            code = "same_id" if measure.id in followed else "bad_id"
            yield Problem(code, f"measures.{measure.id}", {"read": measure.id})
        followed.add(measure.id)


def _references(case: Case, every: list[Entry]) -> Iterator[Problem]:
    known = ", ".join(case.sources) or "–"
    for path, source in _sources(case, every):
        if source is not None and source not in case.sources:
            yield Problem("unknown_source", path, {"read": source, "known": known})
    for line in case.lines():
        if line.service_area is not None and line.service_area not in case.service_areas:
            areas = ", ".join(case.service_areas) or "–"
            yield Problem("unknown_area", f"{line.id}.service_area", {"read": line.service_area, "known": areas})


def _steps(case: Case) -> Iterator[Problem]:
    named = {saving.id: saving.step for saving in case.savings if saving.step is not None}
    if not named:
        return  # the library is not read for a case that names no step
    from budget.case.library import steps

    for id, step in named.items():
        if step not in steps():
            yield Problem("unknown_step", f"{id}.step", {"read": step, "known": ", ".join(steps())})


def _line(case: Case, line: Line) -> Iterator[Problem]:
    """One price or its groups, with some child in them; start months in years that the case has."""
    for slot in slots(type(line)):
        if slot.key.instead:
            alone, grouped = getattr(line, slot.name) is not None, getattr(line, slot.key.instead)
            params = {"read": slot.name, "groups": slot.key.instead}
            if alone == bool(grouped):
                yield Problem("price_twice" if alone else "price_missing", f"{line.id}.{slot.name}", params)
    for name in groups(type(line)):
        found = getattr(line, name)
        if found and not sum(group.children.value for group in found):
            yield Problem("no_children", f"{line.id}.{name}")
    if isinstance(line, Posts | Volume) and isinstance(line.start_month, dict):
        for year in line.start_month:
            if year not in case.horizon:
                first, last = case.horizon[0], case.horizon[-1]
                where = f"{line.id}.start_month.{year}"
                yield Problem("year_outside", where, {"year": year, "first": first, "last": last})


def _sources(case: Case, every: list[Entry]) -> Iterator[tuple[str, str | None]]:
    for line in case.lines():
        yield f"{line.id}.source", line.source
    for entry in every:
        for year, figure in entry.figures().items():
            path = f"{entry.path}.{year}" if year else entry.path
            yield f"{path}.source", figure.source
            if figure.was:
                yield f"{path}.was.source", figure.was.source
    if case.baseline:
        yield "baseline.source", case.baseline.source
    for name in ("omitted", "actuals", "budget_changes"):
        for number, part in enumerate(getattr(case, name), start=1):
            yield f"{name}.{number}.source", part.source
    for measure in case.measures:
        yield f"measures.{measure.id}.baseline.source", measure.baseline.source if measure.baseline else None
        for figure in target(measure).figures().values():
            yield f"measures.{measure.id}.target.source", figure.source


def _entry(case: Case, entry: Entry) -> Iterator[Problem]:
    for year, figure in entry.figures().items():
        path = f"{entry.path}.{year}" if year is not None else entry.path
        yield from _figure(entry, path, figure)
    yield from _years(case, entry)
    yield from _price_years(case, entry)


def _target(entry: Entry) -> Iterator[Problem]:
    for year, figure in entry.figures().items():
        yield from _figure(entry, f"{entry.path}.{year}" if year is not None else entry.path, figure)
        if figure.price_year is not None:
            yield Problem("price_year_not_kr", entry.path)


def _figure(entry: Entry, path: str, figure: Figure) -> Iterator[Problem]:
    for value in (figure.value, figure.low, figure.high):
        if value is not None and not entry.key.allows(value):
            yield bounds_problem(entry.key, path, value)
    if (figure.low is None) != (figure.high is None):
        yield Problem("half_range", path)
    elif figure.low is not None and figure.high is not None and not figure.low <= figure.value <= figure.high:
        yield Problem("range_order", path, {"low": figure.low, "value": figure.value, "high": figure.high})


def _years(case: Case, entry: Entry) -> Iterator[Problem]:
    if not entry.series or entry.path.startswith("indices.") or (entry.given is None and not entry.required):
        return
    if isinstance(entry.given, Figure):
        if entry.line is not None and entry.line.nature != "permanent":
            yield Problem("mapping_wanted", entry.path, {"nature": entry.line.nature})
        return
    for year in entry.span(case.horizon).values():
        if entry.in_force(year) is None:
            yield Problem("missing_year", entry.path, {"year": year})
    for year in entry.given or {}:
        if year > case.horizon[-1] or (entry.single_years and year < case.first_year):
            first, last = case.horizon[0], case.horizon[-1]
            yield Problem("year_outside", f"{entry.path}.{year}", {"year": year, "first": first, "last": last})


def _price_years(case: Case, entry: Entry) -> Iterator[Problem]:
    figures = entry.figures().values()
    if any(figure.unadjusted and figure.price_year is None for figure in figures):
        yield Problem("unadjusted_no_year", entry.path)
    stated = {figure.price_year for figure in figures}
    if stated <= {None}:
        return
    if entry.key.unit != "kr" or (entry.line is None and entry.price_index == "none"):
        yield Problem("price_year_not_kr", entry.path)
        return
    converted = {figure.converted_from for figure in figures}
    if len(converted) > 1:
        yield Problem("price_years_differ", entry.path)
        return
    (year,) = converted
    if year is None:
        return
    if entry.price_index == "none":
        yield Problem("price_year_no_index", entry.path)
        return
    yield from _missing(case, entry.path, entry.price_index, year)


def _missing(case: Case, path: str, index: str, year: int | None) -> Iterator[Problem]:
    if year is None:
        return
    for missing in missing_rates(case, index, year, case.price_year)[:1]:
        yield Problem("missing_rate", path, {"index": index, "year": missing})


def _reimbursement(case: Case) -> Iterator[Problem]:
    rule = case.reimbursement
    if rule is None:
        return
    if not rule.in_order():
        yield Problem("bands_order", "reimbursement.bands")
    if any(band.above.price_year is not None for band in rule.bands):
        yield Problem("price_year_not_kr", "reimbursement.bands")
    yield from _missing(case, "reimbursement.price_year", "total", rule.converted_from)


def _financing(case: Case) -> Iterator[Problem]:
    if case.pool and case.pool.repay_from is not None and case.pool.repay_from not in case.horizon:
        first, last = case.horizon[0], case.horizon[-1]
        yield Problem("year_outside", "pool.repay_from", {"year": case.pool.repay_from, "first": first, "last": last})
    for money in case.financing:
        if case.pool and money.source_of == "pool":
            yield Problem("pool_twice", f"financing.{money.label}", {"read": money.label, "pool": case.pool.label})
        for year in case.horizon:
            if year not in money.amounts:
                yield Problem("missing_year", f"financing.{money.label}", {"year": year})


def _scenarios(case: Case) -> Iterator[Problem]:
    seen: set[str] = set()
    for scenario in case.scenarios:
        if scenario.id in seen or not ID.fullmatch(scenario.id):
            yield Problem("same_id" if scenario.id in seen else "bad_id", "scenarios", {"read": scenario.id})
        seen.add(scenario.id)
        try:
            with_scenario(case, scenario.id)
        except CaseError as error:
            for problem in error.problems:
                yield Problem(problem.code, f"scenarios.{scenario.id}.set: {problem.path}", problem.params)
