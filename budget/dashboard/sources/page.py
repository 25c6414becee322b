"""The page Kilder og kontrol: control points, every figure beside the library, missing rates, and the sources."""

from collections.abc import Iterator, Sequence

import streamlit as st

from budget.analysis.comparison import Compared, compared, needed_rates
from budget.analysis.facts import year_spans
from budget.case import Case
from budget.case.paths import LISTS
from budget.case.prices import rate
from budget.dashboard.cases import drafts, page_head
from budget.dashboard.cases.entering import in_hand
from budget.dashboard.cases.hand import Hand
from budget.dashboard.cases.page_head import BODY
from budget.dashboard.changes.doings import do
from budget.dashboard.changes.state import Model
from budget.dashboard.parts import frame
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.view import Block, commands, view
from budget.dashboard.sources.view import SHARED, figure_table, group_of
from budget.dashboard.workshop.change_list import change_list
from budget.dashboard.workshop.rate_fields import rate_fields
from budget.dashboard.workshop.rule_shelf import rule_shelf
from budget.shown import Point, check
from budget.shown.labels import source_text
from budget.shown.phrases import said
from budget.shown.points import SEVERITIES, count_text
from budget.text import Words

KEY = "sources"
MOST_SHOWN = 200  # figures; of a larger case one line is shown at a time


def sources_page() -> None:
    """One look at what the case rests on."""
    words = frame.words()
    hand = in_hand()
    st.set_page_config(page_title=f"{words('page.sources')} · {hand.model.case.title}")
    page_head.switches(words, amounts=False)
    _shown(hand, words)


@st.fragment
def _shown(hand: Hand, words: Words) -> None:
    """A fragment: a confirmed default redraws this and nothing around it."""
    model = hand.model
    for command in commands(KEY, model.epoch, model.seen):
        model = do(model, command.number, command.do, command.values, words.language)
    hand.model = model
    drafts.keep(hand)
    result, _ = hand.result("case", model.case, "fixed")
    found = list(compared(model.case))
    blocks = [
        Block("frame", tag("div", class_="right alone", data_holds=BODY)),
        page_head.title_block(hand, words("page.sources"), words),
        Block("summary", _summary(found, model, words), BODY),
        Block("points", _points(check(result, words), words), BODY),
        *_figures(model, found, words),
        Block("rates", _rates(model, words), BODY),
        Block("list", _sources(model.case, found, words), BODY),
    ]
    view(KEY, blocks, words.language, model.epoch, model.seen, model.focus)
    if drafts.catch_up(KEY, model):
        st.rerun()


def _summary(found: Sequence[Compared], model: Model, words: Words) -> Html:
    """How many figures have a source, and how many defaults no one has confirmed."""
    stated = [item for item in found if item.stated]
    facts = {
        "all": len(stated),
        "sourced": sum(bool(item.source) for item in stated),
        "bare": sum(not item.source for item in stated),
        "unconfirmed": sum(item.figure.unconfirmed for item in stated),
    }
    back = None
    if model.changes:
        back = tag("button", words("entry.reset_all"), type="button", data_do="reset_all", class_="plain")
    changes = tag("div", change_list(model, words), back, class_="changes")
    return tag("div", tag("p", words("sources.summary", **facts), class_="lead"), changes)


# ---------------------------------------------------------------------------------------------- control points
def _points(found: Sequence[Point], words: Words) -> Html:
    """What the controller asks; what there is nothing to ask about is folded."""
    tripped = sorted((p for p in found if p.tripped), key=lambda point: SEVERITIES.index(point.severity))
    rest = [point for point in found if not point.tripped]
    return tag(
        "section",
        tag("h2", words("points.title")),
        tag("p", count_text(found, words), class_="count"),
        tag("ul", *(_point(point, point.severity, words) for point in tripped)) if tripped else None,
        tag(
            "details",
            tag("summary", words("sources.clear", count=len(rest))),
            tag("ul", *(_point(point, "fine", words) for point in rest)),
        ),
        class_="points",
    )


def _point(point: Point, severity: str, words: Words) -> Html:
    return tag("li", tag("b", words(f"points.{severity}")), " ", point.text, class_=severity)


# ----------------------------------------------------------------------------------------------------- figures
def _figures(model: Model, found: Sequence[Compared], words: Words) -> Iterator[Block]:
    """A table for each line and one for what belongs to none; of a large case the one that is open."""
    case = model.case
    labels = {line.id: line.label for name in LISTS for line in getattr(case, name)} | {SHARED: words("group.shared")}
    groups: dict[str, list[Compared]] = {name: [] for name in labels}
    for item in found:
        groups[group_of(item)].append(item)
    yield Block("figures", tag("section", tag("h2", words("sources.figures")), tag("p", words("sources.how"))), BODY)
    large = len(found) > MOST_SHOWN
    shown = model.open if model.open in groups else next(iter(groups))
    for name, items in groups.items():
        if not items:
            continue
        if large:
            yield Block(f"open:{name}", _opener(name, labels[name], items, name == shown, words), BODY)
        if not large or name == shown:
            yield Block(f"group:{name}", figure_table(model, labels[name], items, words), BODY)


def _opener(name: str, label: str, items: Sequence[Compared], is_open: bool, words: Words) -> Html:
    counts = words("sources.in_line", count=len(items), bare=sum(i.stated and not i.source for i in items))
    button = tag(
        "button",
        tag("span", label, class_="name"),
        tag("span", counts, class_="sum"),
        type="button",
        data_do="open",
        data_group=name,
        aria_expanded="true" if is_open else "false",
    )
    return tag("div", tag("h3", button), class_="line open" if is_open else "line")


# ------------------------------------------------------------------------------------------------------- rates
def _rates(model: Model, words: Words) -> Html:
    """The rates that the case lacks, with a field for each and for their source; and the reimbursement."""
    case = model.case
    parts: list[Html] = []
    for index, years in needed_rates(case).items():
        missing = [year for year in years if rate(case, index, year) is None]
        told = words("sources.rates_given", index=words(f"index.{index}"))
        if missing:
            spans = said(year_spans(missing), words)
            told = words("sources.rates_missing", index=words(f"index.{index}"), years=spans)
        parts += [tag("p", told, class_="warning" if missing else "about"), rate_fields(model, index, words)]
    if not parts:
        parts = [tag("p", words("sources.rates_none"), class_="about")]
    why = tag("p", words("sources.rates_why"), class_="about")
    return tag("section", tag("h2", words("sources.rates")), why, *parts, rule_shelf(model, words))


# ----------------------------------------------------------------------------------------------------- sources
def _sources(case: Case, found: Sequence[Compared], words: Words) -> Html:
    """The sources of the case, and how many figures rest on each."""
    items = []
    for key, source in case.sources.items():
        used = sum(item.stated and item.source == key for item in found)
        rest = " · ".join(text for text in (source.note, source.address) if text)
        items.append(
            tag(
                "li",
                tag("p", tag("b", source_text(case.sources, key))),
                tag("p", rest, class_="about") if rest else None,
                tag("p", words("sources.used", count=used) if used else words("sources.unused"), class_="about"),
            )
        )
    body = tag("ul", *items, class_="sources-list") if items else tag("p", words("sources.no_sources"))
    return tag("section", tag("h2", words("sources.list")), body)
