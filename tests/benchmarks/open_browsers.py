"""Thirty browsers on one server, each with an edit of its own, and what the server's memory grows by for each.

`python tests/benchmarks/open_browsers.py`. The first ten are not counted: the libraries that they
bring in are loaded once.
"""

from __future__ import annotations

import pathlib
import sys
import tempfile

from playwright.sync_api import Page, expect, sync_playwright

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.e2e.conftest import QUIET, Served  # noqa: E402
from tests.e2e.test_entry import SAVING_2016, cell, put  # noqa: E402
from tests.programs import chromium  # noqa: E402

BROWSERS, WARM = 30, 10


def memory(process: int) -> float:
    """Megabytes that the process holds in memory."""
    for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def main() -> None:
    folder = tempfile.TemporaryDirectory()
    served = Served(f"sqlite:///{folder.name}/cases.db")
    assert served.process is not None
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=QUIET)
        pages: list[Page] = []
        measured = []
        for n in range(BROWSERS):
            page = browser.new_context().new_page()
            page.goto(served.address)
            page.locator(".nb .points .count").wait_for()
            put(page, SAVING_2016, f"3.{500 + n}", "typed")
            expect(cell(page, "placements", 2016)).to_have_text(f"-3.{500 + n}")
            pages.append(page)
            measured.append(memory(served.process.pid))
        for n, page in enumerate(pages):  # each asks once more, after all the others
            put(page, "#field-savings-placements-amounts-2015", f"2.{500 + n}", "typed")
            expect(cell(page, "placements", 2015)).to_have_text(f"-2.{500 + n}")
            expect(cell(page, "placements", 2016)).to_have_text(f"-3.{500 + n}")
        for n, page in enumerate(pages):
            page.reload()
            expect(cell(page, "placements", 2016)).to_have_text(f"-3.{500 + n}")
        browser.close()
    served.kill()
    grown = (measured[-1] - measured[WARM - 1]) / (BROWSERS - WARM)
    print(f"{BROWSERS} open browsers, each with its own edits, also after a reload: all kept their own")
    first, warm, last = measured[0], measured[WARM - 1], measured[-1]
    print(f"server: {first:.0f} MB with 1, {warm:.0f} MB with {WARM}, {last:.0f} MB with {BROWSERS}")
    print(f"a browser more: {grown:.2f} MB")


if __name__ == "__main__":
    main()
