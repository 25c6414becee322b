"""Copies of a store that are proved: what is written is read again, counted, and held against its hashes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, inspect, select, text

from budget.case.problems import refuse
from budget.store import dumps
from budget.store.database import existing_store
from budget.store.problems import StoreError, in_plain_words
from budget.store.records import Link, broken_links, broken_marks, link_of, mark_link
from budget.store.store import Store
from budget.store.tables import cases, drafts, events, versions

IS_SQLITE = b"SQLite format 3\0"
UNREADABLE = ("store_damaged", "store_program_failed")
BESIDE = ("", "-wal", "-shm")  # the files of an SQLite store


@dataclass
class Held:
    """What a store or a copy of one holds: numbers of records, and the versions that are not as they were saved."""

    cases: int = 0
    versions: int = 0
    events: int = 0
    drafts: int = 0
    broken: list[tuple[str, int]] = field(default_factory=list)
    broken_marks: list[tuple[str, int]] = field(default_factory=list)  # by case and version
    damage: str = ""  # what the database says of its own file, where it finds fault with it

    @property
    def sound(self) -> bool:
        """Whether it holds something, and all of it as it was saved."""
        return self.versions > 0 and not (self.broken or self.broken_marks or self.damage)


def check(where: str | None = None) -> Held:
    """What the store at an address holds; StoreError when it is not there or cannot be read."""
    return _held(existing_store(where))


def check_file(file: Path) -> Held:
    """What a copy holds; StoreError when the file is none."""
    try:
        with file.open("rb") as opened:
            start = opened.read(len(IS_SQLITE))
    except OSError as error:
        raise refuse("cannot_open", str(file), why=error.strerror or "") from None
    if start != IS_SQLITE and not start.startswith(dumps.IS_DUMP):
        raise StoreError("no_copy", str(file))
    try:
        if start == IS_SQLITE:
            return _held(existing_store(f"sqlite:///{file}", untouched=True))
        return _counted(*dumps.records(file))
    except StoreError as error:
        (problem,) = error.problems
        if problem.code not in UNREADABLE:
            raise
        return Held(damage=str(problem.params["why"]))


def backup(file: Path, where: str | None = None) -> tuple[Held, Path | None]:
    """Copies the store while it is in use, and tells what the copy holds and where it is.

    A copy that is not sound never takes the place of an earlier one: an empty one is not kept, a broken one is kept
    beside it.
    """
    store = existing_store(where)
    part = file.with_name(f"{file.name}.part")
    try:
        _room_for(file, part, store)
        _copy(store, part)
        held = check_file(part)
        if not held.versions:
            return held, None
        kept = file if held.sound else file.with_name(f"{file.name}.broken")
        part.replace(kept)
        return held, kept
    except OSError as error:
        raise refuse("cannot_write", str(file), why=error.strerror or "") from None
    finally:
        part.unlink(missing_ok=True)
        store.engine.dispose()


def _room_for(file: Path, part: Path, store: Store) -> None:
    own = store.engine.url.database if store.engine.dialect.name == "sqlite" else None
    if own and file.resolve() in [Path(f"{own}{end}").resolve() for end in BESIDE]:
        raise StoreError("into_itself", str(file))
    if file.is_dir():
        raise IsADirectoryError(21, "Is a directory")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)  # a backup is no one else's to read


def _copy(store: Store, part: Path) -> None:
    if store.engine.dialect.name == "postgresql":
        dumps.dump(store.engine.url, part)
        return
    with in_plain_words(), store.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("VACUUM INTO ?", (str(part),))


def _held(store: Store) -> Held:
    """Row after row, so that a large store takes no more memory than its hashes."""
    with store.snapshot() as connection:
        damage = _damage(connection)
        heads = {row.id: row.head for row in connection.execute(select(cases.c.id, cases.c.head))}
        found = connection.execution_options(yield_per=100).execute(select(versions))
        links = [link_of(dict(row._mapping)) for row in found]
        there = inspect(connection)
        names = there.get_table_names()  # a copy of an earlier form has fewer, and no chain of marks
        counts = {
            t.name: connection.scalar(select(func.count()).select_from(t)) for t in (events, drafts) if t.name in names
        }
        chained = any(column["name"] == "sha256" for column in there.get_columns("events"))
        rows = connection.execute(select(events).order_by(events.c.id)).all() if chained else []
        marks = [mark_link(dict(row._mapping)) for row in rows]
    store.engine.dispose()
    held = _counted(heads, links, marks, counts)
    held.damage = damage
    return held


def _damage(connection: Connection) -> str:
    if connection.dialect.name != "sqlite":
        return ""
    said = str(connection.execute(text("PRAGMA quick_check(1)")).scalar())
    return "" if said == "ok" else said


def _counted(heads: dict[str, int], links: Iterable[Link], marks: Iterable[Link], counts: dict[str, Any]) -> Held:
    chains: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        chains[link.case_id].append(link)
    held = Held(len(heads), sum(map(len, chains.values())), counts.get("events", 0), counts.get("drafts", 0))
    for id in sorted({*heads, *chains}):
        broken = broken_links(chains[id])
        newest = max((link.number for link in chains[id]), default=0)
        if newest != heads.get(id):
            broken.append(max(newest, heads.get(id, 0)))  # the last ones were taken away, or one was put on top
        held.broken += [(id, number) for number in sorted({*broken})]
    held.broken_marks = broken_marks(marks)
    return held
