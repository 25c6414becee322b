"""The pages as plain data: which parts they have, in which order. The dashboard shows them, the PDF prints them."""

from budget.shown.pages.calculation import calculation
from budget.shown.pages.caseload import caseload
from budget.shown.pages.follow_up import follow_up
from budget.shown.pages.method import method
from budget.shown.pages.placements import placements
from budget.shown.pages.portfolio import portfolio
from budget.shown.pages.presentation import presentation
from budget.shown.pages.projection import projection
from budget.shown.pages.sources import sources
from budget.shown.pages.uncertainty import uncertainty

__all__ = [
    "calculation",
    "caseload",
    "follow_up",
    "method",
    "placements",
    "portfolio",
    "presentation",
    "projection",
    "sources",
    "uncertainty",
]
