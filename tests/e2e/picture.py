"""Takes the README's picture of the dashboard: `python -m tests.e2e.picture ADDRESS` of one that runs."""

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.e2e.test_entry import SAVING_2016, cell, put
from tests.programs import chromium

PICTURE = Path(__file__).parents[2] / ".ci" / "dashboard.png"


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 1190}, color_scheme="light")
        page.goto(address)
        put(page, SAVING_2016, "3.500", "typed")
        expect(cell(page, "net", 2016)).to_have_text("-1.500")
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main(sys.argv[1])
