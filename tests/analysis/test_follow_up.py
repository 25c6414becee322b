"""Budget follow-up: tables worked out by hand, what must hold of any entries, and what is said beside a figure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from budget.analysis.follow_up import FollowUp, deviation_word, follow_up
from budget.case import Case, case_from_text, read_case, with_figure
from budget.export.follow_up import follow_up_json, follow_up_text
from budget.formulas import calculate
from budget.shown.follow_up_tables import line_table
from budget.shown.measure_tables import measure_label, measure_table
from budget.text import Words
from tests.test_golden import KR, compare, with_defaults

FILE = Path(__file__).parents[1] / "golden" / "follow_up" / "tables.yaml"
GOLDENS = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # numbers stay as written
DA, EN = Words("da"), Words("en")
PARTIAL = next(golden for golden in GOLDENS if golden["claim"].startswith("Five months"))


def case_of(golden: Mapping[str, Any]) -> Case:
    return case_from_text(with_defaults(golden["case"])) if "case" in golden else read_case(golden["file"])


def followed(case: Case, prices: str = "fixed") -> FollowUp:
    return follow_up(calculate(case, prices))


def _values(years: Sequence[Any], name: str) -> list[Any]:
    return [getattr(year if hasattr(year, name) else year.outturn, name) for year in years]


@pytest.mark.parametrize("golden", GOLDENS, ids=lambda golden: golden["claim"])
def test_the_follow_up_is_what_was_worked_out_by_hand(golden: Mapping[str, Any]) -> None:
    case, unit = case_of(golden), int(golden.get("unit", 1))
    found = followed(case)
    lines = {line.line.id: line for line in found.lines}
    for id, wanted in golden.get("lines", {}).items():
        for name, values in wanted.items():
            got = lines[id].accumulated if name == "accumulated" else _values(lines[id].years, name)
            compare(f"{id}.{name}", got, values, unit, KR)
    for id, wanted in golden.get("words", {}).items():
        deviations = [year.deviation_to_date for year in lines[id].years]
        got = [None if d is None else deviation_word(d, lines[id].income) for d in deviations]
        assert got == [None if word == "null" else word for word in wanted], id
    measures = {measure.measure.id: measure for measure in found.measures}
    for id, wanted in golden.get("measures", {}).items():
        one = measures[id]
        own = {"target": one.targets, "deviation": one.deviations, "deviation_to_date": one.deviations_to_date}
        for name, values in wanted.items():
            compare(f"{id}.{name}", own.get(name) or _values(one.outturns, name), values, unit, KR)
    if "year_prices" in golden:
        assert found.year_prices == (golden["year_prices"] == "true")


# ------------------------------------------------------------------ what holds of any entries
AMOUNTS = st.integers(-10_000_000, 10_000_000).map(lambda whole: whole / 100)
MONTHLY = st.dictionaries(st.integers(1, 12), AMOUNTS, min_size=1, max_size=12)


def with_months(months: Mapping[int, float], *, budget: float = 1200.0, changes: Sequence[float] = ()) -> Case:
    tree = {
        "costs": [{"id": "c", "label": "C", "kind": "amounts", "amounts": budget}],
        "actuals": [
            {"line": "c", "year": 2020, "month": month, "amount": f"{amount:.4f}", "basis": "accounts"}
            for month, amount in months.items()
        ],
        "budget_changes": [{"line": "c", "year": 2020, "amount": f"{amount:.4f}"} for amount in changes],
    }
    return case_from_text(with_defaults(yaml.safe_dump(tree).replace("'", "")))


@given(MONTHLY)
def test_the_forecasts_contain_what_is_known_and_meet_it_when_the_year_is_over(months: dict[int, float]) -> None:
    year = followed(with_months(months)).lines[0].years[0]
    known = sum(map(Fraction, months.values()))
    assert abs(Fraction(year.outturn.actual or 0) - known) < KR
    assert abs(Fraction(year.outturn.straight or 0) - known / len(months) * 12) < KR
    assert abs(Fraction(year.outturn.repeated or 0) - known - (12 - len(months)) * Fraction(months[max(months)])) < KR
    if len(months) == 12:
        assert year.outturn.forecast == pytest.approx(year.outturn.actual) and not year.outturn.partial


@given(MONTHLY, st.lists(AMOUNTS, max_size=4))
def test_the_parts_of_a_year_add_up(months: dict[int, float], changes: list[float]) -> None:
    year = followed(with_months(months, changes=changes)).lines[0].years[0]
    assert abs(Fraction(year.revised) - 1200 - sum(map(Fraction, changes))) < KR
    assert year.deviation == pytest.approx(year.outturn.actual - year.revised)  # type: ignore[operator]
    rest = year.revised - (year.to_date or 0)
    assert year.deviation_to_date == pytest.approx(year.deviation + rest, abs=0.01)  # type: ignore[operator]
    # At the pace so far the deviation to date grows with the year and never turns.
    assert year.expected_deviation == pytest.approx((year.deviation_to_date or 0) * 12 / len(months), abs=0.01)


@given(MONTHLY)
def test_the_order_of_the_entries_changes_nothing(months: dict[int, float]) -> None:
    backwards = dict(reversed(months.items()))
    assert followed(with_months(months)).lines[0].years == followed(with_months(backwards)).lines[0].years


@given(AMOUNTS, st.booleans())
def test_a_deviation_has_one_word_and_its_opposite_the_other(deviation: float, income: bool) -> None:
    words = {deviation_word(deviation, income), deviation_word(-deviation, income)}
    pair = {"more_income", "less_income"} if income else {"overspend", "underspend"}
    assert words == ({"as_budgeted"} if abs(deviation) < 0.005 else pair)


def test_the_prices_of_the_table_do_not_move_the_follow_up() -> None:
    golden = next(golden for golden in GOLDENS if golden.get("year_prices") == "true")
    case = case_of(golden)
    assert followed(case, "fixed") == followed(case, "current")


# ------------------------------------------------------------------ what is said
def test_months_never_stand_beside_the_budget_of_a_year_without_a_word() -> None:
    found = followed(case_of(PARTIAL))
    table = line_table(found.lines[0], DA, "kr")
    (remark,), (year, *cells) = table.notes, table.rows[0].texts
    assert year == str(found.years[0]) and cells == [
        "1.200", "0", "1.200", "580 (5 af 12 måneder)", "80 merforbrug", "1.392", "192 merforbrug", "80 merforbrug",
    ]  # fmt: skip
    assert "budgettet til dato, 500" in remark and "1–5" in remark and "1.630 (430 merforbrug)" in remark
    assert remark in follow_up_text(found, DA, "kr")


def test_an_evaluation_is_marked_wherever_it_stands() -> None:
    found = followed(read_case("herning-2013"))
    text = follow_up_text(found, DA)
    assert "-6.700 (evaluering)" in text and "-3.700 mindreforbrug" in text
    assert "stammer fra en evaluering, ikke fra et regnskab" in text
    data = json.loads(follow_up_json(found, DA))
    assert next(line for line in data["lines"] if line["key"] == "placements")["basis"] == [
        None, None, "evaluation", None,
    ]  # fmt: skip


def test_the_budget_follows_a_set_figure_and_the_json_stays_in_kr() -> None:
    case = with_figure(read_case("herning-2013"), "savings.placements.amounts.2015", 4_000_000.0)
    data = json.loads(follow_up_json(followed(case), EN))
    line = next(line for line in data["lines"] if line["key"] == "placements")
    assert line["budget"][2] == -4e6 and line["deviation"][2] == pytest.approx(-2.7e6)
    assert data["prices"] == "fixed" and data["years"] == [2013, 2014, 2015, 2016]
    assert data["measures"][0]["target"] == [75, 75, 75, 75]


def test_a_case_without_actuals_says_so_and_shows_its_budget() -> None:
    text = follow_up_text(followed(read_case("assens-2016")), DA)
    assert "Der er endnu ingen regnskabstal." in text and "merforbrug" not in text.partition("Fortegn")[0]


# ------------------------------------------------------------------ beside a measure
@pytest.mark.parametrize(
    ("unit", "amount", "danish", "english"),
    [
        ("places", 33, "3 over målet", "3 above target"),
        ("places", 28.5, "-1,5 under målet", "-1.5 below target"),
        ("places", 30, "på målet", "on target"),
        ("number", 31, "1 over målet", "1 above target"),
        ("number", 12, "-18 under målet", "-18 below target"),
        ("kr", 30.5, "1 merforbrug", "1 overspend"),
        ("kr", 29, "-1 mindreforbrug", "-1 underspend"),
        ("kr", 30, "som budgetteret", "as budgeted"),
    ],
)
def test_what_stands_beside_a_measure_says_on_which_side_of_its_target_it_is(
    unit: str, amount: float, danish: str, english: str
) -> None:
    tree = {
        "costs": [{"id": "c", "label": "C", "kind": "amounts", "amounts": 1}],
        "measures": [{"id": "m", "label": "M", "unit": unit, "target": 30}],
        "actuals": [{"measure": "m", "year": 2020, "amount": amount, "basis": "accounts"}],
    }
    found = followed(case_from_text(with_defaults(yaml.safe_dump(tree))))
    tables = [measure_table(found.measures[0], found.years, words) for words in (DA, EN)]
    assert [table.rows[0].texts[3] for table in tables] == [danish, english]


def test_a_share_is_shown_in_per_cent_and_a_hundredth_of_one_lies_beside_its_target() -> None:
    tree = {
        "costs": [{"id": "c", "label": "C", "kind": "amounts", "amounts": 1}],
        "measures": [
            {"id": "m", "label": "M", "unit": "share", "target": 0.3, "baseline": {"year": 2019, "value": 0.37}}
        ],
        "actuals": [{"measure": "m", "year": 2020, "amount": 0.31, "basis": "accounts"}],
    }
    found = followed(case_from_text(with_defaults(yaml.safe_dump(tree))))
    (measure,) = found.measures
    assert list(measure_table(measure, found.years, DA).rows[0].texts[1:]) == [
        "30,0 %",
        "31,0 %",
        "1,0 % over målet",
        "–",
    ]
    assert "37,0 %" in measure_label(measure, DA)


def test_the_years_own_figure_is_said_to_stand_where_months_are_entered_too() -> None:
    case = with_months({1: 100.0, 2: 110.0})
    whole = case.actuals[0].model_copy(update={"month": None, "amount": 1000.0})
    found = followed(case.model_copy(update={"actuals": [*case.actuals, whole]}))
    assert found.lines[0].years[0].outturn.actual == 1000.0
    (remark,) = line_table(found.lines[0], DA, "kr").notes
    assert remark == "2020: Årets eget tal gælder; måneder, der også er indtastet, er ikke lagt til (2)."


def test_months_before_a_line_begins_are_told_to_say_nothing_of_the_year() -> None:
    golden = next(golden for golden in GOLDENS if golden["claim"].startswith("Months before the line begins"))
    (remark,) = line_table(followed(case_of(golden)).lines[0], DA, "kr").notes
    assert "0,0 % af året efter linjens eget forløb" in remark
    assert remark.endswith("Linjen har intet budget i de måneder, så et forventet regnskab kan ikke regnes af dem.")
