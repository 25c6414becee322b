"""What `docs/adding/` tells a newcomer to do works when it is done, word for word, in a copy of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.walkthrough import copy, do, steps

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs/adding").glob("*.md"))


def test_there_is_a_page_for_each_thing_that_is_added() -> None:
    assert [page.stem for page in PAGES] == ["control-point", "export", "kind-of-line", "page"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_can_be_followed_word_for_word(page: Path, tmp_path: Path) -> None:
    found = list(steps(page))
    assert any(not step.place for step in found), "nothing would be tried"
    folder = copy(ROOT, tmp_path)
    for step in found:
        do(step, folder)


def test_a_step_whose_place_is_gone_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('```python file="README.md" before="no such text"\nx\n```\n', encoding="utf-8")
    (tmp_path / "README.md").write_text("y", encoding="utf-8")
    with pytest.raises(AssertionError, match="0 times"):
        do(next(steps(page)), tmp_path)
