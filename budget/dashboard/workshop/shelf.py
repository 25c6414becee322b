"""The reference library at a figure: the entries that fit it, each with its source, and taken with one click; and where
its figures come from."""

from collections.abc import Iterator, Sequence

from budget.analysis.comparison import Match, matches
from budget.analysis.facts import year_spans
from budget.case import Case, Entry, Figure, find, offers
from budget.case.library import Reference
from budget.case.models import Saving
from budget.case.prices import missing_rates
from budget.dashboard.changes.fields import Cell, cell_of, told, years_of
from budget.dashboard.changes.state import RULE, Model, field_id
from budget.dashboard.parts.help import field_help
from budget.dashboard.parts.markup import Html, button, join, tag
from budget.dashboard.workshop.entry_field import confirm_years, field, messages, opened, opener, source_title
from budget.shown.changed import was_text
from budget.shown.labels import key_text, source_text, span_text, value_text
from budget.shown.library_words import label_of, origin_text, status_text
from budget.shown.phrases import said
from budget.text import Words

MOST_YEARS = 12  # more are not offered one by one


def shelf_link(model: Model, entry: Entry, words: Words) -> Html | None:
    """The button that opens the library at this figure; None where the library holds nothing of its key."""
    if not _fits(entry):
        return None
    what, first = words(f"key.{entry.name}"), f"{entry.path}.{model.case.first_year}" if entry.series else entry.path
    return opener("shelf", first, _is_open(model, entry), what, words)


def _fits(entry: Entry) -> bool:
    step = entry.line.step if isinstance(entry.line, Saving) else None
    return entry.name not in offers.RATES and bool(offers.offers(entry.name, step))


def _is_open(model: Model, entry: Entry) -> bool:
    return model.shelf == entry.path or (entry.series and model.shelf.rpartition(".")[0] == entry.path)


def shelf(model: Model, entries: Sequence[Entry], words: Words) -> Html | None:
    """The library's entries for the one of these figures at which it is open."""
    entry = next((entry for entry in entries if _is_open(model, entry)), None)
    if entry is None or not _fits(entry):
        return None
    found = list(matches(model.case, entry))
    cards = tag("ul", *(_offer(model, entry, match, words) for match in found))
    title, rates = words("library.for", what=words(f"key.{entry.name}")), _rates(model, entry, found, words)
    return opened("shelf", "shelf", title, words, _years(model, entry, words), cards, rates)


def _years(model: Model, entry: Entry, words: Words) -> Html | None:
    """From which year on the figure is taken, where it varies with the year."""
    if not entry.series:
        return None
    chosen = model.shelf.rpartition(".")[2]
    key = "library.in_year" if entry.single_years else "library.from_year"
    buttons = [
        button(
            "shelf",
            str(year),
            data_path=f"{entry.path}.{year}",
            aria_pressed="true" if str(year) == chosen else "false",
        )
        for year in years_of(model.case, entry)[:MOST_YEARS]
    ]
    return tag("p", tag("span", words(key)), *buttons, class_="choices")


def _offer(model: Model, entry: Entry, match: Match, words: Words) -> Html:
    said = label_of(match.entry, match.year, words)
    value = tag("p", *_value(model.case, entry, match, words))
    return card(match.entry, said, value, _action(model, entry, match, said, words), words)


def card(entry: Reference, label: str, value: Html, action: Html, words: Words) -> Html:
    """One entry: its name and how well it is known, what it states, where from, and what can be done with it."""
    return tag(
        "li",
        tag("p", tag("b", label), " ", tag("span", status_text(entry, words), class_="tag")),
        tag("div", tag("div", value, tag("p", origin_text(entry, words), class_="about")), action, class_="offer"),
        more(entry, words),
        class_=str(entry.status),
    )


def _value(case: Case, entry: Entry, match: Match, words: Words) -> Iterator[str]:
    """What the entry states, in its own prices, and what that is in the prices of the case."""
    unit, offer = entry.key.unit, offers.offer(match.offer)
    low, high = offer.span or (offer.value, offer.value)
    yield span_text(low, high, unit, words)
    if unit != "kr":
        return
    if offer.price_year is None:
        yield f" ({words('library.no_level')})"
        return
    yield f" ({words('explain.price_year', year=offer.price_year)})"
    if match.comparable and offer.price_year != case.price_year:
        here = span_text(match.low, match.high, unit, words)
        yield f" {words('library.equals', value=here, year=case.price_year)}"


def more(entry: Reference, words: Words) -> Html | None:
    quote = tag("blockquote", entry.quote) if entry.quote else None
    note = tag("p", entry.note.in_language(words.language)) if entry.note else None
    if quote is None and note is None:
        return None
    return tag("details", tag("summary", words("library.more")), quote, note)


def _action(model: Model, entry: Entry, match: Match, label: str, words: Words) -> Html:
    """Taking it; or why it cannot be taken yet."""
    if match.missing:
        if entry.line is not None and entry.line.price_index == "none":
            return tag("p", words("library.no_index"), class_="warning")
        index = words(f"index.{entry.line.price_index if entry.line else 'total'}")
        return tag(
            "p",
            words("library.missing_rates", index=index, years=said(year_spans(match.missing), words)),
            class_="warning",
        )
    return take_button("take", match.offer, label, words, data_path=model.shelf)


def take_button(do: str, offer: str, label: str, words: Words, **data: str) -> Html:
    name = words("library.take_this", label=label, value="").strip()
    return button(do, words("library.take"), data_offer=offer, aria_label=name, class_="plain", **data)


def _rates(model: Model, entry: Entry, found: Sequence[Match], words: Words) -> Html | None:
    """Fields for the rates that the prices of other years take and the case lacks."""
    line = entry.line
    years = sorted({year for match in found if match.level for year in match.missing})
    if not years or line is None or line.price_index == "none":
        return None
    return tag(
        "details",
        tag("summary", words("library.rates")),
        tag("p", words("library.rates_why", year=model.case.price_year), class_="about"),
        rate_fields(model, line.price_index, words, years),
    )


# ------------------------------------------------------------------ the state reimbursement
def rule_shelf(model: Model, words: Words) -> Html:
    """The state reimbursement of the case: taken from the library by year, or left out."""
    case = model.case
    given = case.reimbursement
    shown = words("rule.given" if given else "rule.none")
    is_open = model.shelf == RULE
    drop = button("drop_rule", words("rule.drop"), class_="link") if given else None
    entries = tag("ul", *(_rule(case, rule, words) for rule in offers.rules(case.first_year))) if is_open else None
    heading = tag("h4", words("library.for", what=words("rule.title")), id="shelf", tabindex="-1") if is_open else None
    rates = _rule_rates(model, words) if is_open else None
    return tag(
        "div",
        tag("p", tag("b", words("rule.title")), " ", shown, id=RULE, tabindex="-1"),
        tag("p", opener("shelf", RULE, is_open, words("rule.title"), words), " ", drop),
        tag("section", heading, entries, rates, class_="shelf") if is_open else None,
        class_="rule",
    )


def _rule(case: Case, rule: Reference, words: Words) -> Html:
    bands = ", ".join(
        words("rule.band", share=words.share(band.share, 0), above=words.kr(band.above)) for band in rule.bands or ()
    )
    prices = f" ({words('explain.price_year', year=rule.price_year)})" if rule.price_year else None
    missing = _missing(case, rule)
    label = rule.label.in_language(words.language)
    action = take_button("take_rule", str(rule.id), label, words)
    if missing:
        why = words("library.missing_rates", index=words("index.total"), years=said(year_spans(missing), words))
        action = tag("p", why, class_="warning")
    return card(rule, label, tag("p", bands, prices), action, words)


def _missing(case: Case, rule: Reference) -> list[int]:
    return missing_rates(case, "total", rule.price_year, case.price_year) if rule.price_year else []


def _rule_rates(model: Model, words: Words) -> Html | None:
    """The rates that the rule in force takes and the case lacks."""
    rule = next(iter(offers.rules(model.case.first_year)), None)
    years = _missing(model.case, rule) if rule else []
    if not years:
        return None
    why = tag("p", words("library.rates_why", year=model.case.price_year), class_="about")
    return tag("details", tag("summary", words("library.rates")), why, rate_fields(model, "total", words, years))


# ------------------------------------------------------------------ the rates of an index
def rate_fields(model: Model, index: str, words: Words, more: Sequence[int] = ()) -> Html:
    """Every rate of the index that the case has or wants, and those of `more` years; then one source for them all."""
    entry, _ = find(model.case, f"indices.{index}")
    years = sorted({*years_of(model.case, entry), *more})
    found = [cell_of(model.case, entry, year) for year in years]
    return tag(
        "fieldset",
        tag("legend", words("entry.of", key=words(f"key.{index}"), unit=words("unit.share"))),
        field_help(entry, words(f"key.{index}"), words, where_from(model.case, entry, words)),
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


# ------------------------------------------------------------------ where a figure comes from
def where_from(case: Case, entry: Entry, words: Words) -> Html | None:
    """The sources, quotes and notes of the figures that have their own, and those of their line."""
    line = entry.line
    own = list(_of(case, entry, words))
    parts: list[Html | None] = [tag("ul", *own, class_="own") if own else None]
    if line is not None:
        source = source_text(dict(case.sources), line.source)
        parts.append(tag("p", words("line.source", source=source)) if source and not own else None)
        parts.append(tag("blockquote", line.quote) if line.quote else None)
        parts.append(tag("p", line.note) if line.note else None)
    return join(*parts) if any(parts) else None


def _of(case: Case, entry: Entry, words: Words) -> Iterator[Html]:
    for year, figure in entry.figures().items():
        if figure.source or figure.quote or figure.note or figure.was:
            name = key_text(entry, words)
            label = name if year is None else f"{name}, {year}"
            yield tag(
                "li",
                tag("b", f"{label}: {value_text(figure.value, entry.key.unit, words)}"),
                *(tag("p", text) for text in provenance(case, entry, figure, words)),
            )


def provenance(case: Case, entry: Entry, figure: Figure, words: Words) -> Iterator[str]:
    """Source, quote and note of a figure in words; without a source what it was, or that it is an assumption."""
    source, was = source_text(case.sources, figure.source), was_text(figure, entry.key.unit, case.sources, words)
    yield words("explain.source", source=source) if source else was or words("explain.assumption")
    if figure.quote:
        yield words("explain.quote", quote=figure.quote)
    if figure.note:
        yield words("explain.note", note=figure.note)
