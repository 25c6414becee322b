"""Reading a case: what is taken, and every refusal, with the place and what was read in its words."""

from __future__ import annotations

import difflib
import itertools
import pathlib
import re
import string
from collections.abc import Callable
from typing import Any

import pytest
import yaml

import budget.case
from budget.case import (
    ASSUMPTIONS,
    Case,
    CaseError,
    case_from_document,
    case_from_text,
    cases,
    document,
    read_case,
)
from budget.case.reading import MOST_DEPTH, read_tree
from budget.case.translating import CODES
from budget.formulas import calculate
from tests.case.sound import (
    CASELOAD,
    HEAD,
    MIX,
    PLACEMENTS,
    SOUND,
    STAFF,
    VOLUME,
    codes,
    refusal,
    said,
    taken,
    with_cost,
    with_more,
    with_saving,
)

AMOUNT = "id: p, label: P, kind: amounts, amounts: "
BROKEN = yaml.safe_load((pathlib.Path(__file__).parent / "refused.yaml").read_text(encoding="utf-8"))
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def broken(given: dict[str, Any]) -> str:
    """The text of a case that is none."""
    ways: dict[str, Callable[[str], str]] = {"cost": with_cost, "saving": with_saving, "more": with_more, "text": str}
    for part, write in ways.items():
        if part in given:
            return write(given[part])
    old, new = given["replace"]
    assert SOUND.count(old) == 1, given["why"]
    return SOUND.replace(old, new)


@pytest.mark.parametrize("given", BROKEN, ids=lambda given: given["why"])
def test_what_is_no_case_is_refused_by_its_rule_and_in_words(given: dict[str, Any]) -> None:
    text = broken(given)
    found = codes(text)
    assert any(code.startswith(given["code"]) for code in found), found
    for language in ("da", "en"):
        messages = refusal(text, language)
        assert messages and all(message.strip() and not PLACEHOLDER.search(message) for message in messages)
    message = "\n".join(refusal(text))
    assert all(word in message for word in given["says"]), message


def test_every_rule_of_reading_is_broken_at_least_once() -> None:
    """Every code that a file can be refused with; those of calls, paths and workbooks are tried where they belong."""
    folder = pathlib.Path(budget.case.__file__).parent
    source = "".join((folder / f"{name}.py").read_text(encoding="utf-8") for name in ("reading", "rules", "following"))
    stated = set(re.findall(r'(?:Problem|_refused)\(\s*"([a-z_0-9]+)"', source)) | set(CODES.values())
    assert len(stated) > 30
    assert stated - {code for given in BROKEN for code in codes(broken(given))} <= {"too_large", "not_utf8"}


# Bounds of every figure: (line or part, key, low, high, is the low bound itself allowed)
BOUNDS = [
    ("amounts", "amounts", 0, 1e12, True), ("staff", "fte", 0, 10_000, True), ("staff", "annual_cost", 0, 1e7, True),
    ("staff", "overhead", 0, 3, True), ("caseload", "children", 0, 1e6, True), ("caseload", "fte_now", 0, 10_000, True),
    ("caseload", "target_caseload", 1, 1000, True), ("caseload", "annual_cost", 0, 1e7, True),
    ("volume", "recipients", 0, 1e6, True), ("volume", "unit_price", 0, 1e8, True),
    ("placements", "realisation", 0, 3, True), ("placements", "lag_months", 0, 120, True),
    ("placements", "deadweight", 0, 1, True), ("placements", "stock", 0, 1e5, True),
    ("placements", "stops", 0, 1e5, True), ("placements", "duration_months", 0, 300, False),
    ("placements", "relapse", 0, 1, True), ("placements", "replacement_price", 0, 1e8, True),
    ("placements", "unit_price", 0, 1e8, True), ("placements", "fixed_share", 0, 1, True),
    ("mix", "places", 0, 1e5, True), ("mix", "share_now", 0, 1, True), ("mix", "share_target", 0, 1, True),
    ("mix", "price_from", 0, 1e8, True), ("mix", "price_to", 0, 1e8, True), ("mix", "fixed_share", 0, 1, True),
    ("saving", "stated_places", 0, 1e5, False), ("levers", "realisation", 0, 3, True),
    ("levers", "delay_months", 0, 120, True), ("levers", "cost_overrun", -0.5, 3, True),
    ("placements", "natural_exit", 0, 0.95, True), ("staff", "refund_share", 0, 1, True),
    ("volume", "refund_share", 0, 1, True), ("saving", "would_have_cost", 0, 1e12, True),
    ("change", "amounts", -1e12, 1e12, True), ("groups", "children", 0, 1e5, False), ("groups", "price", 0, 1e8, True),
    ("pool", "cap", 0, 1e12, True), ("pool", "interest", 0, 1, True), ("pool", "repay_share", 0, 1, True),
    ("case", "discount_rate", -0.05, 0.2, True), ("bands", "share", 0, 1, True), ("bands", "above", 0, 1e8, True),
]  # fmt: skip
LINES = {
    "staff": STAFF, "caseload": CASELOAD, "volume": VOLUME, "placements": PLACEMENTS, "mix": MIX,
    "amounts": "id: c, label: C, kind: amounts", "saving": "id: p, label: P, kind: amounts, amounts: 1",
}  # fmt: skip


def stating(part: str, key: str, value: float) -> str:
    number = f"{value:.4f}" if value != int(value) else str(int(value))
    if part == "case":
        return SOUND.replace("0.035", number)
    if part == "levers":
        return with_more(f"levers: {{{key}: {number}}}")
    if part == "bands":
        band = {"above": "1", "share": "0.5", key: number}
        return with_more(f"reimbursement: {{bands: [{{above: {band['above']}, share: {band['share']}}}]}}")
    if part == "pool":
        return with_more(f"pool: {{label: P, {key}: {number}}}")
    if part == "change":
        return with_more(f"changes: [{{id: x, label: X, kind: amounts, amounts: {number}}}]")
    if part == "groups":
        group = ", ".join(f"{name}: {given}" for name, given in {"children": "1", "price": "5", key: number}.items())
        return with_saving(f"id: p, label: P, kind: placements, stops: 1, prices: [{{{group}}}]")
    rest = ", ".join(field for field in LINES[part].split(", ") if not field.startswith(f"{key}:"))
    write = with_saving if part in ("placements", "mix", "saving") else with_cost
    return write(f"{rest}, {key}: {number}")


@pytest.mark.parametrize(("part", "key", "low", "high", "closed"), BOUNDS)
def test_a_figure_is_taken_within_its_bounds_and_refused_outside_them(
    part: str, key: str, low: float, high: float, closed: bool
) -> None:
    refused = {"bounds", "bounds_above", "negative_amount"}
    assert codes(stating(part, key, high + max(0.0001, high / 1000))) & refused
    assert codes(stating(part, key, low - max(0.0001, abs(low) / 1000))) & refused
    calculate(taken(stating(part, key, high)))
    calculate(taken(stating(part, key, low + 0.0001)))
    if closed:
        calculate(taken(stating(part, key, low)))
    else:
        assert codes(stating(part, key, low)) <= {"bounds_above", "no_children"}


def test_the_sound_case_is_taken() -> None:
    assert calculate(taken(SOUND)).row("net").values == (1e6,) * 4


@pytest.mark.parametrize(
    "text",
    [
        SOUND.replace("\n", "\r\n"),
        "\ufeff" + SOUND,
        "---\n" + SOUND + "...\n",
        "# note\n" + SOUND.replace("title: Prøve", 'title: "Prøve"'),
        SOUND.replace("years: 4\n", ""),
        SOUND.replace("2000000", "2000000.00"),
        SOUND.replace("2000000", "+2000000"),
        SOUND.replace("1000000", "{2010: 1000000}"),
        SOUND.replace("1000000", "{value: 1000000, low: 1000000, high: 1000000}"),
        SOUND.replace("- {id: c, label: C, kind: amounts, ", "- id: c\n    label: C\n    kind: amounts\n    ").replace(
            "00}", "00", 1
        ),
    ],
)
def test_other_ways_to_write_the_same_case_are_taken(text: str) -> None:
    assert calculate(taken(text)).row("net").values == (1e6,) * 4


def test_three_decimals_are_taken_where_no_thousand_can_be_meant() -> None:
    case = taken(with_saving("id: p, label: P, kind: amounts, amounts: 1000, deadweight: 0.125, lag_months: 1.500"))
    assert calculate(case).row("p").values[0] == pytest.approx(-1000 * 0.875 * 10.5 / 12)


def test_every_fault_is_named_not_only_the_first() -> None:
    text = SOUND.replace("status: idea", "status: draft").replace("years: 4", "years: 0").replace("2000000", "yes")
    assert {"choice", "too_small", "number"} <= codes(text)
    text = SOUND.replace("id: p", "id: net").replace("label: C", "label: C, source: nowhere")
    assert {"reserved_id", "unknown_source"} <= codes(text)


def test_a_message_names_the_file_the_line_and_the_field(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "prøve.yaml"
    file.write_text(SOUND.replace("1000000", "yes"), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_case(file)
    (message,) = said(caught.value)
    assert message.startswith(f"{file}, linje 11, savings.p.amounts")
    assert "»yes«" in message


def test_bytes_that_are_no_text_are_refused() -> None:
    assert codes(b"title: \xff\xfe\n") == {"not_utf8"}
    assert "linje 2" in refusal(b"title: X\nmunicipality: \xff\n")[0]


def test_a_file_of_more_than_a_megabyte_is_not_read() -> None:
    assert codes("title: " + "x" * 1_000_000) == {"too_large"}
    calculate(taken(SOUND + "#" * (1_000_000 - len(SOUND.encode()))))


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: pathlib.Path) -> None:
    for name in ("no-such-case", str(tmp_path), str(tmp_path / "none.yaml"), "a" * 300, "/", "", ".", "x\x00y"):
        with pytest.raises(CaseError):
            read_case(name)


def test_a_case_is_found_by_its_id_and_by_its_file() -> None:
    for id in cases():
        assert read_case(id) == read_case(ASSUMPTIONS / f"{id}.yaml")
        assert read_case(id).id == id


# ------------------------------------------------------------------ files that are made to hurt
def bomb() -> str:
    lines = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    letters = itertools.pairwise(string.ascii_lowercase[:9])
    return lines + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in letters)


HOSTILE = {
    "a bomb of aliases": bomb(),
    "deep lists": "title: " + "[" * 200_000,
    "deep mappings": "title: " + "{a: " * 100_000,
    "a hundred thousand unknown keys": "".join(f"anual_cost{i}: 1\n" for i in range(50_000)),
    "one very long unknown key": "x" * 900_000 + ": 1\n",
    "very many wrong lines": f"{HEAD}costs: [{'7, ' * 200_000}7]\n",
    "very many wrong scenarios": with_more(
        "scenarios: [" + ", ".join(f"{{id: s{i}, label: S, set: {{costs.d.amounts: 1}}}}" for i in range(15_000)) + "]"
    ),
    "a price year without end": with_saving(AMOUNT + "{value: 5, price_year: 999999999999}"),
    "a reimbursement of no time": with_more("reimbursement: {price_year: 999999999999, bands: [{above: 1, share: 0}]}"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_little_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for the nearest known word is what takes long: a file may not ask for it without end."""
    looked_up: list[str] = []

    def nearest(word: str, known: list[str], n: int = 3, cutoff: float = 0.6) -> list[str]:
        looked_up.append(word)
        return []

    monkeypatch.setattr(difflib, "get_close_matches", nearest)
    text = HOSTILE[name]
    assert len(text.encode()) <= 1_000_000
    with pytest.raises(CaseError) as caught:
        case_from_text(text)
    messages = said(caught.value, "en")
    assert 0 < len(messages) <= 200 and all(len(message) < 2500 for message in messages)
    assert len(looked_up) <= 200


def test_what_was_read_is_cut_off_in_a_message() -> None:
    messages = refusal("x" * 900_000 + ": 1\n")
    assert all(len(message) < 2500 for message in messages)


# ------------------------------------------------------------------ what stands at the very edge
def _nested(depth: int) -> str:
    """A document whose innermost value stands so many levels under the document itself."""
    return "title: " + "[" * (depth - 1) + "x" + "]" * (depth - 1)


def test_the_deepest_nesting_that_is_read_and_the_first_that_is_not() -> None:
    tree: Any = read_tree(_nested(MOST_DEPTH).encode())["title"]
    for _ in range(MOST_DEPTH - 1):
        (tree,) = tree
    assert tree == "x"
    with pytest.raises(CaseError) as refused:
        read_tree(_nested(MOST_DEPTH + 1).encode())
    assert refused.value.problems[0].code == "too_deep"
    assert refused.value.problems[0].params["most"] == MOST_DEPTH == 12


def test_years_may_be_whole_numbers_of_python_as_a_document_holds_them() -> None:
    """A case made by a program has numbers for keys; what is no year of four digits is refused, as in a file."""

    def with_years(first: Any, second: Any) -> Case:
        line = {"id": "c", "label": "C", "kind": "amounts", "amounts": {first: 5.0, second: 7.0}}
        head = {"title": "T", "municipality": "M", "status": "idea", "first_year": 2026, "years": 2}
        return case_from_document(head | {"price_year": 2026, "discount_rate": 0.035, "costs": [line]})

    native = with_years(2026, 2027)
    assert native == with_years("2026", "2027")
    assert [*native.costs[0].amounts] == [2026, 2027]  # type: ignore[union-attr, misc]
    assert all(type(year) is int for year in native.costs[0].amounts)  # type: ignore[union-attr]
    assert case_from_document(document(native)) == native
    for wrong in (26, 20260, 2027.0, True, None):
        with pytest.raises(CaseError):
            with_years(2026, wrong)
