"""The page Overblik: the overview list, net by service area and year, payback and return, and double counts."""

from collections.abc import Sequence

from budget.analysis.portfolio import Portfolio
from budget.analysis.portfolio import portfolio as together
from budget.formulas import Result
from budget.shown.charts.portfolio import both
from budget.shown.choosing import Chosen, choice_said, choice_table
from budget.shown.model import BESIDE, Group, Heading, Items, Page, Picture, Text, piece
from budget.shown.points import check_across
from budget.shown.portfolio_tables import TABLES, named_areas
from budget.text import Words

SORTED = {"overview": 1, "returns": 0}  # tables that one sorts, with how many of their last rows are sums


def portfolio(results: Sequence[Result], words: Words, found: Portfolio | None = None) -> Page:
    """The page of several cases."""
    found = together(list(results)) if found is None else found
    tables = [piece(name, make(found, words), look=BESIDE if name in SORTED else "") for name, make in TABLES.items()]
    drawn = {chart.key.removeprefix("portfolio-"): chart for chart in both(found, named_areas(found, words), words)}
    pictures = [piece(f"chart-{name}", Picture(chart, level=2)) for name, chart in drawn.items()]
    pieces = (*tables, *pictures, _double_counts(found, words))
    return Page("portfolio", words("page.portfolio"), words("portfolio.lead"), pieces=pieces)


def choice(of: Chosen, words: Words) -> tuple[Group, ...]:
    """What is chosen under the caps: in words, and every proposal in a table."""
    said = Items(tuple(map(Text, choice_said(of, words))))
    return (
        piece("choice", Heading(words("choose.answer"), level=3), said),
        piece("choice-table", choice_table(of, words)),
    )


def _double_counts(found: Portfolio, words: Words) -> Group:
    """The same places saved in more than one of the cases."""
    points = [point for point in check_across([member.result for member in found.members], words) if point.tripped]
    texts = [Text(text, "warning", words("points.warning")) for text in dict.fromkeys(point.text for point in points)]
    body = Items(tuple(texts)) if texts else Text(words("portfolio.no_double"), "about")
    return piece("double", Heading(words("portfolio.double")), body, look="points")
