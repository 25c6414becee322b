"""Scenarier: the case as it stands and every scenario beside it, in tables and one chart."""

from collections.abc import Callable, Iterator, Sequence

from budget.analysis.scenarios import Outlook
from budget.case import problem_text
from budget.dashboard.parts.chart_block import holder
from budget.dashboard.parts.display import Display
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.plain_table import NONE, Entry, plain_table
from budget.formulas import Result
from budget.shown.key_figures import payback_text
from budget.shown.labels import outlook_label
from budget.shown.table_words import net_word
from budget.text import Words


def comparison(found: Sequence[Outlook], display: Display, words: Words) -> Html:
    """Side by side: accumulated net as a chart, net and accumulated by year, and the key figures."""
    known = [(outlook_label(outlook, words), outlook.result) for outlook in found if outlook.result is not None]
    unit = words(f"unit.{display.unit}")
    return tag(
        "div",
        holder("scenarios"),
        _by_year("net", known, words("uncertainty.scenarios.net", unit=unit), display, words),
        _by_year("accumulated", known, words("uncertainty.scenarios.accumulated", unit=unit), display, words),
        _key_figures(known, display, words),
        tag("p", words("note.sign_turned" if display.turned else "note.sign"), class_="notes"),
        *_problems(found, words),
        class_="compared",
    )


Known = Sequence[tuple[str, Result]]


def _by_year(key: str, known: Known, caption: str, display: Display, words: Words) -> Html:
    years = known[0][1].years
    total = [words("word.total")] if key == "net" else []
    rows = []
    for number, (label, result) in enumerate(known):
        values = list(result.row(key).values)
        cells = [display.amount(value, words) for value in (*values, *([sum(values)] if total else []))]
        rows.append(Entry(label, cells, "subtotal" if number == 0 else None))
    return plain_table(caption, ["", *map(str, years), *total], rows, words)


def _key_figures(known: Known, display: Display, words: Words) -> Html:
    """A column for each scenario would not fit on a page: the scenarios are the rows here too."""
    last = known[0][1].years[-1]
    figures: list[tuple[str, Callable[[Result], str]]] = [
        (words("uncertainty.key.payback"), lambda result: payback_text(result, words)),
        (words("uncertainty.key.peak"), lambda result: display.amount(result.summary["peak_exposure"] or 0.0, words)),
        (words("uncertainty.key.break_even"), lambda result: _share(result.summary["break_even_realisation"], words)),
        (
            words("uncertainty.key.permanent", year=last),
            lambda result: display.amount(result.summary["permanent_net"] or 0.0, words),
        ),
        (words("uncertainty.key.npv"), lambda result: _present_value(result, display, words)),
    ]
    head = ["", *(name for name, _ in figures)]
    rows = [
        Entry(label, [value(result) for _, value in figures], "subtotal" if number == 0 else None)
        for number, (label, result) in enumerate(known)
    ]
    caption = words("uncertainty.scenarios.key_figures", unit=words(f"unit.{display.unit}"))
    return plain_table(caption, head, rows, words)


def _present_value(result: Result, display: Display, words: Words) -> str:
    npv = result.summary["npv"] or 0.0
    return f"{display.amount(npv, words)} ({net_word(npv, words)})"


def _share(share: float | None, words: Words) -> str:
    return NONE if share is None else words("word.at_least", share=words.share(share, up=True))


def _problems(found: Sequence[Outlook], words: Words) -> Iterator[Html]:
    """Why a scenario is not among them."""
    for outlook in found:
        for problem in outlook.problems:
            text = words(
                "uncertainty.scenarios.unfit", label=outlook_label(outlook, words), why=problem_text(problem, words)
            )
            yield tag("p", text, class_="warning", role="status")
