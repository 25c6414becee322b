"""Two browsers, one case: the second save is refused, what differs is shown, and both can go on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import Served, turn_to
from tests.e2e.test_drafts import SAVING_2015, served, tab
from tests.e2e.test_entry import SAVING_2016, cell, put

__all__ = ["served"]


@pytest.fixture
def people(browsers: Callable[[str], Browser]) -> Iterator[Callable[[], BrowserContext]]:
    contexts: list[BrowserContext] = []

    def person() -> BrowserContext:
        contexts.append(
            browsers("en-US").new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
        )
        contexts[-1].grant_permissions(["clipboard-read", "clipboard-write"])
        return contexts[-1]

    yield person
    for context in contexts:
        context.close()


def save(page: Page, name: str) -> None:
    turn_to(page, "Cases")
    page.get_by_label("Dit navn").fill(name)
    page.get_by_role("button", name="Gem som ny version").click()


def test_two_people_on_one_case(served: Served, people: Callable[[], BrowserContext]) -> None:
    mette, bo = tab(people(), served.address), tab(people(), served.address)
    save(mette, "Mette")
    expect(mette.get_by_text("Åbnet fra version 1.")).to_be_visible()
    mette.get_by_role("button", name="Kopiér link").click()
    expect(mette.get_by_text("Linket er kopieret")).to_be_visible()
    link = mette.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/cases\?case=herning-2013&version=1$", link)
    bo.goto(link)
    expect(bo.get_by_text("Åbnet fra version 1.")).to_be_visible()
    for page, field, amount in ((bo, SAVING_2016, "3.500"), (mette, SAVING_2015, "2.500")):
        turn_to(page, "Beregning")
        put(page, field, amount, "typed")
        expect(page.locator("#changes")).to_contain_text("1 ændring")
    save(bo, "Bo")
    expect(bo.get_by_text("Åbnet fra version 2.")).to_be_visible()
    save(mette, "Mette")
    expect(mette.get_by_text("Bo har gemt version 2, efter at du åbnede version 1.")).to_be_visible()
    mette.get_by_role("button", name="Flet felt for felt og gem").click()
    expect(mette.get_by_text("Åbnet fra version 3.")).to_be_visible()
    turn_to(mette, "Beregning")
    expect(cell(mette, "placements", 2015)).to_have_text("-2.500")
    expect(cell(mette, "placements", 2016)).to_have_text("-3.500")
    mette.reload()
    expect(cell(mette, "placements", 2016)).to_have_text("-3.500")


def test_the_name_is_remembered(served: Served, people: Callable[[], BrowserContext]) -> None:
    context = people()
    first = tab(context, served.address)
    save(first, "Mette Holm")
    expect(first.get_by_text("Åbnet fra version 1.")).to_be_visible()
    first.wait_for_function("document.cookie.includes('author=')")
    second = tab(context, served.address)
    turn_to(second, "Cases")
    expect(second.get_by_label("Dit navn")).to_have_value("Mette Holm")
