"""The page Følsomhed og usikkerhed: scenarios side by side, each figure alone at its ends, the chance of having paid
back, and what one figure must be for the case to break even.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from budget.analysis.scenarios import Outlook, outlooks
from budget.analysis.sensitivity import Swing, figures_in_force, is_uncertain, sensitivity, uncertain_figures
from budget.analysis.simulation import Simulation, simulate
from budget.analysis.solving import solve
from budget.case import Case, CaseError, with_figure
from budget.formulas import Result, calculate
from budget.shown.charts.certainty import scenarios as chart
from budget.shown.key_figures import payback_text
from budget.shown.labels import outlook_label, problem_said, uncertain_label
from budget.shown.model import (
    NONE,
    Cell,
    Column,
    Display,
    Group,
    Heading,
    Items,
    Page,
    Part,
    Picture,
    Row,
    Table,
    Text,
    Tools,
    piece,
    year_columns,
)
from budget.shown.net_table import PLAIN
from budget.shown.pages.chance import chance, simulated
from budget.shown.pages.head import case_page
from budget.shown.pages.tornado import at_end, tornado
from budget.shown.solving_words import solution_text
from budget.shown.story.certainty import one_figure
from budget.shown.table_words import net_word
from budget.text import Words
from budget.text.told import joined

Once = Callable[[str, tuple[object, ...], Callable[[], Any]], Any]
LEVER = "levers.realisation"
LEVERS = (LEVER, "levers.delay_months", "levers.cost_overrun")
MOST_SOLVED = 12  # figures of lines that are solved for without being asked
PERCENT = 10.0  # by which figures without a range are tried


@dataclass(frozen=True)
class Questions:
    """What is asked beside the case itself: which end of which figure the table is shown at, whether the certain
    figures are tried too (where no figure has a range they are, unless that is declined), and which figure is solved
    for, by the end of which year (None for the last).
    """

    bar: tuple[str, str] | None = None
    certain: bool | None = None
    path: str = LEVER
    by: int | None = None

    def tried(self, case: Case) -> bool:
        """Whether the figures without a range are tried too."""
        return not is_uncertain(case) if self.certain is None else self.certain


def _worked_out(name: str, of: tuple[object, ...], make: Callable[[], Any]) -> Any:
    return make()


def uncertainty(result: Result, words: Words, display: Display = PLAIN) -> Page:
    """The page as it is when nothing has been asked yet, with the draws and the seed of `simulate`."""
    found = simulate(result.case, prices=result.prices) if is_uncertain(result.case) else None
    pieces = list(uncertain_pieces(result, found, words, display))
    return case_page("uncertainty", result.case, pieces, words)


def uncertain_pieces(
    result: Result, found: Simulation | None, words: Words, display: Display = PLAIN,
    questions: Questions = Questions(), once: Once = _worked_out,
) -> Iterator[Group]:  # fmt: skip
    """The pieces one by one; `once` keeps what takes long as long as what it is made of stays the same."""
    case, prices, year = result.case, result.prices, result.years[-1]
    if found is None:
        yield piece("none", Text(words("uncertainty.no_ranges"), "lead missing"), element="div")
    else:
        alone = (Text(text, "notes") for text in one_figure(len(uncertain_figures(case)), words))
        yield piece("figures", simulated(found, display, words), *alone, element="div")
    side_by_side: Sequence[Outlook] = once("outlooks", (case, prices), lambda: outlooks(case, prices))
    yield _compared(case, side_by_side, display, words)
    certain = questions.tried(case)
    base, swings = once(
        "swings",
        (case, prices, words.language, certain),
        lambda: sensitivity(case, prices, PERCENT if certain else None),
    )
    yield tornado(case, base, swings, questions.bar, certain, year, display, words)
    ended = _at_end(result, swings, questions.bar, display, words)
    if ended is not None:
        yield ended
    if found is not None:
        yield chance(case, found, display, words)
    of = (case, prices, words.language, questions.path, questions.by)
    yield _solved(once("answers", of, lambda: answers(case, questions, prices, words)), words)


def _at_end(
    result: Result, swings: Sequence[Swing], bar: tuple[str, str] | None, display: Display, words: Words
) -> Group | None:
    """The table with the chosen figure at the chosen end."""
    swing = next((swing for swing in swings if bar and swing.path == bar[0]), None)
    if swing is None or bar is None:
        return None
    try:
        case = with_figure(result.case, swing.path, swing.low if bar[1] == "low" else swing.high)
    except CaseError:
        return None
    return at_end(result, calculate(case, result.prices), swing, bar[1], display, words)


# ------------------------------------------------------------------ break-even
def answers(case: Case, questions: Questions, prices: str, words: Words) -> list[str]:
    """One sentence for each lever and for the first figures of the lines, what is asked for before them; those of the
    lines that cannot do it alone share one."""
    by = questions.by if questions.by in case.horizon else None
    stated = [found for found in figures_in_force(case) if found.entry.line is not None and found.entry.stated]
    others = {found.path: uncertain_label(found, words) for found in stated[:MOST_SOLVED]}
    found, in_vain = [], []
    for path in dict.fromkeys((questions.path, *LEVERS, *others)):
        try:
            solution = solve(case, path, by, prices)
        except CaseError:
            continue  # a figure that went with its line
        if path in others and path != questions.path and solution.value is None and solution.jump is None:
            in_vain.append(others[path])
        else:
            found.append(solution_text(case, solution, words))
    if in_vain:
        found.append(words("uncertainty.solve.in_vain", figures=joined(in_vain, "; "), year=by or case.horizon[-1]))
    return found


def _solved(found: Sequence[str], words: Words) -> Group:
    return piece(
        "solve",
        Heading(words("uncertainty.solve"), id="solve"),
        Text(words("uncertainty.solve.about"), "lead"),
        Tools("solve"),
        Items(tuple(map(Text, found)), "answers"),
        look="solve",
    )


# ------------------------------------------------------------------ scenarios
Known = Sequence[tuple[str, str, Result]]  # id, name and result of what can be worked out


def _compared(case: Case, found: Sequence[Outlook], display: Display, words: Words) -> Group:
    """The case as it stands and every scenario beside it: accumulated net as a chart, by year, and the key figures."""
    known = [(o.id or "base", outlook_label(o, words), o.result) for o in found if o.result is not None]
    drawn, unit = chart(found, words, display.unit, display.turned), words(f"unit.{display.unit}")
    parts: list[Part] = [
        Picture(drawn, drawn.said),
        _by_year("net", known, words("uncertainty.scenarios.net", unit=unit), display, words),
        _by_year("accumulated", known, words("uncertainty.scenarios.accumulated", unit=unit), display, words),
        _key_figures(known, display, words),
        Text(words("note.sign_turned" if display.turned else "note.sign"), "notes"),
    ]
    for outlook in found:  # why a scenario is not among them
        for problem in outlook.problems:
            facts = {"label": outlook_label(outlook, words), "why": problem_said(problem, words, case)}
            parts.append(Text(words("uncertainty.scenarios.unfit", **facts), "warning", status=True))
    about = words("uncertainty.scenarios.about" if case.scenarios else "uncertainty.scenarios.none")
    heading = Heading(words("uncertainty.side_by_side"))
    return piece("compared", heading, Text(about, "lead"), Group(tuple(parts), "compared", element="div"))


def _by_year(key: str, known: Known, caption: str, display: Display, words: Words) -> Table:
    columns = year_columns(known[0][2].years, *([words("word.total")] if key == "net" else []))
    rows = []
    for number, (id, label, result) in enumerate(known):
        values = list(result.row(key).values)
        shown = [*values, sum(values)] if key == "net" else values
        cells = tuple(display.cell(value, words) for value in shown)
        rows.append(Row(id, "" if number else "subtotal", label, cells))
    return Table(f"scenarios.{key}", caption, columns, tuple(rows))


def _key_figures(known: Known, display: Display, words: Words) -> Table:
    """A column for each scenario would not fit on a page: the scenarios are the rows here too."""
    last = known[0][2].years[-1]
    heads = [
        words(f"uncertainty.key.{name}", year=last) for name in ("payback", "peak", "break_even", "permanent", "npv")
    ]
    rows = []
    for number, (id, label, result) in enumerate(known):
        s = result.summary
        peak, permanent, npv = (display.cell(s[key] or 0.0, words) for key in ("peak_exposure", "permanent_net", "npv"))
        share = s["break_even_realisation"]
        least = NONE if share is None else words("word.at_least", share=words.share(share, up=True))
        npv = npv._replace(text=f"{npv.text} ({net_word(s['npv'] or 0.0, words)})")
        cells = (
            Cell(payback_text(result, words), s["payback_year"], "year"),
            peak,
            Cell(least, share, "share"),
            permanent,
            npv,
        )
        rows.append(Row(id, "" if number else "subtotal", label, cells))
    caption = words("uncertainty.scenarios.key_figures", unit=words(f"unit.{display.unit}"))
    return Table("scenarios.key_figures", caption, tuple(map(Column, ("", *heads))), tuple(rows))
