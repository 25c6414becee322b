"""A municipality's own template, looked at before it is used: refused where it is hostile or broken, and what it has
and lacks told.

Like a workbook that someone sends it is opened in a process of its own first, with limits on time and memory.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from budget.case.problems import refuse
from budget.export.safe_xlsx import MB, Kind, UnsafeWorkbook, answered, or_why
from budget.text import Words

MAX_FILE, TIMES = 30 * MB, 4  # pictures fill a template: so many times what a workbook holds
KINDS = {
    "slides": Kind("ppt/presentation.xml", "ppt/", "upload.not_a_template"),
    "document": Kind("word/document.xml", "word/", "upload.not_a_template"),
}
OTHER = ("upload.part_name", "upload.open_document")  # how another kind of file is told from this one
RELATION = re.compile(rb"<Relationship\b[^>]*>")
HARMLESS = (b"/hyperlink", b"/attachedTemplate")  # a link is not followed, and the other is taken out


class Placed(NamedTuple):
    """A placeholder of a layout, in shares of the slide, and whether anything is put in it."""

    kind: str  # title, content, text, picture, footer, number, other; free for a place that has no placeholder
    used: bool
    left: float
    top: float
    wide: float
    high: float


class Drawn(NamedTuple):
    """The layout that a kind of slide takes, as it looks."""

    name: str
    ratio: float  # of its height to its width
    spots: tuple[Placed, ...]


class Looked(NamedTuple):
    """What a template has and lacks: the layout of each kind of slide, the names of all, and remarks (code, name)."""

    layouts: Mapping[str, Drawn]
    known: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]


def checked(template: bytes, kind: str) -> bytes:
    """The template, where it can be used; CaseError where it cannot."""
    looked_at(template, kind)
    return template


@lru_cache(maxsize=8)
def looked_at(template: bytes, kind: str, chosen: tuple[tuple[str, str], ...] = ()) -> Looked:
    """What a template of slides or of a document has and lacks; CaseError where it cannot be used."""
    try:
        answer = answered("budget.export.templates:told", template, kind, dict(chosen), limit=MAX_FILE)
    except UnsafeWorkbook as refusal:
        raise refuse(refusal.code, kind, **refusal.params) from None
    return TypeAdapter(Looked).validate_python(answer)


def remarks(template: bytes, kind: str, words: Words, chosen: Mapping[str, str] | None = None) -> Iterator[str]:
    """What a template is used for and what it lacks, in words."""
    looked = looked_at(template, kind, tuple((chosen or {}).items()))
    for use, drawn in looked.layouts.items():
        yield words("template.layout", use=words(f"template.use.{use}"), name=drawn.name)
    yield from lacking(looked, words)


def lacking(looked: Looked, words: Words) -> Iterator[str]:
    """What a template lacks and what is done instead, in words."""
    for code, name in looked.remarks:
        yield words(code, name=name)


# ---------------------------------------------------------------- what follows runs apart


def told(data: bytes, kind: str, chosen: dict[str, str]) -> dict[str, Any]:
    """What the template has and lacks, or why it is refused; for the process in which it is read."""

    def read() -> dict[str, Any]:
        _refuse_outside(data)
        return _slides(data, chosen) if kind == "slides" else _document(data)

    answer = or_why(read, data, TIMES, KINDS[kind], "upload.broken_template")
    if answer.get("code") in OTHER and not _has(data, KINDS[kind].main):
        return {"code": KINDS[kind].code, "params": {}}
    return answer


def _has(data: bytes, part: str) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return part in archive.namelist()


def _refuse_outside(data: bytes) -> None:
    """Nothing of a template may be fetched from elsewhere by the program that opens what is made of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in (name for name in archive.namelist() if name.endswith(".rels")):
            for relation in RELATION.findall(archive.read(name)):
                if b"External" in relation and not any(kind in relation for kind in HARMLESS):
                    raise UnsafeWorkbook("upload.active_content", part=name[:100])


def _slides(data: bytes, chosen: dict[str, str]) -> dict[str, Any]:
    from budget.export.slides.borrowed import borrowed

    found = borrowed(data, chosen)
    layouts = {kind: [layout.name, *found.placed(kind)] for kind, layout in found.layouts.items()}
    known = [layout.name for master in found.deck.slide_masters for layout in master.slide_layouts]
    return {"layouts": layouts, "known": known, "remarks": [[one.code, one.name] for one in found.remarks]}


def _document(data: bytes) -> dict[str, Any]:
    from budget.export.document_template import opened

    return {"layouts": {}, "known": [], "remarks": [list(one) for one in opened(data).remarks]}
