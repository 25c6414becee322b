"""Does what a page of `docs/adding/` tells a newcomer to do, in a copy of the project.

A block of code with `file="…"` in its first line is put into that file: `before="…"` or `after="…"` names the text
beside which it goes, which must stand there once; without either it is a new file. A block that begins with
` ```sh run` is carried out in the copy and must end well.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WORD = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)')")
LEFT_OUT = (
    ".git",
    ".venv",
    "__pycache__",
    "*.egg-info",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    "build",
    "dist",
)


@dataclass(frozen=True)
class Step:
    """One block of a page: what language, what it says of its place, and the text."""

    language: str
    place: dict[str, str]
    text: str


def steps(page: Path) -> Iterator[Step]:
    """The blocks of a page that are to be done, in order."""
    for language, info, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if info.strip() == "run":
            yield Step(language, {}, text)
        elif "file=" in info:
            yield Step(language, {name: double or single for name, double, single in WORD.findall(info)}, text)


def copy(root: Path, folder: Path) -> Path:
    """The project without what git does not track."""
    return Path(shutil.copytree(root, folder / "copy", ignore=shutil.ignore_patterns(*LEFT_OUT)))


def do(step: Step, folder: Path) -> None:
    """One step, as the page has it; fails where its place is not to be found or its command does not end well."""
    if not step.place:
        environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
        environment["PYTHONPATH"] = str(folder)  # the copy, not what is installed
        run = subprocess.run(["sh", "-ec", step.text], cwd=folder, env=environment, capture_output=True, text=True)
        assert run.returncode == 0, f"{step.text}\n{run.stdout}\n{run.stderr}"
        return
    file = folder / step.place["file"]
    beside = step.place.get("before") or step.place.get("after")
    if beside is None:
        assert not file.exists(), f"{step.place['file']} is there already"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(step.text, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    assert text.count(beside) == 1, f"{beside!r} stands {text.count(beside)} times in {step.place['file']}"
    at = text.index(beside) + (len(beside) if "after" in step.place else 0)
    file.write_text(text[:at] + step.text + text[at:], encoding="utf-8")
