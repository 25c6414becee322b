"""What is said of a case that is not as it was opened: its state, what was changed, and what a changed figure was."""

from collections.abc import Mapping
from typing import Any

from budget.analysis.changes import Change, changes, is_neutral, standing
from budget.case import Case, CaseError, Entry, Figure, entries, find
from budget.case.models import Source
from budget.case.paths import LISTS
from budget.shown.labels import path_label, source_text
from budget.text import Words
from budget.text.told import joined

SAVED = ("idea", "proposed")  # what no council has adopted is only saved


def status_text(case: Case, words: Words) -> str:
    """Where the case stands: Vedtaget; Idé as soon as something is changed."""
    return words(f"status.{standing(case)}")


def state(case: Case, words: Words) -> str:
    """Ikke den vedtagne udgave: 2 ændringer; of a saved version as it stands its number, of a file nothing."""
    number = "" if case.version is None else words("cases.version", number=case.version)
    return changed_state(case, words) or number


def changed_state(case: Case, words: Words) -> str:
    """The state of a changed case; of an unchanged one nothing."""
    count = len(changes(case))
    if not count or case.opened is None:
        return ""
    of = "saved" if case.opened.status in SAVED else "adopted"
    return words(f"changed.{of}", count=count)


def changed_texts(case: Case, words: Words) -> tuple[str, ...]:
    """Each change from what to what, and the levers besides that are not neutral; of an unchanged case nothing."""
    found = changes(case)
    paths = {change.path for change in found}
    levers = (entry for entry in entries(case) if entry.path.startswith("levers.") and entry.path not in paths)
    stand = (_stands(case, entry.path, words) for entry in levers if found and not is_neutral(entry))
    return (*(_change(change, case, words) for change in found), *stand)


def states(case: Case, words: Words) -> tuple[str, ...]:
    """All that is said where the title stands: the state, and under it each change."""
    return tuple(filter(None, (state(case, words), *changed_texts(case, words))))


def aloud(case: Case, words: Words) -> str:
    """What is said of the case beside its figures: Ikke den vedtagne udgave: 2 ændringer. Realiseringsgrad 53 %.

    Empty where nothing is changed and every lever is neutral.
    """
    levers = [
        words("changed.lever", lever=words(f"lever.{entry.name}"), value=_text(_lever(entry), entry.path, case, words))
        for entry in entries(case)
        if entry.path.startswith("levers.") and not is_neutral(entry)
    ]
    said = (changed_state(case, words), words.listed(levers))
    return joined(words("changed.sentence", text=text) for text in said if text)


def changed_data(case: Case, words: Words) -> list[dict[str, Any]]:
    """The changes for a program: path, label, and what was and is in the unit of the case file."""
    return [{"path": c.path, "label": _label(c, case, words), "was": c.was, "now": c.now} for c in changes(case)]


def was_text(figure: Figure, unit: str, sources: Mapping[str, Source], words: Words) -> str:
    """Ændret af bruger; var 3.000.000 kr. (kilde …, s. 10). Empty for a figure that no user has changed."""
    if figure.was is None:
        return ""
    source = source_text(sources, figure.was.source)
    key = "changed.was_sourced" if source else "changed.was"
    return words(key, value=_value(figure.was.value, unit, words), source=source)


def _change(change: Change, case: Case, words: Words) -> str:
    if _is_line(change):
        key = "changed.line_added" if change.was is None else "changed.line_removed"
        return words(key, line=change.now or change.was)
    was, now = (_text(value, change.path, case, words) for value in (change.was, change.now))
    key = "changed.given" if change.was is None else "changed.gone" if change.now is None else "changed.item"
    return words(key, what=_label(change, case, words), was=was, now=now)


def _stands(case: Case, path: str, words: Words) -> str:
    value = _text(_lever(find(case, path)[0]), path, case, words)
    return words("changed.stands", what=path_label(case, path, words), now=value)


def _lever(entry: Entry) -> float:
    return entry.figures()[None].value


def _is_line(change: Change) -> bool:
    return change.path.count(".") == 1 and change.path.split(".")[0] in LISTS


def _label(change: Change, case: Case, words: Words) -> str:
    if _is_line(change):
        return str(change.now or change.was)
    from budget.shown.versions import place_text

    return place_text(tuple(change.path.split(".")), case.opened or case, case, words)


def _text(value: Any, path: str, case: Case, words: Words) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        for one in (case, case.opened or case):
            try:
                return _value(value, find(one, path)[0].key.unit, words)
            except CaseError:
                continue
        return str(value)  # a year or a month
    from budget.shown.versions import thing_text

    return thing_text(value, tuple(path.split(".")), case, words)


def _value(value: float, unit: str, words: Words) -> str:
    """A value in words; what they are made of is read where something is changed: a plain table does without."""
    from budget.analysis.facts import Value
    from budget.shown.phrases import said

    return said(Value(value, unit), words)
