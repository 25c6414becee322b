"""Characters that cannot be kept, NUL and half of a pair of surrogates; and those that keep an amount on one line."""

import re

UNKEPT = re.compile("[\0\ud800-\udfff]")
BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:mio\. kr|million kr|kr|pct)\b|%)|(?<=\d mio\.) (?=kr)|(?<=\d million) (?=kr)")


def unkept(text: str) -> str:
    """The name of the first such character, as U+0000; empty when the text can be kept."""
    found = UNKEPT.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def visible(text: str) -> str:
    """The text as it can be shown: what cannot be kept as the sign for an unknown character."""
    return UNKEPT.sub("\ufffd", text)


def together(text: str) -> str:
    """The text as it is set in lines: none begins with the unit of the number that ends the one before."""
    return BEFORE_UNIT.sub("\u00a0", text)
