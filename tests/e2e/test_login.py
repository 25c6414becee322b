"""A person logs in at a provider in a browser, comes back to where they were, and takes a workbook with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, Page, expect

from budget.case import read_case
from budget.store import Who
from tests.dashboard.test_login import THERE, TITLE, Login, strangers
from tests.provider import Provider
from tests.store.conftest import new

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


@pytest.fixture
def login(tmp_path: Path, provider: Provider) -> Iterator[Login]:
    made = Login(tmp_path, provider.issuer)
    case = read_case("herning-2013").model_copy(update={"status": "idea", "title": TITLE}).named("secret")
    made.store.asked_by(Who("ida", "Ida", {THERE: "editor"})).save("secret", 0, new(case), "a")
    yield made
    made.served.kill()


@pytest.fixture
def page(browsers: Callable[[str], Browser]) -> Iterator[Page]:
    context = browsers("da").new_context(accept_downloads=True)
    yield context.new_page()
    context.close()


def test_from_a_link_over_the_login_to_the_case_and_its_workbook(login: Login, provider: Provider, page: Page) -> None:
    page.goto(f"{login.served.address}/?case=secret&version=1")
    expect(page.get_by_text("Her kommer du ind med kommunens login.")).to_be_visible()
    page.get_by_role("link", name="Log ind").click()
    expect(page.get_by_text(TITLE).first).to_be_visible(timeout=30_000)
    assert "case=secret" in page.url, "the address that was asked for"
    page.locator(".st-key-switches button").first.click()
    expect(page.get_by_text(re.compile("Ida Holm · redaktør"))).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".st-key-bar-export button").click()
    with page.expect_download() as fetched:
        page.locator(".st-key-download-excel button").click()
    assert Path(fetched.value.path()).read_bytes()[:2] == b"PK"
    assert [line.did for line in login.store.access_log() if line.subject == "ida"][:2] == ["exported", "opened"]
    address = fetched.value.url
    assert "/media/" in address
    theirs = address.partition(login.served.address)[2].lstrip("/")
    assert login.get(theirs, login.cookie("ida"))[0] == 200
    refused = {"another's file": login.cookie("mette"), **strangers(login)}
    assert {*refused} == {"another's file", "no identity", "expired", "forged"}
    for why, cookie in refused.items():
        assert login.get(theirs, cookie, Accept="*/*")[0] == 403
        assert f"Refused {why}: http /media/" in login.log.read_text()


def test_a_forged_token_of_the_provider_lets_no_one_in(login: Login, provider: Provider, page: Page) -> None:
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})
    page.goto(f"{login.served.address}/?case=secret")
    page.get_by_role("link", name="Log ind").click()
    expect(page.get_by_role("link", name="Log ind")).to_be_visible()
    assert TITLE not in page.content()


def test_a_login_that_expires_while_the_page_is_open_ends_it(login: Login, provider: Provider, page: Page) -> None:
    provider.lasts = 20
    page.goto(f"{login.served.address}/?case=secret")
    page.get_by_role("link", name="Log ind").click()
    expect(page.get_by_text(TITLE).first).to_be_visible(timeout=15_000)
    page.wait_for_timeout(20_000)
    page.locator(".st-key-bar-export button").click()
    expect(page.get_by_role("link", name="Log ind")).to_be_visible(timeout=15_000)
    expect(page.get_by_text(TITLE)).to_have_count(0)
