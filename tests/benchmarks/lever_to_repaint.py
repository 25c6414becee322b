"""How long a moved lever takes until the page of uncertainty is painted again, 10,000 draws included.

    python -m tests.benchmarks.lever_to_repaint [case]

Against an entry in a bare Streamlit app in the same run, as in `edit_to_repaint`: the ratio counts, at most 2 times.
A move is one press of an arrow key on the lever of realisation; it is done when the table of the simulation, the
scenarios and the answer of solve all show what the engine gives for that realisation. The output is also written
beside this file.
"""

import os
import sys
import time
from dataclasses import dataclass, field

from playwright.sync_api import Browser, sync_playwright

from budget.analysis.simulation import simulate
from budget.case import Case, read_case, with_figure
from budget.formulas import calculate
from budget.text import Words
from tests.benchmarks.edit_to_repaint import (
    HERE,
    PAINTED,
    PRESSED,
    QUIET,
    ROOT,
    App,
    bare,
    free_port,
    measure,
    percentile_95,
    served,
    wait_for,
)

MOVES = 30
ROUNDS = 3
LEVER = "#field-levers-realisation"
MIDDLE = "document.querySelector('.chance tbody tr:nth-child(3) td:last-child')?.textContent"
BASE = "document.querySelector('.compared .read:nth-of-type(3) tbody tr td:last-child')?.textContent"
READY = f"{MIDDLE} && document.querySelector('.answers li') && document.querySelector('{LEVER}')"


@dataclass
class Moves:
    """The cells that each step of the lever must show, and how long each took."""

    case: str
    expected: list[tuple[str, str]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)


def expected(case: Case) -> list[tuple[str, str]]:
    """By move: the middle draw and the plain run, accumulated in the last year, in 1.000 kr."""
    words, found = Words("da"), []
    for step in range(1, MOVES + 1):
        moved = with_figure(case, "levers.realisation", (100 - step) / 100)
        middle = simulate(moved).accumulated["p50"][-1]
        plain = calculate(moved).row("accumulated").values[-1]
        found.append((words.amount(middle), words.amount(plain)))
    return found


def move(moves: Moves, browser: Browser) -> None:
    """One round: the page opened, and the lever moved down step by step."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    port = free_port()
    with served(ROOT / "app.py", port):
        wait_for(port)
        page.goto(f"http://localhost:{port}/usikkerhed?case={moves.case}", wait_until="commit")
        page.evaluate(PAINTED, READY)
        time.sleep(1)
        page.locator(LEVER).focus()
        for middle, plain in moves.expected:
            done = f"{MIDDLE} === '{middle}' && {BASE} === '{plain}'"
            page.evaluate(PRESSED)
            page.evaluate(f"() => {{ window.painted = ({PAINTED})({done!r}); }}")
            page.keyboard.press("ArrowLeft")
            moves.took.append(page.evaluate("async () => await window.painted - window.pressed"))
            time.sleep(0.1)
        page.close()


def report(floor: App, moves: Moves) -> str:
    lines = [
        f"{MOVES} moves of a lever a round, {ROUNDS} rounds, 10,000 draws each; "
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    ]
    for what, of in (("median ms", lambda values: percentile(values, 50)), ("95th percentile ms", percentile_95)):
        least, mine = of(floor.edits), of(moves.took)
        lines.append(f"bare app                           entry to repaint, {what:20} {least:8.2f}")
        name = f"uncertainty, {moves.case}"
        lines.append(f"{name:34} lever to repaint, {what:20} {mine:8.2f}  {mine / least:5.2f} times (at most 2)")
    return "\n".join(lines)


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[len(values) * share // 100]


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "herning-drivers-2013"
    floor, moves = bare(), Moves(name, expected(read_case(name)))
    with sync_playwright() as playwright:
        for _ in range(ROUNDS):
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            measure(floor, browser, MOVES)
            browser.close()
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
            move(moves, browser)
            browser.close()
    said = report(floor, moves)
    print(said)
    (HERE / "lever_to_repaint.txt").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
