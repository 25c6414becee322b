"""How much of the price of a place is saved when it stands empty."""

from budget.case.models import Provision
from budget.formulas.line_rows import LineRows, row
from budget.formulas.row import Row
from budget.formulas.vocabulary import is_above, when


@row("variable", "share")
def variable_share(line: LineRows) -> Row:
    """The share of the price that an empty place saves: all of it once the capacity is cut."""
    assert isinstance(line.line, Provision)
    if line.line.capacity_from is None:
        return 1 - line.fixed_share
    cut = line.structure("capacity_from", "year")
    return when(is_above(cut, line.book.years), 1 - line.fixed_share, 1)
