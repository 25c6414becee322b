"""Every word of the product: there in both languages, alike in what it needs, asked for and up to date."""

from __future__ import annotations

import re
import string
import unicodedata

import pytest

from budget.case.translating import CODES
from budget.text import FOLDER, LANGUAGES, Words
from budget.text.__main__ import compiled
from tests.text.catalogue import catalogue, said

DA, EN = catalogue("da"), catalogue("en")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_edited_one(language: str) -> None:
    committed = (FOLDER / f"{language}.mo").read_bytes()
    assert committed == compiled(language), "run python -m budget.text"


def test_both_languages_have_the_same_keys() -> None:
    assert set(DA) == set(EN)
    assert len(DA) > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice(language: str) -> None:
    lines = (FOLDER / f"{language}.po").read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if line.startswith('msgid "') and line != 'msgid ""']
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something_and_can_be_filled_in(language: str) -> None:
    for key, text in catalogue(language).items():
        assert text.strip(), key
        assert text != key, key
        assert all(name.isidentifier() for name in placeholders(text)), f"{key}: {text}"
        assert Words(language).has(key)


def test_both_languages_need_the_same_to_be_filled_in() -> None:
    differing = {key for key in DA if placeholders(DA[key]) != placeholders(EN[key])}
    assert not differing


def test_every_key_that_the_code_asks_for_is_there() -> None:
    asked = {re.compile(pattern): where for pattern, where in said().asked.items()}
    missing = {f"{key.pattern} ({where})" for key, where in asked.items() if not any(map(key.fullmatch, DA))}
    assert not missing


def test_every_rule_of_a_refusal_has_its_sentence() -> None:
    assert not {code for code in CODES.values() if f"problem.{code}" not in DA}


def test_every_entry_is_one_that_the_code_can_ask_for() -> None:
    unused = {key for key in DA if not said().possible(key)}
    assert not unused


def test_the_search_for_keys_finds_what_is_not_asked_for() -> None:
    assert said().possible("row.net") and said().possible("problem.missing_year")
    assert not said().possible("row.no_such_row") and not said().possible("nothing.of_the_kind")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_signs_are_those_that_can_be_copied(language: str) -> None:
    """The minus is the hyphen, a space is a space, and nothing invisible stands in a text."""
    for key, text in catalogue(language).items():
        for sign in text:
            assert sign not in "\u2212\u00a0\u202f\u00ad\u200b\ufeff", f"{key}: {sign!r} in {text}"
            assert unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs") or sign == "\n", f"{key}: {sign!r}"
        assert text == text.strip() or key.startswith(("list.", "separator.")), key
        assert "  " not in text, key
        assert unicodedata.is_normalized("NFC", text), key


def test_danish_is_danish() -> None:
    """Words of the other language, or those that the list of words asks to avoid."""
    avoided = ("tkr", "t.kr", "MDKK", "tjent hjem", "dødvægt", "tilbagefald", "dyre børn", "tunge sager", "Kontrollant")
    for key, text in DA.items():
        assert not any(word.lower() in text.lower() for word in avoided), f"{key}: {text}"
        said_in_danish = re.sub(r"\{.*?\}", "", text)
        assert not re.search(r"\b(the|and|of|with|cannot)\b", said_in_danish), f"{key}: {text}"


def test_an_unknown_key_or_language_is_a_mistake_of_the_program_and_raises() -> None:
    with pytest.raises(KeyError):
        Words("da")("no.such.key")
    with pytest.raises(ValueError, match="da, en"):
        Words("de")


def test_lists_and_amounts_are_written_the_danish_way() -> None:
    words = Words("da")
    assert words.listed(["a", "b", "c"]) == "a, b og c"
    assert words.listed(["a"]) == "a" and words.listed([]) == ""
    assert Words("en").listed(["a", "b"]) == "a and b"
    assert words.kr(2_000_000) == "2.000.000 kr."
    assert words.mio(1_000_000) == "1,0 mio. kr."
    assert words.share(8 / 10.5, up=True) == "76,2 %"
