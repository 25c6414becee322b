"""What a text would do on an element of Streamlit that reads Markdown; nothing, if it is text.

Markdown itself is read by markdown-it. What Streamlit 1.67 adds to it is written down here from its own script.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXT = {"paragraph_open", "paragraph_close", "inline", "text"}
JOINER = "\u2060"

# In the source, where no backslash stands before it.
SOURCE = re.compile(r"(?<!\\)(?:\\\\)*(\$|:(?!\s|$))")
# In the text that was read, so that no backslash helps.
READ = (
    re.compile(r"(https?://|www(?=\.))([-.\w]+)", re.IGNORECASE),
    re.compile(r"[-.\w+]+@[-\w]+(?:\.[-\w]+)+", re.ASCII),
    re.compile(r":[\w+-][\w+-]*:", re.ASCII),
    re.compile(r":material[/_]\w+:"),
    *(re.compile(rf"(^|\s){arrow}(\s|$)") for arrow in ("<->", "->", "<-", "--", ">=", "<=", "~=")),
)


def acts(source: str) -> list[str]:
    """What in it is more than text."""
    found = [token.type for token in _tokens(source) if token.type not in TEXT]
    found += [match.group(1) for match in SOURCE.finditer(source)]
    return found + [match.group() for pattern in READ for match in pattern.finditer(read(source))]


def read(source: str) -> str:
    """The text as it was read, with the joiners in it."""
    return "".join(token.content for token in _tokens(source) if token.type == "text")


def seen(source: str) -> str:
    """The text as a person sees it."""
    return read(source).replace(JOINER, "")


def _tokens(source: str) -> list[object]:
    blocks = MARKDOWN.parse(source)
    return [token for block in blocks for token in ([block, *(block.children or [])])]
