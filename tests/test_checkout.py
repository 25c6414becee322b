"""What lies in the checkout: no registry, no path of one machine, and the README's commands as CI runs them."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.programs import must_be_there

ROOT = Path(__file__).resolve().parents[1]

# Written in two parts so that this file does not name what it looks for.
HOSTS = ["pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "deb.deb" + "ian.org"]
FORBIDDEN = re.compile(
    "|".join([*map(re.escape, HOSTS), r"(?<![\w.~*-])/(?:work|root|tmp|home)/", r"\.\./" + "shared"])
)

TEST_COMMAND = 'python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e ".[dev]" && .venv/bin/pytest'


def _files() -> list[Path]:
    """Every file that is, or would be, under version control."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        reason = "the list of files comes from git"
        if must_be_there():
            pytest.fail(reason)
        pytest.skip(reason)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_a_path_of_this_machine_or_something_outside_the_checkout() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in _files()
        for match in FORBIDDEN.finditer(file.read_bytes().decode("utf-8", errors="ignore"))
    ]
    assert found == []


@pytest.mark.parametrize("planted", [*HOSTS, "see /wo" + "rk/main", '"/tm' + 'p/x.xlsx"', "(../sha" + "red/x.md)"])
def test_a_planted_host_or_path_is_found(planted: str) -> None:
    assert FORBIDDEN.search(planted)


def test_an_address_on_the_web_is_no_path_of_this_machine() -> None:
    assert FORBIDDEN.search("https://www.herning.dk/work/tmp/root") is None


def test_the_top_level_holds_what_is_planned_and_nothing_else() -> None:
    planned = {"app.py", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "constraints.txt", "CONTRIBUTING.md"}
    planned |= {"budget", "assumptions", "tests", "docs"}
    there = {file.relative_to(ROOT).parts[0] for file in _files()}
    assert {name for name in there if not name.startswith(".")} == planned


def test_ci_starts_with_the_test_command_of_the_readme_word_for_word() -> None:
    assert TEST_COMMAND in (ROOT / "README.md").read_text(encoding="utf-8")
    assert TEST_COMMAND in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_constraints_are_exact_versions_without_addresses() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []


def test_every_package_asked_for_is_constrained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\s\[]", one, maxsplit=1)[0].lower() for one in asked}
    held = {line.split("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    assert names - held == set()


def test_the_fast_tier_names_what_is_there_and_needs_only_python() -> None:
    said = (ROOT / "tests" / "quick.txt").read_text(encoding="utf-8").split()
    listed = [name for name in said if not name.startswith("-")]
    assert listed and not [name for name in listed if not (ROOT / name).exists()]
    files = [
        file for name in listed for file in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))
    ]
    needing = re.compile(r"pytest\.mark\.(browser|office|postgresql|pdf)")
    assert [file.name for file in files if needing.search(file.read_text(encoding="utf-8"))] == []


def test_the_hooks_before_a_commit_are_those_of_the_checkout_alone() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert all(hook["language"] == "system" and hook["entry"].startswith(".venv/bin/") for hook in hooks)
    assert {hook["entry"].split("/")[2].split()[0] for hook in hooks} == {"ruff", "mypy", "pytest"}
