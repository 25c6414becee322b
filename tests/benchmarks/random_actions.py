"""Random actions over all pages, seed by seed, against a plain model of the case.

    python -m tests.benchmarks.random_actions [actions [first seed [last seed]]]

500 actions and the seeds 1 to 10 untold. Each seed has a browser, a server and a store of its own; what is done, and
what must hold after each action, is in `tests/e2e/random_actions.py`. The output is also written beside this file.
"""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from budget.store import open_store
from tests.benchmarks.edit_to_repaint import HERE
from tests.e2e.conftest import QUIET, Served
from tests.e2e.random_actions import walked
from tests.e2e.random_world import WINDOW, Fault


def main() -> None:
    given = [int(text) for text in sys.argv[1:]]
    actions, first, last = (*given, *(500, 1, 10)[len(given) :])
    lines = [f"{actions} random actions a seed, then undo to the start and the case exported"]
    exceptions = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        for seed in range(first, last + 1):
            start = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="random-") as folder:
                log, store = Path(folder) / "log", f"sqlite:///{folder}/cases.db"
                served, context = Served(store, log=log), browser.new_context(**WINDOW)
                try:
                    world = walked(context, served.address, open_store(store), seed, actions)
                    said = f"no fault; {world.edits} edits, {world.opened} times another version or case in hand"
                    said += f", {world.lost} times a page was not reached at once"
                except Fault as fault:
                    said = f"FAULT {fault}"
                context.close()
                served.kill()
                exceptions += log.read_text(encoding="utf-8").count("Traceback")
            lines.append(f"seed {seed:2}  {said}; {time.monotonic() - start:.0f} s")
            print(lines[-1], flush=True)
    lines.append(f"{exceptions} exceptions in the servers' logs")
    (HERE / "random_actions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
