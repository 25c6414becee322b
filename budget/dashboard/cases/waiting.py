"""The drafts of this browser that wait for someone to go on with them, wherever their addresses are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from budget.dashboard.cases import keeper
from budget.dashboard.cases.clock import clock
from budget.dashboard.cases.owner import owner
from budget.dashboard.parts.failure import ADDRESS
from budget.dashboard.parts.markup import Html, tag
from budget.store import Draft, StoreError
from budget.text import Words

SESSION = "drafts-waiting"
MOST = 3  # the latest
GUIDE = "ny-case"  # the page of a draft that is of the guide alone


@dataclass(frozen=True)
class Waiting:
    """One draft: when it was kept, what it is of, and how many changes it holds."""

    id: str
    at: str
    title: str
    changes: int
    guide: bool


def waiting() -> Sequence[Waiting]:
    """Read once in a session: what is written afterwards is written by a window that shows it."""
    if SESSION not in st.session_state:
        st.session_state[SESSION] = _found()
    found: Sequence[Waiting] = st.session_state[SESSION]
    return found


def _found() -> tuple[Waiting, ...]:
    mine = owner()
    if not mine:
        return ()
    try:
        drafts = keeper.store().drafts_of(mine)
    except StoreError:
        return ()  # what is wrong with the store is said where the draft of this window would be kept
    return tuple(one for one in map(_read, drafts) if one is not None)[:MOST]


def _read(draft: Draft) -> Waiting | None:
    """None for a draft without anything that someone did, or of a program that wrote them otherwise."""
    try:
        found = json.loads(draft.changes)
        texts = (found.get("guide") or {}).get("texts", {})
        changes, guide = len(found["changes"]), "guide" in found
        title = found.get("title") if changes else texts.get("title")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Waiting(draft.id, draft.at, title or "", changes, guide) if changes or guide else None


def offered(words: Words) -> Html | None:
    """Fortsæt kladden fra kl. 22.46 … for each of them."""
    found = waiting()
    if not found:
        return None
    items = [tag("li", tag("a", _name(one, words), href=_address(one, words), target="_self")) for one in found]
    return tag("div", tag("p", words("draft.waiting")), tag("ul", *items), class_="waiting")


def _name(one: Waiting, words: Words) -> str:
    what = one.title or words("draft.untitled")
    key = "draft.continue_guide" if not one.changes else "draft.continue.one" if one.changes == 1 else "draft.continue"
    return words(key, time=clock(one.at, words), title=what, count=one.changes)


def _address(one: Waiting, words: Words) -> str:
    page = "" if one.changes else GUIDE
    return f"./{page}?{urlencode({ADDRESS: one.id, 'lang': words.language})}"
