"""One field to type a figure in, with all it must say: its unit, what it was, and why an entry was not taken."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from budget.case import CaseError, Problem
from budget.case.scenarios import inner_path
from budget.dashboard.changes.fields import Cell, Slip, text_of, told, unit_of, unit_text
from budget.dashboard.changes.state import Model, Refusal, before, field_id, place
from budget.dashboard.parts.markup import Html, button, join, tag
from budget.shown.labels import prices_text, problem_said
from budget.text import Words

SHELVES = {"shelf": "library", "range": "estimate"}  # what opens and closes each, and its words in the catalogue


def field(
    model: Model, cell: Cell, label: str, words: Words, more: Html | None = None, help: Html | None = None
) -> Html:
    """Help, label, field, and beneath it the reading in whole kr, what the value was, its own reset, and `more`."""
    id, path = field_id(cell.path), cell.path
    refusal = model.refused.get(path)
    changed = path in model.changed
    said = _about(model, cell, label, changed, words)
    message = f"{id}-message" if refusal or path in model.slips else None
    notes = " ".join(x for x in (message, f"{id}-about" if said else None) if x)
    box = number_box(
        id,
        refusal.text if refusal else shown(cell, words),
        placeholder=_placeholder(cell, words),
        title=_as_in(cell, words),
        data_do="enter",
        data_path=path,
        aria_invalid="true" if refusal else None,
        aria_describedby=notes or None,
    )
    marks = ["cell", "changed" if changed else "", "refused" if refusal else ""]
    return tag("div", help, tag("label", label, for_=id), box, said, more, class_=" ".join(m for m in marks if m))


def number_box(id: str, text: str, **attributes: str | None) -> Html:
    """The box that a number is typed into: text that the browser is never to read, correct or translate. The Tab key
    goes from box to box; Alt and arrow down to the buttons beside it."""
    keys = {"aria_keyshortcuts": "Alt+ArrowDown"}
    plain = {"type": "text", "inputmode": "decimal", "autocomplete": "off", "spellcheck": "false", "translate": "no"}
    return tag("input", **plain, **keys, id=id, value=text, **attributes)


def reset_button(path: str, what: str, words: Words) -> Html:
    """Takes back the changes of one path; `what` is said of it to a screen reader."""
    name = words("entry.reset_this", what=what)
    return button("reset", words("entry.reset"), data_path=path, aria_label=name)


def shown(cell: Cell, words: Words) -> str:
    """The field's own value; empty where the value is carried from an earlier year."""
    return text_of(cell.figure.value, cell.entry, words) if cell.figure else ""


def _placeholder(cell: Cell, words: Words) -> str:
    if cell.carried_from is not None:
        return words("entry.carried", year=cell.carried_from)
    return words("entry.none")


def _as_in(cell: Cell, words: Words) -> str | None:
    if cell.carried_from is None or cell.carried is None:
        return None
    return words("entry.carried_as", year=cell.carried_from, value=text_of(cell.carried.value, cell.entry, words))


def _about(model: Model, cell: Cell, label: str, changed: bool, words: Words) -> Html | None:
    parts: list[Html] = []
    figure, path = cell.figure, cell.path
    taken = cell.path not in model.refused  # else it would be read as what the refused text means
    if changed and taken and figure and unit_of(cell.entry).word == "unit.1000":
        parts.append(tag("span", words("entry.echo", kr=words.kr(figure.value)), class_="echo"))
    if figure and figure.uncertain and figure.low is not None and figure.high is not None:
        low, high = (text_of(value, cell.entry, words) for value in (figure.low, figure.high))
        parts.append(tag("span", words("entry.range", low=low, high=high)))
    if figure and figure.price_year is not None and figure.price_year != model.case.price_year:
        parts.append(tag("span", prices_text(figure, words)))
        if figure.unadjusted and cell.year is None and cell.entry.line:
            parts.append(adjust_button(path, label, words))
    if figure and figure.unconfirmed:
        parts.append(tag("span", words("entry.unconfirmed")))
        if cell.year is None:
            parts.append(confirm_button(cell.path, label, words))
    if changed and figure and not figure.uncertain and _had_range(model, cell.path):
        parts.append(tag("span", words("entry.range_gone")))
    if changed:
        parts.append(tag("span", was(model, cell, words)))
        parts.append(reset_button(cell.path, label, words))
    return tag("p", *_spaced(parts), id=f"{field_id(cell.path)}-about", class_="about") if parts else None


def _had_range(model: Model, path: str) -> bool:
    """Whether the case as it was opened had estimates here: they belonged to the value it had then."""
    try:
        figure = place(model.original, path)[1].figure
    except CaseError:
        return False
    return figure is not None and figure.uncertain


def confirm_years(cells: Sequence[Cell], words: Words) -> Html | None:
    """Stands by every default of a series at once, or brings every amount of it to the prices of the case."""
    path, buttons = cells[0].entry.path if cells else "", []
    bare = [str(cell.year) for cell in cells if cell.figure and cell.figure.unconfirmed]
    if bare:
        buttons.append(confirm_button(path, ", ".join(bare), words))
    old = [str(cell.year) for cell in cells if cell.figure and cell.figure.unadjusted and cell.entry.line]
    if old:
        buttons.append(adjust_button(path, ", ".join(old), words))
    return tag("p", *_spaced(buttons), class_="about") if buttons else None


def confirm_button(path: str, what: str, words: Words) -> Html:
    """Stands by a default that no one has confirmed."""
    name = words("entry.confirm_this", what=what)
    return button("confirm", words("entry.confirm"), data_path=path, aria_label=name)


def adjust_button(path: str, what: str, words: Words) -> Html:
    """Brings an amount that is used as it stands to the prices of the case."""
    return button("adjust", words("entry.adjust"), data_path=path, aria_label=words("entry.adjust_this", what=what))


def _spaced(parts: Sequence[Html]) -> list[Html]:
    return [join(part, " ") for part in parts]


def was(model: Model, cell: Cell, words: Words) -> str:
    """What the case said here when it was opened."""
    old = before(model, cell.path)
    return words("entry.was", value=words("word.none") if old is None else text_of(old, cell.entry, words))


def messages(model: Model, cells: Sequence[Cell], words: Words) -> Html | None:
    """What must be said about entries in these fields, announced as it appears."""
    said = [_message(model, cell, words) for cell in cells]
    found = [message for message in said if message]
    return tag("div", *found, class_="messages") if found else None


def _message(model: Model, cell: Cell, words: Words) -> Html | None:
    place = f"{cell.year}: " if cell.year is not None else ""
    id = f"{field_id(cell.path)}-message"
    refusal = model.refused.get(cell.path)
    if refusal:
        return tag("p", place, _refused(cell, refusal, words), id=id, role="alert", class_="error")
    slip = model.slips.get(cell.path)
    if slip and cell.in_force:
        said = tag("span", place, _slip(cell, slip, words), " ")
        return tag("p", said, *_readings(cell, slip, words), id=id, role="status", class_="warning buttons")
    return None


def _refused(cell: Cell, refusal: Refusal, words: Words) -> str:
    if refusal.code == "empty":
        if cell.year is None or inner_path(cell.path) is not None:
            return words("entry.empty")
        return words("entry.empty_year" if cell.entry.key.unit == "kr" else "problem.missing_year", year=cell.year)
    why, in_force = refused_text(cell, refusal, words), cell.in_force
    if in_force is None:
        return f"{why} {words('entry.kept_none')}"
    return f"{why} {words('entry.kept', value=text_of(in_force.value, cell.entry, words))}"


def refused_text(cell: Cell, refusal: Refusal, words: Words) -> str:
    """Why what was typed into a field of this figure was not taken."""
    if refusal.code in ("bounds", "above"):
        low, high = (text_of(value, cell.entry, words) for value in (cell.entry.key.low, cell.entry.key.high))
        unit = unit_text(cell.entry, words)
        unit = f"({unit})" if unit[:1].isdigit() else unit  # 1.000 kr. behind a number is no number
        return words(f"entry.{refusal.code}", text=refusal.text, low=low, high=words.measured(high, unit))
    if refusal.code == "problem":
        problem: Problem = refusal.params["problem"]
        if problem.path.startswith(cell.entry.path):  # the field says itself what it is
            problem = replace(problem, path="")
        return problem_said(problem, words)
    if refusal.code == "pasted":
        inner: Refusal = refusal.params["why"]
        why = words("entry.empty") if inner.code == "number.empty" else refused_text(cell, inner, words)
        return words("entry.pasted", number=refusal.params["number"], year=refusal.params["year"], why=why)
    if refusal.code in ("pasted_block", "pasted_many"):
        return words(f"entry.{refusal.code}", **refusal.params)
    if refusal.code == "number.ambiguous":
        return words("entry.ambiguous", text=refusal.text, **_two_readings(refusal.text, words.language))
    return words("entry.invalid", text=refusal.text)


def _two_readings(text: str, language: str) -> dict[str, str]:
    """1,234 may be a thousand or one and a bit: both, written so that they are clear."""
    thousands, point = (".", ",") if language == "da" else (",", ".")
    found = re.search(rf"({re.escape(point)})([0-9]{{3}})", text)
    before, after, decimals = (text[: found.start()], text[found.end() :], found[2]) if found else (text, "", "")
    return {"thousands": f"{before}{thousands}{decimals}{after}", "decimals": f"{before}{point}{decimals}0{after}"}


def _slip(cell: Cell, slip: Slip, words: Words) -> str:
    new = cell.in_force.value if cell.in_force else 0.0
    way = "more" if abs(new) > abs(slip.other) else "less"
    key = f"entry.slip_{way}_than_beside" if slip.neighbours else f"entry.slip_{way}"
    value, other = (text_of(v, cell.entry, words) for v in (new, slip.other))
    return words(key, value=value, old=other, times=words.number(slip.times))


def _readings(cell: Cell, slip: Slip, words: Words) -> Iterator[Html]:
    """Both readings of a value that is asked about, to choose from."""
    new = cell.in_force.value if cell.in_force else 0.0
    yield button("keep", words("entry.keep", value=_in_full(new, cell, words)), data_path=cell.path)
    text = text_of(slip.instead, cell.entry, words)
    said = words("entry.instead", value=_in_full(slip.instead, cell, words))
    yield button("reading", said, data_path=cell.path, data_text=text)


def _in_full(value: float, cell: Cell, words: Words) -> str:
    """What was typed, and in 1.000 kr. the whole kr. that it is."""
    return words.kr(value) if cell.entry.key.unit == "kr" else told(value, cell.entry, words)


# ------------------------------------------------------------------ what unfolds, and a source
def line_head(do: str, name: str, summary: str, is_open: bool, mark: Html | None = None, **about: str) -> Html:
    """What is seen of a closed line: its name and its figures in short."""
    said = (tag("span", name, class_="name"), mark, tag("span", summary, class_="sum"))
    return tag("h3", button(do, *said, **about, aria_expanded="true" if is_open else "false"))


def opener(do: str, path: str, is_open: bool, what: str, words: Words) -> Html:
    """The button that opens the library or the estimates at a figure; `what` it is said to a screen reader."""
    text, name = words(f"{SHELVES[do]}.open"), words(f"{SHELVES[do]}.open_for", what=what)
    expanded = "true" if is_open else "false"
    return button(do, text, data_path=path, aria_expanded=expanded, aria_label=name, class_="link library")


def opened(do: str, id: str, title: str, words: Words, *parts: Html | None) -> Html:
    """The open library or estimates beneath a heading that takes the focus, and the button that closes them."""
    heading, close = tag("h4", title, id=id, tabindex="-1"), tag("p", button(do, words("why.close")), class_="buttons")
    look = " ".join(dict.fromkeys(("shelf", id)))
    return tag("section", heading, *parts, close, class_=look, aria_labelledby=id)


def source_title(
    do: str, path: str, id: str, given: str, known: Iterable[str], words: Words, *label: str | None
) -> Html:
    """A field for the title of a source, with those `known` to choose from."""
    box = tag(
        "input",
        type="text",
        id=id,
        value=given,
        list=f"{id}-known",
        autocomplete="off",
        placeholder=words("rates.source_hint"),
        data_do=do,
        data_path=path,
    )
    titles = tag("datalist", *(tag("option", value=title) for title in dict.fromkeys(known)), id=f"{id}-known")
    return tag("div", tag("label", *label, for_=id), box, titles, class_="text")
