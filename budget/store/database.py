"""Where the store is and how it is reached: one address, an SQLite file or a PostgreSQL database."""

import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from budget.store import migrating
from budget.store.problems import StoreError, in_plain_words
from budget.store.store import READING, Store

VARIABLE = "NETTOBESPARELSE_STORE"  # such as sqlite:////srv/cases.db or postgresql+psycopg://user@host/name
PRAGMAS = (
    "busy_timeout=15000",
    "journal_mode=WAL",
    "synchronous=FULL",  # a commit that was acknowledged survives a power cut
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE passes by the triggers that forbid deleting
)


def address() -> str:
    """What the environment says, else a file in the user's own data folder."""
    return os.environ.get(VARIABLE) or f"sqlite:///{_folder() / 'cases.db'}"


def _folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "nettobesparelse"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "nettobesparelse"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "nettobesparelse"


def open_store(where: str | None = None) -> Store:
    """The store at an address, made when it is not there and brought up to date; StoreError when it cannot be used."""
    try:
        url = make_url(where or address())
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=True, **_options(url.get_backend_name()))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError("address", why=str(error)) from None
    except OSError as error:
        raise StoreError("unreachable", why=error.strerror or "") from None
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    with in_plain_words():
        migrating.bring_up_to_date(engine)
    return Store(engine)


def _options(backend: str) -> dict[str, Any]:
    return {"connect_args": {"connect_timeout": 10}} if backend == "postgresql" else {"connect_args": {"timeout": 15}}


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        """A writer takes its turn at once: upgrading a read later would fail without waiting."""
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
