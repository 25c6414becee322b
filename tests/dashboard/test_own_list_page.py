"""The municipality's own list on the page Fremskrivning: read, estimated, taken into the case, and never kept."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from budget.case import Case
from budget.formulas import calculate
from tests.dashboard.one_page import OnePage
from tests.dashboard.test_projection_forms import EMPTY

LIST = (Path(__file__).parents[1] / "cases" / "placements.csv").read_text(encoding="utf-8")


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> OnePage:
    (tmp_path / "own.yaml").write_text(EMPTY, encoding="utf-8")
    monkeypatch.setenv("NETTOBESPARELSE_CASES", str(tmp_path))
    return OnePage("projection.page", "projection_page", "projection", case="own")


def send(page: OnePage, text: str) -> OnePage:
    page.app.file_uploader[0].set_value(("list.csv", text.encode(), "text/csv"))
    page.run()
    return page


def estimated(page: OnePage, text: str = LIST) -> OnePage:
    send(page, text)
    page.app.text_input(key="own-list-extracted").set_value("01-01-2027")
    page.app.button(key="own-list-compute").click()
    page.run()
    return page


def case_of(page: OnePage) -> Case:
    case: Case = page.app.session_state["hand"].model.case
    return case


def errors(page: OnePage) -> str:
    return " ".join(error.value for error in page.app.error)


def test_the_estimates_are_taken_into_the_case_and_taken_back(page: OnePage) -> None:
    estimated(page)
    assert not page.app.exception and not page.app.error
    page.app.radio(key=page.app.radio[-1].key).set_value("estimated")
    page.app.button(key="own-list-use").click()
    page.run()
    case = case_of(page)
    assert case.baseline is not None and list(case.baseline.steps) == ["institution", "foster"]
    assert case.sources[case.baseline.source or ""].title == "Egen liste, udtræk 2027-01-01"
    assert calculate(case).row("baseline.foster.stock").values[0] == 13
    assert "own-list-file-0" not in page.app.session_state, "the list is taken out of memory"
    page.ask("undo")
    assert case_of(page).baseline is None


def test_where_the_backtest_does_not_beat_it_unchanged_is_the_default(page: OnePage) -> None:
    estimated(page)
    assert page.app.radio[-1].value == "unchanged"
    page.app.button(key="own-list-use").click()
    page.run()
    result = calculate(case_of(page))
    for step, placed in (("institution", 10), ("foster", 13)):
        assert result.row(f"baseline.{step}.places").values == pytest.approx([placed] * result.case.years)


def test_columns_of_other_names_are_chosen(page: OnePage) -> None:
    lines = LIST.splitlines()
    send(page, "\n".join(["a;b;c;d;e;f;g", *lines[1:]]))
    assert page.app.button(key="own-list-compute").disabled
    boxes = [box for box in page.app.selectbox if (box.key or "").startswith("own-list-")]
    for n, part in enumerate(("course", "step", "start", "end", "age", "price")):
        next(box for box in boxes if box.key.startswith(f"own-list-{part}-")).set_value(n)
    page.app.text_input(key="own-list-extracted").set_value("01-01-2027")
    page.run()
    page.app.button(key="own-list-compute").click()
    page.run()
    assert not page.app.error and page.app.session_state["own-list"].estimated is not None


def test_steps_can_be_put_together(page: OnePage) -> None:
    send(page, LIST)
    page.app.text_input(key="own-list-extracted").set_value("01-01-2027")
    boxes = [box for box in page.app.selectbox if "own-list-step-" in (box.key or "") and box.value == "foster"]
    boxes[0].set_value("institution")
    page.app.button(key="own-list-compute").click()
    page.run()
    (one,) = page.app.session_state["own-list"].estimated.given.found
    assert (one.step, one.placed) == ("institution", 23)


def test_days_that_do_not_fit_are_refused_and_can_be_put_right(page: OnePage) -> None:
    send(page, LIST)
    page.app.button(key="own-list-compute").click()
    page.run()
    assert "2026-12-07" in errors(page), "the latest date of the list lies before the 1 January"
    page.app.text_input(key="own-list-extracted").set_value("i dag")
    page.app.button(key="own-list-compute").click()
    page.run()
    assert "»i dag« er ikke en dato" in errors(page)
    page.app.text_input(key="own-list-extracted").set_value("01-01-2027")
    page.app.button(key="own-list-compute").click()
    page.run()
    assert not page.app.error


@pytest.mark.parametrize("value, column", [("010203-1234", 0), ("01 02 03 12 34", 6)])
def test_a_civil_number_is_in_no_memory_store_log_or_message(
    page: OnePage,
    value: str,
    column: int,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    removed: list[str] = []
    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", lambda self, session, file: removed.append(file))
    caplog.set_level(logging.DEBUG)
    lines = LIST.splitlines()
    cells = lines[20].split(";")
    cells[column] = value
    lines[20] = ";".join(cells)
    send(page, "\n".join(lines))
    assert "cpr-nummer" in errors(page)
    everything = repr(page.app.session_state) + caplog.text + errors(page)
    everything += repr([element.value for element in page.app.markdown])
    everything += "".join(file.read_bytes().decode("latin-1") for file in tmp_path.rglob("*") if file.is_file())
    for trace in (value, "0203", "P020", "P019"):
        assert trace not in everything
    assert len(removed) == 1, "the server holds the file no longer"
    assert page.app.session_state["own-list"].headings is None and "own-list-file-0" not in page.app.session_state
    assert not [box for box in page.app.selectbox if box.key and box.key.startswith("own-list-course")]
