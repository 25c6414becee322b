"""How long verdict and table take to follow a lever that is dragged, and whether the last value ever is left out.

    python -m tests.benchmarks.drag_to_repaint [case]

Against an entry in a bare Streamlit app in the same run, as in `edit_to_repaint`: the ratio counts, at most 2 times.
The pointer goes down on the lever of realisation and moves; a move is done when verdict, condition and the table's last
net show what the engine gives for that realisation. Then the lever is swept, a move each 16 ms with nothing waited
for, and let go: what stands then must be of the value that it was let go at. The output is also written beside this
file.
"""

import os
import sys
import time

from playwright.sync_api import Browser, Page, sync_playwright

from budget.case import Case, read_case, with_figure
from budget.formulas import calculate
from budget.shown import pages
from budget.shown.model import Display, Text
from budget.text import Words
from tests.benchmarks.edit_to_repaint import (
    HERE,
    PAINTED,
    QUIET,
    ROOT,
    App,
    bare,
    free_port,
    measure,
    percentile_95,
    served,
    wait_for,
)  # fmt: skip
from tests.benchmarks.lever_to_repaint import percentile

MOVES, ROUNDS, SWEEPS = 25, 3, 5
LEVER = "#field-levers-realisation"
VERDICT = "[...document.querySelectorAll('.verdict, .condition')].map(one => one.textContent).join('|')"
NET = "document.querySelector('tr[data-row=net] td:nth-last-child(2) button')?.textContent"
MOVED = f"""() => document.querySelector('{LEVER}').addEventListener(
  'input', () => {{ window.moved = performance.now(); }}, {{capture: true, once: true}})"""


def condition(case: Case, value: int) -> str:
    """What the page must say for this realisation, told by the engine and not by the page."""
    words, moved = Words("da"), calculate(with_figure(case, "levers.realisation", value / 100))
    page = pages.calculation(moved, words, Display(), calculate(case), None, False)
    parts = next(piece for piece in page.pieces if piece.key == "verdict").parts
    said = "|".join(part.text for part in parts if isinstance(part, Text) and part.look in ("verdict", "condition"))
    net = words.amount(moved.row("net").values[-1])
    return f"{VERDICT}.replaceAll('\\u00a0', ' ') === {said.replace(chr(160), ' ')!r} && {NET} === {net!r}"


def held(page: Page, to: float) -> None:
    """The pointer over the lever at this share of its range."""
    box = page.locator(LEVER).bounding_box()
    assert box is not None
    thumb = 16
    page.mouse.move(box["x"] + thumb / 2 + to * (box["width"] - thumb), box["y"] + box["height"] / 2)


def drag(case: Case, name: str, browser: Browser, took: list[float], left_out: list[str]) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 1600})
    port = free_port()
    with served(ROOT / "app.py", port):
        wait_for(port)
        page.goto(f"http://localhost:{port}/?case={name}", wait_until="commit")
        page.evaluate(PAINTED, f"document.querySelector('.points .count') && document.querySelector('{LEVER}')")
        time.sleep(1)
        page.locator(LEVER).scroll_into_view_if_needed()
        held(page, 100 / 150)
        page.mouse.down()
        for move in range(1, MOVES + 1):
            page.evaluate(MOVED)
            held(page, (100 - 3 * move) / 150)
            value = int(page.locator(LEVER).input_value())
            painted = page.evaluate(PAINTED, condition(case, value))
            took.append(painted - page.evaluate("window.moved"))
        for sweep in range(SWEEPS):
            for move in range(40):
                held(page, abs((7 * sweep + 3 * move) % 100 - 50) / 50)
                page.wait_for_timeout(16)
            page.mouse.up()
            value = int(page.locator(LEVER).input_value())
            try:
                page.evaluate(PAINTED.replace("60000", "5000"), condition(case, value))
            except Exception as error:
                left_out.append(f"{value} %: {error}")
            page.mouse.down()
        page.mouse.up()
        page.close()


def report(floor: App, took: list[float], left_out: list[str], name: str) -> str:
    lines = [f"{MOVES} moves of a dragged lever a round, {ROUNDS} rounds; load {os.getloadavg()[0]:.1f}"]
    for what, of in (("median ms", lambda values: percentile(values, 50)), ("95th percentile ms", percentile_95)):
        least, mine = of(floor.edits), of(took)
        lines.append(f"bare app                 entry to repaint, {what:20} {least:8.2f}")
        lines.append(f"{name:24} move to repaint, {what:21} {mine:8.2f}  {mine / least:5.2f} times (at most 2)")
    lines.append(f"{ROUNDS * SWEEPS} sweeps let go: {left_out or 'the last value stood each time'}")
    return "\n".join(lines)


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "herning-2013"
    case, floor = read_case(name), bare()
    took: list[float] = []
    left_out: list[str] = []
    with sync_playwright() as playwright:
        for _ in range(ROUNDS):
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            measure(floor, browser, MOVES)
            browser.close()
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            drag(case, name, browser, took, left_out)
            browser.close()
    said = report(floor, took, left_out, name)
    print(said)
    (HERE / "drag_to_repaint.txt").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
