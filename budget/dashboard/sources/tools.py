"""What one can do with a figure on the page Kilder og kontrol: reset, take, confirm, give its source."""

from budget.dashboard.changes.state import Model
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.workshop.entry_field import confirm_button, reset_button
from budget.dashboard.workshop.rate_fields import rate_fields, source_field
from budget.dashboard.workshop.rule_shelf import rule_shelf
from budget.dashboard.workshop.shelf import take_button
from budget.dashboard.workshop.unfolding import line_head
from budget.shown.model import Text, Tools
from budget.text import Words


def tools(place: Tools, model: Model, words: Words) -> Html | None:
    """The controls of one place of the page."""
    kind, _, what = place.key.partition(":")
    if kind == "reset":
        return _reset(what, place.label, model, words)
    if kind == "take":
        path, _, offer = what.partition(":")
        return take_button("take", offer, place.label, words, data_path=path)
    if kind == "confirm":
        return confirm_button(what, place.label, words)
    if kind == "source":
        field = source_field(model.case, what, "", words("sources.give", what=place.label), words)
        return tag("details", tag("summary", words("sources.give_short")), field)
    if kind in ("opened", "closed"):
        return _opener(what, place, kind == "opened")
    if kind == "rates":
        return rate_fields(model, what, words)
    return rule_shelf(model, words) if kind == "rules" else None


def _reset(path: str, label: str, model: Model, words: Words) -> Html | None:
    """Taking back, where the figure was changed; a series is also changed in its first year."""
    found = [one for one in (path, f"{path}.{model.case.first_year}") if one in model.changed]
    if not found:
        return None
    buttons = (reset_button(one, label, words) for one in found)
    return tag("p", words("line.changed"), " ", *buttons, class_="about")


def _opener(name: str, place: Tools, is_open: bool) -> Html:
    """The head of a line of a large case, whose figures are shown when it is pressed."""
    (said,) = place.parts
    assert isinstance(said, Text)
    head = line_head("open", place.label, said.text, is_open, data_group=name)
    return tag("div", head, class_="line open" if is_open else "line")
