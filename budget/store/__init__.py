"""What is KEPT: every version of every case, who saved it and when, and drafts. The only room that knows SQL."""

from budget.store.database import VARIABLE, address, open_store
from budget.store.problems import Conflict, Refused, StoreError
from budget.store.records import Adopted, Draft, Member, New, Saved, Seen, Stamp, Version
from budget.store.store import Store
from budget.store.templates import Template
from budget.store.who import MACHINE, OWN, ROLES, Who

__all__ = [
    "MACHINE",
    "OWN",
    "ROLES",
    "VARIABLE",
    "Adopted",
    "Conflict",
    "Draft",
    "Member",
    "New",
    "Refused",
    "Saved",
    "Seen",
    "Stamp",
    "Store",
    "StoreError",
    "Template",
    "Version",
    "Who",
    "address",
    "open_store",
]
