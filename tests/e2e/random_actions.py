"""Random actions over all pages, and what each must have done: an entry changes the one figure it was typed at.

What they are held against is in `random_world.py`.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, TimeoutError

from budget.case import case_from_text, find
from budget.store import Store
from tests.e2e.conftest import choose
from tests.e2e.random_world import (
    CASES,
    DIALOG,
    FIRST,
    GUIDE,
    HEARD,
    PAGES,
    STAGE,
    Fault,
    World,
    beside,
    differing,
    here,
    number_beside,
    reload,
    some,
    to_page,
    written,
)

Action = Callable[[World], bool]


def type_figure(world: World) -> bool:
    """A number typed in a field of the case, left by one of the ways out; sometimes another thing is done at once."""
    box = some(world, ".nb input[data-do=enter]")
    if box is None or world.at == GUIDE:
        return False
    path, before, at = box.get_attribute("data-path") or "", box.get_attribute("value") or "", world.at
    text = number_beside(world, before)
    world.done[-1] += f" {path}: {before} -> {text}"
    box.click()
    world.page.keyboard.press("Control+A")
    world.page.keyboard.type(text)
    way = world.dice.choice(("Enter", "Tab", "Shift+Tab", "click", "page", "reload"))
    world.done[-1] += f", left by {way}"
    if way == "click":
        world.page.locator("h1 >> visible=true").first.click()
    elif way == "page":
        to_page(world, world.dice.randrange(len(PAGES)))
    else:
        world.page.keyboard.press("Enter" if way == "reload" else way)
    world.settled()
    if way == "reload":
        reload(world)
    refused = world.page.locator(f"input[data-do=enter][data-path='{path}'][aria-invalid=true]")
    if refused.count():
        world.same()
        return True
    if path.startswith("scenarios."):
        world.whatever()
        return True
    found = world.until(lambda draft: draft.case != world.case.now)
    if found.case == world.case.now and way == "page":
        to_page(world, at)  # what was refused says so where it was typed
        if not refused.count():
            raise Fault(f"{text} typed at {path} is neither taken nor refused")
        world.same()
        return True
    case, was = case_from_text(found.case, FIRST), case_from_text(world.case.now, FIRST)
    entry, year = find(case, path)
    figure, others = entry.figures().get(year), beside(was, case, path)
    meant = [float(text) * by for by in (0.01, 1, 1000)]
    if others or figure is None or not any(math.isclose(figure.value, value, rel_tol=1e-9) for value in meant):
        raise Fault(f"{text} typed at {path} gave {figure and figure.value}, and also changed {sorted(others)}")
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
    if world.page.locator(DIALOG).count():
        close(world)
        world.same()
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


def another_page(world: World) -> bool:
    to_page(world, world.dice.randrange(len(PAGES)))
    world.done[-1] += f" {PAGES[world.at]}"
    world.same()
    return True


def again(world: World) -> bool:
    reload(world)
    world.same()
    return True


def undo(world: World) -> bool:
    """A step back or forward by the button or the keys, or two without waiting; what stood before stands again."""
    back = world.dice.random() < 0.7
    pile = world.pile
    if not (pile.past if back else pile.future):
        return False
    times = min(world.dice.choice((1, 1, 2)), len(pile.past if back else pile.future))
    if world.dice.random() < 0.5 or world.at == STAGE:
        world.page.locator("h1 >> visible=true").first.click()
        for _ in range(times):
            world.page.keyboard.press("Control+z" if back else "Control+y")
    else:
        button = world.page.locator(f".nb button[data-do={'undo' if back else 'redo'}] >> visible=true")
        if not button.count():
            return False
        for _ in range(times):
            button.first.click()
    for _ in range(times):
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
    world.until(lambda draft: draft.epoch != world.epoch)
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
    page.set_default_timeout(60_000)  # how long a busy machine may take is no claim of this walk
    world = World(page, store, random.Random(seed))
    page.on("console", lambda said: world.said.append(f"{said.text} {said.location}") if said.type == "error" else None)
    page.on("pageerror", lambda error: world.said.append(str(error)))
    page.add_init_script(HEARD)
    page.goto(f"{address}/?case={FIRST}")
    page.locator(".nb .points .count").wait_for(timeout=90_000)  # the server loads its libraries first
    world.settled()
    try:
        while len(world.done) < count:
            # Without a draft the walk could not tell one opening of a case from the next: an entry comes first.
            action = world.dice.choices(list(ACTIONS), list(ACTIONS.values()))[0] if world.epoch else type_figure
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
