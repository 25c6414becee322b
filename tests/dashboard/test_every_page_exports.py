"""What can be done with a case can be done on every page, beside whatever the page has of its own."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.one_page import SCRIPT
from tests.dashboard.test_empty_states import PAGES

PRESSED = (
    "\nfrom budget.dashboard.cases import bar\nfrom budget.dashboard.parts import frame\nbar.pressed(frame.words())"
)
WITH_CASE_BAR = [page for page in PAGES if page[1] != "presentation"]  # its slides are behind the stage's handle


@pytest.mark.parametrize(("module", "name"), WITH_CASE_BAR, ids=[module for module, _ in WITH_CASE_BAR])
def test_the_dialog_of_exports_opens_on_every_page(module: str, name: str) -> None:
    app = AppTest.from_string(SCRIPT.format(module=module, name=name) + PRESSED, default_timeout=60).run()
    app.button(key="bar-export").click()
    app.run()
    assert not app.exception, app.exception
    assert app.get("download_button")
