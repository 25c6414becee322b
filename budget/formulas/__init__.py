"""What is COMPUTED: one function per budget line, and the table of named rows they make."""

from budget.formulas.row import Row
from budget.formulas.table import Result, calculate

__all__ = ["Result", "Row", "calculate"]
