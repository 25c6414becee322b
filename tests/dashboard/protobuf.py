"""What Streamlit sends to the browser, read text by text: which of them would be more than text there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import html

from tests.hostile import HOST
from tests.markdown import acts

# What the browser never reads as Markdown; all else is taken to be Markdown, also what a later version brings.
PLAIN = {
    "id", "form_id", "type", "raw_value", "raw_values", "placeholder", "default", "value", "deferred_file_id", "url",
    "component_name", "js_content", "js_source_path", "html_content", "css_content", "css_source_path", "user_key",
    "Selectbox.options", "MultiSelect.options", "Text.body",
}  # fmt: skip


def active(app: Any) -> list[str]:
    """Every text of the page that would do something, with where it stands."""
    found = []
    for where, text in texts(app):
        if where == "BidiComponent.json":
            found += [f"{where}: {element}" for element in _elements(text)]
        elif where not in PLAIN and where.partition(".")[2] not in PLAIN:
            bare = text.removeprefix("**").removesuffix("**") if text.startswith("**") else text  # our own headings
            found += [f"{where}: {what} in {text[:60]!r}" for what in acts(bare)]
    return found


def texts(app: Any) -> Iterator[tuple[str, str]]:
    """Every text that is sent, by message and field."""
    for node in _nodes(app._tree):
        if hasattr(getattr(node, "proto", None), "ListFields"):
            yield from _texts(node.proto)


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


def _texts(message: Any) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if field.type == field.TYPE_STRING:
                yield f"{message.DESCRIPTOR.name}.{field.name}", one
            elif field.type == field.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
                yield from _texts(one)


def _elements(data: str) -> Iterator[str]:
    """What in our own markup other people's words have made."""
    shown = json.loads(data)  # of our own component with what it shows first
    for _, _, markup in (shown[0] if isinstance(shown, list) else shown).get("blocks", []):
        for element in html.fragment_fromstring(markup, create_parent="div").iter():
            if not isinstance(element.tag, str):
                yield "a comment"
            elif element.tag in ("a", "img", "script", "iframe", "math", "b") and (
                element.tag not in ("a", "b") or HOST in (element.get("href") or "") or element.get("id") == "evil"
            ):
                yield str(element.tag)
            elif any(name.startswith("on") for name in element.attrib):
                yield f"{element.tag} with {', '.join(element.attrib)}"
