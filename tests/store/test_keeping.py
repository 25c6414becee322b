"""A backup is proved or refused: never one of a store that was not there, nor one that says nothing is wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from budget import commands
from budget.case import Case, with_figure
from budget.store import VARIABLE, Draft, Store, StoreError, keeping, open_store
from budget.store.access import now
from tests.store.conftest import new
from tests.store.server import Server
from tests.store.test_migrations import GOLDEN

ID = "herning-2013"
HARD = "æøå\\n\\N\t\\.\r\n\\.\n»\\\\« \x0b\u2028"  # what a dump must escape


@pytest.fixture
def filled(where: str, herning: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of two cases, three versions, a mark and a draft, and the one that the program is told of."""
    monkeypatch.setenv(VARIABLE, where)
    store = open_store(where)
    store.save(ID, 0, new(herning, note=HARD), "a")
    store.save(ID, 1, new(with_figure(herning, "levers.realisation", 0.5)), "b")
    store.save("another", 0, new(herning.named("another")), "c")
    store.mark(ID, 1, "adopted", "Bo", "d")
    store.keep_draft(Draft("x", "window", ID, 2, "original", "changes", now()))
    yield store
    store.engine.dispose()


def told(capsys: pytest.CaptureFixture[str], *call: object) -> tuple[int, str, str]:
    code = commands.main([str(part) for part in call])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_backup_holds_what_the_store_holds_and_says_so(
    filled: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy"
    code, out, err = told(capsys, "backup", file)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "2 cases, 3 versioner, 1 markeringer, 1 kladder" and str(file) in out
    assert file.stat().st_mode & 0o077 == 0, "others must not read it"
    for call in (("verify",), ("verify", file)):
        code, again, err = told(capsys, *call)
        assert (code, err) == (0, "") and again == out.replace(f"Skrevet: {file}\n", "")
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("cases.db")) == ["copy"]


def test_a_dump_gives_back_every_text_as_it_was(filled: Store, tmp_path: Path) -> None:
    held, kept = keeping.backup(tmp_path / "copy")
    assert kept is not None and held.sound, "the hash is of the text, so it was read as it was written"
    assert filled.version(ID, 1).note == HARD


def behind_its_back(store: Store, statement: str) -> None:
    """What someone with the database's own tools could do."""
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("PRAGMA foreign_keys = OFF"))
            for name in ("versions_no_update", "versions_no_delete", "cases_no_delete"):
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = DEFAULT"))


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        (f"UPDATE versions SET body = 'title: x' WHERE case_id = '{ID}' AND number = 1", 1),
        (f"UPDATE versions SET author = 'Bo' WHERE case_id = '{ID}' AND number = 2", 2),
        (f"DELETE FROM versions WHERE case_id = '{ID}' AND number = 2", 2),
        (f"UPDATE cases SET head = 3 WHERE id = '{ID}'", 3),
    ],
)
def test_a_broken_chain_is_told_and_takes_no_earlier_copy_s_place(
    filled: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], statement: str, number: int
) -> None:
    file = tmp_path / "copy"
    assert told(capsys, "backup", file)[0] == 0
    before = file.read_bytes()
    behind_its_back(filled, statement)
    code, out, err = told(capsys, "verify")
    assert code == 1 and f"Version {number} af »{ID}«" in err and "hash" not in out
    code, _, err = told(capsys, "backup", file)
    assert code == 1 and f"Version {number} af »{ID}«" in err
    assert file.read_bytes() == before
    assert told(capsys, "verify", f"{file}.broken")[0] == 1, "what there is is kept all the same"


def test_an_empty_store_is_neither_copied_nor_called_whole(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, where)
    open_store(where).engine.dispose()
    (tmp_path / "copy").write_text("the copy of yesterday")
    for call in (("verify",), ("backup", tmp_path / "copy")):
        code, out, err = told(capsys, *call)
        assert code == 1 and out == "0 cases, 0 versioner, 0 markeringer, 0 kladder\n"
        assert "Der er ingen versioner" in err
    assert (tmp_path / "copy").read_text() == "the copy of yesterday"


def test_a_store_that_is_not_there_is_refused_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'not' / 'there.db'}")
    for call in (("verify",), ("backup", tmp_path / "copy")):
        code, out, err = told(capsys, *call)
        assert (code, out) == (2, "") and "Der er ingen database på" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgresql
def test_an_empty_postgresql_is_refused_and_not_filled(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, where := server.database())
    for call in (("verify",), ("backup", tmp_path / "copy")):
        assert told(capsys, *call)[0] == 2
    with psycopg.connect(where.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_what_is_no_copy_or_cannot_be_written_is_refused(
    filled: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a text").write_text("cases")
    (tmp_path / "a folder").mkdir()
    for call in (
        ("verify", tmp_path / "a text"),
        ("verify", tmp_path / "a folder"),
        ("verify", tmp_path / "none"),
        ("backup", tmp_path / "a folder"),
        ("backup", tmp_path / "none" / "copy"),
    ):
        code, out, err = told(capsys, *call)
        assert (code, out) == (2, "") and len(err.splitlines()) == 1 and str(call[1]) in err
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("cases.db")) == [
        "a folder",
        "a text",
    ]


def test_a_copy_on_top_of_the_store_itself_is_refused(
    tmp_path: Path, herning: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'cases.db'}")
    store = open_store()
    store.save(ID, 0, new(herning), "a")
    (tmp_path / "other name.db").symlink_to(tmp_path / "cases.db")
    for name in ("cases.db", "cases.db-wal", "other name.db"):
        code, _, err = told(capsys, "backup", tmp_path / name)
        assert code == 2 and "Filen er selve databasen" in err
    assert store.version(ID).number == 1


def test_half_a_copy_is_broken(filled: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "backup", tmp_path / "copy")[0] == 0
    whole = (tmp_path / "copy").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) // 2])
    code, _, err = told(capsys, "verify", tmp_path / "half")
    assert code == 1 and "Filen er beskadiget" in err


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.db")), ids=lambda file: file.stem)
def test_a_store_of_an_earlier_form_is_copied_and_checked_as_it_is(file: Path, tmp_path: Path) -> None:
    shutil.copy(file, old := tmp_path / "cases.db")
    held, kept = keeping.backup(tmp_path / "copy", f"sqlite:///{old}")
    assert held.sound and held == keeping.check(f"sqlite:///{old}") == keeping.check_file(file)
    assert kept is not None
    for path in (old, kept):
        with sqlite3.connect(path) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (file.stem[-4:],)


def test_a_copy_is_read_without_leaving_anything_beside_it(filled: Store, tmp_path: Path) -> None:
    kept = keeping.backup(tmp_path / "copy")[1]
    assert kept is not None
    os.rename(kept, alone := tmp_path / "alone")
    before = sorted(tmp_path.iterdir())
    assert keeping.check_file(alone).sound
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.postgresql
def test_a_machine_without_postgresql_s_programs_is_told_what_is_missing(
    server: Server, herning: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(where := server.database())
    store.save(ID, 0, new(herning), "a")
    store.engine.dispose()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError) as refused:
        keeping.backup(tmp_path / "copy", where)
    assert refused.value.problems[0].code == "store_no_program"
    assert list(tmp_path.iterdir()) == []
