"""What no database can take is refused with its field, alike on both; another program's database is left alone."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from budget.case import Case, problem_text
from budget.store import Draft, Store, StoreError, open_store
from budget.store.access import now
from budget.text import Words
from tests.store.conftest import new
from tests.store.server import Server

ID = "herning-2013"
UNKEPT = {"a NUL": ("Me\0te", "U+0000"), "half a pair": ("Me\ud83dte", "U+D83D")}
ASKED: dict[str, Callable[[Store, Case, str], object]] = {
    "author": lambda store, case, text: store.save(ID, 1, new(case, author=text), "r"),
    "note": lambda store, case, text: store.save(ID, 1, new(case, note=text), "r"),
    "title": lambda store, case, text: store.save(
        ID, 1, dataclasses.replace(new(case), case=case.model_copy(update={"title": text})), "r"
    ),
    "request_id": lambda store, case, text: store.save(ID, 1, new(case), text),
    "case_id": lambda store, case, text: store.versions(text),
    "id": lambda store, case, text: store.take_draft(text, "window"),
    "changes": lambda store, case, text: store.keep_draft(Draft("x", "window", ID, 1, "", text, now())),
}


@pytest.mark.parametrize("kind", UNKEPT)
@pytest.mark.parametrize("field", ASKED)
def test_a_text_that_cannot_be_kept_is_refused_with_its_field(
    store: Store, herning: Case, field: str, kind: str
) -> None:
    store.save(ID, 0, new(herning), "first")
    text, character = UNKEPT[kind]
    with pytest.raises(StoreError) as refused:
        ASKED[field](store, herning, text)
    (problem,) = refused.value.problems
    assert (problem.code, problem.path, problem.params["character"]) == ("store_unkept", field, character)
    said = problem_text(problem, Words("da"))
    assert f"»Me\ufffdte« indeholder et tegn, der ikke kan gemmes ({character})" in said
    assert said.encode()
    assert [stamp.number for stamp in store.versions(ID)] == [1]


def test_a_number_that_no_version_can_have_is_that_of_no_version(store: Store, herning: Case) -> None:
    store.save(ID, 0, new(herning), "first")
    for number in (2**31, 2**63, 10**20):
        with pytest.raises(StoreError) as refused:
            store.version(ID, number)
        assert refused.value.problems[0].code == "store_no_version"


OTHERS = {
    "another program": ["CREATE TABLE bookmarks (id INTEGER)", "INSERT INTO bookmarks VALUES (7)"],
    "a program that numbers its forms as this one": [
        "CREATE TABLE alembic_version (version_num TEXT)",
        "INSERT INTO alembic_version VALUES ('0002')",
        "CREATE TABLE bookmarks (id INTEGER)",
    ],
    "a program with cases of its own": [
        "CREATE TABLE cases (id INTEGER)",
        "CREATE TABLE versions (id INTEGER)",
    ],
}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_file_of_another_program_is_refused_and_left_as_it_is(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        for statement in OTHERS[kind]:
            connection.execute(statement)
    before = file.read_bytes()
    with pytest.raises(StoreError) as refused:
        open_store(f"sqlite:///{file}")
    assert refused.value.problems[0].code == "store_foreign"
    assert "hører til et andet program" in problem_text(refused.value.problems[0], Words("da"))
    assert file.read_bytes() == before and list(tmp_path.iterdir()) == [file]


@pytest.mark.postgresql
@pytest.mark.parametrize("kind", OTHERS)
def test_a_postgresql_of_another_program_is_refused_and_left_as_it_is(kind: str, server: Server) -> None:
    where = server.database()
    with psycopg.connect(where.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in OTHERS[kind]:
            connection.execute(statement.encode())
        before = tables(connection)
        with pytest.raises(StoreError) as refused:
            open_store(where)
        assert refused.value.problems[0].code == "store_foreign"
        assert tables(connection) == before


def tables(connection: psycopg.Connection[tuple[str]]) -> list[tuple[str]]:
    found = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    return connection.execute(found.encode()).fetchall()
