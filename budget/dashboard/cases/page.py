"""The page Cases: save what is in hand as a new version, its versions, and every case that is saved."""

from dataclasses import replace

import streamlit as st

from budget.case import CaseError
from budget.case.themes import known_themes, theme_of
from budget.dashboard.cases import author, drafts, keeper, kept, page_head
from budget.dashboard.cases.doings import Shown, do
from budget.dashboard.cases.downloads import DOCUMENT, fetch
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.cases.save_form import save_form
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.cases.view import (
    case_buttons,
    case_list,
    chosen_case,
    compared_choices,
    comparison,
    filters,
    in_hand_now,
    told,
    version_buttons,
    version_list,
)
from budget.dashboard.parts import frame, say
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.pieces import controls
from budget.dashboard.parts.sortable import chosen, sortable
from budget.dashboard.parts.view import Block, commands, view
from budget.export.document import changes_document
from budget.shown.kept import kept_results
from budget.shown.model import Group
from budget.shown.pages.head import case_page
from budget.store import Store, StoreError, Version
from budget.text import Words

KEY = "cases"
SHOWN = "cases-shown"


def cases_page() -> None:
    """What was asked for is done first; then the case in hand, the form that saves it, and the lists."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.cases')} · {words('page.name')}")
    page_head.switches(words, amounts=False, saves=True)
    try:
        store = keeper.store()
        shown = _after_commands(store, hand, words)
        drafts.keep(hand)
        _head(hand, words)
        with st.container(border=True):
            save_form(hand, words)
        _lists(store, hand, shown, words)
    except StoreError as error:
        say.problems(error.problems[:1], words)


def _after_commands(store: Store, hand: Hand, words: Words) -> Shown:
    """Each command is one transaction and one assignment: a run that is cut short has done it or not."""
    if SHOWN not in st.session_state:
        st.session_state[SHOWN] = Shown()
    shown: Shown = st.session_state[SHOWN]
    model = hand.model
    asked = [one for key in (KEY, page_head.head_of(KEY)) for one in commands(key, model.epoch, model.seen)]
    for command in sorted(asked, key=lambda one: one.number):
        if command.do == "author":
            author.remember(command["text"].strip()[: author.LONGEST])
        try:
            model, shown = do(store, hand.model, shown, command, author.known())
        except CaseError as error:
            say.problems(error.problems[:1], words)
            model = hand.model
        hand.model = replace(model, seen=command.number)
    st.session_state[SHOWN] = shown
    return shown


def _head(hand: Hand, words: Words) -> None:
    model = hand.model
    page = case_page("cases", model.case, [], words)
    blocks = [
        Block("frame", tag("div", class_="right alone", data_holds=BODY)),
        page_head.head_block(page, words),
        *undo_blocks(model, words, BODY),
        Block("lead", tag("p", words("cases.lead"), class_="lead"), BODY),
        Block("now", in_hand_now(model, words), BODY),
        *([Block("draft", said, BODY)] if (said := drafts.said(words)) else []),
    ]
    view(page_head.head_of(KEY), blocks, words.language, model.epoch, model.seen)


def _lists(store: Store, hand: Hand, shown: Shown, words: Words) -> None:
    model = hand.model
    saved = store.list_cases()
    known = next((one for one in saved if one.head.case_id == model.case.id), None)
    pieces: list[Group] = []
    tools: dict[str, Html | None] = {"filters": filters(shown, words)}
    tools[f"told:{shown.told.piece}"] = told(shown.told, author.given(), words)
    if known is not None:
        stamps = store.versions(model.case.id)
        pieces.append(version_list(known, stamps, model, words))
        if (opened := kept.of(store, model)) is not None:
            pieces.append(kept_results(opened.number, opened.engine, opened.results, opened.result, words))
        newest = known.head.number
        tools |= {
            f"version:{stamp.number}": version_buttons(stamp, stamp.number == newest, store.who, words)
            for stamp in stamps
        }
        if len(stamps) > 1:
            old, new = shown.compared(model.case.id, stamps[0].number)
            tools["compare"] = compared_choices(stamps, old, new, words)
            pieces.append(comparison(store.version(model.case.id, old), store.version(model.case.id, new), words))
    pieces.append(case_list(saved, shown, model, words))
    tools |= {f"case:{one.head.case_id}": case_buttons(one, store.who, words) for one in saved}
    page = case_page("cases", model.case, pieces, words)
    grid = next((table for table in page.tables() if table.key == "all"), None)
    pressed = next((one for one in saved if grid and one.head.case_id == chosen(grid)), None)
    tools["chosen"] = chosen_case(pressed, store.who, words) if pressed else None
    page_head.show(KEY, page, hand, words, controls(tools), only=[piece.key for piece in pieces])
    if grid:
        sortable(grid, choose=True)
    if known is not None and len(stamps) > 1:
        _changes(store.version(model.case.id, old), store.version(model.case.id, new), words)
    if drafts.catch_up(KEY, model):
        st.rerun()


def _changes(old: Version, new: Version, words: Words) -> None:
    """The two versions that are compared, as a document of one page."""
    known = known_themes()[0]
    numbers = old.number, new.number
    fetch(
        words("cases.changes_download", old=old.number, new=new.number),
        lambda: changes_document((old.case, new.case), numbers, words, theme_of(new.case.municipality, known)),
        f"{new.case_id}-{old.number}-{new.number}.docx",
        DOCUMENT,
        "changes-document",
        {new.case_id: new.number},
    )
