"""The login at a provider that others wrote (npm `oidc-provider`), through the proxy and TLS, as the manual has it."""

from __future__ import annotations

import http.client
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from budget.case import read_case
from budget.store import Member, Who, open_store
from tests.dashboard.test_login import THERE, TITLE
from tests.e2e.test_proxy import NAME, Machine, Person, person  # noqa: F401 - a fixture
from tests.programs import oidc
from tests.server_manual import free_port
from tests.store.conftest import new

pytestmark = [pytest.mark.proxy, pytest.mark.oidc]
SECRET = "0123456789abcdef0123456789abcdef"
FOLDER = Path(__file__).parents[1] / "oidc"


class WithLogin(Machine):
    """The machine of the manual with login on, and a provider beside it; `base` is the path before the pages."""

    def __init__(self, base: str, lasts: int = 600) -> None:
        super().__init__(**{"https://login.example.dk": f"http://localhost:{free_port()}"})
        self.address = f"{NAME}/{base}".rstrip("/")
        settings = self.write("settings", "/etc/nettobesparelse.env")
        text = settings.read_text() + self.block("settings-of-login")
        settings.write_text(text + self.block("settings-under-a-path").replace("budget", base) if base else text)
        words = {"at least 32 random characters": SECRET, "as the provider has it": "known", NAME: self.address}
        self.write("secrets", "/etc/nettobesparelse.secrets.toml", words)
        self.said = self.folder / "provider.log"
        issuer, back = self.names["https://login.example.dk"], f"{self.address}/oauth2callback"
        command = [str(oidc()), str(FOLDER / "provider.mjs"), issuer, back, "known", "known", str(lasts)]
        with self.said.open("wb") as said:
            self.running.append(subprocess.Popen(command, stdout=said, stderr=said))
        self.store = open_store(f"sqlite:///{self.folder}/var/lib/nettobesparelse/cases.db")
        self.store.set_member(Member("ida", THERE, "Another name than the provider's", "editor"))
        case = read_case("herning-2013").model_copy(update={"status": "idea", "title": TITLE}).named("secret")
        self.store.asked_by(Who("ida", "Ida", {THERE: "editor"})).save("secret", 0, new(case), "a")
        site = self.prepare()
        health = f"127.0.0.1:{self.names['8501']}{'/' if base else ''}{base}"
        self.started(self.serve(log=self.folder / "program.log"), health)
        self.started(self.proxy(site))

    @property
    def log(self) -> str:
        return (self.folder / "program.log").read_text()


@pytest.fixture
def machine(request: pytest.FixtureRequest) -> Iterator[WithLogin]:
    made = WithLogin(*request.param)
    yield made
    made.clear()


@pytest.fixture
def page(machine: WithLogin, person: Person) -> Page:  # noqa: F811
    return person().new_page()


def log_in(page: Page, who: str) -> None:
    """Over our page to the provider's own, which are not ours."""
    page.get_by_role("link", name="Log ind").click()
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill("x")
    page.get_by_role("button", name="Sign-in").click()


def kept(machine: WithLogin, page: Page) -> dict[str, dict[str, object]]:
    return {str(one["name"]): dict(one) for one in page.context.cookies(machine.address)}


def status(machine: WithLogin, address: str, page: Page | None = None) -> int:
    """What the proxy answers to the browser of the page, or to a stranger's."""
    to = http.client.HTTPSConnection("127.0.0.1", int(machine.port), context=ssl._create_unverified_context())
    said = {"Host": "cases.example.dk", "Accept": "*/*"}
    if page is not None:
        said["Cookie"] = "; ".join(f"{name}={one['value']}" for name, one in kept(machine, page).items())
    with closing(to):
        to.request("GET", urlsplit(address).path, headers=said)
        return to.getresponse().status


@pytest.mark.parametrize("machine", [("",)], indirect=True, ids=["at the root"])
def test_from_a_link_over_the_provider_and_back_and_out(machine: WithLogin, page: Page) -> None:
    wanted = f"{machine.address}/?case=secret&version=1"
    page.goto(wanted)
    log_in(page, "ida")
    expect(page.get_by_text(TITLE).first).to_be_visible(timeout=30_000)
    assert page.url.startswith(wanted), "the address that was asked for"
    assert "prompt login" in machine.said.read_text()

    page.locator(".st-key-switches button").first.click()
    expect(page.get_by_text("Ida Holm · redaktør")).to_be_visible()
    page.reload()
    expect(page.get_by_text(TITLE).first).to_be_visible(timeout=30_000)

    page.locator(".st-key-switches button").first.click()
    page.get_by_role("link", name="Log ud").click()
    page.get_by_role("button", name="Yes, sign me out").click()  # the provider's
    expect(page.get_by_role("link", name="Log ind")).to_be_visible()
    assert not [name for name in kept(machine, page) if name.startswith("_streamlit_user")]
    page.goto(wanted)
    expect(page.get_by_role("link", name="Log ind")).to_be_visible()
    assert TITLE not in page.content()


@pytest.mark.parametrize("machine", [("budget", 45)], indirect=True, ids=["under a path"])
def test_under_a_path_every_way_is_guarded_every_cookie_secure_and_the_token_s_time_ends_it(
    machine: WithLogin, page: Page
) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(f"{machine.address}/cases?case=secret")
    log_in(page, "ida")
    ends = time.monotonic() + 45
    expect(page.get_by_text(TITLE).first).to_be_visible(timeout=30_000)
    at = page.url
    assert at.startswith(f"{machine.address}/cases?case=secret")

    cookies = kept(machine, page)
    assert {"_streamlit_user", "_streamlit_user_tokens", "drafts-of", "nettobesparelse"} <= {*cookies}
    assert [name for name, one in cookies.items() if not one["secure"]] == [], "none goes without TLS"
    open_to_scripts = {name for name, one in cookies.items() if not one["httpOnly"]}
    assert open_to_scripts <= {"_streamlit_xsrf"} and {one["sameSite"] for one in cookies.values()} == {"Lax"}

    page.locator(".st-key-bar-export button").click()
    with page.expect_download() as fetched:
        page.locator(".st-key-download-excel button").click()
    assert Path(fetched.value.path()).read_bytes()[:2] == b"PK"
    file, below = fetched.value.url, f"{machine.address}/_stcore"
    assert file.startswith(f"{machine.address}/media/")
    assert status(machine, file, page) == 200 and status(machine, f"{below}/host-config", page) == 200
    ways = (file, f"{below}/bidi-components/x/y.js", f"{below}/upload_file/x/y", f"{below}/host-config", sockets[0])
    for way in ways:
        assert status(machine, way) == 403, way
        assert status(machine, way, page) != 403, way
        assert f"Refused no identity: http {urlsplit(way).path.removeprefix('/budget')}" in machine.log
    assert status(machine, f"{below}/health") == 200
    for inside in (f"{NAME}/health", f"{NAME}/metrics", f"{below}/metrics"):
        assert status(machine, inside, page) == 403, inside

    page.keyboard.press("Escape")
    page.wait_for_timeout(1000 * max(0, ends - time.monotonic()))
    page.get_by_role("button", name="Skift case").click()
    expect(page.get_by_text("Dit login er udløbet.")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    assert status(machine, file, page) == 403, "nor is what was sent before"
    log_in(page, "ida")
    expect(page.get_by_text(TITLE).first).to_be_visible(timeout=30_000)
    assert page.url == at
