"""How long an edit takes from the Enter key to the repainted page, against a bare Streamlit app in the same run.

    python -m tests.benchmarks.edit_to_repaint [case [path]]

The dashboard's table is painted first and its chart after it; a plain Streamlit build of the same page (fields,
metrics, dataframe, st.plotly_chart) runs beside them for comparison. All run in a real browser, one after the other,
several rounds; the ratios of their medians and 95th percentiles count, not the milliseconds of one machine. The
output is also written beside this file.
"""

import contextlib
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Browser, sync_playwright

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
EDITS = 20
ROUNDS = 3
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

# Resolves when the condition holds and the frame that shows it has been painted.
PAINTED = """condition => new Promise((done, failed) => {
  const holds = new Function(`return ${condition}`);
  const last = performance.now() + 60000;
  const look = () => {
    if (!holds() && performance.now() > last) return failed(new Error(`never on the page: ${condition}`));
    if (!holds()) return requestAnimationFrame(look);
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now());
    requestAnimationFrame(() => channel.port2.postMessage(0));
  };
  look();
})"""

PRESSED = """() => addEventListener(
  'keydown', () => { window.pressed = performance.now(); }, {capture: true, once: true},
)"""


@dataclass
class App:
    """What is measured: the script, the field to type in, and what must stand on the page before and after.

    `done` and `drawn` are the table's and the chart's conditions, with {n} as the number typed.
    """

    name: str
    script: pathlib.Path
    field: str
    address: str
    ready: str
    done: str
    drawn: str = ""
    paints: list[float] = field(default_factory=list)
    edits: list[float] = field(default_factory=list)
    draws: list[float] = field(default_factory=list)


def bare() -> App:
    text = "document.querySelector('.stMarkdown')?.textContent"
    return App("bare app", HERE / "bare_app.py", "input", "/", f"{text} === 'Read: 1'", f"{text} === 'Read: {{n}}'")


def plain() -> App:
    """A plain Streamlit build of the page: its table is a canvas, so the metric beside it tells when it is there."""
    metric = "document.querySelector('[data-testid=stMetricValue]')?.textContent.replace(/\\D/g, '')"
    label = _ending("[data-testid=stPlotlyChart]")
    ready = f"{metric} && {label} && document.querySelector('[data-testid=stDataFrame] canvas')"
    done, drawn = (f"{found} === '{{n}}'" for found in (metric, label))
    return App("plain Streamlit", HERE / "plain_app.py", "input >> nth=3", "/", ready, done, drawn)


def _ending(chart: str) -> str:
    """The figure at the end of the chart's series of the saving."""
    notes = f"[...document.querySelectorAll('{chart} .annotation-text')]"
    return f"{notes}.find(note => note.textContent.startsWith('Besparelse'))?.textContent.replace(/\\D/g, '')"


def dashboard(case: str, path: str) -> App:
    """The page is painted when table, chart, control points and what can be done with the case stand; an edit when the
    table's cell shows it, and drawn when the chart's name does. The figure typed is the last year's saving."""
    cell = "document.querySelector('tr.saving td:nth-last-child(2) button')?.textContent.replace(/\\D/g, '')"
    label = _ending(".chart")
    buttons = "document.querySelectorAll('.st-key-case-bar button')"
    rest = f"document.querySelector('.points .count') && {buttons}.length > 2"
    field_ = f"#field-{path.replace('.', '-')}"
    return App(
        f"dashboard, {case}",
        ROOT / "app.py",
        field_,
        f"/?case={case}",
        f"{cell} && {label} && {rest} && document.querySelector('{field_}')",
        f"{cell} === '{{n}}'",
        f"{label} === '{{n}}'",
    )


@contextlib.contextmanager
def served(script: pathlib.Path, port: int) -> Iterator[None]:
    """A server with a store of its own: what is measured leaves no drafts among those of the one who measures."""
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with tempfile.TemporaryDirectory(prefix="measured-") as folder:
        own = {**os.environ, "NETTOBESPARELSE_STORE": f"sqlite:///{folder}/cases.db"}
        process = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1).close()
            return
        time.sleep(0.02)


def measure(app: App, browser: Browser, edits: int) -> None:
    """One round: from process start to the first full paint, then the edits."""
    page = browser.new_page(viewport={"width": 1440, "height": 1000})
    port = free_port()
    start = time.perf_counter()
    with served(app.script, port):
        wait_for(port)
        page.goto(f"http://localhost:{port}{app.address}", wait_until="commit")
        page.evaluate(PAINTED, app.ready)
        app.paints.append(time.perf_counter() - start)
        time.sleep(1)
        for number in range(edits):
            typed = 3001 + 7 * number
            page.locator(app.field).fill(str(typed))
            page.evaluate(PRESSED)
            for name, condition in (("painted", app.done), ("drawn", app.drawn or "true")):
                page.evaluate(f"() => {{ window.{name} = ({PAINTED})({condition.format(n=typed)!r}); }}")
            page.locator(app.field).press("Enter")
            app.edits.append(page.evaluate("async () => await window.painted - window.pressed"))
            if app.drawn:
                app.draws.append(page.evaluate("async () => await window.drawn - window.pressed"))
            time.sleep(0.1)
        page.close()


def percentile_95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def report(apps: list[App]) -> str:
    """Each app's times, and how many times those of the first."""
    floor = apps[0]
    lines = [f"{EDITS} edits a round, {ROUNDS} rounds; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"]
    for app in apps:
        for what, mine, base, most in (
            ("process start to first full paint, s", app.paints, floor.paints, 2.5),
            ("edit to repainted table, ms", app.edits, floor.edits, 1.2),
            ("edit to repainted chart, ms", app.draws, floor.edits, 2.0),
        ):
            for share, of in (("median", statistics.median), ("95th percentile", percentile_95)):
                if not mine or (share != "median" and mine is app.paints):
                    continue
                wanted = f" (at most {most})" if share == "median" and app.name.startswith("dashboard") else ""
                times = "" if app is floor else f"  {of(mine) / of(base):5.2f} times the bare app{wanted}"
                lines.append(f"{app.name:24} {what:38} {share:16} {of(mine):8.2f}{times}")
    return "\n".join(lines)


def main() -> None:
    case, path = (*sys.argv[1:3], *("herning-2013", "savings.placements.amounts.2016")[len(sys.argv) - 1 :])[:2]
    apps = [bare(), dashboard(case, path), plain()]
    with sync_playwright() as playwright:
        for _ in range(ROUNDS):
            for app in apps:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
                measure(app, browser, EDITS)
                browser.close()
    said = report(apps)
    print(said)
    (HERE / "edit_to_repaint.txt").write_text(said + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
