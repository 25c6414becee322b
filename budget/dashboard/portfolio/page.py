"""The page Overblik: which cases, the overview list, net by service area, payback and return, and double counts."""

import streamlit as st

from budget.analysis.portfolio import Portfolio, portfolio, told_twice
from budget.dashboard.cases import page_head
from budget.dashboard.cases.downloads import EXCEL
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, literally
from budget.dashboard.parts.sortable import sortable
from budget.dashboard.portfolio.choosing import choosing
from budget.dashboard.portfolio.known import Known, known
from budget.export.portfolio_archive import archive
from budget.export.portfolio_workbook import portfolio_workbook
from budget.export.tables import titled_csv
from budget.shown import pages
from budget.shown.model import Page
from budget.shown.pages.portfolio import SORTED
from budget.shown.portfolio_tables import TABLES
from budget.text import Words

KEY = "portfolio"
STATUSES = ("idea", "proposed", "adopted", "completed")


def portfolio_page() -> None:
    """The choice of cases, and what they are together."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.portfolio')} · {words('page.name')}")
    page_head.switches(words, amounts=False)
    page_head.carry_out(KEY, hand, words)
    page = Page(KEY, words("page.portfolio"), words("portfolio.lead"))
    page_head.show(page_head.head_of(KEY), page, hand, words)
    every, faults = known(hand, words)
    for fault in faults:
        st.warning(literal(fault))
    chosen = _chosen(every, hand, words)
    if not chosen:
        st.info(words("portfolio.none"))
        return
    found = portfolio([each.result for each in chosen])
    page = pages.portfolio([each.result for each in chosen], words, found)
    tables = {table.key: table for table in page.tables()}
    for piece in page.pieces:
        if piece.key in SORTED:
            sortable(tables[piece.key], sums=SORTED[piece.key])
        page_head.show(f"{KEY}:{piece.key}", page, hand, words, only=[piece.key])
    choosing(found, hand, words)
    _downloads(found, words)


def _chosen(every: list[Known], hand: Hand, words: Words) -> list[Known]:
    """Those of a municipality and a status, and among them the ones that are not left out."""
    municipalities = sorted({str(each.case.municipality) for each in every})
    with st.container(horizontal=True, key="filters"):
        mine = str(hand.model.case.municipality)
        where = st.selectbox(
            words("portfolio.municipality"),
            ["", *municipalities],
            municipalities.index(mine) + 1,
            format_func=lambda name: name or words("portfolio.every"),
        )
        status = st.selectbox(
            words("portfolio.status"),
            ["", *STATUSES],
            format_func=lambda name: words(f"status.{name}") if name else words("portfolio.any_status"),
        )
    those = {
        each.key: each
        for each in every
        if where in ("", str(each.case.municipality)) and status in ("", each.case.status)
    }
    again = {list(those)[number] for number in told_twice([each.case for each in those.values()])}
    keys = st.pills(
        words("portfolio.cases"),
        list(those),
        selection_mode="multi",
        default=[key for key in those if key not in again],
        format_func=literally(lambda key: _label(those[key], words)),
        key=f"cases-{where}-{status}-{len(those)}",
    )
    if again:
        left_out = words.listed(_label(those[key], words) for key in sorted(again))
        st.write(literal(words("portfolio.left_out", cases=left_out)))
    return [those[key] for key in keys]


def _label(each: Known, words: Words) -> str:
    return words("portfolio.in_hand" if each.open else "portfolio.known", title=each.case.title, id=each.key)


def _downloads(found: Portfolio, words: Words) -> None:
    """The tables as CSV and everything in one archive, made when asked for."""
    with st.container(horizontal=True, key="portfolio-downloads"):
        for name, make in TABLES.items():
            st.download_button(
                words(f"portfolio.download.{name}"),
                lambda make=make: titled_csv(make(found, words)).encode(),  # type: ignore[misc]
                f"{name}.csv",
                "text/csv",
                key=f"portfolio-{name}",
                on_click="ignore",
            )
        st.download_button(
            words("portfolio.download.workbook"),
            lambda: portfolio_workbook(found, words),
            "portfolio.xlsx",
            EXCEL,
            key="portfolio-workbook",
            on_click="ignore",
        )
        st.download_button(
            words("portfolio.download.all"),
            lambda: archive(found, words),
            "portfolio.zip",
            "application/zip",
            key="portfolio-all",
            on_click="ignore",
        )
