"""The rows of the sheet `Forudsætninger`: every figure of a case once, in a fixed layout that `read` knows too."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from budget.case.baseline import ages
from budget.case.models import Case, Figure, Key, Line, Placements, Posts, Provision, Volume
from budget.case.paths import Entry, entries, groups, line_entries, with_scenario
from budget.case.prices import missing_for_current, used_indices

# What a cell refers to: its left neighbour (a carried year), the figure in E, that of the row above (an earlier year),
# or the case's own figure.
LEFT, CONSTANT, ABOVE, BASE = "left", "constant", "above", "base"
# Figures that make rows of their own: a case without them has neither.
BEFORE = ".before"  # what holds in the year before the first
ONLY_WHERE_GIVEN = ("replacement_price", "refund_share", "would_have_cost", "budget_places")


@dataclass(frozen=True)
class Cell:
    """What a cell holds on delivery: a number (None: empty), or a reference; and whether it may be typed over."""

    value: float | None
    refers: str = ""
    free: bool = True


@dataclass
class InputRow:
    """One row: its path, the figure in E or the figures under the years, and where they come from."""

    path: str
    unit: str
    key: Key | None = None
    line: Line | None = None
    entry: Entry | None = None
    constant: Cell | None = None
    years: list[Cell] = field(default_factory=list)
    base: str = ""  # for a row of a scenario: the path whose figure it replaces

    @property
    def year(self) -> int | None:
        """The year of a figure from outside the horizon, which has a row of its own."""
        apart = self.entry is not None and self.entry.path != self.path and not self.base
        return int(self.path.rpartition(".")[2]) if apart else None

    @property
    def is_early(self) -> bool:
        """Whether the figure is of a year between the baseline's beginning and the first year."""
        return self.year is not None and not self.path.startswith("indices.")


def input_rows(case: Case, prices: str = "fixed") -> list[InputRow]:
    """Every row of the sheet in its order."""
    rows = figure_rows(case)
    return [*_switches(case, prices), *rows, *_scenario_rows(case, rows)]


def figure_rows(case: Case) -> list[InputRow]:
    """The rows of the case's own figures: levers, discount rate, indices, reimbursement, then line by line."""
    rows: list[InputRow] = []
    started: set[str] = set()
    for entry in entries(case):
        if entry.path.startswith("indices."):
            if entry.given or (entry.name in used_indices(case) and missing_for_current(case) is None):
                rows += _index_rows(case, entry)
            continue
        if entry.line is not None and entry.line.id not in started:
            started.add(entry.line.id)
            rows += _structure(case, entry.line, ".".join(entry.path.split(".")[:2]))
        if entry.path == "baseline.demand" and case.baseline:
            rows.append(InputRow("baseline.as_of", "year", constant=Cell(float(case.baseline.year), free=False)))
        if entry.path == "pool.cap" and case.pool:
            year = float(case.pool.repay_from or case.first_year)
            rows.append(InputRow("pool.repay_from", "year", constant=Cell(year, free=False)))
        if not (entry.name in ONLY_WHERE_GIVEN and entry.given is None):
            rows += _early_rows(case, entry)
            rows.append(_row(case, entry))
        if len(ages(entry.name)) > 1:
            rows.append(
                InputRow(f"{entry.path}.ages", "number", constant=Cell(float(len(ages(entry.name))), free=False))
            )
    return rows


def _early_rows(case: Case, entry: Entry) -> Iterator[InputRow]:
    """The years of the baseline before the first one, one row each: the figure in E."""
    for number, year in enumerate(case.projected[: 0 if entry.line else entry.early]):
        found = entry.in_force(year)
        assert found is not None
        cell = Cell(found[1].value, "" if number == 0 or found[0] == year else ABOVE)
        yield InputRow(f"{entry.path}.{year}", entry.key.unit, entry.key, None, entry, cell)


def _switches(case: Case, prices: str) -> Iterator[InputRow]:
    free = missing_for_current(case) is None
    yield InputRow("prices", "0/1", Key("0/1", 0, 1), constant=Cell(float(prices == "current"), free=free))
    if case.scenarios:
        yield InputRow("scenario", "number", Key("number", 0, len(case.scenarios)), constant=Cell(0.0))


def _index_rows(case: Case, entry: Entry) -> Iterator[InputRow]:
    given = entry.figures()
    row = InputRow(entry.path, "share", entry.key, entry=entry)
    row.years = [Cell(given[year].value if year in given else None) for year in case.horizon]
    yield row
    for year in sorted(y for y in given if y is not None and y not in case.horizon):
        yield InputRow(f"{entry.path}.{year}", "share", entry.key, entry=entry, constant=Cell(given[year].value))


def _structure(case: Case, line: Line, prefix: str) -> Iterator[InputRow]:
    """Structure that is a number: fixed on export, shown locked."""

    def row(name: str, unit: str, value: float) -> InputRow:
        return InputRow(f"{prefix}.{name}", unit, line=line, constant=Cell(float(value), free=False))

    if isinstance(line, Posts | Volume):
        if isinstance(line.start_month, dict):
            months = [Cell(float(line.start_month.get(year, 1)), free=False) for year in case.horizon]
            yield InputRow(f"{prefix}.start_month", "month", line=line, years=months)
            for name in ("fte", "recipients"):
                entry = next((e for e in line_entries(line, f"{prefix}.", case) if e.name == name), None)
                if entry is not None:
                    yield row(f"{name}{BEFORE}", entry.key.unit, entry.carried_in(case.first_year))
        elif isinstance(line, Posts) or line.start_month != 1:
            yield row("start_month", "month", line.start_month)
    if isinstance(line, Placements) and isinstance(line.timing, int):
        yield row("timing", "month", line.timing)
    if isinstance(line, Provision) and line.capacity_from is not None:
        yield row("capacity_from", "year", line.capacity_from)
    for name in groups(type(line)):
        for number, group in enumerate(getattr(line, name), start=1):
            yield row(f"{name}.{number}.siblings", "number", group.siblings)


def _row(case: Case, entry: Entry) -> InputRow:
    row = InputRow(entry.path, entry.key.unit, entry.key, entry.line, entry)
    if not entry.series:
        row.constant = Cell(entry.given.value if isinstance(entry.given, Figure) else None)
    else:
        row.years = list(_years(case, entry))
        if entry.single_years and isinstance(entry.given, Figure):
            row.constant = Cell(entry.given.value)
    return row


def _years(case: Case, entry: Entry) -> Iterator[Cell]:
    for number, year in enumerate(case.horizon):
        found = entry.in_force(year)
        assert found is not None  # a sound case has a figure for every year
        given_year, figure = found
        if given_year is None and entry.single_years:
            yield Cell(figure.value, CONSTANT)
        elif given_year == year or (number == 0 and (entry.line or not entry.early)):
            yield Cell(figure.value)
        elif number == 0:
            yield Cell(figure.value, ABOVE)
        else:
            yield Cell(figure.value, LEFT)


def may_be_empty(row: InputRow) -> bool:
    """Whether the row's figure may be left out, and the row stays."""
    return row.entry is not None and row.entry.optional and row.entry.name not in ONLY_WHERE_GIVEN


def scenario_paths(case: Case, rows: list[InputRow]) -> list[str]:
    """The rows that some scenario sets, in the order of the sheet."""
    wanted = {
        part
        for scenario in case.scenarios
        for path in scenario.set
        for part in (path, path.rpartition(".")[0], f"{path}{BEFORE}")
    }
    return [row.path for row in rows if row.path in wanted or (row.is_early and row.entry and row.entry.path in wanted)]


def _scenario_rows(case: Case, rows: list[InputRow]) -> Iterator[InputRow]:
    """For every figure that a scenario sets, one row per scenario: its value, or the case's own where it sets none."""
    own = {row.path: row for row in rows}
    changed = {s.id: {r.path: r for r in figure_rows(with_scenario(case, s.id))} for s in case.scenarios}
    for path in scenario_paths(case, rows):
        base = own[path]
        for scenario in case.scenarios:
            row = InputRow(f"scenarios.{scenario.id}.{path}", base.unit, base.key, base.line, base.entry, base=path)
            there = changed[scenario.id][path]
            if base.constant is not None:
                # A series that is replaced is not carried in.
                is_set = path.removesuffix(BEFORE) in scenario.set
                is_set = is_set or (base.is_early and _is_set_early(base, base.year or 0, scenario.set))
                row.constant = Cell((there if is_set else base).constant.value, "" if is_set else BASE, free=False)  # type: ignore[union-attr]
            if base.years:
                row.years = _scenario_years(case, base, there, path, set(scenario.set))
            yield row


def _is_set_early(row: InputRow, until: int, is_set: Container[str]) -> bool:
    """Whether a scenario sets what holds in the years before the first one: all of them, or one up to this year."""
    if row.entry is None or row.entry.line or not row.entry.early:
        return False
    years = range(until - row.entry.early, until + 1)
    return row.entry.path in is_set or any(f"{row.entry.path}.{year}" in is_set for year in years)


def _scenario_years(case: Case, base: InputRow, there: InputRow, path: str, is_set: set[str]) -> list[Cell]:
    """Set years stand as numbers; a carried year after a set one follows it; the rest is the case's own."""
    cells: list[Cell] = []
    following = base.years[0].refers == ABOVE and _is_set_early(base, case.first_year - 1, is_set)
    for year, own, cell in zip(case.horizon, base.years, there.years, strict=True):
        if path in is_set or f"{path}.{year}" in is_set:
            cells.append(Cell(cell.value, free=False))
            following = True
        elif following and own.refers in (LEFT, ABOVE):
            cells.append(Cell(cell.value, LEFT if cells else "", free=False))
        else:
            cells.append(Cell(own.value, BASE, free=False))
            following = False
    return cells
