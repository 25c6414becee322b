"""The rooms of the house keep to their order, and the rule that says so is proved on planted breaches."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layers import FLOW, ROOMS, breaches, circle, imports, too_long

ROOT = Path(__file__).resolve().parents[1]

# Slow to import, and no use without a screen.
NOT_ON_THE_COMMAND_LINE = ("pandas", "streamlit", "plotly")
NOT_FOR_THE_TABLE = ("numpy", "openpyxl", "sqlalchemy")


def test_no_room_imports_a_later_one_or_a_library_that_is_not_its_own() -> None:
    assert [str(breach) for breach in breaches(ROOT / "budget")] == []


def test_no_modules_import_each_other_in_a_ring() -> None:
    assert circle(ROOT / "budget") == []


def test_no_module_is_over_400_lines() -> None:
    assert too_long(ROOT / "budget") == []


def test_every_room_before_the_dashboard_is_read() -> None:
    missing = [room for room in FLOW if not list((ROOT / "budget" / room).glob("*.py"))]
    assert missing == [], "the rule would pass on an empty house"


@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("table", "herning-2013"),
        ("check", "herning-2013"),
        ("explain", "herning-2013", "net", "2014"),
        ("schema",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_the_command_line_starts_without_the_libraries_of_the_screen(arguments: tuple[str, ...]) -> None:
    unwanted = (*NOT_ON_THE_COMMAND_LINE, *(NOT_FOR_THE_TABLE if arguments[0] in ("list", "table", "schema") else ()))
    program = f"""
import runpy, sys
sys.argv = ["budget", *{arguments!r}]
try:
    runpy.run_module("budget", run_name="__main__", alter_sys=True)
except SystemExit as stop:
    code = stop.code or 0
else:
    code = 0
loaded = [name for name in {unwanted!r} if name in sys.modules]
sys.exit(f"exit {{code}}, loaded {{loaded}}" if code not in (0, 1) or loaded else 0)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


# ---------------------------------------------------------------- the rule itself

PLANTED = {
    "case may not know formulas": ("case/model.py", "from budget.formulas import calculate"),
    "formulas may not know analysis": ("formulas/row.py", "import budget.analysis.checks"),
    "analysis may not know export": ("analysis/summary.py", "from budget.export.tables import table_csv"),
    "analysis has no words": ("analysis/summary.py", "from budget.text import Words"),
    "analysis may not know what is shown": ("analysis/summary.py", "from budget.shown import labels"),
    "what is shown may not know export": ("shown/labels.py", "from budget.export import tables"),
    "export may not know the dashboard": ("export/workbook.py", "from budget.dashboard import page"),
    "text imports no other room": ("text/numbers.py", "from budget.case import Case"),
    "the store knows cases only": ("store/versions.py", "from budget.formulas import calculate"),
    "export may not know the store": ("export/workbook.py", "from budget.store import versions"),
    "a relative import counts": ("case/model.py", "from ..formulas import calculate"),
    "a relative import of a room counts": ("case/model.py", "from .. import formulas"),
    "an import inside a function counts": ("case/model.py", "def f():\n    from budget.export import tables"),
    "an import for types only counts": (
        "case/model.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from budget.formulas import Row",
    ),
    "an import by name counts": ("case/model.py", "import importlib\nimportlib.import_module('budget.export')"),
    "no streamlit in export": ("export/tables.py", "import streamlit as st"),
    "no plotly in analysis": ("analysis/summary.py", "import plotly.graph_objects as go"),
    "no pandas in formulas": ("formulas/row.py", "from pandas import DataFrame"),
    "no pandas in another module of analysis": ("analysis/portfolio.py", "from pandas import DataFrame"),
    "no openpyxl in case": ("case/model.py", "import openpyxl"),
    "no xlsxwriter in analysis": ("analysis/summary.py", "from xlsxwriter import Workbook"),
    "no sqlalchemy in formulas": ("formulas/row.py", "import sqlalchemy"),
    "no streamlit on the command line": ("__main__.py", "import streamlit"),
    "no streamlit among the commands": ("commands/show.py", "import streamlit"),
    "the dashboard may not know the commands": ("dashboard/page.py", "from budget.commands import main"),
    "no python-pptx in analysis": ("analysis/story.py", "from pptx import Presentation"),
    "no dashboard on the command line": ("__main__.py", "from budget.dashboard import page"),
    "no pandas in text": ("text/numbers.py", "import pandas"),
    "no room imports the face": ("export/workbook.py", "from budget import read_case"),
    "parts know nothing above them": ("dashboard/parts/view.py", "from budget.dashboard.changes.state import Model"),
    "a page may not use another page's parts": (
        "dashboard/sources/view.py",
        "from budget.dashboard.calculation.points import ORDER",
    ),
    "no room outside the plan": ("helpers/misc.py", "import budget.case"),
}

ALLOWED = {
    "the dashboard may know everything": (
        "dashboard/page.py",
        "import streamlit, plotly, pandas\nfrom budget.store import versions\nfrom budget.export import tables",
    ),
    "the command line may know export": ("__main__.py", "from budget.export import tables\nimport argparse"),
    "all may import text": ("case/model.py", "from budget.text import Words\nfrom . import figures"),
    "a room may import itself": ("formulas/lines.py", "from .row import Row\nfrom budget.formulas.row import Row"),
    "export may write and read workbooks": ("export/workbook.py", "import xlsxwriter, openpyxl"),
    "one module makes tables of pandas": ("analysis/frames.py", "from pandas import DataFrame"),
    "a page may send the user to another": (
        "dashboard/guide/page.py",
        "from budget.dashboard.calculation.page import calculation",
    ),
    "a page may use the workshop": ("dashboard/sources/view.py", "from budget.dashboard.workshop.shelf import card"),
    "the version may be asked for": ("export/workbook.py", "from budget import __version__"),
}


@pytest.mark.parametrize(("place", "source"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_breach_is_found(place: str, source: str, tmp_path: Path) -> None:
    assert len(breaches(_house(tmp_path, place, source))) == 1


@pytest.mark.parametrize(("place", "source"), ALLOWED.values(), ids=ALLOWED.keys())
def test_what_is_allowed_is_not_found(place: str, source: str, tmp_path: Path) -> None:
    assert breaches(_house(tmp_path, place, source)) == []


RINGS = {
    "two modules": {"case/a.py": "from budget.case.b import B", "case/b.py": "from budget.case import a"},
    "a ring through a function": {"case/a.py": "from . import b", "case/b.py": "def f():\n    from .a import A"},
    "a ring through a package": {"case/__init__.py": "from .a import A", "case/a.py": "from budget.case import refuse"},
    "three rooms": {
        "case/a.py": "import budget.formulas.b",
        "formulas/b.py": "from budget.analysis.c import C",
        "analysis/c.py": "from budget.case.a import A",
    },
}

NO_RINGS = {
    "a ring for types only": {
        "case/a.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from budget.case.b import B",
        "case/b.py": "from budget.case.a import A",
    },
    "a neighbour read through the package": {
        "case/__init__.py": "from .a import A",
        "case/a.py": "from budget.case import b",
        "case/b.py": "import json",
    },
}


@pytest.mark.parametrize("files", RINGS.values(), ids=RINGS.keys())
def test_a_planted_ring_is_found(files: dict[str, str], tmp_path: Path) -> None:
    for place, source in files.items():
        _house(tmp_path, place, source)
    assert len(circle(tmp_path / "budget")) == len(files) + 1


@pytest.mark.parametrize("files", NO_RINGS.values(), ids=NO_RINGS.keys())
def test_what_is_no_ring_is_not_found(files: dict[str, str], tmp_path: Path) -> None:
    for place, source in files.items():
        _house(tmp_path, place, source)
    assert circle(tmp_path / "budget") == []


def test_a_file_of_401_lines_is_found(tmp_path: Path) -> None:
    _house(tmp_path, "case/long.py", "x = 1\n" * 401)
    _house(tmp_path, "case/at_the_limit.py", "x = 1\n" * 400)
    assert too_long(tmp_path / "budget") == ["budget/case/long.py: 401"]


def _house(folder: Path, place: str, source: str) -> Path:
    file = folder / "budget" / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, encoding="utf-8")
    return folder / "budget"


def test_the_picture_of_the_way_of_the_data_is_that_of_the_imports() -> None:
    picture = re.search(r"```mermaid\n(.*?)```", (ROOT / "docs/architecture.md").read_text(encoding="utf-8"), re.DOTALL)
    assert picture is not None
    drawn = {(user, used) for used, user in re.findall(r"(\w+) --> (\w+)", picture[1])}
    package, found = ROOT / "budget", set()
    for file in package.rglob("*.py"):
        room = file.relative_to(package).parts[0]
        for _, target in imports(file, package):
            other = target.split(".")[1] if target.startswith("budget.") else ""
            if room in ROOMS and other in ROOMS and other != room:
                found.add((room, other))
    assert drawn == found
