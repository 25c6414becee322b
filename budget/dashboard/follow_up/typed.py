"""A number typed into a form of the page, read strictly."""

from typing import Any

from budget.dashboard.parts.say import literal
from budget.text import Words
from budget.text.numbers import NumberError, parse_number


def read_number(text: str, place: Any, words: Words) -> float | None:
    """The number; what is not clear is refused in the place beneath its field, and is None."""
    try:
        return parse_number(text, words.language)
    except NumberError as error:
        empty = error.code == "number.empty"
        place.error(words("entry.empty") if empty else literal(words("entry.invalid", text=text)))
        return None
