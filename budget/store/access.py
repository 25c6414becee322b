"""The ground of the store: one database and its transactions."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from budget.store.problems import in_plain_words

READING = "reading"  # the option of a connection that will not write


class Access:
    """One database. Holds no connection between calls: share it among users."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = engine.execution_options(**{READING: True})

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with in_plain_words(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_plain_words(), self._readers.begin() as connection:
            yield connection


def now() -> str:
    """The time in UTC, in one form that sorts as it reads."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
