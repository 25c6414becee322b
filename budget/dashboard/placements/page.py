"""The page Anbringelser: the stops behind each saving, full-year places and kr by year, 1 January beside it, and the
ladder before and after.
"""

from budget.analysis.implied import saved
from budget.analysis.placements import Sooner, sooner
from budget.case.models import Placements
from budget.dashboard.cases import empty, page_head
from budget.shown import pages
from budget.text import Words

KEY = "placements"
FIRST = ("", "implied")  # what stands above the way to a copy
MOST_LINES = 5  # more are shown one at a time


def placements() -> None:
    """The switches, one calculation and the same on 1 January, and show."""
    hand, words = page_head.begun(KEY)
    display, prices = page_head.switches(words)
    model = page_head.carry_out(KEY, hand, words)
    result, missing = hand.result("case", model.case, prices)
    found = sooner(result)
    page = pages.placements(result, words, display, found, _chosen(found, words), model.asked)
    if found:
        page_head.show(KEY, page, hand, words, page_head.why_tools(words), problems=missing)
        return
    page_head.show(page_head.head_of(KEY), page, hand, words, problems=missing, only=FIRST)
    if saved(result):
        empty.driver_copy(hand, result, words)
    page_head.show(KEY, page, hand, words, only=[piece.key for piece in page.pieces if piece.key not in FIRST])
    empty.example(hand, Placements, words)


def _chosen(found: list[Sooner], words: Words) -> list[Sooner]:
    """All lines, or with many of them the one that is chosen."""
    labels = [f"{each.course.line.label} ({each.course.line.id})" for each in found]
    return page_head.one_of(found, labels, MOST_LINES, "which-line", words)
