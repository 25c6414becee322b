"""The two forms a budget is amended by: `Bevillingsmæssige ændringer`, and the investment proposal of Copenhagen."""

from budget.shown.forms.appropriations import appropriations
from budget.shown.forms.proposal import proposal

__all__ = ["appropriations", "proposal"]
