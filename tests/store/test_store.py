"""Versions, who saved them and when, and drafts; the same on SQLite and PostgreSQL."""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from budget.case import Case, case_hash, problem_text, with_figure
from budget.store import Conflict, Draft, Store, StoreError, Who, keeping, open_store, records
from budget.text import Words
from tests.store.conftest import new, written_once

ID = "herning-2013"


def test_a_version_comes_back_as_it_was_saved(store: Store, herning: Case) -> None:
    saved = store.save(ID, 0, new(herning, "Mette Holm", "Til udvalget den 3."), "a")
    found = store.version(ID)
    assert found == saved == store.version(ID, 1)
    assert found.case == herning and found.case.id == ID
    assert (found.number, found.parent, found.author, found.note) == (1, None, "Mette Holm", "Til udvalget den 3.")
    assert (found.title, found.municipality, found.status) == (herning.title, herning.municipality, herning.status)
    assert found.outcome() == {"net": [1.5, None], "payback_year": 2014}
    assert found.engine == "0.1.0" and found.at.endswith("+00:00")
    assert found.inputs_sha256 == case_hash(herning) == case_hash(found.case), "the stamp of its exports"


def test_versions_are_numbered_and_each_names_the_one_it_was_made_from(store: Store, herning: Case) -> None:
    for number in range(5):
        store.save(ID, number, new(with_figure(herning, "levers.realisation", number / 10)), f"r{number}")
    stamps = store.versions(ID)
    assert [(s.number, s.parent) for s in stamps] == [(5, 4), (4, 3), (3, 2), (2, 1), (1, None)]
    assert store.version(ID, 3).case.levers.realisation.value == 0.2
    assert store.broken(ID) == []


def test_the_same_request_again_makes_no_second_version(store: Store, herning: Case) -> None:
    first = store.save(ID, 0, new(herning), "one press")
    second = store.save(ID, 1, new(herning), "another press")
    assert store.save(ID, 0, new(herning), "one press") == first
    assert store.save(ID, 1, new(herning), "another press") == second
    assert len(store.versions(ID)) == 2


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(store: Store, herning: Case) -> None:
    opened = store.save(ID, 0, new(herning, "Mette"), "a")
    theirs = store.save(ID, 1, new(with_figure(herning, "levers.realisation", 0.5), "Bo"), "b")
    mine = new(with_figure(herning, "levers.delay_months", 6.0), "Mette")
    with pytest.raises(Conflict) as refused:
        store.save(ID, 1, mine, "c")
    assert refused.value.opened == opened and refused.value.newest == theirs
    said = problem_text(refused.value.problems[0], Words("da"))
    assert said.startswith("Bo har gemt version 2, efter at du åbnede version 1.")
    assert store.version(ID) == theirs and len(store.versions(ID)) == 2
    assert store.save(ID, theirs.number, mine, "d").number == 3


def test_a_case_that_someone_saved_first_is_a_conflict_too(store: Store, herning: Case) -> None:
    theirs = store.save(ID, 0, new(herning, "Bo"), "a")
    with pytest.raises(Conflict) as refused:
        store.save(ID, 0, new(herning, "Mette"), "b")
    assert refused.value.opened is None and refused.value.newest == theirs


@pytest.mark.parametrize(("id", "number"), [(ID, 2), (ID, 0), ("nothing", None), ("nothing", 1)])
def test_a_version_that_is_not_there_is_refused(store: Store, herning: Case, id: str, number: int | None) -> None:
    store.save(ID, 0, new(herning), "a")
    with pytest.raises(StoreError) as refused:
        store.version(id, number)
    assert id in problem_text(refused.value.problems[0], Words("da"))
    with pytest.raises(StoreError):
        store.save("nothing", 3, new(herning), "b")
    with pytest.raises(StoreError):
        store.mark(id, number or 9, "adopted", "Bo", "c")


def test_marks_are_added_to_never_changed(store: Store, herning: Case) -> None:
    for number in range(3):
        store.save(ID, number, new(herning), f"r{number}")
    assert [(c.mark, c.marked, c.archived) for c in store.list_cases()] == [(None, None, False)]
    store.mark(ID, 2, "proposed", "Bo", "m1")
    store.mark(ID, 3, "adopted", "Bo", "m2")
    store.mark(ID, 2, "proposed", "Bo", "m1")  # the same press again
    assert [(c.mark, c.marked, c.archived) for c in store.list_cases()] == [("adopted", 3, False)]
    store.mark(ID, 3, "archived", "Bo", "m3")
    assert [(c.mark, c.marked, c.archived) for c in store.list_cases()] == [("adopted", 3, True)]
    store.mark(ID, 3, "reopened", "Bo", "m4")
    assert [(c.mark, c.marked, c.archived) for c in store.list_cases()] == [("adopted", 3, False)]
    with pytest.raises(ValueError, match="lost"):
        store.mark(ID, 3, "lost", "Bo", "m5")


ATTACKS = [
    "UPDATE versions SET author = 'someone else'",
    "DELETE FROM versions",
    "UPDATE events SET author = 'someone else'",
    "DELETE FROM events",
    "DELETE FROM cases",
]
SQLITE = ["INSERT OR REPLACE INTO versions SELECT * FROM versions", "REPLACE INTO cases SELECT id, 1, 'own' FROM cases"]
SQLITE += ["REPLACE INTO events SELECT * FROM events", "UPDATE OR REPLACE versions SET number = 1"]
MARK = "INSERT OR REPLACE INTO events VALUES ({}, 'herning-2013', 1, 'adopted', '{}', 'Eve', 'now', '', '{}', 'forged')"
SQLITE += [  # in another's place: by the row itself, its number in the file, its request, its link of the chain
    MARK.format("1", "x", "y"),
    MARK.format("NULL", "c", "y"),
    MARK.format("NULL", "x", ""),
    "INSERT OR REPLACE INTO versions SELECT case_id, 9, parent, request_id, author, at, note, engine, form, title, "
    "municipality, status, body, results, prev_sha256, sha256 FROM versions",
    "INSERT OR REPLACE INTO cases (rowid, id, head, municipality) VALUES (1, 'other', 1, 'own')",
    "INSERT INTO cases VALUES ('herning-2013', 1, 'own') ON CONFLICT (id) DO UPDATE SET id = 'other'",
    "UPDATE OR REPLACE cases SET id = 'other'",
    "UPDATE OR REPLACE cases SET rowid = 7",
    "REPLACE INTO access_log SELECT * FROM access_log",
    "DELETE FROM access_log",
    "UPDATE access_log SET refused = 0",
]
POSTGRESQL = ["TRUNCATE versions CASCADE", "TRUNCATE cases CASCADE", "TRUNCATE events"]
POSTGRESQL += ["INSERT INTO versions SELECT * FROM versions ON CONFLICT (request_id) DO UPDATE SET author = 'x'"]
POSTGRESQL += ["DELETE FROM access_log", "UPDATE access_log SET subject = 'x'", "TRUNCATE access_log"]


def test_the_database_itself_refuses_to_change_what_is_saved(store: Store, herning: Case) -> None:
    store.save(ID, 0, new(herning), "a")
    store.save(ID, 1, new(herning), "b")
    store.mark(ID, 2, "adopted", "Bo", "c")
    store.asked_by(Who("bo", "Bo", {"own": "reader"})).version(ID, 1)  # a line in the log
    before = store.versions(ID), store.list_cases()
    own = SQLITE if store.engine.dialect.name == "sqlite" else POSTGRESQL
    for attack in [*ATTACKS, *own]:
        with pytest.raises(DBAPIError, match="never changed"), store.engine.begin() as connection:
            connection.execute(text(attack))
    assert (store.versions(ID), store.list_cases()) == before


def test_a_tool_that_sets_nothing_up_is_refused_as_well(tmp_path: Path, herning: Case) -> None:
    """SQLite's own program: without `recursive_triggers`, REPLACE deletes and no trigger against it is called."""
    store = open_store(f"sqlite:///{tmp_path / 'cases.db'}")
    store.save(ID, 0, new(herning), "a")
    store.save(ID, 1, new(herning), "b")
    store.mark(ID, 2, "adopted", "Bo", "c")
    store.asked_by(Who("bo", "Bo", {"own": "reader"})).version(ID, 1)
    with sqlite3.connect(tmp_path / "cases.db") as plain:
        assert plain.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        before = list(plain.iterdump())
        for attack in [*ATTACKS, *SQLITE]:
            with pytest.raises(sqlite3.Error, match="never changed"):
                plain.execute(attack)
        assert list(plain.iterdump()) == before


def test_marks_are_chained_and_a_changed_one_is_found(store: Store, herning: Case) -> None:
    store.save(ID, 0, new(herning), "a")
    for mark, kind in enumerate(("proposed", "adopted", "archived", "reopened")):
        store.mark(ID, 1, kind, "Bo", f"m{mark}")
    where = store.engine.url.render_as_string(hide_password=False)
    assert keeping.check(where).sound
    with store.engine.begin() as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.execute(
            text("DROP TRIGGER events_no_update" if sqlite else "ALTER TABLE events DISABLE TRIGGER USER")
        )
        connection.execute(text("UPDATE events SET author = 'Eve' WHERE kind = 'adopted'"))
    held = keeping.check(where)
    assert held.broken_marks == [(ID, 1)] and not held.sound


def test_eight_people_mark_at_once_and_the_chain_holds(store: Store, herning: Case) -> None:
    store.save(ID, 0, new(herning), "a")
    kinds = ("proposed", "archived", "reopened")
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda n: store.mark(ID, 1, kinds[n % 3], f"person {n}", f"m{n}"), range(40)))
    held = keeping.check(store.engine.url.render_as_string(hide_password=False))
    assert held.events == 40 and held.sound


def test_a_version_changed_behind_the_databases_back_is_found(store: Store, herning: Case) -> None:
    for number in range(4):
        store.save(ID, number, new(herning), f"r{number}")
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER versions_no_update"))
        else:
            connection.execute(text("DROP TRIGGER versions_never_changed ON versions"))
        connection.execute(text("UPDATE versions SET note = 'something else' WHERE number = 2"))
    assert store.broken(ID) == [2]
    with store.engine.begin() as connection:  # and its hash with it: then the next one does not follow
        columns = dict(connection.execute(text("SELECT * FROM versions WHERE number = 2")).one()._mapping)
        forged = records.chained(columns)
        connection.execute(text("UPDATE versions SET sha256 = :hash WHERE number = 2"), {"hash": forged})
    assert store.broken(ID) == [3]


def test_eight_people_save_forty_times_each_and_no_version_is_lost(store: Store, herning: Case) -> None:
    store.save(ID, 0, new(herning), "first")
    content = written_once(new(herning))

    def writer(person: int) -> list[int]:
        numbers, opened = [], 1
        for press in range(40):
            mine = content.by(f"person {person}", str(press))
            while True:
                try:
                    opened = store.save(ID, opened, mine, f"{person}-{press}").number
                except Conflict as conflict:
                    opened = conflict.newest.number
                else:
                    break
            numbers.append(opened)
        return numbers

    with ThreadPoolExecutor(8) as people:
        got = [number for numbers in people.map(writer, range(8)) for number in numbers]
    assert sorted(got) == list(range(2, 322))
    stamps = store.versions(ID)
    assert [s.number for s in stamps] == list(range(321, 0, -1))
    assert {(s.author, s.note) for s in stamps[:-1]} == {(f"person {a}", str(b)) for a in range(8) for b in range(40)}
    assert store.broken(ID) == []


def test_a_thousand_cases_are_listed_with_one_query(store: Store, herning: Case) -> None:
    content = written_once(new(herning))
    for n in range(1000):
        store.save(f"case-{n}", 0, content, f"r{n}")
    store.mark("case-7", 1, "proposed", "Bo", "m")
    asked: list[str] = []
    besides = "BEGIN", "SELECT set_config"  # how each transaction begins, on SQLite and on PostgreSQL
    event.listen(
        store.engine, "before_cursor_execute", lambda *a: asked.extend([a[2]] * (not a[2].startswith(besides)))
    )
    found = store.list_cases()
    assert len(found) == 1000 and len(asked) == 1
    assert [c.head.case_id for c in found if c.mark] == ["case-7"]
    asked.clear()
    heads = store.heads()
    assert len(heads) == 1000 and len(asked) == 1
    assert [(head.case_id, head.marked(mark).status) for head, mark in heads if mark] == [("case-7", "proposed")]


def test_a_head_has_the_mark_of_its_own_version(store: Store, herning: Case) -> None:
    store.save(ID, 0, new(herning), "a")
    store.mark(ID, 1, "proposed", "Bo", "b")
    store.mark(ID, 1, "adopted", "Bo", "c")
    ((head, mark),) = store.heads()
    assert mark == "adopted" and head.marked(mark) == store.case_of(head)
    store.save(ID, 1, new(herning), "e")
    store.mark(ID, 2, "archived", "Bo", "f")
    assert store.heads() == []
    store.mark(ID, 2, "reopened", "Bo", "g")
    ((head, mark),) = store.heads()
    assert (head.number, mark) == (2, None) and head.marked(mark) == head.case == store.case_of(head)


def test_no_question_about_one_case_reads_them_all(tmp_path: Any, herning: Case) -> None:
    """What SQLite says it will do: every table is searched by an index."""
    store = open_store(f"sqlite:///{tmp_path / 'cases.db'}")
    asked: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    store.save(ID, 0, new(herning), "a")
    store.save(ID, 1, new(herning), "b")
    store.version(ID)
    store.versions(ID)
    store.mark(ID, 2, "adopted", "Bo", "c")
    store.keep_draft(draft())
    store.take_draft("d1", "w2")
    store.drop_draft("d1", "w2")
    plans = []
    with store.engine.connect() as connection:
        for statement, parameters in [one for one in asked if not one[0].startswith(("BEGIN", "INSERT"))]:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans += [row[3] for row in rows]
    assert len(plans) > 10
    assert [
        plan for plan in plans if "SCAN" in plan and "CONSTANT" not in plan and plan != "SCAN alembic_version"
    ] == []


def draft(changes: str = "[]", holder: str = "w1", id: str = "d1") -> Draft:
    return Draft(id, holder, ID, 1, "title: x", changes, "2026-11-25T10:00:00.000000+00:00")


def test_a_draft_is_kept_taken_over_and_never_overwritten_by_another_window(store: Store) -> None:
    assert store.take_draft("d1", "w1") is None
    assert store.keep_draft(draft("[1]"))
    assert store.keep_draft(draft("[1, 2]"))
    taken = store.take_draft("d1", "w2")
    assert taken == draft("[1, 2]", "w2")
    assert not store.keep_draft(draft("[9]", "w1")), "the first window no longer holds it"
    store.drop_draft("d1", "w1")
    assert store.keep_draft(draft("[1, 2, 3]", "w2"))
    found = store.take_draft("d1", "w2")
    assert found is not None and found.changes == "[1, 2, 3]"
    store.drop_draft("d1", "w2")
    assert store.take_draft("d1", "w2") is None


def test_drafts_that_no_one_came_back_for_are_thrown_away(store: Store) -> None:
    old = dataclasses.replace(draft(id="old"), at="2020-01-01T00:00:00.000000+00:00")
    assert store.keep_draft(old)
    assert store.keep_draft(draft(id="new"))
    assert store.take_draft("old", "w") is None and store.take_draft("new", "w") is not None


def test_a_stored_case_of_an_earlier_form_is_upgraded_when_it_is_read(
    store: Store, herning: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(ID, 0, new(herning), "a")

    def renamed(tree: Any) -> Any:
        return {**tree, "title": "Upgraded"}

    monkeypatch.setattr(records, "BODY", 2)
    monkeypatch.setitem(records.UPGRADES, 1, renamed)
    found = store.version(ID)
    assert found.case.title == "Upgraded"
    assert herning.title in found.body and found.sha256 == store.version(ID).sha256, "what is stored stays"
    assert store.broken(ID) == []
    assert found.inputs_sha256 == hashlib.sha256(found.body.encode()).hexdigest()


def test_a_stored_case_of_a_later_form_is_refused_in_plain_words(
    store: Store, herning: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(ID, 0, new(herning), "a")
    monkeypatch.setattr(records, "BODY", 0)
    found = store.version(ID)
    with pytest.raises(StoreError) as refused:
        _ = found.case
    assert "nyere udgave" in problem_text(refused.value.problems[0], Words("da"))
