"""`python -m budget table` against `python -c "import yaml, pydantic"`, as whole processes in turn: at most 3 times.

Run `python tests/benchmarks/start_of_command_line.py`; the last output stands beside this file.
"""

from __future__ import annotations

import pathlib
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BASE = ["-c", "import yaml, pydantic"]
TABLE = ["-m", "budget", "table", "herning-2013"]
ROUNDS = 25


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    seconds(BASE), seconds(TABLE)  # once for the disk
    pairs = [(seconds(BASE), seconds(TABLE)) for _ in range(ROUNDS)]
    base, table = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f'python -c "import yaml, pydantic"        {base * 1000:6.0f} ms')
    print(f"python -m budget table herning-2013      {table * 1000:6.0f} ms")
    print(f"{table / base:.2f} times (at most 3), median of {ROUNDS} rounds in turn")


if __name__ == "__main__":
    main()
