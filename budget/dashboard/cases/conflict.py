"""Two people, one case: what differs place by place, and the ways on. Nothing is overwritten unseen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from budget.case import Case, CaseError
from budget.dashboard.cases import author, drafts, saving
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.say import literal, literally, problems
from budget.shown.versions import Clash, Place, clashes, merged, place_text, thing_text
from budget.store import Conflict, Store, Version
from budget.text import Words

KEY = "conflict"


@dataclass(frozen=True)
class Open:
    """A save that was refused and is not yet decided; it is of one opening of a case."""

    epoch: str
    opened: Version | None
    newest: Version
    note: str


def keep(model: Model, conflict: Conflict, note: str) -> None:
    st.session_state[KEY] = Open(model.epoch, conflict.opened, conflict.newest, note)


def show(store: Store, hand: Hand, words: Words) -> None:
    """The conflict that is to be decided, if there is one."""
    found: Open | None = st.session_state.get(KEY)
    if found is None or found.epoch != hand.model.epoch:
        return
    newest = found.newest
    st.error(literal(_said(found, words)))
    mine, theirs = hand.model.case, newest.case
    found_in = clashes(found.opened.case if found.opened else None, mine, theirs)
    where = [clash for clash in found_in if clash.place != ("status",)]  # what is merged no one has marked yet
    with st.form(f"merge-{found.epoch}-{newest.number}"):
        from_mine, undecided = _choices(where, mine, theirs, newest.author, words)
        merge = st.form_submit_button(words("conflict.merge"))
    with st.container(horizontal=True):
        take = st.button(literal(words("conflict.theirs", author=newest.author)))
        on_top = st.button(words("conflict.mine"))
        apart = st.button(words("conflict.apart")) if found.opened is None else False
    if merge and undecided:
        st.error(literal(words("conflict.undecided", count=undecided)))
    elif merge:
        _save(store, hand, found, lambda: _merged(mine, theirs, from_mine), words)
    elif take:
        _have(store, hand, newest)
    elif on_top:
        _save(store, hand, found, lambda: mine, words)
    elif apart:
        _have(store, hand, saving.save_apart(store, hand.model, author.known(), found.note))


def _said(found: Open, words: Words) -> str:
    author, number = found.newest.author, found.newest.number
    if found.opened is None:
        return words("conflict.unsaved", author=author, number=number)
    return words("problem.store_conflict", author=author, number=number, opened=found.opened.number)


def _choices(where: Sequence[Clash], mine: Case, theirs: Case, who: str, words: Words) -> tuple[list[Place], int]:
    """Each place where the two differ, with a choice; the places that are to be as in mine, and how many are open.

    What only one of the two has changed is chosen beforehand, and can be chosen otherwise."""
    from_mine, undecided = [], 0
    for clash in where:
        said = {
            "mine": words("conflict.as_mine", value=thing_text(clash.mine, clash.place, mine, words)),
            "theirs": f"{who}: {thing_text(clash.theirs, clash.place, theirs, words)}",
        }
        chosen = st.radio(
            literal(place_text(clash.place, theirs, mine, words)),
            ("mine", "theirs"),
            index=None if clash.side == "both" else ("mine", "theirs").index(clash.side),
            format_func=literally(said.__getitem__),
            key=f"clash-{clash.id}",
        )
        if chosen == "mine":
            from_mine.append(clash.place)
        undecided += chosen is None
    return from_mine, undecided


def _merged(mine: Case, theirs: Case, from_mine: Sequence[Place]) -> Case:
    """Their version with changes to it."""
    return merged(mine, theirs, from_mine).model_copy(update={"status": theirs.status}).beside(theirs)


def _save(store: Store, hand: Hand, found: Open, case: Callable[[], Case], words: Words) -> None:
    """Saves on top of the newest version that was looked at; one that has come since is another conflict."""
    try:
        version = saving.save(store, hand.model, case(), found.newest.number, author.known(), found.note)
    except Conflict as again:
        st.session_state[KEY] = replace(found, newest=again.newest)
        st.rerun()
    except CaseError as error:
        problems(error.problems, words, case=hand.model.case)
        return
    _have(store, hand, version)


def _have(store: Store, hand: Hand, version: Version) -> None:
    hand.model = replace(saving.opened_from(version, store.case_of(version)), seen=hand.model.seen)
    drafts.forget(hand)
    st.rerun()
