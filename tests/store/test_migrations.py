"""A store of every earlier form is walked to this one, whole or not at all, and comes back when it is restored."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, create_engine, insert, inspect, select, text

from budget.case import Case, problem_text
from budget.store import OWN, Store, StoreError, Who, database, keeping, migrating, open_store
from budget.store.tables import META, cases, events, versions
from budget.text import Words
from tests.store.conftest import new
from tests.store.server import Server

GOLDEN = Path(__file__).parent / "golden"
ID = "herning-2013"


def as_it_was_saved(store: Store) -> None:
    """What stands in every stored golden database."""
    stamps = store.versions(ID)
    assert [(s.number, s.author, s.note) for s in stamps] == [
        (2, "Bo Dam", "Halv realisering"),
        (1, "Mette Holm", "Som vedtaget"),
    ]
    assert store.version(ID, 1).case.levers.realisation.value == 1
    assert store.version(ID, 2).case.levers.realisation.value == 0.5
    assert store.version(ID, 1).outcome()["summary"]["net"] == -2_500_000
    assert store.broken(ID) == []
    assert [(c.mark, c.marked) for c in store.list_cases()] == [("adopted", 1)]
    assert keeping.check(store.engine.url.render_as_string(hide_password=False)).sound, "its marks begin the chain"
    user = store.asked_by(Who("bo", "Bo", {OWN: "reader"}))
    assert [saved.head.case_id for saved in user.list_cases()] == [ID], "the cases of one's own municipality"


def test_every_form_but_the_newest_is_stored_as_it_was() -> None:
    steps = [step.revision for step in ScriptDirectory(str(migrating.FOLDER)).walk_revisions()]
    assert steps[0] == migrating.NEWEST
    assert sorted(file.stem for file in GOLDEN.glob("*.db")) == [f"form-{step}" for step in sorted(steps[1:])]


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.db")), ids=lambda file: file.stem)
def test_a_stored_old_database_is_walked_through(file: Path, tmp_path: Path, herning: Case) -> None:
    shutil.copy(file, tmp_path / "cases.db")
    store = open_store(f"sqlite:///{tmp_path / 'cases.db'}")
    as_it_was_saved(store)
    assert store.save(ID, 2, new(herning), "new").number == 3
    with pytest.raises(Exception, match="never changed"), store.engine.begin() as connection:
        connection.execute(text("DELETE FROM versions"))


@pytest.mark.postgresql
@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.db")), ids=lambda file: file.stem)
def test_an_old_postgresql_is_walked_through(file: Path, server: Server, herning: Case) -> None:
    where = server.database()
    old = create_engine(f"sqlite:///{file}")
    engine = create_engine(where)
    migrating.bring_up_to_date(engine, to=file.stem.removeprefix("form-"))
    with old.connect() as source, engine.begin() as target:
        for table in (cases, versions, events):
            there = [column["name"] for column in inspect(source).get_columns(table.name)]
            rows = source.execute(select(*(table.c[name] for name in there))).all()
            target.execute(
                insert(table).values({name: bindparam(name) for name in there}), [row._asdict() for row in rows]
            )
    engine.dispose()
    store = open_store(where)
    as_it_was_saved(store)
    assert store.save(ID, 2, new(herning), "new").number == 3
    store.engine.dispose()


def test_the_tables_are_those_that_queries_see(store: Store) -> None:
    found = inspect(store.engine)
    assert set(found.get_table_names()) == {*META.tables, "alembic_version"}
    for table in META.tables.values():
        assert [column["name"] for column in found.get_columns(table.name)] == list(table.columns.keys())
        optional = {column["name"] for column in found.get_columns(table.name) if column["nullable"]}
        assert optional == {column.name for column in table.columns if column.nullable}
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]


def test_a_store_of_a_newer_program_is_refused_and_left_alone(where: str, herning: Case) -> None:
    store = open_store(where)
    store.save(ID, 0, new(herning), "a")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as refused:
        open_store(where)
    said = problem_text(refused.value.problems[0], Words("da"))
    assert "nyere udgave af programmet (form 9999" in said and "Intet er ændret" in said
    assert len(store.versions(ID)) == 1
    store.engine.dispose()


def _migrate_and_die(file: str, after: int) -> None:
    """Is killed at the statement of the migration with this number."""
    engine = create_engine(f"sqlite:///{file}")
    database._set_up_sqlite(engine)
    counted = [0]

    def count(*_: object) -> None:
        counted[0] += 1
        if counted[0] > after:
            os.kill(os.getpid(), signal.SIGKILL)

    from sqlalchemy import event

    event.listen(engine, "before_cursor_execute", count)
    migrating.bring_up_to_date(engine)


def test_a_killed_migration_leaves_the_old_file_usable(tmp_path: Path) -> None:
    """Killed before each of its statements in turn, until one lives to the end."""
    file = tmp_path / "cases.db"
    ends = []
    for after in range(120):
        for leftover in tmp_path.iterdir():
            leftover.unlink()
        shutil.copy(GOLDEN / "form-0001.db", file)
        process = multiprocessing.get_context("fork").Process(target=_migrate_and_die, args=(str(file), after))
        process.start()
        process.join()
        engine = create_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            form = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
            whole = inspect(connection).has_table("access_log")
        engine.dispose()
        assert (form, whole) in {("0001", False), ("0004", True)}, f"after {after} statements"
        store = open_store(f"sqlite:///{file}")
        as_it_was_saved(store)
        store.engine.dispose()
        ends.append(form)
        if process.exitcode == 0:
            break
    assert ends[0] == "0001" and ends[-1] == "0004" and len(ends) > 5


def test_a_backup_taken_in_use_is_restored_whole(tmp_path: Path, herning: Case) -> None:
    file, copy = tmp_path / "cases.db", tmp_path / "backup.db"
    store = open_store(f"sqlite:///{file}")
    saved = [store.save(ID, number, new(herning), f"r{number}") for number in range(3)]
    store.mark(ID, 2, "adopted", "Bo", "m")
    keeping.backup(copy, f"sqlite:///{file}")
    store.save(ID, 3, new(herning), "after the backup")
    store.engine.dispose()
    for part in tmp_path.glob("cases.db*"):
        part.unlink()  # the disk is lost
    shutil.copy(copy, file)
    restored = open_store(f"sqlite:///{file}")
    assert [restored.version(ID, v.number) for v in saved] == saved
    assert restored.broken(ID) == [] and restored.list_cases()[0].marked == 2
    assert restored.save(ID, 3, new(herning), "next").number == 4
    with pytest.raises(Exception, match="never changed"), restored.engine.begin() as connection:
        connection.execute(text("DELETE FROM versions"))


@pytest.mark.postgresql
def test_a_dump_of_postgresql_is_restored_whole(server: Server, tmp_path: Path, herning: Case) -> None:
    where, other = server.database(), server.database()
    store = open_store(where)
    saved = [store.save(ID, number, new(herning), f"r{number}") for number in range(3)]
    store.mark(ID, 2, "adopted", "Bo", "m")
    dump = str(tmp_path / "cases.dump")
    server.program("pg_dump", "--format=custom", f"--file={dump}", where.replace("+psycopg", ""))
    server.program("pg_restore", f"--dbname={other.replace('+psycopg', '')}", "--exit-on-error", dump)
    restored = open_store(other)
    assert [restored.version(ID, v.number) for v in saved] == saved
    assert restored.broken(ID) == [] and restored.list_cases()[0].marked == 2
    assert restored.save(ID, 3, new(herning), "next").number == 4
    with pytest.raises(Exception, match="never changed"), restored.engine.begin() as connection:
        connection.execute(text("DELETE FROM versions"))
    restored.engine.dispose()
    store.engine.dispose()
