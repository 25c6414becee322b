"""Characters that no database and no file in UTF-8 can hold: NUL, and half of a pair of surrogates."""

import re

UNKEPT = re.compile("[\0\ud800-\udfff]")


def unkept(text: str) -> str:
    """The name of the first such character, as U+0000; empty when the text can be kept."""
    found = UNKEPT.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def visible(text: str) -> str:
    """The text as it can be shown: what cannot be kept as the sign for an unknown character."""
    return UNKEPT.sub("\ufffd", text)
