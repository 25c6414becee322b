"""What a presenter has behind the handle at the edge of the stage: next and back, also by key, and the three levers."""

from budget.case import entries
from budget.case.themes import Look
from budget.dashboard.changes.fields import cells
from budget.dashboard.changes.state import Model
from budget.dashboard.parts.assets import logo_address
from budget.dashboard.parts.markup import Html, button, tag
from budget.dashboard.workshop.levers import lever
from budget.shown.small_numbers import LEAST
from budget.shown.story import Story
from budget.text import Words

UNDO = "undo-place"  # the element that holds undo and redo
FORWARD, BACKWARD = "ArrowRight PageDown", "ArrowLeft PageUp"


def stage(theme: str, look: Look, holds: str) -> Html:
    """The stage in the colour of the municipality, with its logo."""
    logo = tag("img", src=logo_address(theme), alt=look.theme.logo_text, class_="logo") if look.picture else None
    return tag("div", logo, tag("div", data_holds=holds), class_="stage", style=f"--accent:{look.accent}")


def presenter(told: Story, number: int, exact: bool, model: Model, words: Words) -> Html:
    """Next and back, the first and the last by key, and the levers."""
    last = len(told.views)
    hidden = any(f"<{LEAST}" in text for shown in told.views for text in shown.texts())
    counts = button("exact", words("presentation.exact.hide" if exact else "presentation.exact.show"))
    drawer = tag(
        "div",
        tag(
            "nav",
            _step("presentation.back", number - 1, BACKWARD, number > 1, words),
            tag("span", words("presentation.number", number=number, of=last), class_="at", role="status"),
            _step("presentation.next", number + 1, FORWARD, number < last, words),
            button("go", hidden=True, data_to="1", data_keys="Home"),
            button("go", hidden=True, data_to=str(last), data_keys="End"),
            aria_label=words("presentation.steps"),
        ),
        tag("section", *_levers(model, words), class_="levers", aria_label=words("group.levers")),
        tag("div", data_holds=UNDO),
        tag("p", counts, class_="counts") if hidden or exact else None,
        tag("p", tag("button", words("presentation.full"), type="button", data_full="1"), class_="counts full"),
        class_="drawer",
    )
    name = tag("span", words("presentation.handle"), class_="hidden")
    handle = tag("details", tag("summary", tag("span", "‹", aria_hidden="true"), name), class_="handle")
    return tag("div", handle, drawer, class_="presenter no-paper")


def _step(key: str, to: int, keys: str, there: bool, words: Words) -> Html:
    """A button that stays where it is at either end, so that the focus is not lost."""
    name = key.rpartition(".")[2]
    return tag(
        "button",
        words(key),
        type="button",
        id=f"view-{name}",
        data_do="go" if there else None,
        data_to=str(to) if there else None,
        data_keys=keys if there else None,
        aria_disabled=None if there else "true",
        class_=name,
    )


def _levers(model: Model, words: Words) -> list[Html]:
    found = (entry for entry in entries(model.case) if entry.path.startswith("levers."))
    return [lever(model, next(iter(cells(model.case, entry))), words) for entry in found]
