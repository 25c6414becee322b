"""An edit of a case with 200 lines and 40 years on the page, against Herning's in the same run: at most 3 times.

    python -m tests.benchmarks.large_case_page

The output is also written beside this file.
"""

import os
import pathlib
import statistics

from playwright.sync_api import sync_playwright

from budget.case import ASSUMPTIONS, case_to_text
from tests.benchmarks.edit_to_repaint import QUIET, ROOT, App, dashboard, measure, percentile_95
from tests.benchmarks.large_case import FIRST, YEARS, large_case

HERE = pathlib.Path(__file__).parent
NAME = "benchmark-large-case"
EDITS, ROUNDS = 15, 3


def large() -> App:
    """The figure typed is the last year's of the first saving; it is painted when its cell of the table shows it."""
    cell = "document.querySelector('tr[data-row=s0] td:nth-last-child(2) button')?.textContent.replace(/\\D/g, '')"
    field = f"#field-savings-s0-amounts-{FIRST + YEARS - 1}"
    ready = f"{cell} && document.querySelector('.points .count') && document.querySelector('{field}')"
    return App("200 lines, 40 years", ROOT / "app.py", field, f"/?case={NAME}", ready, f"{cell} === '{{n}}'")


def main() -> None:
    file = ASSUMPTIONS / f"{NAME}.yaml"
    apps = [dashboard("herning-2013", "savings.placements.amounts.2016"), large()]
    try:
        file.write_text(case_to_text(large_case()), encoding="utf-8")
        with sync_playwright() as playwright:
            for _ in range(ROUNDS):
                for app in apps:
                    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
                    measure(app, browser, EDITS)
                    browser.close()
    finally:
        file.unlink(missing_ok=True)
    base = statistics.median(apps[0].edits)
    lines = [f"{EDITS} edits a round, {ROUNDS} rounds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"]
    for app in apps:
        middle = statistics.median(app.edits)
        lines.append(
            f"{app.name:28} edit to repaint, median {middle:7.1f} ms, "
            f"95th percentile {percentile_95(app.edits):7.1f} ms: {middle / base:.2f} times Herning (at most 3)"
        )
    print("\n".join(lines))
    (HERE / "large_case_page.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
