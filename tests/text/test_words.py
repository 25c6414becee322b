"""How the words of the catalogue take their numbers."""

from __future__ import annotations

import pytest

from budget.text import Words


@pytest.mark.parametrize(
    ("language", "stops", "places", "said"),
    [
        ("da", "1", "1", "1 ophør i 2027 giver 1 helårsplads i 2031."),
        ("da", "12", "0,95", "12 ophør i 2027 giver 0,95 helårspladser i 2031."),
        ("en", "1", "1", "1 stop in 2027 gives 1 full-year place in 2031."),
        ("en", "2", "1", "2 stops in 2027 give 1 full-year place in 2031."),
        ("en", "21", "<5", "21 stops in 2027 give <5 full-year places in 2031."),
    ],
)
def test_a_number_takes_the_word_of_one_or_of_many(language: str, stops: str, places: str, said: str) -> None:
    assert Words(language)("placing.said.places", stops=stops, years="2027", places=places, year=2031) == said
