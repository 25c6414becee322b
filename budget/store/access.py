"""The ground of the store: every transaction is of someone, and what someone may not is refused and logged."""

import datetime
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Self

from sqlalchemy import Connection, Engine, bindparam, insert, select, text

from budget.store import migrating
from budget.store.problems import Refused, StoreError, in_plain_words
from budget.store.tables import access_log, cases
from budget.store.who import MACHINE, NEEDED, OWN, Who

READING = "reading"  # the option of a connection that will not write
SEEN_AGAIN = datetime.timedelta(hours=1)  # the same version, opened by the same user, is logged once in this time
BETWEEN_NAMES = "\x1f"
# What the rows that PostgreSQL shows are narrowed by; of this transaction alone, whoever has the connection next.
ASKED = text(
    "SELECT set_config('nettobesparelse.seen', :seen, true), set_config('nettobesparelse.subject', :subject, true)"
)
NOT_WHILE_MIGRATING = text("SELECT pg_advisory_xact_lock_shared(:key)")


class Access:
    """One database, asked by `who`. Holds no connection between calls: share it among threads."""

    def __init__(self, engine: Engine, who: Who = MACHINE) -> None:
        self.engine = engine
        self.who = who
        self._readers = engine.execution_options(**{READING: True})

    def asked_by(self, who: Who) -> Self:
        """The same store, asked by someone else."""
        return type(self)(self.engine, who)

    @contextmanager
    def _writing(self, of_form: bool = True) -> Iterator[Connection]:
        """A transaction that writes what others read; `of_form`: only while this program knows its form."""
        with self._transaction(self.engine) as connection:
            if of_form:
                _refuse_if_older(connection)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._transaction(self._readers) as connection:
            yield connection

    def snapshot(self) -> AbstractContextManager[Connection]:
        """A transaction that reads, for what takes copies; the one who sits at the machine alone may have it."""
        if not self.who.everything:
            self._log("copied", "", refused=True)
            raise Refused("needs_admin", "copied", "")
        return self._reading()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with in_plain_words(), engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    seen = "*" if self.who.everything else BETWEEN_NAMES.join(self.who.municipalities)
                    connection.execute(ASKED, {"seen": seen, "subject": self.who.subject})
                yield connection
        except Refused as refused:
            self._log(refused.did, refused.municipality, refused.case_id, refused.number, refused=True)
            raise

    # ---------------------------------------------------------------------------------------------- what is allowed
    def _allow(self, connection: Connection, did: str, case_id: str, number: int = 0) -> str:
        """The municipality of a case that the user may do this to; Refused where it is another's or not there."""
        if self.who.everything:
            return OWN
        owner = self._whose(connection, case_id)
        if owner is None or owner not in self.who.municipalities:
            raise Refused("no_version", did, self._home(), case_id, number)
        if not self.who.may(did, owner):
            raise Refused(f"needs_{NEEDED[did]}", did, owner, case_id, number)
        return owner

    @staticmethod
    def _whose(connection: Connection, case_id: str) -> str | None:
        of_case = cases.c.id == bindparam("case_id", case_id)
        return connection.execute(select(cases.c.municipality).where(of_case)).scalar_one_or_none()

    def _allow_anywhere(self, did: str, wanted: str = "") -> str:
        """The municipality that is `wanted` where the user may do this in it, else the first of those; Refused where
        there is none."""
        found = self.who.where(did)
        if not found and not self.who.everything:
            raise Refused(f"needs_{NEEDED[did]}" if self._home() else "no_role", did, self._home())
        named = (name for name in found if name.lower() == wanted.lower())
        return next(named, found[0] if found else OWN)

    def _home(self) -> str:
        """Whose administrators are told of what a user is refused elsewhere."""
        return next(iter(self.who.municipalities), "")

    # ---------------------------------------------------------------------------------------------- what is logged
    def _log(self, did: str, municipality: str, case_id: str = "", number: int = 0, *, refused: bool = False) -> None:
        with in_plain_words(), self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(ASKED, {"seen": "", "subject": self.who.subject})
            self._note(connection, did, municipality, case_id, number, refused=refused)

    def _note(
        self, connection: Connection, did: str, municipality: str, case_id: str, number: int, *, refused: bool = False
    ) -> None:
        """One line of the log; the one who sits at the machine is not watched."""
        if not self.who.everything:
            row = {"at": now(), "subject": self.who.subject, "municipality": municipality, "did": did}
            of = {"case_id": case_id, "number": number, "refused": refused}
            connection.execute(insert(access_log).values(**row, **of))

    def _note_opened(self, municipality: str, case_id: str, number: int) -> None:
        """That a version was opened, before it is given; not again at every run of a page."""
        if self.who.everything:
            return
        since = (datetime.datetime.now(datetime.UTC) - SEEN_AGAIN).isoformat(timespec="microseconds")
        log = access_log.c
        mine = (log.subject == self.who.subject) & (log.at > since) & (log.did == "opened") & ~log.refused
        wanted = select(log.id).where(mine, log.case_id == case_id, log.number == number).limit(1)
        with self._reading() as connection:
            logged = connection.execute(wanted).first() is not None
        if not logged:
            self._log("opened", municipality, case_id, number)


def _refuse_if_older(connection: Connection) -> None:
    """StoreError when another program has brought the store to a form since this one opened it."""
    if connection.dialect.name == "postgresql":
        connection.execute(NOT_WHILE_MIGRATING, {"key": migrating.ONE_AT_A_TIME})
    read = connection.execute(migrating.FORM).scalar_one()
    if read != migrating.NEWEST:
        raise StoreError("outdated", read=read, known=migrating.NEWEST)


def now() -> str:
    """The time in UTC, in one form that sorts as it reads."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
