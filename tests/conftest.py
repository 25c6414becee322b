"""What every test shares: the marks of tests that need more than Python, and Hypothesis without a stop-watch."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests.programs import NEEDS, missing_for, must_be_there

# A noisy machine makes single examples slow at random; a deadline would make the suite flicker.
settings.register_profile("local", deadline=None, print_blob=True, max_examples=100)
# The same examples in every run: a red build is red again on the next machine.
settings.register_profile("ci", settings.get_profile("local"), max_examples=500, derandomize=True)
settings.load_profile("ci" if must_be_there() else "local")

# Never the store of the person who runs the tests.
os.environ["NETTOBESPARELSE_STORE"] = f"sqlite:///{Path(tempfile.mkdtemp(prefix='cases-')) / 'cases.db'}"


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in NEEDS:
        missing = missing_for(mark) if item.get_closest_marker(mark) else []
        if missing:
            reason = f"a test marked '{mark}' needs {' and '.join(missing)}, not found on this machine"
            if must_be_there():
                pytest.fail(f"{reason}; under CI=true it may not be skipped", pytrace=False)
            pytest.skip(reason)
