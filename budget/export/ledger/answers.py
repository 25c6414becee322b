"""The answers to what a file leaves open: for each question those there are, and what each says of the file."""

from collections.abc import Mapping
from typing import Any

# Questions that are not here are answered by choosing a column, a unit, a year or the accounts; `kinds` by a value.
ANSWERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "blank": {"above": {"blank": "above"}, "leave": {"blank": "leave"}},
    "totals": {"leave": {"totals": "leave"}, "count": {"totals": "count"}},
    "decimal": {"comma": {"english": False}, "point": {"english": True}},
    "dates": {"day-first": {"month_first": False}, "month-first": {"month_first": True}},
    "sides": {"apply": {"apply_sides": True}},
    "to_date": {"months": {"to_date": False}, "to-date": {"to_date": True}},
}
