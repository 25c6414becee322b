"""The user's own templates: sent once, looked at, told what of them is used, and remembered until the page is closed.

A municipality's own are kept beside its theme in `assumptions/themes/`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import streamlit as st

from budget.case import CaseError
from budget.case.themes import TEMPLATES
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, literally, problems
from budget.export.templates import MAX_FILE, looked_at, remarks
from budget.text import Words

TURN = "templates-turn"
ENDINGS = [ending.removeprefix(".") for endings in TEMPLATES.values() for ending in endings]


@dataclass(frozen=True)
class Templates:
    """The templates of slides and of the document that were sent, and the layouts chosen of the first."""

    slides: bytes | None = None
    document: bytes | None = None
    layouts: Mapping[str, str] = field(default_factory=dict)


def own_templates(words: Words) -> Templates:
    """The field that takes them, and what is found in each."""
    with st.expander(words("downloads.template")):
        sent = st.file_uploader(
            words("downloads.template.about"),
            ENDINGS,
            True,
            key=f"own-templates-{frame.kept(TURN, 0)}",
            max_upload_size=MAX_FILE // 1_000_000,
        )
        for file in sent:
            _take(file, words)
        kept: dict[str, tuple[str, bytes]] = frame.kept("templates", {})
        layouts: dict[str, str] = {}
        for kind, (name, data) in list(kept.items()):
            layouts |= _shown(kind, name, data, words)
        if kept:
            st.button(words("downloads.template.forget"), key="forget-templates", on_click=_forget)
    found = {kind: data for kind, (_, data) in frame.kept("templates", kept).items()}
    return Templates(found.get("slides"), found.get("document"), layouts)


def _forget() -> None:
    frame.keep("templates", {})
    frame.keep(TURN, frame.kept(TURN, 0) + 1)  # another field, which holds no file


def _take(file: Any, words: Words) -> None:
    """Keeps a template that can be used, in place of an earlier one of its kind."""
    ending = PurePath(file.name).suffix.lower()
    kind = next(kind for kind, endings in TEMPLATES.items() if ending in endings)
    data = file.getvalue()
    try:
        looked_at(data, kind)
    except CaseError as error:
        problems(error.problems, words, file.name)
        return
    frame.keep("templates", {**frame.kept("templates", {}), kind: (file.name, data)})


def _shown(kind: str, name: str, data: bytes, words: Words) -> dict[str, str]:
    """What of a template is used and what it lacks; the layouts can be changed."""
    st.markdown(f"**{literal(name)}**")
    found, chosen = looked_at(data, kind), {}
    for use, layout in found.layouts.items():
        key = f"layout-{use}"
        frame.restore(key, layout)
        if st.session_state[key] not in found.known:
            st.session_state[key] = layout
        one = st.selectbox(words(f"template.use.{use}"), found.known, format_func=literally(str), key=key)
        chosen[use] = frame.keep(key, one)
    told = list(remarks(data, kind, words, chosen))[len(found.layouts) :]
    for text in told or [words("downloads.template.fits")]:
        st.caption(literal(text))
    return chosen
