"""What is typed in any field of any page, and left by a click elsewhere, stands in that field and in no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Open, at_rest
from tests.e2e.test_guide import fill, onward, savings, staff, who

# Every field that can be typed in, by its id or else by what it is called and its number among those so called.
READ = """within => {
  const found = {}, known = {};
  const kinds = "input:not([type=range], [type=file], [type=checkbox], [type=radio], [role=combobox]), textarea";
  for (const one of within.querySelectorAll(kinds)) {
    if (!one.checkVisibility() || one.disabled || one.readOnly) continue;
    const called = one.id.startsWith("field-") ? one.id : one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText;
    const number = known[called] = (known[called] ?? 0) + 1;
    one.dataset.walked = `${called} ${number}`;
    found[one.dataset.walked] = one.value;
  }
  return found;
}"""


WORKED_OUT = {"field-cost-1-extra 1", "field-cost-1-target_caseload-2027 1"}  # from the other three of four


@dataclass
class Walk:
    """Every field of a part of the page as it stands, typed in one after the other."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    typed: int = 0

    def all(self, away: Locator, within: Locator | None = None) -> None:
        within = within or self.page.locator("body")
        for name in reversed(self.read(within)):  # what comes first may take the others away while it cannot be read
            self.one(name, away, within)

    def read(self, within: Locator) -> dict[str, str]:
        self.page.wait_for_timeout(200)
        at_rest(self.page)
        found: dict[str, str] = within.evaluate(READ)
        return found

    def one(self, name: str, away: Locator, within: Locator) -> None:
        before = self.read(within)
        if name not in before:
            return  # another's value took the field away
        box = within.locator(f"[data-walked='{name}']").first
        text = self.text(box, before[name], sum(map(ord, name)) % 7 + 2)
        box.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        away.click(position={"x": 3, "y": 3})
        after = self.read(within)
        self.typed += 1
        stands = after.get(name, "")
        if stands.replace(".", "") != text and (stands or text not in self.page.content()):
            self.wrong.append(f"{name}: typed {text!r}, stands {stands!r}")
        others = [one for one in before.keys() & after.keys() - {name, *WORKED_OUT} if before[one] != after[one]]
        if others:
            self.wrong.append(f"{name}: {text!r} changed {others} too")

    @staticmethod
    def text(box: Locator, was: str, number: int) -> str:
        """Another value of the kind that stands there."""
        plain = was.replace(".", "")
        if plain.lstrip("-").isdigit():
            return str(int(plain) + 1)
        if box.get_attribute("inputmode") in ("decimal", "numeric") or box.get_attribute("type") == "number":
            return str(number)
        return f"{was} prøve {number}".strip()


def calculation(page: Page, walk: Walk) -> None:
    """Line by line: one is unfolded at a time."""
    away = page.locator(".nb h2", has_text="Forudsætninger").first
    lines = page.locator("div.line:has(> h3)")
    for number in range(lines.count()):
        head = lines.nth(number).locator("h3 button")
        if head.get_attribute("aria-expanded") == "false":
            head.click()
        lines.nth(number).locator(".panel").wait_for()
        more = lines.nth(number).locator(".panel summary", has_text="Flere forudsætninger")
        if more.count():
            more.first.click()
        walk.all(away, lines.nth(number))


def unfolded(page: Page, walk: Walk) -> None:
    """All that is folded on a page of forms."""
    counted = -1
    while counted != (counted := page.locator("input, textarea").count()):  # the forms follow the page's head
        page.wait_for_timeout(1000)
    for one in page.locator("[data-testid=stExpander] summary").all():
        one.click()
    walk.all(page.locator("h1:visible").first)


def guide(page: Page, walk: Walk) -> None:
    """Its steps as they are filled in; who and when is typed again, since what follows is of other years."""
    head = page.locator("#guide-step")
    walk.all(head)
    who(page)
    fill(page, "years", "4")
    onward(page, "Ekstra medarbejdere")
    staff(page)
    walk.all(head)
    onward(page, "Hvad der spares")
    savings(page)
    walk.all(head)
    onward(page, "Priser")
    walk.all(head)
    onward(page, "Kilder")
    walk.all(head)


def dialogs(page: Page, walk: Walk) -> None:
    for name in ("Kopiér til ny case", "Gem version"):
        page.get_by_role("button", name=name, exact=True).click()
        box = page.get_by_role("dialog")
        box.locator("input, textarea").first.wait_for()
        walk.all(box.get_by_test_id("stMarkdownContainer").first, box)
        page.keyboard.press("Escape")
        expect(box).to_have_count(0)


PAGES: dict[str, tuple[str, Callable[[Page, Walk], None], int]] = {
    "lines by amounts": ("/", calculation, 8),
    "lines of every kind": ("/?case=herning-drivers-2013", calculation, 20),
    "a projection": ("/?case=herning-projection-2013", calculation, 10),
    "the form of a projection": ("/fremskrivning", unfolded, 14),
    "follow-up": ("/budgetopfoelgning", unfolded, 10),
    "uncertainty": ("/usikkerhed?case=herning-drivers-2013", unfolded, 1),
    "cases": ("/cases", unfolded, 2),
    "the guide": ("/ny-case", guide, 12),
    "the dialogs": ("/", dialogs, 3),
}


@pytest.mark.parametrize("name", PAGES)
def test_what_is_typed_and_left_by_a_click_stands_in_its_own_field(open_page: Open, name: str) -> None:
    address, walk_through, least = PAGES[name]
    page = open_page(address)
    at_rest(page)
    walk = Walk(page)
    walk_through(page, walk)
    assert not walk.wrong, "\n".join(walk.wrong)
    assert walk.typed >= least, f"{walk.typed} fields alone were found"
