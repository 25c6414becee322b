"""What must hold when a case is changed, kept or shown: settings, scenarios, files, units, explanations."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budget.case import (
    Case,
    CaseError,
    case_from_text,
    case_to_text,
    entries,
    read_case,
    with_figure,
    with_figures,
    with_scenario,
)
from budget.case.models import Key
from budget.export.tables import table_csv, table_json, table_text
from budget.formulas import calculate
from budget.formulas.table import BLOCKS
from budget.shown import explain
from budget.shown.table_words import row_total
from budget.text import Words
from tests.documents import case_of, cases, modes, seeds, table
from tests.random_cases import Author, random_case, random_settings

DRIVERS = Path(__file__).parent / "cases" / "drivers.yaml"


@given(seeds)
def test_a_scenario_is_its_settings_and_an_empty_one_is_the_case(seed: int) -> None:
    document = Author(seed).case()
    document["scenarios"] = [
        {"id": "none", "label": "Intet", "set": {}},
        {"id": "some", "label": "Noget", "set": dict(random_settings_as_numbers(seed))},
    ]
    case = case_of(document)
    assert with_scenario(case, "none") == case.named(case.id, "none")
    changed = with_figures(case, {k: float(v) for k, v in random_settings_as_numbers(seed)})
    assert table(with_scenario(case, "some")) == table(changed)


def random_settings_as_numbers(seed: int) -> list[tuple[str, Decimal]]:
    return [(path, Decimal(value)) for path, value in dict(random_settings(seed)).items()]


@given(cases)
def test_figures_set_to_what_they_are_change_no_row(case: Case) -> None:
    same = case
    for entry in entries(case):
        if entry.path.startswith("indices."):
            continue
        for year in case.horizon[:1] + case.horizon[-1:] if entry.series else [None]:
            found = entry.in_force(year or 0)
            if found is not None:
                path = f"{entry.path}.{year}" if year else entry.path
                same = with_figure(same, path, found[1].value)
    assert table(same) == table(case)


@given(seeds)
def test_a_case_written_down_and_read_again_gives_the_same_figures(seed: int) -> None:
    case = case_from_text(random_case(seed))
    case = with_figures(case, {path: float(value) for path, value in random_settings(seed)})
    again = case_from_text(case_to_text(case))
    assert again == case
    for prices in modes(case):
        a, b = calculate(case, prices), calculate(again, prices)
        assert [(r.key, r.values) for r in a.rows] == [(r.key, r.values) for r in b.rows]
        assert a.summary == b.summary


units = st.sampled_from(["1000", "kr", "mio"])


@given(cases, units, st.sampled_from(["da", "en"]))
def test_screen_print_and_spreadsheet_show_the_same_figures(case: Case, unit: str, language: str) -> None:
    words = Words(language)
    result = calculate(case)
    before = table_json(result, words)
    _, *rows = csv.reader(io.StringIO(table_csv(result, words, unit).removeprefix("\ufeff")), delimiter=";")
    lines = table_text(result, words, unit).splitlines()[4:]
    assert len(rows) == len(result.printed)
    for row, in_csv, line in zip(result.printed, rows, lines, strict=False):
        wanted = [words.amount(value, unit) for value in row.values]
        columns = line.split()[-len(wanted) :] if row_total(row) is None else line.split()[-len(wanted) - 1 : -1]
        assert columns == wanted
        assert [cell.replace(",", ".") for cell in in_csv[6:]] == [plain(text, language) for text in wanted]
    assert table_json(result, words) == before


def plain(text: str, language: str) -> str:
    return text.replace(".", "").replace(",", ".") if language == "da" else text.replace(",", "")


@given(cases, units)
@example(case_from_text(random_case(527748)), "kr")  # only the accumulated net without rises avoided is a krone off
def test_a_note_says_so_whenever_a_shown_total_is_not_the_sum_of_what_is_shown(case: Case, unit: str) -> None:
    words = Words("da")
    result = calculate(case)
    rows = {row.key: row for row in result.printed}
    shown = {key: [Decimal(plain(words.amount(v, unit), "da")) for v in row.values] for key, row in rows.items()}
    kinds = dict(BLOCKS)
    parts = {key: [k for k, row in rows.items() if row.kind in block] for key, block in kinds.items()}
    sums = [(key, parts[key]) for key in kinds if key in rows]
    sums.append(("net", [p for key in kinds for p in ([key] if key in rows else parts[key])]))
    for key in rows:
        if key.startswith("payer."):
            sums.append((key, [k for k, r in rows.items() if r.kind == "other" and f"payer.{r.line.payer}" == key]))  # type: ignore[union-attr]
    off = any(shown[total][i] != sum(shown[p][i] for p in of) for total, of in sums for i in range(case.years))
    for key, of in (("accumulated", "net"), ("accumulated.budget", "net.budget")):
        off |= key in rows and any(shown[key][i] != sum(shown[of][: i + 1]) for i in range(case.years))
    for key, row in rows.items():
        total = row_total(row)
        off |= total is not None and sum(shown[key]) != Decimal(plain(words.amount(total, unit), "da"))
    assert (words("note.rounding") in table_text(result, words, unit)) == off


@given(cases, st.sampled_from(["da", "en"]))
def test_every_row_explains_itself_in_every_year(case: Case, language: str) -> None:
    words = Words(language)
    result = calculate(case, modes(case)[-1])
    for row in result.rows:
        for year in {case.horizon[0], case.horizon[-1]}:
            lines = str(explain(result, row.key, year, words)).splitlines()
            assert lines and all(line.strip() for line in lines)


# ------------------------------------------------------------------ nothing is dead
# No price of the case with every kind of line lies in the upper two bands.
UNUSED = {"reimbursement.bands.2.share", "reimbursement.bands.3.share", "reimbursement.bands.3.above"}


def others(key: Key, value: float) -> list[float]:
    """Values within the bounds, far from the one there is."""
    tried = [2 * value + 1, 0.6 * value, (key.low + min(key.high, 2 * value)) / 2, key.high / 2, key.low, value / 3]
    inside = [v for v in tried if key.low <= v <= key.high and not (key.above_low and v == key.low)]
    return [v for v in inside if v != value]


def moves(case: Case, path: str, key: Key, value: float) -> bool:
    """Whether some other value of the figure gives another row or key figure."""
    base = calculate(case, "current")
    for other in others(key, value):
        try:
            result = calculate(with_figure(case, path, other), "current")
        except CaseError:
            continue
        if result.summary != base.summary or any(
            a.values != b.values for a, b in zip(base.rows, result.rows, strict=True)
        ):
            return True
    return False


def figures_in_force() -> list[tuple[str, Key, float]]:
    case = read_case(DRIVERS)
    found = []
    for entry in entries(case):
        years = list(entry.figures()) if entry.path.startswith("indices.") else case.horizon if entry.series else [None]
        for year in years:
            given = entry.in_force(year or 0)
            if given is not None:
                found.append((f"{entry.path}.{year}" if year else entry.path, entry.key, given[1].value))
    return found


@pytest.mark.parametrize(
    ("path", "key", "value"), figures_in_force(), ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_figure_moves_some_result(path: str, key: Key, value: float) -> None:
    assert moves(read_case(DRIVERS), path, key, value) == (path not in UNUSED)


def test_every_kind_of_figure_is_among_those_that_were_moved() -> None:
    names = {path.split(".")[2] for path, _, _ in figures_in_force() if path.count(".") > 1}
    assert {
        "fte_now",
        "target_caseload",
        "lag_months",
        "duration_months",
        "relapse",
        "fixed_share",
        "share_target",
    } <= names
    assert len(figures_in_force()) > 100
