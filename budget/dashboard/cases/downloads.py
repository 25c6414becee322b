"""What can be taken away: workbook, slides, agenda item, table and forms as CSV, and the case. Made when asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import streamlit as st

from budget.analysis.changes import as_written
from budget.case import case_to_text, problem_text
from budget.case.themes import known_themes, theme_of
from budget.dashboard.cases import keeper
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.own_templates import own_templates
from budget.dashboard.parts import frame, paper
from budget.dashboard.parts.say import literal
from budget.export.ods import TYPE as ODS
from budget.export.ods import ods
from budget.export.open_data import tidy_csv
from budget.export.pdf import can_draw, pdf
from budget.export.tables import form_csv, heading, table_csv
from budget.formulas import Result
from budget.shown.changed import states
from budget.shown.model import Display
from budget.shown.net_table import net_table
from budget.text import Words

OFFICE = "application/vnd.openxmlformats-officedocument"
EXCEL, SLIDES = f"{OFFICE}.spreadsheetml.sheet", f"{OFFICE}.presentationml.presentation"
DOCUMENT = f"{OFFICE}.wordprocessingml.document"
CSV = "text/csv"


@dataclass(frozen=True)
class Dress:
    """How slides and agenda item are made: the id of their theme, and whether 1 to 4 children are said."""

    theme: str
    exact: bool
    slides: bytes | None = None  # the municipality's own template, and the layouts chosen of it
    layouts: Mapping[str, str] = field(default_factory=dict)
    document: bytes | None = None


def excel(hand: Hand, prices: str, words: Words) -> bytes:
    """The case in hand as a workbook."""
    from budget.export.workbook import workbook

    case = hand.model.case
    return workbook(case, hand.result("case", case, prices)[0].prices, words.language)


def slides(hand: Hand, dress: Dress, prices: str, words: Words) -> bytes:
    """The presentation of the case in hand."""
    from budget.export.slides import slides

    return slides(_result(hand, prices), words, dress.theme, dress.exact, dress.slides, dress.layouts)


def document(hand: Hand, dress: Dress, prices: str, words: Words) -> bytes:
    """The agenda item of the case in hand."""
    from budget.export.document import document

    return document(_result(hand, prices), words, dress.theme, dress.exact, dress.document)


def form(hand: Hand, name: str, display: Display, prices: str, words: Words) -> bytes:
    """One of the forms as CSV, in the unit on the page."""
    from budget.shown.forms import appropriations, proposal

    made = proposal if name == "proposal" else appropriations
    result = _result(hand, prices)
    return form_csv(made(result, words, display.unit), states(result.case, words)).encode()


def _result(hand: Hand, prices: str) -> Result:
    return hand.result("case", hand.model.case, prices)[0]


def csv(hand: Hand, display: Display, prices: str, words: Words) -> bytes:
    """The table on the page, always with the budget's signs."""
    return table_csv(_result(hand, prices), words, display.unit).encode()


def table_ods(hand: Hand, display: Display, prices: str, words: Words) -> bytes:
    """The table on the page as an OpenDocument spreadsheet, with the budget's signs."""
    result = _result(hand, prices)
    return ods([net_table(result, words, Display(display.unit))], heading(result.case, words).split("\n"), words)


def yaml(hand: Hand) -> bytes:
    """The case in hand as a file that can be opened again."""
    return case_to_text(as_written(hand.model.case)).encode()


def buttons(hand: Hand, display: Display, prices: str, words: Words) -> None:
    """The downloads, each of the case as it stands when the button is pressed."""
    first = st.container(horizontal=True, key="downloads")
    dress = _dress(hand, words)
    with st.container(horizontal=True):
        for name, ending in (("appropriations", "-bevillinger.csv"), ("proposal", "-forslag.csv")):
            button(name, partial(form, hand, name, display, prices, words), ending, CSV, hand, words)
        button("csv", lambda: csv(hand, display, prices, words), ".csv", CSV, hand, words)
        button("ods", lambda: table_ods(hand, display, prices, words), ".ods", ODS, hand, words)
        button("data", lambda: tidy_csv([_result(hand, prices)], words).encode(), "-data.csv", CSV, hand, words)
        button("yaml", lambda: yaml(hand), ".yaml", "application/yaml", hand, words)
    with first:
        if dress.exact:
            st.markdown(words("downloads.exact"))
        button("excel", lambda: excel(hand, prices, words), ".xlsx", EXCEL, hand, words)
        button("slides", lambda: slides(hand, dress, prices, words), ".pptx", SLIDES, hand, words)
        button("document", lambda: document(hand, dress, prices, words), ".docx", DOCUMENT, hand, words)
        _paper(hand, words)


def _paper(hand: Hand, words: Words) -> None:
    """The page as PDF, where it can be drawn; a page of fields alone has nothing to print."""
    page, title = paper.shown(), hand.model.case.title
    if page is None:
        return
    if not can_draw():
        st.caption(words("problem.no_pango"))
        return
    name = words(f"page.{page.id}")
    fetch(
        words("downloads.pdf"),
        lambda: pdf(st.session_state[paper.SHOWN], f"{name} · {title}", words),
        f"{name}.pdf",
        "application/pdf",
        "download-pdf",
        {hand.model.case.id: hand.model.base},
    )


def _dress(hand: Hand, words: Words) -> Dress:
    """The municipality's own theme until another is chosen, and the same switch for small numbers as Præsentation."""
    known, faults = known_themes()
    own = theme_of(hand.model.case.municipality, known)
    names = {id: look.theme.municipality or words("downloads.theme.default") for id, look in known.items()}
    key = f"theme-{own}"  # a case of another municipality begins with its own
    frame.restore(key, own)
    theme = st.selectbox(words("downloads.theme"), list(names), format_func=names.__getitem__, key=key, width=420)
    for fault in faults:
        for problem in fault.problems:
            st.warning(literal(problem_text(problem, words, Path(fault.file).name)))
    frame.restore(frame.EXACT, False)
    exact = st.toggle(words("presentation.exact.show"), key=frame.EXACT)
    mine = own_templates(hand.model.case.municipality, words)
    return Dress(frame.keep(key, theme), frame.keep(frame.EXACT, exact), mine.slides, mine.layouts, mine.document)


def button(name: str, data: Callable[[], bytes], ending: str, mime: str, hand: Hand, words: Words) -> None:
    id = hand.model.case.id
    fetch(words(f"downloads.{name}"), data, f"{id}{ending}", mime, f"download-{name}", {id: hand.model.base})


def fetch(
    label: str, data: Callable[[], bytes], file: str, mime: str, key: str, taken: Mapping[str, int | None]
) -> None:
    """The one way that a file leaves a page: made when asked for, and noted of every case in it, with its version where
    it lies in the store."""
    noted = keeper.note_export(taken)

    def fetched() -> bytes:
        noted()
        return data()

    st.download_button(literal(label), fetched, file, mime, key=key, on_click="ignore")
