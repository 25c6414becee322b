"""The low and the high estimate beside a figure: opened at it, typed like the figure itself, with its own source."""

from collections.abc import Sequence

from budget.case import Entry
from budget.dashboard.changes.fields import Cell, text_of, unit_text
from budget.dashboard.changes.range_edits import ENDS, end_path
from budget.dashboard.changes.state import Model, field_id
from budget.dashboard.parts.markup import Html, button, join, tag
from budget.dashboard.workshop.entry_field import number_box, opened, opener, refused_text
from budget.dashboard.workshop.shelf import source_field
from budget.shown.labels import figure_label
from budget.text import Words


def estimate_link(model: Model, entry: Entry, cells: Sequence[Cell], words: Words) -> Html | None:
    """The button that opens the estimates of a figure; None where no value is given to estimate around."""
    if not any(cell.figure for cell in cells):
        return None
    what = figure_label(entry.path, None, words)
    return opener("range", entry.path, model.range == entry.path, what, words)


def estimates(model: Model, entries: Sequence[Entry], cells: Sequence[Cell], words: Words) -> Html | None:
    """The estimates of the one of these figures at which they are open: a row for each value that is given."""
    entry = next((entry for entry in entries if entry.path == model.range), None)
    given = [cell for cell in cells if entry and cell.entry.path == entry.path and cell.figure]
    if entry is None or not given:
        return None
    title = words("estimate.for", what=figure_label(entry.path, None, words), unit=unit_text(entry, words))
    about = tag("p", words("estimate.about"), class_="about")
    rows = (join(_row(model, cell, words), _source(model, cell, words)) for cell in given)
    return opened("range", "estimates", title, words, about, *rows, _messages(model, given, words))


def _row(model: Model, cell: Cell, words: Words) -> Html:
    """Low, expected and high, in the order in which they are said."""
    assert cell.figure is not None
    year = f"{cell.year} · " if cell.year is not None else ""
    low, high = (_end(model, cell, end, year, words) for end in ENDS)
    value = text_of(cell.figure.value, cell.entry, words)
    expected = tag("div", tag("span", f"{year}{words('estimate.expected')}"), tag("b", value), class_="cell")
    gone = None
    if cell.figure.uncertain:
        name = words(
            "estimate.remove_this", what=f"{cell.year}" if cell.year else figure_label(cell.entry.path, None, words)
        )
        gone = button("no_range", words("estimate.remove"), data_path=cell.path, aria_label=name, class_="link")
    return tag("div", low, expected, high, gone, class_="row")


def _end(model: Model, cell: Cell, end: str, year: str, words: Words) -> Html:
    path = end_path(cell.path, end)
    id, refusal = field_id(path), model.refused.get(path)
    stated = getattr(cell.figure, end)
    shown = "" if stated is None else text_of(stated, cell.entry, words)
    box = number_box(
        id,
        refusal.text if refusal else shown,
        placeholder=words("entry.none"),
        data_do="estimate",
        data_path=cell.path,
        data_end=end,
        aria_invalid="true" if refusal else None,
        aria_describedby=f"{id}-message" if refusal else None,
    )
    label = tag("label", f"{year}{words(f'estimate.{end}')}", for_=id)
    return tag("div", label, box, class_="cell refused" if refusal else "cell")


def _messages(model: Model, cells: Sequence[Cell], words: Words) -> Html | None:
    found = [_message(model, cell, end, words) for cell in cells for end in ENDS]
    said = [message for message in found if message is not None]
    return tag("div", *said, class_="messages") if said else None


def _message(model: Model, cell: Cell, end: str, words: Words) -> Html | None:
    """Why an estimate was not taken, and what stands instead."""
    path = end_path(cell.path, end)
    refusal = model.refused.get(path)
    if refusal is None:
        return None

    def said(value: float) -> str:
        return text_of(value, cell.entry, words)

    if refusal.code == "range_order":
        why = words("estimate.order", low=said(refusal.params["low"]), high=said(refusal.params["high"]))
    elif refusal.code.startswith("range_"):
        why = words(f"estimate.{end}_beyond", end=refusal.text, value=said(refusal.params["value"]))
    else:
        why = refused_text(cell, refusal, words)
    stated = getattr(cell.figure, end)
    kept = words("entry.kept_none") if stated is None else words("entry.kept", value=said(stated))
    year = f"{cell.year}: " if cell.year is not None else ""
    return tag("p", f"{year}{why} {kept}", id=f"{field_id(path)}-message", role="alert", class_="error")


def _source(model: Model, cell: Cell, words: Words) -> Html:
    """Where the figure and its estimates come from; without a source of its own it has its line's."""
    source = model.case.sources.get((cell.figure and cell.figure.source) or "")
    year = f"{cell.year} · " if cell.year is not None else ""
    title = source.title if source else ""
    return source_field(model.case, cell.path, title, f"{year}{words('estimate.source')}", words)
