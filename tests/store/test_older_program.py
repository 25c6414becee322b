"""A program that is older than the store, as while servers are brought up to date one after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from budget.case import Case, problem_text
from budget.store import Store, StoreError, migrating
from budget.text import Words
from tests.store.conftest import new
from tests.store.server import Server
from tests.store.test_store import ID, draft

WRITES: dict[str, Callable[[Store, Case], object]] = {
    "save": lambda store, case: store.save(ID, 1, new(case), "b"),
    "mark": lambda store, case: store.mark(ID, 1, "adopted", "Bo", "m"),
}


def newer_program_opens(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


@pytest.mark.parametrize("write", WRITES)
def test_it_stops_writing_says_so_and_keeps_the_draft(store: Store, herning: Case, write: str) -> None:
    store.save(ID, 0, new(herning), "a")
    store.keep_draft(draft("[1]"))
    newer_program_opens(store)
    with pytest.raises(StoreError) as refused:
        WRITES[write](store, herning)
    said = problem_text(refused.value.problems[0], Words("da"))
    assert said.startswith("En nyere udgave af programmet har taget databasen i brug (form 9999")
    assert "Intet er gemt, og kladden er bevaret" in said
    assert [stamp.number for stamp in store.versions(ID)] == [1] and store.list_cases()[0].mark is None
    assert store.keep_draft(draft("[1, 2]")), "what is typed meanwhile is kept too"
    kept = store.take_draft("d1", "another window")
    assert kept is not None and kept.changes == "[1, 2]"


@pytest.mark.postgresql
def test_no_save_slips_in_beside_a_migration(server: Server, herning: Case) -> None:
    """The save waits for the migration that has begun, and is then refused; on SQLite there is one writer anyway."""
    from budget.store import open_store

    store = open_store(server.database())
    store.save(ID, 0, new(herning), "a")
    with ThreadPoolExecutor(1) as other:
        with store.engine.begin() as migration:
            migration.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": migrating.ONE_AT_A_TIME})
            saving = other.submit(store.save, ID, 1, new(herning), "b")
            with pytest.raises(TimeoutError):
                saving.result(timeout=0.5)
            migration.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(StoreError) as refused:
            saving.result(timeout=10)
    assert refused.value.problems[0].code == "store_outdated"
    assert [stamp.number for stamp in store.versions(ID)] == [1]
    store.engine.dispose()


def test_a_mark_of_the_last_version_of_the_program_finds_no_place(tmp_path: Path, herning: Case) -> None:
    """Its rows have no link of the chain; it cannot be taught to stop, so the database stops it."""
    from budget.store import open_store

    store = open_store(f"sqlite:///{tmp_path / 'cases.db'}")
    store.save(ID, 0, new(herning), "a")
    row = f"('{ID}', 1, 'adopted', 'r', 'Bo', 'now')"
    with pytest.raises(Exception, match="never changed"), store.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO events (case_id, number, kind, request_id, author, at) VALUES {row}"))
