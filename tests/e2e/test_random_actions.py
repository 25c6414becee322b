"""Forty random actions over all pages, two seeds: the short run of `python -m tests.benchmarks.random_actions`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from budget.store import open_store
from tests.e2e.conftest import Served
from tests.e2e.random_actions import walked
from tests.e2e.random_world import WINDOW


@pytest.mark.parametrize("seed", [3, 4])
def test_no_random_action_loses_an_edit_or_says_an_error_and_undo_leads_to_the_start(
    browsers: Callable[[str], Browser], tmp_path: Path, seed: int
) -> None:
    log, store = tmp_path / "log", f"sqlite:///{tmp_path / 'cases.db'}"
    served = Served(store, log=log)
    try:
        walked(browsers("en-US").new_context(**WINDOW), served.address, open_store(store), seed, 40)
    finally:
        served.kill()
    assert "Traceback" not in log.read_text(encoding="utf-8")
