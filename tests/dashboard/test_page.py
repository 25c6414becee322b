"""The page's logic, from what the browser asks to what is shown."""

import io

import pytest
from docx import Document
from pptx import Presentation

from budget.case import case_from_text
from budget.dashboard.cases import downloads
from budget.dashboard.parts.frame import EXACT
from budget.shown.model import Display
from budget.text import Words
from tests.dashboard.page import Page

SAVING_2016 = "savings.placements.amounts.2016"
COST_2015 = "costs.advisers.amounts.2015"


def test_the_page_opens_on_the_table_of_the_councils_document() -> None:
    page = Page()
    assert page.row("placements") == ["-1.000", "-2.000", "-3.000", "-4.500", "-10.500"]
    assert page.row("advisers") == ["2.000", "2.000", "2.000", "2.000", "8.000"]
    assert page.row("net") == ["1.000", "0", "-1.000", "-2.500", "-2.500"]
    assert page.row("accumulated") == ["1.000", "1.000", "0", "-2.500", ""]
    assert "beløb i 1.000 kr., 2013-priser (forudsat)" in page.text("table")
    assert "Et positivt tal i rækken Nettobesparelse er altså en nettomerudgift." in page.text("table")


def test_the_four_key_figures_say_what_they_mean() -> None:
    text = Page().text("figures")
    assert "Akkumuleret netto 2013–2016 -2,5 mio. kr. nettobesparelse" in text
    assert "Tilbagebetalt ved udgangen af 2015" in text
    assert "mindst 76,2 %" in text
    assert "Varig nettovirkning fra 2016 -2,5 mio. kr." in text


def test_an_edit_moves_table_key_figures_and_chart_and_shows_what_they_were() -> None:
    page = Page().enter(SAVING_2016, "3.500")
    assert page.row("net") == ["1.000", "0", "-1.000", "-1.500", "-1.500"]
    assert "var -2.500" in page.text("row:net")
    assert "mindst 84,3 %" in page.text("figures")  # 8.000 / 9.500 = 84,21 %, and "at least" is rounded up
    assert "var mindst 76,2 %" in page.text("figures")
    names = [note["text"] for note in page.shown["charts"]["result"]["layout"]["annotations"]]
    assert "Besparelse -3.500" in names
    assert "1 ændring" in page.text("changes")
    assert "= 3.500.000 kr. var 4.500 Nulstil" in page.text("line:placements")


def test_a_changed_figure_is_reset_alone_or_with_all_others() -> None:
    page = Page().enter(SAVING_2016, "3.500").enter(COST_2015, "1.000")
    assert "2 ændringer" in page.text("changes")
    page.ask("reset", path=SAVING_2016)
    assert page.row("placements")[3] == "-4.500"
    assert page.row("advisers")[2:4] == ["1.000", "1.000"]
    page.ask("reset_all")
    assert page.row("advisers")[2:4] == ["2.000", "2.000"]
    assert "Ingen ændringer" in page.text("changes")


def test_what_is_not_a_number_is_refused_beside_the_field_and_the_value_kept() -> None:
    page = Page().ask("open", group="advisers").enter(COST_2015, "2.1")
    said = page.text("line:advisers")
    assert (
        "2015: »2.1« er ikke et gyldigt tal. Komma er decimaltegn (2,1), punktum adskiller tusinder (2.100). "
        "Den tidligere værdi, 2.000, er bevaret." in said
    )
    assert page.row("advisers")[2] == "2.000"
    assert 'value="2.1"' in page.markup("line:advisers")
    assert 'aria-invalid="true"' in page.markup("line:advisers")


def test_the_display_never_changes_how_an_entry_is_read() -> None:
    page = Page()
    page.app.get("button_group")[0].set_value("mio")
    page.run().enter(SAVING_2016, "3.500")
    assert page.row("placements")[3] == "-3,5"
    page.app.get("button_group")[0].set_value("kr")
    assert page.run().row("placements")[3] == "-3.500.000"


def test_savings_as_positive_figures_turn_every_sign_and_the_note_with_them() -> None:
    page = Page()
    page.app.toggle(key="turned").set_value(True)
    page.run()
    assert page.row("net") == ["-1.000", "0", "1.000", "2.500", "2.500"]
    assert "et negativt tal i rækken Nettobesparelse er en nettomerudgift" in page.text("table")
    assert "2,5 mio. kr. nettobesparelse" in page.text("figures")


def test_english_reads_and_writes_numbers_the_english_way() -> None:
    page = Page(lang="en")
    assert page.shown["language"] == "en"
    assert page.row("net") == ["1,000", "0", "-1,000", "-2,500", "-2,500"]
    page.enter(SAVING_2016, "3,500")
    assert page.row("placements")[3] == "-3,500"
    page.enter(SAVING_2016, "3.5")
    assert page.row("placements")[3] == "-4"  # 3,500 kr, shown in 1,000 kr


def test_current_prices_without_a_rate_say_which_and_stay_fixed() -> None:
    page = Page()
    page.app.get("button_group")[1].set_value("current")
    page.run()
    said = page.text("missing:0")
    assert "Tabellen kan kun vises i faste priser" in said and "Fremskrivning, løn, 2014" in said
    assert "indices" not in said  # no path of the file
    assert page.row("net")[0] == "1.000"


def test_rates_can_be_entered_and_open_current_prices() -> None:
    page = Page()
    page.app.get("button_group")[1].set_value("current")
    page.run().ask("open", group="rates")
    for index in ("wages", "total"):
        for year in (2014, 2015, 2016):
            page.enter(f"indices.{index}.{year}", "2 %")
    assert page.text("missing:0") == ""
    assert "løbende priser" in page.text("table")
    assert page.row("advisers")[:2] == ["2.000", "2.040"]


def test_a_slider_sets_a_lever_and_says_what_it_was() -> None:
    page = Page().ask("slide", path="levers.realisation", text="50")
    assert page.row("placements")[3] == "-2.250"
    assert "var 100 %" in page.text("levers")
    page.ask("slide", path="levers.delay_months", text="6")
    assert page.row("placements") == ["-250", "-750", "-1.250", "-1.875", "-4.125"]
    assert "ikke inden 2016" in page.text("figures")


def test_the_calculation_of_a_figure_is_shown_and_closed() -> None:
    page = Page().ask("why", row="net", year="2015")
    assert "Sådan er tallet beregnet" in page.text("why")
    assert "projektbeskrivelse" in page.text("why")
    assert page.shown["focus"]["id"] == "why"
    page.ask("close")
    assert page.text("why") == ""


def test_the_verdict_is_one_sentence_with_its_condition_and_the_open_errors() -> None:
    text = Page().text("verdict")
    assert text.startswith("Merudgiften forventes tilbagebetalt ved udgangen af 2015, uden margin. For 2013–2016")
    assert "Forudsætter, at mindst 76,2 % af den planlagte besparelse opnås. Én fejl er åben." in text


def test_the_questions_are_counted_and_grouped_by_severity() -> None:
    text = Page().text("points")
    assert text.startswith("Controlleren spørger 1 fejl 4 advarsler 1 bemærkning Fejl Finansiering mangler Casen giver")
    assert text.index("Advarsler") < text.index("To serviceområder") < text.index("Bemærkninger")


def test_the_controller_asks_and_all_points_can_be_seen() -> None:
    page = Page()
    assert "Er budgettet omplaceret" in page.text("points")
    few = page.markup("points").count("<li")
    assert page.ask("points").markup("points").count("<li") > few


def test_a_line_is_removed_and_brought_back() -> None:
    page = Page().ask("remove", line="advisers")
    assert page.row("advisers") == []
    assert "Slettet: 4 sagsbehandlere" in page.text("changes")
    page.ask("reset", path="advisers")
    assert page.row("advisers")[0] == "2.000"


def test_a_line_is_added_by_the_form() -> None:
    page = Page().ask("form", form="add")
    form = page.app
    form.text_input[0].set_value("Ekstra psykolog i PPR")
    form.text_input[1].set_value("650")
    form.button[-1].click()
    page.run()
    assert page.row("ekstra-psykolog-i-ppr") == ["650", "650", "650", "650", "2.600"]
    assert page.row("net")[0] == "1.650"
    assert "1 ændring" in page.text("changes")


def test_the_form_refuses_an_amount_that_is_not_a_number() -> None:
    page = Page().ask("form", form="add")
    page.app.text_input[0].set_value("Uddannelse")
    page.app.text_input[1].set_value("2.1")
    page.app.button[-1].click()
    page.run()
    assert "»2.1« er ikke et gyldigt tal" in page.app.error[0].value
    assert "Ingen ændringer" in page.text("changes")


def test_a_line_is_described_anew() -> None:
    page = Page().ask("form", form="line:advisers")
    page.app.text_input[0].set_value("Rådgivere")
    page.app.button[-1].click()
    page.run()
    assert "Rådgivere (SO 20)" in page.text("row:advisers")
    assert page.row("advisers")[0] == "2.000"


def test_the_template_is_empty_and_can_be_described() -> None:
    page = Page().ask("form", form="cases")
    page.app.button[-1].click()  # the template stands last
    page.run()
    assert page.app.text_input[0].value == "Ny case"
    page.app.text_input[0].set_value("Tidlig indsats")
    page.app.text_input[1].set_value("Eksempel Kommune")
    page.app.button[-1].click()
    page.run()
    assert "Tidlig indsats" in page.text("case")
    assert page.row("net") == ["0", "0", "0", "0", "0"]


def test_a_file_that_is_not_a_case_is_refused_in_words_and_changes_nothing() -> None:
    page = Page().ask("form", form="cases")
    page.app.get("file_uploader")[0].upload("x.yaml", b"title: x\nfoo: 1\n", "application/yaml")
    page.run()
    assert "Intet er ændret" in page.app.error[0].value
    assert any("foo" in text.value for text in page.app.text)
    assert page.row("net")[0] == "1.000"


def test_an_uploaded_case_is_opened_without_changes() -> None:
    page = Page().enter(SAVING_2016, "3.500")
    saved = downloads.yaml(page.app.session_state["hand"])
    again = Page().ask("form", form="cases")
    again.app.get("file_uploader")[0].upload("mine.yaml", saved, "application/yaml")
    again.run()
    assert again.row("placements")[3] == "-3.500"
    assert "Ingen ændringer" in again.text("changes")


def test_downloads_are_of_the_case_as_it_stands() -> None:
    page = Page().enter(SAVING_2016, "3.500")
    hand, words = page.app.session_state["hand"], Words("da")
    assert "-3500" in downloads.csv(hand, Display(), "fixed", words).decode()
    saved = case_from_text(downloads.yaml(hand))
    assert saved.savings[0].amounts[2016].value == 3_500_000  # type: ignore[index, union-attr]
    assert downloads.excel(hand, "fixed", words)[:2] == b"PK"
    dress = downloads.Dress("default", False)
    for made in (downloads.slides, downloads.document):
        assert made(hand, dress, "fixed", words)[:2] == b"PK"
    assert "-3500" in downloads.form(hand, "appropriations", Display(), "fixed", words).decode()
    assert "-3500" in downloads.form(hand, "proposal", Display(), "fixed", words).decode()


def test_the_theme_is_the_municipality_s_own_until_another_is_chosen() -> None:
    page = Page().exporting()
    theme = page.app.selectbox(key="theme-herning")
    assert theme.value == "herning" and "Herning Kommune" in theme.options and "Standard" in theme.options
    theme.select("aarhus")
    page.exporting()
    assert page.app.session_state["kept-theme-herning"] == "aarhus"
    assert Page(case="assens-2016").exporting().app.selectbox(key="theme-default").value == "default"


def test_small_numbers_are_shown_in_papers_by_the_same_switch_as_in_the_presentation() -> None:
    page = Page().exporting()
    said = "PowerPoint og dagsordenstekst viser også antal under 5."
    assert not page.app.toggle(key=EXACT).value and said not in [text.value for text in page.app.markdown]
    page.app.toggle(key=EXACT).set_value(True)
    page.exporting()
    assert said in [text.value for text in page.app.markdown]
    assert page.app.session_state[f"kept-{EXACT}"] is True


def test_papers_are_in_the_theme_chosen_and_say_small_numbers_only_when_asked() -> None:
    page = Page(case="herning-drivers-2013")
    hand, words = page.app.session_state["hand"], Words("da")

    def headings(theme: str) -> list[str]:
        data = downloads.document(hand, downloads.Dress(theme, False), "fixed", words)
        return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]

    def cells(exact: bool) -> list[str]:
        show = Presentation(io.BytesIO(downloads.slides(hand, downloads.Dress("default", exact), "fixed", words)))
        tables = [shape.table for slide in show.slides for shape in slide.shapes if shape.has_table]
        return [cell.text for table in tables for row in table.rows for cell in row.cells]

    assert "Sagsresume" in headings("herning") and "Sagsresume" not in headings("aarhus")
    assert "<5" in cells(False) and "<5" not in cells(True)


def test_what_was_asked_of_another_case_is_not_done_to_this_one() -> None:
    page = Page()
    page.app.session_state["case"] = {
        "log": [{"n": 9, "do": "enter", "path": SAVING_2016, "text": "1", "epoch": "another"}]
    }
    assert page.run().row("placements")[3] == "-4.500"


@pytest.mark.parametrize(
    "command",
    [
        {"n": "1", "do": "enter"},
        {"n": 1},
        {"n": 1, "do": "unknown"},
        {"n": 1, "do": "enter", "path": "title", "text": "5"},
        {"n": 1, "do": "enter", "path": "savings.nobody.amounts.2013", "text": "5"},
        {"n": 1, "do": "slide", "path": "levers.realisation", "text": "1e9"},
        {"n": 1, "do": "slide", "path": "levers.realisation", "text": "9999"},
        {"n": 1, "do": "why", "row": "net", "year": "1999"},
        {"n": 1, "do": "why", "row": "nothing", "year": "2013"},
        {"n": 1, "do": "remove", "line": "nobody"},
        {"n": 1, "do": "form", "form": "nothing"},
        "not a command",
    ],
)
def test_a_browser_that_sends_what_the_page_would_not_send_changes_nothing(command: object) -> None:
    page = Page()
    sent = {**command, "epoch": page.shown["epoch"]} if isinstance(command, dict) else command
    page.app.session_state["case"] = {"log": [sent]}
    page.run()
    assert page.row("net") == ["1.000", "0", "-1.000", "-2.500", "-2.500"]
    assert "Ingen ændringer" in page.text("changes")


@pytest.mark.parametrize("case", ["herning-2013", "assens-2016"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_case_opens_in_both_languages_with_every_line_opened(case: str, language: str) -> None:
    page = Page(case=case, lang=language)
    for line in [*page.app.session_state["hand"].model.case.lines()]:
        assert line.label in page.ask("open", group=line.id).everything


def test_a_template_is_kept_for_the_municipality_shown_changed_and_removed() -> None:
    def layouts(page: Page) -> dict[str, str]:
        return {str(box.key).split("-")[1]: box.value for box in page.app.selectbox if "layout-" in str(box.key)}

    out = io.BytesIO()
    Presentation().save(out)
    page = Page().exporting()
    page.app.file_uploader[0].upload("egen.pptx", out.getvalue(), "application/octet-stream")
    page.exporting()
    found = {"front": "Title Slide", "view": "Title and Content", "two": "Two Content"}
    assert layouts(page) == found and len(page.app.get("image")) == 3
    assert any("har alt det" in caption.value for caption in page.app.caption)
    page.app.file_uploader[0].upload("ødelagt.pptx", b"PK\x03\x04 nothing", "application/octet-stream")
    page.exporting()
    assert any("ødelagt" in error.value for error in page.app.error) and layouts(page) == found
    next(box for box in page.app.selectbox if str(box.key).startswith("layout-view")).set_value("Title Only")
    page.exporting()

    other = Page().exporting()  # another user, another day
    assert layouts(other) == found | {"view": "Title Only"}
    assert any("frit" in caption.value for caption in other.app.caption)
    assert layouts(Page(case="assens-2016").exporting()) == {}
    other.app.button(key="drop-slides").click()
    assert layouts(other.exporting()) == {}
