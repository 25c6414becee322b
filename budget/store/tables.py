"""The tables as queries see them. How they come to be, and what guards them, stands in `migrations`."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

META = MetaData()

cases = Table(
    "cases",
    META,
    Column("id", Text, primary_key=True),
    Column("head", Integer, nullable=False),
    Column("municipality", Text, nullable=False),  # whose it is
)

versions = Table(
    "versions",
    META,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("parent", Integer),
    Column("request_id", Text, nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("form", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("municipality", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("results", Text, nullable=False),
    Column("prev_sha256", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)

events = Table(
    "events",
    META,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("case_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("request_id", Text, nullable=False, unique=True),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("prev_sha256", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)

drafts = Table(
    "drafts",
    META,
    Column("id", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("base", Integer),
    Column("original", Text, nullable=False),
    Column("changes", Text, nullable=False),
    Column("at", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False),  # whose it is; empty without login
)

members = Table(
    "members",
    META,
    Column("subject", Text, primary_key=True),
    Column("municipality", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
)

access_log = Table(
    "access_log",
    META,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("municipality", Text, nullable=False),
    Column("did", Text, nullable=False),
    Column("case_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("refused", Boolean, nullable=False),
)

templates = Table(
    "templates",
    META,
    Column("municipality", Text, primary_key=True),  # its name in small letters
    Column("kind", Text, primary_key=True),  # slides or document
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("layouts", Text, nullable=False),  # of the slides, by what they are used for
    Column("at", Text, nullable=False),
)
