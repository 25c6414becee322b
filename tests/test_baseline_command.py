"""`baseline LIST.csv`: the figures of a projection from a municipality's own list, and that no row of it comes out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from budget.analysis.projection import Projected
from budget.case import case_from_text
from budget.commands import main
from budget.formulas import calculate
from budget.shown.projection_table import signed_table
from budget.text import Words

LIST = Path(__file__).parent / "cases" / "placements.csv"
DATES = ("--as-of", "2027-01-01", "--extracted", "2027-01-01")
HEAD = "title: T\nmunicipality: X\nstatus: idea\nfirst_year: 2027\nprice_year: 2027\ndiscount_rate: 0.035\n"
LINE = "savings:\n  - {id: closer, label: T, kind: projection, effects: {institution: {entries: -0.2}}}\n"
Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    code = main(list(map(str, arguments)))
    return (code, *capsys.readouterr())


def test_the_file_goes_into_a_case(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "list.yaml"
    code, out, err = run(capsys, "baseline", LIST, *DATES, "-o", file)
    assert code == 0 and not err and "egen liste" not in out
    case = case_from_text(HEAD + LINE + file.read_text(encoding="utf-8"))
    assert case.baseline is not None and list(case.baseline.steps) == ["institution", "foster"]
    assert case.sources["own-list-2027-01-01"].title == "Egen liste, udtræk 2027-01-01"
    line = case.sources["own-list-2027-01-01"].note or ""
    assert line.startswith("Prøve bagud i tid") and "båndet holdt 6 af 6 gange" in line
    assert line in signed_table(Projected(calculate(case)), {}, Words("da")).notes
    entries = case.baseline.steps["foster"].entries
    assert entries.note == "egen liste, udtræk 2027-01-01, n = 12"  # type: ignore[union-attr]
    assert entries.value == pytest.approx(12.5 / 3)  # type: ignore[union-attr]
    result = calculate(case)
    assert result.row("baseline.institution.stock").values[0] == 10
    assert result.row("closer").values[-1] < 0


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_figure_is_told_with_its_range_and_no_row(capsys: Capture, language: str) -> None:
    code, out, _ = run(capsys, "baseline", LIST, *DATES, "--language", language)
    assert code == 0 and not re.search(r"P0\d\d", out)
    wanted = ("1.327.000", "16,4 %", "3 af 3") if language == "da" else ("1,327,000", "16.4%", "3 of 3")
    assert all(text in out for text in wanted)
    again = run(capsys, "baseline", LIST, *DATES, "--language", language)[1]
    assert again == out, "seeded"


def test_json(capsys: Capture) -> None:
    code, out, _ = run(capsys, "baseline", LIST, *DATES, "--format", "json")
    data = json.loads(out)
    assert code == 0 and set(data) == {"figures", "band", "backtest"}
    assert set(data["band"]["foster"]) == {"years", "low", "mid", "high"}
    keys = {"ahead", "rmse", "rmse_unchanged", "rmse_trend", "held", "tried"}
    assert [set(score) for score in data["backtest"]["foster"]] == [keys] * 3
    assert data["figures"]["steps"]["institution"]["price"]["value"] == 1_327_000


def test_what_is_left_out_is_told_and_the_file_still_written(tmp_path: Path, capsys: Capture) -> None:
    changed = LIST.read_text(encoding="utf-8").replace("06-07-2024;09-09-2025;12;480000", "06-07-2024;juni;12;480000")
    (tmp_path / "list.csv").write_text(changed.replace("P046;", "P999;") + "hemmelig;x;y;z\n", encoding="utf-8")
    code, out, err = run(capsys, "baseline", tmp_path / "list.csv", *DATES, "-o", tmp_path / "list.yaml")
    assert code == 0 and (tmp_path / "list.yaml").exists()
    assert "rækker er udeladt" in err and "hemmelig" not in err + out


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("--as-of", "2027-01-01"), "2026-12-07"),  # the latest date of the list
        (("--as-of", "2026-07-01"), "1. januar"),
        (("--as-of", "i dag"), "--as-of"),
        ((*DATES, "--complete-since", "2026-06-01"), "2026-06-01"),
        ((*DATES, "--complete-since", "x"), "--complete-since"),
        ((), "--as-of"),
    ],
)
def test_days_that_do_not_fit_are_refused(
    tmp_path: Path, capsys: Capture, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run(capsys, "baseline", LIST, *arguments, "-o", tmp_path / "list.yaml")
    assert code == 2 and said in err and not out and not list(tmp_path.iterdir())


@pytest.mark.parametrize("value", ["010203-1234", "010203 1234", "01-02-03-1234", "0 1 0 2 0 3 1 2 3 4"])
@pytest.mark.parametrize("column", range(7))
def test_a_civil_number_leaves_no_trace(
    tmp_path: Path, capsys: Capture, caplog: pytest.LogCaptureFixture, value: str, column: int
) -> None:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    cells = lines[20].split(";")
    cells[column] = value
    lines[20] = ";".join(cells)
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    code, out, err = run(capsys, "baseline", tmp_path / "list.csv", *DATES, "-o", tmp_path / "list.yaml")
    assert code == 2 and "cpr-nummer" in err and not out and not (tmp_path / "list.yaml").exists()
    assert not any(part in err + caplog.text for part in (value, "0203", "02-03", "1234", "P0"))


def test_a_list_that_is_not_there_is_refused(tmp_path: Path, capsys: Capture) -> None:
    code, _, err = run(capsys, "baseline", tmp_path / "none.csv", *DATES)
    assert code == 2 and "none.csv" in err
