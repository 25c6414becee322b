"""What is KEPT: every version of every case, who saved it and when, and drafts. The only room that knows SQL."""

from budget.store.database import VARIABLE, address, open_store
from budget.store.problems import Conflict, StoreError
from budget.store.records import Adopted, Draft, New, Saved, Stamp, Version
from budget.store.store import Store
from budget.store.templates import Template

__all__ = [
    "VARIABLE",
    "Adopted",
    "Conflict",
    "Draft",
    "New",
    "Saved",
    "Stamp",
    "Store",
    "StoreError",
    "Template",
    "Version",
    "address",
    "open_store",
]
