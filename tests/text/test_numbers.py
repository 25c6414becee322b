"""Numbers as Danes and as the English write them: what is read, what is refused, and how they are shown."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget.text import LANGUAGES, Words
from budget.text.numbers import (
    NumberError,
    format_amount,
    format_entry,
    format_number,
    format_plain,
    format_share,
    parse_amount,
    parse_number,
)

# Typed or pasted, and the number that is meant in Danish.
READ_DA = [
    ("0", 0), ("7", 7), ("1234567", 1234567), ("1.234", 1234), ("1.234.567", 1234567), ("1.234.567,89", 1234567.89),
    ("1234,5", 1234.5), ("0,0375", 0.0375), ("0,035", 0.035), ("-5,5", -5.5), ("+5,5", 5.5), ("−5,5", -5.5), ("–5", -5),
    ("12.345,678", 12345.678), ("1 234 567", 1234567), ("1\u00a0234\u00a0567,5", 1234567.5), ("1\u202f234", 1234),
    ("  42  ", 42), ("\u00a042\u00a0", 42), ("100.000", 100000), ("1,5", 1.5), ("2,10", 2.1), ("2,1250", 2.125),
    ("1234,567", 1234.567), ("0,5000", 0.5), ("-0", 0), ("-0,0", 0),
]  # fmt: skip
REFUSED_DA = [
    # a point for the decimals, or groups that are none: 0.035 must not become 35
    "1.23", "2.1", "1.2345", "0.0375", "0.035", "0.5", ".5", "12.34.567", "1.234.56", "1.2.3", "1..234", "1234.567",
    "0.123.456", "00.123", "1,234.5", "1,234,567", "1.234,5,6", "1,", ",5", "1.", ".", ",", "-", "+",
    # three decimals and nothing else: an English thousand, or one and a bit?
    "1,234", "12,345", "123,456", "-1,234",
    # not one number
    "", " ", "\u00a0", "abc", "12a", "a12", "1 2", "12 34", "1 23", "1  234", "1\t234", "1\n234", "--5", "+-5", "5-",
    "- 5", "(1.000)", "1.000 kr.", "kr. 5", "12,5 %", "5%", "1e3", "1E3", "0x10", "1_000", "1'000", "½", "²", "٣",
    "１２", "1٣", "nan", "inf", "Infinity", "∞", "010", "00", "01,5", "-01", "1/2", "=1+1", "5;6", "1,2 mio.",
    "9" * 400,
]  # fmt: skip
READ_EN = [
    ("1,234", 1234), ("1,234,567.89", 1234567.89), ("1234.5", 1234.5), ("0.0375", 0.0375), ("0.035", 0.035),
    ("-5.5", -5.5), ("1 234.5", 1234.5), ("2.1250", 2.125), ("1234567", 1234567),
]  # fmt: skip
REFUSED_EN = [
    "1.234", "123.456", "1.234,5", "1,23", "1,2345", "12,34,567", "0,035", "0,5", "1.234.567", "", "(1,000)", "5%",
    "010",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), READ_DA)
def test_a_danish_number_is_read_as_it_is_meant(text: str, value: float) -> None:
    assert parse_number(text, "da") == value
    assert math.copysign(1, parse_number(text, "da")) == math.copysign(1, value)  # 0 has no sign


@pytest.mark.parametrize(("text", "value"), READ_EN)
def test_an_english_number_is_read_as_it_is_meant(text: str, value: float) -> None:
    assert parse_number(text, "en") == value


@pytest.mark.parametrize(
    ("text", "language"), [*((text, "da") for text in REFUSED_DA), *((text, "en") for text in REFUSED_EN)]
)
def test_what_is_not_plainly_one_number_is_refused_and_never_guessed(text: str, language: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(text, language)
    assert caught.value.text == text
    assert caught.value.code == ("number.empty" if not text.strip() else caught.value.code)


def test_the_refusal_says_what_kind_of_doubt_it_is() -> None:
    for text, code in (("", "number.empty"), ("1,234", "number.ambiguous"), ("1.23", "number.invalid")):
        with pytest.raises(NumberError) as caught:
            parse_number(text, "da")
        assert caught.value.code == code


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_refused(text: str) -> None:
    for language in LANGUAGES:
        try:
            value = parse_number(text, language)
        except NumberError:
            continue
        assert math.isfinite(value)
        assert not (value == 0 and math.copysign(1, value) < 0)


@given(st.text("0123456789.,- \u00a0", max_size=12))
def test_no_text_is_a_number_in_both_languages_with_two_values(text: str) -> None:
    """One mark between digits is grouping in one language and decimals in the other: never both unnoticed."""
    values = []
    for language in LANGUAGES:
        try:
            values.append(parse_number(text, language))
        except NumberError:
            return
    assert values[0] == values[1]


@pytest.mark.parametrize(
    ("text", "language", "number", "size"),
    [
        ("2.000", "da", 2000, None),
        ("-2.000", "da", -2000, None),
        ("kr. 2.000", "da", 2000, 1),
        ("kr 2.000,-", "da", 2000, 1),
        ("KR.2.000", "da", 2000, 1),
        ("2.000 kr.", "da", 2000, 1),
        ("2.000,-", "da", 2000, 1),
        ("DKK 2,000", "en", 2000, 1),
        ("2,5 mio.", "da", 2.5, 1_000_000),
        ("2,5\u00a0mio.\u00a0kr.", "da", 2.5, 1_000_000),
        ("2.5 million", "en", 2.5, 1_000_000),
        ("1.000 t.kr.", "da", 1000, 1000),
        ("1.000 tkr", "da", 1000, 1000),
        ("1.000 TDKK", "da", 1000, 1000),
    ],
)
def test_an_amount_says_its_unit_or_none(text: str, language: str, number: float, size: int | None) -> None:
    assert parse_amount(text, language) == (number, size)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"), ("kr.", "invalid"), ("mio.", "invalid"), (",-", "invalid"), ("kr. mio.", "invalid"),
        ("kr. 2 mio.", "invalid"), ("2 mia.", "invalid"), ("2 kr. 5", "invalid"), ("1,234 mio.", "ambiguous"),
    ],
)  # fmt: skip
def test_an_unclear_amount_is_refused_as_it_was_typed(text: str, code: str) -> None:
    with pytest.raises(NumberError) as error:
        parse_amount(text, "da")
    assert (error.value.code, error.value.text) == (f"number.{code}", text)


# ------------------------------------------------------------------ writing and reading back
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15),
    st.integers(-(10**12), 10**12).map(float),
    st.decimals(-(10**9), 10**9, places=3).map(float),
    st.sampled_from([0.0, -0.0, 0.035, 1.125, 1234.567, 1e-7, 1 / 3, 0.1 + 0.2, 1e12, 999.9995]),
)


@given(numbers)
def test_a_number_in_its_field_is_read_back_exactly(value: float) -> None:
    for language in LANGUAGES:
        assert parse_number(format_entry(value, language), language) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2000.0, "2.000"),
        (0.0, "0"),
        (-0.0, "0"),
        (1.5, "1,5"),
        (0.035, "0,0350"),
        (1e6 + 0.125, "1.000.000,1250"),
        (1e12, "1.000.000.000.000"),
    ],
)
def test_a_number_stands_in_its_field_with_the_decimals_it_has_and_never_three(value: float, text: str) -> None:
    assert format_entry(value, "da") == text


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_shown_is_read_back(value: int) -> None:
    for language in LANGUAGES:
        assert parse_number(format_number(value, language), language) == value


@given(numbers, st.integers(0, 6))
def test_a_number_shown_is_off_by_half_of_its_last_place_at_most(value: float, decimals: int) -> None:
    for language, point in (("da", ","), ("en", ".")):
        text = format_number(value, language, decimals)
        plain = Decimal(text.replace("." if language == "da" else ",", "").replace(point, "."))
        assert abs(plain - Decimal(f"{value:.15g}")) <= Decimal(5).scaleb(-decimals - 1)
        assert len(text.partition(point)[2]) == decimals


@given(numbers)
def test_zero_is_never_shown_with_a_sign(value: float) -> None:
    shown = [format_number(value, "da"), format_amount(value, "1000", "da"), format_amount(value, "mio", "en"),
             format_share(value, "da"), format_plain(value, "da"), format_entry(value, "en")]  # fmt: skip
    for text in shown:
        assert any(digit in text for digit in "123456789") or "-" not in text


@given(numbers)
def test_the_minus_is_the_hyphen_and_the_signs_are_those_of_a_spreadsheet(value: float) -> None:
    for language in LANGUAGES:
        for text in (
            format_number(value, language, 2),
            format_amount(value, "kr", language),
            format_entry(value, language),
        ):
            assert set(text) <= set("0123456789.,-")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-0.5, 0, "-1"), (-2.5, 0, "-3"), (0.4999, 0, "0"), (-0.4, 0, "0"),
        (0.125, 2, "0,13"), (2.675, 2, "2,68"), (1.005, 2, "1,01"), (-1.005, 2, "-1,01"), (0.285, 2, "0,29"),
        (1234567.0, 0, "1.234.567"), (999.5, 0, "1.000"), (-999999.5, 0, "-1.000.000"),
        (1e15, 0, "1.000.000.000.000.000"), (0.1 + 0.2, 1, "0,3"), (1234.5, 1, "1.234,5"),
    ],
)  # fmt: skip
def test_rounding_is_half_away_from_zero_on_what_a_spreadsheet_keeps(value: float, decimals: int, text: str) -> None:
    assert format_number(value, "da", decimals) == text


@pytest.mark.parametrize(
    ("kr", "unit", "da", "en"),
    [
        (2_000_000, "1000", "2.000", "2,000"), (-4_500_000, "1000", "-4.500", "-4,500"),
        (2_000_000, "kr", "2.000.000", "2,000,000"), (2_000_000, "mio", "2,0", "2.0"),
        (1_250_000, "mio", "1,3", "1.3"), (-1_250_000, "mio", "-1,3", "-1.3"),
        (499.99, "1000", "0", "0"), (500, "1000", "1", "1"), (-499.99, "1000", "0", "0"), (-500, "1000", "-1", "-1"),
        (49_999, "mio", "0,0", "0.0"), (0.5, "kr", "1", "1"), (1e12, "1000", "1.000.000.000", "1,000,000,000"),
    ],
)  # fmt: skip
def test_an_amount_is_shown_in_the_unit_of_the_table(kr: float, unit: str, da: str, en: str) -> None:
    assert format_amount(kr, unit, "da") == da
    assert format_amount(kr, unit, "en") == en


def test_a_share_is_shown_in_per_cent_and_at_least_is_rounded_up() -> None:
    assert format_share(8 / 10.5, "da", up=True) == "76,2 %"
    assert format_share(8 / 9.5, "da", up=True) == "84,3 %"  # 84,21 would not be enough
    assert format_share(8 / 9.5, "da") == "84,2 %"
    assert format_share(0.035, "en") == "3.5%"
    assert format_share(0.76, "da", up=True) == "76,0 %"


@given(st.floats(0, 10))
def test_at_least_is_never_less_than_what_is_needed(share: float) -> None:
    shown = parse_number(format_share(share, "da", up=True).removesuffix(" %"), "da") / 100
    assert share - 1e-12 <= shown < share + 0.001 + 1e-12


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.035, "0,035"),
        (2.0, "2"),
        (1234.5, "1.234,5"),
        (-0.0, "0"),
        (1e-12, "0"),
        (1e20, "100.000.000.000.000.000.000"),
    ],
)
def test_a_plain_number_has_as_many_decimals_as_it_needs(value: float, text: str) -> None:
    assert format_plain(value, "da") == text


@pytest.mark.parametrize("value", [1e30, 1e100, 1e308, -1e308, 5e-324, math.inf, -math.inf, math.nan])
def test_even_a_number_that_no_case_may_hold_can_be_named_in_a_message(value: float) -> None:
    for language in LANGUAGES:
        assert format_plain(value, language)
        assert Words(language).plain(value) == format_plain(value, language)
        if math.isfinite(value):
            assert format_number(value, language, 2) and format_amount(value, "mio", language)


@pytest.mark.parametrize(("value", "text"), [(1.234, "1,2340"), (1.2345, "1,2345"), (0.12, "0,12"), (7.0, "7")])
def test_an_entry_has_a_fourth_decimal_only_where_three_would_be_refused(value: float, text: str) -> None:
    assert format_entry(value, "da") == text


@pytest.mark.parametrize(("address", "text"), [("?language=da", "76,2 %"), ("?language=en", "76.2%")])
def test_a_share_is_written_in_the_language_wherever_that_was_read(address: str, text: str) -> None:
    assert format_share(0.762, address.partition("=")[2]) == text
