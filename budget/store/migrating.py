"""Brings a store to the form that this program reads: all steps in one transaction, or none."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from budget.store.problems import StoreError

NEWEST = "0004"
FOLDER = Path(__file__).parent / "migrations"
OURS = {"alembic_version", "cases", "versions"}  # in every form
FORM = text("SELECT version_num FROM alembic_version")
NAMED = 3  # tables of another program that are named
ONE_AT_A_TIME = 7_208_410  # PostgreSQL's name for the lock; any number that no one else uses


def bring_up_to_date(engine: Engine, to: str = NEWEST) -> None:
    """Takes the steps that are missing. A program killed on the way leaves the store as it was."""
    with engine.connect() as connection:
        if form_of(connection) == to:
            return
    with engine.begin() as connection:  # on SQLite this waits for the one writer
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        if form_of(connection) != to:  # another program may have been first
            _walk(connection, to)


def foreign(tables: Iterable[str]) -> bool:
    """Whether the tables of a database are those of another program: there are some, and ours are missing."""
    return bool(tables) and not OURS.issubset(tables)


def form_of(connection: Connection) -> str | None:
    """The form of the store; None for an empty database, StoreError for one that is of another program."""
    tables = inspect(connection).get_table_names()
    forms = connection.execute(FORM).scalars().all() if tables and not foreign(tables) else []
    if tables and len(forms) != 1:
        raise StoreError("foreign", read=", ".join(sorted(tables)[:NAMED]))
    return str(forms[0]) if forms else None


def _walk(connection: Connection, to: str) -> None:
    # Slow to import, and needed once in the life of a version.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(FOLDER))
    known = {step.revision for step in script.walk_revisions()}
    now = form_of(connection)
    if now is not None and now not in known:
        raise StoreError("newer", read=now, known=NEWEST)

    def steps(revision: Any, _: Any) -> Any:
        return script._upgrade_revs(to, revision)

    with EnvironmentContext(Config(), script, fn=steps) as environment:
        environment.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
        environment.run_migrations()
