"""Amounts of one sentence are told in one unit, and none more exactly than the table tells it."""

import pytest

from budget.text import Words


@pytest.mark.parametrize(("language", "told"), [("da", ("12 %", "3 kr.")), ("en", ("12%", "3 kr."))])
def test_per_cent_stand_against_an_english_number_alone(language: str, told: tuple[str, str]) -> None:
    words = Words(language)
    assert (words.measured("12", "%"), words.measured("3", "kr.")) == told


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ((1_643_967, 3_065_094), "1,6 mio. kr. og 3,1 mio. kr."),
        ((1_643_967, 339_929), "1.644.000 kr. og 340.000 kr."),
        ((-1_500_500, 8), "-1.501.000 kr. og 8 kr."),
        ((9_999, 10_500), "9.999 kr. og 11.000 kr."),
    ],
)
def test_amounts_of_a_sentence_are_told_in_one_unit(amounts: tuple[float, float], told: str) -> None:
    assert Words("da").in_one_unit(lambda words: " og ".join(words.money(kr) for kr in amounts)) == told
