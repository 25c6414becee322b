"""What those who run the server see of it: counts and durations for Prometheus, and a log; nothing of a case.

An address is logged without what follows its question mark, and an exception as its kind and the places it came
through: what it says may quote what a user typed.
"""

import logging
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

from budget.case import CaseError

P = ParamSpec("P")
R = TypeVar("R")
LOG = logging.getLogger("budget")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
ALL = "nettobesparelse"

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for every one
REQUESTS = Counter("requests", "HTTP requests answered, by status", ["status"], ALL)
REQUEST_SECONDS = Histogram("request_seconds", "from an HTTP request to its answer", namespace=ALL, buckets=SECONDS)
VISITS = Gauge("visits", "pages that are open", namespace=ALL)
RUN_SECONDS = Histogram(
    "run_seconds", "from what a page asked to all of the answer sent", namespace=ALL, buckets=SECONDS
)
EDITS = Counter("edits", "edits to be kept in a draft, by whether they were", ["kept"], ALL)
STORE_SECONDS = Histogram("store_seconds", "what was asked of the store", ["did"], ALL, buckets=SECONDS)
SAVES = Counter("saves", "versions to be saved, by what came of it", ["outcome"], ALL)
FAULTS = Counter("faults", "errors of the program itself, by where", ["where"], ALL)
for where in ("page", "request", "browser"):
    FAULTS.labels(where)  # a rate is counted from 0, not from the first fault on


def begin_log() -> None:
    """Sends the program's log to where the service's goes, and takes what an exception says out of every log."""
    if LOG.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    logging.setLogRecordFactory(_without_words)


def _without_words(*args: Any, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **more)
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = places(record.exc_info[1])
    return record


def places(error: BaseException) -> str:
    """An exception and what led to it as kinds and places, the last of them last."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    codes = f" ({', '.join(problem.code for problem in error.problems)})" if isinstance(error, CaseError) else ""
    said = "\n".join([*lines, f"{type(error).__module__}.{type(error).__qualname__}{codes}"])
    return f"{places(before)}\n{said}" if before is not None else said


def places_in_browser(stack: str) -> str:
    """The same of a script's error in the browser, which sends whatever it likes."""
    kind = re.match(r"\w{1,40}", stack)
    found = re.findall(r"([\w.-]{1,80}\.js|<anonymous>|[\w.-]{1,80}):(\d{1,9}):(\d{1,9})", stack)
    return " ".join([kind[0] if kind else "?", *(f"{file}:{line}:{at}" for file, line, at in found[:20])])


@contextmanager
def timed(did: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        STORE_SECONDS.labels(did).observe(time.perf_counter() - start)


def counted_save(save: Callable[P, R]) -> Callable[P, R]:
    """A saving that is timed, and counted by what came of it: `done`, or why not."""

    @wraps(save)
    def counted(*args: P.args, **more: P.kwargs) -> R:
        outcome = "fault"
        try:
            with timed("save"):
                done = save(*args, **more)
            outcome = "done"
            return done
        except CaseError as error:
            outcome = error.problems[0].code
            raise
        finally:
            SAVES.labels(outcome).inc()

    return counted
