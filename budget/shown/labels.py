"""What a row or a figure is called in words, and how its value is written."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from budget.case.models import Case, Figure, Line, Source
from budget.case.paths import Entry, find, is_of_group
from budget.case.problems import CaseError, Problem, problem_text
from budget.case.reading import YEAR
from budget.formulas.row import Row
from budget.text import Words
from budget.text.numbers import rounded
from budget.text.told import Told, joined

if TYPE_CHECKING:  # not to run: a table is printed without numpy
    from budget.analysis.scenarios import Outlook
    from budget.analysis.sensitivity import Uncertain

DECIMALS = {
    "fte": 2, "places": 2, "index": 4, "rate": 4, "number": 4, "children per fte": 1, "months": 1, "ratio": 2,
    "weight": 2, "children": 1,
}  # fmt: skip
WHOLE = ("year", "month", "0/1")
BARE = ("index", "ratio", "rate", "number", "weight")  # a number that says nothing more with its unit behind it


def row_label(row: Row, words: Words) -> str:
    """The row's name; a budget line has its own label."""
    line = row.line.label if row.line else ""
    if not row.name:
        return line
    area = row.key.removeprefix("areas.") if row.name == "area" else (row.line and row.line.service_area)
    return row_text(row, words, line, area or words("word.none"), about_text(row, words))


def row_text(row: Row, words: Words, line: str, area: str, about: str) -> str:
    """The row's words, with these in their places."""
    tail = row.key.rpartition(".")[2]
    to = inside(step_label(tail, words)) if row.name in TO_A_STEP else ""
    return words(f"row.{row.name}", line=line, area=area, about=about, age=tail, to=to)


TO_A_STEP = ("course.moves", "course.moved_to", "course.part")  # rows whose key ends in the step that is moved to


def about_text(row: Row, words: Words) -> str:
    """What a row of no line of its own is about: a pool, or a step in the course without or with the measure."""
    if row.name.startswith("step."):
        return step_label(row.about, words)
    if row.name.startswith("course."):
        return words("course.with" if row.line else "course.without", step=step_label(row.about, words))
    return row.about


def step_label(step: str, words: Words) -> str:
    """A step of a baseline: its name in the reference library, else as the case calls it."""
    from budget.case.library import steps  # read only where a case has a baseline

    known = steps().get(step)
    return known.label.in_language(words.language) if known else step


def printed_label(row: Row, words: Words) -> str:
    """The row's name as in the council's table, with the service area of a line behind it, and whose money it is where
    that is not the municipality's.
    """
    payer = words(f"payer.{row.line.payer}") if row.line and row.line.payer != "municipality" else ""
    return _with_area(row_label(row, words), row.line, payer)


def line_label(line: Line) -> str:
    """The line's name with its service area behind it."""
    return _with_area(line.label, line)


def _with_area(label: str, line: Line | None, payer: str = "") -> str:
    area = (line.service_area if line else None) or ""
    if re.search(rf"(?<!\w){re.escape(area)}(?!\w)", label):  # »SO 16 …« does not say SO 1
        area = ""
    behind = ", ".join(filter(None, (area, payer)))
    return f"{label} ({behind})" if behind else label


def figure_label(path: str, line: Line | None, words: Words, year: int | None = None) -> str:
    """The name of a figure with its line: Enhedspris (kr. pr. helår): Færre anbringelser."""
    parts = path.split(".")
    name = next(part for part in reversed(parts) if not part.isdigit())
    if parts[0] == "baseline" or parts[2:3] == ["effects"]:
        label = _projection_label(parts, words)
    elif is_of_group(path):
        label = words(f"key.group.{parts[2]}.{name}", number=parts[3])
    else:
        label = words(f"key.{parts[0]}.{name}" if parts[0] in ("levers", "pool") else f"key.{name}")
    if parts[0] == "reimbursement":
        label = f"{label} ({parts[2]})"
    if line is not None:
        label = f"{label}: {line.label}"
    return f"{label}, {year}" if year is not None else label


def _projection_label(parts: list[str], words: Words) -> str:
    """A figure of the baseline, or of what the measure does on one of its steps."""
    owner, rest = ("effects", parts[3:]) if parts[0] == "savings" else ("baseline", parts[1:])
    rest = [part for part in rest if not YEAR.fullmatch(part)]
    if len(rest) == 1:
        return words(f"key.{owner}.{rest[0]}")
    step, name, tail = (*rest, "")[:3]
    to = inside(step_label(tail, words)) if name == "moves" else ""
    key = f"key.{owner}.{name}"
    text = words(f"{key}.of", ages=tail.replace("-", "–"), to=to) if tail else words(key)
    text = words("key.ages", label=inside(text)) if rest[-1] == "ages" else text
    return f"{text}: {step_label(step, words)}"


def inside(label: str) -> str:
    """A name inside a sentence."""
    return label[:1].lower() + label[1:]


def key_text(entry: Entry, words: Words) -> str:
    """The name of a figure without its line's."""
    return figure_label(entry.path, None, words)


def uncertain_label(found: "Uncertain", words: Words) -> str:
    """The name of a figure that is tried, with its line and, where it is given for one, its year."""
    return figure_label(found.series, found.entry.line, words, found.year)


def outlook_label(outlook: "Outlook", words: Words) -> str:
    """The scenario by its author's words, or that it is the case as it stands."""
    return outlook.label or words("scenario.base")


def starting_labels(words: Words) -> dict[str, str]:
    """What the three scenarios are called that a case without any begins with."""
    from budget.analysis.scenarios import START

    return {id: words(f"scenario.start.{id}") for id in START}


def path_label(case: Case, path: str, words: Words) -> str:
    """The name of the figure that a path names; CaseError when the case has none."""
    entry, year = find(case, path)
    return figure_label(entry.path, entry.line, words, year)


def problem_said(problem: Problem, words: Words, case: Case | None = None) -> str:
    """Why something cannot be done, as a page says it: the figure by its name, not by its path in the file."""
    place = _place_said(problem.path, words, case)
    if place is None:
        return problem_text(problem, words)
    here = f"{problem.code}_here"
    code = here if words.has(f"problem.{here}") else problem.code
    sentence = problem_text(replace(problem, path="", code=code), words)
    return f"{place}: {sentence}" if place else sentence


def _place_said(path: str, words: Words, case: Case | None) -> str | None:
    """What a path names; None where it is neither a figure nor a line."""
    parts = path.split(".")
    if case is not None:
        with suppress(CaseError):
            return path_label(case, path, words)
        return next((line.label for line in case.lines() if line.id in parts), None if path else "")
    name = next((part for part in reversed(parts) if not part.isdigit()), "")
    return words(f"key.{name}") if words.has(f"key.{name}") else None if path else ""


def prices_text(figure: Figure, words: Words) -> str:
    """In which year's prices an amount stands, and that it is not brought to those of the case where it is not."""
    return words("explain.unadjusted" if figure.unadjusted else "explain.price_year", year=figure.price_year)


def value_text(value: float | None, unit: str, words: Words, digits: int = 0) -> str:
    """A value with its unit, in whole kr for money; `digits` asks for so many decimals more, where it has them."""
    if value is None:
        return words("explain.nothing")
    if unit in WHOLE:
        return str(int(value))
    scaled, decimals = value * _scale(unit), _decimals(value, unit, digits)
    as_it_is = digits > 0 or (unit not in ("kr", "share") and value == int(value))
    text = words.plain(scaled, decimals) if as_it_is else words.number(scaled, decimals)
    if unit == "share":
        return Told.of(words.measured(text, "%"), [text])
    return text if unit in BARE else with_unit(text, unit, words)


def from_to(low: str | int, high: str | int) -> str:
    """15–20, or one of them where both read the same."""
    ends = [end if isinstance(end, str) else str(end) for end in (low, high)]
    return ends[1] if ends[0] == ends[1] else joined(ends, "–")


def kr_span(low: float, high: float, words: Words) -> str:
    """36.900–59.050 kr."""
    end = words.kr(high)
    return end if words.kr(low) == end else joined((words.amount(low, "kr"), end), "–")


def span_text(low: float, high: float, unit: str, words: Words) -> str:
    """A value, or a range, with its unit."""
    if low == high:
        return value_text(low, unit, words)
    if unit == "kr":
        return kr_span(low, high, words)
    if unit == "share":
        end = words.share(high, 0 if round(high * 100, 9) == round(high * 100) else 1)
        return joined((words.plain(low * 100), end), "–")
    return joined((words.plain(low), value_text(high, unit, words)), "–")


def with_unit(number: str, unit: str, words: Words) -> str:
    """A number as it is written, and its unit: of one, or of many."""
    one = f"unit.{unit}.one"
    return joined((number, words(one if number.lstrip("-") == "1" and words.has(one) else f"unit.{unit}")))


def shown_number(value: float, unit: str, digits: int = 0) -> float:
    """The number that `value_text` shows: the value, rounded as it is there."""
    return float(rounded(value * _scale(unit), _decimals(value, unit, digits))) / _scale(unit)


def half_a_digit(value: float, unit: str) -> float:
    """Half of the last digit that `value_text` shows of the value."""
    return 0.5 * 10.0 ** -_decimals(value, unit, 0) / _scale(unit)


def _scale(unit: str) -> int:
    return 100 if unit == "share" else 1


def _decimals(value: float, unit: str, digits: int) -> int:
    """The decimals of a value in its unit; an amount gets its first ones when the others have three more."""
    if unit in WHOLE:
        return 0
    if unit == "kr":
        return max(0, digits - 3)
    usual = (2 if abs(value * 1000 - round(value * 1000)) > 1e-9 else 1) if unit == "share" else DECIMALS.get(unit, 2)
    return usual + digits


def source_text(sources: Mapping[str, Source], key: str | None) -> str:
    """Title, publisher, date and page of a source of the case; empty without one."""
    source = sources.get(key) if key else None
    if source is None:
        return ""
    text = ", ".join(part for part in (source.title, source.publisher, source.date) if part)
    return f"{text}, s. {source.page}" if source.page else text
