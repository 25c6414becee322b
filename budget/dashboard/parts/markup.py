"""Markup that cannot be broken by what a user wrote, for our own elements and for Streamlit's."""

import re

from budget.export.markup import Html, join, tag
from budget.text.characters import visible

__all__ = ["Html", "join", "literal", "tag"]

ACTIVE = re.compile(r"([\\`*_\[\]<>!#$:~|])")  # what Markdown acts on inside a line


def literal(text: str) -> str:
    """A text for one of Streamlit's own elements that read Markdown: nothing in it is a link, an image or an icon."""
    return ACTIVE.sub(r"\\\1", visible(text))
