"""The command line: what each command prints, its exit codes, and that a refusal leaves nothing behind."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from budget.case import case_from_text, cases, read_case
from budget.commands import COMMANDS, main
from budget.export.workbook import workbook
from budget.formulas import calculate
from budget.formulas.table import SUMMARY
from budget.text import Words
from budget.text.numbers import format_amount
from tests.office import changed
from tests.random_cases import random_case

ROOT = Path(__file__).parents[1]
DRIVERS = str(ROOT / "tests" / "cases" / "drivers.yaml")
HERNING = "herning-2013"


@dataclass
class Said:
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def budget(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command line in this process: the same function that `python -m budget` calls."""

    def run(*arguments: str | os.PathLike[str]) -> Said:
        capfdbinary.readouterr()
        code = main([str(a) for a in arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Said(code, out.decode("utf-8"), err.decode("utf-8"))

    return run


def process(*arguments: str | bytes | os.PathLike[str], **environment: str) -> Said:
    """Runs the command line as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "budget", *arguments],
        capture_output=True, timeout=120, cwd=ROOT, env={**os.environ, **environment}, check=False,
    )  # fmt: skip
    return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


# ------------------------------------------------------------------ what is printed
HERNING_DA = """\
                                                 2013    2014    2015    2016    I alt
Forventet besparelse på anbringelser (SO 16)   -1.000  -2.000  -3.000  -4.500  -10.500
4 sagsbehandlere + 1 teamkoord. i BOF (SO 20)   2.000   2.000   2.000   2.000    8.000
Nettobesparelse                                 1.000       0  -1.000  -2.500   -2.500
Akkumuleret netto                               1.000   1.000       0  -2.500
"""


def test_herning_prints_as_in_its_document(budget: Run) -> None:
    said = budget("table", HERNING)
    assert said.code == 0 and not said.err
    assert HERNING_DA in said.out
    assert "beløb i 1.000 kr." in said.out and "2013-priser (forudsat)" in said.out
    assert "Et positivt tal i rækken Nettobesparelse er altså en nettomerudgift." in said.out
    assert "Tilbagebetalt ved udgangen af: 2015" in said.out and "mindst 76,2 %" in said.out


def test_the_table_in_english_has_english_words_and_numbers(budget: Run) -> None:
    for way in (("--language", "en"), ("--language=en",)):
        said = budget("table", HERNING, *way)
        assert "-1,000  -2,000  -3,000  -4,500  -10,500" in said.out
        assert "at least 76.2%" in said.out and "Nettobesparelse  " not in said.out


@pytest.mark.parametrize(("unit", "figure"), [("1000", "-10.500"), ("kr", "-10.500.000"), ("mio", "-10,5")])
def test_the_unit_is_a_choice_of_the_text_alone(budget: Run, unit: str, figure: str) -> None:
    assert figure in budget("table", HERNING, "--unit", unit).out.split()
    everything = [budget("table", HERNING, "--format", "json", "--unit", u).out for u in (unit, "1000")]
    assert everything[0] == everything[1]


def test_the_json_is_the_table_in_kr(budget: Run) -> None:
    table = json.loads(budget("table", DRIVERS, "--format", "json", "--prices", "current").out)
    result = calculate(read_case(DRIVERS), "current")
    assert list(table) == [
        "case", "title", "municipality", "unit", "prices", "price_year", "years", "rows", "areas", "drivers", "summary",
        "notes",
    ]  # fmt: skip
    assert (table["case"], table["unit"], table["prices"], table["price_year"]) == ("drivers", "kr", "current", 2026)
    assert table["years"] == list(range(2026, 2032))
    assert [(r["key"], r["kind"], r["values"]) for r in table["rows"]] == [
        (row.key, row.kind, [v + 0.0 for v in row.values]) for row in result.rows
    ]
    assert {r["key"]: r["service_area"] for r in table["rows"]}["institutions.replacement"] == "SO 3"
    assert list(table["summary"]) == list(SUMMARY)
    assert {d["key"] for d in table["drivers"]} >= {
        "advisers.fte",
        "advisers.caseload",
        "foster.presence",
        "index.wages",
    }
    assert all(d["label"] and d["unit"] for d in table["drivers"])
    assert all(isinstance(note, str) and note for note in table["notes"])


@pytest.mark.parametrize("unit", ["1000", "kr", "mio"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_csv_is_read_again_as_the_same_table(budget: Run, unit: str, language: str) -> None:
    text = budget("table", DRIVERS, "--format", "csv", "--unit", unit, "--language", language).out
    assert text.startswith("\ufeff") and text.endswith("\r\n") and "\r\n" in text
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    printed = calculate(read_case(DRIVERS)).printed
    assert head == ["key", "kind", "payer", "label", "service_area", "unit", *map(str, range(2026, 2032))]
    assert len(rows) == len(printed) and {len(row) for row in rows} == {len(head)}
    for row, wanted in zip(rows, printed, strict=True):
        shown = [format_amount(value, unit, "da").replace(".", "") for value in wanted.values]
        assert row[:2] == [wanted.key, wanted.kind] and row[6:] == shown, row[0]


def test_no_text_of_a_case_becomes_a_formula_in_the_csv(budget: Run, tmp_path: Path) -> None:
    signs = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\\t=1", "＝1", "; =1", '\\"x', "a\\nb"]
    file = tmp_path / "hostile.yaml"
    lines = "".join(f'  - {{id: c{n}, label: "{s}", kind: amounts, amounts: {n}}}\n' for n, s in enumerate(signs))
    head = (
        'title: "=1+1"\nmunicipality: "@SUM(1)"\nstatus: idea\nfirst_year: 2020\nprice_year: 2020\ndiscount_rate: 0\n'
    )
    file.write_text(f"{head}costs:\n{lines}", encoding="utf-8")
    text = budget("table", file, "--format", "csv").out.removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    numbers = [cell for cell in cells if cell.replace(".", "").replace("-", "").isdigit()]
    assert not [c for c in cells if c not in numbers and c.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    labels = {str(line.label) for line in read_case(file).costs}
    assert labels <= {cell.removeprefix("'") for cell in cells}


def test_list_names_every_case(budget: Run) -> None:
    for language in ("da", "en"):
        said = budget("list", "--language", language)
        assert said.code == 0 and len(said.out.splitlines()) == len(cases())
        assert all(any(line.startswith(id) for line in said.out.splitlines()) for id in cases())


def test_the_schema_knows_every_kind_and_key(budget: Run) -> None:
    schema = json.loads(budget("schema").out)
    assert set(schema["required"]) == {
        "title", "municipality", "status", "first_year", "price_year", "discount_rate"
    }  # fmt: skip
    text = json.dumps(schema)
    for word in (
        "placements",
        "caseload",
        "target_caseload",
        "price_basis",
        "relapse",
        "from",
        "price_year",
        "unconfirmed",
    ):
        assert f'"{word}"' in text


def test_a_figure_is_explained_down_to_its_source(budget: Run) -> None:
    said = budget("explain", HERNING, "net", "2016")
    assert said.code == 0
    assert all(word in said.out for word in ("2.500", "4.500", "2.000", "projektbeskrivelse"))
    said = budget("explain", DRIVERS, "institutions", "2027")
    assert "1.160.000" in said.out and "1.085.000" in said.out
    assert budget("explain", DRIVERS, "net", "2027", "--language", "en").code == 0


def test_every_row_of_the_table_can_be_explained(budget: Run) -> None:
    for row in calculate(read_case(DRIVERS)).rows:
        said = budget("explain", DRIVERS, row.key, "2029", "--prices", "current")
        assert said.code == 0 and said.out.strip() and not said.err


def test_check_lists_every_point_and_ends_with_1_only_for_an_error(budget: Run) -> None:
    for id in cases():
        said = budget("check", id, "--format", "json")
        points = json.loads(said.out)
        assert said.code == int(any(p["tripped"] and p["severity"] == "error" for p in points))
        assert all(set(p) == {"case", "id", "severity", "path", "text", "tripped"} for p in points)
        assert len({p["id"] for p in points}) >= 20
        text = budget("check", id)
        assert text.code == said.code
        assert all(p["text"] in text.out for p in points if p["tripped"])


@pytest.mark.parametrize("form", ["proposal", "appropriations"])
def test_a_form_is_printed_as_text_and_csv_and_its_json_is_always_the_table_in_kr(budget: Run, form: str) -> None:
    text = budget("table", HERNING, "--form", form).out
    assert {"proposal": "Ingen oplyst", "appropriations": "Finansiering: [kassen / egen ramme / pulje]"}[form] in text
    assert "-1.000.000" in budget("table", HERNING, "--form", form, "--unit", "kr").out
    data = budget("table", HERNING, "--form", form, "--format", "csv").out
    assert data.startswith("\ufeff") and ";-4500\r\n" in data
    assert (
        budget("table", HERNING, "--form", form, "--format", "json").out
        == budget("table", HERNING, "--format", "json").out
    )


# ------------------------------------------------------------------ scenario, settings, prices
def net(said: Said) -> list[float]:
    table = json.loads(said.out)
    return next(row["values"] for row in table["rows"] if row["key"] == "net")


def test_the_follow_up_holds_the_accounts_against_the_budget(budget: Run) -> None:
    said = budget("follow-up", HERNING, "--format", "json")
    data = json.loads(said.out)
    line = next(line for line in data["lines"] if line["key"] == "placements")
    assert line["budget"] == [-1e6, -2e6, -3e6, -4.5e6] == line["revised"]
    assert line["actual"] == [None, None, -6.7e6, None] and line["deviation"] == [None, None, -3.7e6, None]
    assert {"id", "label", "unit", "target", "actual", "deviation"} <= set(data["measures"][0])
    text = budget("follow-up", HERNING, "--unit", "mio").out
    assert "-6,7 (evaluering)" in text and "-3,7 mindreforbrug" in text
    assert "underspend" in budget("follow-up", HERNING, "--language", "en").out
    set_ = json.loads(budget("follow-up", HERNING, "--format", "json", "--scenario", "cautious").out)
    assert next(line for line in set_["lines"] if line["key"] == "placements")["budget"][2] == -1.25e6


def test_the_scenario_comes_first_and_settings_follow_in_their_order(budget: Run) -> None:
    table = ("table", HERNING, "--format", "json")
    assert net(budget(*table, "--scenario", "cautious")) == [1750000, 1250000, 750000, 125000]
    set_last = budget(*table, "--set", "levers.realisation=1", "--scenario", "cautious")
    assert net(set_last) == [1500000, 500000, -500000, -1750000]
    twice = budget(*table, "--set", "costs.advisers.amounts.2015=0", "--set", "costs.advisers.amounts=1000000")
    assert net(twice) == [0, -1000000, -2000000, -3500000]
    other = budget(*table, "--set", "costs.advisers.amounts=1000000", "--set", "costs.advisers.amounts.2015=0")
    assert net(other) == [0, -1000000, -3000000, -4500000]


def test_current_prices_leave_the_present_value_as_it_is(budget: Run) -> None:
    fixed, current = (
        json.loads(budget("table", DRIVERS, "--format", "json", "--prices", p).out)["summary"]
        for p in ("fixed", "current")
    )
    assert fixed["npv"] == current["npv"] and fixed["net"] != current["net"]


# ------------------------------------------------------------------ refusals
REFUSED = [
    ("no-such-case", "table", "no-such-case"),
    ("/", "table", "/"),
    ("a" * 40, "table", "a" * 300),
    ("levers.realism", "table", HERNING, "--set", "levers.realism=1"),
    ("much", "table", HERNING, "--set", "levers.realisation=much"),
    ("levers.realisation", "table", HERNING, "--set", "levers.realisation"),
    ("levers.realisation", "table", HERNING, "--set", "levers.realisation=7"),
    ("levers.realisation", "table", HERNING, "--set", "levers.realisation="),
    ("1e3", "table", HERNING, "--set", "costs.advisers.amounts=1e3"),
    ("010", "table", HERNING, "--set", "costs.advisers.amounts=010"),
    ("1.000", "table", HERNING, "--set", "costs.advisers.amounts=1.000"),
    ("1,5", "table", HERNING, "--set", "levers.realisation=1,5"),
    ("nan", "table", HERNING, "--set", "levers.realisation=nan"),
    ("levers.realisation", "table", HERNING, "--set", "levers.realisation=" + "9" * 400),
    ("levers.realisation", "table", HERNING, "--set", "levers.realisation=" + "9" * 25),
    ("price_year", "table", HERNING, "--set", "price_year=2020"),
    ("2030", "table", HERNING, "--set", "savings.placements.amounts.2030=1"),
    ("²", "table", HERNING, "--set", "savings.placements.amounts.²=1"),
    ("none", "table", HERNING, "--scenario", "none"),
    ("2014", "table", HERNING, "--prices", "current"),
    ("1999", "explain", HERNING, "net", "1999"),
    ("0x7DD", "explain", HERNING, "net", "0x7DD"),
    ("nonsense", "explain", HERNING, "nonsense", "2013"),
    ("no-such", "check", HERNING, "no-such"),
    ("euro", "table", HERNING, "--unit", "euro"),
    ("--sett", "table", HERNING, "--sett", "x"),
    ("--lang", "table", HERNING, "--lang", "en"),
    ("dance", "dance"),
    ("CASE", "table"),
    ("no.xlsx", "read", "no.xlsx", "-o", "out.yaml"),
    ("too-much", "table", HERNING, "too-much"),
    ("--by", "solve", HERNING, "levers.realisation", "--by", "soon"),
    ("many", "simulate", HERNING, "--draws", "many"),
    ("half", "sensitivity", HERNING, "--all", "half"),
    ("-o", "excel", HERNING),
    ("--exact-counts", "slides", HERNING, "-o", "x.pptx", "--exact-counts=1"),
    ("no-such-folder", "list", "--cases", "no-such-folder"),
]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("call", REFUSED, ids=lambda call: " ".join(call)[:60])
def test_a_call_that_cannot_be_done_is_refused_in_words(budget: Run, call: tuple[str, ...], language: str) -> None:
    word, *arguments = call
    said = budget(*arguments, "--language", language)
    assert said.code == 2 and not said.out
    assert word in said.err and "Traceback" not in said.err
    assert said.err.strip() and len(said.err) < 3000


def test_a_refused_case_prints_no_table_and_writes_no_file(budget: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: X\n", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    for command in (
        ("table", bad),
        ("check", bad),
        ("explain", bad, "net", "2013"),
        ("excel", bad, "-o", tmp_path / "x.xlsx"),
        ("slides", bad, "-o", tmp_path / "x.pptx"),
        ("document", bad, "-o", tmp_path / "x.docx"),
        ("slides", HERNING, "--theme", bad, "-o", tmp_path / "x.pptx"),
    ):
        said = budget(*command)
        assert said.code == 2 and not said.out and str(bad) in said.err
    for name, data in (("junk.xlsx", b"PK\x03\x04 not a workbook"), ("empty.xlsx", b""), ("case.xlsx", b"title: X")):
        (tmp_path / name).write_bytes(data)
        said = budget("read", tmp_path / name, "-o", tmp_path / "out.yaml")
        assert said.code == 2 and not said.out and name in said.err
        (tmp_path / name).unlink()
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(("command", "ending"), [("slides", "pptx"), ("document", "docx")])
def test_papers_are_written_and_take_settings_theme_and_exact_counts(
    budget: Run, tmp_path: Path, command: str, ending: str
) -> None:
    file = tmp_path / f"paper.{ending}"
    options = ("--set", "levers.realisation=0.5", "--theme", "herning", "--exact-counts")
    said = budget(command, HERNING, "-o", file, *options)
    assert said.code == 0 and str(file) in said.out
    assert file.read_bytes().startswith(b"PK")


def test_papers_are_in_the_theme_of_the_case_s_municipality_unless_another_is_asked_for(
    budget: Run, tmp_path: Path
) -> None:
    def headings(case: str, *options: str) -> list[str]:
        assert budget("document", case, "-o", tmp_path / "x.docx", *options).code == 0
        return [p.text for p in Document(str(tmp_path / "x.docx")).paragraphs if p.style.name == "Heading 1"]

    assert headings("herning-2013")[0] == "Sagsresume"
    assert headings("herning-2013", "--theme", "default")[0] == headings("assens-2016")[0] == "Resume"


def test_an_output_that_cannot_be_written_leaves_nothing_behind(budget: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    for output in (tmp_path / "none" / "x.xlsx", tmp_path / "taken", tmp_path / ("x" * 300)):
        said = budget("excel", HERNING, "-o", output)
        assert said.code == 2 and "Traceback" not in said.err and said.err.strip()
    assert [path.name for path in tmp_path.rglob("*")] == ["taken"]


def test_a_workbook_is_written_whole_and_read_back_as_the_same_case(budget: Run, tmp_path: Path) -> None:
    book, back = tmp_path / "b.xlsx", tmp_path / "b.yaml"
    book.write_bytes(b"what stood there before")
    assert budget("excel", DRIVERS, "-o", book, "--set", "levers.realisation=0.8").code == 0
    said = budget("read", book, "-o", back)
    assert said.code == 0 and Words("da")("cli.nothing_changed") in said.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.xlsx", "b.yaml"]
    table = ("--format", "json")
    changed = budget("table", DRIVERS, *table, "--set", "levers.realisation=0.8")
    assert net(budget("table", back, *table)) == net(changed)
    assert book.stat().st_mode & 0o777 == 0o644


def test_what_a_workbook_holds_beside_the_figures_is_said_and_not_read(budget: Run, tmp_path: Path) -> None:
    book, back = tmp_path / "b.xlsx", tmp_path / "b.yaml"
    book.write_bytes(changed(workbook(read_case("herning-2013")), {("Nettobesparelse", "A6"): "Ny linje"}))
    said = budget("read", book, "-o", back)
    assert said.code == 0 and "Ikke læst:" in said.out and "Nettobesparelse!A6" in said.out and "Ny linje" in said.out


def test_the_prices_chosen_reach_the_workbook_and_the_refusal(budget: Run, tmp_path: Path) -> None:
    said = budget("excel", HERNING, "-o", tmp_path / "x.xlsx", "--prices", "current")
    assert said.code == 2 and "2014" in said.err and not list(tmp_path.iterdir())


# ------------------------------------------------------------------ as a program of its own
def test_the_program_gives_what_the_function_gives(budget: Run) -> None:
    said = process("table", HERNING)
    assert (said.code, said.out, said.err) == (0, budget("table", HERNING).out, "")
    said = process("table", "no-such-case")
    assert said.code == 2 and not said.out and "no-such-case" in said.err and "Traceback" not in said.err


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LANG": "da_DK.UTF-8", "TZ": "Asia/Tokyo"}]
)
def test_the_machine_s_language_and_time_change_nothing(budget: Run, environment: dict[str, str]) -> None:
    here = budget("table", DRIVERS, "--format", "json").out
    there = process("table", DRIVERS, "--format", "json", PYTHONHASHSEED="7", PYTHONIOENCODING="ascii", **environment)
    assert there.code == 0 and there.out == here


def test_odd_bytes_in_a_call_are_refused_without_a_traceback() -> None:
    for call in ((b"table", b"\xff\xfe"), (b"table", HERNING.encode(), b"--set", b"levers.\xff=1"), (b"\xff",)):
        said = process(*call)
        assert said.code == 2 and "Traceback" not in said.err and said.err.strip()


def test_a_reader_that_stops_reading_is_no_fault() -> None:
    code = f"{sys.executable} -m budget table {DRIVERS} --format json | head -c 10"
    done = subprocess.run(["bash", "-c", code], capture_output=True, timeout=120, cwd=ROOT, check=False)
    assert done.stdout.startswith(b"{") and b"Traceback" not in done.stderr


def test_without_a_command_the_call_is_refused_and_help_is_given() -> None:
    said = process()
    assert said.code == 2 and said.err.strip() and "Traceback" not in said.err
    said = process("--help")
    assert said.code == 0 and all(command in said.out for command in COMMANDS)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_in_the_language_of_the_call(
    budget: Run, monkeypatch: pytest.MonkeyPatch, command: str, language: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["nettobesparelse"])
    said = budget(*([command] if command else []), "--help", "--language", language)
    assert said.code == 0 and not said.err
    words = Words(language)
    assert said.out.startswith(f"{words('call.usage')}: nettobesparelse {command}".strip())
    plain = " ".join(said.out.split())
    assert words(f"call.{command or 'commands'}") in plain and words("call.option.help") in plain
    if language == "da":  # nothing of click's own
        assert not [
            word for word in ("Usage", "Options", "Commands", "Show this", "required", "default") if word in plain
        ]


def test_the_language_and_the_folder_may_stand_before_the_command(budget: Run, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(random_case(3), encoding="utf-8")
    before, after = (
        budget("--cases", tmp_path, "--language", "en", "list"),
        budget("list", "--cases", tmp_path, "--language", "en"),
    )
    assert before == after and before.out.startswith("own: ") and len(before.out.splitlines()) == 1
    assert budget("--cases", tmp_path, "--language", "en", "table", HERNING).err.startswith(f"{HERNING}: No such case")


def test_a_folder_of_one_s_own_cases_takes_the_place_of_the_product_s(
    budget: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.yaml").write_text(random_case(3), encoding="utf-8")
    with_option = budget("table", "own", "--cases", tmp_path)
    assert with_option.code == 0 and budget("table", "own").code == 2, "the option holds for its own call alone"
    monkeypatch.setenv("NETTOBESPARELSE_CASES", str(tmp_path))
    assert budget("table", "own") == with_option and cases() == ["own"]
    assert budget("table", HERNING).code == 2
    other = tmp_path / "other"
    other.mkdir()
    assert budget("list", "--cases", other).out == Words("da")("cli.no_case", folder=other) + "\n"
    monkeypatch.setenv("NETTOBESPARELSE_CASES", str(tmp_path / "none"))
    for call in (("list",), ("table", "own"), ("--cases", tmp_path / "none", "list")):
        said = budget(*call)
        assert said.code == 2 and str(tmp_path / "none") in said.err and not said.out


@pytest.mark.parametrize("seed", [3, 11, 42])
def test_a_random_case_goes_through_every_command_that_prints(budget: Run, tmp_path: Path, seed: int) -> None:
    file = tmp_path / "random.yaml"
    file.write_text(random_case(seed), encoding="utf-8")
    year = str(case_from_text(random_case(seed)).first_year)
    for call in (("table", file), ("table", file, "--format", "csv"), ("explain", file, "net", year)):
        said = budget(*call)
        assert said.code == 0 and said.out and not said.err
    assert budget("check", file).code in (0, 1)
