"""What the page Cases shows: the case in hand, its versions, two of them beside each other, and all cases."""

from collections.abc import Sequence

from budget.case import CaseError, cases
from budget.dashboard.cases.clock import clock
from budget.dashboard.cases.doings import STATUSES, Shown, status_of
from budget.dashboard.cases.saving import link
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.markup import Html, join, tag
from budget.dashboard.parts.plain_table import Entry, plain_table
from budget.shown.versions import Difference, differences, effect_alone, effects, place_text, thing_text
from budget.store import Saved, Stamp, Version
from budget.text import Words

MOST_SHOWN = 200


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


def version_list(saved: Saved, stamps: Sequence[Stamp], model: Model, words: Words) -> Html:
    """Every version, the newest first, with what can be done with it."""
    entries = [
        Entry(
            words("cases.version", number=stamp.number),
            [
                clock(stamp.at, words),
                stamp.author,
                stamp.note,
                _mark_of(saved, stamp, words),
                _buttons(stamp, stamp.number == saved.head.number, words),
            ],
            "net" if stamp.number == model.base else None,
        )
        for stamp in stamps[:MOST_SHOWN]
    ]
    head = ["", *(words(f"cases.head.{name}") for name in ("at", "author", "note", "mark", "do"))]
    title = words("cases.versions_of", title=saved.head.title)
    table = plain_table(title, head, entries, words, texts=range(5))
    return tag("section", tag("h2", words("cases.versions")), table, class_="cases")


def _mark_of(saved: Saved, stamp: Stamp, words: Words) -> str:
    return words(f"status.{saved.mark}") if saved.mark and saved.marked == stamp.number else ""


def _buttons(stamp: Stamp, newest: bool, words: Words) -> Html:
    about = {"data_case": stamp.case_id, "data_number": str(stamp.number)}

    def button(key: str, **more: str) -> Html:
        said = words(f"cases.do.{key}")
        label = f"{said}, {words('cases.version', number=stamp.number)}"
        return tag("button", said, type="button", aria_label=label, class_="plain", **about, **more)

    return join(
        button("open", data_do="open_version"),
        " ",
        None if newest else button("restore", data_do="restore", data_note=words("cases.restored")),
        " ",
        button("proposed", data_do="mark", data_kind="proposed"),
        " ",
        button("adopted", data_do="mark", data_kind="adopted"),
    )


# -------------------------------------------------------------------------------------------------- comparing
def comparison(stamps: Sequence[Stamp], old: Version, new: Version, words: Words) -> Html:
    """Two versions beside each other: what differs, and what it did to the result."""
    choices = tag(
        "p",
        words("cases.compare_old"),
        " ",
        _choice("old", stamps, old.number, words),
        " ",
        words("cases.compare_new"),
        " ",
        _choice("new", stamps, new.number, words),
        class_="text",
    )
    try:
        body = _compared(old, new, words)
    except CaseError:
        body = tag("p", words("cases.not_comparable"), class_="warning")
    return tag("section", tag("h2", words("cases.compare")), choices, body, class_="cases")


def _choice(side: str, stamps: Sequence[Stamp], chosen: int, words: Words) -> Html:
    options = [
        tag("option", words("cases.version", number=s.number), value=s.number, selected=s.number == chosen)
        for s in stamps
    ]
    label = words(f"cases.compare_{side}")
    return tag("select", *options, data_do="compare", data_side=side, aria_label=label)


def _compared(old: Version, new: Version, words: Words) -> Html:
    first, second = old.case, new.case
    found = differences(first, second)
    if not found:
        return tag("p", words("cases.no_difference"))

    def entry(difference: Difference) -> Entry:
        alone = effect_alone(first, difference)
        return Entry(
            place_text(difference.place, first, second, words),
            [
                thing_text(difference.old, difference.place, first, words),
                thing_text(difference.new, difference.place, second, words),
                "" if alone is None else words.kr(alone),
            ],
        )

    head = [words("cases.head.figure"), words("cases.version", number=old.number)]
    head += [words("cases.version", number=new.number), words("cases.head.alone")]
    what = plain_table(words("cases.what_differs"), head, [entry(d) for d in found[:MOST_SHOWN]], words, texts=(0, 1))
    years = effects(first, second)
    rows = [
        Entry(
            words(f"row.{key}"),
            [_pair(getattr(effect, key), words) for effect in years],
            "net" if key == "net" else "other",
        )
        for key in ("net", "accumulated")
    ]
    caption = words("cases.what_it_did", old=old.number, new=new.number)
    result = plain_table(caption, ["", *(str(effect.year) for effect in years)], rows, words)
    return join(what, result)


def _pair(pair: tuple[float | None, float | None], words: Words) -> str:
    """-2.500 → -1.500, or the one amount where nothing moved."""
    old, new = (words("word.none") if value is None else words.amount(value) for value in pair)
    return old if old == new else f"{old} → {new}"


# ---------------------------------------------------------------------------------------------------- all cases
def case_list(saved: Sequence[Saved], shown: Shown, model: Model, words: Words) -> Html:
    """Every case that is saved, by status and by what is searched for."""
    found = [one for one in saved if shown.shows(one)]
    options = [
        tag("option", words(STATUSES[status]), value=status, selected=status == shown.status) for status in STATUSES
    ]
    filters = tag(
        "p",
        tag("select", *options, data_do="status", aria_label=words("cases.filter")),
        " ",
        tag("input", type="text", value=shown.search, data_do="search", placeholder=words("cases.search"),
            aria_label=words("cases.search")),
        class_="text",
    )  # fmt: skip
    if not saved:
        body: Html = tag("p", words("cases.none_saved"))
    elif not found:
        body = tag("p", words("cases.none_found"))
    else:
        head = ["", *(words(f"cases.head.{name}") for name in ("municipality", "status", "newest", "author", "do"))]
        entries = [_case(one, model, words) for one in found[:MOST_SHOWN]]
        body = plain_table(
            words("cases.count", shown=len(entries), all=len(saved)), head, entries, words, texts=range(5)
        )
    return tag("section", tag("h2", words("cases.all")), filters, body, class_="cases")


def _case(saved: Saved, model: Model, words: Words) -> Entry:
    head = saved.head
    status = words(f"status.{status_of(saved)}")
    if saved.marked is not None:
        status = f"{status} ({words('cases.version', number=saved.marked)})"
    if saved.archived:
        status = f"{status}, {words('cases.archived')}"
    about = {"data_case": head.case_id, "data_number": str(head.number), "type": "button", "class_": "plain"}
    fold = "reopened" if saved.archived else "archived"

    def button(key: str, **more: str) -> Html:
        said = words(f"cases.do.{key}")
        return tag("button", said, aria_label=f"{said}, {head.title}", **about, **more)

    buttons = join(button("open", data_do="open_version"), " ", button(fold, data_do="mark", data_kind=fold))
    cells: list[str | Html] = [
        head.municipality,
        status,
        words("cases.version_at", number=head.number, time=clock(head.at, words)),
        head.author,
        buttons,
    ]
    return Entry(head.title, cells, "net" if head.case_id == model.case.id else None, head.case_id)
