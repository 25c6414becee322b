"""The page Ny case: a guided order from nothing to a case that opens on the calculation page."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

import streamlit as st

from budget.analysis.comparison import compared
from budget.case import Case, CaseError, case_to_text
from budget.dashboard.calculation.page import calculation
from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.downloads import fetch
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.changes.state import new_epoch, opened
from budget.dashboard.dialogue import questions
from budget.dashboard.dialogue.answered import case_of, so_far, step_of
from budget.dashboard.dialogue.state import Guide, begun, do
from budget.dashboard.guide.view import buttons, fields, header, heading, lacking, line_title, progress, sources
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.parts.view import Block, commands, view
from budget.export.page_html import Writer
from budget.formulas import calculate
from budget.shown.key_figures import years_text
from budget.shown.labels import problem_said
from budget.shown.net_table import net_table
from budget.shown.table_words import net_word
from budget.text import Words

KEY = "guide"
BESIDE = "guide-result"


def guide_page() -> None:
    """One step at a time; at the end the case takes the place of the one in hand."""
    hand, words = page_head.begun(KEY, of_case=False)
    page_head.switches(words, amounts=False)
    now = _after_commands(hand.guide or begun(datetime.date.today().year + 1), words)
    hand.guide = replace(now, wanted=False)
    drafts.keep(hand)
    case, why = _case(now, words)
    if now.wanted and case is not None:
        _open(hand, case)
    _show(now, case, why, hand, words)
    if now.step == "done" and case is not None:
        made = case_to_text(case).encode
        fetch(words("downloads.yaml"), made, f"{case.id}.yaml", "application/yaml", "guide-file", {case.id: None})
    if drafts.catch_up(KEY, now):
        st.rerun()


def _after_commands(now: Guide, words: Words) -> Guide:
    for command in commands(KEY, now.epoch, now.seen):
        now = do(now, command.number, command.do, command.values, words.language)
    return now


def _case(now: Guide, words: Words) -> tuple[Case | None, list[tuple[str, str]]]:
    """The case when the answers make one, else what stands in the way beside what was not answered."""
    if next(questions.lacks(now.answers), None) is not None:
        return None, []
    if not now.answers.lines:
        return None, [("staff", words("guide.lack.lines"))]
    try:
        return case_of(now.answers, words), []
    except CaseError as error:
        return None, [(step_of(now.answers, p.path, words), problem_said(p, words)) for p in error.problems]


def _open(hand: Hand, case: Case) -> None:
    """The case in place of the one in hand; the answers stay, should one come back to them."""
    hand.model = opened(case, new_epoch())
    st.switch_page(st.Page(calculation, url_path="beregning", default=True))


def _show(now: Guide, case: Case | None, why: list[tuple[str, str]], hand: Hand, words: Words) -> None:
    lacks = list(questions.lacks(now.answers))
    shown: Iterator[tuple[str, Html]]
    if now.step == "done":
        shown = _done(now, case, lacks, why, hand, words)
    elif now.step == "sources":
        shown = sources(now, words)
    else:
        shown = fields(now, lacks, words)
    parts = [
        ("title", header(words)),
        *([("draft", said)] if (said := drafts.said(words, "guide")) else []),
        ("progress", progress(now, lacks, words)),
        (f"heading-{now.step}", heading(now, words)),
        *((f"{now.step}-{key}", html) for key, html in shown),
        (f"buttons-{now.step}", buttons(now, words)),
    ]
    so_far = None if now.step == "done" else _so_far(now, words)
    frame = tag("div", class_="right alone guide", data_holds=BODY)
    beside = tag("aside", aria_label=words("guide.so_far"), data_holds=BESIDE) if so_far else None
    blocks = [Block("frame", tag("div", frame, beside, class_="guide-pair"))]
    blocks += [Block(key, html, BODY) for key, html in parts]
    blocks += [Block("so-far", so_far, BESIDE)] if so_far else []
    blocks += undo_blocks(now, words, BODY)
    view(KEY, blocks, words.language, now.epoch, now.seen, now.focus)


def _so_far(now: Guide, words: Words) -> Html | None:
    """The result of the lines that are answered, from the first figure on, and which are not in it yet."""
    if not now.answers.figures:
        return None
    case, waiting = so_far(now.answers, words)
    names = words.listed(line_title(now, line, words) for line in waiting)
    return tag(
        "section",
        tag("h2", words("guide.so_far")),
        _table(case, words) if case else None,
        tag("p", words("guide.waiting" if case else "guide.waiting_all", lines=names), class_="about")
        if waiting or case is None
        else None,
    )


def _done(
    now: Guide,
    case: Case | None,
    lacks: list[questions.Lack],
    why: list[tuple[str, str]],
    hand: Hand,
    words: Words,
) -> Iterator[tuple[str, Html]]:
    """What is missing; or the result in short, and the way to it."""
    if now.refused:
        yield "refused", tag("p", words("guide.not_taken"), class_="warning", role="status")
    if case is None:
        yield "lacking", lacking(now, lacks, why, words)
        return
    yield "table", _table(case, words)
    found = [figure for figure in compared(case) if figure.stated]
    said = [
        _counted("guide.defaults", sum(figure.figure.unconfirmed for figure in found), words),
        _counted("guide.assumed", sum(not figure.source for figure in found), words),
    ]
    opening = button("open_case", words("guide.open"), class_="primary")
    yield (
        "ready",
        tag(
            "section",
            tag("h3", words("guide.ready")),
            tag("ul", *(tag("li", text) for text in said)),
            _loses(hand, words),
            tag("p", opening, class_="buttons"),
            class_="card",
        ),
    )


def _loses(hand: Hand, words: Words) -> Html | None:
    """That the case in hand has changes which opening another one takes the place of."""
    count = len(hand.model.changes)
    if not count:
        return None
    said = words("page.changes.some", count=count)
    return tag("p", words("cases.loses", changes=said), class_="warning")


def _counted(key: str, count: int, words: Words) -> str:
    return words(f"{key}.some", count=count) if count else words(f"{key}.none")


def _table(case: Case, words: Words) -> Html:
    """The table as it will stand on the calculation page."""
    result = calculate(case)
    table, net = net_table(result, words), result.summary["net"] or 0.0
    table = table.with_columns(range(1 + len(result.years)))
    note = words("guide.net", years=years_text(result), amount=words.mio(net), word=net_word(net, words))
    caption = words("guide.table", title=case.title, year=case.price_year)
    return Writer(words).table(replace(table, caption=caption, notes=(note,)))
