"""The store as the pages reach it: one for all users, and when it cannot be used the page goes on and says why."""

import time
from collections.abc import Callable, Mapping
from threading import Lock

import streamlit as st

from budget.case import Problem, cases
from budget.dashboard.cases import identity
from budget.store import Store, StoreError, Who, address, open_store

ROLES = "roles-given"  # in the session
ROLES_LAST = 10.0  # seconds
PATIENCE = 15.0  # seconds before a store that did not answer is tried again


class Keeper:
    """Opens the store when it is first needed. Shared by all users: it holds the store and nothing of theirs."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._lock = Lock()
        self._store: Store | None = None
        self._refused: StoreError | None = None
        self._tried = 0.0

    def store(self) -> Store:
        """The store; StoreError while it cannot be used."""
        with self._lock:
            if self._store is not None:
                return self._store
            if self._refused is not None and time.monotonic() - self._tried < PATIENCE:
                raise self._refused
            try:
                self._store = open_store(self._where)
            except StoreError as error:
                self._refused, self._tried = error, time.monotonic()
                raise
            return self._store


@st.cache_resource(show_spinner=False)
def _keeper(where: str) -> Keeper:
    return Keeper(where)


def unasked() -> Store:
    """The store of this server as the machine itself asks it, for no user; StoreError while it cannot be used."""
    return _keeper(address()).store()


def store() -> Store:
    """The store of this server as the user of this session asks it; StoreError while it cannot be used, or where no
    one is known to ask."""
    return unasked().asked_by(who())


def who() -> Who:
    """The user of this session, asked for anew in every run: an identity expires, and a role can be taken away."""
    found = identity.who(st.user.to_dict(), _given)
    if found is None:
        raise StoreError("no_identity")
    return found


def _given(user: Who) -> Mapping[str, str]:
    """The roles that the store gives a user, read again after a while."""
    at, subject, roles = st.session_state.get(ROLES, (0.0, "", {}))
    if subject != user.subject or time.monotonic() - at > ROLES_LAST:
        roles = unasked().asked_by(user).own_roles()
        st.session_state[ROLES] = (time.monotonic(), user.subject, roles)
    found: Mapping[str, str] = roles
    return found


def note_export(taken: Mapping[str, int | None]) -> Callable[[], None]:
    """What notes, when a file is fetched, that these cases are in it (by version, None for what lies in no store); it
    is called outside of the session."""
    if not identity.required():
        return lambda: None
    user = who()
    return lambda: unasked().asked_by(user).exported(taken)


def taken_ids() -> set[str]:
    """The ids of the cases that are delivered, and of those in the store where it can be reached."""
    try:
        return {*cases(), *(saved.head.case_id for saved in store().list_cases())}
    except StoreError:
        return {*cases()}


def first_problem(error: StoreError) -> Problem:
    return error.problems[0]
