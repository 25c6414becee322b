"""A check that silently stops running is worse than none."""

from __future__ import annotations

from typing import Any

import pytest

from tests import conftest
from tests.programs import NEEDS


class Marked:
    """As much of a test item as the hook looks at."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def get_closest_marker(self, name: str) -> str | None:
        return name if name == self.mark else None


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conftest, "missing_for", lambda mark: ["a-missing-program"])


def _setup(mark: str) -> None:
    item: Any = Marked(mark)
    conftest.pytest_runtest_setup(item)


@pytest.mark.parametrize("mark", sorted(NEEDS))
def test_a_test_without_its_program_is_skipped_locally_and_says_what_is_missing(
    mark: str, nothing_installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="a-missing-program"):
        _setup(mark)


@pytest.mark.parametrize("mark", sorted(NEEDS))
def test_a_test_without_its_program_fails_under_ci(
    mark: str, nothing_installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="a-missing-program"):
        _setup(mark)


def test_a_test_that_needs_only_python_always_runs(nothing_installed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    _setup("slow")
