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
