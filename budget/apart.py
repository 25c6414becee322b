"""Reading what someone sent us in a process of its own: what goes wrong there ends there.

The process has a limit on time and on memory, steps aside for those who work on a page, and answers in JSON. This
file is what runs in it, so that the limits hold before anything else is imported.
"""

import contextlib
import importlib
import json
import os
import subprocess
import sys
import threading
from typing import Any

CPU_SECONDS = 10
WAIT_SECONDS = 30  # for a place among the readers, and again for the answer
MEMORY = 512_000_000
AT_ONCE = 2  # readers of all users together: what they may take is known, however many files are sent

_places = threading.BoundedSemaphore(AT_ONCE)


class TooHeavy(Exception):
    """The reading took more than it may, or never got its turn."""


def answer_of(reader: str, data: bytes, *arguments: Any, times: int = 1) -> Any:
    """What the function named `module:function` gives for the data, as JSON holds it; it runs in another process.

    What is read for longer may take so many `times` the seconds.
    """
    # Isolated (-I): neither the folder one stands in nor PYTHON* variables decide what is imported.
    command = [sys.executable, "-I", os.path.abspath(__file__), reader, json.dumps(arguments), str(times)]
    # The standard parser is the one defusedxml guards; and a numerical library is not to take memory for every core.
    environment = {**os.environ, "OPENPYXL_LXML": "False", "OPENBLAS_NUM_THREADS": "1"}
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise TooHeavy
    try:
        done = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=WAIT_SECONDS * times)
    except subprocess.TimeoutExpired:
        raise TooHeavy from None
    finally:
        _places.release()
    if done.returncode != 0:
        raise TooHeavy
    return json.loads(done.stdout)


def _limit_this_process(times: int) -> None:
    with contextlib.suppress(ImportError):  # Windows has no such limits; there only the wait is limited
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS * times, CPU_SECONDS * times + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(reader: str, arguments: str) -> None:
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    module, _, function = reader.partition(":")
    answer = getattr(importlib.import_module(module), function)(sys.stdin.buffer.read(), *json.loads(arguments))
    print(json.dumps(answer))


if __name__ == "__main__":
    _limit_this_process(int(sys.argv[3]))
    _read(*sys.argv[1:3])
