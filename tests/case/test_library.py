"""The reference library: every file of it is whole, it cannot be changed, and it is read only when it is needed."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest
from pydantic import ValidationError

from budget.case import CaseError, case_from_text, entries, library
from budget.case.library import Reference
from tests.analysis.plain_case import as_case, as_text, changed, mix, placements

ALL = [(name, entry) for name in library.topics() for entry in library.topic(name).entries]
EACH = pytest.mark.parametrize(("topic", "entry"), ALL, ids=[f"{name}:{entry.id}" for name, entry in ALL])


@pytest.mark.parametrize("name", library.topics())
def test_every_file_is_read_has_a_title_and_names_no_entry_twice(name: str) -> None:
    topic = library.topic(name)
    ids = [entry.id for entry in topic.entries]
    assert topic.title.da and topic.title.en
    assert ids and len(ids) == len({*ids})


@EACH
def test_every_entry_says_something_in_both_languages_and_where_it_comes_from(topic: str, entry: Reference) -> None:
    assert entry.label.da.strip() and entry.label.en.strip() and entry.unit.strip()
    assert entry.source.title.strip()
    if entry.note is not None:
        assert entry.note.da.strip() and entry.note.en.strip()
    if entry.status == "background":
        assert entry.note is not None, "what no source was read for says so"


@EACH
def test_every_entry_holds_one_kind_of_figure_in_order(topic: str, entry: Reference) -> None:
    kinds = [
        entry.value is not None,
        entry.low is not None and entry.high is not None,
        entry.values is not None,
        entry.bands is not None,
        entry.first_year is not None,
        topic == "ladder",
    ]
    assert sum(kinds) == 1, kinds
    if entry.low is not None and entry.high is not None:
        assert entry.low <= entry.high
    if entry.bands is not None:
        limits = [band.above for band in entry.bands]
        assert limits == sorted({*limits}) and all(0 <= band.share <= 1 for band in entry.bands)
        assert entry.year is not None and entry.price_year is not None


@EACH
def test_every_step_that_an_entry_names_is_on_the_ladder(topic: str, entry: Reference) -> None:
    assert entry.step is None or entry.step in library.steps()


def test_every_expected_range_belongs_to_a_key_of_the_format_in_its_unit() -> None:
    lines = [*entries(as_case(placements())), *entries(as_case(mix())), *entries(as_case(changed()))]
    units = {entry.name: entry.key.unit for entry in lines} | {"target_caseload": "children per fte"}
    for entry in library.topic("expected-ranges").entries:
        assert entry.key in units, entry.key
        assert entry.unit.split(" per ")[0] == units[entry.key].split(" per ")[0]


# ------------------------------------------------------------------ what the rest asks of it
def test_the_ladder_has_six_steps_and_one_of_them_is_an_institution() -> None:
    assert len(library.steps()) == 6
    assert [step for step in library.steps() if library.is_residential(step)] == ["institution"]
    assert not library.is_residential(None)


def test_a_step_has_the_national_average_as_its_price() -> None:
    prices = {step: library.reference_price(step) for step in ("foster", "institution", "network")}
    assert [entry and (entry.value, entry.price_year) for entry in prices.values()] == [
        (470_000, 2019),
        (1_160_000, 2019),
        None,
    ]
    assert library.prices(None) == ()


@pytest.mark.parametrize(
    ("year", "limit"),
    [
        (2008, (500_000, 2008)),
        (2013, (830_000, 2020)),  # the amounts of 2010-2019 are not known: the next one
        (2021, (830_000, 2020)),
        (2022, (860_000, 2022)),
        (2030, (860_000, 2022)),
    ],
)
def test_the_lowest_band_is_that_of_the_year_or_the_next_one_known(year: int, limit: tuple[float, int]) -> None:
    assert library.lowest_band(year) == limit


def test_a_caseload_is_held_against_25_unless_a_source_names_an_entry() -> None:
    assert library.caseload_benchmark() == library.caseload_benchmark(["own", None]) == 25
    assert library.caseload_benchmark(["union-guideline-disability"]) == 45


def test_overhead_is_expected_between_0_and_50_per_cent() -> None:
    found = library.expected_range("overhead")
    assert found is not None and found.span == (0, 0.5)
    assert library.expected_range("stops") is None
    assert library.natural_exit() == 0.16


# ------------------------------------------------------------------ reading
def test_the_library_is_read_once_and_cannot_be_changed() -> None:
    topic = library.topic("price-index")
    assert library.topic("price-index") is topic
    with pytest.raises(ValidationError):
        topic.entries[0].value = 1.0
    with pytest.raises(TypeError):
        library.steps()["new"] = topic.entries[0]  # type: ignore[index]
    with pytest.raises(TypeError):
        next(entry for entry in topic.entries if entry.values).values[2030] = 0.1  # type: ignore[index]


@pytest.mark.parametrize(
    "fault", ["entries: [{id: x, lable: {da: a, en: a}}]", "title: {da: a}", "a: &b 1", "entries: 010", "- a"]
)
def test_a_fault_in_the_library_is_told_with_its_file(
    fault: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.yaml").write_text(fault, encoding="utf-8")
    monkeypatch.setattr(library, "REFERENCE", tmp_path)
    with pytest.raises(CaseError) as error:
        library.topic("broken")
    assert error.value.file.endswith("broken.yaml") and error.value.problems
    with pytest.raises(CaseError):
        library.topic("missing")


def test_an_unknown_step_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CaseError) as error:
        case_from_text(as_text(placements(step="instituton")))
    (problem,) = error.value.problems
    assert (problem.code, problem.path, problem.params["read"]) == ("unknown_step", "saving.step", "instituton")
    assert "institution" in problem.params["known"]


def test_a_table_of_a_case_without_steps_is_shown_without_library_and_control_points() -> None:
    program = (
        "import sys; from budget.commands import main; main(['table', 'herning-2013'])\n"
        "assert not {'budget.case.library', 'budget.analysis.checks'} & {*sys.modules}"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
