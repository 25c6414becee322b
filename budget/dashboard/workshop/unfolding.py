"""What several forms share: heads that unfold a line, the library or the estimates of a figure, and a source."""

from collections.abc import Iterable

from budget.dashboard.parts.markup import Html, button, tag
from budget.text import Words

SHELVES = {"shelf": "library", "range": "estimate"}  # what opens and closes each, and its words in the catalogue


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
