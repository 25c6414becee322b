"""The two forms a budget is amended by: `Bevillingsmæssige ændringer`, and the investment proposal of Copenhagen."""

from budget.analysis.forms.appropriations import appropriations
from budget.analysis.forms.model import Form, FormRow
from budget.analysis.forms.proposal import proposal

__all__ = ["Form", "FormRow", "appropriations", "proposal"]
