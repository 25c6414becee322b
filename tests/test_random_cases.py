"""Random cases are the same in every process: a red test can be run again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PRINTED = """
from tests.random_cases import random_case, random_settings
for seed in range(60):
    print(seed, random_case(seed), random_settings(seed))
"""


def printed(hash_seed: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", PRINTED], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip


def test_the_seed_of_hashes_changes_no_random_case_and_no_setting() -> None:
    first = printed("1")
    assert len(first) > 10_000 and first == printed("2") == printed("31337")
