"""The cases that a portfolio can be made of: those of the product, the newest saved versions, and the one in hand.

What they are called is known at once. They are worked out one by one, each state of a case once for all users.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import streamlit as st

from budget.case import Case, CaseError, cases, cases_folder, problem_text, read_case
from budget.dashboard.cases import keeper
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import memory
from budget.dashboard.parts.say import literal
from budget.formulas import Result, calculate
from budget.store import StoreError
from budget.text import Words

T = TypeVar("T")
MOST_KEPT = 1_000
OFTEN = 0.2  # seconds between two words of how far one is
SHORT = 0.001  # seconds: what takes less was worked out before


@dataclass(frozen=True)
class Known:
    """One case by its id, with what it is chosen by, and what works it out in fixed prices."""

    key: str
    title: str
    municipality: str
    status: str
    work_out: Callable[[], Result]
    version: int | None = None  # in the store
    open: bool = False


def known(hand: Hand, place: Any, words: Words, faults: list[str]) -> list[Known]:
    """Every case there is; `faults` are told why those of them cannot be read that cannot.

    A saved version takes the place of the file of its name, and the case in hand that of both.
    """
    found: dict[str, Known] = {}
    for id in in_pieces(cases(), place, words):
        changed = (cases_folder() / f"{id}.yaml").stat().st_mtime_ns
        work = partial(_worked_out, id, f"file-{changed}", partial(read_case, id))
        result = _tried(id, work, words, faults)
        if result is not None:
            found[id] = _of(id, result.case, work)
    found |= {one.key: one for one in _saved(words, faults)}
    mine = hand.model.case
    work = partial(_in_hand, hand)
    found[mine.id] = replace(_of(mine.id, mine, work), version=hand.model.base, open=True)
    return list(found.values())


def worked_out(chosen: Sequence[Known], place: Any, words: Words, faults: list[str]) -> list[Result]:
    """The results of those that can be read."""
    results = (_tried(one.key, one.work_out, words, faults) for one in in_pieces(chosen, place, words))
    return [result for result in results if result is not None]


def in_pieces(things: Sequence[T], place: Any, words: Words) -> Iterator[T]:
    """One after the other; where it takes long, how far one is stands at the `place`, and a run ends there whose user
    has left the page. After each the other users have the processor for as long as it took.
    """
    told = time.perf_counter()
    for number, thing in enumerate(things):
        began = time.perf_counter()
        if began - told > OFTEN:
            told = began
            said = words("portfolio.progress", done=number, all=len(things))
            place.progress(number / len(things), literal(said))
        yield thing
        took = time.perf_counter() - began
        if took > SHORT:
            memory.stays()  # else every user's run would walk over it
            time.sleep(took)
    place.empty()


def _of(key: str, case: Case, work_out: Callable[[], Result]) -> Known:
    return Known(key, str(case.title), str(case.municipality), case.status, work_out)


def _in_hand(hand: Hand) -> Result:
    return hand.result("case", hand.model.case, "fixed")[0]


def _tried(key: str, work_out: Callable[[], Result], words: Words, faults: list[str]) -> Result | None:
    try:
        return work_out()
    except CaseError as error:
        faults.append(words("portfolio.unread", id=key, why=problem_text(error.problems[0], words)))
        return None


def _saved(words: Words, faults: list[str]) -> Iterator[Known]:
    """The newest version of every saved case that is not archived; the page goes on without a store."""
    try:
        heads = keeper.store().heads()
    except StoreError as error:
        faults.append(problem_text(error.problems[0], words))
        return
    for head, mark in heads:
        work = partial(_worked_out, head.case_id, f"{head.sha256}-{mark}", partial(head.marked, mark))
        yield Known(head.case_id, head.title, head.municipality, mark or head.status, work, head.number)


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _worked_out(key: str, mark: str, _load: Callable[[], Case]) -> Result:
    """The result, read and worked out once for all users as long as the case stays what it is; nothing changes it."""
    return calculate(_load())
