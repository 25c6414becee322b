"""How a caseload of the reference library is written."""

from budget.analysis.caseloads import Benchmark
from budget.text import Words


def span_text(mark: Benchmark, words: Words) -> str:
    """15–20, 25, or under 25."""
    low, high = words.plain(mark.low), words.plain(mark.high)
    if mark.is_below:
        return words("caseload.below", value=high)
    return high if low == high else words("check.span", low=low, high=high)
