"""The page Anbringelser: the stops behind each saving, full-year places and kr by year, 1 January beside it, and the
ladder before and after.
"""

import streamlit as st

from budget.analysis.placements import Sooner, ladder, sooner, stated_places
from budget.case.models import Placements
from budget.dashboard.cases import empty, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.parts import frame
from budget.dashboard.parts.chart_block import chart_block
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.view import Block
from budget.dashboard.placements.ladder import ladder_section
from budget.dashboard.placements.view import course_section, key_figures, overview, summary
from budget.formulas import Result
from budget.shown.charts import Chart, drivers
from budget.text import Words

KEY = "placements"
MOST_LINES = 5  # more are shown one at a time


def placements() -> None:
    """The switches, one calculation and the same on 1 January, and show."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.placements')} · {hand.model.case.title}")
    display, prices = page_head.switches(words)
    result, missing = hand.result("case", hand.model.case, prices)
    found = sooner(result)
    blocks = [page_head.title_block(hand, words("page.placements"), words)]
    blocks += [Block(f"missing:{n}", page_head.missing(problem, words), BODY) for n, problem in enumerate(missing)]
    if found:
        blocks += _blocks(result, found, display, words)
    else:
        blocks.append(Block("empty", empty.no_placements(result.case, list(stated_places(result)), words), BODY))
    page_head.show(KEY, blocks, hand, words)
    if not found:
        empty.example(hand, Placements, words)


def _blocks(result: Result, found: list[Sooner], display: Display, words: Words) -> list[Block]:
    """The children behind the saving, the lines, and the ladder."""
    blocks = [Block("figures", key_figures(result, found, words), BODY)]
    blocks.append(Block("children", tag("p", words("placing.children"), class_="lead"), BODY))
    if len(found) > 1:
        blocks.append(Block("overview", overview(result, found, display, words), BODY))
    for each in _chosen(found, words):
        blocks.append(Block(f"line:{each.course.line.id}", course_section(result, each, display, words), BODY))
        blocks.append(_chart(drivers.placements(each, summary(result, each, words), words), result, words))
    steps, last = ladder(result), result.years[-1]
    blocks.append(Block("ladder", ladder_section(steps, last, words), BODY))
    blocks.append(_chart(drivers.ladder(steps, last, words), result, words))
    return blocks


def _chart(chart: Chart, result: Result, words: Words) -> Block:
    said, heading = (None, "h3") if chart.across else (chart.said, "")  # a line has its text, the ladder its heading
    return chart_block(chart, words, result.case.title, f"chart:{chart.key}", said=said, heading=heading)


def _chosen(found: list[Sooner], words: Words) -> list[Sooner]:
    """All lines, or with many of them the one that is chosen."""
    labels = [f"{each.course.line.label} ({each.course.line.id})" for each in found]
    return page_head.one_of(found, labels, MOST_LINES, "which-line", words)
