"""Where the store is and how it is reached: one address, an SQLite file or a PostgreSQL database."""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from budget.store import migrating
from budget.store.access import READING
from budget.store.problems import StoreError, in_plain_words, refuse_unkept
from budget.store.store import Store

VARIABLE = "NETTOBESPARELSE_STORE"  # such as sqlite:////srv/cases.db or postgresql+psycopg://user@host/name
WAL = "journal_mode=WAL"  # stays in the file
PRAGMAS = (
    "busy_timeout=15000",
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
    url = _url(where)
    try:
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("unreachable", why=error.strerror or "") from None
    engine = _engine(url)
    with in_plain_words():
        migrating.bring_up_to_date(engine)
    return Store(engine)


def existing_store(where: str | None = None, *, untouched: bool = False) -> Store:
    """The store at an address as it is, neither made nor brought up to date; StoreError when there is none.

    `untouched` opens a file that no one works in, such as a backup, for reading alone.
    """
    url = _url(where)
    if url.get_backend_name() == "sqlite":
        if not url.database or not Path(url.database).is_file():
            raise StoreError("not_there", where=shown(url))
        if untouched:
            # Read as it stands, without files beside it; one that has some is being worked in after all.
            at_work = Path(f"{url.database}-wal").exists()
            query = {"mode": "ro", "uri": "true", **({} if at_work else {"immutable": "1"})}
            url = url.set(database=f"file:{quote(url.database)}", query=query)
    engine = _engine(url)
    with in_plain_words(), engine.connect() as connection:
        form = migrating.form_of(connection)
    if form is None:
        raise StoreError("not_there", where=shown(url))
    if form > migrating.NEWEST:
        raise StoreError("newer", read=form, known=migrating.NEWEST)
    return Store(engine)


def shown(url: URL) -> str:
    """An address that may be read by others."""
    return url.render_as_string(hide_password=True)


def _url(where: str | None) -> URL:
    try:
        return make_url(where or address())
    except ArgumentError as error:
        raise StoreError("address", why=str(error)) from None


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, pool_pre_ping=True, **_options(url.get_backend_name()))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError("address", why=str(error)) from None
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    event.listen(engine, "before_cursor_execute", _only_what_can_be_kept)
    return engine


def _only_what_can_be_kept(_: Any, __: Any, ___: Any, ____: Any, context: Any, _____: bool) -> None:
    for row in context.compiled_parameters if context is not None and context.compiled else ():
        refuse_unkept(row)


def _options(backend: str) -> dict[str, Any]:
    # A server that can no longer be reached must be noticed: the operating system waits for a quarter of an hour.
    reached = {"connect_timeout": 10, "tcp_user_timeout": 10_000, "keepalives_idle": 10, "keepalives_interval": 5}
    return {"connect_args": reached if backend == "postgresql" else {"timeout": 15}}


def _set_up_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        # A file of another program is left as it is, and so is one that is opened for reading alone.
        changes = not migrating.foreign(tables) and engine.url.query.get("mode") != "ro"
        for pragma in (*PRAGMAS, WAL) if changes else PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        """A writer takes its turn at once: upgrading a read later would fail without waiting."""
        reading = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
