"""What a ledger's file leaves open, each as one question; nothing is taken while one is without an answer."""

from collections.abc import Iterator, Sequence
from typing import Any

import streamlit as st

from budget.case import Problem
from budget.dashboard.parts.say import literal, literally
from budget.export.ledger import Choice
from budget.export.ledger.saying import ANSWERS, told
from budget.text import Words

KINDS = "kinds"


def answered(choice: Choice, version: str) -> Choice:
    """The choice with what was answered before."""
    said: dict[str, Any] = {}
    for code, answers in ANSWERS.items():
        said |= answers.get(st.session_state.get(_key(code, version)) or "", {})
    where = {heading: value for heading, value in _kinds(version) if value is not None}
    return choice.model_copy(update={**said, "where": {**choice.where, **where}})


def ask(asked: Sequence[Problem], version: str, words: Words) -> None:
    """The open questions with their answers, and those that were answered, so that an answer can be another one."""
    codes = [problem.code.rpartition(".")[2] for problem in asked]
    for problem, code in zip(asked, codes, strict=True):
        if code == KINDS:
            continue
        st.warning(literal(told(problem, words)))
        if code in ANSWERS:
            _radio(code, words(f"ledger.answer.{code}"), version, words)
    for code in ANSWERS:
        if code not in codes and st.session_state.get(_key(code, version)):
            _radio(code, words(f"ledger.answer.{code}"), version, words)
    values = {str(p.params["heading"]): p for p in asked if p.code.endswith(f".{KINDS}")}
    for heading, problem in values.items():
        st.session_state[f"{_key(KINDS, version)}-known-{heading}"] = problem
    for heading, problem in _asked_kinds(version):
        if heading in values:
            st.warning(literal(told(problem, words)))
        st.radio(
            literal(words("ledger.answer.kinds", heading=heading)),
            list(problem.params["options"]),
            None,
            format_func=literally(str),
            key=_of_kind(heading, version),
            horizontal=True,
        )


def _radio(code: str, label: str, version: str, words: Words) -> None:
    st.radio(
        literal(label),
        list(ANSWERS[code]),
        None,
        format_func=literally(lambda answer: words(f"ledger.answer.{code}.{answer}")),
        key=_key(code, version),
        horizontal=True,
    )


def _key(code: str, version: str) -> str:
    return f"ledger-answer-{code}-{version}"


def _of_kind(heading: str, version: str) -> str:
    return f"{_key(KINDS, version)}-{heading}"


def _asked_kinds(version: str) -> Iterator[tuple[str, Problem]]:
    start = f"{_key(KINDS, version)}-known-"
    for key, problem in list(st.session_state.items()):
        if isinstance(key, str) and key.startswith(start):
            yield key[len(start) :], problem


def _kinds(version: str) -> Iterator[tuple[str, Any]]:
    for heading, _ in _asked_kinds(version):
        yield heading, st.session_state.get(_of_kind(heading, version))
