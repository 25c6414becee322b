"""The README and the reference of the case file name everything a user can write or read."""

from __future__ import annotations

import pathlib
import re

import pytest

from budget import commands
from budget.analysis.checks import IDS
from budget.case import models, read_case
from budget.formulas import calculate
from budget.formulas.table import SUMMARY
from budget.shown.method import method
from budget.shown.points import check, count_text
from budget.shown.reference import MARK, reference
from budget.shown.story.views import story
from budget.text import Words

ROOT = pathlib.Path(__file__).parents[1]
PAGES = [(ROOT / page).read_text(encoding="utf-8") for page in ("README.md", "docs/case-file.md")]
NAMED = set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", "\n".join(PAGES), flags=re.DOTALL)))
WORDS_NAMED = {word for text in NAMED for word in re.findall(r"[a-z_][a-z0-9_.-]*", text)}


def _fields(model: type[models.Part]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


LINES = (
    models.AmountsCost,
    models.Staff,
    models.Caseload,
    models.Volume,
    models.AmountsSaving,
    models.Placements,
    models.Mix,
    models.AmountsChange,
    models.AmountsIncome,
    models.PriceGroup,
    models.Pool,
)


@pytest.mark.parametrize("key", sorted(set().union(_fields(models.Case), _fields(models.Figure), *map(_fields, LINES))))
def test_every_key_of_the_format_is_named(key: str) -> None:
    assert key in WORDS_NAMED


@pytest.mark.parametrize("command", sorted(commands.COMMANDS))
def test_every_command_is_named(command: str) -> None:
    assert command in WORDS_NAMED


@pytest.mark.parametrize("key", SUMMARY)
def test_every_key_figure_is_named(key: str) -> None:
    assert key in WORDS_NAMED


@pytest.mark.parametrize("case", ["drivers", "herning-pool"])
def test_every_row_of_the_table_is_named(case: str) -> None:
    result = calculate(read_case(pathlib.Path(__file__).parent / "cases" / f"{case}.yaml"))
    own = {line.id for line in result.case.lines()}
    for row in result.rows:
        general = re.sub(r"^payer\..+", "payer.<name>", row.key)
        general = re.sub(rf"^({'|'.join(own)})\.", "<id>.", general)
        assert general in NAMED or row.key in own, row.key


def test_every_control_point_is_named() -> None:
    points = check(calculate(read_case("herning-2013")), Words("en"))
    assert {point.id for point in points} <= NAMED


def test_the_number_of_control_points_is_the_one_that_every_place_says() -> None:
    """The page, the slides, the sheet and the method count the same points; the README leaves the number to them."""
    assert not re.search(r"([\d]+|\w+teen|\w+ty(-\w+)?) control points", PAGES[0])
    result, words = calculate(read_case("assens-2016")), Words("en")
    points = check(result, words)
    assert list(dict.fromkeys(point.id for point in points)) == [*IDS]
    assert f" of {len(IDS)} control points" in count_text(points, words)
    assert [question.id for question in method(words).questions] == [*IDS]
    controller = story(result, words).view("controller")
    assert controller is not None
    assert controller.message == count_text(points, words)


def test_the_reference_is_that_of_the_definitions() -> None:
    assert PAGES[1].partition(MARK)[2] == f"\n{reference(Words('en'))}", "run python -m budget.shown.reference"


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "budget").rglob("*.md")]
    links = [
        (page, link) for page in pages for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    ]
    assert len(links) > 20
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_hernings_table_in_the_readme_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.search(r"```text\n(.*?)```", PAGES[0], re.DOTALL)
    assert shown is not None and commands.main(["table", "herning-2013"]) == 0
    assert capsys.readouterr().out == shown[1]
