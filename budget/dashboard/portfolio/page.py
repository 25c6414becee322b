"""The page Overblik: which cases, the overview list, net by service area, payback and return, and double counts."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from budget.analysis.portfolio import Portfolio, portfolio, told_twice
from budget.dashboard.cases import page_head
from budget.dashboard.cases.downloads import CSV, EXCEL, fetch
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, literally
from budget.dashboard.parts.sortable import sortable
from budget.dashboard.portfolio.choosing import choosing
from budget.dashboard.portfolio.known import Known, known, worked_out
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
    progress, above, faults = st.container(key="progress").empty(), st.container(), list[str]()
    chosen = _chosen(known(hand, progress, words, faults), hand, words)
    results = worked_out(chosen, progress, words, faults)
    for fault in faults:
        above.warning(literal(fault))
    if not results:
        st.info(words("portfolio.none"))
        return
    found = portfolio(results)
    page = pages.portfolio(results, words, found)
    tables = {table.key: table for table in page.tables()}
    for piece in page.pieces:
        if piece.key in SORTED:
            sortable(tables[piece.key], sums=SORTED[piece.key])
        page_head.show(f"{KEY}:{piece.key}", page, hand, words, only=[piece.key])
    choosing(found, hand, progress, words)
    _downloads(found, {each.key: each.version for each in chosen}, words)


def _chosen(every: list[Known], hand: Hand, words: Words) -> list[Known]:
    """Those of a municipality and a status, and among them the ones that are not left out."""
    municipalities = sorted({each.municipality for each in every})
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
    those = {each.key: each for each in every if where in ("", each.municipality) and status in ("", each.status)}
    again = {list(those)[number] for number in told_twice([(each.municipality, each.title) for each in those.values()])}
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
    return words("portfolio.in_hand" if each.open else "portfolio.known", title=each.title, id=each.key)


def _downloads(found: Portfolio, taken: Mapping[str, int | None], words: Words) -> None:
    """The tables as CSV and everything in one archive, made when asked for."""
    with st.container(horizontal=True, key="portfolio-downloads"):
        for name, make in TABLES.items():
            table = partial(make, found, words)
            made = lambda table=table: titled_csv(table()).encode()  # noqa: E731
            fetch(words(f"portfolio.download.{name}"), made, f"{name}.csv", CSV, f"portfolio-{name}", taken)
        book, all = partial(portfolio_workbook, found, words), partial(archive, found, words)
        fetch(words("portfolio.download.workbook"), book, "portfolio.xlsx", EXCEL, "portfolio-workbook", taken)
        fetch(words("portfolio.download.all"), all, "portfolio.zip", "application/zip", "portfolio-all", taken)
