"""PostgreSQL: the role that the program is connected as, apart from the owner of the tables, who migrates.

It may add to what is append-only and change nothing in it, and sees the rows of the municipalities that are asked for.
"""

from sqlalchemy import Connection, Engine, text

from budget.store.problems import StoreError, in_plain_words

GRANTS = (
    "USAGE ON SCHEMA public",
    "SELECT ON alembic_version",
    "SELECT, INSERT, UPDATE (head) ON cases",
    "SELECT, INSERT ON versions, events, access_log",
    "SELECT, INSERT, UPDATE, DELETE ON drafts, members, templates",
    "USAGE ON SEQUENCE events_id_seq, access_log_id_seq",
)


def let(engine: Engine, role: str) -> None:
    """Lets a role use the store as the program does; StoreError where there is no such role, or it stands above the
    rules for rows."""
    if engine.dialect.name != "postgresql":
        raise StoreError("no_database_roles")
    with in_plain_words(), engine.begin() as connection:
        _refuse_unfit(connection, role)
        named = engine.dialect.identifier_preparer.quote(role)
        for grant in GRANTS:
            connection.execute(text(f"GRANT {grant} TO {named}"))


def _refuse_unfit(connection: Connection, role: str) -> None:
    asked = text(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role(rolname, current_user, 'MEMBER') "
        "FROM pg_roles WHERE rolname = :role"
    )
    above = connection.execute(asked, {"role": role}).scalar_one_or_none()
    if above is not False:
        raise StoreError("role_unfit" if above else "no_database_role", read=role)
