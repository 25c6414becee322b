"""Every page of a case that has next to nothing: it says what is missing, and nothing breaks."""

from __future__ import annotations

import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from budget.case import Case, read_case
from budget.dashboard.cases.hand import Hand
from budget.dashboard.pages import GROUPS
from tests.dashboard.one_page import SCRIPT
from tests.dashboard.page import ROOT

# What the navigation shows, so that a new page is tried too.
PAGES = [
    (place.runs.__module__.removeprefix("budget.dashboard."), place.runs.__name__)
    for group in GROUPS
    for place in group
]
GONE = {"scenarios": [], "financing": [], "omitted": [], "actuals": [], "measures": [], "budget_changes": []}


def bare(**without: object) -> Case:
    return read_case("herning-2013").model_copy(update={**GONE, **without})


CASES = {
    "nothing": bare(costs=[], savings=[], incomes=[]),
    "no savings": bare(savings=[]),
    "no costs": bare(costs=[]),
    "one year": bare(years=1),
}


def test_a_folder_with_a_page_is_in_the_navigation() -> None:
    assert {module for module, _ in PAGES} == {
        f"{file.parent.name}.page" for file in (ROOT / "budget/dashboard").glob("*/page.py")
    }


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("module", "name"), PAGES, ids=[module for module, _ in PAGES])
def test_a_page_shows_a_case_that_lacks_almost_everything(module: str, name: str, case: str) -> None:
    app = AppTest.from_string(SCRIPT.format(module=module, name=name), default_timeout=60)
    app.session_state["hand"] = Hand.of(CASES[case])
    app.run()
    assert not app.exception, app.exception
    views = [json.loads(view.proto.json)[0] for view in app.get("bidi_component")]
    shown = " ".join(html for view in views for _, _, html in view.get("blocks", ()))
    assert "<h1" in shown
    for broken in ("None", "nan", "inf", "-0 "):
        assert not re.search(rf"(>|\s){re.escape(broken)}(<|\s|$)", re.sub(r"<[^>]*\s[^>]*>", "<>", shown)), broken
