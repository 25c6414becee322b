"""The page Beregning as paper has it: the verdict, key figures, the chart, the table, how a figure came about, and
what is asked."""

from budget.formulas import Result
from budget.shown.charts.result import result_chart, summary
from budget.shown.key_figures import compared
from budget.shown.model import Display, Figures, Page, Picture, piece
from budget.shown.net_table import PLAIN, net_table
from budget.shown.pages.head import asked as questions
from budget.shown.pages.head import case_page, verdict
from budget.shown.pages.why import Asked, explained
from budget.shown.points import check
from budget.text import Words
from budget.text.told import joined


def calculation(
    result: Result, words: Words, display: Display = PLAIN, first: Result | None = None,
    asked: Asked = None, every_point: bool = False,
) -> Page:  # fmt: skip
    """The page; `first` is the result before the user's changes, and `asked` the figure that is explained."""
    chart = result_chart(result, words, display.unit, display.turned, first)
    points = check(result, words)
    pieces = [
        verdict(result, points, words),
        piece("figures", Figures(compared(result, first or result, words, display.turned)), element="div"),
        piece("chart", Picture(chart, joined(summary(result, words)), level=2)),
        piece("table", net_table(result, words, display, first, True, asked)),
        explained(result, asked, [row.key for row in result.rows], words),
        questions(points, every_point, words),
    ]
    return case_page("calculation", result.case, pieces, words)
