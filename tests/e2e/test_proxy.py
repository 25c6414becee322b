"""The page through nginx as the manual sets it up: one server, and two that share a PostgreSQL."""

from __future__ import annotations

import base64
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from budget.store import open_store
from tests.e2e.conftest import QUIET, turn_to
from tests.e2e.test_entry import SAVING_2016, cell, put
from tests.programs import chromium
from tests.server_manual import Sandbox
from tests.store.server import Server

NAME = "https://cases.example.dk"

pytestmark = pytest.mark.proxy


class Machine(Sandbox):
    """The machine of the manual, and what runs on it."""

    def __init__(self, **names: str) -> None:
        super().__init__(**names)
        self.running: list[object] = []
        self._done("certificate")

    def _done(self, block: str) -> None:
        done = self.run(block)
        assert done.returncode == 0, done.stderr

    def fingerprint(self) -> str:
        """Of the certificate's key: a browser that knows it warns of nothing."""
        key = f"openssl x509 -in {self.folder}/etc/ssl/cases.crt -pubkey -noout | openssl pkey -pubin -outform der"
        made = subprocess.run(["bash", "-c", f"{key} | openssl dgst -sha256 -binary"], capture_output=True, check=True)
        return base64.b64encode(made.stdout).decode()

    def prepare(self) -> Path:
        """The proxy's file with the hash in it."""
        site = self.write("site", "/etc/nginx/sites-available/nettobesparelse")
        self._done("hash")
        assert "HASH" not in site.read_text()
        return site

    def started(self, process: object, address: str | None = None) -> object:
        self.running.append(process)
        for _ in range(1200):
            with suppress(OSError):
                if address is not None:
                    urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=1).close()
                else:
                    socket.create_connection(("127.0.0.1", int(self.port)), timeout=1).close()
                return process
            time.sleep(0.1)
        raise AssertionError(f"{address or self.port} does not answer")

    def clear(self) -> None:
        for process in self.running:
            process.kill()  # type: ignore[attr-defined]
            process.wait()  # type: ignore[attr-defined]
        super().clear()


@pytest.fixture
def machine() -> Iterator[Machine]:
    made = Machine()
    yield made
    made.clear()


Person = Callable[[], BrowserContext]


@pytest.fixture
def person(playwright: Playwright, machine: Machine) -> Iterator[Person]:
    """Someone on the municipality's net: the name leads to the proxy, and the trial certificate is trusted.

    Passing over its errors instead lets the browser begin each request anew at every connection, and give up at times.
    """
    rule = f"--host-resolver-rules=MAP cases.example.dk:443 127.0.0.1:{machine.port}"
    trust = f"--ignore-certificate-errors-spki-list={machine.fingerprint()}"
    browser = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, rule, trust])
    yield lambda: browser.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
    browser.close()


def opened(context: BrowserContext, said: list[str]) -> Page:
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(NAME)
    expect(cell(page, "net", 2016)).to_have_text("-2.500", timeout=30_000)
    page.locator(".st-key-case-bar button").nth(2).wait_for()
    return page


def test_the_page_works_through_the_proxy_and_nothing_of_it_is_refused(machine: Machine, person: Person) -> None:
    machine.write("settings", "/etc/nettobesparelse.env")
    site = machine.prepare()
    machine.started(machine.serve(), f"127.0.0.1:{machine.names['8501']}")
    machine.started(machine.proxy(site))
    said: list[str] = []
    page = opened(person(), said)
    put(page, SAVING_2016, "3.500", "typed")
    expect(cell(page, "net", 2016)).to_have_text("-1.500")
    page.get_by_role("button", name="Skift case").click()
    upload = page.locator("input[type=file]")
    upload.set_input_files({"name": "egen.yaml", "mimeType": "text/yaml", "buffer": b"title: ["})
    expect(page.get_by_text("ikke gyldig YAML")).to_be_visible()
    page.keyboard.press("Escape")
    turn_to(page, "Følsomhed og usikkerhed")
    expect(page.locator(".nb h1:visible").first).to_be_visible()
    assert said == []
    for inside in ("health", "metrics", "_stcore/metrics", "/metrics", "%6detrics"):
        assert page.evaluate(f"async () => (await fetch(location.origin + '/{inside}')).status") == 403, inside
    watched = machine.run("health")
    assert watched.returncode == 0, watched.stderr
    assert '"status":"ok"' in watched.stdout and "nettobesparelse_visits 1.0" in watched.stdout


@pytest.mark.postgresql
def test_two_servers_share_the_cases_and_one_goes_on_where_the_other_fell_away(
    machine: Machine, person: Person
) -> None:
    database = Server()
    where = database.database()
    try:
        machine.names["nettobesparelse@db.example/cases"] = where.partition("://")[2]
        site = machine.prepare()
        one = re.search(r"upstream nettobesparelse \{.*?\n\}\n", site.read_text(), re.DOTALL)
        assert one is not None
        site.write_text(site.read_text().replace(one[0], machine.block("several")))
        servers = {}
        for own in ("10.0.0.1", "10.0.0.2"):
            more = {machine.names["10.0.0.1"]: machine.names[own]}
            settings = machine.write("settings-of-several", "/etc/nettobesparelse.env", more)
            address = f"{machine.names[own]}:{machine.names['8501']}"
            servers[address] = machine.started(machine.serve(settings), address)
        machine.started(machine.proxy(site))
        said: list[str] = []
        pages: list[Page] = []
        came_to: dict[str, set[str]] = {}
        while len(set().union(*came_to.values())) < 2:  # which server one comes to is chance
            assert len(pages) < 20, "both servers have their share"
            pages.append(opened(person(), said))
            for server, _, _, cookie in machine.reached():
                if cookie != "-":
                    came_to.setdefault(cookie, set()).add(server)
        assert said == []
        assert len(came_to) == len(pages), "each browser has a cookie of its own"
        assert all(len(reached) == 1 for reached in came_to.values()), "and stays where it came first"
        assert set().union(*came_to.values()) == {*servers}

        page = pages[0]
        put(page, SAVING_2016, "3.500", "typed")
        expect(cell(page, "net", 2016)).to_have_text("-1.500")
        (own_cookie,) = [c["value"] for c in page.context.cookies() if c["name"] == "nettobesparelse"]
        (mine,) = came_to[own_cookie]
        servers[mine].kill()  # type: ignore[attr-defined]
        expect(page.locator("#changes")).to_contain_text("1 ændring")
        page.reload()
        expect(cell(page, "net", 2016)).to_have_text("-1.500", timeout=30_000)
        expect(page.get_by_text("er hentet igen")).to_be_visible()

        turn_to(page, "Cases")
        page.get_by_label("Dit navn").fill("Mette")
        page.get_by_role("button", name="Gem som ny version").click()
        expect(page.get_by_text("Åbnet fra version 1.")).to_be_visible()
        store = open_store(where)
        assert store.version("herning-2013").author == "Mette"
        store.engine.dispose()
    finally:
        machine.clear()
        database.stop()
