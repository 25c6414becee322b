"""Every formula on the sheet is the engine's formula: random cases, changed inputs, LibreOffice as the judge."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from openpyxl.workbook import Workbook

from budget.case import Case, CaseError, case_from_text, read_case, with_figure
from budget.case.prices import missing_for_current
from budget.export.inputs import InputRow, input_rows
from budget.export.readback import read_workbook
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.text import Words
from tests import office
from tests.lint import recalculated as second
from tests.lint.book import CALC, CONSTANT, FIRST_YEAR, INPUT, PROJECTION
from tests.random_cases import random_case
from tests.random_projections import random_projection

CASES = 200 if os.environ.get("CI") == "true" else 30
PROJECTIONS = 100 if os.environ.get("CI") == "true" else 6
CHANGES = 3
BATCH = 50
CENT = 0.01  # kr


@dataclass
class Trial:
    """A case, its workbook with some cells changed, and the same changes on the engine's side."""

    name: str
    case: Case
    prices: str
    book: bytes
    sets: list[tuple[str, float]] = field(default_factory=list)


def _value(dice: random.Random, row: InputRow, present: float | None) -> float:
    """A value within the bounds, mostly near the present one, now and then at a bound or at zero."""
    assert row.key is not None
    low, high = row.key.low, min(row.key.high, 1e9)
    start = present if present is not None else low + 1
    kind = dice.random()
    value = low if kind < 0.1 else start * dice.uniform(0.3, 1.7) + (dice.random() if kind > 0.8 else 0)
    if row.key.above_low and value <= low:
        value = low + 1.5
    return round(min(max(value, low), high), 6)


def _free(row: InputRow, case: Case) -> Iterator[tuple[str, int, float | None]]:
    """Every cell of a row that may be typed over: its path, column and present value."""
    if row.key is None or row.base or row.path in ("prices", "scenario"):
        return
    if row.constant is not None and row.constant.free:
        yield row.path, CONSTANT, row.constant.value
    for i, cell in enumerate(row.years):
        if cell.free and cell.value is not None:
            yield f"{row.path}.{case.horizon[i]}", FIRST_YEAR + i, cell.value


def _trial(seed: int, prices: str, text: Callable[[int], str] = random_case) -> Trial | None:
    case = case_from_text(text(seed), f"random-{seed}")
    if prices == "current" and missing_for_current(case):
        return None
    dice = random.Random(seed)
    rows = input_rows(case)
    cells = [(number, row, *cell) for number, row in enumerate(rows, start=2) for cell in _free(row, case)]
    chosen = dice.sample(cells, min(CHANGES, len(cells)))
    changes: dict[tuple[str, str], object] = {(INPUT, "E2"): float(prices == "current")}
    trial = Trial(f"{seed} {prices}", case, prices, b"")
    # Left to right, as the engine takes settings: a later year typed over stays when an earlier one moves.
    for number, row, path, column, present in sorted(chosen, key=lambda c: (c[0], c[3])):
        value = _value(dice, row, present)
        try:
            with_figure(case, path, value)
        except CaseError:
            continue  # limits of reimbursement must keep their order
        changes[INPUT, f"{_letter(column)}{number}"] = value
        trial.sets.append((path, value))
    trial.book = office.changed(workbook(case), changes)
    return trial


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)


def _differences(trial: Trial, book: Workbook) -> list[str]:
    case = trial.case
    for path, value in trial.sets:
        case = with_figure(case, path, value)
    result = calculate(case, trial.prices)
    last = FIRST_YEAR + case.early + case.years
    got: dict[str, list[object]] = {}
    for sheet in (PROJECTION, CALC) if case.baseline else (CALC,):
        got |= second.values_by_key(book, sheet, range(CONSTANT, last))
    found = []
    for key, row in result.book.rows.items():
        values = got[key][:1] if row.constant else got[key][1 : 1 + len(row.values)]
        for mine, other in zip(row.values, values, strict=True):
            if not _equal(mine, other, row.unit):
                found.append(f"{trial.name} {trial.sets}: {key} is {mine} here and {other!r} on the sheet")
    return found


def _equal(mine: float | None, other: object, unit: str) -> bool:
    if mine is None:
        return other in (None, "")
    if not isinstance(other, int | float):
        return False
    return abs(mine - other) <= (CENT if unit == "kr" else 1e-6) + 1e-9 * abs(mine)


@pytest.mark.office
@pytest.mark.parametrize("start", range(0, CASES, BATCH))
def test_a_changed_input_recalculates_to_what_the_engine_gives(start: int) -> None:
    _recalculated(range(start, min(start + BATCH, CASES)), random_case)


@pytest.mark.office
@pytest.mark.parametrize("start", range(0, PROJECTIONS, BATCH))
def test_a_changed_input_of_a_projection_recalculates_to_what_the_engine_gives(start: int) -> None:
    _recalculated(range(start, min(start + BATCH, PROJECTIONS)), random_projection)


def _recalculated(seeds: range, text: Callable[[int], str]) -> None:
    found = [_trial(seed, prices, text) for seed in seeds for prices in ("fixed", "current")]
    trials = [trial for trial in found if trial is not None]
    assert len(trials) > len(seeds), "most cases can be shown in both prices"
    books = office.recalculated({trial.name: trial.book for trial in trials})
    differences = [text for trial in trials for text in _differences(trial, books[trial.name])]
    errors = [str(one) for book in books.values() for one in second.errors(book)]
    assert (differences[:10], errors[:10]) == ([], [])


@pytest.mark.office
@pytest.mark.parametrize("name", ["herning-2013", "assens-2016", "tests/cases/drivers.yaml"])
def test_every_single_input_is_live(name: str) -> None:
    """W21: each input changed alone gives the engine's result with that input, and something moves."""
    case = read_case(name)
    plain = workbook(case)
    books, sets = {}, {}
    dice = random.Random(1)
    for number, row in enumerate(input_rows(case), start=2):
        for path, column, present in list(_free(row, case))[:2]:
            value = _value(dice, row, present)
            if row.path.endswith(".above") and present is not None:
                value = present + 1000  # the limits must keep their order
            books[path] = office.changed(plain, {(INPUT, f"{_letter(column)}{number}"): value})
            sets[path] = value
    recalculated = office.recalculated(books)
    for path, book in recalculated.items():
        trial = Trial(path, case, "fixed", b"", [(path, sets[path])])
        assert _differences(trial, book) == []


@pytest.mark.office
def test_the_scenario_chosen_on_the_sheet_is_the_scenario_of_the_engine() -> None:
    from budget.case import with_scenario

    case = read_case("tests/cases/drivers.yaml")
    rows = [row.path for row in input_rows(case)]
    book = office.changed(workbook(case), {(INPUT, f"E{rows.index('scenario') + 2}"): 1})
    got = office.recalculate(book)
    trial = Trial("scenario", with_scenario(case, "cautious"), "fixed", b"")
    differences = [d for d in _differences(trial, got) if ": scenario." not in d]
    assert differences == []


@pytest.mark.office
def test_a_scenario_of_a_random_case_chosen_on_the_sheet_is_that_of_the_engine() -> None:
    """Also where it sets what the case leaves out, groups of prices, the pool, or a series that was carried in."""
    from budget.case import with_scenario

    books, trials = {}, []
    for seed in range(CASES):
        case = case_from_text(random_case(seed))
        if case.scenarios:
            rows = [row.path for row in input_rows(case)]
            book = office.changed(workbook(case), {(INPUT, f"E{rows.index('scenario') + 2}"): 1})
            trial = Trial(str(seed), with_scenario(case, case.scenarios[0].id), "fixed", book)
            books[trial.name] = book
            trials.append(trial)
    assert len(trials) >= CASES // 5
    found = office.recalculated(books)
    differences = [d for trial in trials for d in _differences(trial, found[trial.name]) if ": scenario." not in d]
    assert differences[:10] == []


@pytest.mark.office
def test_sensitivity_and_simulation_say_when_they_are_outdated() -> None:
    """By an edited figure, by a chosen scenario and by the other prices; and not where nothing differs."""
    case = read_case("tests/cases/drivers.yaml")
    rows, plain = [row.path for row in input_rows(case)], workbook(case)
    pay = "costs.manager.annual_cost"
    edits = {"nothing": {}, "scenario": {"scenario": 1}, "prices": {"prices": 1}, "pay": {pay: 1}}
    books = {
        name: office.changed(plain, {(INPUT, f"E{rows.index(path) + 2}"): value for path, value in edit.items()})
        for name, edit in edits.items()
    }
    said = {
        name: {cell.value for row in book["Usikkerhed"].iter_rows() for cell in row}
        for name, book in office.recalculated(books).items()
    }
    current, outdated = (Words("da")(f"sheet.risk.{state}") for state in ("current", "outdated"))
    assert {name for name, texts in said.items() if current in texts} == {"nothing"}
    assert {name for name, texts in said.items() if outdated in texts} == {"scenario", "prices", "pay"}


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_that_nobody_edited_reads_back_as_the_same_case(seed: int) -> None:
    from budget.case import case_to_text

    case = case_from_text(random_case(seed), f"random-{seed}")
    again, changes, not_taken = read_workbook(workbook(case))
    assert (changes, not_taken) == ([], [])
    assert case_to_text(again) == case_to_text(case)


@pytest.mark.parametrize("seed", range(40, 70))
def test_an_edited_workbook_reads_back_as_the_engine_would_set_it(seed: int) -> None:
    trial = _trial(seed, "fixed")
    assert trial is not None
    case = trial.case
    for path, value in trial.sets:
        case = with_figure(case, path, value)
    again, _, _ = read_workbook(trial.book)
    mine, other = calculate(case), calculate(again)
    for key, row in mine.book.rows.items():
        pairs = zip(row.values, other.book.rows[key].values, strict=True)
        assert all(_equal(one, two, row.unit) for one, two in pairs), (key, trial.sets)


def test_the_workbook_is_a_whole_file() -> None:
    assert io.BytesIO(workbook(read_case("herning-2013"))).read(2) == b"PK"
