"""A number typed into a form of the page, read strictly; and what a series said before, so that it is kept."""

from decimal import Decimal
from typing import Any

from budget.case.figures import Series
from budget.dashboard.changes.fields import FAR
from budget.dashboard.parts.say import literal
from budget.text import Words
from budget.text.numbers import NumberError, parse_amount, parse_number


def read_number(text: str, place: Any, words: Words, unit: str = "", beside: float = 0.0) -> float | None:
    """The number, of kr. typed in 1.000 kr. as everywhere, of a share in per cent; what is not clear is refused in the
    place beneath its field, and is None.

    An amount far from the one it stands beside is taken only with its unit written.
    """
    try:
        if unit == "share":
            return _share(text, place, words)
        if unit != "kr":
            return parse_number(text, words.language)
        number, size = parse_amount(text, words.language)
        amount = float(Decimal(repr(number)) * (size or 1000))
        if size is None and beside and abs(amount) >= FAR * abs(beside):
            said = {"text": text, "beside": words.kr(abs(beside)), "kr": f"kr. {text}", "thousands": f"{text} t.kr."}
            place.warning(literal(words("entry.unit_needed", **said)))
            return None
        return amount
    except NumberError as error:
        empty = error.code == "number.empty"
        place.error(words("entry.empty") if empty else literal(words("entry.invalid", text=text)))
        return None


def _share(text: str, place: Any, words: Words) -> float | None:
    """75 or 75 % is three quarters; 0,75 could be meant as that too, so it needs its sign."""
    bare = text.strip().removesuffix("%")
    number = parse_number(bare, words.language)
    if 0 < abs(number) <= 1 and not text.strip().endswith("%"):
        place.error(literal(words("entry.per_cent_needed", text=text, share=words.share(number))))
        return None
    return number / 100


def as_stated(given: Series | None, first_year: int) -> dict[int, dict[str, Any]]:
    """What is stated, by the year from which it holds, as a case file says it; what is alike every year from the
    first."""
    by_year = {} if given is None else given if isinstance(given, dict) else {first_year: given}
    return {year: figure.model_dump(exclude_none=True, exclude_defaults=True) for year, figure in by_year.items()}
