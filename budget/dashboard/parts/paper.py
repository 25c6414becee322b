"""The page on paper: a PDF of exactly the blocks that it shows, made when it is asked for."""

import re
from base64 import b64encode
from collections.abc import Sequence

import streamlit as st

from budget.dashboard.parts.assets import CSS
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import SHOWN, Block
from budget.export.drawing import svg
from budget.export.pdf import can_draw, pdf
from budget.shown.charts import Chart
from budget.text import Words

HOLDER = re.compile(r'(<[^<>]* data-holds="([^"]+)"[^<>]*>)')


def begin() -> None:
    """A new page: nothing is shown yet."""
    st.session_state[SHOWN] = {}


def button(page: str, words: Words) -> None:
    """Download as PDF, of what is shown when the button is pressed; on a machine that cannot, why."""
    hand = st.session_state.get("hand")
    title = f"{page} · {hand.model.case.title}" if hand else page
    shown: dict[str, Sequence[Block]] = st.session_state.get(SHOWN, {})
    with st.container(horizontal=True, key="paper"):
        if not can_draw():
            st.caption(words("problem.no_pango"))
            return
        st.download_button(
            words("downloads.pdf"),
            lambda: as_pdf(list(shown.values()), title, words.language),
            f"{page}.pdf",
            "application/pdf",
            key="download-pdf",
            on_click="ignore",
        )


def as_pdf(views: Sequence[Sequence[Block]], title: str, language: str) -> bytes:
    """The views of a page as one document."""
    body = "".join(f'<div class="nb">{assembled(blocks)}</div>' for blocks in views)
    return pdf(body, CSS, title, language)


def assembled(blocks: Sequence[Block]) -> str:
    """Blocks put into one another, as the browser does it."""
    inside: dict[str, list[str]] = {}
    for block in blocks:
        inside.setdefault(block.into, []).append(block.html)
        if block.chart:
            inside[f"plot:{block.chart.key}"] = [_drawn(block.chart)]

    def filled(html: str) -> str:
        return HOLDER.sub(lambda found: found[1] + "".join(map(filled, inside.get(found[2], ()))), html)

    return "".join(map(filled, inside.get("", ())))


def _drawn(chart: Chart) -> Html:
    """What the browser draws, drawn for paper."""
    data = b64encode(svg(chart, chart.measure.language).encode()).decode()
    return tag("img", alt=chart.said, src=f"data:image/svg+xml;base64,{data}", class_="drawn")
