"""Every file of the table through the command line: exactly what it gives, leaves out and asks; a workbook alike."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from budget.commands import main
from budget.export import safe_xlsx
from budget.export.ledger import source
from tests.ledger.files import FILES, File

Answer = tuple[int, dict[str, Any], str]
Run = Callable[..., Answer]


@pytest.fixture
def ledger(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `ledger` on the bytes of a file; a workbook is read in this process, since starting another takes time."""
    monkeypatch.setattr(safe_xlsx, "answer_of", lambda _, data, **__: json.loads(json.dumps(source.told(data))))

    def run(data: bytes, call: str, case: str = "herning-2013") -> Answer:
        (tmp_path / "file").write_bytes(data)
        capfdbinary.readouterr()
        code = main(["ledger", str(tmp_path / "file"), "--case", case, *shlex.split(call)])
        sys.stdout.flush()
        out, err = (text.decode() for text in capfdbinary.readouterr())
        return code, json.loads(out) if out else {}, err

    return run


def entries(answer: dict[str, Any]) -> dict[tuple[str, str], float]:
    found = {}
    for entry in answer["taken"]:
        of = entry["line"] if "line" in entry else f"measure:{entry['measure']}"
        found[of, str(entry["year"]) + (f"-{entry['month']:02d}" if entry["month"] else "")] = entry["amount"]
    assert len(found) == len(answer["taken"])
    return found


def expected(gives: str) -> dict[tuple[str, str], float]:
    found, of = {}, "advisers"
    words = gives.split()
    while words:
        if not re.fullmatch(r"\d{4}(-\d{2})?", words[0]):
            of = words.pop(0)
        when, amount = words.pop(0), words.pop(0)
        found[of, when] = float(amount)
    return found


def holds(file: File, data: bytes, ledger: Run) -> None:
    code, answer, said = ledger(data, file.call)
    if file.refused:
        assert code == 2 and file.refused in said
        assert not answer or answer["taken"] == []
        return
    if file.asks:
        assert code == 2 and answer["taken"] == [], answer
        assert len(answer["questions"]) >= len(file.asks)
        for piece in file.asks:
            assert any(piece in question for question in answer["questions"]), answer["questions"]
        code, answer, said = ledger(data, f"{file.call} {file.then}") if file.then else (code, answer, said)
        if not file.then:
            return
    assert answer["questions"] == [] and code == 0, (answer, said)
    assert entries(answer) == expected(file.gives)
    left = {row["row"]: row["reason"] for row in answer["left_out"]}
    assert left.keys() == file.left.keys(), left
    for row, piece in file.left.items():
        assert piece in left[row]
    for piece in file.says:
        assert any(piece in note for note in answer["notes"]), answer["notes"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_gives_exactly_this(file: File, ledger: Run) -> None:
    holds(file, file.data(), ledger)


@pytest.mark.parametrize("typed", [False, True], ids=["as texts", "as numbers"])
@pytest.mark.parametrize(
    "file", [file for file in FILES if file.sheet and not file.refused], ids=lambda file: file.name
)
def test_a_workbook_of_the_same_cells_gives_the_same(file: File, typed: bool, ledger: Run) -> None:
    if typed and set(file.asks) & {"komma eller et punktum"}:
        return  # a number has no decimal sign to ask about
    holds(file, file.workbook(typed), ledger)


def test_there_are_eighty_and_all_that_failed_are_among_them() -> None:
    assert len({file.name for file in FILES}) == len(FILES) >= 80
    failing = {path.name for path in Path(__file__).with_name("failing").glob("*.csv")}
    assert failing == {file.text for file in FILES if file.text.endswith(".csv")}
