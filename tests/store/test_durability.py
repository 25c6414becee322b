"""Nothing that was acknowledged is lost: programs killed while they save, full disks, files that may not be written."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from budget.case import Case, problem_text
from budget.store import New, Store, StoreError, open_store
from budget.text import Words
from tests.store.conftest import new, written_once
from tests.store.server import Server

ID = "herning-2013"
FORK = multiprocessing.get_context("fork")  # a killed program every tenth of a second, without starting Python anew
KILLS = 60
NOBODY = 65534


def apart(program: Callable[..., None], *arguments: Any) -> tuple[Any, Connection]:
    """Runs something in a process of its own, which reports through the connection."""
    here, there = FORK.Pipe(duplex=False)
    process = FORK.Process(target=program, args=(there, *arguments))
    process.start()
    there.close()
    return process, here


def reported(here: Connection) -> list[Any]:
    """Everything that was reported, up to the end of the process."""
    found = []
    while True:
        try:
            found.append(here.recv())
        except EOFError:
            return found


def save_for_ever(there: Connection, where: str, content: New, name: str) -> None:
    store = open_store(where)
    number = store.version(ID).number
    while True:
        number = store.save(ID, number, content, f"{name}-{number}").number
        there.send(number)


def test_sixty_programs_killed_while_they_save(where: str, herning: Case) -> None:
    kill_sixty(where, herning)


@pytest.mark.postgresql
def test_sixty_programs_killed_while_they_save_and_the_server_with_every_tenth(server: Server, herning: Case) -> None:
    def server_too(kill: int) -> None:
        if kill % 10 == 9:
            server.kill()
            server.start()

    kill_sixty(server.database(), herning, server_too)


def kill_sixty(where: str, herning: Case, besides: Callable[[int], None] = lambda kill: None) -> None:
    content = written_once(new(herning))
    content.columns()
    store = open_store(where)
    acknowledged = store.save(ID, 0, content, "first").number
    store.engine.dispose()  # a connection must not be shared with a forked process
    chance = random.Random(6)
    for kill in range(KILLS):
        process, here = apart(save_for_ever, where, content, f"program {kill}")
        assert here.poll(60), "the program saves"
        time.sleep(chance.uniform(0, 0.06))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        acknowledged = max([acknowledged, *reported(here)])
        besides(kill)
        numbers = [stamp.number for stamp in store.versions(ID)]
        newest = store.version(ID)
        assert numbers == list(range(newest.number, 0, -1)), f"after kill {kill}"
        assert acknowledged <= newest.number <= acknowledged + 1, "at most the one that was not yet acknowledged"
        assert newest.case == herning
        store.engine.dispose()
    assert acknowledged > KILLS
    assert store.broken(ID) == []
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    store.engine.dispose()


def save_until_refused(there: Connection, where: str, content: New, limit: Callable[[], None] | None) -> None:
    """Reports the versions it saved, and then what it was told."""
    try:
        if limit:
            limit()
        store = open_store(where)
        for _ in range(1000):
            opened = store.version(ID).number
            there.send(store.save(ID, opened, content, f"limited-{opened}").number)
    except StoreError as error:
        there.send(error.problems[0].code)
        there.send(problem_text(error.problems[0], Words("da")))


def refused(store: Store, where: str, content: New, limit: Callable[[], None] | None = None) -> tuple[str, str, int]:
    """The code and the words that the program was told, and how many it had saved; the store is whole after it."""
    found = _refused(store, where, content, limit)
    assert store.save(ID, store.version(ID).number, content, "after"), "and it goes on when the fault is gone"
    return found


def _refused(store: Store, where: str, content: New, limit: Callable[[], None] | None) -> tuple[str, str, int]:
    store.engine.dispose()
    process, here = apart(save_until_refused, where, content, limit)
    *numbers, code, said = reported(here)
    process.join()
    stamps = store.versions(ID)
    assert [s.number for s in stamps] == list(range(max([1, *numbers]), 0, -1)), "what was acknowledged, and no more"
    assert store.broken(ID) == []
    return code, said, len(numbers)


def no_larger(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_no_room_for_the_sqlite_file(tmp_path: Path, herning: Case) -> None:
    where = f"sqlite:///{tmp_path / 'cases.db'}"
    store = open_store(where)
    store.save(ID, 0, new(herning), "first")
    code, said, saved = refused(store, where, new(herning, note="x" * 10_000), no_larger(400_000))
    assert code == "store_full" and saved > 3
    assert "Der er ikke plads til at gemme" in said and "Intet er gemt" in said


@pytest.mark.postgresql
def test_no_room_for_postgresql(herning: Case) -> None:
    server = Server(largest=20_000_000)  # its log is written in files of 16 MB
    try:
        where = server.database()
        store = open_store(where)
        store.save(ID, 0, new(herning), "first")
        hard_to_pack = random.Random(1).randbytes(1_000_000).hex()
        code, said, saved = refused_for_good(store, where, new(herning, note=hard_to_pack))
        assert code == "store_full" and saved > 3
        assert "Der er ikke plads til at gemme" in said
    finally:
        server.stop()


def refused_for_good(store: Store, where: str, content: New) -> tuple[str, str, int]:
    """As `refused`, where the fault does not go away."""
    return _refused(store, where, content, None)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user of the machine may enter."""
    folder = Path(tempfile.mkdtemp(prefix="cases-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def as_nobody() -> None:
    """Root may write everywhere."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setuid(NOBODY)


def test_a_file_that_may_not_be_written(open_folder: Path, herning: Case) -> None:
    file = open_folder / "cases.db"
    where = f"sqlite:///{file}"
    store = open_store(where)
    store.save(ID, 0, new(herning), "first")
    store.engine.dispose()
    file.chmod(0o444)
    code, said, saved = refused(store, where, new(herning), as_nobody)
    assert (code, saved) == ("store_read_only", 0)
    assert "Der må ikke skrives i databasen" in said and "intet er gået tabt" in said


def test_a_folder_that_may_not_be_entered(open_folder: Path, herning: Case) -> None:
    where = f"sqlite:///{open_folder / 'cases.db'}"
    store = open_store(where)
    store.save(ID, 0, new(herning), "first")
    store.engine.dispose()
    open_folder.chmod(0o700)
    code, said, saved = refused(store, where, new(herning), as_nobody)
    assert (code, saved) == ("store_unreachable", 0)
    assert "Databasen kan ikke nås" in said


@pytest.mark.postgresql
def test_a_postgresql_that_may_not_be_written(server: Server, herning: Case) -> None:
    where = server.database()
    store = open_store(where)
    store.save(ID, 0, new(herning), "first")
    name = where.rpartition("/")[2]
    with psycopg.connect(where.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    code, said, saved = refused_for_good(store, where, new(herning))
    assert (code, saved) == ("store_read_only", 0)
    assert "Der må ikke skrives i databasen" in said


@pytest.mark.postgresql
def test_a_server_that_is_gone_and_comes_back(herning: Case) -> None:
    server = Server()
    try:
        store = open_store(server.database())
        store.save(ID, 0, new(herning), "first")
        server.kill()
        with pytest.raises(StoreError) as told:
            store.save(ID, 1, new(herning), "second")
        assert told.value.problems[0].code == "store_unreachable"
        server.start()
        assert store.save(ID, 1, new(herning), "second").number == 2
    finally:
        server.stop()


@pytest.mark.parametrize(
    "where", ["sqlite:///{}", "mysql://x/y", "not an address", "postgresql+psycopg://127.0.0.1:1/x"]
)
def test_an_address_that_leads_nowhere_is_refused_in_plain_words(where: str, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("not a database, and long enough to be looked at as one" * 100)
    with pytest.raises(StoreError) as told:
        open_store(where.format(tmp_path / "a file"))
    assert "Intet er gemt" in (said := problem_text(told.value.problems[0], Words("da"))) or "Adressen" in said
