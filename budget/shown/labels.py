"""What a row or a figure is called in words, and how its value is written."""

from collections.abc import Mapping

from budget.analysis.scenarios import START, Outlook
from budget.analysis.sensitivity import Uncertain
from budget.case.models import Case, Line, Source
from budget.case.paths import Entry, find
from budget.formulas.row import Row
from budget.text import Words

DECIMALS = {"fte": 2, "places": 2, "index": 4, "children per fte": 1, "months": 1, "ratio": 2, "children": 1}


def row_label(row: Row, words: Words) -> str:
    """The row's name; a budget line has its own label."""
    line = row.line.label if row.line else ""
    if not row.name:
        return line
    area = row.key.removeprefix("areas.") if row.name == "area" else (row.line and row.line.service_area)
    return words(f"row.{row.name}", line=line, area=area or words("word.none"))


def printed_label(row: Row, words: Words) -> str:
    """The row's name as in the council's table, with the service area of a line behind it."""
    return _with_area(row_label(row, words), row.line)


def line_label(line: Line) -> str:
    """The line's name with its service area behind it."""
    return _with_area(line.label, line)


def _with_area(label: str, line: Line | None) -> str:
    area = line.service_area if line else None
    return f"{label} ({area})" if area and area not in label else label


def figure_label(path: str, line: Line | None, words: Words, year: int | None = None) -> str:
    """The name of a figure with its line: Enhedspris (kr. pr. helår): Færre anbringelser."""
    parts = path.split(".")
    name = next(part for part in reversed(parts) if not part.isdigit())
    label = words(f"key.levers.{name}" if parts[0] == "levers" else f"key.{name}")
    if parts[0] == "reimbursement":
        label = f"{label} ({parts[2]})"
    if line is not None:
        label = f"{label}: {line.label}"
    return f"{label}, {year}" if year is not None else label


def key_text(entry: Entry, words: Words) -> str:
    """The name of a figure; a band of the reimbursement has its number."""
    number = f" ({entry.path.split('.')[2]})" if entry.path.startswith("reimbursement.") else ""
    return f"{words(f'key.{entry.name}')}{number}"


def uncertain_label(found: Uncertain, words: Words) -> str:
    """The name of a figure that is tried, with its line and, where it is given for one, its year."""
    return figure_label(found.series, found.entry.line, words, found.year)


def outlook_label(outlook: Outlook, words: Words) -> str:
    """The scenario by its author's words, or that it is the case as it stands."""
    return outlook.label or words("scenario.base")


def starting_labels(words: Words) -> dict[str, str]:
    """What the three scenarios are called that a case without any begins with."""
    return {id: words(f"scenario.start.{id}") for id in START}


def path_label(case: Case, path: str, words: Words) -> str:
    """The name of the figure that a path names; CaseError when the case has none."""
    entry, year = find(case, path)
    return figure_label(entry.path, entry.line, words, year)


def value_text(value: float | None, unit: str, words: Words) -> str:
    """A value with its unit, in whole kr for money."""
    if value is None:
        return words("explain.nothing")
    if unit == "kr":
        return words.kr(value)
    if unit == "share":
        return words.share(value, 2 if abs(value * 1000 - round(value * 1000)) > 1e-9 else 1)
    if unit in ("year", "month", "0/1"):
        return str(int(value))
    decimals = DECIMALS.get(unit, 2)
    text = words.plain(value) if value == int(value) else words.number(value, decimals)
    return text if unit in ("index", "ratio") else f"{text} {words(f'unit.{unit}')}"


def source_text(sources: Mapping[str, Source], key: str | None) -> str:
    """Title, publisher, date and page of a source of the case; empty without one."""
    source = sources.get(key) if key else None
    if source is None:
        return ""
    text = ", ".join(part for part in (source.title, source.publisher, source.date) if part)
    return f"{text}, s. {source.page}" if source.page else text
