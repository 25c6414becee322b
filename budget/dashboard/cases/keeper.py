"""The store as the pages reach it: one for all users, and when it cannot be used the page goes on and says why."""

import time
from threading import Lock

import streamlit as st

from budget.case import Problem, cases
from budget.store import Store, StoreError, address, open_store

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


def store() -> Store:
    """The store of this server; StoreError while it cannot be used."""
    return _keeper(address()).store()


def taken_ids() -> set[str]:
    """The ids of the cases that are delivered, and of those in the store where it can be reached."""
    try:
        return {*cases(), *(saved.head.case_id for saved in store().list_cases())}
    except StoreError:
        return {*cases()}


def first_problem(error: StoreError) -> Problem:
    return error.problems[0]
