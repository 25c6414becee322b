"""What the page Cases shows: the case in hand, its versions, two of them beside each other, and all cases."""

from collections.abc import Sequence
from datetime import datetime

from budget.case import CaseError, cases
from budget.dashboard.cases.clock import clock
from budget.dashboard.cases.doings import NAMELESS, STATUSES, Shown, Told, status_of
from budget.dashboard.cases.saving import link
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.markup import Html, join, tag
from budget.shown.model import (
    BESIDE,
    Cell,
    Column,
    Group,
    Heading,
    Part,
    Row,
    Table,
    Text,
    Tools,
    piece,
    texts,
)
from budget.shown.version_tables import MOST_SHOWN, compared
from budget.store import Saved, Stamp, Version, Who
from budget.text import Words


def in_hand_now(model: Model, words: Words) -> Html:
    """From which version the case in hand was opened, and the link to it."""
    key = "cases.unsaved" if model.base is None else "cases.from_version"
    said = tag("p", words(key, number=model.base or 0), class_="lead")
    if model.base is None and model.case.id not in cases():
        return said  # there is nothing yet for a link to lead to
    copied = tag("span", id="copied", role="status", data_copied=words("cases.link_copied"), class_="about")
    button = tag(
        "button", words("cases.link"), type="button", data_copy=link(model), aria_describedby="copied", class_="plain"
    )
    return tag("div", said, tag("p", button, " ", copied), class_="cases")


# ---------------------------------------------------------------------------------------------------- versions
def version_list(saved: Saved, stamps: Sequence[Stamp], model: Model, words: Words) -> Group:
    """Every version, the newest first, with a place for what can be done with it."""
    rows = [_version(saved, stamp, model, words) for stamp in stamps[:MOST_SHOWN]]
    heads = ["", *(words(f"cases.head.{name}") for name in ("at", "author", "note", "mark", "do"))]
    title = words("cases.versions_of", title=saved.head.title)
    table = Table("versions", title, tuple(Column(head, words=True) for head in heads), tuple(rows))
    return piece("versions", Heading(words("cases.versions")), Tools("told:versions"), table, look="cases")


def _version(saved: Saved, stamp: Stamp, model: Model, words: Words) -> Row:
    mark = words(f"status.{saved.mark}") if saved.mark and saved.marked == stamp.number else ""
    said = texts(clock(stamp.at, words), stamp.author, stamp.note, mark)
    kind = "net" if stamp.number == model.base else ""
    name, place = words("cases.version", number=stamp.number), Tools(f"version:{stamp.number}")
    return Row(str(stamp.number), kind, name, (*said, Cell(parts=(place,))))


def told(what: Told, name: str, words: Words) -> Html | None:
    """What came of the last press; where no one is known to have done it, with a field for the name."""
    if not what.key:
        return None
    if what.key != NAMELESS:
        return tag("p", words(what.key, title=what.title), role="status", class_="lead")
    field = tag("input", type="text", id="author", value=name, data_do="author", autocomplete="name")
    label = tag("label", words("cases.author"), for_="author")
    said = words("cases.author_known" if name else NAMELESS)
    return tag("div", tag("p", said, role="alert", class_="warning"), tag("p", label, field, class_="text"))


def version_buttons(stamp: Stamp, newest: bool, who: Who, words: Words) -> Html:
    """What the user can do with a version."""
    about = {"data_case": stamp.case_id, "data_number": str(stamp.number)}

    def button(key: str, **more: str) -> Html:
        said = words(f"cases.do.{key}")
        label = f"{said}, {words('cases.version', number=stamp.number)}"
        return tag("button", said, type="button", aria_label=label, class_="plain", **about, **more)

    saves = who.may_anywhere("saved") and not newest
    return join(
        button("open", data_do="open_version"),
        " ",
        button("restore", data_do="restore", data_note=words("cases.restored")) if saves else None,
        " ",
        *(
            join(button(kind, data_do="mark", data_kind=kind), " ")
            for kind in ("proposed", "adopted")
            if who.may_anywhere(kind)
        ),
    )


# --------------------------------------------------------------------------------------------------- comparing
def comparison(old: Version, new: Version, words: Words) -> Group:
    """Two versions beside each other: what differs, and what it did to the result."""
    found: list[Part]
    try:
        tables = compared((old.case, new.case), (old.number, new.number), words)
        found = [*tables] or [Text(words("cases.no_difference"))]
    except CaseError:
        found = [Text(words("cases.not_comparable"), "warning")]
    return piece("compare", Heading(words("cases.compare")), Tools("compare"), *found, look="cases")


def compared_choices(stamps: Sequence[Stamp], old: int, new: int, words: Words) -> Html:
    """Which two versions stand beside each other."""
    sides = ((words(f"cases.compare_{side}"), " ", _choice(side, stamps, chosen, words), " ")
             for side, chosen in (("old", old), ("new", new)))  # fmt: skip
    return tag("p", *(part for side in sides for part in side), class_="text")


def _choice(side: str, stamps: Sequence[Stamp], chosen: int, words: Words) -> Html:
    options = [
        tag("option", words("cases.version", number=s.number), value=s.number, selected=s.number == chosen)
        for s in stamps
    ]
    label = words(f"cases.compare_{side}")
    return tag("select", *options, data_do="compare", data_side=side, aria_label=label)


# --------------------------------------------------------------------------------------------------- all cases
def case_list(saved: Sequence[Saved], shown: Shown, model: Model, words: Words) -> Group:
    """Every case that is saved, by status and by what is searched for."""
    found = [one for one in saved if shown.shows(one)]
    body: Part = Text(words("cases.none_found" if saved else "cases.none_saved"))
    if found:
        heads = ("case", "municipality", "status", "number", "at", "author", "do")
        rows = tuple(_case(one, model, words) for one in found[:MOST_SHOWN])
        caption = words("cases.count", shown=len(rows), all=len(saved))
        columns = tuple(Column(words(f"cases.head.{name}"), words=True) for name in heads)
        body = Group((Table("all", caption, columns, rows),), BESIDE, element="div")
    return piece(
        "all", Heading(words("cases.all")), Tools("filters"), Tools("chosen"), Tools("told:all"), body, look="cases"
    )


def filters(shown: Shown, words: Words) -> Html:
    """By status, and by what is searched for."""
    options = [
        tag("option", words(STATUSES[status]), value=status, selected=status == shown.status) for status in STATUSES
    ]
    return tag(
        "p",
        tag("select", *options, data_do="status", aria_label=words("cases.filter")),
        " ",
        tag("input", type="text", value=shown.search, data_do="search", placeholder=words("cases.search"),
            aria_label=words("cases.search")),
        class_="text",
    )  # fmt: skip


def _case(saved: Saved, model: Model, words: Words) -> Row:
    head = saved.head
    status = words(f"status.{status_of(saved)}")
    if saved.marked is not None:
        status = f"{status} ({words('cases.version', number=saved.marked)})"
    if saved.archived:
        status = f"{status}, {words('cases.archived')}"
    saved_at = Cell(clock(head.at, words), datetime.fromisoformat(head.at).timestamp())
    about = (*texts(head.municipality, status), Cell(str(head.number), head.number), saved_at, Cell(head.author))
    kind = "net" if head.case_id == model.case.id else ""
    return Row(head.case_id, kind, head.title, (*about, Cell(parts=(Tools(f"case:{head.case_id}"),))), head.case_id)


def chosen_case(saved: Saved, who: Who, words: Words) -> Html:
    """The case that was pressed in the grid, with what can be done with it."""
    return tag("p", tag("b", saved.head.title), " ", case_buttons(saved, who, words), class_="text", role="status")


def case_buttons(saved: Saved, who: Who, words: Words) -> Html:
    """Opening a case, and folding it away or bringing it back."""
    head = saved.head
    about = {"data_case": head.case_id, "data_number": str(head.number), "type": "button", "class_": "plain"}
    fold = "reopened" if saved.archived else "archived"

    def button(key: str, **more: str) -> Html:
        said = words(f"cases.do.{key}")
        return tag("button", said, aria_label=f"{said}, {head.title}", **about, **more)

    folding = button(fold, data_do="mark", data_kind=fold) if who.may_anywhere(fold) else None
    return join(button("open", data_do="open_version"), " ", folding)
