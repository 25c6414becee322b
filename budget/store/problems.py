"""What can go wrong with the store, in plain words; what was acknowledged before it stays saved."""

import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from budget.case.problems import CaseError, Problem
from budget.text.characters import unkept

if TYPE_CHECKING:
    from budget.store.records import Version

LOG = logging.getLogger("budget.store")

# The low byte of SQLite's own code, and PostgreSQL's SQLSTATE, by what a user is told.
SQLITE = {5: "busy", 6: "busy", 8: "read_only", 10: "full", 11: "damaged", 13: "full", 14: "unreachable", 26: "damaged"}
POSTGRESQL = {"25006": "read_only", "42501": "read_only", "53100": "full", "53300": "busy", "55P03": "busy"}


class StoreError(CaseError):
    """The store could not do it, and has done nothing; `problems` says why in the catalogue's words."""

    def __init__(self, code: str, path: str = "", **params: Any) -> None:
        super().__init__([Problem(f"store_{code}", path, params)])


class Refused(StoreError):
    """Who asks may not do this, and it is logged: what was asked for, of which case, and whose that is where known."""

    def __init__(self, code: str, did: str, municipality: str, case_id: str = "", number: int = 0) -> None:
        super().__init__(code, case=case_id, number=number or "")
        self.did, self.municipality, self.case_id, self.number = did, municipality, case_id, number


class Conflict(StoreError):
    """Someone saved the case after it was opened: the version that was opened (None for none) and the newest."""

    def __init__(self, opened: "Version | None", newest: "Version") -> None:
        number = opened.number if opened else 0
        super().__init__("conflict", author=newest.author, number=newest.number, opened=number)
        self.opened = opened
        self.newest = newest


def refuse_unkept(values: Mapping[str, Any]) -> None:
    """Both databases refuse some characters, each in its own words and some only on the way: here with the field."""
    for name, value in values.items():
        if isinstance(value, str) and (character := unkept(value)):
            raise StoreError("unkept", re.sub(r"_[0-9]+$", "", name), read=value, character=character)


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turns the database's own errors into a StoreError; a mistake of the program goes on as it is."""
    try:
        yield
    except DBAPIError as error:
        code = _code(error)
        if code is None:
            raise
        raise _noted(code, str(error.orig).splitlines()[0]) from error
    except SQLAlchemyError as error:
        if "QueuePool" not in str(error):
            raise
        raise _noted("busy", str(error).splitlines()[0]) from error


def _noted(code: str, why: str) -> StoreError:
    """The error with a number that is in the log too, where there is one."""
    if not LOG.isEnabledFor(logging.INFO):
        return StoreError(code, why=why)
    id = secrets.token_hex(4)
    LOG.warning("Refused %s: store_%s, %s", id, code, why)
    return StoreError(code, why=f"{why}; log {id}")


def _code(error: DBAPIError) -> str | None:
    number = getattr(error.orig, "sqlite_errorcode", None)
    if number is not None:
        return SQLITE.get(number & 0xFF)
    state = getattr(error.orig, "sqlstate", None)
    if state is None or state.startswith(("08", "57P")) or error.connection_invalidated:
        return "unreachable"
    return POSTGRESQL.get(state)
