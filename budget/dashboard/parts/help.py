"""Help where it is needed: one plain sentence and the formula, behind a button that opens with key, touch and mouse."""

from budget.case import Entry
from budget.case.paths import is_of_group, key_of
from budget.dashboard.parts.markup import Html, tag
from budget.shown.method import key_help, summary
from budget.text import Words


def field_help(entry: Entry, label: str, words: Words, *more: Html | None) -> Html:
    """What the figure in a field is, and `more` there is to do with it or to know of it."""
    parts = entry.path.split(".")
    owner = "group" if is_of_group(entry.path) else parts[0]
    said = tag("p", key_help(key_of(entry.path), words, owner))
    return _unfolding("⋯", words("help.more", what=label), said, *more, keys(words))


def keys(words: Words) -> Html:
    """How a field and what stands beside it are reached by the keyboard."""
    return tag("p", words("help.keys"), class_="keys")


def key_help_on(name: str, label: str, words: Words) -> Html:
    """What is asked for by the name of a key of the format."""
    return unfolding(label, tag("p", key_help(name, words)), keys(words), words=words)


def figure_help(key: str, label: str, words: Words) -> Html:
    """What a key figure of the summary is, and its formula."""
    found = summary(words)[key]
    formula = tag("p", words("help.formula", formula=found.text), class_="formula")
    return unfolding(label, tag("p", found.help), formula, words=words)


def unfolding(label: str, *said: Html, words: Words) -> Html:
    """A small button with a question mark."""
    return _unfolding("?", words("help.about", what=label), *said)


def _unfolding(mark: str, name: str, *said: Html | None) -> Html:
    """The browser itself opens it and tells a screen reader so."""
    summary = tag("summary", tag("span", mark, aria_hidden="true"), tag("span", name, class_="hidden"))
    return tag("details", summary, *said, class_="help-on")
