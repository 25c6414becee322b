"""What one user's case of 18.000 lines costs another's edit, and what its refusal costs.

    python -m tests.benchmarks.upload_beside_edit [edits]

One server, two browsers: edits alone, and edits while someone sends such a file again and again. The aim: under
twice the median alone; refused in under 2 s and 200 MB. The output is also written beside this file.
"""

from __future__ import annotations

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.edit_to_repaint import (
    HERE,
    PAINTED,
    PRESSED,
    QUIET,
    ROOT,
    App,
    dashboard,
    free_port,
    served,
    wait_for,
)
from tests.case.test_bounded import CALL, HUGE, MEASURE

CHROMIUM = "/usr/bin/chromium"
REFUSED = "en case har højst 500"


def edits(page: Page, app: App, count: int, first: int = 3001) -> list[float]:
    """Milliseconds from Enter to the repainted page, of each."""
    found = []
    for number in range(count):
        typed = first + 7 * number
        page.locator(app.field).fill(str(typed))
        page.evaluate(PRESSED)
        page.evaluate(f"() => {{ window.painted = ({PAINTED})({app.done.format(n=typed)!r}); }}")
        page.locator(app.field).press("Enter")
        found.append(page.evaluate("async () => await window.painted - window.pressed"))
        time.sleep(0.1)
    return found


def send(address: str, file: str) -> None:
    """Someone else, until stopped: a line for every refusal that came, in seconds from the file to the words."""
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET).new_page()
        page.goto(address)
        while True:
            page.get_by_role("button", name="Skift case").click()
            start = time.perf_counter()
            page.locator("[role=dialog] input[type=file]").set_input_files(file)
            page.get_by_text(REFUSED).wait_for()
            print(time.perf_counter() - start, flush=True)
            page.keyboard.press("Escape")
            page.locator("[role=dialog]").wait_for(state="detached")


def cost(program: str, file: str) -> tuple[float, float]:
    """Seconds of the processor and MB of a refusal, in a process of its own."""
    run = subprocess.run([sys.executable, "-c", program, file], cwd=ROOT, capture_output=True, text=True, check=True)
    *_, seconds, megabytes = json.loads(run.stdout)
    return seconds, megabytes


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    app = dashboard("herning-2013", "savings.placements.amounts.2016")
    port = free_port()
    address = f"http://localhost:{port}/?case=herning-2013"
    with (
        tempfile.TemporaryDirectory() as folder,
        served(app.script, port),
        sync_playwright() as playwright,
    ):
        (huge := pathlib.Path(folder) / "huge.yaml").write_text(HUGE, encoding="utf-8")
        wait_for(port)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(address)
        page.evaluate(PAINTED, app.ready)
        edits(page, app, 3)
        alone = edits(page, app, count)
        command = [sys.executable, "-m", "tests.benchmarks.upload_beside_edit", "send", address, str(huge)]
        other = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert other.stdout is not None
        first = float(other.stdout.readline())
        beside = edits(page, app, count)
        other.kill()
        sent = [first, *map(float, other.stdout.read().split())]
        costs = {name: cost(program, str(huge)) for name, program in (("command line", CALL), ("upload", MEASURE))}
    before, after = statistics.median(alone), statistics.median(beside)
    lines = [
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors",
        f"edit to repaint, median of {count}: alone {before:.0f} ms, beside uploads {after:.0f} ms: "
        f"{after / before:.2f} times",
        f"uploads meanwhile: {len(sent)}, from the file to the refusal {statistics.median(sent):.2f} s (median)",
        *(
            f"a case of 18.000 lines, {name}: {used:.2f} s of the processor, {mb:.0f} MB"
            for name, (used, mb) in costs.items()
        ),
    ]
    print("\n".join(lines))
    (HERE / "upload_beside_edit.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    send(*sys.argv[2:]) if sys.argv[1:2] == ["send"] else main()
