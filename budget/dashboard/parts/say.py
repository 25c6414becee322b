"""Other people's words on Streamlit's own elements, which read Markdown: there they are text and nothing else.

A backslash stops what Markdown does while it reads. What Streamlit does afterwards with the text that was read (an
address becomes a link, :name: a picture, -> an arrow) is stopped by a word joiner, which is neither seen nor heard.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from budget.case import Case, Problem, problem_text
from budget.dashboard.parts.markup import Html
from budget.shown.labels import problem_said
from budget.text import Words
from budget.text.characters import visible

SPACE = re.compile(r"[ \t\n\v\f\r\x85\u2028\u2029]+")  # a new line could begin a list or a heading
ACTIVE = re.compile(r"[\\`*_\[\]<>$~|]|:(?=\S)|&(?=[#\w])")
LATER = re.compile(
    r"^(?=#|[-+=](?:[\s=-]|$)|\d{1,9}[.)](?:\s|$))|(?<=[:@])(?=\S)|(?<=www)(?=\.)|(?<=[-<>~])(?=\\?[-<>=])",
    re.IGNORECASE,
)
JOINER = "\u2060"


def literal(text: str) -> str:
    """The text for an element that reads Markdown, on one line."""
    line = SPACE.sub(" ", visible(text)).strip(" ")
    return LATER.sub(JOINER, ACTIVE.sub(r"\\\g<0>", line))


def literally(said: Callable[[Any], str]) -> Callable[[Any], str]:
    """The same for what each option of a choice is called."""
    return lambda option: literal(said(option))


def problems(found: Iterable[Problem], words: Words, file: str = "", case: Case | None = None) -> None:
    """Why something cannot be done, each reason by itself; of a case in hand by the names of its figures."""
    said = [problem_said(p, words, case) if case else problem_text(p, words, file) for p in found]
    st.error("\n\n".join(literal(text) for text in said))


def markup(made: Html) -> None:
    """Markup of ours outside a view: `tag` made it, which escapes."""
    st.html(made)
