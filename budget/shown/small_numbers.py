"""Numbers of children so small that one of them might be recognised: the one rule of what is shown in public.

Presentation, slides, document and print ask with discreet words; the calculation itself, the workbook and the
control points on the case's own page do not hide what the user has typed.
"""

from budget.text import Words

LEAST = 5
EXTREME = 1e-9  # what the arithmetic may be off by


def is_small(value: float) -> bool:
    """Whether a number of children or full-year places is above 0 and below 5: also half a place is one child."""
    return EXTREME < abs(value) < LEAST - EXTREME


def count_text(value: float, words: Words) -> str:
    """A number of children or full-year places with at most one decimal, discreetly <5 where it is small."""
    return f"<{LEAST}" if words.discreet and is_small(value) else words.plain(value, 1)
