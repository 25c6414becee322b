"""The answer of `solve` in one sentence, rounded to the side on which the case still breaks even.

The value that is said has itself been tried: »mindst« is rounded up and »højst« down, so that whoever keeps to the
sentence keeps to the case.
"""

from budget.analysis.solving import ZERO, Outcome, Solution
from budget.case import Case, find
from budget.shown.labels import figure_label, value_text, with_unit
from budget.text import Words
from budget.text.numbers import rounded
from budget.text.told import Told, joined

MOST_DECIMALS = 9
DECIMALS = {"share": 3, "kr": 0, "months": 0}  # of the unit in the case file; a share is said in per cent


def solution_text(case: Case, solution: Solution, words: Words) -> str:
    """What the figure must be, as a bound; or that there is no such value within its bounds."""
    entry, given_year = find(case, solution.path)
    label, unit, year = figure_label(entry.path, entry.line, words, given_year), solution.unit, solution.year
    at = solution.outcome
    if solution.value is not None:
        bound, value = spoken(solution.value, unit, at)
        phrase = _phrase(entry.name, bound, value, unit, words)
        whole = unit == "kr" and value == int(value)  # then kroner are enough of the rest too
        now = float(rounded(solution.present)) if whole else solution.present
        change = _difference(value - now, unit, words)
        if change:
            phrase = words("solve.change", phrase=phrase, change=change)
        present = _said(now, unit, words)
        return words("solve.value", label=label, phrase=phrase, year=year, present=present)
    if solution.jump:
        value, below, above = solution.jump
        ends = {"below": words.kr(below), "above": words.kr(above)}
        return words("solve.jump", label=label, value=words.plain(value), year=year, **ends)
    low, high = (value_text(end, unit, words) for end in (entry.key.low, entry.key.high))
    found = words("solve.none", label=label, low=low, high=high, year=year)
    short = at(solution.present)
    state = words("solve.none.paid") if short < ZERO else words("solve.none.short", amount=words.kr(short))
    return joined((found, state))


def spoken(value: float, unit: str, at: Outcome) -> tuple[str, float]:
    """`at_least` or `at_most` and the value with the fewest decimals that is on that side and breaks even itself."""
    first = DECIMALS.get(unit, 1)
    if unit == "months" and value < 1:
        first = 1
    for decimals in range(first, MOST_DECIMALS + 1):
        up = float(rounded(value, decimals, up=True))
        down = -float(rounded(-value, decimals, up=True))
        step = 10.0**-decimals
        for bound, tried, beyond in (("at_least", up, up + step), ("at_most", down, down - step)):
            if at(tried) < ZERO and at(beyond) < ZERO:
                return bound, tried + 0.0
    return "exactly", value


def _phrase(name: str, bound: str, value: float, unit: str, words: Words) -> str:
    """mindst 76,2 % af den planlagte besparelse; højst 7 måneder forsinket; højst 4.500.000 kr."""
    said = words(f"solve.{bound}", value=_said(value, unit, words))
    return words(f"solve.of.{name}", value=said) if words.has(f"solve.of.{name}") else said


def _said(value: float, unit: str, words: Words) -> str:
    """A value with no more and no fewer decimals than it has."""
    if unit == "kr" and value == int(value):
        return words.kr(value)
    if unit == "share":
        return Told.figure(words.measured(words.plain(value * 100), "%"), value, "share")
    if unit == "months":
        return words("solve.month" if value == 1 else "solve.months", number=words.plain(value))
    return with_unit(words.plain(value), unit, words)


def _difference(change: float, unit: str, words: Words) -> str:
    """How far that is from the present value: 3,4 helårspladser færre. Empty for shares and months, which say it."""
    change = round(change, MOST_DECIMALS)
    if unit in ("share", "months") or not change:
        return ""
    counted = "kr" if unit == "kr" else "count"
    return words(f"solve.{'more' if change > 0 else 'less'}.{counted}", size=_said(abs(change), unit, words))
