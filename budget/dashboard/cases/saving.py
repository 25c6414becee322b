"""Saving what is in hand: one pure call of the store, safe to repeat, with nothing of the page inside it."""

import hashlib
import json
from dataclasses import replace
from urllib.parse import urlencode

from budget import __version__
from budget.analysis.changes import as_written
from budget.analysis.frozen import frozen
from budget.case import Case, case_hash
from budget.case.naming import new_id
from budget.case.writing import number_text
from budget.dashboard.changes.state import Model, new_epoch, opened
from budget.dashboard.parts.watch import counted_save
from budget.export.tables import table_json
from budget.formulas import calculate
from budget.shown.versions import differences
from budget.store import Conflict, New, Store, Version
from budget.text import Words

LEVERS = ("realisation", "delay_months", "cost_overrun")


def content(case: Case, author: str, note: str) -> New:
    """A version of the case with the results that this program makes of it, in fixed prices; a projection is frozen."""
    result = calculate(case)
    results = json.loads(table_json(result, Words("da"))) | frozen(result)
    return New(case, author, note, __version__, results)


@counted_save
def save(store: Store, model: Model, case: Case, on: int, author: str, note: str) -> Version:
    """The case as the version after `on`.

    The same press of the same form saves once, however often it is sent: its request is named by what it saves. A
    save that went through before the page could say so is found again and no conflict.
    """
    case = as_written(case)
    if not store.who.everything and case.status == "adopted":
        case = case.model_copy(update={"status": "proposed"})  # with login a version is adopted by a mark alone
    named = "|".join((model.epoch, str(on), case_hash(case), author, note))
    request = hashlib.sha256(named.encode()).hexdigest()
    try:
        return store.save(case.id, on, content(case, author, note), request)
    except Conflict as conflict:
        others = {found.place for found in differences(conflict.newest.case, case)} - {("status",)}
        if conflict.newest.author == author and not others:
            return conflict.newest
        raise


def save_apart(store: Store, model: Model, author: str, note: str) -> Version:
    """The case as a case of its own, where its name is taken by another."""
    taken = {saved.head.case_id for saved in store.list_cases()}
    case = model.case.named(new_id(model.case.title, taken))
    return save(store, model, case, 0, author, note)


def opened_from(version: Version, case: Case | None = None) -> Model:
    """A stored version in hand, without changes; `case` is what it holds with the status that it was marked with."""
    return replace(opened(case or version.case, new_epoch()), base=version.number)


def link(model: Model) -> str:
    """What follows the page's address in a link to the version in hand with its levers."""
    case = model.case
    named: dict[str, str] = {"case": case.id}
    if model.base is not None:
        named["version"] = str(model.base)
    for name in LEVERS:
        lever, before = getattr(case.levers, name), getattr(model.original.levers, name)
        if lever.value != before.value:
            named[name] = number_text(lever.value)
    return f"?{urlencode(named)}"
