"""The pages as plain data: which parts they have, in which order. The dashboard shows them, the PDF prints them."""

from collections.abc import Callable, Iterator

from budget.formulas import Result
from budget.shown.charts import Chart
from budget.shown.model import Page, Picture
from budget.shown.pages.calculation import calculation
from budget.shown.pages.caseload import caseload
from budget.shown.pages.follow_up import follow_up
from budget.shown.pages.method import method
from budget.shown.pages.placements import placements
from budget.shown.pages.portfolio import choice, portfolio
from budget.shown.pages.presentation import presentation
from budget.shown.pages.projection import projection
from budget.shown.pages.sources import sources
from budget.shown.pages.uncertainty import uncertainty
from budget.text import Words

__all__ = [
    "PAGES",
    "calculation",
    "caseload",
    "charts",
    "choice",
    "follow_up",
    "method",
    "page_of",
    "placements",
    "portfolio",
    "presentation",
    "projection",
    "sources",
    "uncertainty",
]

PAGES = ("calculation", "caseload", "placements", "projection", "uncertainty", "follow_up",
         "presentation", "sources", "method")  # fmt: skip


def page_of(name: str, result: Result, words: Words) -> Page:
    """The page of a case by its name in PAGES, as it is when nothing has been chosen on it."""
    made: dict[str, Callable[[Result, Words], Page]] = {
        "calculation": calculation, "caseload": caseload, "placements": placements, "projection": projection,
        "uncertainty": uncertainty, "follow_up": follow_up, "presentation": presentation, "sources": sources,
    }  # fmt: skip
    return method(words) if name == "method" else made[name](result, words)


def charts(result: Result, words: Words) -> dict[str, Chart]:
    """Every chart that a page of the case shows, by its key."""
    return dict(_charts(result, words))


def _charts(result: Result, words: Words) -> Iterator[tuple[str, Chart]]:
    for name in PAGES:
        pictures = (part for part in page_of(name, result, words).parts() if isinstance(part, Picture))
        yield from ((picture.chart.key, picture.chart) for picture in pictures)
