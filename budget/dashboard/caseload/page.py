"""The page Sagstal: children and caseworkers by year against the reference library, with vacancies, follow-ups a week,
and what an extra caseworker would have to save.
"""

import streamlit as st

from budget.analysis.caseloads import Vacancy, Workload, default_vacancy, vacancies, workloads
from budget.analysis.implied import adviser_cost
from budget.case.models import Caseload
from budget.dashboard.cases import empty, page_head
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, literally
from budget.shown import pages
from budget.shown.phrases import share_text
from budget.text import Words
from budget.text.numbers import NumberError, parse_number

KEY = "caseload"
HEAD = ("", "claim", "implied")  # what stands above the choice of a vacancy, or the way to a copy
OTHER = "other"  # the choice of a share of one's own
MOST_LINES = 4  # more are shown one at a time
MOST_VACANCY = 0.9


def caseload() -> None:
    """The switches and the choice of a vacancy, one calculation, and show."""
    hand, words = page_head.begun(KEY)
    page_head.switches(words, amounts=False)
    _shown(hand, words)


@st.fragment
def _shown(hand: Hand, words: Words) -> None:
    """A fragment: another vacancy redraws this and nothing around it."""
    model = page_head.carry_out(KEY, hand, words)
    result, _ = hand.result("case", model.case, "fixed")
    loads = workloads(result)
    if loads:
        head = pages.caseload(result, words)
        page_head.show(page_head.head_of(KEY), head, hand, words, only=HEAD)
        vacancy = _vacancy(words)
        page = pages.caseload(result, words, vacancy, _chosen(loads, words), model.asked)
    else:
        page = pages.caseload(result, words, Vacancy(0.0))
        page_head.show(page_head.head_of(KEY), page, hand, words, only=HEAD)
        if adviser_cost(result)[0]:
            empty.driver_copy(hand, result, words)
        page_head.show(f"{KEY}-empty", page, hand, words, only=["empty"])
        empty.example(hand, Caseload, words)
    below = [piece.key for piece in page.pieces if piece.key not in (*HEAD, "empty")]
    page_head.show(KEY, page, hand, words, page_head.why_tools(words), only=below)


def _chosen(loads: list[Workload], words: Words) -> list[Workload]:
    """All lines, or with many of them the one that is chosen."""
    labels = [f"{load.line.label} ({load.line.id})" for load in loads]
    return page_head.one_of(loads, labels, MOST_LINES, "which-load", words)


# --- vacancies ---------------------------------------------------------------------------------------------


def _vacancy(words: Words) -> Vacancy:
    """A share of empty posts: a turnover of the library, or one's own. Kept in the session, never in the case."""
    known = {f"{number}": vacancy for number, vacancy in enumerate(vacancies())}
    first = next(key for key, vacancy in known.items() if vacancy == default_vacancy())
    frame.restore("vacancy", first)
    chosen = st.segmented_control(
        words("vacancy.choose"),
        [*known, OTHER],
        required=True,
        format_func=literally(
            lambda key: words("vacancy.other") if key == OTHER else share_text(known[key].share, words)
        ),
        key="vacancy",
    )
    frame.keep("vacancy", chosen)
    return known[chosen] if chosen in known else _own_share(words)


def _own_share(words: Words) -> Vacancy:
    """A share that is typed; what is not clear is refused, and the one before is kept."""
    kept = st.session_state.get("vacancy-own", default_vacancy().share)
    text = st.text_input(words("vacancy.own_field"), words.plain(kept * 100), key="vacancy-field", width=160)
    try:
        share = parse_number(text.strip().removesuffix("%"), words.language) / 100
    except NumberError:
        st.error(literal(words("vacancy.refused", text=text, share=share_text(kept, words))))
        return Vacancy(kept)
    if not 0 <= share <= MOST_VACANCY:
        most = words.share(MOST_VACANCY, 0)
        st.error(literal(words("vacancy.bounds", text=text, most=most, share=share_text(kept, words))))
        return Vacancy(kept)
    st.session_state["vacancy-own"] = share
    return Vacancy(share)
