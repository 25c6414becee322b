"""`import budget`: what it offers, that it is light until asked, and the README's five lines word for word."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import budget
from budget.analysis.frames import COLUMNS
from tests.random_cases import random_case

ROOT = Path(__file__).parents[1]
NAMES = ("read_case", "calculate", "frame", "check", "explain", "sensitivity", "simulate", "solve", "write_workbook")
HERNING = budget.calculate(budget.read_case("herning-2013"))
DRIVERS = budget.calculate(budget.read_case(ROOT / "tests" / "cases" / "drivers.yaml"))


def test_the_example_of_the_readme_does_what_stands_beneath_it(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code, shown = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", readme, re.DOTALL)[0]
    assert len(code.splitlines()) == 5
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert [line.rstrip() for line in done.stdout.splitlines()] == shown.splitlines()
    assert [file.name for file in tmp_path.iterdir()] == ["herning.xlsx"]


def test_the_names_are_there_described_and_typed() -> None:
    assert {*NAMES} < {*budget.__all__} == {*dir(budget)} - {"__version__"}
    for name in budget.__all__:
        assert len(inspect.getdoc(getattr(budget, name)) or "") > 40, name
    for name in NAMES:
        hints = inspect.get_annotations(getattr(budget, name))
        assert "return" in hints and len(hints) == len(inspect.signature(getattr(budget, name)).parameters) + 1, name
    assert (ROOT / "budget" / "py.typed").exists()
    with pytest.raises(AttributeError, match="no_such_name"):
        budget.no_such_name  # noqa: B018


def test_importing_it_loads_nothing_heavy_and_calculating_no_pandas() -> None:
    code = """
import sys
import budget
assert not {"pydantic", "numpy", "pandas", "yaml"} & set(sys.modules)
budget.check(budget.calculate(budget.read_case("herning-2013")))
budget.explain(budget.calculate(budget.read_case("herning-2013")), "net", 2016)
assert not {"pandas", "streamlit", "openpyxl"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("prices", ["fixed", "current"])
def test_the_frame_is_the_table_row_by_row_and_year_by_year(prices: str) -> None:
    result = budget.calculate(DRIVERS.case, prices)
    frame = budget.frame(result)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(result.rows) * len(result.years)
    for row in result.rows:
        mine = frame[frame["key"] == row.key]
        assert list(mine["value"]) == list(row.values) and list(mine["year"]) == result.years
        assert {*mine["kind"]} == {row.kind} and {*mine["unit"]} == {"kr"} and {*mine["case"]} == {"drivers"}
        assert {*mine["service_area"]} == {(row.line.service_area or "") if row.line else ""}
    own = frame[
        (frame["payer"] == "municipality")
        & frame["kind"].isin(["saving", "replacement", "reimbursement", "cost", "income"])
    ]
    assert list(own.groupby("year")["value"].sum()) == pytest.approx(list(result.row("net").values), abs=0.005)
    areas = own.groupby(["service_area", "year"])["value"].sum()
    for area, values in result.areas.items():
        assert list(areas[area]) == pytest.approx(list(values), abs=0.005)
    others = {row.key: row.line.payer for row in result.rows if row.line and row.line.payer != "municipality"}
    assert others and dict(zip(frame["key"], frame["payer"], strict=True)).items() >= others.items()


def test_several_cases_and_scenarios_stand_in_one_frame_and_side_by_side() -> None:
    case = HERNING.case
    cautious = budget.calculate(budget.with_scenario(case, "cautious"))
    frame = budget.frame([HERNING, cautious, DRIVERS], language="en")
    net = frame[frame["key"] == "net"].set_index(["case", "scenario", "year"])["value"]
    assert net["herning-2013", "", 2016] == -2_500_000 and net["herning-2013", "cautious", 2016] == 125_000
    assert len(net) == 4 + 4 + 6 and "Net saving" in {*frame["label"]}
    wide = budget.frame([HERNING, cautious, DRIVERS], wide=True)
    assert [name for name in wide.columns if not isinstance(name, str)] == [*range(2013, 2017), *range(2026, 2032)]
    assert list(wide["key"]) == [row.key for result in (HERNING, cautious, DRIVERS) for row in result.rows]
    assert wide.loc[wide["case"] == "drivers", 2013].isna().all(), "a year that the case does not have is unknown"
    named = budget.frame({"som budgetteret": HERNING, "igen": HERNING}, wide=True)
    assert {*named["case"]} == {"som budgetteret", "igen"}
    with pytest.raises(ValueError, match="duplicate"):
        budget.frame([HERNING, HERNING], wide=True)


def test_a_frame_of_nothing_is_empty_and_has_its_columns() -> None:
    assert list(budget.frame([]).columns) == list(COLUMNS) and budget.frame([]).empty
    assert budget.frame([], wide=True).empty


def test_settings_after_a_scenario_keep_its_name_and_reading_a_case_has_none() -> None:
    case = budget.with_figures(budget.with_scenario(HERNING.case, "cautious"), {"levers.realisation": 0.4})
    assert (case.id, case.scenario, HERNING.case.scenario) == ("herning-2013", "cautious", "")


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_the_command_line_tells_the_library_gives(language: str) -> None:
    points = budget.check(HERNING, language)
    assert {"full-effect-from-day-one", "first-year-return"} <= {point.id for point in points}
    node = budget.explain(HERNING, "net", 2016, language)
    assert str(node).splitlines()[0].startswith(f"{node.label}: -2") and len(str(node).splitlines()) > 10
    for row, year in (("nonsense", 2016), ("net", 1999)):
        with pytest.raises(budget.CaseError):
            budget.explain(HERNING, row, year, language)


def test_a_workbook_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    budget.write_workbook(HERNING.case, tmp_path / "x.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(budget.CaseError):
        budget.write_workbook(HERNING.case, tmp_path / "none" / "x.xlsx")
    with pytest.raises(budget.CaseError):
        budget.write_workbook(HERNING.case, tmp_path / "y.xlsx", "current")
    assert [file.name for file in tmp_path.iterdir()] == ["x.xlsx"]


def test_the_uncertain_results_are_those_of_the_rooms() -> None:
    base, swings = budget.sensitivity(DRIVERS.case)
    assert base == DRIVERS.row("accumulated").values[-1] and swings
    assert budget.simulate(DRIVERS.case, draws=50).draws == 50
    assert budget.solve(HERNING.case, "levers.realisation").value == pytest.approx(8 / 10.5, abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_any_case_can_be_framed(seed: int, tmp_path: Path) -> None:
    (tmp_path / "any.yaml").write_text(random_case(seed), encoding="utf-8")
    result = budget.calculate(budget.read_case(tmp_path / "any.yaml"))
    frame = budget.frame(result)
    assert not frame.isna().any().any() and len(frame) == len(result.rows) * len(result.years)
    assert len(budget.frame(result, wide=True)) == len(result.rows)
