"""PostgreSQL keeps the municipalities apart itself: the role of the program is not the owner of the tables."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import DBAPIError

from budget import commands
from budget.case import Case
from budget.store import VARIABLE, Store, StoreError, Template, database, keeping
from budget.store.granting import let
from budget.store.tables import META
from tests.store.conftest import new
from tests.store.server import Server
from tests.store.test_roles import ADMIN, CASE, HERE, THERE, fill, user
from tests.store.test_store import draft

pytestmark = pytest.mark.postgresql
TABLES = sorted(set(META.tables))


@pytest.fixture
def owned(server: Server, herning: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, Store]]:
    """The store as its owner has it, and as the program does: by the recipe of docs/server/login.md."""
    where = server.database()
    owner = f"owner_{where.rpartition('/')[2]}"
    app = owner.replace("owner", "app")
    with psycopg.connect(where.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {owner} LOGIN; CREATE ROLE {app} LOGIN".encode())
        connection.execute(f"ALTER DATABASE {where.rpartition('/')[2]} OWNER TO {owner}".encode())
        connection.execute(f"ALTER SCHEMA public OWNER TO {owner}".encode())
    address = make_url(where).set(username=owner).render_as_string(hide_password=False)
    monkeypatch.setenv(VARIABLE, address)
    assert commands.main(["migrate", app]) == 0
    mine = database.open_store(address)
    program = database.open_store(make_url(address).set(username=app).render_as_string(hide_password=False))
    fill(program, herning, CASE.values())
    program.asked_by(ADMIN[THERE]).keep_template(THERE, Template("slides", "x", b"x"))
    yield mine, program
    for store in (mine, program):
        store.engine.dispose()


def seen_by(program: Store, seen: str | None, subject: str = "") -> dict[str, int]:
    """What a transaction finds that has asked for these municipalities, without any condition of ours."""
    with program.engine.begin() as connection:
        if seen is not None:
            connection.execute(text("SELECT set_config('nettobesparelse.seen', :seen, true)"), {"seen": seen})
            connection.execute(text("SELECT set_config('nettobesparelse.subject', :s, true)"), {"s": subject})
        return {name: len(connection.execute(select(META.tables[name])).all()) for name in TABLES}


def test_a_forgotten_condition_shows_no_other_municipality(owned: tuple[Store, Store]) -> None:
    owner, program = owned
    assert set(seen_by(program, None).values()) == {0}, "who has not said who asks sees nothing"
    mine = seen_by(program, HERE, "admin-herning")
    assert (mine["cases"], mine["versions"], mine["events"], mine["members"], mine["drafts"]) == (1, 2, 1, 1, 1)
    assert mine["templates"] == 0 and mine["access_log"] == 3
    assert seen_by(program, HERE, "someone")["drafts"] == 0
    with owner.engine.begin() as connection:
        assert len(connection.execute(select(META.tables["cases"])).all()) == 2


def test_what_is_asked_for_is_forgotten_with_the_transaction(owned: tuple[Store, Store]) -> None:
    program = owned[1]
    assert [saved.head.case_id for saved in program.asked_by(user("reader")).list_cases()] == ["here"]
    for _ in range(10):
        assert set(seen_by(program, None).values()) == {0}, "the next one gets the connection without it"


ATTACKS = [
    "UPDATE versions SET author = 'x'",
    "DELETE FROM versions",
    "UPDATE events SET author = 'x'",
    "DELETE FROM access_log",
    "TRUNCATE access_log",
    "UPDATE cases SET municipality = 'herning'",
    "DELETE FROM cases",
    "ALTER TABLE versions DISABLE TRIGGER ALL",
    "ALTER TABLE cases DISABLE ROW LEVEL SECURITY",
    "DROP POLICY cases_all ON cases",
    "DROP TRIGGER versions_never_changed ON versions",
    "UPDATE alembic_version SET version_num = '0001'",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_role_of_the_program_cannot_do_more_than_the_program(owned: tuple[Store, Store], attack: str) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"), owned[1].engine.begin() as connection:
        connection.execute(text(attack))


def test_another_municipality_s_rows_cannot_be_written(owned: tuple[Store, Store]) -> None:
    for attack in (
        "INSERT INTO cases (id, head, municipality) VALUES ('x', 1, 'ikast-brande')",
        "INSERT INTO members VALUES ('admin-herning', 'ikast-brande', 'Ada', 'admin')",
        "INSERT INTO drafts SELECT 'x', 'w', 'here', 1, '', '', '', 'someone else'",
    ):
        with pytest.raises(DBAPIError, match="row-level security"), owned[1].engine.begin() as connection:
            connection.execute(text(f"SELECT set_config('nettobesparelse.seen', '{HERE}', true)"))
            connection.execute(text("SELECT set_config('nettobesparelse.subject', 'admin-herning', true)"))
            connection.execute(text(attack))


def test_the_program_works_as_ever(owned: tuple[Store, Store], herning: Case) -> None:
    program = owned[1]
    idea = new(herning.model_copy(update={"status": "idea"}))
    editor = program.asked_by(user("editor"))
    assert editor.save("here", 2, idea, "r").number == 3
    program.asked_by(user("approver")).mark("here", 3, "adopted", "", "m")
    assert editor.keep_draft(draft(id="mine")) and editor.take_draft("mine", "w1") is not None
    with pytest.raises(StoreError, match="taken"):
        editor.save("there", 0, idea, "r2")
    assert program.save("all", 0, idea, "r3").number == 1, "one's own machine, should someone run it so"


def test_copies_are_whole_or_refused(owned: tuple[Store, Store], tmp_path: object) -> None:
    """The owner takes them; the role of the program would leave rows out, which PostgreSQL refuses."""
    from pathlib import Path

    folder = Path(str(tmp_path))
    owner, program = (store.engine.url.render_as_string(hide_password=False) for store in owned)
    held, kept = keeping.backup(folder / "copy", owner)
    assert kept is not None and held.sound and held.cases == 2
    with pytest.raises(StoreError):
        keeping.backup(folder / "other", program)


def test_a_role_that_stands_above_the_rules_is_refused(server: Server) -> None:
    engine = create_engine(server.database())
    database.open_store(engine.url.render_as_string(hide_password=False)).engine.dispose()
    for role, code in (("postgres", "store_role_unfit"), ("nobody-of-the-name", "store_no_database_role")):
        with pytest.raises(StoreError) as refused:
            let(engine, role)
        assert refused.value.problems[0].code == code
    engine.dispose()
