"""The same tests on both databases: `where` is the address of an empty store of the test's own."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from budget.case import Case, read_case
from budget.store import New, Store, open_store
from tests.store.server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def where(request: Any, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    found: str = request.getfixturevalue("server").database()
    return found


@pytest.fixture
def store(where: str) -> Iterator[Store]:
    opened = open_store(where)
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def herning() -> Case:
    return read_case("herning-2013")


def new(case: Case, author: str = "Mette", note: str = "") -> New:
    return New(case, author, note, "0.1.0", {"net": [1.5, None], "payback_year": 2014})


class WrittenOnce(New):
    """The same case saved many times: its text is made once."""

    def columns(self) -> dict[str, Any]:
        kept: dict[str, Any] | None = self.__dict__.get("kept")
        if kept is None:
            kept = self.__dict__["kept"] = super().columns()
        return {**kept, "author": self.author, "note": self.note}

    def by(self, author: str, note: str) -> WrittenOnce:
        other = dataclasses.replace(self, author=author, note=note)
        other.__dict__["kept"] = self.columns()
        return other


def written_once(content: New) -> WrittenOnce:
    return WrittenOnce(**{name: getattr(content, name) for name in New.__dataclass_fields__})
