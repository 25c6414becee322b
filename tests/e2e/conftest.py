"""The dashboard served to a real browser that may reach nothing but this machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Route, expect, sync_playwright

from budget.store import Draft, Store
from tests.programs import chromium

ROOT = Path(__file__).parents[2]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# A page answered by the test itself has no address space, and would not be let through to the server's WebSocket.
QUIET += ["--disable-features=LocalNetworkAccessChecks"]
expect.set_options(timeout=20_000)  # how long a busy machine may take is no claim of these tests
HERE = {"localhost", "127.0.0.1", ""}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


class Served:
    """A dashboard of our own, which can be killed and started again at the same address."""

    def __init__(
        self, store: str | None = None, app: str | Path = "app.py", log: Path | None = None, **more: str
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.address = f"http://localhost:{self._port}"
        self.store = store
        self._environment = {
            "PYTHONPATH": str(ROOT),
            **os.environ,
            **({"NETTOBESPARELSE_STORE": store} if store else {}),
            **more,
        }
        self._app, self._log = app, log
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / self._app), "--server.port", str(self._port)]
        with self._log.open("ab") if self._log else nullcontext(subprocess.DEVNULL) as said:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=said, stderr=said)
        for _ in range(300):
            with suppress(OSError):
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1).close()
                break
            time.sleep(0.1)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a dashboard of our own."""
    served = Served()
    yield served.address
    served.kill()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browsers(playwright: Playwright) -> Iterator[Callable[[str], Browser]]:
    """A browser by the language of its own interface, which must not matter."""
    started: dict[str, Browser] = {}

    def browser(language: str) -> Browser:
        if language not in started:
            arguments = [*QUIET, f"--lang={language}"]
            started[language] = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        return started[language]

    yield browser
    for one in started.values():
        one.close()


def draft_of(page: Page, store: Store) -> Draft | None:
    """What the store keeps of the window, by the id in its address."""
    cookie = next(one["value"] for one in page.context.cookies() if one["name"] == "drafts-of")
    id = parse_qs(urlsplit(page.url).query).get("draft", [""])[0]
    return next((draft for draft in store.drafts_of(cookie) if draft.id == id), None)


Open = Callable[..., Page]

# Each page's group in the navigation, in which it is a tab; a group goes by its first page.
GROUPS = {
    "Case": ("Beregning", "Sagstal", "Anbringelser", "Fremskrivning", "Følsomhed og usikkerhed"),
    "Opfølgning": ("Budgetopfølgning",),
    "Præsentation": ("Præsentation",),
    "Mine cases": ("Cases", "Overblik", "Ny case"),
    "?": ("Kilder og kontrol", "Metode"),
}
ENGLISH_GROUPS = {
    "Case": ("Calculation", "Caseload", "Placements", "Projection", "Sensitivity and uncertainty"),
    "Follow-up": ("Budget follow-up",),
    "Presentation": ("Presentation",),
    "My cases": ("Cases", "Overview", "New case"),
    "?": ("Sources and checks", "Method"),
}


def turn_to(page: Page, name: str) -> None:
    """Another page by its name: as a tab beside this one, else over its group, which a narrow screen folds away."""
    groups = ENGLISH_GROUPS if page.evaluate("document.documentElement.lang") == "en" else GROUPS
    handle = page.locator(".stage .handle summary")
    if handle.is_visible():  # the stage has no navigation but the way back
        if not page.locator(".st-key-leave-stage").is_visible():
            handle.click()
        page.locator(".st-key-leave-stage button").click()
        page.locator("#changes").wait_for()
    at_rest(page)  # while a page is made, the tabs of the one before may still stand
    tab = page.locator(".st-key-tabs").get_by_role("link", name=name, exact=True)
    group, first = next((group, pages[0]) for group, pages in groups.items() if name in pages)
    if not tab.count():
        folded = page.get_by_test_id("stExpandSidebarButton")
        if folded.is_visible():
            folded.click()
        follow_link(page, page.get_by_role("link", name=group, exact=True).first)
        if name == first:
            return
    follow_link(page, tab)


def follow_link(page: Page, link: Locator) -> None:
    """Presses it and waits for its page: until that begins, Streamlit sends what is pressed to the page before."""
    path = urlsplit(link.get_attribute("href") or "").path.strip("/")
    link.click()
    page.wait_for_url(lambda url: urlsplit(url).path.strip("/") == path)
    at_rest(page)


def at_rest(page: Page) -> None:
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def more_about(page: Page, what: str) -> None:
    """What there is beside a figure: the menu behind its three dots."""
    page.locator("summary:visible", has_text=f"Mere om {what}").first.click()


def choose(page: Page, name: str, delay: float = 0) -> None:
    """One of the choices behind »Visning«, which is closed again."""
    page.get_by_role("button", name=re.compile("^(Visning|View)")).click()
    page.get_by_test_id("stPopoverBody").get_by_text(name, exact=True).click(delay=delay)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


@pytest.fixture
def open_page(server: str, browsers: Callable[[str], Browser]) -> Iterator[Open]:
    """Opens the dashboard as a user of its own; every request to another host is blocked and fails the test."""
    contexts: list[BrowserContext] = []
    outside: list[str] = []

    def guard(route: Route) -> None:
        if urlsplit(route.request.url).hostname in HERE:
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    def opened(
        address: str = "/", width: int = 1440, scheme: str = "light", ui: str = "en-US", csp: str | None = None
    ) -> Page:
        context = browsers(ui).new_context(
            viewport={"width": width, "height": 1000}, color_scheme=scheme, locale=ui, reduced_motion="reduce"
        )
        contexts.append(context)
        context.route("**/*", guard)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        if csp:
            page.route(f"{server}/*", lambda route: _with_header(route, csp))
        page.on("websocket", lambda socket: outside.append(socket.url) if not _is_here(socket.url) else None)
        page.goto(f"{server}{address}")
        page.locator(".nb h1:visible").first.wait_for()
        if urlsplit(address).path == "/":
            page.locator(".nb .points .count").wait_for()
            page.locator(".st-key-case-bar button").nth(2).wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert outside == []


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in HERE


def _with_header(route: Route, csp: str) -> None:
    if route.request.resource_type != "document":
        route.continue_()
        return
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": csp})
