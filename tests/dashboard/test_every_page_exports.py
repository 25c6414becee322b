"""What can be done with a case can be done on every page, beside whatever the page has of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from budget.case import read_case
from budget.dashboard.cases import downloads, keeper
from budget.store import New, open_store
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


# ------------------------------------------------------------------ what leaves is noted
def test_a_file_leaves_by_one_way_alone() -> None:
    dashboard = Path(downloads.__file__).parents[1]
    using = {
        str(file.relative_to(dashboard)) for file in dashboard.rglob("*.py") if "download_button" in file.read_text()
    }
    assert using == {"cases/downloads.py"}


def test_a_file_is_noted_before_it_is_made_and_not_made_where_that_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    did: list[str] = []
    offered: list[Callable[[], bytes]] = []
    monkeypatch.setattr(downloads.st, "download_button", lambda label, data, *more, **named: offered.append(data))
    monkeypatch.setattr(keeper, "note_export", lambda taken: lambda: did.append(f"noted {taken}"))
    downloads.fetch("CSV", lambda: did.append("made") or b"x", "a.csv", "text/csv", "a", {"her": 2})  # type: ignore[func-returns-value]
    assert did == [], "offered is not taken"
    assert offered[0]() == b"x"
    assert did == ["noted {'her': 2}", "made"]

    def refusing(taken: Mapping[str, int | None]) -> Callable[[], None]:
        return lambda: (_ for _ in ()).throw(PermissionError())

    monkeypatch.setattr(keeper, "note_export", refusing)
    downloads.fetch("CSV", lambda: did.append("made") or b"x", "a.csv", "text/csv", "a", {"der": 1})  # type: ignore[func-returns-value]
    with pytest.raises(PermissionError):
        offered[1]()
    assert did.count("made") == 1


def test_the_files_of_the_overview_are_noted_of_every_case_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    noted: list[dict[str, int | None]] = []
    monkeypatch.setattr(keeper, "note_export", lambda taken: noted.append(dict(taken)) or (lambda: None))
    store = open_store()
    case = read_case("toender-2016").model_copy(update={"title": "Noteret"}).named("noteret")
    store.save("noteret", 0, New(case, "Mette", "", "0.1.0", {}), "noteret-1")
    app = AppTest.from_string(SCRIPT.format(module="portfolio.page", name="portfolio_page"), default_timeout=60)
    app.query_params["case"] = "toender-2016"
    app.run()
    assert not app.exception, app.exception
    assert noted == [{"toender-2016": None, "noteret": 1}] * 5
    store.mark("noteret", 1, "archived", "Mette", "noteret-arkiv")
