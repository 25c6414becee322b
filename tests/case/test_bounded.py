"""How much of a case is read: what is too much is counted before it is built, and what is sent is read apart."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from budget import apart
from budget.case import CaseError, case_from_document, case_from_text, document, problem_text, read_case, uploaded
from budget.case.translating import MOST_LINES
from budget.case.uploaded import case_from_upload
from budget.export.readback import read_workbook
from budget.export.workbook import workbook
from budget.text import Words

ROOT = Path(__file__).parents[2]
HEAD = "title: a\nmunicipality: b\nstatus: idea\nfirst_year: 2013\nprice_year: 2013\ndiscount_rate: 0.03\n"
ONE_LINE = "costs:\n- {id: a, label: a, kind: amounts, amounts: 1}\n"
LISTS: dict[str, Callable[[int], str]] = {
    "scenarios": lambda k: f"{{id: s{k}, label: a, set: {{levers.realisation: 1}}}}",
    "financing": lambda k: f"{{label: a{k}, from: cash, amounts: {{2013: 1, 2014: 1, 2015: 1, 2016: 1}}}}",
    "omitted": lambda k: f"{{label: a{k}}}",
    "measures": lambda k: f"{{id: a{k}, label: a, unit: kr}}",
    "notes": lambda k: f"a{k}",
}


def lines(count: int, first: int = 0) -> str:
    made = (f"- {{id: a{k}, label: a, kind: amounts, amounts: 1}}" for k in range(first, first + count))
    return "\n".join(made) + "\n"


def with_lines(count: int) -> str:
    return f"{HEAD}costs:\n{lines(count)}"


HUGE = with_lines(18_000)


def refused(text: str, read: Callable[[bytes], object] = case_from_text) -> str:
    with pytest.raises(CaseError) as error:
        read(text.encode())
    (problem,) = error.value.problems
    return problem_text(problem, Words("da"))


def test_a_case_has_at_most_500_lines_wherever_they_stand() -> None:
    assert len(list(case_from_text(with_lines(MOST_LINES)).lines())) == MOST_LINES == 500
    said = refused(f"{HEAD}costs:\n{lines(200)}savings:\n{lines(200, 200)}incomes:\n{lines(101, 400)}")
    assert said.startswith("Casen har 501 linjer; en case har højst 500.")


@pytest.mark.parametrize("name", LISTS)
def test_no_list_of_a_case_is_without_end(name: str) -> None:
    def entries(count: int) -> str:
        return f"{HEAD}{ONE_LINE}{name}:\n" + "\n".join(f"- {LISTS[name](k)}" for k in range(count)) + "\n"

    case_from_text(entries(MOST_LINES))
    assert refused(entries(MOST_LINES + 1)).startswith(f"{name}: Listen har 501 poster; der er plads til højst 500.")


def test_a_line_too_many_is_refused_on_the_page_too() -> None:
    tree = document(case_from_text(with_lines(MOST_LINES)))
    tree["costs"].append({"id": "more", "label": "more", "kind": "amounts", "amounts": 1})
    with pytest.raises(CaseError, match="too_many_lines"):
        case_from_document(tree)


def test_what_is_too_much_is_refused_before_anything_is_built_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budget.case.Case.model_validate", lambda tree: pytest.fail("built"))
    assert refused(HUGE).startswith("Casen har 18.000 linjer; en case har højst 500. Intet er ændret.")


MEASURE = """
import json, resource, sys
from budget.case import CaseError
from budget.case.uploaded import case_from_upload
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    case_from_upload(open(sys.argv[1], "rb").read())
    code = None
except CaseError as error:
    code = error.problems[0].code
here, apart = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
own = here.ru_utime + here.ru_stime - before.ru_utime - before.ru_stime
print(json.dumps([code, own, apart.ru_utime + apart.ru_stime, apart.ru_maxrss / 1024]))
"""


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("huge") / "huge.yaml"
    file.write_text(HUGE, encoding="utf-8")
    return file


def test_an_upload_of_18000_lines_costs_a_process_apart_little_and_this_one_nothing(huge: Path) -> None:
    run = subprocess.run([sys.executable, "-c", MEASURE, str(huge)], cwd=ROOT, capture_output=True, text=True)
    code, own, seconds, megabytes = json.loads(run.stdout)
    assert code == "too_many_lines", run.stderr
    # Seconds of the processor, not of the clock: a busy machine makes nothing of them. Measured: 0.03, 0.7 and 110 MB.
    assert own < 0.5 and seconds < 2 and megabytes < 200


CALL = """
import json, resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "budget", "table", sys.argv[1]], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stderr, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def test_on_the_command_line_18000_lines_cost_as_little(huge: Path) -> None:
    """Started by a small program: what starts one counts as its memory too."""
    run = subprocess.run([sys.executable, "-c", CALL, str(huge)], cwd=ROOT, capture_output=True, text=True)
    code, said, seconds, megabytes = json.loads(run.stdout)
    assert code == 2 and "højst 500" in said
    assert seconds < 2 and megabytes < 200


# ------------------------------------------------------------------ read in a process apart
@pytest.mark.parametrize("name", ["herning-2013", "herning-drivers-2013"])
def test_an_uploaded_case_is_the_case_of_its_file(name: str) -> None:
    data = (ROOT / "assumptions" / f"{name}.yaml").read_bytes()
    assert case_from_upload(data, name) == read_case(name)


@pytest.mark.parametrize("text", ["", "title: [", f"{HEAD}{ONE_LINE}x: 1\nnotes: 3\n", HEAD.replace("0.03", "tre")])
def test_an_uploaded_case_is_refused_in_the_words_of_its_file(text: str) -> None:
    found = []
    for read in (case_from_text, case_from_upload):
        with pytest.raises(CaseError) as error:
            read(text.encode())
        found.append([problem_text(problem, Words("da")) for problem in error.value.problems])
    assert found[0] == found[1] != []


def test_a_sent_case_is_not_read_here_before_it_was_read_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither as a file nor inside a workbook."""
    book = workbook(read_case("herning-2013"))
    monkeypatch.setattr(uploaded, "case_from_text", lambda *_: pytest.fail("read here"))
    monkeypatch.setattr(uploaded, "answer_of", lambda reader, data: [("too_many_lines", "", {"read": 1, "most": 1}, 3)])
    for read in (case_from_upload, read_workbook):
        with pytest.raises(CaseError, match="too_many_lines"):
            read(book)


def test_a_case_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAIT_SECONDS", 0.001)
    assert refused(HEAD + ONE_LINE, case_from_upload).startswith("Casen er for tung at læse.")


def stand_still(data: bytes) -> None:
    """A reader that never ends."""
    while True:
        pass


def fill(data: bytes) -> int:
    """A reader that takes all the memory there is."""
    return len([bytes(10_000_000) for _ in range(10_000)])


@pytest.mark.parametrize("reader", ["stand_still", "fill"])
def test_a_reader_that_never_ends_or_fills_the_memory_is_stopped(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the limits of its own process: ours waits longer than they last."""
    with pytest.raises(apart.TooHeavy):
        apart.answer_of(f"tests.case.test_bounded:{reader}", b"")


def test_no_more_readers_run_at_once_than_there_are_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(apart.subprocess, "run", lambda *_, **__: pytest.fail("started"))
    for _ in range(apart.AT_ONCE):
        assert apart._places.acquire(blocking=False)
    try:
        with pytest.raises(apart.TooHeavy):
            apart.answer_of("budget.case.uploaded:faults", b"")
    finally:
        for _ in range(apart.AT_ONCE):
            apart._places.release()
