"""Reading YAML as data only: no tags, no anchors, no key twice, every scalar kept as it was written.

YAML's own idea of numbers is not used: it reads 010 as 8, 12:30 as 750 and yes as true. A scalar stays text
until the field it stands in says what it must be.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml

from budget.case.problems import CaseError, Problem

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?")  # \d would take the digits of other scripts too
AMBIGUOUS_AMOUNT = re.compile(r"[-+]?[0-9]+\.[0-9]{3}")
YEAR = re.compile(r"[0-9]{4}")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Events = Callable[[], Any]  # gives the next event of YAML at every call


class Scalar(str):
    """One value as it was written: its text, whether it stood without quotes, and its line."""

    plain: bool
    line: int

    def __new__(cls, text: str, plain: bool = True, line: int = 0) -> "Scalar":
        scalar = str.__new__(cls, text)
        scalar.plain, scalar.line = plain, line
        return scalar


def read_tree(data: bytes) -> Any:
    """The file as nested dict, list and Scalar; raises CaseError with the line of what cannot be read."""
    if len(data) > MOST_BYTES:
        raise _refused("too_large", size=len(data), most=MOST_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("not_utf8", line=data[: error.start].count(b"\n") + 1) from None
    try:
        tree = _document(LOADER(text).get_event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused("not_yaml", line=mark.line + 1 if mark else None, why=error.problem or "") from None
    except yaml.YAMLError:
        raise _refused("not_yaml_characters") from None
    if not isinstance(tree, dict):
        raise _refused("not_a_case")
    return tree


def _refused(code: str, line: int | None = None, **params: Any) -> CaseError:
    return CaseError([Problem(code, "", params, line)])


def _line(event: Any) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _document(following: Events) -> Any:
    tree: Any = None
    seen = False
    while not isinstance(event := following(), yaml.StreamEndEvent):
        if isinstance(event, yaml.DocumentStartEvent):
            if seen:
                raise _refused("two_documents", line=_line(event))
            seen = True
            tree = _value(following(), following, 0)
    return tree


def _value(event: Any, following: Events, depth: int) -> Any:
    if type(event) is yaml.AliasEvent or event.anchor or event.tag or depth > MOST_DEPTH:
        raise _not_data(event)
    if type(event) is yaml.ScalarEvent:
        return Scalar(event.value, not event.style, _line(event))
    if type(event) is yaml.MappingStartEvent:
        return _mapping(following, depth)
    items = []
    while type(item := following()) is not yaml.SequenceEndEvent:
        items.append(_value(item, following, depth + 1))
    return items


def _not_data(event: Any) -> CaseError:
    """Why this is more than a value: what stands for another place, a type of its own, too many levels."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        return _refused("alias", line=line, read=f"*{event.anchor}")
    if event.anchor:
        return _refused("anchor", line=line, read=f"&{event.anchor}")
    if event.tag:
        return _refused("tag", line=line, read=event.tag)
    return _refused("too_deep", line=line, most=MOST_DEPTH)


def _mapping(following: Events, depth: int) -> dict[Scalar, Any]:
    found: dict[Scalar, Any] = {}
    while type(event := following()) is not yaml.MappingEndEvent:
        key = _value(event, following, depth + 1)
        if type(key) is not Scalar:
            raise _refused("key_not_text", line=_line(event))
        if key in found:
            raise _refused("key_twice", line=key.line, read=str(key))
        found[key] = _value(following(), following, depth + 1)
    return found


def line_of(tree: Any, location: tuple[str | int, ...]) -> int | None:
    """The line in the file of a field, or of the nearest part around it that is there."""
    line = None
    for step in location:
        if isinstance(tree, dict):
            key = next((k for k in tree if str(k) == str(step)), None)
            if key is None:
                break
            line, tree = getattr(key, "line", line), tree[key]
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            break
        line = _first_line(tree) or line if isinstance(tree, Scalar | list) else line
    return line


def _first_line(tree: Any) -> int | None:
    if isinstance(tree, Scalar):
        return tree.line or None
    return None
