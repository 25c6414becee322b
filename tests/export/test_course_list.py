"""A municipality's own list read: which rows are left out and why, and that nothing personal is taken or told."""

from __future__ import annotations

import datetime as dt

import pytest

from budget.case import CaseError, problem_text
from budget.export import course_list
from budget.text import Words

HEAD = "forløb;trin;start;slut;alder_ved_start;pris_pr_år"
GOOD = "p1;home;01-02-2024;01-02-2025;7;480000"


def taken(*rows: str, head: str = HEAD, encoding: str = "utf-8", extracted: str = "2027-01-01") -> course_list.Taken:
    listed = course_list.read_list("\n".join([head, *rows]).encode(encoding))
    return course_list.take(listed, course_list.suggested(listed.headings), dt.date.fromisoformat(extracted))


def refused(data: str | bytes) -> str:
    """The message in Danish, of a list that is not taken."""
    with pytest.raises(CaseError) as error:
        listed = course_list.read_list(data if isinstance(data, bytes) else data.encode())
        course_list.take(listed, course_list.suggested(listed.headings))
    return "\n".join(problem_text(problem, Words("da")) for problem in error.value.problems)


# ------------------------------------------------------------------ what is personal
CIVIL = ["010203-1234", "0102031234", "010203 1234", "01 02 03 12 34", "01-02-03-1234", "0 1 0 2 0 3 1 2 3 4",
         "010203\u20131234", "010203\u00a01234", "01.02.03.1234", "010203_1234", "010203 - 1234", "010203\u200b1234",
         "sag 010203-1234", "P010203-1234x", "\uff10\uff11\uff10\uff12\uff10\uff13-1234", "710203-1234", "0102-031234",
         "311299-0000"]  # fmt: skip


@pytest.mark.parametrize("column", range(8))
@pytest.mark.parametrize("value", CIVIL)
def test_what_looks_like_a_civil_number_is_refused_in_any_column(value: str, column: int) -> None:
    cells = [*GOOD.split(";"), "A", "more"]
    cells[column] = value
    said = refused("\n".join([HEAD + ";distrikt;bem", GOOD, ";".join(cells)]))
    assert f"kolonne {column + 1}" in said and "Række 3" in said
    assert not any(part in said for part in (value, "0203", "1234", "p1"))


def test_also_as_the_name_of_a_column_and_beyond_the_last() -> None:
    assert "kolonne 7" in refused(f"{HEAD};010203-1234\n{GOOD};x")
    assert "kolonne 8" in refused(f"{HEAD}\n{GOOD};x;010203-1234")
    assert "kolonne 1" in refused(f'{HEAD}\n"010203\n-1234";home;01-02-2024;;7;1')


@pytest.mark.parametrize(
    "value",
    ["480000", "1.160.000,00", "1160000,00", "31-12-2024", "2024-12-31", "2024-12-31 00:00:00", "2024-12-31T10:11:12",
     "P0001", "12345678", "999999-1234", "010003-1234", "321203-1234", "01020312345", "123456789012"],
)  # fmt: skip
def test_what_is_no_civil_number_is_not_taken_for_one(value: str) -> None:
    assert not course_list.is_civil(value)


@pytest.mark.parametrize(
    "name",
    ["navn", "Barnets navn", "NAVN", "Efternavn", "name", "first_name", "cpr", "CPR-nr.", "cprnr", "personnummer",
     "civil number", "ssn", "adresse", "Address", "vej", "Postnr"],
)  # fmt: skip
def test_a_column_that_is_named_like_something_personal_is_refused(name: str) -> None:
    said = refused(f"{HEAD};{name}\n{GOOD};Sofie")
    assert "Kolonne 7" in said and "Sofie" not in said and "p1" not in said


def test_a_list_without_names_of_columns_is_refused_and_not_shown() -> None:
    said = refused(f"{GOOD}\n{GOOD}")
    assert "kolonnernes navne" in said and "p1" not in said


# ------------------------------------------------------------------ how it is written
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    found = taken("p1;Plejefamilie på landet;01-02-2024;;7;480000", encoding=encoding)
    assert list(found.steps.values()) == ["Plejefamilie på landet"]
    assert list(found.steps) == ["plejefamilie-paa-landet"]


def test_english_names_other_orders_and_more_columns() -> None:
    found = taken("x;480000;7;;2024-02-01;home;p1", head="district;price_per_year;age_at_start;end;start;step;course")
    assert found.courses.steps == ("home",) and not found.left_out


def test_a_step_of_the_library_has_its_id() -> None:
    rows = ("p1;Anbringelse i plejefamilie;01-02-2024;;7;1", "p2;demand;01-02-2024;;7;1", "p3;Demand;01-02-2024;;7;1")
    assert set(taken(*rows).steps) == {"foster", "demand-2", "Demand"}


@pytest.mark.parametrize("written", ["01-02-2024", "1.2.2024", "1/2/2024", "2024-02-01", "2024-02-01 00:00:00"])
def test_dates_by_day(written: str) -> None:
    assert taken(f"p1;home;{written};;7;1").courses.start[0] == dt.date(2024, 2, 1).toordinal()


@pytest.mark.parametrize("start, end", [("02-2024", "03-2024"), ("2024-07", "2024-08"), ("1.2024", "2.2024")])
def test_dates_by_month_are_its_middle_and_two_in_a_row_are_one_course(start: str, end: str) -> None:
    found = taken(f"p1;home;{start};{start};7;1", f"p1;home;{end};;7;1").courses
    assert dt.date.fromordinal(int(found.start[0])).day == 15
    assert found.after.tolist() == [0, -1], "the first part goes on in the second"


@pytest.mark.parametrize("written, kr", [("480000", 480_000), ("480.000", 480_000), ("480.000,50", 480_000.5),
                                         ("480000.50", 480_000.5), ("480,000.50", 480_000.5)])  # fmt: skip
def test_prices(written: str, kr: float) -> None:
    assert taken(f"p1;home;01-02-2024;;7;{written}").courses.price[0] == kr


def test_a_price_may_be_missing() -> None:
    found = taken("p1;home;01-02-2024;;7;", "p2;home;01-02-2024;;7;100")
    (one,) = found.courses.counted(found.extracted)
    assert (one.placed, one.price, one.priced) == (2, 100, 1)


# ------------------------------------------------------------------ rows that are left out
@pytest.mark.parametrize(
    "reason, row",
    [
        ("cells", "p2;home;01-02-2024;;7;1;A"),
        ("course", ";home;01-02-2024;;7;1"),
        ("step", "p2;;01-02-2024;;7;1"),
        ("start", "p2;home;31-02-2024;;7;1"),
        ("start", "p2;home;;;7;1"),
        ("start", "p2;home;1-2-24;;7;1"),
        ("end", "p2;home;01-02-2024;ukendt;7;1"),
        ("order", "p2;home;01-02-2024;31-01-2024;7;1"),
        ("after", "p2;home;02-01-2027;;7;1"),
        ("age", "p2;home;01-02-2024;;;1"),
        ("age", "p2;home;01-02-2024;;7 år;1"),
        ("age", "p2;home;01-02-2024;;-1;1"),
        ("grown", "p2;home;01-02-2024;;18;1"),
        ("price", "p2;home;01-02-2024;;7;ukendt"),
        ("price", "p2;home;01-02-2024;;7;-1"),
        ("price", "p2;home;01-02-2024;;7;100000001"),
        ("overlap", "p1;home;01-01-2025;;7;1"),
        ("start", "p2"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_reason(reason: str, row: str) -> None:
    found = taken(GOOD, "", row)
    expected = {"step": [4]} if row == "p2" else {reason: [4]}
    assert found.left_out == expected and found.rows == 2
    assert len(found.courses.start) == 1
    for language in ("da", "en"):
        (problem,) = course_list.left_out_problems(found.left_out)
        said = problem_text(problem, Words(language))
        assert "4" in said and "p2" not in said


def test_an_overlap_of_under_a_month_is_a_move_on_the_later_day() -> None:
    found = taken("p1;a;01-02-2024;01-02-2025;7;9", "p1;b;10-01-2025;;8;1")
    assert not found.left_out and found.courses.end[0] == dt.date(2025, 1, 10).toordinal()


def test_where_no_row_is_left_every_reason_is_told() -> None:
    said = refused(f"{HEAD}\np1;home;x;;7;1\np2;home;01-02-2024;;20;1")
    assert "Ingen række" in said and "startdatoen" in said and "fyldt 18" in said


def test_columns_that_are_missing_are_named() -> None:
    said = refused("forløb;trin;start;slut\np1;home;01-02-2024;")
    assert "alder_ved_start, pris_pr_år" in said


def test_a_column_of_other_things_is_not_taken_for_steps() -> None:
    rows = "\n".join(f"p{n};Sofie {n};01-02-2024;;7;1" for n in range(13))
    said = refused(f"{HEAD}\n{rows}")
    assert "flere end 12" in said and "Sofie" not in said


@pytest.mark.parametrize("data", [b"", b"forl\xc3\xb8b;trin\n", b"\x00\x01", b'a;b\n"open'])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    assert refused(data)


def test_the_extract_is_the_latest_date_where_none_is_given() -> None:
    listed = course_list.read_list(f"{HEAD}\n{GOOD}\np2;home;01-03-2025;;7;1".encode())
    assert course_list.take(listed, course_list.suggested(listed.headings)).extracted == dt.date(2025, 3, 1)


def test_steps_can_be_put_together() -> None:
    listed = course_list.read_list(f"{HEAD}\n{GOOD}\np2;house;01-03-2025;;7;1".encode())
    found = course_list.take(listed, course_list.suggested(listed.headings), None, {"house": "home"})
    assert found.courses.steps == ("home",)
