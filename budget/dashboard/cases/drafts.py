"""Drafts: every change is written to the store in the run that makes it, and read again when the session is gone.

A draft belongs to the window that writes it. A reload, a closed laptop or a restarted server takes it over; a second
window on the same address takes it too, and the first then goes on in a copy of its own: no window overwrites another.
"""

import secrets
from dataclasses import dataclass, field, replace

import streamlit as st

from budget.case import CaseError, Problem, case_from_text, case_to_text, problem_text
from budget.dashboard.cases import keeper
from budget.dashboard.cases.clock import clock
from budget.dashboard.changes.record import read_again, written
from budget.dashboard.changes.state import Change, Model
from budget.dashboard.parts.hand import Hand
from budget.dashboard.parts.markup import Html, join, tag
from budget.dashboard.parts.view import commands
from budget.store import Draft, StoreError
from budget.store.store import now
from budget.text import Words

ADDRESS = "draft"  # its name in the address
SESSION = "draft-kept"


@dataclass
class Kept:
    """What this window has written, and what is to be said of it."""

    holder: str = field(default_factory=lambda: secrets.token_hex(8))
    id: str = ""
    epoch: str = ""  # the opening of a case that the draft is of
    original: str = ""
    state: tuple[str, tuple[Change, ...], int | None] | None = None  # what was written last
    at: str = ""
    notice: tuple[str, str, int] | None = None  # its key, the time of the draft, changes that could not be made again
    refused: Problem | None = None


def kept() -> Kept:
    if SESSION not in st.session_state:
        st.session_state[SESSION] = Kept()
    found: Kept = st.session_state[SESSION]
    return found


def restored() -> Model | None:
    """The model of the draft that the address names, from now on held by this window."""
    id = st.query_params.get(ADDRESS)
    if not id:
        return None
    mine = kept()
    try:
        draft = keeper.store().take_draft(id, mine.holder)
        if draft is None:
            return None
        model, missing = read_again(case_from_text(draft.original, draft.case_id), draft.changes, draft.base)
    except StoreError as error:
        mine.refused = keeper.first_problem(error)
        return None
    except CaseError:
        return None  # of a program so old or new that the case itself cannot be read
    mine.id, mine.epoch, mine.original = draft.id, model.epoch, draft.original
    mine.at = draft.at if model.changes else ""
    mine.state = _state(model)
    if model.changes or missing:
        mine.notice = ("draft.restored", draft.at, missing)
    return model


def catch_up(key: str, model: Model) -> bool:
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
        mine.id, mine.epoch, mine.original, mine.state, mine.at = "", model.epoch, "", None, ""
        mine.notice = None
        st.query_params.pop(ADDRESS, None)
    if mine.id and st.query_params.get(ADDRESS) != mine.id:
        st.query_params[ADDRESS] = mine.id  # another page was chosen, which clears the address
    state = _state(model)
    if _same(state, mine.state) or (not mine.id and not model.changes and model.from_address):
        return
    try:
        _write(mine, model)
    except StoreError as error:
        mine.refused = keeper.first_problem(error)
        return
    mine.state, mine.refused = state, None
    if st.query_params.get(ADDRESS) != mine.id:
        st.query_params[ADDRESS] = mine.id


def _state(model: Model) -> tuple[str, tuple[Change, ...], int | None]:
    return model.epoch, model.changes, model.base


def _same(state: tuple[object, ...], written: tuple[object, ...] | None) -> bool:
    """Whether nothing has changed since; the changes of a model are replaced, never altered."""
    return written is not None and all(a is b or a == b for a, b in zip(state, written, strict=True))


def _write(mine: Kept, model: Model) -> None:
    mine.original = mine.original or case_to_text(model.original)
    id, at = mine.id or secrets.token_urlsafe(9), now()
    draft = Draft(id, mine.holder, model.original.id, model.base, mine.original, written(model), at)
    mine.notice = None
    if not keeper.store().keep_draft(draft):
        draft = replace(draft, id=secrets.token_urlsafe(9))
        keeper.store().keep_draft(draft)
        mine.notice = ("draft.copied", at, 0)
    mine.id, mine.at = draft.id, at if model.changes else ""


def forget(hand: Hand) -> None:
    """After a save: what was a draft is a version."""
    mine = kept()
    if mine.id:
        with_id, mine.id = mine.id, ""
        keeper.store().drop_draft(with_id, mine.holder)
    keep(hand)


def said(words: Words) -> Html | None:
    """When the draft was kept, that one was fetched again, or why it could not be kept."""
    mine = kept()
    if mine.refused is not None:
        why = problem_text(mine.refused, words)
        return tag("p", words("draft.not_kept", why=why), class_="warning", role="alert")
    parts = []
    if mine.notice is not None:
        key, at, missing = mine.notice
        text = words(key, time=clock(at, words))
        if missing:
            text = f"{text} {words('draft.missing', count=missing)}"
        parts.append(tag("p", text, class_="warning", role="status"))
    if mine.at:
        parts.append(tag("p", words("draft.kept", time=clock(mine.at, words)), class_="about"))
    return tag("div", join(*parts)) if parts else None
