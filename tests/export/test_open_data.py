"""Open data: tidy rows that keep their published schema and add up to the result, and the table for OpenDocument."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from budget.analysis.changes import standing
from budget.case import case_from_text, read_case, with_figure
from budget.commands import main
from budget.export.ods import OFFICE, TABLE, TYPE, ods
from budget.export.open_data import schema, tidy_csv
from budget.formulas import Result, calculate
from budget.formulas.table import OWN
from budget.shown.model import Display
from budget.shown.net_table import net_table
from budget.text import Words
from tests.random_cases import random_case

ROOT = Path(__file__).parents[2]
DA = Words("da")
READ: dict[str, Any] = {"string": str, "integer": int, "number": float}


def rows(text: str) -> list[dict[str, Any]]:
    """The rows as the schema says they are to be read; fails where one does not keep it."""
    told = schema(Words("en"))
    head, *lines = csv.reader(io.StringIO(text))
    assert head == [field["name"] for field in told["fields"]]
    found = []
    for line in lines:
        row = {}
        for field, cell in zip(told["fields"], line, strict=True):
            given = field.get("constraints", {})
            assert cell or not given.get("required"), field["name"]
            assert cell in given.get("enum", [cell])
            row[field["name"]] = READ[field["type"]](cell)
        found.append(row)
    keys = [tuple(row[name] for name in told["primaryKey"]) for row in found]
    assert len(set(keys)) == len(keys)
    return found


def results() -> list[Result]:
    shipped = [calculate(read_case(name)) for name in ("herning-2013", "assens-drivers-2016")]
    random = [calculate(case_from_text(random_case(seed), f"case-{seed}")) for seed in range(8)]
    return [*shipped, *random]


def test_the_rows_keep_their_schema_and_add_up_to_the_net_of_each_case() -> None:
    given = results()
    found = rows(tidy_csv(given, DA))
    for result in given:
        mine = [row for row in found if row["case"] == result.case.id]
        for number, year in enumerate(result.years):
            own = sum(row["value"] for row in mine if row["year"] == year and row["kind"] in OWN)
            assert own == pytest.approx(result.row("net").values[number], abs=0.01)
        assert {row["price_year"] for row in mine} == {result.case.price_year}
        assert len(mine) == len(result.rows) * len(result.years)


def test_current_prices_have_the_level_of_their_year_and_other_payers_are_named() -> None:
    result = calculate(read_case(str(ROOT / "tests" / "cases" / "drivers.yaml")), "current")
    found = rows(tidy_csv([result], DA))
    assert all(row["price_year"] == row["year"] and row["prices"] == "current" for row in found)
    assert {row["payer"] for row in found} > {"municipality"}


def test_a_changed_case_says_so_and_no_text_is_a_formula() -> None:
    case = with_figure(read_case("herning-2013"), "levers.realisation", 0.5)
    line = case.costs[0].model_copy(update={"label": '=HYPERLINK("http://c.example")\nto'})
    case = case.changed(costs=[line], title="@x")
    found = rows(tidy_csv([calculate(case)], DA))
    assert {row["status"] for row in found} == {standing(case)} and all(row["title"] == "'@x" for row in found)
    assert any(row["label"] == '\'=HYPERLINK("http://c.example") to' for row in found)


def test_the_published_schema_is_the_one_that_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    published = json.loads((ROOT / "docs" / "data.schema.json").read_text(encoding="utf-8"))
    assert published == schema(Words("en"))
    assert main(["schema", "--of", "data", "--language", "en"]) == 0
    assert json.loads(capsys.readouterr().out) == published
    assert main(["schema"]) == 0 and "properties" in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("unit", ["1000", "kr", "mio"])
def test_the_spreadsheet_holds_the_table_with_its_figures_unrounded(unit: str) -> None:
    result = calculate(read_case("herning-drivers-2013"))
    table = net_table(result, DA, Display(unit))
    data = ods([table], ["over"], DA)
    archive = zipfile.ZipFile(io.BytesIO(data))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type, archive.read(first)) == ("mimetype", 0, TYPE.encode())
    lines = list(ET.fromstring(archive.read("content.xml")).iter(f"{{{TABLE}}}table-row"))
    for line, row in zip(lines[3:], table.rows, strict=False):
        label, *cells = line
        assert "".join(label.itertext()) == row.label
        values = [float(cell.get(f"{{{OFFICE}}}value", "nan")) for cell in cells if cell.get(f"{{{OFFICE}}}value")]
        divisor = {"1000": 1e3, "kr": 1, "mio": 1e6}[unit]
        assert values == pytest.approx([value / divisor for value in row.values])
    assert ods([table], ["over"], DA) == data


def test_the_command_writes_what_its_ending_says(tmp_path: Path) -> None:
    two = ["data", "herning-2013", "assens-2016", "-o"]
    assert main([*two, str(tmp_path / "a.csv")]) == 0
    assert {row["case"] for row in rows((tmp_path / "a.csv").read_bytes().decode())} == {"herning-2013", "assens-2016"}
    assert main(["data", "herning-2013", "-o", str(tmp_path / "a.ods")]) == 0
    for refused in ([*two, str(tmp_path / "b.ods")], [*two, str(tmp_path / "b.txt")],
                    ["data", "herning-2013", "herning-2013", "-o", str(tmp_path / "b.csv")]):  # fmt: skip
        assert main(refused) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.ods"]
