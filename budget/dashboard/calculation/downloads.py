"""What can be taken away: workbook, slides, agenda item, table and forms as CSV, and the case. Made when asked for."""

import streamlit as st

from budget.case import case_to_text
from budget.dashboard.calculation.result import Display
from budget.dashboard.parts.hand import Hand
from budget.export.tables import table_csv
from budget.formulas import Result
from budget.text import Words

OFFICE = "application/vnd.openxmlformats-officedocument"
EXCEL, SLIDES = f"{OFFICE}.spreadsheetml.sheet", f"{OFFICE}.presentationml.presentation"
DOCUMENT = f"{OFFICE}.wordprocessingml.document"


def excel(hand: Hand, prices: str, words: Words) -> bytes:
    """The case in hand as a workbook."""
    from budget.export.workbook import workbook

    case = hand.model.case
    return workbook(case, hand.result("case", case, prices)[0].prices, words.language)


def slides(hand: Hand, prices: str, words: Words) -> bytes:
    """The presentation of the case in hand, small numbers of children hidden."""
    from budget.export.slides import slides

    return slides(_result(hand, prices), words)


def document(hand: Hand, prices: str, words: Words) -> bytes:
    """The agenda item of the case in hand, small numbers of children hidden."""
    from budget.export.document import document

    return document(_result(hand, prices), words)


def form(hand: Hand, name: str, display: Display, prices: str, words: Words) -> bytes:
    """One of the forms as CSV, in the unit on the page."""
    from budget.analysis.forms import appropriations, proposal
    from budget.export.form_tables import form_csv

    made = proposal if name == "proposal" else appropriations
    return form_csv(made(_result(hand, prices), words, display.unit)).encode()


def _result(hand: Hand, prices: str) -> Result:
    return hand.result("case", hand.model.case, prices)[0]


def csv(hand: Hand, display: Display, prices: str, words: Words) -> bytes:
    """The table on the page, always with the budget's signs."""
    return table_csv(_result(hand, prices), words, display.unit).encode()


def yaml(hand: Hand) -> bytes:
    """The case in hand as a file that can be opened again."""
    return case_to_text(hand.model.case).encode()


def buttons(hand: Hand, display: Display, prices: str, words: Words) -> None:
    """The downloads, each of the case as it stands when the button is pressed."""

    def filled(name: str) -> bytes:
        return form(hand, name, display, prices, words)

    downloads = (
        ("excel", lambda: excel(hand, prices, words), ".xlsx", EXCEL),
        ("slides", lambda: slides(hand, prices, words), ".pptx", SLIDES),
        ("document", lambda: document(hand, prices, words), ".docx", DOCUMENT),
        ("csv", lambda: csv(hand, display, prices, words), ".csv", "text/csv"),
        (
            "appropriations",
            lambda: form(hand, "appropriations", display, prices, words),
            "-bevillinger.csv",
            "text/csv",
        ),
        ("proposal", lambda: form(hand, "proposal", display, prices, words), "-forslag.csv", "text/csv"),
        ("yaml", lambda: yaml(hand), ".yaml", "application/yaml"),
    )
    with st.container(horizontal=True, key="downloads"):
        for name, data, ending, mime in downloads:
            st.download_button(
                words(f"downloads.{name}"),
                data,
                f"{hand.model.case.id}{ending}",
                mime,
                key=f"download-{name}",
                on_click="ignore",
            )
