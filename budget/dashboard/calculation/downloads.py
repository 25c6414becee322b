"""What can be taken away: the workbook, the table as CSV, and the case itself. Made when asked for."""

import streamlit as st

from budget.case import case_to_text
from budget.dashboard.calculation.result import Display
from budget.dashboard.parts.hand import Hand
from budget.export.tables import table_csv
from budget.text import Words

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(hand: Hand, prices: str, words: Words) -> bytes:
    """The case in hand as a workbook."""
    from budget.export.workbook import workbook

    case = hand.model.case
    return workbook(case, hand.result("case", case, prices)[0].prices, words.language)


def csv(hand: Hand, display: Display, prices: str, words: Words) -> bytes:
    """The table on the page, always with the budget's signs."""
    return table_csv(hand.result("case", hand.model.case, prices)[0], words, display.unit).encode()


def yaml(hand: Hand) -> bytes:
    """The case in hand as a file that can be opened again."""
    return case_to_text(hand.model.case).encode()


def buttons(hand: Hand, display: Display, prices: str, words: Words) -> None:
    """The three downloads, each of the case as it stands when the button is pressed."""
    downloads = (
        ("excel", lambda: excel(hand, prices, words), "xlsx", EXCEL),
        ("csv", lambda: csv(hand, display, prices, words), "csv", "text/csv"),
        ("yaml", lambda: yaml(hand), "yaml", "application/yaml"),
    )
    with st.container(horizontal=True, key="downloads"):
        for name, data, ending, mime in downloads:
            st.download_button(
                words(f"downloads.{name}"),
                data,
                f"{hand.model.case.id}.{ending}",
                mime,
                key=f"download-{name}",
                on_click="ignore",
            )
