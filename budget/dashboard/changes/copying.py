"""A case copied for another purpose or municipality: an idea of its own, whose sources say where they come from."""

from collections.abc import Container
from typing import Any

from budget.case import Case, case_from_document, document
from budget.case.naming import new_id
from budget.text import Words

OF_ITS_OWN = ("actuals", "budget_changes")  # what was spent in one municipality is nothing of another's


def copied(case: Case, title: str, municipality: str, taken: Container[str], words: Words) -> Case:
    """The case as it stands under another name, with status idea; `taken` are the ids of other cases.

    Raises CaseError where title or municipality is missing.
    """
    tree: dict[str, Any] = document(case)
    tree |= {"title": title, "municipality": municipality, "status": "idea"}
    origin = {"title": case.title, "municipality": case.municipality}
    for source in tree.get("sources", {}).values():
        source["title"] = words("copy.source", source=source["title"], **origin)
    if municipality != case.municipality:
        for name in OF_ITS_OWN:
            tree.pop(name, None)
    return case_from_document(tree, new_id(title, taken))
