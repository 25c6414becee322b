"""Saving what is in hand as a new version: who, with what note, and what to do where another has saved meanwhile."""

from dataclasses import replace

import streamlit as st

from budget.dashboard.cases import author, conflict, drafts, keeper, saving
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import say
from budget.store import Conflict, Store, StoreError
from budget.text import Words


def save_form(hand: Hand, words: Words) -> None:
    """The form, and beside its button whatever stands in the way."""
    try:
        store = keeper.store()
        if not store.who.may_anywhere("saved"):
            st.write(words("cases.may_not_save"))
            return
        _form(store, hand, words)
        conflict.show(store, hand, words)
    except StoreError as error:
        say.problems(error.problems[:1], words)


def _form(store: Store, hand: Hand, words: Words) -> None:
    vouched = author.vouched()
    with st.form(f"save-{hand.model.epoch}", border=False):
        name = st.text_input(words("cases.author"), vouched or author.given(), disabled=bool(vouched), max_chars=100)
        note = st.text_input(words("cases.note"), max_chars=200)
        pressed = st.form_submit_button(words("cases.save"))
    if pressed:
        who = vouched or name.strip()
        if not who:
            st.error(words("cases.author_missing"))
            return
        author.remember(who)
        _save(store, hand, who, note.strip())


def _save(store: Store, hand: Hand, who: str, note: str) -> None:
    """Saves what is in hand and has the new version in hand instead; a conflict is kept to be decided."""
    model = hand.model
    try:
        version = saving.save(store, model, model.case, model.base or 0, who, note)
    except Conflict as found:
        conflict.keep(model, found, note)
        return
    hand.model = replace(saving.opened_from(version), seen=model.seen)
    drafts.forget(hand)
    st.rerun()
