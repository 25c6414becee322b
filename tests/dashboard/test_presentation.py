"""The presentation without a browser: every word of the story, the views, the levers, and small numbers."""

from __future__ import annotations

import html
import re

import pytest

from budget.case import cases, read_case, with_figure
from budget.formulas import calculate
from budget.shown.story import story
from budget.text import LANGUAGES, Words
from tests.dashboard.one_page import OnePage

CASE = "herning-drivers-2013"


def presentation(case: str = CASE, **address: str) -> OnePage:
    return OnePage("presentation.page", "presentation", "presentation", case=case, **address)


def told(case: str, language: str = "da", **levers: float) -> list[str]:
    opened = read_case(case)
    for name, value in levers.items():
        opened = with_figure(opened, f"levers.{name}", value)
    found = story(calculate(opened), Words(language))
    return [" ".join(text.split()) for view in found.views for text in view.texts() if text]


def shown_view(page: OnePage) -> list[str]:
    """The views that are not hidden, by the key of their block."""
    return [key for key, _, markup in page.shown["blocks"] if key.startswith("view:") and " hidden>" not in markup[:60]]


def everything(page: OnePage) -> str:
    """Words, and what a screen reader hears of the charts."""
    said = " ".join(re.findall(r'aria-label="(.*?)"', " ".join(markup for _, _, markup in page.shown["blocks"])))
    return f"{page.everything} {html.unescape(said)}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", cases())
def test_every_word_and_figure_of_the_story_is_on_the_page(case: str, language: str) -> None:
    text = everything(presentation(case, lang=language))
    for said in told(case, language):
        assert said in text


def test_one_view_at_a_time_and_its_number_is_in_the_address() -> None:
    page = presentation()
    assert shown_view(page) == ["view:decision"]
    page.ask("go", to="4")
    assert shown_view(page) == ["view:accumulated"]
    assert page.app.query_params["view"] == "4"
    assert shown_view(presentation(view="4")) == ["view:accumulated"]


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "²", "1" * 30])
def test_a_number_that_is_no_view_is_the_nearest_one(number: str) -> None:
    assert len(shown_view(presentation(view=number))) == 1


def test_a_lever_changes_message_and_figures_and_is_said_to_be_set() -> None:
    page = presentation("herning-2013")
    assert page.text("set") == ""
    page.ask("slide", path="levers.realisation", text="50")
    text = everything(page)
    for said in told("herning-2013", realisation=0.5):
        assert said in text
    state = "Ikke den vedtagne udgave: 1 ændring. Realiseringsgrad 50 %."
    effect = "2013–2016: fra nettobesparelse på 2,5 mio. kr. til nettomerudgift på 2,8 mio. kr."  # -5,25 + 8,0
    assert page.text("set") == f"{state} {effect}"
    page.ask("reset", path="levers.realisation")
    assert page.text("set") == ""


def test_small_numbers_of_children_are_hidden_until_the_user_decides() -> None:
    page = presentation()
    assert "<5" in page.text("view:needs")
    page.ask("exact")
    assert "<5" not in page.text("view:needs")
    page.ask("exact")
    assert "<5" in page.text("view:needs")


def test_an_empty_end_keeps_its_buttons() -> None:
    """Next and back stand where they stood, so that the focus is never lost."""
    page = presentation()
    assert 'aria-disabled="true"' in page.markup("presenter").split("view-next")[0]
    page.ask("go", to="7")
    assert 'aria-disabled="true"' in page.markup("presenter").split("view-next")[1]
