"""Every page in its group: what runs, the word for its title, and its address."""

from collections.abc import Callable
from typing import NamedTuple

from budget.dashboard.calculation.page import calculation
from budget.dashboard.caseload.page import caseload
from budget.dashboard.cases.page import cases_page
from budget.dashboard.follow_up.page import follow_up_page
from budget.dashboard.guide.page import guide_page
from budget.dashboard.method.page import method_page
from budget.dashboard.placements.page import placements
from budget.dashboard.portfolio.page import portfolio_page
from budget.dashboard.presentation.page import presentation
from budget.dashboard.projection.page import projection_page
from budget.dashboard.sources.page import sources_page
from budget.dashboard.uncertainty.page import uncertainty


class Place(NamedTuple):
    """A page: the first of a group stands in the navigation under the group's name, the others are tabs beside it."""

    runs: Callable[[], None]
    title: str
    address: str
    group: str = ""


GROUPS = (
    (
        Place(calculation, "page.calculation", "beregning", "nav.case"),
        Place(caseload, "page.caseload", "sagstal"),
        Place(placements, "page.placements", "anbringelser"),
        Place(projection_page, "page.projection", "fremskrivning"),
        Place(uncertainty, "page.uncertainty", "usikkerhed"),
    ),
    (Place(follow_up_page, "page.follow_up", "budgetopfoelgning", "nav.follow_up"),),
    (Place(presentation, "page.presentation", "praesentation", "page.presentation"),),
    (
        Place(cases_page, "page.cases", "cases", "nav.cases"),
        Place(portfolio_page, "page.portfolio", "overblik"),
        Place(guide_page, "page.guide", "ny-case"),
    ),
    (
        Place(sources_page, "page.sources", "kilder", "nav.question"),
        Place(method_page, "page.method", "metode"),
    ),
)
