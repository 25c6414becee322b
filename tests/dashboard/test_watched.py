"""What those who run the server see: health, counts and log, of a server that is asked as a monitor and a page ask."""

from __future__ import annotations

import json
import logging
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from budget.case import refuse
from budget.dashboard.parts import requests, watch
from tests.e2e.conftest import Served
from tests.store.server import Server

SECRET = "Overskredet for Sofie"  # what a user might have typed


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def serve(tmp_path: Path, log: Path) -> Iterator[Callable[[str], Served]]:
    running = []

    def start(store: str) -> Served:
        running.append(Served(store, log=log))
        return running[-1]

    yield start
    for one in running:
        one.kill()


def health(served: Served) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(f"{served.address}/health", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def turned(served: Served, status: int, within: float) -> dict[str, str]:
    """What health says when it has turned; it must have by then."""
    start = time.monotonic()
    while (found := health(served))[0] != status:
        assert time.monotonic() - start < within, f"still {found} after {within} s"
        time.sleep(0.2)
    assert time.monotonic() - start < within
    return found[1]


def counts(served: Served) -> dict[str, float]:
    with urllib.request.urlopen(f"{served.address}/metrics") as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def run_once(served: Served, query: str = "") -> str:
    """A visit as a page makes it: it asks for a run and waits for its end. Its id."""
    address = f"{served.address.replace('http', 'ws')}/_stcore/stream"
    asked = BackMsg()
    asked.rerun_script.query_string = query
    own = {"X-Request-Id": "0123456789abcdef"}
    with connect(address, origin=served.address, subprotocols=["streamlit"], additional_headers=own) as page:  # type: ignore[arg-type, list-item]
        page.send(asked.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(page.recv(timeout=60))  # type: ignore[arg-type]
            if answer.WhichOneof("type") == "script_finished":
                return own["X-Request-Id"]


def test_a_visit_is_counted_and_logged_by_its_id_and_nothing_of_the_case_is(
    serve: Callable[[str], Served], tmp_path: Path, log: Path
) -> None:
    served = serve(f"sqlite:///{tmp_path / 'cases.db'}")
    turned(served, 200, within=60)  # it opens the store first
    before = counts(served)
    visit = run_once(served, "case=herning-2013&realisation=0.4321")
    urllib.request.urlopen(f"{served.address}/usikkerhed?realisation=0.4321").close()
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{served.address}/beregning%0Aforged")
    request = missing.value.headers["X-Request-Id"]
    after = counts(served)
    assert after["nettobesparelse_run_seconds_count"] - before["nettobesparelse_run_seconds_count"] == 1
    assert after["nettobesparelse_visits"] == 0
    assert after['nettobesparelse_edits_total{kept="yes"}'] == 1, "the lever of the link is a change"
    assert after['nettobesparelse_store_seconds_count{did="draft"}'] == 1
    assert after['nettobesparelse_requests_total{status="404"}'] == 1
    assert after["process_resident_memory_bytes"] > 1e6
    said = log.read_text(encoding="utf-8")
    assert f"visit {visit} begins" in said and re.search(rf"run {visit}\.1 \d+ ms", said)
    assert re.search(rf"request {request} GET /beregning%0Aforged 404 \d+ ms", said), "no line of its own can be sent"
    assert "GET /usikkerhed 200" in said
    assert "4321" not in said and "herning" not in said


def test_health_says_that_the_file_is_no_database(serve: Callable[[str], Served], tmp_path: Path) -> None:
    file = tmp_path / "cases.db"
    file.write_bytes(b"not a database at all, " * 100)
    status, said = health(serve(f"sqlite:///{file}"))
    assert (status, said["problem"]) == (503, "store_damaged")
    assert "kan ikke læses" in said["da"] and "cannot be read" in said["en"]


@pytest.mark.postgresql
def test_health_turns_red_within_five_seconds_of_the_database_stopping_and_green_again(
    serve: Callable[[str], Served], log: Path
) -> None:
    database = Server()
    try:
        served = serve(database.database())
        turned(served, 200, within=60)  # it opens the store first
        database.kill()
        said = turned(served, 503, within=5)
        assert said["problem"] == "store_unreachable"
        (id,) = re.findall(r"log ([0-9a-f]{8})", said["da"])
        assert f"Refused {id}: store_unreachable" in log.read_text(encoding="utf-8")
        run_once(served, "case=herning-2013&realisation=0.5")
        assert counts(served)['nettobesparelse_edits_total{kept="no"}'] == 1
        database.start()
        turned(served, 200, within=20)
    finally:
        database.stop()


@pytest.mark.postgresql
def test_a_database_that_is_silent_makes_health_red_too(serve: Callable[[str], Served]) -> None:
    database = Server()
    try:
        served = serve(database.database())
        turned(served, 200, within=60)  # it opens the store first
        with database.frozen():
            for _ in range(2):  # the second time the first question is still open
                start = time.monotonic()
                status, said = health(served)
                assert (status, said["problem"]) == (503, "store_silent")
                assert time.monotonic() - start < 5
        turned(served, 200, within=20)
    finally:
        database.stop()


def test_a_run_is_from_what_was_asked_to_its_end() -> None:
    now = 10.0
    runs = requests.Runs("id", lambda: now)
    asked, ended, early = BackMsg(), ForwardMsg(), ForwardMsg()
    asked.rerun_script.SetInParent()
    ended.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
    early.script_finished = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    runs.sent(ended.SerializeToString())
    assert runs.count == 0, "nothing was asked"
    before = watch.RUN_SECONDS._sum.get()
    runs.asked(b"\xff\xff")  # no message of the protocol
    runs.asked(asked.SerializeToString())
    now = 11.0
    runs.asked(asked.SerializeToString())
    runs.sent(early.SerializeToString())
    now = 12.5
    runs.sent(ended.SerializeToString())
    assert (runs.count, watch.RUN_SECONDS._sum.get() - before) == (1, 2.5)


def test_what_an_exception_says_is_not_logged_but_where_it_was_is() -> None:
    try:
        try:
            float(SECRET)
        except ValueError as error:
            raise refuse("whole_number", "year", read=SECRET) from error
    except Exception as error:
        record = watch._without_words("budget", logging.ERROR, "x", 1, "Fault", (), (type(error), error, None))
        said = logging.Formatter().format(record)
    assert SECRET not in said and "Sofie" not in said
    through = r"test_watched\.py:\d+ test_what[\s\S]*builtins\.ValueError\n[\s\S]*CaseError \(whole_number\)$"
    assert re.search(through, said)


def test_what_a_browser_sends_as_its_fault_is_cut_to_places() -> None:
    stack = f"TypeError: {SECRET}\n2026 INFO forged\n    at draw (http://x/assets-of-the-page/page-0a1b.js:12:34)"
    assert watch.places_in_browser(stack) == "TypeError page-0a1b.js:12:34"
    assert watch.places_in_browser("") == "?"
