"""The page Budgetopfølgning: the budget of each line beside what was spent, the measures, and entering both."""

import streamlit as st

from budget.analysis.follow_up import follow_up
from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.changes.doings import do
from budget.dashboard.follow_up.forms import forms
from budget.dashboard.follow_up.upload import upload
from budget.dashboard.follow_up.view import lead, line_section, measure_section, notes
from budget.dashboard.parts import frame
from budget.dashboard.parts.chart_block import chart_block
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.view import Block, commands, view
from budget.dashboard.workshop.change_list import change_list
from budget.shown.charts.follow_up import followed
from budget.text import Words

KEY = "follow_up"
MOST_LINES = 8  # more are shown one at a time


def follow_up_page() -> None:
    """The switches, the tables, and below them the forms."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.follow_up')} · {hand.model.case.title}")
    unit = page_head.unit_switch(words)
    model = hand.model
    for command in commands(KEY, model.epoch, model.seen):
        model = do(model, command.number, command.do, command.values, words.language)
    hand.model = model
    drafts.keep(hand)
    _shown(hand, unit, words)
    if drafts.catch_up(KEY, model):
        st.rerun()
    forms(hand, words)
    with st.expander(words("ledger.title")):
        upload(hand, words)
    hand.settle()


def _shown(hand: Hand, unit: str, words: Words) -> None:
    model = hand.model
    result, _ = hand.result("case", model.case, "fixed")
    found = follow_up(result)
    changes = tag("div", change_list(model, words), drafts.said(words), class_="changes")
    measures = measure_section(found.measures, found.years, words)
    blocks = [
        Block("frame", tag("div", class_="right alone", data_holds=BODY)),
        page_head.title_block(hand, words("page.follow_up"), words),
        Block("lead", lead(found, words), BODY),
        Block("changes", changes, BODY),
    ]
    lines = found.lines
    if len(lines) > MOST_LINES:
        labels = [f"{line.line.label} ({line.line.id})" for line in lines]
        chosen = st.selectbox(words("caseload.choose"), range(len(lines)), format_func=labels.__getitem__)
        lines = [lines[chosen]]
    for line in lines:
        blocks.append(Block(f"line:{line.line.id}", line_section(line, found, words, unit), BODY))
        chart = followed(line, found.years, words)
        if chart:
            title = result.case.title
            blocks.append(chart_block(chart, words, title, f"chart:{chart.key}", class_="follow"))
    blocks += [Block("measures", measures, BODY)] if measures else []
    blocks.append(Block("notes", notes(found, words), BODY))
    view(KEY, blocks, words.language, model.epoch, model.seen, model.focus)
