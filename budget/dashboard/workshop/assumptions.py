"""The assumptions beside the result: a closed line is one row of text, the open one has its figures to type in."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from budget.case import Case, Entry, Figure, Line, entries
from budget.case.paths import LISTS
from budget.dashboard.cases.undoing import undo_blocks
from budget.dashboard.changes.fields import Cell, cells, unit_of, unit_text, with_unit
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.help import field_help
from budget.dashboard.parts.markup import Html, button, join, tag
from budget.dashboard.parts.view import LEFT, TOP, Block
from budget.dashboard.workshop.change_list import change_list
from budget.dashboard.workshop.entry_field import confirm_years, field, line_head, messages
from budget.dashboard.workshop.estimates import estimate_link, estimates
from budget.dashboard.workshop.levers import lever, scenario_choice
from budget.dashboard.workshop.line_facts import facts
from budget.dashboard.workshop.shelf import rate_fields, rule_shelf, shelf, shelf_link, where_from
from budget.export.page_html import Writer
from budget.shown.changed import changed_texts
from budget.shown.labels import from_to, key_text, source_text, step_label
from budget.shown.pages.head import marks
from budget.shown.table_words import fixed_prices
from budget.text import Words

RATES = "rates"  # the group of figures that belong to no line
PARTS = ("levers", "baseline")  # which have places of their own


def assumption_blocks(model: Model, words: Words, draft: Html | None = None) -> list[Block]:
    """The case's name, and in the left column its changes, lines and levers; `draft` tells what is kept of them."""
    by_line: dict[str, list[Entry]] = {}
    for entry in entries(model.case):
        part = entry.path.partition(".")[0]
        owner = entry.line.id if entry.line else part if part in PARTS else RATES
        by_line.setdefault(owner, []).append(entry)
    # Where the keyboard begins: the first field is a few stops on.
    heading = tag("h2", words("page.assumptions"), id="assumptions", tabindex="-1", data_start="")
    blocks = [Block("case", _case(model.case, words), TOP), Block("assumptions", heading, LEFT)]
    blocks.append(Block("changes", _changes(model, words), LEFT))
    blocks += undo_blocks(model, words, LEFT)
    blocks.append(Block("draft", tag("div", draft, class_="draft"), LEFT))
    for name in LISTS:
        lines = getattr(model.case, name)
        if lines:
            blocks.append(Block(name, _list(name, words), LEFT))
            blocks += [Block(f"line:{x.id}", _line(model, x, by_line[x.id], words), name) for x in lines]
    if "baseline" in by_line:
        blocks.append(Block("baseline", _baseline(model, by_line["baseline"], words), LEFT))
    blocks.append(Block("structure", _structure(words), LEFT))
    blocks.append(Block("levers", levers_section(model, by_line["levers"], words), LEFT))
    blocks.append(Block("shared", _shared(model, by_line[RATES], words), LEFT))
    return blocks


def _case(case: Case, words: Words) -> Html:
    years = from_to(case.horizon[0], case.horizon[-1])
    return tag(
        "header",
        tag("h1", case.title),
        tag("p", " · ".join((case.municipality, years, fixed_prices(case, words))), class_="sub"),
    )


def _changes(model: Model, words: Words) -> Html:
    status, state = marks(model.case, words)
    said = tag("p", state, id="changes", tabindex="-1", role="status", class_="tag")
    changed = Writer(words).changed(changed_texts(model.case, words))
    reset = _button("reset_all", words("entry.reset_all"), class_="plain") if model.changes else None
    return tag("div", tag("p", status, class_="tag"), said, change_list(model, words), reset, changed, class_="changes")


def _list(name: str, words: Words) -> Html:
    unit = words("entry.typed_in.1000")
    heading = tag("h2", words(f"group.{name}"), " ", tag("small", unit))
    return tag("section", heading, tag("div", data_holds=name))


def _line(model: Model, line: Line, figures: list[Entry], words: Words) -> Html:
    is_open = model.open == line.id
    changed = any(path == line.id or path.split(".")[1:2] == [line.id] for path in model.changed)
    # What varies with the year comes first, and what the line cannot be without before what it may have.
    figures = sorted(figures, key=lambda entry: (not entry.series, not entry.required))
    summary = _summary(model.case, figures[0], words)
    head = _head(line.id, line.label, summary, is_open, changed, words.language)
    if not is_open:
        return tag("div", head, class_="line")
    return tag("div", head, _panel(model, line, figures, words), class_="line open")


@lru_cache(maxsize=1024)
def _head(group: str, label: str, summary: str, is_open: bool, changed: bool, language: str) -> Html:
    """What is seen of a closed line; most are as they were before an edit, and are not made again."""
    words = Words(language)
    mark = tag("span", words("line.changed"), class_="mark") if changed else None
    return line_head("open", label, summary, is_open, mark, data_group=group, id=f"open-{group}")


def _summary(case: Case, entry: Entry, words: Words) -> str:
    """A closed line in figures: its first and last value, or the one value of every year."""
    values = [figure.value for figure in _ends(case, entry) if figure]
    if not values:
        return ""
    shown = [words.plain(unit_of(entry).shown(value)) for value in (values[0], values[-1])]
    last = words.measured(shown[1], "" if entry.name == "amounts" else unit_text(entry, words))
    return last if shown[0] == shown[1] else f"{shown[0]} {words('line.to')} {last}"


def _ends(case: Case, entry: Entry) -> Iterator[Figure | None]:
    """What is in force in the first and in the last year."""
    for year in (case.horizon[0], case.horizon[-1]) if entry.series else (case.first_year,):
        found = entry.in_force(year)
        yield found[1] if found else None


def _panel(model: Model, line: Line, figures: list[Entry], words: Words) -> Html:
    first, *rest = figures
    shown = [e for e in rest if e.required or (e.series and e.given is not None)]
    more = [e for e in rest if e not in shown]
    return tag(
        "div",
        tag("p", *_about(model.case, line, words), class_="about"),
        _figures(model, first, words),
        *(_figures(model, entry, words) for entry in shown if entry.series),
        _singles(model, [entry for entry in shown if not entry.series], words),
        _more(model, line, more, words),
        tag(
            "p",
            _button("form", words("line.edit"), form=f"line:{line.id}"),
            _button("remove", words("line.remove"), line=line.id),
            class_="buttons",
        ),
        class_="panel",
        role="group",
        aria_labelledby=f"open-{line.id}",
    )


def _about(case: Case, line: Line, words: Words) -> Iterator[str]:
    """Where the line is booked, who pays, how long it lasts and where it comes from."""
    area = case.service_areas.get(line.service_area or "")
    parts = []
    if line.service_area:
        name = area.name if area else ""
        parts.append(line.service_area if name in ("", line.service_area) else f"{line.service_area} {name}")
    if line.function:
        parts.append(words("line.function", function=line.function))
    parts.append(words(f"nature.{line.nature}"))
    if line.payer != "municipality":
        parts.append(words("line.payer", payer=words(f"payer.{line.payer}")))
    parts += facts(line, words)
    source = source_text(dict(case.sources), line.source)
    parts.append(words("line.source", source=source) if source else words("line.no_source"))
    yield " · ".join(parts)


def _figures(model: Model, entry: Entry, words: Words) -> Html:
    """A series: its years across."""
    found = list(cells(model.case, entry))
    legend = with_unit(key_text(entry, words), entry, words)
    return tag(
        "fieldset",
        tag("legend", legend),
        _menu(model, entry, found, words),
        tag("div", *(field(model, cell, str(cell.year), words) for cell in found), class_="years"),
        messages(model, found, words),
        confirm_years(found, words),
        shelf(model, [entry], words),
        estimates(model, [entry], found, words),
    )


def _singles(model: Model, figures: list[Entry], words: Words) -> Html | None:
    """Figures that do not vary with the year, one beneath the other."""
    found = [cell for entry in figures for cell in cells(model.case, entry)]
    if not found:
        return None
    return tag(
        "div",
        *(_single(model, cell, words) for cell in found),
        messages(model, found, words),
        shelf(model, figures, words),
        estimates(model, figures, found, words),
        class_="singles",
    )


def _single(model: Model, cell: Cell, words: Words) -> Html:
    label = with_unit(key_text(cell.entry, words), cell.entry, words)
    return field(model, cell, label, words, help=_menu(model, cell.entry, [cell], words))


def _menu(model: Model, entry: Entry, found: Sequence[Cell], words: Words) -> Html:
    """All that there is beside a figure: what it is, the library, its estimates, where it comes from."""
    links = join(shelf_link(model, entry, words), estimate_link(model, entry, found, words))
    label = key_text(entry, words)
    return field_help(entry, label, words, tag("p", links, class_="more"), where_from(model.case, entry, words))


def _more(model: Model, line: Line, figures: list[Entry], words: Words) -> Html | None:
    """Figures that most lines leave at their default stay folded until one of them is given."""
    if not figures:
        return None
    touched = {*model.changed, *model.refused, model.shelf, model.range}
    named = any(e.stated or touched & {e.path, *(f"{e.path}.{year}" for year in model.case.horizon)} for e in figures)
    return tag(
        "details",
        tag("summary", words("line.more")),
        _singles(model, [entry for entry in figures if not entry.series], words),
        *(_figures(model, entry, words) for entry in figures if entry.series),
        open=named,
    )


def _baseline(model: Model, figures: list[Entry], words: Words) -> Html:
    """The placements without the measure, step by step; a step is unfolded when one asks for it."""
    by_step: dict[str, list[Entry]] = {}
    for entry in figures:
        by_step.setdefault(entry.path.split(".")[1], []).append(entry)
    parts = [tag("h2", words("group.baseline"))]
    touched = {*model.changed, *model.refused, model.shelf, model.range}
    for step, found in by_step.items():
        name = words("key.baseline.demand") if step == "demand" else step_label(step, words)
        parts.append(
            tag(
                "details",
                tag("summary", name),
                *(_figures(model, entry, words) for entry in found if entry.series and entry.given is not None),
                _singles(model, [entry for entry in found if not entry.series], words),
                open=any(path.startswith(f"baseline.{step}") for path in touched),
            )
        )
    return tag("section", *parts)


def _structure(words: Words) -> Html:
    return tag(
        "p",
        _button("form", words("line.add"), form="add"),
        _button("form", words("form.case_edit"), form="case"),
        _button("form", words("form.pool"), form="pool"),
        class_="buttons",
    )


def levers_section(model: Model, figures: list[Entry], words: Words) -> Html:
    """The what-if levers and the choice of a scenario: the same on every page that has them."""
    found = [next(iter(cells(model.case, entry))) for entry in figures]
    return tag(
        "section",
        tag("h2", words("group.levers")),
        scenario_choice(model, words),
        *(lever(model, cell, words, more=estimate_link(model, cell.entry, [cell], words)) for cell in found),
        estimates(model, figures, found, words),
        class_="levers",
    )


def _shared(model: Model, figures: list[Entry], words: Words) -> Html:
    """The discount rate, the indices and the reimbursement bands."""
    is_open = model.open == RATES
    paths = {entry.path for entry in figures}
    changed = any(path in paths or path.rpartition(".")[0] in paths for path in model.changed)
    rate = next(entry for entry in figures if entry.path == "discount_rate")
    head = _head(RATES, words("group.rates"), _summary(model.case, rate, words), is_open, changed, words.language)
    panel = None
    if is_open:
        panel = tag(
            "div",
            _singles(model, [entry for entry in figures if not entry.series], words),
            rule_shelf(model, words),
            *(rate_fields(model, entry.name, words) for entry in figures if entry.series),
            class_="panel",
            role="group",
            aria_labelledby=f"open-{RATES}",
        )
    heading = tag("h2", words("group.shared"))
    return tag("section", heading, tag("div", head, panel, class_="line open" if is_open else "line"))


def _button(do: str, text: str, name: str | None = None, class_: str | None = None, **values: str) -> Html:
    data = {f"data_{key}": value for key, value in values.items()}
    return button(do, text, aria_label=name, class_=class_, **data)
