"""Who asks: the municipality of a case, the user of a draft, members with their roles, and the log of access. Marks
are chained by hashes, and what is never changed holds against SQLite's REPLACE whatever a connection has set."""

import sqlalchemy as sa
from alembic import op

from budget.store.migrations import append_only, not_replaced
from budget.store.records import chained

revision = "0004"
down_revision = "0003"

TEXTS = ("case_id", "kind", "request_id", "author", "at", "subject")
SEEN = """
CREATE FUNCTION seen_here(municipality text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('nettobesparelse.seen', true) = '*'
        OR municipality = ANY (string_to_array(current_setting('nettobesparelse.seen', true), chr(31)))
$$
"""
SUBJECT = "current_setting('nettobesparelse.subject', true)"
OF_CASE = "EXISTS (SELECT 1 FROM cases WHERE cases.id = case_id)"  # which the policy of cases narrows
OF_TEMPLATE = "seen_here(municipality) OR seen_here('own')"  # in a store of one municipality any name is that one's
POLICIES = (
    ("cases", "ALL", "USING (seen_here(municipality)) WITH CHECK (seen_here(municipality))"),
    ("versions", "ALL", f"USING ({OF_CASE}) WITH CHECK ({OF_CASE})"),
    ("events", "ALL", f"USING ({OF_CASE}) WITH CHECK ({OF_CASE})"),
    ("drafts", "ALL", f"USING (subject = {SUBJECT}) WITH CHECK (subject = {SUBJECT})"),
    ("members", "ALL", f"USING (seen_here(municipality) OR subject = {SUBJECT}) WITH CHECK (seen_here(municipality))"),
    ("templates", "ALL", f"USING ({OF_TEMPLATE}) WITH CHECK ({OF_TEMPLATE})"),
    ("access_log", "SELECT", f"USING (seen_here(municipality) OR subject = {SUBJECT})"),
    ("access_log", "INSERT", f"WITH CHECK (subject = {SUBJECT})"),
)


def upgrade() -> None:
    op.add_column("cases", _text("municipality", "own"))
    op.add_column("drafts", _text("subject"))
    _chain_events()
    op.create_table(
        "members",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("municipality", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("municipality", sa.Text, nullable=False),
        sa.Column("did", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("refused", sa.Boolean, nullable=False),
    )
    op.create_index("access_by_subject", "access_log", ["subject", "at"])
    op.create_index("access_by_version", "access_log", ["case_id", "number"])
    append_only("access_log")
    if op.get_bind().dialect.name == "sqlite":
        not_replaced("cases", "id = NEW.id")
        not_replaced("versions", "(case_id = NEW.case_id AND number = NEW.number) OR request_id = NEW.request_id")
        in_chain = "(case_id = NEW.case_id AND prev_sha256 = NEW.prev_sha256)"
        not_replaced("events", f"id = NEW.id OR request_id = NEW.request_id OR {in_chain}", "NEW.sha256 = ''")
        not_replaced("access_log", "id = NEW.id")
    else:
        _rows_by_municipality()


def _text(name: str, default: str = "") -> "sa.Column[str]":
    """A program of an earlier form may still write such a row: it knows nothing of the column."""
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _chain_events() -> None:
    """The marks there are begin the chain, in the order of their ids; an older program's mark has no place in it."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DROP TRIGGER events_no_update" if sqlite else "DROP TRIGGER events_never_changed ON events")
    if sqlite:
        op.execute("DROP TRIGGER events_no_delete")
    for name in ("subject", "prev_sha256", "sha256"):
        op.add_column("events", _text(name))
    before: dict[str, str] = {}
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT * FROM events ORDER BY id")).mappings().all():
        named = {name: row[name] for name in TEXTS} | {"number": row["number"]}
        named["prev_sha256"] = before.get(row["case_id"], "")
        before[row["case_id"]] = chained(named)
        link = {"id": row["id"], "before": named["prev_sha256"], "own": before[row["case_id"]]}
        connection.execute(sa.text("UPDATE events SET prev_sha256 = :before, sha256 = :own WHERE id = :id"), link)
    op.create_index("events_in_chain", "events", ["case_id", "prev_sha256"], unique=True)
    append_only("events")
    if not sqlite:
        op.alter_column("events", "sha256", server_default=None)


def _rows_by_municipality() -> None:
    """Row-level security; it binds every role but the owner of the tables, who migrates and takes copies."""
    op.execute(SEEN)
    for table, action, rule in POLICIES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_{action.lower()} ON {table} FOR {action} {rule}")
