"""The manual's lines for copies are carried out word for word: a copy holds the cases, and comes back as they were."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from budget.case import Case, with_figure
from budget.store import Store, open_store
from tests.server_manual import NAMES, Sandbox, settings_of
from tests.store.conftest import new
from tests.store.server import Server

ID = "herning-2013"
HELD = "1 cases, 2 versioner, 1 markeringer, 0 kladder"
DATABASES = (
    "nettobesparelse@db.example/cases",
    "nettobesparelse_owner@db.example/cases",
    "nettobesparelse_owner@db.example/cases_restored",
)
WRITTEN = "2027-01-31"  # the day of the manual's copy


@pytest.fixture
def machine() -> Iterator[Sandbox]:
    made = Sandbox(**{WRITTEN: WRITTEN})
    yield made
    made.clear()


def back_up(machine: Sandbox) -> subprocess.CompletedProcess[str]:
    """A copy is taken, and what the manual says of one is meant of it: a test may run past midnight."""
    done = machine.run("backup", **settings_of(machine.folder / "etc/nettobesparelse.env"))
    for copy in sorted(copies(machine)):
        machine.names[WRITTEN] = copy.name.partition(".")[2]
    return done


def copies(machine: Sandbox) -> list[Path]:
    return list((machine.folder / "var/backups/nettobesparelse").iterdir())


def filled(where: str, herning: Case) -> Store:
    store = open_store(where)
    store.save(ID, 0, new(herning), "a")
    store.save(ID, 1, new(with_figure(herning, "levers.realisation", 0.5)), "b")
    store.mark(ID, 1, "adopted", "Bo", "c")
    return store


def test_every_name_that_is_replaced_stands_in_the_manual(machine: Sandbox) -> None:
    assert {*machine.names, "cases.example.dk", *DATABASES} == NAMES


def test_the_copy_of_sqlite_is_taken_and_comes_back(machine: Sandbox, herning: Case) -> None:
    settings = machine.write("settings", "/etc/nettobesparelse.env").read_text()
    store = filled(settings.strip().partition("=")[2], herning)
    (old := machine.folder / "var/backups/nettobesparelse/cases.2020-01-01").write_text("a copy that has had its time")
    os.utime(old, (0, 0))
    taken = back_up(machine)
    assert (taken.returncode, taken.stderr) == (0, "") and HELD in taken.stdout
    assert [re.sub(r"\d", "#", path.name) for path in copies(machine)] == ["cases.####-##-##"]
    assert not old.exists()
    store.save(ID, 2, new(herning), "after the copy")
    store.engine.dispose()
    back = machine.run("restore-sqlite")
    assert back.returncode == 0, back.stderr
    assert back.stdout.count(HELD) == 2, "the copy, and the store that came of it"
    assert machine.asked_of_systemd == ["systemctl stop nettobesparelse", "systemctl start nettobesparelse"]
    restored = open_store(settings.strip().partition("=")[2])
    assert [stamp.number for stamp in restored.versions(ID)] == [2, 1] and restored.broken(ID) == []
    restored.engine.dispose()
    assert (machine.folder / "var/lib/nettobesparelse/before/cases.db").exists()


def test_a_copy_of_what_is_not_there_is_refused_and_earlier_copies_stay(machine: Sandbox) -> None:
    """As when the settings are forgotten, or name a disk that is not mounted."""
    machine.write("settings", "/etc/nettobesparelse.env")
    (old := machine.folder / "var/backups/nettobesparelse/cases.2020-01-01").write_text("the last good copy")
    os.utime(old, (0, 0))
    for expected in (2, 1):
        taken = back_up(machine)
        assert (taken.returncode, copies(machine)) == (expected, [old]), taken.stderr
        open_store(f"sqlite:///{machine.folder}/var/lib/nettobesparelse/cases.db").engine.dispose()  # there, but empty
    assert not (machine.folder / "data").exists(), "nothing was made in the user's own folder"


def test_a_restore_of_a_broken_copy_touches_nothing(machine: Sandbox, herning: Case) -> None:
    settings = machine.write("settings", "/etc/nettobesparelse.env").read_text()
    filled(settings.strip().partition("=")[2], herning).engine.dispose()
    assert back_up(machine).returncode == 0
    (copy,) = copies(machine)
    copy.write_bytes(copy.read_bytes()[:20_000])
    before = {path: path.read_bytes() for path in Path(machine.names["/var/lib/nettobesparelse"]).iterdir()}
    assert machine.run("restore-sqlite").returncode == 1
    assert {path: path.read_bytes() for path in Path(machine.names["/var/lib/nettobesparelse"]).iterdir()} == before
    assert machine.asked_of_systemd == []


@pytest.mark.postgresql
def test_the_dump_of_postgresql_is_taken_and_comes_back(server: Server, machine: Sandbox, herning: Case) -> None:
    where = server.database()
    address, _, rest = where.removeprefix("postgresql+psycopg://").partition("/")
    machine.names |= dict.fromkeys(DATABASES[:2], f"{address}/{rest}")
    machine.names[DATABASES[2]] = f"{address}/cases_restored"
    machine.write("settings-of-several", "/etc/nettobesparelse.env")
    filled(where, herning).engine.dispose()
    taken = back_up(machine)
    assert (taken.returncode, taken.stderr) == (0, "") and HELD in taken.stdout
    back = machine.run("restore-postgresql")
    assert back.returncode == 0, back.stderr
    assert back.stdout.count(HELD) == 2
    restored = open_store(f"postgresql+psycopg://{address}/cases_restored")
    assert restored.version(ID, 2).case.levers.realisation.value == 0.5 and restored.broken(ID) == []
    restored.engine.dispose()
