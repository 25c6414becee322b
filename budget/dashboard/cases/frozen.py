"""The adopted version of the case in hand, with the projection that was frozen in it."""

from budget.analysis.frozen import Frozen, thawed
from budget.dashboard.cases import keeper
from budget.dashboard.cases.clock import date
from budget.dashboard.changes.state import Model
from budget.store import StoreError
from budget.text import Words


def of(model: Model, words: Words) -> tuple[Frozen, str] | None:
    """The frozen projection, and which version it is of, since when and by whom; None where there is none."""
    if model.case.baseline is None or model.base is None:
        return None
    try:
        adopted = keeper.store().adopted(model.case.id)
    except StoreError:
        return None  # said where the store is used
    found = thawed(adopted.version.outcome()) if adopted else None
    if adopted is None or found is None:
        return None
    facts = {"number": adopted.version.number, "at": date(adopted.at, words), "author": adopted.author}
    return found, words("frozen.of", **facts)
