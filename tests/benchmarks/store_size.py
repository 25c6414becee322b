"""Saving and opening a version in an empty store and in one of 10.000: `python tests/benchmarks/store_size.py`."""

from __future__ import annotations

import pathlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from budget.case import read_case  # noqa: E402
from budget.store import Store, open_store  # noqa: E402
from tests.programs import postgres  # noqa: E402
from tests.store.conftest import new, written_once  # noqa: E402
from tests.store.server import Server  # noqa: E402

VERSIONS, CASES, TIMES = 10_000, 1_000, 40


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        both(f"SQLite {_sqlite()}", lambda name: f"sqlite:///{folder}/{name}.db")
    if postgres():
        server = Server()
        both("PostgreSQL", lambda name: server.database())
        server.stop()


def both(name: str, address: Callable[[str], str]) -> None:
    empty, full = open_store(address("empty")), open_store(address("full"))
    fill(full)
    print(f"{name}: milliseconds, median of {TIMES}; empty store, store of {VERSIONS} versions of {CASES} cases, ratio")
    for what, step in (("save", save), ("open", open_), ("keep a draft", draft)):
        times = [statistics.median(seconds(step, store)) * 1000 for store in (empty, full)]
        print(f"  {what:14} {times[0]:7.2f} {times[1]:7.2f} {times[1] / times[0]:6.2f}")
    start = time.perf_counter()
    count = len(full.list_cases())
    print(f"  list of {count} cases, one query: {(time.perf_counter() - start) * 1000:.1f}")
    for store in (empty, full):
        store.engine.dispose()


def fill(store: Store) -> None:
    content = written_once(new(read_case("herning-2013")))
    for n in range(VERSIONS):
        store.save(f"case-{n % CASES}", n // CASES, content, f"fill-{n}")


CONTENT = new(read_case("herning-2013"))


def save(store: Store, n: int) -> None:
    store.save("measured", n, CONTENT, f"measured-{n}")


def open_(store: Store, n: int) -> None:
    assert store.version("measured", n + 1).case.id == "measured"


def draft(store: Store, n: int) -> None:
    from budget.store import Draft

    body = CONTENT.columns()["body"] if n == 0 else "x" * 9000
    store.keep_draft(Draft("d", "w", "measured", 1, body, f"[{n}]", "2026-01-01T00:00:00+00:00"))


def seconds(step: Callable[[Store, int], None], store: Store) -> list[float]:
    found = []
    for n in range(TIMES):
        start = time.perf_counter()
        step(store, n)
        found.append(time.perf_counter() - start)
    return found


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


if __name__ == "__main__":
    main()
