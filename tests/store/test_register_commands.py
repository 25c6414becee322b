"""The commands by which the one at the machine reads who may do what, and who did."""

from __future__ import annotations

import pytest

from budget.commands import main
from budget.store import StoreError, Who, open_store


def test_roles_are_given_listed_and_what_was_done_or_refused_is_read(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NETTOBESPARELSE_STORE", f"sqlite:///{tmp_path}/cases.db")
    assert main(["member", "ida", "Herning", "reader", "Ida\x1b[2J\tHolm"]) == 0
    ida = open_store().asked_by(Who("ida", "Ida", {"herning": "reader"}))
    ida.exported({"egen": None})
    with pytest.raises(StoreError):
        ida.version("en\nden anden", 3)
    capsys.readouterr()

    assert main(["members"]) == 0
    assert capsys.readouterr().out == "herning\tida\treader\tIda [2J Holm\n"
    assert main(["log"]) == 0
    lines = [line.split("\t")[1:] for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["ida", "herning", "hentet ud", "egen"],
        ["ida", "herning", "afvist: åbnet", "en den anden", "3"],
    ]
    assert main(["log", "--language", "en"]) == 0
    assert "refused: opened" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["members", "log"])
def test_a_store_that_is_not_there_is_said_and_not_made(
    command: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NETTOBESPARELSE_STORE", f"sqlite:///{tmp_path}/none.db")
    assert main([command]) == 2
    assert "none.db" in capsys.readouterr().err
