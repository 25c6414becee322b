"""The long battery of numbers that land where they are typed: 1.000 random sequences against a plain model.

    python -m tests.benchmarks.typing_sequences [sequences [first]]

Typing, Tab, Shift+Tab, Enter, Escape, clicks, switches, one field's reset and undo, as in `tests/e2e/test_typing.py`,
of which the ordinary tests run the first 60; before them all fields of the six lines forward and back, twice, at 30 ms
a key. The output is also written beside this file.
"""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.benchmarks.edit_to_repaint import HERE
from tests.e2e.conftest import QUIET
from tests.e2e.test_typing import sequences, serving, through_all_fields


def main() -> None:
    count, first = (*map(int, sys.argv[1:]), *(1000, 0)[len(sys.argv) - 1 :])
    start, faults = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="typing-") as folder, sync_playwright() as playwright:
        served = serving(Path(folder))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        context = browser.new_context(viewport={"width": 1440, "height": 2400}, reduced_motion="reduce")
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        wrong = through_all_fields(page, served.address)
        print(wrong or "every value where it was typed", flush=True)
        differs = sequences(page, served, count, first)
        served.kill()
    said = [
        "six lines of four years, forward and back twice, 30 ms a key: " + ("; ".join(wrong) or "every value in place"),
        f"{count} sequences of six actions from {first} on: {differs or 'none differs from the plain model'}",
        f"{len(faults)} errors in the console; {time.monotonic() - start:.0f} s",
    ]
    print("\n".join(said))
    (HERE / "typing_sequences.txt").write_text("\n".join(said) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
