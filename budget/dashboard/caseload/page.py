"""The page Sagstal: children and caseworkers by year against the reference library, with vacancies, follow-ups a week,
and what an extra caseworker would have to save.
"""

import streamlit as st

from budget.analysis.caseloads import Vacancy, Workload, default_vacancy, vacancies, workloads
from budget.case.models import Caseload
from budget.dashboard.caseload.needs import follow_up_section, need_section
from budget.dashboard.caseload.view import benchmark_section, points, standings, summary, workload_section
from budget.dashboard.cases import empty, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.parts import frame
from budget.dashboard.parts.chart_block import chart_block
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.plain_table import share_text
from budget.dashboard.parts.say import literal, literally
from budget.dashboard.parts.view import Block
from budget.formulas import Result
from budget.shown.charts import Chart, drivers
from budget.text import Words
from budget.text.numbers import NumberError, parse_number

KEY = "caseload"
OTHER = "other"  # the choice of a share of one's own
MOST_LINES = 4  # more are shown one at a time
MOST_VACANCY = 0.9


def caseload() -> None:
    """The switches and the choice of a vacancy, one calculation, and show."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.caseload')} · {hand.model.case.title}")
    page_head.switches(words, amounts=False)
    _shown(hand, words)


@st.fragment
def _shown(hand: Hand, words: Words) -> None:
    """A fragment: another vacancy redraws this and nothing around it."""
    result, _ = hand.result("case", hand.model.case, "fixed")
    loads = workloads(result)
    blocks = [page_head.title_block(hand, words("page.caseload"), words)]
    blocks.append(Block("claim", tag("p", words("caseload.claim"), class_="lead"), BODY))
    if not loads:
        blocks.append(Block("empty", empty.no_caseload(result.case, words), BODY))
    page_head.show(f"{KEY}-head", blocks, hand, words)
    if loads:
        vacancy = _vacancy(words)
        said = tag("p", f"{_about(vacancy, words)} {words('vacancy.help')}", class_="about lead")
        blocks = [Block("vacancy", said, BODY), *_blocks(result, _chosen(loads, words), vacancy, words)]
    else:
        empty.example(hand, Caseload, words)
        blocks = _blocks(result, [], Vacancy(0.0), words)
    page_head.show(KEY, blocks, hand, words)


def _blocks(result: Result, loads: list[Workload], vacancy: Vacancy, words: Words) -> list[Block]:
    """A section for each line, and what holds for all of them."""
    found: list[Block] = []
    for load in loads:
        found.append(Block(f"line:{load.line.id}", workload_section(load, vacancy, words), BODY))
        found.append(_chart(drivers.caseload(load, vacancy, summary(load, vacancy, words), words), result, words))
    need, held = need_section(result, words), points(loads, vacancy, words)
    said = " ".join(standings(held, words)) or words("caseload.benchmarks.library_table")
    return [
        *found,
        Block("benchmarks", benchmark_section(held, words), BODY),
        _chart(drivers.ranges(held, said, words), result, words),
        Block("follow-up", follow_up_section(loads, vacancy, words), BODY),
        *([Block("need", need, BODY)] if need else []),
    ]


def _chart(chart: Chart, result: Result, words: Words) -> Block:
    heading = "h3" if chart.across else ""  # the ranges have that of their section
    return chart_block(chart, words, result.case.title, f"chart:{chart.key}", heading=heading)


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


def _about(vacancy: Vacancy, words: Words) -> str:
    """Which turnover of the library the share is."""
    if vacancy.entry is None:
        return (
            words("vacancy.none") if not vacancy.share else words("vacancy.own", share=share_text(vacancy.share, words))
        )
    entry = vacancy.entry
    label = entry.label.in_language(words.language)
    label = f"{label}, {vacancy.year}" if vacancy.year else label
    return words(
        "vacancy.about",
        share=share_text(vacancy.share, words),
        label=label,
        publisher=entry.source.publisher or entry.source.title,
    )


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
