"""The steps from each form of the store to the next, walked by Alembic on both databases."""

from alembic import op

FORBIDDEN = "saved versions and events are never changed"


def append_only(table: str, *, changes: bool = False) -> None:
    """Lets the database itself refuse to delete from a table, and, unless `changes`, to change what stands in it."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("DELETE",) if changes else ("DELETE", "UPDATE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{FORBIDDEN}'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{FORBIDDEN}'; END $$"
    )
    actions = "DELETE OR TRUNCATE" if changes else "UPDATE OR DELETE OR TRUNCATE"
    op.execute(
        f"CREATE TRIGGER {table}_never_changed BEFORE {actions} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION never_changed()"
    )


def not_replaced(table: str, same: str, wrong: str = "0") -> None:
    """SQLite: refuses a row that would take the place of another, or is `wrong`. REPLACE deletes the other one, and
    passes by the triggers against it wherever a connection has not set `recursive_triggers`."""
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN {wrong} OR EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid OR {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{FORBIDDEN}'); END"
    )
    if table == "cases":  # the others are never updated at all
        op.execute(
            "CREATE TRIGGER cases_no_rename BEFORE UPDATE ON cases "
            "WHEN NEW.id <> OLD.id OR NEW.rowid <> OLD.rowid "
            f"BEGIN SELECT RAISE(ABORT, '{FORBIDDEN}'); END"
        )
