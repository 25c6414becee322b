"""Nulpunkt: what one figure must be for the case to break even, in words; the levers always, any other on request."""

from collections.abc import Sequence

from budget.analysis.sensitivity import figures_in_force
from budget.analysis.solving import solve
from budget.case import Case, CaseError
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.uncertainty.asked import Asked
from budget.shown.labels import uncertain_label
from budget.shown.solving_words import solution_text
from budget.text import Words

LEVERS = ("levers.realisation", "levers.delay_months", "levers.cost_overrun")
MOST_OFFERED = 400  # figures in the list; of a larger case the levers and the uncertain ones


def answers(case: Case, asked: Asked, prices: str, words: Words) -> list[str]:
    """One sentence for each lever and, where another figure is asked for, for that one first."""
    by = asked.by if asked.by in case.horizon else None
    found = []
    for path in dict.fromkeys((asked.path, *LEVERS)):
        try:
            found.append(solution_text(case, solve(case, path, by, prices), words))
        except CaseError:
            continue  # a figure that went with its line
    return found


def solve_section(case: Case, found: Sequence[str], asked: Asked, words: Words) -> Html:
    """The sentences, and the choice of another figure and another year."""
    year = asked.by if asked.by in case.horizon else case.horizon[-1]
    return tag(
        "section",
        tag("h2", words("uncertainty.solve"), id="solve"),
        tag("p", words("uncertainty.solve.about"), class_="lead"),
        tag(
            "div",
            _choice("solve", words("uncertainty.solve.figure"), _offered(case, asked, words), asked.path),
            _choice("solve_by", words("uncertainty.solve.by"), [(str(y), str(y)) for y in case.horizon], str(year)),
            class_="asking",
        ),
        tag("ul", *(tag("li", text) for text in found), class_="answers", aria_live="polite"),
        class_="solve",
    )


def _choice(do: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Html:
    shown = [tag("option", text, value=value, selected=value == chosen) for value, text in options]
    box = tag("select", *shown, id=f"ask-{do}", data_do=do)
    return tag("div", tag("label", label, for_=f"ask-{do}"), box, class_="text")


def _offered(case: Case, asked: Asked, words: Words) -> list[tuple[str, str]]:
    """The figures that can be solved for, levers first."""
    known = list(figures_in_force(case))
    if len(known) > MOST_OFFERED:
        known = [found for found in known if found.figure.uncertain or found.path in (*LEVERS, asked.path)]
    offered = [found for found in known if found.series != "discount_rate"][:MOST_OFFERED]
    offered.sort(key=lambda found: found.path not in LEVERS)
    return [(found.path, uncertain_label(found, words)) for found in offered]
