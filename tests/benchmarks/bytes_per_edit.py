"""How many bytes an edit sends to the browser over the WebSocket, and what the first page takes over HTTP.

    python -m tests.benchmarks.bytes_per_edit [case [path]]

The output is also written beside this file.
"""

import statistics
import sys
import time

from playwright.sync_api import sync_playwright

from tests.benchmarks.edit_to_repaint import HERE, PAINTED, QUIET, dashboard, free_port, served, wait_for

EDITS = 10


def main() -> None:
    case, path = (*sys.argv[1:3], *("herning-2013", "savings.placements.amounts.2016")[len(sys.argv) - 1 :])[:2]
    app, port = dashboard(case, path), free_port()
    edits: list[int] = []
    fetched: dict[str, int] = {}
    with sync_playwright() as playwright, served(app.script, port):
        wait_for(port)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        sent: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(len(frame))))
        page.on("requestfinished", lambda request: fetched.update({request.url: request.sizes()["responseBodySize"]}))
        page.goto(f"http://localhost:{port}{app.address}", wait_until="commit")
        page.evaluate(PAINTED, app.ready)
        time.sleep(1)
        opening = sum(sent)
        for number in range(EDITS):
            sent.clear()
            typed = 3001 + 7 * number
            page.locator(app.field).fill(str(typed))
            page.locator(app.field).press("Enter")
            page.evaluate(PAINTED, app.done.format(n=typed))
            page.wait_for_timeout(500)
            edits.append(sum(sent))
        browser.close()
    ours = {url.rpartition("/")[2]: size for url, size in fetched.items() if "/static/" not in url and size > 1000}
    said = "\n".join(
        [
            f"{app.name}: an edit sends {statistics.median(edits) / 1000:.1f} kB over the WebSocket, median of {EDITS}",
            f"{app.name}: opening the page sends {opening / 1000:.1f} kB over the WebSocket",
            *(f"fetched once: {name} {size / 1000:.1f} kB" for name, size in sorted(ours.items())),
        ]
    )
    print(said)
    (HERE / "bytes_per_edit.txt").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
