"""Random actions over all pages against a plain model: what each did to the case, read from the draft it left.

The model is a pile of the case's texts. An entry must change the one figure it was typed at, whatever changes the case
must be one step that can be taken back, everything else must leave the case as it was, and undo must give the text
that stood before, bit for bit; the same for the answers about a new case.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError

from budget.case import case_from_text, case_to_text, document, find, read_case
from budget.dashboard.changes.record import read_again
from budget.store import Store
from budget.text import Words
from tests.e2e.conftest import ENGLISH_GROUPS, GROUPS, choose, turn_to

FIRST = "herning-2013"
PAGES = [name for group in GROUPS.values() for name in group]
ENGLISH = [name for group in ENGLISH_GROUPS.values() for name in group]
GUIDE, CASES, STAGE = PAGES.index("Ny case"), PAGES.index("Cases"), PAGES.index("Præsentation")
FAULTS = "[data-testid=stException], .fault, [data-testid=stAlertContentError]:has-text('Component Error')"
DIALOG = "[data-testid=stDialog]"
WINDOW: Any = {"viewport": {"width": 1440, "height": 1000}, "reduced_motion": "reduce"}
IDLE = """since => { const app = document.querySelector("[data-testid=stApp]")?.dataset;
  const idle = app?.testScriptState === "notRunning" && app.testConnectionState === "CONNECTED";
  if (!idle || !window.idleSince) window.idleSince = performance.now();
  return idle && performance.now() - window.idleSince > since; }"""


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

    def words(self, key: str) -> str:
        return Words(self.language)(key)

    @property
    def pile(self) -> Pile:
        """What undo is of here."""
        return self.guide if self.at == GUIDE else self.case

    # ------------------------------------------------------------------------------------------------- reading
    def settled(self) -> None:
        self.page.evaluate("window.idleSince = 0")
        self.page.wait_for_function(IDLE, arg=200, timeout=60_000)

    def draft(self) -> Draft:
        cookie = next(one["value"] for one in self.page.context.cookies() if one["name"] == "drafts-of")
        id = parse_qs(urlsplit(self.page.url).query).get("draft", [""])[0]
        kept = next((draft for draft in self.store.drafts_of(cookie) if draft.id == id), None)
        if kept is None:
            return Draft(self.epoch, self.case.now, len(self.case.past), self.guide.now, len(self.guide.past))
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
        for name, pile, text in (("case", self.case, found.case), ("guide", self.guide, found.guide)):
            if text != pile.now:
                raise Fault(f"the {name} is not what it must be: {differing(pile.now, text)}")
        if found.case_steps != len(self.case.past):
            raise Fault(f"{found.case_steps} steps can be taken back, not {len(self.case.past)}")

    def whatever(self, opens: bool = False) -> None:
        """One step or none, as the page says; with `opens` perhaps another case in hand."""
        self.settled()
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


# ----------------------------------------------------------------------------------------------------- actions
Action = Callable[[World], bool]


def some(world: World, css: str) -> Locator | None:
    """One of those that are to be seen; a dialog covers all that is not in it."""
    found = world.page.locator(f"{css} >> visible=true")
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


def type_figure(world: World) -> bool:
    """A number typed in a field of the case, left by one of the ways out; sometimes another thing is done at once."""
    box = some(world, ".nb input[data-do=enter]")
    if box is None or world.at == GUIDE:
        return False
    path, before = box.get_attribute("data-path") or "", box.get_attribute("value") or ""
    text = number_beside(world, before)
    world.done[-1] += f" {path}: {before} -> {text}"
    box.click()
    world.page.keyboard.press("Control+A")
    world.page.keyboard.type(text)
    way = world.dice.choice(("Enter", "Tab", "Shift+Tab", "click", "page", "reload"))
    if way == "click":
        world.page.locator("h1 >> visible=true").first.click()
    elif way == "page":
        to_page(world, world.dice.randrange(len(PAGES)))
    else:
        world.page.keyboard.press("Enter" if way == "reload" else way)
    world.settled()
    if way == "reload":
        reload(world)
    now = world.page.locator(f"input[data-do=enter][data-path='{path}'][aria-invalid=true]")
    if way != "page" and now.count():
        world.same()
        return True
    if path.startswith("scenarios."):
        world.whatever()
        return True
    found = world.until(lambda draft: draft.case != world.case.now)
    case, was = case_from_text(found.case, FIRST), case_from_text(world.case.now, FIRST)
    new, old = flat(document(case)), flat(document(was))
    (before_entry, _), (entry, year) = find(was, path), find(case, path)
    others = {key for key in {*new, *old} if new.get(key) != old.get(key) and not key.startswith(entry.path)}
    others |= {str(y) for y, given in before_entry.figures().items() if y != year and entry.figures().get(y) != given}
    figure = entry.figures()[year]
    if others or not figure.value or all(abs(figure.value / by / float(text) - 1) > 1e-9 for by in (0.01, 1, 1000)):
        raise Fault(f"{text} typed at {path} gave {figure.value}, and also changed {sorted(others)}")
    world.case.step(found.case)
    world.edits += 1
    world.compare(found)
    return True


def type_rubbish(world: World) -> bool:
    """What is no number is refused, and what Escape takes back was never typed."""
    box = some(world, ".nb input[data-do=enter]")
    if box is None:
        return False
    box.click()
    world.page.keyboard.press("Control+A")
    world.page.keyboard.type(world.dice.choice(("abc", "1.23.4", "--", "12 13 14")))
    world.page.keyboard.press(world.dice.choice(("Enter", "Escape")))
    world.same()
    return True


def lever(world: World) -> bool:
    slider = some(world, ".nb input[type=range]")
    if slider is None:
        return False
    low, high = (int(float(slider.get_attribute(name) or "0")) for name in ("min", "max"))
    step = float(slider.get_attribute("step") or "1")
    slider.fill(f"{low + step * world.dice.randrange(round((high - low) / step)):g}")
    world.whatever()
    return True


def press(world: World) -> bool:
    """Any button of ours that is there."""
    what = ".nb button[data-do]:not([data-do=undo], [data-do=redo], [disabled], [hidden])"
    button = some(world, what)
    if button is None:
        return False
    world.done[-1] += f" {button.get_attribute('data-do')} {button.inner_text()[:40]!r}"
    opens = world.at == CASES or button.get_attribute("data-do") == "open_case"
    button.click()
    world.whatever(opens)
    world.at = here(world)
    return True


def press_cell(world: World) -> bool:
    cell = some(world, ".nb [data-cells] td button")
    if cell is None:
        return False
    cell.click()
    world.same()
    return True


def pick(world: World) -> bool:
    """Another choice of a list of ours."""
    box = some(world, ".nb select[data-do]")
    if box is None:
        return False
    values = box.locator("option:not([disabled])").evaluate_all("all => all.map(one => one.value)")
    box.select_option(world.dice.choice(values))
    world.whatever(world.at == CASES)
    return True


def answer(world: World) -> bool:
    """A field of the guide: what is typed stands there, or is refused."""
    box = some(world, ".nb input[data-do=answer]")
    if box is None:
        return False
    text = world.dice.choice(("2027", "25", "4", "1.200", "Tidlig indsats"))
    box.click()
    world.page.keyboard.press("Control+A")
    world.page.keyboard.type(text)
    world.page.keyboard.press(world.dice.choice(("Tab", "Enter")))
    world.whatever()
    return True


def unfold(world: World) -> bool:
    summary = some(world, "[data-testid=stMain] summary")
    if summary is None:
        return False
    summary.click()
    world.same()
    return True


def streamlit_button(world: World) -> bool:
    """A button of the forms below, on whichever page; what is asked of it may be refused."""
    button = some(world, "[data-testid=stMain] [data-testid^=stBaseButton-secondary]:not([role=radio])")
    bar = button and button.evaluate(
        "one => Boolean(one.closest('.st-key-case-bar, [data-testid=stFileUploader], "
        ".st-key-stage-tools') || one.closest('[data-testid=stDownloadButton]'))"
    )
    if button is None or bar:
        return False
    world.done[-1] += f" {button.inner_text()[:40]!r}"
    button.click()
    world.whatever(opens=True)
    return True


def record(world: World) -> bool:
    """A number in the first form of the follow-up."""
    if PAGES[world.at] != "Budgetopfølgning":
        return False
    box = world.page.get_by_role("textbox", name=world.words("follow_up.form.amount"))
    if not box.first.is_visible():
        world.page.locator("summary").get_by_text(world.words("follow_up.form.actual"), exact=True).click()
        box.first.wait_for()
    box.first.fill(str(world.dice.randint(100, 2000)))
    world.page.get_by_role("button", name=world.words("follow_up.form.take")).first.click()
    world.whatever()
    return True


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


def another_page(world: World) -> bool:
    to_page(world, world.dice.randrange(len(PAGES)))
    world.done[-1] += f" {PAGES[world.at]}"
    world.same()
    return True


def reload(world: World) -> None:
    world.page.reload()
    world.page.locator(".nb h1 >> visible=true").first.wait_for()


def again(world: World) -> bool:
    reload(world)
    world.same()
    return True


def undo(world: World) -> bool:
    """One step back by the button or the keys; what stood before stands again."""
    back = world.dice.random() < 0.7
    pile = world.pile
    if not (pile.past if back else pile.future):
        return False
    if world.dice.random() < 0.5 or world.at == STAGE:
        heading = world.page.locator("h1 >> visible=true").first
        heading.click()
        world.page.keyboard.press("Control+z" if back else "Control+y")
    else:
        button = world.page.locator(f".nb button[data-do={'undo' if back else 'redo'}] >> visible=true")
        if not button.count():
            return False
        button.first.click()
    (pile.undone if back else pile.redone)()
    world.same()
    return True


def everything_back(world: World) -> bool:
    button = world.page.locator(".nb button[data-do=reset_all] >> visible=true")
    if not button.count():
        return False
    button.first.click()
    world.whatever()
    return True


def shown(world: World) -> bool:
    """The language, the unit, the sign or the prices."""
    if world.at == STAGE:
        return False
    if world.dice.random() < 0.4:
        world.language = "en" if world.language == "da" else "da"
        choose(world.page, "English" if world.language == "en" else "Dansk")
    else:
        key = world.dice.choice(("unit.1000", "unit.kr", "unit.mio", "switch.fixed", "switch.current", "switch.sign"))
        world.page.get_by_role("button", name=re.compile("^(Visning|View)")).click()
        choice = world.page.get_by_test_id("stPopoverBody").get_by_text(world.words(key), exact=True)
        world.settled()
        if choice.count():
            choice.first.click()
        world.page.keyboard.press("Escape")
        world.page.get_by_test_id("stPopoverBody").wait_for(state="detached")
    world.same()
    return True


def close(world: World) -> None:
    world.page.keyboard.press("Escape")
    world.page.locator(DIALOG).wait_for(state="detached")


def bar_button(world: World, name: str) -> bool:
    button = world.page.locator(f".st-key-bar-{name} button")
    if not button.count():
        return False
    button.click()
    world.page.locator(DIALOG).wait_for()
    world.settled()
    return True


def written(world: World) -> str:
    """The case as a file holds it: one that was changed after it was adopted is an idea again."""
    now, first = world.case.now, (world.case.past or [world.case.now])[0]
    return now if now == first else re.sub("^status: .*$", "status: idea", now, count=1, flags=re.MULTILINE)


def export(world: World) -> bool:
    """The file of the case holds what the model says, bit for bit."""
    if not bar_button(world, "export"):
        return False
    with world.page.expect_download() as got:
        world.page.locator(".st-key-download-yaml button").click()
    text = Path(got.value.path()).read_text(encoding="utf-8")
    if text != written(world):
        raise Fault(f"the exported case: {differing(written(world), text)}")
    close(world)
    world.same()
    return True


def dialog(world: World) -> bool:
    """Opened, and closed again without a word."""
    if not bar_button(world, world.dice.choice(("copy", "export", "save", "cases"))):
        return False
    close(world)
    world.same()
    return True


def form(world: World) -> bool:
    """The case by another name, or a line more; sometimes thought better of."""
    kind = world.dice.choice(("add", "case"))
    button = world.page.locator(f".nb button[data-do=form][data-form={kind}] >> visible=true")
    if not button.count():
        return False
    button.first.click()
    inside = world.page.locator(DIALOG)
    inside.wait_for()
    world.settled()
    if world.dice.random() < 0.3:
        close(world)
        world.same()
        return True
    name = f"Navn {world.dice.randrange(1000)}"
    key = "form.title" if kind == "case" else "form.label"
    inside.get_by_role("textbox", name=world.words(key), exact=True).fill(name)
    if kind == "add":
        inside.get_by_role("textbox").nth(1).fill("100")
    inside.get_by_role("button", name=world.words("form.save")).click()
    inside.wait_for(state="detached")
    world.whatever()
    if name not in world.case.now:
        raise Fault(f"{name} is not in the case")
    return True


def save(world: World) -> bool:
    if not bar_button(world, "save"):
        return False
    inside = world.page.locator(DIALOG)
    inside.get_by_role("textbox", name=world.words("cases.author")).fill("Mette")
    inside.get_by_role("button", name=world.words("cases.save")).click()
    inside.wait_for(state="detached")
    before = written(world)
    world.whatever(opens=True)
    if world.case.now != before:
        raise Fault(f"the version holds something else: {differing(before, world.case.now)}")
    return True


def copy(world: World) -> bool:
    if not bar_button(world, "copy"):
        return False
    inside = world.page.locator(DIALOG)
    inside.get_by_role("textbox", name=world.words("form.municipality")).fill("Eksempel Kommune")
    inside.get_by_role("button", name=world.words("bar.copy_open")).click()
    inside.wait_for(state="detached")
    world.whatever(opens=True)
    return True


ACTIONS: dict[Action, int] = {
    type_figure: 24, type_rubbish: 4, lever: 5, press: 12, press_cell: 4, pick: 4, answer: 4, unfold: 4,
    streamlit_button: 3, record: 4, another_page: 14, again: 3, undo: 14, everything_back: 1, shown: 5, export: 4,
    dialog: 4, form: 4, save: 1, copy: 1,
}  # fmt: skip


def walked(context: BrowserContext, address: str, store: Store, seed: int, count: int) -> World:
    """So many actions, then undo to the start; Fault with all that was done where the page and the model part."""
    page = context.new_page()
    page.set_default_timeout(20_000)
    world = World(page, store, random.Random(seed))
    page.on("console", lambda said: world.said.append(f"{said.text} {said.location}") if said.type == "error" else None)
    page.on("pageerror", lambda error: world.said.append(str(error)))
    page.goto(f"{address}/?case={FIRST}")
    page.locator(".nb .points .count").wait_for(timeout=90_000)  # the server loads its libraries first
    world.settled()
    try:
        while len(world.done) < count:
            action = world.dice.choices(list(ACTIONS), list(ACTIONS.values()))[0]
            world.done.append(f"{PAGES[world.at]}: {action.__name__}")
            if not action(world):
                world.done.pop()
                continue
            world.sound()
        back_to_the_start(world)
    except (Fault, TimeoutError) as fault:
        last = "\n  ".join(world.done[-12:])
        raise Fault(f"seed {seed}, action {len(world.done)}: {fault}\n  {last}") from fault
    page.close()
    return world


def back_to_the_start(world: World) -> None:
    to_page(world, 0)
    while world.case.past:
        world.page.locator(".nb button[data-do=undo] >> visible=true").first.click()
        world.case.undone()
        world.same()
    world.page.locator(".nb button[data-do=undo][disabled]").wait_for()
    export(world)
    world.sound()
