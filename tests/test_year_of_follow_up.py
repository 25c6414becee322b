"""The walk of a year: budget, an additional grant, month after month, what is expected, and a gate, by another working.

The months are entered in any order and twice over, as files of a finance system come; what they come to is worked out
here with fractions and none of the program's formulas, and read from the table, the text, the JSON and the workbook.
"""

from __future__ import annotations

import io
import json
import random
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from budget.analysis.follow_up import follow_up
from budget.analysis.gates import gate_states
from budget.case import Case, case_from_text
from budget.dashboard.changes.follow_up_edits import ChangeBudget, Record, SetGate, WouldHaveCost
from budget.export.follow_up import follow_up_json
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.shown.budget_office import COLUMNS, office_table, office_text
from budget.text import Words
from tests.test_golden import with_defaults

DA = Words("da")
CASE = """
years: 2
service_areas: {SO 16: {name: Børn og familie}, SO 20: {name: Administration}}
costs: [{id: posts, label: Rådgivere, kind: staff, service_area: SO 20, fte: 4, annual_cost: 600000, start_month: 3}]
savings: [{id: s, label: Anbringelser, kind: amounts, service_area: SO 16, amounts: {2020: 1200000, 2021: 2400000}}]
measures: [{id: placed, label: Anbragte, unit: places, better: lower, target: 36}]
"""
BEGINS, WOULD = 3, 48_000_000  # the month in which the posts begin; what the area would have cost a year
GRANT, CARRIED = -60_000, 160_000
PAY = {month: 0 if month < BEGINS else 205_000 + 1_000 * month for month in range(1, 13)}
SPENT = {month: 3_950_000 - 10_500 * month for month in range(1, 13)}
PLACED = {month: 40 - month // 2 for month in range(1, 13)}
GATE = 6


def entries(month: int) -> list[dict[str, object]]:
    """What one month's file gives: the accounts hold pay and all that the area spends."""
    of = {"year": 2020, "month": month, "basis": "accounts"}
    return [
        {"line": "posts", "amount": float(PAY[month]), **of}, {"line": "s", "amount": float(SPENT[month]), **of},
        {"measure": "placed", "amount": float(PLACED[month]), **of},
    ]  # fmt: skip


def granted(case: Case) -> Case:
    """The case with the council's changes, what the area would have cost, and the gate."""
    case = ChangeBudget({"line": "posts", "year": 2020, "amount": float(GRANT)}).on(case)
    case = ChangeBudget({"line": "posts", "year": 2020, "from_year": 2019, "amount": float(CARRIED)}).on(case)
    case = WouldHaveCost("s", [(2020, {"value": float(WOULD)})]).on(case)
    return SetGate({"measure": "placed", "year": 2020, "month": GATE, "at_most": 37.0}).on(case)


def worked_out(last: int) -> dict[str, dict[str, Fraction | None]]:
    """By hand, from the months up to and with the last: the rows of the table, kr."""
    months = range(1, last + 1)
    pay = Fraction(4 * 600_000 * (13 - BEGINS), 12)
    share = Fraction(max(0, last - BEGINS + 1), 13 - BEGINS)
    spent = Fraction(sum(PAY[month] for month in months))
    posts: dict[str, Fraction | None] = {
        "budget": pay, "changes": Fraction(GRANT), "carried": Fraction(CARRIED), "revised": pay + GRANT + CARRIED,
        "spent": spent, "to_date": (pay + GRANT + CARRIED) * share, "forecast": spent / share if share else None,
    }  # fmt: skip
    saved = sum((Fraction(SPENT[month]) - Fraction(WOULD, 12) for month in months), Fraction())
    saving: dict[str, Fraction | None] = {
        "budget": Fraction(-1_200_000), "changes": Fraction(), "carried": Fraction(), "revised": Fraction(-1_200_000),
        "spent": saved, "to_date": Fraction(-1_200_000 * last, 12), "forecast": saved * 12 / last,
    }  # fmt: skip
    both = {name: None if (a := posts[name]) is None or (b := saving[name]) is None else a + b for name in posts}
    found = {"Rådgivere (SO 20)": posts, "Anbringelser (SO 16)": saving, "Casen i alt": both}
    for row in found.values():
        revised, spent_, ahead = row["revised"], row["spent"], row["forecast"]
        assert revised is not None and spent_ is not None
        row["used"] = spent_ / revised if revised else None
        row["year_deviation"] = None if ahead is None else ahead - revised
    return found


def in_any_order(last: int, seed: int) -> Case:
    """The files of the months in any order, each read twice, and the council's changes somewhere between them."""
    dice = random.Random(seed)
    files = [month for month in range(1, last + 1) for _ in range(2)]
    dice.shuffle(files)
    case, at = case_from_text(with_defaults(CASE), "år"), dice.randrange(len(files) + 1)
    for number, month in enumerate(files):
        case = granted(case) if number == at else case
        case = Record(entries(month)).on(case)
    return granted(case) if at == len(files) else case


@pytest.mark.parametrize("last", [1, 2, 3, 5, 6, 7, 11, 12])
def test_after_every_month_the_table_is_what_was_worked_out(last: int) -> None:
    found = follow_up(calculate(in_any_order(last, seed=last)))
    rows = {row.label: row.cells for row in office_table(found, 2020, DA, "kr").rows}
    for label, wanted in worked_out(last).items():
        for name, cell in zip(COLUMNS, rows[label], strict=True):
            want = wanted[name]
            assert cell.value == (None if want is None else pytest.approx(float(want), abs=0.01)), (label, name)


@pytest.mark.parametrize("last", [3, 9])
def test_the_order_of_the_files_and_reading_one_twice_change_nothing(last: int) -> None:
    cases = [in_any_order(last, seed) for seed in range(4)]
    said = {follow_up_json(follow_up(calculate(case)), DA, gate_states(calculate(case))) for case in cases}
    assert len(said) == 1 and len(cases[0].actuals) == 3 * last


def test_the_text_states_the_amounts_that_were_worked_out() -> None:
    _, spent, expected = office_text(follow_up(calculate(in_any_order(5, 1))), 2020, DA)
    whole = worked_out(5)["Casen i alt"]
    for sentence, names in ((spent, ("spent", "to_date")), (expected, ("forecast",))):
        for name in names:
            kr = whole[name]
            assert kr is not None and DA.kr(abs(float(kr))) in sentence, name
    assert spent.startswith("Til og med maj 2020")


@pytest.mark.parametrize(("last", "passed"), [(3, None), (6, True), (12, True)])
def test_the_gate_waits_for_its_month_and_then_says_how_it_went(last: int, passed: bool | None) -> None:
    (state,) = gate_states(calculate(in_any_order(last, 2)))
    assert (state.value, state.passed) == (PLACED[min(last, GATE)], passed)
    assert state.known_to == (2020, min(last, GATE))


def test_the_workbook_and_the_json_have_the_same_year() -> None:
    case = in_any_order(7, 3)
    wanted = worked_out(7)
    sheet = load_workbook(io.BytesIO(workbook(case)), data_only=True)["Opfølgning"]
    rows = {(row[0], row[1]): row for row in sheet.iter_rows(values_only=True)}
    places = {
        "budget": 2,
        "changes": 3,
        "carried": 4,
        "revised": 5,
        "spent": 6,
        "to_date": 9,
        "used": 10,
        "forecast": 13,
    }
    for label, row in wanted.items():
        for name, column in places.items():
            assert rows[label, 2020][column] == pytest.approx(float(row[name] or 0), abs=0.01), (label, name)
    lines = {line["key"]: line for line in json.loads(follow_up_json(follow_up(calculate(case)), DA))["lines"]}
    names = {"budget": "budget", "carried": "carried_over", "revised": "revised", "spent": "actual"}
    names |= {"to_date": "budget_to_date", "forecast": "forecast"}
    for key, label in (("posts", "Rådgivere (SO 20)"), ("s", "Anbringelser (SO 16)")):
        for name, in_json in names.items():
            assert lines[key][in_json][0] == pytest.approx(float(wanted[label][name] or 0), abs=0.01), (key, name)
