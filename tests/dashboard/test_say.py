"""Other people's words are text on every element of every page, in every dialog and in every message."""

from __future__ import annotations

import ast
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from budget.case import Case, read_case, with_figure
from budget.dashboard.cases import saving
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes.state import Change, changed, opened
from budget.dashboard.parts.say import literal
from budget.export.tables import csv_text
from budget.export.workbook import workbook
from budget.store import VARIABLE, Store, open_store
from tests.dashboard.one_page import SCRIPT
from tests.dashboard.protobuf import active, texts
from tests.hostile import HOST, TEXTS, WORST, hostile
from tests.markdown import acts, seen

DASHBOARD = Path(__file__).parents[2] / "budget" / "dashboard"
SPACES = " \t\n\v\f\r\x85\u2028\u2029"


# ------------------------------------------------------------------ a text
def on_one_line(text: str) -> str:
    return " ".join(part for part in "".join(" " if c in SPACES else c for c in text).split(" ") if part)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_does_nothing_and_reads_as_it_was_written(text: str) -> None:
    assert acts(literal(text)) == []
    assert seen(literal(text)) == on_one_line(text)


@pytest.mark.parametrize("text", [text for text in TEXTS if not text.startswith(("10:30", "==="))])
def test_the_same_text_as_it_is_would_do_something(text: str) -> None:
    assert acts(text)


PIECES = [*"\\`*_[]()<>$~|&#:@!^{}-+=.1) \n\t/a", "www.", "http://", "evil.example", "&lt;", ":material/", "](", "--"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_nor_does_any_text_of_what_markdown_is_made_of(text: str) -> None:
    assert acts(literal(text)) == []
    assert seen(literal(text)) == on_one_line(text)


# ------------------------------------------------------------------ the code
# Elements that read Markdown, with how many of their first arguments they read so; and what they are given by name.
ELEMENTS = {
    **dict.fromkeys(("write", "markdown"), 9),
    **dict.fromkeys(("error", "warning", "info", "success", "caption", "title", "header", "subheader", "toast"), 1),
    **dict.fromkeys(("button", "download_button", "form_submit_button", "link_button"), 1),
    **dict.fromkeys(("radio", "segmented_control", "pills", "selectbox", "multiselect", "select_slider", "slider"), 1),
    **dict.fromkeys(("text_input", "text_area", "number_input", "date_input", "file_uploader", "chat_input"), 1),
    **dict.fromkeys(("toggle", "checkbox", "expander", "popover", "dialog", "status", "spinner", "badge", "metric"), 1),
    **dict.fromkeys(("tabs", "menu_button", "feedback"), 1),
    "progress": 2,
    "Page": 0,
    "page_link": 0,  # which page; its label is given by name
}
NAMED = {"label", "body", "text", "help", "captions", "title", "content", "options_help"}
OUR_OWN = {"paper", "self"}  # no elements, though they have methods of such names
CHOICES = {"radio", "segmented_control", "pills"}  # whose options are Markdown too
FORBIDDEN = {"html", "latex", "iframe", "unsafe_allow_html", "exception", "metric", "table", "dataframe", "data_editor"}

MARKUP = {"st.html(said(id, words))"}  # made by our own `tag`, which escapes
GRID = ("sortable.py", "st.dataframe(_styled(table, rows)")  # the one place that draws grids, and of what


def unsaid(source: str, file: str = "") -> list[str]:
    """Every element that is given a text which is neither ours alone nor made literal."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Attribute):
            continue
        name, by_name = call.func.attr, {word.arg: word.value for word in call.keywords if word.arg}
        on_streamlit = isinstance(call.func.value, ast.Name) and call.func.value.id == "st"
        a_grid = file == GRID[0] and ast.unparse(call).startswith(GRID[1])
        forbidden = name in FORBIDDEN and ast.unparse(call) not in MARKUP and not a_grid
        if on_streamlit and (forbidden or "unsafe_allow_html" in by_name):
            found.append(ast.unparse(call))
        if name not in ELEMENTS or ast.unparse(call.func.value) in OUR_OWN:
            continue
        given = [*call.args[: ELEMENTS[name]], *(value for key, value in by_name.items() if key in NAMED)]
        if not all(ours(text) for text in given if name != "progress" or text is not call.args[0]):
            found.append(ast.unparse(call))
        options = by_name.get("format_func")
        if name in CHOICES and options is not None and not (called(options) == "literally" or constant(options)):
            found.append(ast.unparse(call))
    return found


def ours(text: ast.expr) -> bool:
    """Whether a text is of the catalogue alone, or was made literal."""
    if isinstance(text, ast.JoinedStr):
        return all(ours(part.value if isinstance(part, ast.FormattedValue) else part) for part in text.values)
    if isinstance(text, ast.BoolOp):  # help and literal(help)
        return ours(text.values[-1])
    if isinstance(text, ast.IfExp):
        return ours(text.body) and ours(text.orelse)
    if isinstance(text, ast.Constant):
        return True
    if isinstance(text, ast.Call) and called(text).split(".")[-1] in ("words", "said"):
        return len(text.args) == 1 and not text.keywords  # nothing is put into the catalogue's text
    return called(text) == "literal"


def called(text: ast.expr) -> str:
    return ast.unparse(text.func) if isinstance(text, ast.Call) else ""


def constant(options: ast.expr) -> bool:
    """Names that stand in the code: NAMES.__getitem__."""
    return isinstance(options, ast.Attribute) and isinstance(options.value, ast.Name) and options.value.id.isupper()


def test_the_code_gives_no_element_a_text_that_was_not_made_literal() -> None:
    files = [file for file in DASHBOARD.rglob("*.py") if file.name != "say.py"]
    assert len(files) > 50
    assert {file.name: found for file in files if (found := unsaid(file.read_text(encoding="utf-8"), file.name))} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "st.error(problem_text(problem, words))",
        "st.button(words('conflict.theirs', author=author))",
        "st.markdown(f'**{title}**')",
        "place.warning(text)",
        "left.selectbox(label, options)",
        "st.text_input(words('x'), help=note)",
        "st.radio(words('x'), options, format_func=labels.__getitem__)",
        "st.pills(words('x'), options, format_func=lambda key: labels[key])",
        "st.write(words('x'), case.title)",
        "progress.progress(0.5, said)",
        "st.html(markup)",
        "st.dataframe(_styled(table, rows))",
        "st.markdown(words('x'), unsafe_allow_html=True)",
    ],
)
def test_a_planted_text_is_found(planted: str) -> None:
    assert len(unsaid(planted)) == 1


# ------------------------------------------------------------------ the pages
PAGES = {
    "calculation.page": "calculation", "caseload.page": "caseload", "placements.page": "placements",
    "uncertainty.page": "uncertainty", "follow_up.page": "follow_up_page", "cases.page": "cases_page",
    "portfolio.page": "portfolio_page", "presentation.page": "presentation", "sources.page": "sources_page",
    "method.page": "method_page", "guide.page": "guide_page",
}  # fmt: skip
CASES = ("herning-drivers-2013", "herning-2013")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv(VARIABLE, where := f"sqlite:///{tmp_path / 'cases.db'}")
    return open_store(where)


# The dialogs of the bar stand when the page does.
WITH_BAR = f"""{SCRIPT}
from budget.dashboard.cases import bar
from budget.dashboard.parts import frame
bar.pressed(frame.words())
"""


def page(module: str, of: Case | None = None, form: str = "", **address: str) -> Any:
    app = AppTest.from_string(WITH_BAR.format(module=module, name=PAGES[module]), default_timeout=60)
    if of is not None:
        app.session_state["hand"] = Hand(replace(opened(of, "e"), form=form))
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def is_text(app: Any, *said: str) -> None:
    """Nothing on the page does anything, and what is looked for stands there."""
    assert not app.exception, app.exception
    assert active(app) == []
    everything = " ".join(seen(text) + text for _, text in texts(app))
    for one in said:
        assert one in everything


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("id", CASES)
@pytest.mark.parametrize("module", PAGES)
def test_every_page(module: str, id: str, language: str, store: Store) -> None:
    case = hostile(read_case(id))
    saving.save(store, opened(case, "e"), case, 0, WORST, WORST)
    is_text(page(module, case, lang=language))


@pytest.mark.parametrize("form", ["add", "line:advisers", "line:placements", "case", "cases"])
def test_every_dialog(form: str, store: Store) -> None:
    case = hostile(read_case("herning-2013"))
    app = page("calculation.page", case, form)
    is_text(app)
    for field in (*app.text_input, *app.text_area):
        field.set_value(WORST)
    for button in [button for button in app.button if "Gem" in button.label]:
        button.click()
    is_text(app.run())


# ------------------------------------------------------------------ the messages
@pytest.mark.parametrize("text", TEXTS)
def test_the_address(text: str, store: Store) -> None:
    app = page("cases.page", case=text, version="1")
    is_text(app)
    assert on_one_line(text)[:20] in seen(app.error[0].value)


@pytest.mark.parametrize("version", ["", "x", WORST])
def test_an_address_that_names_no_version(version: str, store: Store) -> None:
    is_text(page("cases.page", case=WORST, version=version))


def test_a_link_with_levers(store: Store) -> None:
    is_text(page("calculation.page", case="herning-2013", realisation=WORST, lang=WORST, view=WORST, draft=WORST))


def two_people(store: Store) -> Any:
    """The page on which one has saved what another wants to save."""
    case = hostile(read_case("herning-2013"))
    saving.save(store, opened(case, "e"), case, 0, WORST, WORST)
    theirs = saving.opened_from(store.version(case.id, 1))
    saving.save(store, theirs, with_figure(hostile(case, TEXTS[7]), "levers.realisation", 0.8), 1, WORST, WORST)
    mine = changed(saving.opened_from(store.version(case.id, 1)), Change("levers.realisation", 0.5))
    app = AppTest.from_string(SCRIPT.format(module="cases.page", name="cases_page"), default_timeout=60)
    app.session_state["hand"] = Hand(mine)
    app.run()
    app.text_input[0].set_value(WORST[:100])
    app.text_input[1].set_value(WORST)
    return press(app, "Gem som ny version")


def press(app: Any, label: str) -> Any:
    next(button for button in app.button if button.label.startswith(label)).click()
    return app.run()


def test_two_people_on_one_case(store: Store) -> None:
    app = two_people(store)
    is_text(app, "har gemt version 2")
    assert len(app.radio) > 3 and any(HOST in option for radio in app.radio for option in radio.options)
    is_text(press(app, "Flet felt for felt og gem"), "hvor I begge har")


def test_a_store_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, f"sqlite:////nowhere/{WORST}/x.db")
    for module in ("cases.page", "calculation.page"):
        is_text(page(module, case="x", version="1"))


FILE = "**x** https://evil.example :red[y]"
WRONG = {
    "a key": f'"{HOST} [a](https://{HOST})": 1\n',
    "a value": f"title: x\nmunicipality: x\nstatus: '[a](https://{HOST}) ![](https://{HOST}) $x$'\n",
    "a number": f"title: x\nmunicipality: x\nstatus: idea\nfirst_year: '[a](https://{HOST})'\n",
    "no yaml": f"{{[a](https://{HOST}): &x !!y",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_refused(wrong: str, store: Store) -> None:
    app = page("calculation.page", read_case("herning-2013"), "cases")
    app.get("file_uploader")[0].upload(f"{FILE}.yaml", WRONG[wrong].encode(), "application/yaml")
    is_text(app.run(), "Intet er ændret")


def test_a_workbook_that_was_edited(store: Store) -> None:
    book = load_workbook(io.BytesIO(workbook(hostile(read_case("herning-2013")))))
    sheet = book["Forudsætninger"]
    row = next(row for row in sheet.iter_rows(min_row=2) if isinstance(row[5].value, int | float))
    row[5].value += 1000
    out = io.BytesIO()
    book.save(out)
    app = page("calculation.page", read_case("herning-2013"), "cases")
    app.get("file_uploader")[0].upload(f"{FILE}.xlsx", out.getvalue(), "application/octet-stream")
    is_text(app.run(), "1")
    assert any("er nu" in text.value or "now" in text.value for text in app.text)


def test_a_ledger(store: Store) -> None:
    plain = [text for text in (*TEXTS, WORST) if text.isprintable()]
    rows = [[f"{head} {WORST}" for head in ("Konto", "År", "Beløb")], *([text, "2014", "1.000"] for text in plain)]
    app = page("follow_up.page", hostile(read_case("herning-2013")))
    app.file_uploader[0].upload(f"{FILE}.csv", csv_text(rows).encode())
    app.run()
    is_text(app)
    lines = next(box for box in app.multiselect if HOST in seen(box.label) and len(box.options) >= 5)
    lines.select(plain[0]).run()
    is_text(app)
    next(box for box in app.selectbox if box.label == "Beløbene er i").set_value("kr").run()  # the heading has a $
    is_text(app)
    is_text(press(app, "Tag "))


@pytest.mark.parametrize("text", [WORST, "2.1", "1e5 **x**", f"https://{HOST}"])
def test_a_number_that_is_none(text: str, store: Store) -> None:
    """The forms of the follow-up, and the share of empty posts."""
    app = page("follow_up.page", hostile(read_case("herning-2013")))
    for label in ("Gem tallet", "Gem ændringen", "Gem målet"):
        for field in app.text_input:
            field.set_value(text)
        for button in [button for button in app.button if button.label == label]:
            button.click()
            is_text(app.run())
    app = page("caseload.page", hostile(read_case("herning-drivers-2013")))
    app.session_state["vacancy"] = "other"
    app.run()
    app.text_input(key="vacancy-field").set_value(text).run()
    is_text(app)
    assert app.error


def test_a_case_of_the_store_among_others(store: Store) -> None:
    for number, text in enumerate(TEXTS[:9]):
        case = hostile(read_case("herning-2013"), text).named(f"case-{number}")
        saving.save(store, opened(case, "e"), case, 0, text, text)
    is_text(page("portfolio.page", read_case("herning-2013")))
    is_text(page("cases.page", read_case("herning-2013")))
