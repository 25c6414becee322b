"""Opens the first page of a dashboard that is starting: `python tests/e2e/first_page.py ADDRESS`.

Knows nothing of the package, so that it can look at one that is installed elsewhere.
"""

import json
import shutil
import sys
import time
import urllib.request
from contextlib import suppress

from playwright.sync_api import expect, sync_playwright

SECONDS = 60


def wait_for(address: str) -> None:
    for _ in range(SECONDS * 5):
        with suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
            return
        time.sleep(0.2)
    sys.exit(f"nothing answers at {address}")


def main(address: str) -> None:
    wait_for(address)
    with urllib.request.urlopen(f"{address}/_stcore/host-config", timeout=5) as answer:
        assert json.load(answer)["allowedOrigins"] == [], "the product's own configuration is not in force"
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"]).new_page()
        page.goto(address)
        heading = page.locator(".nb h1:visible").first
        heading.wait_for(timeout=SECONDS * 1000)
        expect(page.locator("body")).to_contain_text("-2.500", timeout=SECONDS * 1000)  # Herning's net of 2016
        print(f"{address}: {heading.inner_text()}")


if __name__ == "__main__":
    main(sys.argv[1])
