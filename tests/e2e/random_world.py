"""The window of a random walk beside a plain model: what the case and the answers must be, and what the draft says.

The model is a pile of the case's texts. What changes the case must be one step that can be taken back, everything else
must leave the case as it was, and undo must give the text that stood before, bit for bit; the same for the answers
about a new case.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from budget.case import Case, case_from_text, case_to_text, document, find, read_case
from budget.dashboard.changes.record import read_again
from budget.store import Draft as Kept
from budget.store import Store
from budget.text import Words
from tests.e2e.conftest import ENGLISH_GROUPS, GROUPS, draft_of, turn_to

FIRST = "herning-2013"
PAGES = [name for group in GROUPS.values() for name in group]
ENGLISH = [name for group in ENGLISH_GROUPS.values() for name in group]
GUIDE, CASES, STAGE = PAGES.index("Ny case"), PAGES.index("Cases"), PAGES.index("Præsentation")
FAULTS = "[data-testid=stException], .fault, [data-testid=stAlertContentError]:has-text('Component Error')"
DIALOG = "[data-testid=stDialog]"
WINDOW: Any = {"viewport": {"width": 1440, "height": 1000}, "reduced_motion": "reduce"}
HEARD = """const Own = WebSocket;
window.WebSocket = class extends Own {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { window.heardAt = performance.now(); });
  }
  send(what) {
    window.sentAt = performance.now();
    super.send(what);
  }
};"""
# Nothing runs and nothing was sent that was not heard of; what is told to Streamlit is sent a moment later.
IDLE = """since => { const app = document.querySelector("[data-testid=stApp]")?.dataset, now = performance.now();
  const heard = !window.sentAt || window.heardAt > window.sentAt || now - window.sentAt > 3000;
  const idle = heard && app?.testScriptState === "notRunning" && app.testConnectionState === "CONNECTED";
  if (!idle || !window.idleSince) window.idleSince = now;
  return idle && now - window.idleSince > since; }"""


class Fault(AssertionError):
    """Where the page and the model part."""


@dataclass
class Pile:
    """One thing that steps are taken back of: what it was, is, and was before the steps that were taken back."""

    now: str
    past: list[str] = field(default_factory=list)
    future: list[str] = field(default_factory=list)

    def step(self, text: str) -> None:
        self.past.append(self.now)
        self.now, self.future = text, []

    def undone(self) -> None:
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    def redone(self) -> None:
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()


@dataclass
class Draft:
    """What the store holds of the window: the case and the answers as text, and how many steps each can go back."""

    epoch: str = ""
    case: str = ""
    case_steps: int = 0
    guide: str = ""
    guide_steps: int = 0


@dataclass
class World:
    """The window, the dice, and what must hold."""

    page: Page
    store: Store
    dice: random.Random
    case: Pile = field(default_factory=lambda: Pile(case_to_text(read_case(FIRST))))
    guide: Pile = field(default_factory=lambda: Pile(""))
    epoch: str = ""
    at: int = 0  # the page, by its place in PAGES
    language: str = "da"
    said: list[str] = field(default_factory=list)  # errors in the console
    done: list[str] = field(default_factory=list)
    edits: int = 0
    opened: int = 0
    lost: int = 0  # navigations that went nowhere, and were made again
    _read: tuple[Kept | None, Draft] = (None, Draft())  # what was read last, and what it says

    def words(self, key: str) -> str:
        return Words(self.language)(key)

    @property
    def pile(self) -> Pile:
        """What undo is of here."""
        return self.guide if self.at == GUIDE else self.case

    # ------------------------------------------------------------------------------------------------- reading
    def settled(self, since: int = 100) -> None:
        """Nothing has run for so many milliseconds."""
        self.page.evaluate("window.idleSince = 0")
        self.page.wait_for_function(IDLE, arg=since, timeout=60_000, polling=25)

    def draft(self) -> Draft:
        kept = draft_of(self.page, self.store)
        if kept is None:
            return Draft(self.epoch, self.case.now, len(self.case.past), self.guide.now, len(self.guide.past))
        if self._read[0] != kept:
            self._read = (kept, self._told(kept))
        return self._read[1]

    def _told(self, kept: Kept) -> Draft:
        model, missing = read_again(case_from_text(kept.original, kept.case_id), kept.changes, kept.base)
        if missing:
            raise Fault(f"{missing} changes of the draft cannot be made again")
        answers = json.loads(kept.changes).get("guide", {})
        steps = len(answers.get("steps", {}).get("past", []))
        told = {name: answers.get(name) for name in ("texts", "figures", "emptied", "costs", "savings")}
        guide = json.dumps(told, sort_keys=True) if steps or self.guide.past else self.guide.now
        return Draft(model.epoch, case_to_text(model.case), len(model.history.past), guide, steps)

    def until(self, holds: Callable[[Draft], bool]) -> Draft:
        """The draft when it holds; what it is at last where it never does."""
        self.settled()
        found = self.draft()
        for _ in range(100):
            if holds(found):
                break
            self.page.wait_for_timeout(50)
            found = self.draft()
        return found

    def sound(self) -> None:
        """Nothing on the page or in the console says that something went wrong."""
        if self.page.locator(FAULTS).count():
            raise Fault(f"on the page: {self.page.locator(FAULTS).first.inner_text()}")
        if self.said:
            raise Fault(f"in the console: {self.said}")

    # ------------------------------------------------------------------------------------------------ checking
    def same(self) -> None:
        """Nothing was changed."""
        found = self.until(lambda draft: draft.case == self.case.now and draft.guide == self.guide.now)
        self.compare(found)

    def compare(self, found: Draft) -> None:
        self.epoch = self.epoch or found.epoch
        for name, pile, text in (("case", self.case, found.case), ("guide", self.guide, found.guide)):
            if text != pile.now:
                raise Fault(f"the {name} is not what it must be: {differing(pile.now, text)}")
        if found.case_steps != len(self.case.past):
            raise Fault(f"{found.case_steps} steps can be taken back, not {len(self.case.past)}")

    def whatever(self, opens: bool = False) -> None:
        """One step or none, as the page says; with `opens` perhaps another case in hand."""
        self.settled(500)  # a step that comes later would be taken for one of the next action
        found = self.draft()
        if found.epoch != self.epoch and self.epoch:
            if not opens:
                raise Fault("another case is in hand")
            self.opened += 1
            self.case = Pile(found.case)
        elif found.case_steps != len(self.case.past):
            if found.case_steps != len(self.case.past) + 1:
                raise Fault(f"{found.case_steps} steps can be taken back, after {len(self.case.past)}")
            self.case.step(found.case)
            self.edits += 1
        self.epoch = found.epoch
        if found.guide_steps != len(self.guide.past):
            self.guide.step(found.guide)
        self.compare(found)


def differing(wanted: str, found: str) -> str:
    old, new = set(wanted.splitlines()), set(found.splitlines())
    return f"without {sorted(old - new)[:4]}, with {sorted(new - old)[:4]}"


def flat(tree: object, path: str = "") -> dict[str, object]:
    """A case by the paths of its figures: a line of a list goes by its id."""
    if isinstance(tree, dict):
        return {k: v for key, part in tree.items() for k, v in flat(part, f"{path}.{key}".lstrip(".")).items()}
    if isinstance(tree, list) and tree and isinstance(tree[0], dict):
        return {k: v for n, part in enumerate(tree) for k, v in flat(part, f"{path}.{part.get('id', n)}").items()}
    return {path: tree}


def here(world: World) -> int:
    """The page that is shown, by its address."""
    names = ["", "sagstal", "anbringelser", "fremskrivning", "usikkerhed", "budgetopfoelgning", "praesentation"]
    names += ["cases", "overblik", "ny-case", "kilder", "metode"]
    name = urlsplit(world.page.url).path.strip("/")
    return names.index("" if name == "beregning" else name)


def to_page(world: World, at: int) -> None:
    for attempt in range(2):
        said = world.page.evaluate("document.documentElement.lang")
        if said != world.language:
            raise Fault(f"the page says that it is in {said}")
        turn_to(world.page, (PAGES if world.language == "da" else ENGLISH)[at])
        world.settled()
        for _ in range(40):
            if here(world) == at:
                break
            world.page.wait_for_timeout(50)
        else:
            world.lost += 1
            if attempt:
                raise Fault(f"{PAGES[at]} is not reached")
            continue
        break
    world.at = at
    world.page.locator(".nb h1 >> visible=true").first.wait_for()


def reload(world: World) -> None:
    world.page.reload()
    world.page.locator(".nb h1 >> visible=true").first.wait_for()


def written(world: World) -> str:
    """The case as a file holds it: one that was changed after it was adopted is an idea again."""
    now, first = world.case.now, (world.case.past or [world.case.now])[0]
    return now if now == first else re.sub("^status: .*$", "status: idea", now, count=1, flags=re.MULTILINE)


def beside(was: Case, case: Case, path: str) -> set[str]:
    """What else is another figure than before; one that held for all years may since be given year by year."""
    new, old = (
        {key.replace("baseline.steps.", "baseline."): value for key, value in flat(document(one)).items()}
        for one in (case, was)
    )
    (before, _), (entry, year) = find(was, path), find(case, path)
    others = {key for key in {*new, *old} if new.get(key) != old.get(key) and not key.startswith(entry.path)}
    given, now = before.figures(), entry.figures()
    others |= {str(y) for y in now if y != year and now[y] != given.get(y, given.get(None))}
    return others | {str(y) for y in given if y is not None and y not in now}


def some(world: World, css: str) -> Locator | None:
    """One of those that are to be seen: not of the table that stands beside a grid for those who hear the page."""
    found = world.page.locator(f"{css}:not(.of-grid *) >> visible=true")
    count = found.count()
    if not count:
        return None
    return found.nth(world.dice.randrange(count))


def number_beside(world: World, text: str) -> str:
    """Another number as it would be typed, near the one that stands there: 1.000 becomes 940."""
    danish = text.replace(".", "").replace(",", ".") if world.language == "da" else text.replace(",", "")
    now = float(danish) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", danish) else 5.0
    whole = round(now * world.dice.uniform(0.6, 1.3))
    return str(whole if whole != now else whole + 1)
