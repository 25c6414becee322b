"""What the product is built of: each library by version, hash and licence, and none of a version that nobody tried."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.licences import PINNED, licences, pinned, refused

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().split())


def name_of(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def needed(requirements: list[str], found: set[str]) -> set[str]:
    """The libraries that these bring, by what each says that it needs."""
    for text in requirements:
        one = Requirement(text)
        wanted = [{"extra": extra} for extra in (*one.extras, "")]
        key = name_of(one.name)
        if key not in found or one.extras:
            found.add(key)
            below = importlib.metadata.requires(one.name) or []
            needed([b for b in below if _holds(b, wanted)], found)
    return found


def _holds(text: str, wanted: list[dict[str, str]]) -> bool:
    marker = Requirement(text).marker
    return marker is None or any(marker.evaluate(extra) for extra in wanted)


def test_every_library_of_a_server_has_its_hash_and_the_version_that_the_tests_use() -> None:
    versions = pinned()
    assert versions == {name: CONSTRAINTS[name] for name in versions}
    extras = (text for extra in ("postgresql", "login") for text in PROJECT["optional-dependencies"][extra])
    ours = needed([*PROJECT["dependencies"], *extras], set())
    assert {name_of(name) for name in versions} == ours
    text = PINNED.read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(versions) and all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text and "index" not in text


@pytest.mark.parametrize("part", ["dependencies", *PROJECT["optional-dependencies"]])
def test_no_library_may_come_in_a_major_version_that_was_never_tried(part: str) -> None:
    texts = PROJECT["dependencies"] if part == "dependencies" else PROJECT["optional-dependencies"][part]
    for text in texts:
        one = Requirement(text)
        tried = Version(CONSTRAINTS[name_of(one.name)])
        assert one.specifier.contains(tried), text
        assert not one.specifier.contains(f"{tried.major + 1}.0"), f"{text} has no upper bound"


@pytest.mark.parametrize("name", sorted(pinned()))
def test_a_library_says_a_licence_that_lets_it_be_used_here(name: str) -> None:
    assert refused(name) is None, refused(name)


def test_a_licence_that_asks_for_the_whole_program_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, free in (("GPL-3.0-only", False), ("AGPL-3.0", False), ("LGPL-3.0-only", True), ("BSD License", True)):
        monkeypatch.setattr("tests.licences.licences", lambda name, said=said: [said])
        assert (refused("x") is None) is free, said
    assert len(licences("pyphen")) == 3, "of three, any may be chosen"
