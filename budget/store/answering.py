"""Whether something could be saved now, asked of the database itself."""

import shutil
from pathlib import Path

from sqlalchemy import delete

from budget.store import migrating
from budget.store.problems import StoreError, in_plain_words
from budget.store.store import Store
from budget.store.tables import drafts

LEAST = 100  # MB free where an SQLite file lies: a large case with its versions


def refuse_unready(store: Store) -> None:
    """StoreError where nothing can be saved: it does not answer, may not be written to, or is newer than the program.

    A writer's whole turn is taken, and nothing written: an SQLite file that is locked or read-only says so only then.
    """
    with in_plain_words(), store.engine.begin() as connection:
        form = migrating.form_of(connection)
        if form is None:
            raise StoreError("not_there", where=store.engine.url.render_as_string(hide_password=True))
        if form > migrating.NEWEST:
            raise StoreError("newer", read=form, known=migrating.NEWEST)
        connection.execute(delete(drafts).where(drafts.c.id == ""))
    _refuse_full(store)


def _refuse_full(store: Store) -> None:
    """A disk is full before SQLite says so, at the next save."""
    file = store.engine.url.database
    if store.engine.dialect.name == "sqlite" and file and Path(file).exists():
        free = shutil.disk_usage(Path(file).parent).free // 1_000_000
        if free < LEAST:
            raise StoreError("full", why=f"{free} MB")
