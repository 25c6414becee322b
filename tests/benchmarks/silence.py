"""How long the page of uncertainty is silent after it is asked: until what was asked stands there, or progress shows.

    python -m tests.benchmarks.silence

At most 300 ms are wanted of a case of ordinary size. Each question is asked of a page newly opened; the longest of the
rounds counts. The output is also written beside this file.
"""

import os
import time
from collections.abc import Callable

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.edit_to_repaint import HERE, PAINTED, QUIET, ROOT, free_port, served, wait_for
from tests.benchmarks.lever_to_repaint import LEVER, MIDDLE, READY

ROUNDS = 5
CASES = ("herning-drivers-2013", "assens-drivers-2016")
# From the press to the first sign: progress, or the answer itself.
SIGN = """answer => new Promise(done => {
  const progress = () => document.querySelector('[data-testid=stProgress]')?.checkVisibility()
  const look = now => progress() || eval(answer) ? done(now - window.asked) : requestAnimationFrame(look)
  requestAnimationFrame(look)
})"""
ASKED = """() => ['pointerdown', 'keydown'].forEach(name =>
  addEventListener(name, () => { window.asked ??= performance.now() }, {capture: true}))"""
ABOUT = "document.querySelector('.controls .about')?.textContent.startsWith('{}')"


def draws(count: str) -> tuple[Callable[[Page], None], str]:
    return lambda page: page.get_by_role("button", name=f"{count} gennemregninger").click(), ABOUT.format(count)


def lever(page: Page) -> None:
    page.locator(LEVER).focus()
    page.keyboard.press("ArrowLeft")


QUESTIONS = {
    "a lever moved, 10,000 draws": (lever, f"({MIDDLE}) !== window.middle"),
    "100,000 draws": draws("100.000"),
    "1,000,000 draws": draws("1.000.000"),
    "the certain figures too": (
        lambda page: page.get_by_role("button", name="Vis også de sikre tal").click(),
        "document.querySelectorAll('.nb .right tbody tr').length > window.rows",
    ),
}


def silence(page: Page, address: str, ask: Callable[[Page], None], answer: str) -> float:
    """Milliseconds from the press to the first sign."""
    page.goto(address, wait_until="commit")
    page.evaluate(PAINTED, READY)
    time.sleep(0.5)
    page.evaluate(f"window.middle = {MIDDLE}")
    page.evaluate("window.rows = document.querySelectorAll('.nb .right tbody tr').length")
    page.evaluate(ASKED)
    page.evaluate(f"() => {{ window.sign = ({SIGN})({answer!r}); }}")
    ask(page)
    return float(page.evaluate("async () => await window.sign"))


def main() -> None:
    port = free_port()
    lines = [f"longest of {ROUNDS} rounds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"]
    with sync_playwright() as playwright, served(ROOT / "app.py", port):
        wait_for(port)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        for case in CASES:
            address = f"http://localhost:{port}/usikkerhed?case={case}"
            for name, (ask, answer) in QUESTIONS.items():
                longest = max(silence(page, address, ask, answer) for _ in range(ROUNDS))
                lines.append(f"{case:22} {name:30} {longest:6.0f} ms until an answer or progress (at most 300)")
        browser.close()
    said = "\n".join(lines)
    print(said)
    (HERE / "silence.txt").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
