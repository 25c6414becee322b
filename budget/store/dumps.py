"""Copies of a PostgreSQL store: written by pg_dump, and read again by pg_restore without any server."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import URL, Integer

from budget.store.problems import StoreError
from budget.store.records import Link, link_of, mark_link
from budget.store.tables import versions

IS_DUMP = b"PGDMP"
NULL = r"\N"
NUMBERS = {column.name for column in versions.columns if isinstance(column.type, Integer)}
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def dump(url: URL, file: Path) -> None:
    """The whole database in PostgreSQL's own form; the password goes its own way, where no one sees it."""
    plain = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    address = plain.render_as_string(hide_password=False)
    password = {"PGPASSWORD": url.password} if url.password else {}
    command = [_program("pg_dump"), "--format=custom", f"--file={file}", "--no-password", f"--dbname={address}"]
    done = subprocess.run(command, env={**os.environ, **password}, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        raise _failed("pg_dump", done.stderr)


def records(file: Path) -> tuple[dict[str, int], list[Link], list[Link], dict[str, int]]:
    """The newest version of each case, the links of all versions and of all marks, and how many records each table
    has."""
    heads: dict[str, int] = {}
    links: list[Link] = []
    marks: dict[int, Link] = {}
    counts: Counter[str] = Counter()
    for table, row in _rows(file):
        counts[table] += 1
        if table == "cases":
            heads[row["id"] or ""] = int(row["head"] or 0)
        elif table == "versions":
            links.append(link_of({name: _value(name, text) for name, text in row.items()}))
        elif table == "events" and "sha256" in row:  # a copy of an earlier form has no chain of marks
            columns = {name: _value(name, text) for name, text in row.items()}
            marks[int(row["id"] or 0)] = mark_link(columns)
    return heads, links, [marks[id] for id in sorted(marks)], dict(counts)


def _value(name: str, text: str | None) -> str | int | None:
    return int(text) if text is not None and name in NUMBERS else text


def _rows(file: Path) -> Iterator[tuple[str, Mapping[str, str | None]]]:
    """Every record with its table: what pg_restore would send to a server."""
    command = [_program("pg_restore"), "--data-only", "--file=-", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        table, columns = "", list[str]()
        for line in process.stdout:
            text = line.decode().rstrip("\n")
            if table and text != r"\.":
                yield table, dict(zip(columns, map(_read, text.split("\t")), strict=True))
            elif table:
                table = ""
            elif text.startswith("COPY "):  # COPY public.versions (case_id, number, …) FROM stdin;
                name, _, rest = text.removeprefix("COPY ").partition(" (")
                table = name.rpartition(".")[2]
                columns = [column.strip('"') for column in rest.partition(")")[0].split(", ")]
        said = process.stderr.read().decode(errors="replace")
    if process.returncode != 0:
        raise _failed("pg_restore", said)


def _read(text: str) -> str | None:
    """A value as COPY writes it: a backslash before what would end a value or a line."""
    if text == NULL:
        return None
    return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise StoreError("no_program", program=name)
    return found


def _failed(program: str, said: str) -> StoreError:
    return StoreError("program_failed", program=program, why=next(iter(said.strip().splitlines()), ""))
