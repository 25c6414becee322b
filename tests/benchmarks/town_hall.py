"""A whole town hall on one server, or on two behind the proxy: what holds when many work, and when things break.

    python -m tests.benchmarks.town_hall kills [60]       each database: a replica is killed after an edit or a save
    python -m tests.benchmarks.town_hall stopped [30]     the database is gone for so many seconds
    python -m tests.benchmarks.town_hall sessions [60]    one of them opens the largest legal case over and over
    python -m tests.benchmarks.town_hall overview [300]   someone computes the overview of so many cases over and over
    python -m tests.benchmarks.town_hall soak [2000]      so many edits over 20 sessions

The aims: nothing acknowledged is lost and every user is carried on; health is red within 5 s, edits are kept and saving
goes on; another user's edit under twice its median alone; memory within 5 % after the first tenth, no trend in latency.
The output is also written beside this file, by the name of what was run.
"""

from __future__ import annotations

import itertools
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect, sync_playwright
from scipy.stats import theilslopes

from budget.case import case_to_text, read_case
from budget.case.reading import MOST_BYTES
from budget.case.translating import MOST_LINES
from budget.store import New, open_store
from tests.benchmarks.edit_to_repaint import PAINTED, QUIET, dashboard, percentile_95
from tests.benchmarks.large_case import large_case
from tests.benchmarks.open_browsers import memory
from tests.benchmarks.portfolio import SHIPPED
from tests.benchmarks.upload_beside_edit import edits
from tests.e2e.conftest import Served, turn_to
from tests.e2e.test_drafts import SAVING_2015
from tests.e2e.test_entry import SAVING_2016, cell, put
from tests.e2e.test_proxy import NAME, Machine
from tests.e2e.test_two_people import save
from tests.programs import chromium
from tests.store.server import Server

HERE = pathlib.Path(__file__).parent
PEOPLE = 4
SOAKING = 20
TOWNS = ("Aarhus", "Billund", "Esbjerg", "Favrskov", "Gribskov")  # together more cases than a server keeps worked out
PATIENT = 90_000  # ms: how long a busy machine may take is no claim here
OWN = ("10.0.0.1", "10.0.0.2")


class Replicas:
    """Two servers of the manual behind its proxy, which share one database."""

    def __init__(self, store: str) -> None:
        self.machine, self.store = Machine(), store
        self.machine.names |= {"postgresql+psycopg://nettobesparelse@db.example/cases": store}
        site = self.machine.prepare()
        (one,) = re.findall(r"upstream nettobesparelse \{.*?\n\}\n", site.read_text(), re.DOTALL)
        site.write_text(site.read_text().replace(one, self.machine.block("several")))
        self.servers = {self.address(own): self.start(own) for own in OWN}
        self.machine.started(self.machine.proxy(site))

    def address(self, own: str) -> str:
        return f"{self.machine.names[own]}:{self.machine.names['8501']}"

    def start(self, own: str) -> subprocess.Popen[bytes]:
        more = {self.machine.names["10.0.0.1"]: self.machine.names[own]}
        settings = self.machine.write("settings-of-several", "/etc/nettobesparelse.env", more)
        process = self.machine.serve(settings)
        self.machine.started(process, self.address(own))
        return process

    def fullest(self) -> str:
        """The server that most pages are open on, by its own count."""
        return max(self.servers, key=lambda address: visits(f"http://{address}"))

    def kill(self, address: str) -> None:
        self.servers[address].kill()
        self.servers[address].wait()

    def again(self, address: str) -> None:
        own = next(own for own in OWN if self.address(own) == address)
        self.servers[address] = self.start(own)


@contextmanager
def databases(name: str) -> Iterator[str]:
    if name == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/cases.db"
        return
    server = Server()
    try:
        yield server.database()
    finally:
        server.stop()


@contextmanager
def browser(*more: str) -> Iterator[Browser]:
    with sync_playwright() as started:
        one = started.chromium.launch(executable_path=chromium(), args=[*QUIET, *more])
        yield one
        one.close()


def kills(count: int) -> list[str]:
    return [line for name in ("sqlite", "postgresql") for line in kills_over(name, count)]


def kills_over(name: str, count: int) -> list[str]:
    """Each time someone has just been told that an edit is kept, or a version saved, the server that most are on is
    killed. Then everyone types on, in the page that they have open."""
    waited, saved = [], {}
    with databases(name) as store:
        replicas = Replicas(store)
        port, print_ = replicas.machine.port, replicas.machine.fingerprint()
        lead = f"--host-resolver-rules=MAP cases.example.dk:443 127.0.0.1:{port}"
        try:
            with browser(lead, f"--ignore-certificate-errors-spki-list={print_}") as one:
                pages = [person(one, NAME) for _ in range(PEOPLE)]
                told = dict.fromkeys(pages, "4.500")
                for number in range(count):
                    page = pages[number % PEOPLE]
                    told[page] = f"{3 + number % 6}.{number:03d}"
                    put(page, SAVING_2016, told[page], "typed")
                    expect(cell(page, "placements", 2016)).to_have_text(f"-{told[page]}", timeout=PATIENT)
                    expect(page.locator(".nb")).to_contain_text("Kladde gemt", timeout=PATIENT)
                    if page is pages[0]:  # one of them saves: two of one case would ask each other first
                        saved[saves(page, len(saved) + 1)] = told[page]
                    address = replicas.fullest()
                    replicas.kill(address)
                    start = time.monotonic()
                    for other in pages:
                        carried_on(other, told[other], f"1.{number:03d}")
                    waited.append(time.monotonic() - start)
                    check(store, saved)
                    replicas.again(address)
                    print(name, number, len(saved), f"{waited[-1]:.1f}", flush=True)
        finally:
            replicas.machine.clear()
    return [
        f"{name}: {count} kills of a server behind the proxy; {PEOPLE} people carried on each time, no edit lost; "
        f"{len(saved)} versions saved, none lost; all had typed on after {statistics.median(waited):.1f} s (median), "
        f"{max(waited):.1f} s (most)"
    ]


def saves(page: Page, number: int) -> int:
    """Saves, and waits until the page says that this version is."""
    save(page, "Mette")
    page.get_by_text(f"Åbnet fra version {number}.").wait_for()
    turn_to(page, "Beregning")
    page.locator(SAVING_2016).wait_for()
    return number


def carried_on(page: Page, before: str, value: str) -> None:
    """What was kept is there, with one edit more made in the page as it stands."""
    put(page, SAVING_2015, value, "typed")
    expect(cell(page, "placements", 2015)).to_have_text(f"-{value}", timeout=PATIENT)
    expect(cell(page, "placements", 2016)).to_have_text(f"-{before}", timeout=PATIENT)


def check(store: str, saved: dict[int, str]) -> None:
    kept = open_store(store)
    for number, value in saved.items():
        case = kept.version("herning-2013", number).case
        (line,) = (line for line in case.savings if line.id == "placements")
        assert line.amounts[2016].value == float(value.replace(".", "")) * 1000, (number, value)
    assert not kept.broken("herning-2013")
    kept.engine.dispose()


def person(one: Browser, address: str) -> Page:
    page = one.new_context(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce").new_page()
    page.set_default_timeout(PATIENT)
    page.goto(address)
    page.locator(".nb .points .count").wait_for()
    page.locator(".st-key-case-bar button").nth(2).wait_for()
    return page


def health(address: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def visits(address: str) -> float:
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:
        return float(re.findall(r"^nettobesparelse_visits (\S+)", answer.read().decode(), re.MULTILINE)[0])


def until(done: Callable[[], bool]) -> float:
    start = time.monotonic()
    while not done():
        time.sleep(0.1)
    return time.monotonic() - start


def stopped(seconds: int) -> list[str]:
    """One person types on while the database is gone, and saves when it is back."""
    server = Server()
    store = server.database()
    served = Served(store)
    try:
        with browser() as one:
            page = person(one, served.address)
            put(page, SAVING_2016, "3.500", "typed")
            expect(page.locator(".nb")).to_contain_text("Kladde gemt", timeout=PATIENT)
            server.kill()
            gone = time.monotonic()
            red = until(lambda: health(served.address) == 503)
            typed = 0
            while time.monotonic() - gone < seconds:
                typed += 1
                value = f"2.{typed:03d}"
                put(page, SAVING_2015, value, "typed")
                expect(cell(page, "placements", 2015)).to_have_text(f"-{value}", timeout=PATIENT)
            expect(page.get_by_text("Kladden er ikke gemt")).to_be_visible()
            server.start()
            green = until(lambda: health(served.address) == 200)
            number = saves(page, 1)
            check(store, {number: "3.500"})
            kept = open_store(store)
            (line,) = (line for line in kept.version("herning-2013", number).case.savings if line.id == "placements")
            assert line.amounts[2015].value == float(value.replace(".", "")) * 1000
            kept.engine.dispose()
    finally:
        served.kill()
        server.stop()
    return [
        f"database gone for {seconds} s: health red after {red:.1f} s (at most 5), {typed} edits meanwhile, "
        f"health green {green:.1f} s after it was back, and all of them saved"
    ]


def sessions(count: int) -> list[str]:
    """Another's edits alone among as many open pages, and while one of them opens the largest case again and again."""
    served = Served(f"sqlite:///{tempfile.mkdtemp()}/cases.db")
    return beside(served, count, "open", "opens the largest legal case")


def overview(count: int) -> list[str]:
    """Another's edits alone, and while someone has the overview of one municipality after the other computed: by the
    time that all had their turn, the first is kept no longer."""
    store = f"sqlite:///{tempfile.mkdtemp()}/cases.db"
    kept = open_store(store)
    for town, number in itertools.product(TOWNS, range(count)):
        told = {"title": f"{town} {number:03d}", "municipality": town}
        case = read_case(SHIPPED[number % len(SHIPPED)]).model_copy(update=told).named(f"{town.lower()}-{number:03d}")
        kept.save(case.id, 0, New(case, "Mette", "", "0", {}), case.id)
    kept.engine.dispose()
    return beside(Served(store), 2, "overviews", f"computes the overview of {count} cases")


def beside(served: Served, count: int, other: str, does: str) -> list[str]:
    """One session's edits alone, and while another browser does something over and over."""
    app = dashboard("herning-2013", "savings.placements.amounts.2016")
    command = [sys.executable, "-m", "tests.benchmarks.town_hall", other, served.address]
    try:
        with browser() as one:
            pages = [person(one, f"{served.address}/?case=herning-2013") for _ in range(count - 1)]
            page = pages[-1]
            page.evaluate(PAINTED, app.ready)
            edits(page, app, 5)
            alone = edits(page, app, 60)
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            first = float(process.stdout.readline())
            meanwhile = edits(page, app, 60)
            process.kill()
            took = [first, *map(float, process.stdout.read().split())]
    finally:
        served.kill()
    before, after = statistics.median(alone), statistics.median(meanwhile)
    return [
        f"{count} sessions, edit to repaint of one of them: median {before:.0f} ms, "
        f"95th percentile {percentile_95(alone):.0f} ms",
        f"while another {does} ({len(took)} times, {statistics.median(took):.1f} s each): median {after:.0f} ms, "
        f"95th percentile {percentile_95(meanwhile):.0f} ms: {after / before:.2f} times (under 2)",
    ]


def overviews_for_ever(address: str) -> None:
    """The overview of each municipality in turn until stopped: a line for each, in seconds from its choice on."""
    with browser() as one:
        page = person(one, f"{address}/")
        page.goto(f"{address}/overblik")
        for town in itertools.cycle(TOWNS):
            page.get_by_label("Kommune").first.click()
            start = time.perf_counter()
            page.get_by_role("option", name=town, exact=True).click()
            page.locator(".nb table", has_text=f"{town} 001").first.wait_for(timeout=10 * PATIENT)
            print(time.perf_counter() - start, flush=True)
            page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=10 * PATIENT)


def open_for_ever(address: str) -> None:
    """The largest case that the program takes, opened until stopped: a line for each, in seconds to its table."""
    text = largest()
    with browser() as one:
        page = person(one, address)
        for number in itertools.count():
            page.locator(".st-key-bar-cases button").click()  # by its role it is looked for among 20.000 fields
            start = time.perf_counter()
            named = text.replace("Stor case", f"Stor case {number}", 1)
            file = {"name": f"stor-{number}.yaml", "mimeType": "text/yaml", "buffer": named.encode()}
            page.locator("[role=dialog] input[type=file]").set_input_files(file)  # type: ignore[arg-type]
            page.locator(".st-key-case-bar strong", has_text=re.compile(rf"^Stor case {number}$")).wait_for()
            print(time.perf_counter() - start, flush=True)


def largest() -> str:
    """As many lines as a case may hold, over as many years, within the bytes of a file."""
    text = case_to_text(large_case(only_amounts=True, lines=MOST_LINES))
    assert len(text.encode()) <= MOST_BYTES, len(text.encode())
    return text


def soak(count: int) -> list[str]:
    """Edits of many sessions in turn: what the server holds after the first tenth and at the end, and how long they
    take, by a line through all of them."""
    served = Served(f"sqlite:///{tempfile.mkdtemp()}/cases.db")
    assert served.process is not None
    app = dashboard("herning-2013", "savings.placements.amounts.2016")
    took, held, took_by, held_by = list[float](), list[float](), list[float](), list[float]()
    warm = count // 10
    try:
        with browser() as one:
            pages = [person(one, f"{served.address}/?case=herning-2013") for _ in range(SOAKING)]
            for number in range(count):
                page = pages[number % SOAKING]
                took += edits(page, app, 1, first=3001 + 7 * number % 5000)
                held.append(memory(served.process.pid))
                if number % warm == warm - 1:
                    held_by.append(statistics.median(held[-SOAKING:]))
                    took_by.append(statistics.median(took[-warm:]))
                    print(f"{number + 1} edits: {held_by[-1]:.1f} MB, {took_by[-1]:.0f} ms", flush=True)
    finally:
        served.kill()
    # A line that what a busy moment of the machine does to some of them does not turn.
    slope = theilslopes(took[warm:]).slope * (count - warm)
    middle = statistics.median(took[warm:])
    return [
        f"{count} edits over {SOAKING} sessions: {held_by[0]:.0f} MB after the first {warm}, {held_by[-1]:.0f} MB at "
        f"the end: {100 * (held_by[-1] / held_by[0] - 1):+.1f} % (at most 5)",
        f"MB after each {warm}: {', '.join(f'{mb:.0f}' for mb in held_by)}",
        f"edit to repaint, median ms of each {warm}: {', '.join(f'{ms:.0f}' for ms in took_by)}",
        f"edit to repaint: median {statistics.median(took[:warm]):.0f} ms of the first {warm}, {middle:.0f} ms after, "
        f"{statistics.median(took[-warm:]):.0f} ms of the last {warm}; a line through all after the first rises by "
        f"{slope:+.1f} ms from end to end",
    ]


RUNS: dict[str, tuple[Callable[[int], list[str]], int]] = {
    "kills": (kills, 60),
    "stopped": (stopped, 30),
    "sessions": (sessions, 60),
    "overview": (overview, 300),
    "soak": (soak, 2000),
}


def main(name: str, count: str = "") -> None:
    run, usual = RUNS[name]
    lines = run(int(count or usual))
    lines.insert(0, f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print("\n".join(lines))
    (HERE / f"town_hall_{name}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    others = {"open": open_for_ever, "overviews": overviews_for_ever}
    others[sys.argv[1]](sys.argv[2]) if sys.argv[1] in others else main(*sys.argv[1:])
