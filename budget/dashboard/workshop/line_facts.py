"""How a line is built, in words: what its structure says beside its figures."""

from collections.abc import Iterator

from budget.case import Line
from budget.case.library import steps
from budget.case.models import Caseload, Placements, Posts, Provision, Saving, Volume
from budget.dashboard.changes.structure import STEP, YEARS
from budget.text import Words

OWN_INDEX = {"staff": "wages", "caseload": "wages"}  # the index a kind follows unless told otherwise


def facts(line: Line, words: Words) -> Iterator[str]:
    """What applies to the line, the kind's own structure first."""
    if isinstance(line, Saving) and line.step in steps():
        yield steps()[line.step or ""].label.in_language(words.language)
    if isinstance(line, Placements):
        yield words("fact.timing", timing=_timing(line, words))
    if isinstance(line, Posts) or (isinstance(line, Volume) and line.start_month != 1):
        yield words("fact.start_month", month=_months(line.start_month, words))
    if isinstance(line, Caseload) and line.whole_posts:
        yield words("fact.whole_posts")
    if isinstance(line, Provision):
        yield words(f"fact.price_basis.{line.price_basis}")
        if line.capacity_from is not None:
            yield words("fact.capacity_from", year=line.capacity_from)
    if isinstance(line, Saving) and not line.cashable:
        yield words("fact.not_cashable")
    if line.price_index != OWN_INDEX.get(line.kind, "total"):
        yield words("fact.price_index", index=words(f"index.{line.price_index}"))
    if line.control_area != "service":
        yield words(f"control_area.{line.control_area}")


def _months(start: int | dict[int, int], words: Words) -> str:
    """The month of the start, or each year's."""
    if isinstance(start, dict):
        return words.listed(f"{words(f'month.{month}')} {year}" for year, month in start.items())
    return words(f"month.{start}")


def _timing(line: Placements, words: Words) -> str:
    timing = line.timing
    return words(f"month.{timing}") if isinstance(timing, int) else words(f"choice.timing.{timing}")


def option_text(name: str, option: str, words: Words) -> str:
    """An option of a choice in words."""
    if name == STEP:
        return steps()[option].label.in_language(words.language) if option else words("choice.none")
    if name == YEARS:
        return option or words("choice.never")
    if option.isdigit():
        return words(f"month.{option}")
    if name == "price_index":
        return words(f"index.{option}")
    if name in ("nature", "payer", "control_area"):
        return words(f"{name}.{option}")
    return words(f"choice.{name}.{option}")
