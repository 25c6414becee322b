"""Every field and every key figure says what it is in one sentence, and a key figure its formula."""

from __future__ import annotations

import html
import re

import pytest

from budget.case import read_case
from budget.case.paths import slots
from budget.dashboard.calculation.page import HELP
from budget.dashboard.method.page import method_page
from budget.dashboard.pages import GROUPS
from budget.dashboard.parts.help import figure_help
from budget.formulas.table import SUMMARY
from budget.shown.method import key_help, kinds, method
from budget.text import LANGUAGES, Words
from tests.dashboard.one_page import OnePage, guide
from tests.dashboard.page import Page

CASES = ("herning-2013", "herning-drivers-2013", "assens-drivers-2016", "esbjerg-2016")
WORDS = Words("da")


def helps(markup: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r'class="help-on">.*?<p>(.*?)</p>', markup)]


@pytest.mark.parametrize("case", CASES)
def test_every_figure_of_every_line_has_its_sentence_beside_its_field(case: str) -> None:
    page = Page(case=case)
    for line in read_case(case).lines():
        if "line open" not in page.markup(f"line:{line.id}"):
            page.ask("open", group=line.id)
        found = helps(page.markup(f"line:{line.id}"))
        assert sorted(found) == sorted(key_help(slot.name, WORDS) for slot in slots(type(line)))


def test_the_levers_and_the_shared_figures_have_theirs() -> None:
    page = Page(case="herning-drivers-2013").ask("open", group="rates")
    levers = [key_help(name, WORDS, "levers") for name in ("realisation", "delay_months", "cost_overrun")]
    assert helps(page.markup("levers")) == levers
    shared = helps(page.markup("shared"))
    assert {key_help(name, WORDS) for name in ("discount_rate", "wages", "prices", "total")} <= {*shared}


def test_every_question_of_the_guide_has_its_sentence() -> None:
    page = guide()
    for step in ("who", "staff", "savings", "prices"):
        page.ask("step", step=step)
        shown = "".join(markup for _, _, markup in page.shown["blocks"])
        fields = len(re.findall(r"<(?:fieldset|select)|<input(?![^>]*data-path=\"[^\"]*\.(?:\d{4}|source)\")", shown))
        assert fields and len(helps(shown)) >= fields, step


def test_the_four_key_figures_have_sentence_and_formula() -> None:
    shown = Page().markup("figures")
    assert len(helps(shown)) == len(HELP) == 4
    for key in HELP.values():
        formula = next(f for f in method(WORDS).summary if f.key == f"summary.{key}")
        assert formula.help in helps(shown)
        assert formula.text in html.unescape(shown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SUMMARY)
def test_help_opens_without_a_pointer_and_is_named(key: str, language: str) -> None:
    """A details element: the browser opens it by key, touch and mouse, and says whether it is open."""
    words = Words(language)
    shown = figure_help(key, "Nøgletallet", words)
    assert re.match(r"<details[^>]*><summary>.*Nøgletallet.*</summary><p>.+\.</p><p class=\"formula\">", shown)
    assert "title=" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_all_of_the_method(language: str) -> None:
    page = OnePage("method.page", "method_page", "method", lang=language)
    text, found = page.everything, method(Words(language))
    formulas = [*found.rows, *found.prices, *found.summary, *(f for kind in found.kinds for f in kind.formulas)]
    keys = [*found.line_keys, *found.case_keys, *(key for kind in found.kinds for key in kind.keys)]
    for said in (*(f.text for f in formulas), *(k.help for k in keys), *(q.trigger for q in found.questions)):
        assert " ".join(said.split()) in text
    assert method_page in {place.runs for group in GROUPS for place in group}


@pytest.mark.parametrize(("list_", "kind"), [("savings", "placements"), ("costs", "caseload")])
def test_a_new_line_asks_with_the_same_sentences(list_: str, kind: str) -> None:
    app = Page().ask("form", form="add").app
    next(radio for radio in app.radio if radio.options).set_value(list_).run()
    app.selectbox(key=f"kind-{list_}").set_value(kind).run()
    asked = {
        field.key.removeprefix("add-"): field.help for field in app.text_input if (field.key or "").startswith("add-")
    }
    wanted = {slot.name for _, found, model in kinds() if found == kind for slot in slots(model) if slot.required}
    assert set(asked) == wanted
    assert all(help.startswith(key_help(name, WORDS)) for name, help in asked.items())
