"""The rates of an index as fields to type in, with what the library holds of them and where they come from."""

from collections.abc import Sequence

from budget.case import Case, Entry, find, offers
from budget.dashboard.changes.fields import Cell, cell_of, told, years_of
from budget.dashboard.changes.state import Model, field_id
from budget.dashboard.parts.help import field_help
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.workshop.entry_field import confirm_years, field, messages
from budget.dashboard.workshop.unfolding import source_title
from budget.text import Words


def rate_fields(model: Model, index: str, words: Words, more: Sequence[int] = ()) -> Html:
    """Every rate of the index that the case has or wants, and those of `more` years; then one source for them all."""
    entry, _ = find(model.case, f"indices.{index}")
    years = sorted({*years_of(model.case, entry), *more})
    found = [cell_of(model.case, entry, year) for year in years]
    return tag(
        "fieldset",
        tag("legend", words("entry.of", key=words(f"key.{index}"), unit=words("unit.share"))),
        field_help(entry, words(f"key.{index}"), words),
        tag(
            "div", *(field(model, cell, str(cell.year), words, _taking(cell, words)) for cell in found), class_="years"
        ),
        messages(model, found, words),
        confirm_years(found, words),
        _source(model.case, entry, words),
        class_="rates",
    )


def _taking(cell: Cell, words: Words) -> Html | None:
    """The library's rate of that year, to be taken, while none is given."""
    if cell.figure is not None or cell.year is None:
        return None
    found = offers.offers(cell.entry.name, None, cell.year)
    return tag("p", *(_button(cell, offer, words) for offer in found), class_="about") if found else None


def _button(cell: Cell, offer: offers.Offer, words: Words) -> Html:
    value = told(offer.value, cell.entry, words)
    name = words("library.take_this", label=offer.entry.label.in_language(words.language), value=value)
    return button(
        "take_rate",
        words("library.take_rate", value=value),
        data_path=cell.path,
        data_offer=offer.id,
        title=name,
        aria_label=name,
    )


def _source(case: Case, entry: Entry, words: Words) -> Html | None:
    """One source for the rates that have none."""
    bare = [year for year, figure in entry.figures().items() if figure.source is None and year is not None]
    if not bare:
        return None
    years = ", ".join(str(year) for year in sorted(bare))
    return source_field(case, entry.path, "", words("rates.source", years=years), words)


def source_field(case: Case, path: str, title: str, label: str, words: Words) -> Html:
    """A field for the title of a source, with those of the case to choose from."""
    known = (source.title for source in case.sources.values())
    return source_title("attribute", path, f"source-{field_id(path)}", title, known, words, label)
