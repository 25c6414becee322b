"""The page Beregning as paper has it: key figures, the table, how a figure came about, the chart, and what is asked."""

from budget.formulas import Result
from budget.shown.charts.result import result_chart, summary
from budget.shown.explanation import Node, explain
from budget.shown.key_figures import compared
from budget.shown.model import Display, Figures, Folded, Group, Heading, Items, Page, Part, Picture, Text, Tools, piece
from budget.shown.net_table import PLAIN, net_table
from budget.shown.pages.head import asked as questions
from budget.shown.pages.head import case_page
from budget.shown.points import check
from budget.text import Words

OPEN = 3  # levels of an explanation that are unfolded: total, lines, and what a line is made of


def calculation(
    result: Result, words: Words, display: Display = PLAIN, first: Result | None = None,
    asked: tuple[str, int] | None = None, every_point: bool = False,
) -> Page:  # fmt: skip
    """The page; `first` is the result before the user's changes, and `asked` the figure that is explained."""
    chart = result_chart(result, words, display.unit, display.turned, first)
    pieces = [
        piece("figures", Figures(compared(result, first or result, words, display.turned)), element="div"),
        piece("table", net_table(result, words, display, first, True, asked)),
        explained(result, asked, words) if asked else None,
        piece("chart", Picture(chart, " ".join(summary(result, words)), level=2)),
        questions(check(result, words), every_point, words),
    ]
    return case_page("calculation", result.case, pieces, words)


def explained(result: Result, asked: tuple[str, int], words: Words) -> Group | None:
    """The steps of one figure down to the sources; None when it is no longer in the table."""
    key, year = asked
    if year not in result.years or all(row.key != key for row in result.rows):
        return None
    node = explain(result, key, year, words)
    said = _said(node, words("why.of", row=node.label, year=year), words)
    heading = Heading(words("why.title"), id="why")
    return piece("why", heading, said, *_beneath(node, 1, words), Tools("why"), look="why")


def _said(node: Node, label: str, words: Words) -> Text:
    formula = words("explain.equals", formula=node.formula) if node.formula else ""
    return Text(node.value, strong=label, formula=formula)


def _beneath(node: Node, depth: int, words: Words) -> list[Part]:
    found: list[Part] = [Text(source, "source") for source in node.sources]
    if node.children:
        found.append(Items(tuple(_step(child, depth, words) for child in node.children)))
    return found


def _step(node: Node, depth: int, words: Words) -> Part:
    """A step with steps of its own can be folded; the deep ones are folded from the start."""
    said, beneath = _said(node, node.label, words), tuple(_beneath(node, depth + 1, words))
    if node.children:
        return Folded(said, beneath, open=depth < OPEN)
    return Group((said, *beneath)) if beneath else said
