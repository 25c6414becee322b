"""Random ledgers of an independent writer, read back: none wrongly, and hardly any refused."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from budget.case import CaseError, Problem, read_case
from budget.export import safe_xlsx
from budget.export.ledger import Choice, Grid, Taken, column_of, read_ledger, source, suggested, take
from tests.ledger.random_ledgers import Written, random_ledger

CASE = read_case("herning-2013")
HOW_MANY, PIECE = 2_000, 250
Outcome = tuple[str, str]


def answer(question: Problem, file: Written, grid: Grid) -> dict[str, Any]:
    """What somebody who knows the file answers; nothing where there is no such answer."""
    code = question.code.rpartition(".")[2]
    if code in ("account", "amount", "amounts"):
        role = "amount" if code == "amounts" else code
        return {"columns": {role: [column_of(grid, heading) for heading in file.columns.get(role, [])]}}
    given: dict[str, dict[str, Any]] = {
        "year": {"year": file.year}, "unit": {"unit": file.unit}, "decimal": {"english": file.english},
        "dates": {"month_first": file.month_first}, "to_date": {"to_date": file.to_date}, "totals": {"totals": "count"},
        "kinds": {"where": file.kinds},
    }  # fmt: skip
    return given.get(code, {})


def read_back(file: Written) -> tuple[Taken, Choice]:
    grid = read_ledger(file.data)
    choice = suggested(grid, list(file.accounts)).model_copy(update={"accounts": file.accounts})
    found = take(grid, choice, CASE)
    for _ in range(5):
        for question in found.asked:
            said = answer(question, file, grid)
            columns = {**choice.columns, **said.pop("columns", {})}
            choice = choice.model_copy(update={"columns": columns, **said})
        if not found.asked:
            break
        found = take(grid, choice, CASE)
    return found, choice


def outcome(seed: int) -> Outcome:
    file = random_ledger(seed)
    try:
        found, choice = read_back(file)
    except CaseError as error:
        return "refused", f"{file.shape}: {error}"
    if found.asked:
        return "refused", f"{file.shape}: {found.asked}"
    given = {(f"line:{e['line']}", e["year"], e.get("month")): e["amount"] for e in found.entries}
    if given == {key: round(amount, 2) for key, amount in file.truth.items()}:
        return "right", file.shape
    left = [row for row in found.refused if row.code not in ("ledger_where", "ledger_furniture")]
    return ("refused", f"{file.shape}: {left[:2]}") if left else ("wrong", f"{seed} {file.shape}: {choice}")


@pytest.mark.parametrize("start", range(0, HOW_MANY, PIECE))
def test_none_is_read_wrongly_and_hardly_any_is_refused(start: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xlsx, "answer_of", lambda _, data, **__: json.loads(json.dumps(source.told(data))))
    found = [outcome(seed) for seed in range(start, start + PIECE)]
    counted = Counter(kind for kind, _ in found)
    assert [why for kind, why in found if kind == "wrong"] == []
    assert counted["refused"] <= 0.02 * PIECE, [why for kind, why in found if kind == "refused"]
