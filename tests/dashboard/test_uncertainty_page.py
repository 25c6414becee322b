"""The page Følsomhed og usikkerhed without a browser: what it shows of a case, and what it does when asked."""

from __future__ import annotations

import re

import pytest
from streamlit.delta_generator import DeltaGenerator

from budget.analysis.simulation import simulate
from budget.case import Case, case_from_document, document, read_case, with_figure, with_scenario
from budget.dashboard.cases.hand import Hand
from budget.dashboard.uncertainty import page as page_module
from budget.formulas import calculate
from budget.text import Words
from tests.dashboard.driver_pages import plain
from tests.dashboard.one_page import OnePage

DRIVERS = "tests/cases/drivers.yaml"
HERNING = "herning-drivers-2013"
HOSTILE = '<img src=x onerror="alert(1)">&'
DURATION = "savings.institutions.duration_months"
DANISH = Words("da")


class Uncertainty(OnePage):
    """The page as one user has it, with any case in hand."""

    def __init__(self, case: Case | str = DRIVERS, **address: str) -> None:
        super().__init__("uncertainty.page", "uncertainty", "uncertainty", **address)
        self.app.session_state["hand"] = Hand.of(read_case(case) if isinstance(case, str) else case)
        self.run()

    @property
    def case(self) -> Case:
        hand: Hand = self.app.session_state["hand"]
        return hand.model.case

    def cells(self, block: str, label: str) -> list[str]:
        """The cells of the first row with this label in any table of the block."""
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", self.markup(block)):
            name = re.search(r'<th scope="row">(.*?)(<small>.*)?</th>', row)
            if name and plain(name[1]) == label:
                return [plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        raise AssertionError(f"no row {label!r} in {block}: {self.text(block)}")


def thousand(values: tuple[float, ...]) -> list[str]:
    return [DANISH.amount(value) for value in values]


# --- scenarios ---------------------------------------------------------------------------------------------


def test_the_case_and_its_scenarios_stand_side_by_side() -> None:
    shown = Uncertainty()
    case = read_case(DRIVERS)
    base, cautious = calculate(case), calculate(with_scenario(case, "cautious"))
    assert shown.cells("compared", "Som casen står")[:6] == thousand(base.row("net").values)
    assert shown.cells("compared", "Forsigtig")[:6] == thousand(cautious.row("net").values)
    last = [DANISH.amount(r.row("accumulated").values[-1]) for r in (base, cautious)]
    assert all(end in shown.text("compared") for end in last)
    names = [note["text"] for note in shown.shown["charts"]["scenarios"]["layout"]["annotations"]]
    assert [name.removeprefix("<b>").partition(" -")[0].split()[0] for name in names] == ["Som", "Forsigtig"]


def test_three_scenarios_are_made_from_the_ranges_named_changed_and_removed() -> None:
    tree = document(read_case(DRIVERS))
    tree["scenarios"] = []
    shown = Uncertainty(case_from_document(tree, "x"))
    assert "mindre sandsynligt end hvert tal for sig" in shown.text("scenarios")
    shown.ask("scenario_start")
    assert [s.label for s in shown.case.scenarios] == ["Forsigtigt", "Forventet", "Gunstigt"]
    assert shown.cells("compared", "Forventet") == shown.cells("compared", "Som casen står")
    shown.ask("scenario_rename", scenario="cautious", text="Det tunge")
    shown.ask("scenario_open", scenario="cautious")
    shown.ask("enter", path=f"scenarios.cautious.{DURATION}", text="12")
    want = calculate(with_scenario(shown.case, "cautious")).row("net").values
    assert shown.case.scenarios[0].set[DURATION] == 12
    assert shown.cells("compared", "Det tunge")[:6] == thousand(want)
    shown.ask("scenario_remove", scenario="favourable")
    assert "Gunstigt" not in shown.text("compared")


def test_a_wrong_entry_in_a_scenario_is_refused_beside_its_field() -> None:
    shown = Uncertainty().ask("scenario_open", scenario="cautious")
    shown.ask("enter", path="scenarios.cautious.levers.realisation", text="6.5")
    assert "»6.5« er ikke et gyldigt tal" in shown.text("scenarios")
    assert "Den tidligere værdi, 60, er bevaret." in shown.text("scenarios")


def test_the_levers_are_here_and_move_everything() -> None:
    shown = Uncertainty()
    before = shown.text("figures")
    shown.ask("slide", path="levers.realisation", text="50")
    want = calculate(with_figure(read_case(DRIVERS), "levers.realisation", 0.5)).row("net").values
    assert shown.cells("compared", "Som casen står")[:6] == thousand(want)
    assert shown.text("figures") != before
    assert "1 ændring" in shown.text("title")
    assert "Gør ændringerne til et scenarie (1 tal)" in shown.text("scenarios")


# --- sensitivity -------------------------------------------------------------------------------------------


def test_the_bars_are_those_of_sensitivity_largest_first() -> None:
    shown = Uncertainty()
    labels = re.findall(r'<th scope="row">(.*?)<small>', shown.markup("tornado"))
    assert [plain(label).split(":")[0] for label in labels][:2] == [
        "Forventet restvarighed uden indsatsen",
        "Enhedspris (kr. pr. helår)",
    ]
    assert len(labels) == 4
    shown.ask("certain")
    assert len(re.findall(r'<th scope="row">', shown.markup("tornado"))) == 15
    assert "uden skøn" in shown.text("tornado")


def test_a_chosen_bar_shows_the_table_at_that_end_and_closes_again() -> None:
    shown = Uncertainty().ask("bar", path=DURATION, end="high")
    want = calculate(with_figure(read_case(DRIVERS), DURATION, 36)).row("accumulated").values
    cells = shown.cells("at-end", "Akkumuleret netto")
    assert [cell.split(" var ")[0] for cell in cells[:6]] == thousand(want)
    assert "var " in cells[5]
    assert shown.shown["focus"]["id"] == "at-end"
    assert not shown.ask("bar", path=DURATION, end="high").markup("at-end")
    assert not shown.ask("bar", path="nonsense", end="real").markup("at-end")
    assert not shown.ask("bar", path=DURATION, end="__class__").markup("at-end")


# --- simulation --------------------------------------------------------------------------------------------


def test_the_chance_is_that_of_the_simulation_and_the_same_after_a_reload() -> None:
    found = simulate(read_case(DRIVERS))
    shown, again = Uncertainty(), Uncertainty()
    chances = shown.cells("chance", "Sandsynlighed for at være tilbagebetalt")
    assert shown.text("chance") == again.text("chance")
    for text, share in zip(chances, found.probability_paid_back, strict=True):
        assert text == DANISH.share(share, 0 if share in (0, 1) else 1)
    assert shown.cells("chance", "Halvdelen er lavere") == thousand(tuple(found.accumulated["p50"]))


def test_another_seed_gives_other_draws_and_the_first_one_the_first() -> None:
    shown = Uncertainty()
    first = shown.text("chance")
    assert shown.ask("seed", text="7").text("chance") != first
    assert "10.000 gennemregninger, startværdi 7." in shown.text("chance")
    assert shown.ask("seed", text="1").text("chance") == first


@pytest.mark.parametrize("text", ["x", "-1", "1,5", "", "1.000.000.000"])
def test_a_seed_that_is_none_is_refused_and_the_old_one_kept(text: str) -> None:
    shown = Uncertainty().ask("seed", text=text)
    assert "er ikke en startværdi" in shown.text("chance")
    assert "10.000 gennemregninger, startværdi 1." in shown.text("chance")


def test_more_draws_are_made_on_request_and_forgotten_when_a_figure_changes() -> None:
    shown = Uncertainty().ask("draws", draws="100000")
    assert "100.000 gennemregninger, startværdi 1." in shown.text("chance")
    found = simulate(read_case(DRIVERS), 100_000)
    assert shown.cells("chance", "Halvdelen er lavere") == thousand(tuple(found.accumulated["p50"]))
    shown.ask("slide", path="levers.realisation", text="90")
    assert "10.000 gennemregninger" in shown.text("chance")


def test_a_long_simulation_is_gone_on_with_and_ends_as_the_short_way_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no patience at all the page is shown after one chunk, and drawn again when all of them are there."""
    monkeypatch.setattr(page_module, "PATIENCE", -1.0)
    shown = Uncertainty().ask("draws", draws="100000")
    assert "100.000 gennemregninger, startværdi 1." in shown.text("chance")
    found = simulate(read_case(DRIVERS), 100_000)
    assert shown.cells("chance", "Halvdelen er lavere") == thousand(tuple(found.accumulated["p50"]))


def test_what_drives_the_spread_is_said_in_words_with_the_rest() -> None:
    said = Uncertainty().text("chance")
    assert "85 % af udsvinget følger Forventet restvarighed uden indsatsen: Færre institutionsanbringelser" in said
    assert "bliver tallet lavere, bliver nettomerudgiften større" in said
    assert "Resten, 0 %" in said


def test_the_language_is_that_of_assumptions() -> None:
    said = Uncertainty().text("chance")
    assert "uafhængigt af de andre" in said
    assert "dækker ikke tal uden skøn" in said
    assert "faktisk giver færre anbringelser" in said


def test_a_case_without_ranges_is_not_called_certain() -> None:
    shown = Uncertainty("herning-2013")
    assert "Det gør dem ikke sikre" in shown.text("none")
    assert not shown.markup("chance") and not shown.markup("figures")
    assert "Lavt og højt skøn" in shown.text("none")
    assert len(re.findall(r'<th scope="row">', shown.markup("tornado"))) == 7, "tried at ±10 % without being asked"
    shown.ask("certain")
    assert not re.findall(r'<th scope="row">', shown.markup("tornado"))


def test_a_large_case_is_drawn_in_small_steps() -> None:
    """So that no step keeps the page waiting and memory stays within bounds."""
    from budget.analysis.simulation import CHUNK, chunk_for

    small = calculate(read_case(DRIVERS))
    assert chunk_for(small) == CHUNK
    tree = document(read_case(DRIVERS))
    line = next(line for line in tree["savings"] if line["id"] == "institutions")
    tree["savings"] += [{**line, "id": f"more-{n}", "step": None} for n in range(200)]
    for line in tree["savings"]:
        line.pop("step", None)
    large = calculate(case_from_document(tree, "x"))
    assert 256 <= chunk_for(large) < CHUNK


def test_a_large_case_says_that_it_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the page is the same as that of a small one, with nothing left of the progress."""
    said: list[str] = []
    bar = DeltaGenerator.progress
    monkeypatch.setattr(page_module, "LARGE", 0)
    monkeypatch.setattr(
        DeltaGenerator, "progress", lambda self, value, text: said.append(text) or bar(self, value, text)
    )
    shown = Uncertainty()
    assert said and set(said) == {"Regner …"}
    monkeypatch.undo()
    assert shown.everything == Uncertainty().everything
    assert not shown.app.get("progress")


# --- solve -------------------------------------------------------------------------------------------------


def test_the_levers_are_answered_at_once_and_any_figure_on_request() -> None:
    shown = Uncertainty("herning-2013")
    assert "mindst 76,2 % af den planlagte besparelse" in shown.text("solve")
    assert "højst 6 måneder forsinket" in shown.text("solve")
    assert "højst 31,2 % dyrere end planlagt" in shown.text("solve")
    assert "højst 2.625.000 kr., dvs. 625.000 kr. mere end nu" in shown.text("solve")
    assert "netop ved udgangen af 2016: Beløb: Forventet besparelse på anbringelser, 2013;" in shown.text("solve")
    shown.ask("solve", text="costs.advisers.amounts.2016")
    assert "højst 4.500.000 kr." in shown.text("solve")
    shown.ask("solve", text="costs.advisers.amounts")
    shown.ask("solve_by", text="2014")
    assert "mindst 133,4 % af den planlagte besparelse. Så går casen i nul ved udgangen af 2014" in shown.text("solve")


def test_a_figure_that_does_not_exist_is_not_answered() -> None:
    shown = Uncertainty("herning-2013").ask("solve", text="costs.nobody.fte")
    assert "mindst 76,2 %" in shown.text("solve")


# --- all of it ---------------------------------------------------------------------------------------------


def test_every_picture_has_a_name_and_every_table_its_headers() -> None:
    for _, _, markup in Uncertainty(HERNING).shown["blocks"]:
        assert all('aria-label="' in picture for picture in re.findall(r'<div role="img"[^>]*>', markup))
        for table in re.findall(r"<table.*?</table>", markup):
            assert "<caption>" in table
            assert all('scope="' in head for head in re.findall(r"<th\b[^>]*>", table))


def test_english_is_english_to_the_last_word() -> None:
    shown = Uncertainty(HERNING, lang="en").ask("bar", path="savings.mix.places", end="low")
    own = shown.everything
    case = read_case(HERNING)
    for label in (*(line.label for line in case.lines()), *(s.label for s in case.scenarios), case.title):
        own = own.replace(label, "")
    assert not re.search(
        r"\b(ikke|og|skøn|bliver|uden|gennemregninger)\b", own.replace("Forsigtigt: fordelingen når", "")
    ), own


def test_a_hostile_case_shows_as_text() -> None:
    tree = document(read_case(DRIVERS))
    tree["title"] = tree["costs"][0]["label"] = tree["savings"][0]["label"] = tree["scenarios"][0]["label"] = HOSTILE
    shown = Uncertainty(case_from_document(tree, "x")).ask("scenario_open", scenario="cautious")
    assert not any("<img" in markup for _, _, markup in shown.shown["blocks"])


def test_savings_as_positive_figures_turn_the_pictures_too() -> None:
    shown = Uncertainty()
    shown.app.toggle(key="turned").set_value(True)
    shown.run()
    base = calculate(read_case(DRIVERS)).row("net").values
    assert shown.cells("compared", "Som casen står")[:6] == thousand(tuple(-v for v in base))
    low = simulate(read_case(DRIVERS)).accumulated["p90"]  # what was high is low
    assert shown.cells("chance", "10 % af gennemregningerne er lavere") == thousand(tuple(-v for v in low))
