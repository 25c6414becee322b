"""The municipality's own templates: sent once, looked at, told and shown what of them is used, and kept in the store
until another takes their place. Those beside a theme in `assumptions/themes/` are used where the store has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

import streamlit as st

from budget.case import CaseError
from budget.case.themes import TEMPLATES
from budget.dashboard.cases import keeper
from budget.dashboard.cases.clock import clock
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, literally, problems
from budget.export.template_preview import described, preview
from budget.export.templates import MAX_FILE, Looked, lacking, looked_at
from budget.store import Template
from budget.text import Words

TURN, FAULTS = "templates-turn", "templates-faults"
ENDINGS = [ending.removeprefix(".") for endings in TEMPLATES.values() for ending in endings]


@dataclass(frozen=True)
class Templates:
    """The municipality's templates of slides and of the document, and the layouts chosen of the first."""

    slides: bytes | None = None
    document: bytes | None = None
    layouts: Mapping[str, str] = field(default_factory=dict)


def own_templates(municipality: str, words: Words) -> Templates:
    """The field that takes them, and what is found in those that are kept."""
    with st.expander(words("downloads.template")):
        key = f"own-templates-{frame.kept(TURN, 0)}"
        st.file_uploader(
            literal(words("downloads.template.about", municipality=municipality)),
            ENDINGS,
            True,
            key=key,
            max_upload_size=MAX_FILE // 1_000_000,
            on_change=_take,
            args=(key, municipality),
        )
        for name, fault in st.session_state.pop(FAULTS, []):
            problems(fault.problems, words, name)
        try:
            kept = keeper.store().templates(municipality)
            layouts = {kind: _shown(municipality, kept[kind], words) for kind in TEMPLATES if kind in kept}
        except CaseError as error:
            problems(error.problems, words)
            return Templates()
    bodies = {kind: one.body for kind, one in kept.items()}
    return Templates(bodies.get("slides"), bodies.get("document"), layouts.get("slides", {}))


def _take(key: str, municipality: str) -> None:
    """Keeps each template that can be used, in place of an earlier one of its kind; the field is empty again."""
    faults = []
    for file in st.session_state[key]:
        ending = PurePath(file.name).suffix.lower()
        kind = next(kind for kind, endings in TEMPLATES.items() if ending in endings)
        try:
            looked_at(file.getvalue(), kind)
            keeper.store().keep_template(municipality, Template(kind, file.name, file.getvalue()))
        except CaseError as error:
            faults.append((file.name, error))
    st.session_state[FAULTS] = faults
    frame.keep(TURN, frame.kept(TURN, 0) + 1)


def _shown(municipality: str, one: Template, words: Words) -> Mapping[str, str]:
    """What of a template is used and what it lacks, with a way to change the layouts and to remove it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        said = words("downloads.template.kept", name=one.name, time=clock(one.at, words))
        st.markdown(literal(said), width="content")
        st.button(
            words("downloads.template.drop"),
            key=f"drop-{one.kind}",
            type="tertiary",
            on_click=_drop,
            args=(municipality, one.kind),
        )
    looked = looked_at(one.body, one.kind, tuple(one.layouts.items()))
    if looked.layouts:
        _layouts(municipality, one, looked, words)
    for text in list(lacking(looked, words)) or [words("downloads.template.fits")]:
        st.caption(literal(text))
    return one.layouts


def _layouts(municipality: str, one: Template, looked: Looked, words: Words) -> None:
    """Each kind of slide with a picture of its layout and a choice of another."""
    keys = {use: f"layout-{use}-{one.at}" for use in looked.layouts}
    for (use, drawn), column in zip(looked.layouts.items(), st.columns(len(looked.layouts)), strict=True):
        with column:
            st.selectbox(
                words(f"template.use.{use}"),
                looked.known,
                looked.known.index(drawn.name),
                literally(str),
                key=keys[use],
                on_change=_choose,
                args=(municipality, one.kind, keys),
            )
            st.image(preview(drawn, words), alt=described(drawn, words), width="stretch")
    st.caption(words("downloads.template.drawn"))


def _choose(municipality: str, kind: str, keys: Mapping[str, str]) -> None:
    chosen = {use: st.session_state[key] for use, key in keys.items()}
    _told(lambda: keeper.store().choose_layouts(municipality, kind, chosen))


def _drop(municipality: str, kind: str) -> None:
    _told(lambda: keeper.store().drop_template(municipality, kind))


def _told(do: Callable[[], None]) -> None:
    """Does it; why it cannot be done is said when the page is shown again."""
    try:
        do()
    except CaseError as error:
        st.session_state[FAULTS] = [("", error)]
