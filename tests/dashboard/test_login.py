"""With login on: nothing is shown, sent or kept for someone who is not known, whatever way they come."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from budget.case import case_to_text, read_case
from budget.dashboard.cases import identity
from budget.dashboard.cases.door import ASKED
from budget.dashboard.changes.record import written
from budget.dashboard.changes.state import opened
from budget.store import Draft, Member, Store, Who, open_store
from budget.store.access import now
from tests.e2e.conftest import ROOT, Served
from tests.server_manual import free_port
from tests.store.conftest import new

SECRET = "a-secret-of-thirty-two-characters"
COOKIE = "_streamlit_user"
HERE, THERE = "herning", "ikast-brande"
TITLE = "Hemmelig case i Ikast-Brande"
PAGES = ("", "cases", "overblik", "usikkerhed", "praesentation", "budgetopfoelgning", "kilder", "metode")


def settings(folder: Path, issuer: str, port: str = "{port}") -> Path:
    file = folder / "secrets.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
        f'client_id = "budget"\nclient_secret = "known"\n'
        f'server_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
        '[auth.client_kwargs]\nprompt = "login"\n'
    )
    return file


class Login:
    """A server with login on, its store, and the cookies that Streamlit would have given."""

    def __init__(self, folder: Path, issuer: str = "http://localhost:1") -> None:
        self.log = folder / "log"
        where = f"sqlite:///{folder / 'cases.db'}"
        self.store: Store = open_store(where)
        file = settings(folder, issuer)
        more = {identity.LOGIN: "on", "STREAMLIT_SECRETS_FILES": str(file)}
        self.served = Served(where, log=self.log, **more)
        for subject, place, role in (("mette", HERE, "editor"), ("ida", THERE, "editor")):
            self.store.set_member(Member(subject, place, subject.title(), role))

    def cookie(self, subject: str = "mette", secret: str = SECRET, **claims: Any) -> str:
        said = {"sub": subject, "name": subject.title(), "exp": time.time() + 600, "is_logged_in": True}
        said |= {"origin": self.served.address, "provider": "default", **claims}
        return f"{COOKIE}={create_signed_value(secret, COOKIE, json.dumps(said)).decode()}"

    def get(self, path: str, cookie: str = "", **headers: str) -> tuple[int, str]:
        given = {"Accept": "text/html", **({"Cookie": cookie} if cookie else {}), **headers}
        try:
            with urllib.request.urlopen(
                urllib.request.Request(f"{self.served.address}/{path}", headers=given)
            ) as found:
                return found.status, found.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def run(self, cookie: str, query: str = "", page: str = "") -> str:
        """All that a page is sent in one run, as text; InvalidStatus where there is no websocket for it."""
        address = f"{self.served.address.replace('http', 'ws')}/_stcore/stream"
        asked, said = BackMsg(), []
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = page
        token = generate_xsrf_token_string()
        given = {"Cookie": f"_streamlit_xsrf={token}; {cookie}"}
        own: Any = {"origin": self.served.address, "subprotocols": ["streamlit", token]}
        with connect(address, **own, additional_headers=given, max_size=None) as visit:
            visit.send(asked.SerializeToString())
            while True:
                answer = ForwardMsg()
                answer.ParseFromString(visit.recv(timeout=60))  # type: ignore[arg-type]
                said.append(str(answer))
                if answer.WhichOneof("type") == "script_finished":
                    return "".join(said)


@pytest.fixture(scope="module")
def login(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    made = Login(tmp_path_factory.mktemp("login"))
    secret = read_case("herning-2013").model_copy(update={"status": "idea", "title": TITLE}).named("secret")
    ida = made.store.asked_by(Who("ida", "Ida", {THERE: "editor"}))
    ida.save("secret", 0, new(secret), "a")
    ida.keep_draft(Draft("of-ida", "w:1", "secret", 1, case_to_text(secret), written(opened(secret, "w")), now()))
    yield made
    made.served.kill()


def strangers(login: Login) -> dict[str, str]:
    """Identities that are none: each with the reason that stands in the log."""
    return {
        "no identity": "",
        "expired": login.cookie(exp=time.time() - 1),
        "forged": login.cookie(secret="another-secret-of-thirty-two-chars"),
    }


ADDRESSES = {
    **{f"page {page}": page for page in PAGES},
    "link": "?case=secret&version=1",
    "draft": "?draft=of-ida",
    "upload": "_stcore/upload_file/x/y",
    "media": f"media/{'0' * 56}.xlsx",
}


@pytest.mark.parametrize("why", ["no identity", "expired", "forged"])
@pytest.mark.parametrize("way", [*ADDRESSES, "websocket"])
def test_a_stranger_is_refused_on_every_way_and_it_is_logged(login: Login, why: str, way: str) -> None:
    """39 of the attempts; those with another municipality's identity are below, those on a real download in a browser
    (tests/e2e/test_login.py)."""
    cookie, before = strangers(login)[why], len(login.log.read_text())
    if way == "websocket":
        with pytest.raises(InvalidStatus) as refused:
            login.run(cookie, "case=secret")
        assert refused.value.response.status_code == 403
        assert TITLE in login.run(login.cookie("ida"), "case=secret"), "with an identity it is opened"
    else:
        status, said = login.get(ADDRESSES[way], cookie)
        assert status == (403 if way == "media" else 401) and TITLE not in said and "<script" not in said
        let_in = login.get(ADDRESSES[way], login.cookie("ida"))[0]
        assert let_in == (403 if way == "media" else 200), "with an identity it is answered"
    lines = [line for line in login.log.read_text()[before:].splitlines() if "Refused" in line]
    assert f"Refused {why}: {'websocket' if way == 'websocket' else 'http'} /" in lines[0]
    assert [line for line in lines[1:] if "another's file" not in line] == [], "and nothing else was refused"


@pytest.mark.parametrize("exp", [None, "2099-01-01", True, 0])
def test_an_identity_without_a_time_that_it_ends_is_none(login: Login, exp: Any) -> None:
    assert login.get("", login.cookie(exp=exp))[0] == 401


def test_a_cookie_of_another_server_with_the_same_secret_is_none(login: Login) -> None:
    assert login.get("", login.cookie(origin="https://other.example"))[0] == 401


@pytest.mark.parametrize(("page", "query"), [
    *((page, "case=secret") for page in PAGES), ("", "case=secret&version=1"), ("", "draft=of-ida"),
])  # fmt: skip
def test_another_municipality_s_user_is_refused_case_and_draft_on_every_page(
    login: Login, page: str, query: str
) -> None:
    """10 of the attempts: each is in the access log, and gives the case to one of its own municipality."""
    before = len(login.store.access_log())
    said = login.run(login.cookie("mette"), query, page)
    assert TITLE not in said and "script_finished" in said
    log = login.store.access_log()
    lines = [(line.subject, line.did, line.case_id) for line in log[: len(log) - before] if line.refused]
    assert lines == [("mette", "opened" if "case" in query else "opened_draft", "secret" if "case" in query else "")]
    assert TITLE in login.run(login.cookie("ida"), query, page)


def test_another_municipality_s_cases_are_in_no_list(login: Login) -> None:
    for page in ("cases", "overblik"):
        assert TITLE not in login.run(login.cookie("mette"), page=page)
    assert TITLE in login.run(login.cookie("ida"), page="cases"), "while they are in their own"


def test_one_s_own_is_shown(login: Login) -> None:
    assert login.get("", login.cookie("ida"))[0] == 200
    said = login.run(login.cookie("ida"), "case=secret")
    assert TITLE in said and "Ida" in said
    seen = [line for line in login.store.access_log() if line.subject == "ida" and line.case_id == "secret"]
    assert seen and not [line for line in seen if line.refused]


def test_a_user_without_a_role_is_told_their_id_and_nothing_else(login: Login) -> None:
    said = login.run(login.cookie("per"), "case=herning-2013")
    assert "har ingen rolle her. Giv en administrator dit id: per" in said and "Sverigesprojektet" not in said


def test_the_address_that_was_asked_for_is_kept_over_the_login(login: Login) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    def ask(path: str, cookie: str) -> tuple[int, Any]:
        request = urllib.request.Request(
            f"{login.served.address}{path}", headers={"Accept": "text/html", "Cookie": cookie}
        )
        try:
            with urllib.request.build_opener(Stay).open(request) as found:
                return found.status, found.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers

    status, headers = ask("/cases?case=secret&lang=en", "")
    kept = headers["Set-Cookie"].partition(";")[0]
    assert status == 401 and kept.startswith(f"{ASKED}=")
    status, headers = ask("/", f"{login.cookie('ida')}; {kept}")
    assert (status, headers["Location"]) == (302, "/cases?case=secret&lang=en")
    for outside in ("https%3A//evil.example", "//evil.example", "/%5Cevil.example", "%2F%2Fevil.example"):
        assert ask("/", f"{login.cookie('ida')}; {ASKED}={outside}")[1]["Location"] == "/"


def test_what_the_server_says_of_itself_asks_for_no_login(login: Login) -> None:
    assert login.get("health")[0] == 200 and login.get("_stcore/health")[0] == 200


def test_the_page_before_the_login_says_why_and_in_both_languages(login: Login) -> None:
    status, said = login.get("cases?case=secret&lang=en", login.cookie(exp=time.time() - 1))
    assert status == 401 and "Your login has expired." in said and '<html lang="en">' in said
    assert 'href="?case=secret&amp;lang=da"' in said, "the same address in Danish"
    assert "Her kommer du ind med kommunens login." in login.get("cases?case=%22%3E%3Cb%3E")[1]
    assert "<b>" not in login.get("cases?case=%22%3E%3Cb%3E")[1]


@pytest.mark.parametrize(("page", "kept"), [
    ("{own}/cases?case=secret", '"/cases%3Fcase%3Dsecret"'), ("https://evil.example/cases", None), ("", None),
])  # fmt: skip
def test_a_login_that_ended_in_a_page_leads_back_to_it(login: Login, page: str, kept: str | None) -> None:
    to = http.client.HTTPConnection(login.served.address.partition("://")[2])
    to.request("GET", "/log-ind", headers={"Referer": page.format(own=login.served.address)})
    answer = to.getresponse()
    assert answer.status == 302 and answer.headers["Location"].startswith("/auth/login?provider=")
    asked = (answer.headers["Set-Cookie"] or "").partition(";")[0].partition("=")
    assert (asked[2] if asked[0] == ASKED else None) == kept
    to.close()


def test_a_secret_that_can_be_guessed_lets_no_server_start(tmp_path: Path) -> None:
    file = settings(tmp_path, "http://localhost:1")
    file.write_text(file.read_text().replace(SECRET, "at least 32 random characters"))
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", "{port}"]
    port = str(free_port())
    own = {**os.environ, identity.LOGIN: "on", "STREAMLIT_SECRETS_FILES": str(file)}
    made = subprocess.run(
        [part.format(port=port) for part in command], env=own, cwd=ROOT, capture_output=True, timeout=60
    )
    assert made.returncode != 0 and b"cookie_secret under [auth] has 29 characters and must have 32" in made.stderr


@pytest.mark.parametrize("setting", ["on", "yes", "true", "ja", "offf"])
def test_a_setting_that_is_not_understood_keeps_the_door_shut(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(identity.LOGIN, setting)
    assert identity.required()
    for setting in ("", "off"):
        monkeypatch.setenv(identity.LOGIN, setting)
        assert not identity.required()


@pytest.mark.parametrize(("claim", "roles"), [
    ("editor", {"own": "editor"}),
    (["Herning:editor", "herning:reader", "Ikast-Brande:approver"], {"herning": "editor", "ikast-brande": "approver"}),
    (["mayor", "herning:", ":", "", "herning:EDITOR"], {}),
    (None, {}), (7, {}), ({"herning": "admin"}, {}),
])  # fmt: skip
def test_roles_of_a_claim(claim: Any, roles: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(identity.LOGIN, "on")
    monkeypatch.setenv(identity.CLAIM, "roller")
    claims = {"sub": "x", "provider": "default", "is_logged_in": True, "exp": time.time() + 9, "roller": claim}
    found = identity.who(claims, lambda _: {"own": "admin"})
    assert found is not None and dict(found.roles) == roles and not found.everything


def test_a_reader_is_offered_nothing_that_would_be_refused(login: Login) -> None:
    login.store.set_member(Member("rea", THERE, "Rea Lund", "reader"))
    offered = {"bar-save", "Gem som ny version", 'data-kind="proposed"', 'data-kind="adopted"', 'data-kind="archived"'}

    def found(subject: str) -> set[str]:
        said = login.run(login.cookie(subject), "case=secret") + login.run(
            login.cookie(subject), "case=secret", "cases"
        )
        assert TITLE in said and "bar-export" in said
        return {one for one in offered if one in said.replace("\\", "")}

    assert found("ida") == offered - {'data-kind="adopted"'}, "which takes an approver"
    assert found("rea") == set()
    assert "hente dem og arbejde i en kladde" in login.run(login.cookie("rea"), "case=secret", "cases"), "but told why"


@pytest.fixture(scope="module")
def vouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """The same server behind a proxy that vouches for a name, without login."""
    made = Login.__new__(Login)
    folder = tmp_path_factory.mktemp("vouched")
    made.log = folder / "log"
    headers = {"STREAMLIT_SERVER_TRUSTED_USER_HEADERS": '{"X-Auth-Name": "name"}'}
    made.served = Served(f"sqlite:///{folder / 'cases.db'}", log=made.log, **headers)
    yield made
    made.served.kill()


@pytest.mark.parametrize("name", [None, "", "   "])
@pytest.mark.parametrize("way", ["", "cases", "media/0.xlsx", "_stcore/upload_file/x/y", "_stcore/stream"])
def test_a_proxy_that_vouches_for_no_one_lets_no_one_in(vouched: Login, name: str | None, way: str) -> None:
    before = len(vouched.log.read_text())
    given = {} if name is None else {"X-Auth-Name": name}
    assert vouched.get(way, **given) == (403, "")
    assert "Refused no name: http /" in vouched.log.read_text()[before:]
    assert vouched.get(way, **{"X-Auth-Name": "Ada Holm"})[0] != 403, "with a name it is answered"
    assert vouched.get("_stcore/health")[0] == 200
