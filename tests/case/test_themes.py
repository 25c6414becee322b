"""Themes are read as strictly as cases: every one delivered is sound, and a fault is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from budget.case import CaseError, problem_text
from budget.case.themes import NEEDED, SECTIONS, contrast_on_white, known_themes, look, theme_of, themes
from budget.text import Words

FAULTS = {
    "an unknown key": ('acent: "#0B4F8A"\n', "acent", "Mente du »accent«?"),
    "no colour": ('accent: "blue"\n', "accent", "»blue« kan ikke bruges"),
    "too light to be read": ('accent: "#FFD700"\n', "accent", "kontrast mindst 4,5"),
    "no such section": ("headings:\n  - {text: A, holds: [economics]}\n", "headings", "economics"),
    "a section twice": (
        "headings:\n  - {text: A, holds: [economy, assumptions, recommendation]}\n  - {text: B, holds: [economy]}\n",
        "headings",
        "»economy« står under to overskrifter",
    ),
    "a section left out": (
        "headings:\n  - {text: A, holds: [summary]}\n",
        "headings",
        "recommendation, economy, assumptions",
    ),
    "a heading without a word": (
        "headings:\n  - {holds: [recommendation, economy, assumptions]}\n",
        "headings.1.text",
        "mangler",
    ),
    "a logo that is not there": ("logo: none.png\nlogo_text: x\n", "logo", "»none.png« kan ikke bruges som logo"),
    "a logo elsewhere": ("logo: ../logo.png\nlogo_text: x\n", "logo", "i samme mappe"),
    "a logo that nobody can hear": ("logo: none.png\n", "logo_text", "mangler"),
    "a key twice": ('accent: "#0B4F8A"\naccent: "#0B4F8A"\n', "", "to gange"),
    "no text": ("", "", "kan ikke læses"),
}


@pytest.mark.parametrize("name", themes())
def test_every_theme_is_sound(name: str) -> None:
    held = [section for heading in look(name).headings for section in heading.holds]
    assert set(NEEDED) <= set(held) <= set(SECTIONS)
    assert contrast_on_white(look(name).accent) >= 4.5


def test_the_default_has_a_heading_for_every_section() -> None:
    assert [heading.holds for heading in look().headings] == [(section,) for section in SECTIONS]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_refused_with_its_place_and_what_is_allowed(name: str, tmp_path: Path) -> None:
    text, path, said = FAULTS[name]
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        look(str(file))
    message = problem_text(refused.value.problems[0], Words(), refused.value.file)
    assert str(file) in message and path in message and said in message


def test_a_municipality_has_its_own_theme_and_else_the_default() -> None:
    known, faults = known_themes()
    assert list(known) == themes() and faults == []
    assert theme_of("Herning Kommune", known) == "herning" == theme_of("herning kommune", known)
    assert theme_of("Assens Kommune", known) == theme_of("", known) == "default"


def test_a_theme_that_cannot_be_used_is_told_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "default.yaml").write_text("accent: '#0B4F8A'\n", encoding="utf-8")
    (tmp_path / "pale.yaml").write_text("accent: '#EEEEEE'\nmunicipality: X\n", encoding="utf-8")
    monkeypatch.setattr("budget.case.themes.THEMES", tmp_path)
    known, faults = known_themes()
    assert list(known) == ["default"]
    assert [(Path(f.file).name, f.problems[0].code) for f in faults] == [("pale.yaml", "theme_colour")]
    assert theme_of("X", known) == "default"


def test_an_unknown_theme_is_refused_with_those_there_are() -> None:
    with pytest.raises(CaseError) as refused:
        look("atlantis")
    assert "herning" in problem_text(refused.value.problems[0], Words())


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21) and contrast_on_white("#FFFFFF") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)  # the lightest grey that passes
