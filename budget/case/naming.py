"""Ids made of what a person wrote: of a line's label, or of a source's title."""

import re
from collections.abc import Container

ID = re.compile(r"[A-Za-z][a-z0-9-]*")
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def new_id(label: str, taken: Container[str]) -> str:
    """An id made of a label, unlike those taken."""
    stem = re.sub(r"[^a-z0-9]+", "-", label.lower().translate(LETTERS)).strip("-")[:30].strip("-")
    stem = stem if stem[:1].isalpha() else f"x-{stem}".strip("-")
    number = 1
    id = stem
    while id in taken:
        number += 1
        id = f"{stem}-{number}"
    return id
