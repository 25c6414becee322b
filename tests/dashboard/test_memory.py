"""What stays is set aside from the collector, and nothing leaks by it."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from budget.case import read_case
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import new_epoch, opened
from budget.dashboard.parts import memory


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


class Circle:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


def test_a_collection_does_not_walk_over_what_was_set_aside() -> None:
    memory.set_aside()
    before = gc.get_freeze_count()
    assert before > 10_000
    assert len(gc.get_objects()) < before / 10


def test_garbage_in_circles_is_freed_by_the_next_setting_aside() -> None:
    circle = Circle()
    gone = weakref.ref(circle)
    memory.set_aside()
    del circle
    gc.collect()
    assert gone() is not None
    memory.set_aside()
    assert gone() is None


def test_it_is_done_once_for_every_opening_of_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []
    monkeypatch.setattr(memory, "set_aside", lambda: times.append(1))
    hand = Hand.of(read_case("herning-2013"))
    hand.settle()
    hand.settle()
    assert len(times) == 1
    hand.model = opened(read_case("assens-2016"), new_epoch())
    hand.settle()
    assert len(times) == 2
