"""`nettobesparelse dashboard` and what an installed product finds: the real thing is tried by `.ci/wheel`."""

from __future__ import annotations

import gc
import os
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from budget import __version__
from budget.case import places
from budget.commands import main

ROOT = Path(__file__).parents[1]


def test_the_dashboard_is_run_by_streamlit_with_the_options_it_does_not_know(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen = []
    monkeypatch.setattr(
        runpy, "run_module",
        lambda name, run_name: seen.append((name, run_name, sys.argv, gc.isenabled(), os.environ[places.OWN_CASES])),
    )  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["nettobesparelse"])
    gc.disable()
    assert main(["dashboard", "--cases", str(tmp_path), "--server.port", "8502", "--server.headless=true"]) == 0
    argv = ["streamlit", "run", str(ROOT / "app.py"), "--server.port", "8502", "--server.headless=true"]
    assert seen == [("streamlit", "__main__", argv, True, str(tmp_path))]
    assert places.OWN_CASES not in os.environ


def test_the_configuration_lies_beside_the_script_that_is_run() -> None:
    assert (places.shipped("app.py").parent / ".streamlit" / "config.toml").is_file()


def test_what_is_shipped_is_found_beside_the_package_and_inside_an_installed_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert places.shipped("assumptions") == ROOT / "assumptions"
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "budget")
    (tmp_path / "budget" / "shipped" / "assumptions").mkdir(parents=True)
    assert places.shipped("assumptions") == tmp_path / "budget" / "shipped" / "assumptions"
    assert places.shipped("app.py") == tmp_path / "app.py"


def test_everything_that_lies_beside_the_package_is_put_into_the_wheel() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    mapped = build["targets"]["wheel"]["force-include"]
    assert mapped == {name: f"budget/shipped/{name}" for name in ("assumptions", "app.py", ".streamlit/config.toml")}


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "version" not in project and project["dynamic"] == ["version"]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {__version__}\n" in changes, "what a reader would notice is told"


@pytest.mark.parametrize("empty", [True, False])
def test_the_first_page_opens_on_a_folder_of_one_s_own_cases(tmp_path: Path, empty: bool) -> None:
    """In a process of its own: the folder is set before anything is read."""
    if not empty:
        (tmp_path / "own.yaml").write_bytes((ROOT / "assumptions" / "herning-2013.yaml").read_bytes())
    code = """
from streamlit.testing.v1 import AppTest
from budget.dashboard.serving import NAVIGATION
page = AppTest.from_file(str(NAVIGATION), default_timeout=60).run()
assert not page.exception, page.exception
print(page.session_state["hand"].model.case.id)
"""
    environment = {**os.environ, places.OWN_CASES: str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ("ny-case" if empty else "own")
