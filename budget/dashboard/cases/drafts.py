"""Drafts: every change is written to the store in the run that makes it, and read again when the session is gone.

A draft belongs to the window that writes it. A reload, a closed laptop or a restarted server takes it over; a second
window on the same address takes it too, and the first then goes on in a copy of its own: no window overwrites another.
It is of all that the window has in hand: the changes to a case, and the answers about a new one.
"""

import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Literal

import streamlit as st

from budget.case import CaseError, Problem, case_from_text, case_to_text, problem_text
from budget.dashboard.cases import keeper
from budget.dashboard.cases.clock import clock
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.owner import owner
from budget.dashboard.cases.waiting import offered
from budget.dashboard.changes.record import read_again, written
from budget.dashboard.changes.state import Model
from budget.dashboard.dialogue import record
from budget.dashboard.dialogue.state import Guide
from budget.dashboard.parts.failure import ADDRESS
from budget.dashboard.parts.markup import Html, join, tag
from budget.dashboard.parts.view import commands
from budget.dashboard.parts.watch import EDITS, timed
from budget.store import Draft, StoreError
from budget.store.access import now
from budget.store.store import BETWEEN
from budget.text import Words

SESSION = "draft-kept"
Of = Literal["changes", "guide"]  # what a draft may be of
FOR_ALL = ("draft.copied", "draft.unreadable")  # said on every page
NO_DRAFT = (CaseError, LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)


@dataclass
class Kept:
    """What this window has written, and what is to be said of it."""

    holder: str = field(default_factory=lambda: f"{owner()}{BETWEEN}{secrets.token_hex(8)}")
    id: str = ""
    epoch: str = ""  # the opening of a case that the draft is of
    original: str = ""
    state: tuple[object, ...] | None = None  # what was written last
    at: str = ""
    holds: frozenset[Of] = frozenset()  # what the draft is of
    notice: tuple[str, str, int] | None = None  # its key, the time of the draft, changes that could not be made again
    refused: Problem | None = None
    counted: object = None  # the changes that were counted as an edit, whether they could be kept or not


def kept() -> Kept:
    if SESSION not in st.session_state:
        st.session_state[SESSION] = Kept()
    found: Kept = st.session_state[SESSION]
    return found


def restored() -> Hand | None:
    """What is in hand by the draft that the address names, from now on held by this window."""
    id = st.query_params.get(ADDRESS)
    if not id:
        return None
    mine = kept()
    try:
        draft = keeper.store().take_draft(id, mine.holder)
    except StoreError as error:
        mine.refused = keeper.first_problem(error)
        return None
    if draft is None:
        return None
    try:
        hand, missing = _read(draft)
    except NO_DRAFT:
        # Of a program so old or new that it cannot be read. It stays as it is: what is written next gets another id.
        mine.notice = ("draft.unreadable", draft.at, 0)
        return None
    mine.id, mine.epoch, mine.original, mine.at = draft.id, hand.model.epoch, draft.original, draft.at
    mine.state, mine.holds, mine.counted = _state(hand), _holds(hand), hand.model.changes
    if mine.holds or missing:
        mine.notice = ("draft.restored", draft.at, missing)
    return hand


def _read(draft: Draft) -> tuple[Hand, int]:
    """What a draft holds, and how much of it the program no longer knows; one of NO_DRAFT for what is none."""
    model, missing = read_again(case_from_text(draft.original, draft.case_id), draft.changes, draft.base)
    answers = json.loads(draft.changes).get("guide")
    if answers is None:
        return Hand(model), missing
    guide, lost = record.read_again(answers)
    return Hand(model, guide), missing + lost


def catch_up(key: str, model: Model | Guide) -> bool:
    """Whether the page is to be made again: it turns out to be older than its session.

    What it asked for is known only when its view has been shown. A new page has asked for nothing; one whose session
    was lost sends again what it asked for, and the click that was made meanwhile must not be swallowed.
    """
    mine = kept()
    if mine.notice is not None and mine.notice[0] == "draft.restored" and st.session_state.get(key, {}).get("log"):
        mine.notice = ("draft.reconnected", *mine.notice[1:])
        return True
    return bool(commands(key, model.epoch, model.seen))


def begin(epoch: str, original: str) -> None:
    """The text of a case that is opened anyway: the first edit need not write it out again."""
    mine = kept()
    mine.epoch, mine.original = epoch, original


def keep(hand: Hand) -> None:
    """Writes what has changed since the last time. Called in every run, right after the changes were made."""
    mine, model = kept(), hand.model
    if mine.epoch != model.epoch:
        mine.id, mine.epoch, mine.original, mine.state, mine.holds = "", model.epoch, "", None, frozenset()
        mine.notice = None
        st.query_params.pop(ADDRESS, None)
    into_address()
    state = _state(hand)
    if _same(state, mine.state) or (not mine.id and not _holds(hand) and model.from_address):
        return
    edited, mine.counted = bool(hand.model.changes) and hand.model.changes is not mine.counted, hand.model.changes
    try:
        with timed("draft"):
            _write(mine, hand)
    except StoreError as error:
        mine.refused = keeper.first_problem(error)
        EDITS.labels("no").inc(edited)
        return
    EDITS.labels("yes").inc(edited)
    mine.state, mine.refused = state, None
    into_address()


def _state(hand: Hand) -> tuple[object, ...]:
    model = hand.model
    return model.epoch, model.changes, model.history, model.base, *(record.kept(hand.guide) or ())


def _holds(hand: Hand) -> frozenset[Of]:
    of: dict[Of, bool] = {"changes": bool(hand.model.changes), "guide": record.kept(hand.guide) is not None}
    return frozenset(name for name, held in of.items() if held)


def _same(state: tuple[object, ...], written: tuple[object, ...] | None) -> bool:
    """Whether nothing has changed since; the changes of a model are replaced, never altered."""
    if written is None or len(state) != len(written):
        return False
    return all(a is b or a == b for a, b in zip(state, written, strict=True))


def _write(mine: Kept, hand: Hand) -> None:
    model, holds = hand.model, _holds(hand)
    guide = {"guide": record.written(hand.guide)} if hand.guide is not None and "guide" in holds else {}
    others = {"title": model.case.title, **guide}
    mine.original = mine.original or case_to_text(model.original)
    id, at = mine.id or secrets.token_urlsafe(9), now()
    draft = Draft(id, mine.holder, model.original.id, model.base, mine.original, written(model, **others), at)
    mine.notice = None
    if not keeper.store().keep_draft(draft):
        draft = replace(draft, id=secrets.token_urlsafe(9))
        keeper.store().keep_draft(draft)
        mine.notice = ("draft.copied", at, 0)
    mine.id, mine.at, mine.holds = draft.id, at, holds


def into_address() -> None:
    """The draft of this window in the address, which another page clears: a run that failed may not have come to it."""
    mine = kept()
    if mine.id and st.query_params.get(ADDRESS) != mine.id:
        st.query_params[ADDRESS] = mine.id


def forget(hand: Hand) -> None:
    """After a save: what was a draft is a version."""
    mine = kept()
    saved, mine.id = mine.id, ""
    keep(hand)  # first what the draft held besides
    if saved:
        keeper.store().drop_draft(saved, mine.holder)


def said(words: Words, of: Of = "changes") -> Html | None:
    """When the draft was kept, that one was fetched again, or why it could not be kept; where it is of `of`."""
    mine = kept()
    if mine.refused is not None:
        why = problem_text(mine.refused, words)
        return tag("p", words("draft.not_kept", why=why), class_="warning", role="alert")
    parts = []
    if mine.notice is not None and (of in mine.holds or mine.notice[2] or mine.notice[0] in FOR_ALL):
        key, at, missing = mine.notice
        text = words(key, time=clock(at, words))
        if missing:
            text = f"{text} {words('draft.missing', count=missing)}"
        parts.append(tag("p", text, class_="warning", role="status"))
    if of in mine.holds:
        parts.append(tag("p", words("draft.kept", time=clock(mine.at, words)), class_="about"))
    if not mine.holds and not parts and (others := offered(words)):
        parts.append(others)
    return tag("div", join(*parts)) if parts else None
