"""The cases that a portfolio can be made of: those of the product, the newest saved versions, and the one in hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import streamlit as st

from budget.case import Case, CaseError, cases, cases_folder, problem_text, read_case
from budget.dashboard.cases import keeper
from budget.dashboard.cases.hand import Hand
from budget.formulas import Result, calculate
from budget.store import StoreError
from budget.text import Words

MOST_KEPT = 1_000


@dataclass(frozen=True)
class Known:
    """One case by its id, worked out in fixed prices."""

    key: str
    result: Result
    open: bool = False

    @property
    def case(self) -> Case:
        return self.result.case


def known(hand: Hand, words: Words) -> tuple[list[Known], list[str]]:
    """Every case that can be read, and why the others cannot.

    A saved version takes the place of the file of its name, and the case in hand that of both.
    """
    found: dict[str, Known] = {}
    faults: list[str] = []
    for key, mark, load in (*_files(), *_saved(words, faults)):
        try:
            found[key] = Known(key, _worked_out(key, mark, load))
        except CaseError as error:
            faults.append(words("portfolio.unread", id=key, why=problem_text(error.problems[0], words)))
    mine = hand.model.case
    found[mine.id] = Known(mine.id, hand.result("case", mine, "fixed")[0], open=True)
    return list(found.values()), faults


Offer = tuple[str, str, Callable[[], Case]]  # id, what tells one state of the case from another, and how it is read


def _files() -> Iterator[Offer]:
    for id in cases():
        changed = (cases_folder() / f"{id}.yaml").stat().st_mtime_ns
        yield id, f"file-{changed}", lambda id=id: read_case(id)  # type: ignore[misc]


def _saved(words: Words, faults: list[str]) -> list[Offer]:
    """The newest version of every saved case that is not archived; the page goes on without a store."""
    try:
        heads = keeper.store().heads()
    except StoreError as error:
        faults.append(problem_text(error.problems[0], words))
        return []
    return [
        (head.case_id, f"{head.sha256}-{mark}", lambda head=head, mark=mark: head.marked(mark))  # type: ignore[misc]
        for head, mark in heads
    ]


@st.cache_resource(max_entries=MOST_KEPT, show_spinner=False)
def _worked_out(key: str, mark: str, _load: Callable[[], Case]) -> Result:
    """The result, read and worked out once for all users as long as the case stays what it is; nothing changes it."""
    return calculate(_load())
