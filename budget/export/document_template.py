"""The agenda item in the municipality's own template: its styles, headers and footers are kept, and the text takes the
place of a bookmark or a content control where there is one.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from budget.export.office_files import as_plain, without

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CANONICAL = {"Heading 1": "heading 1", "Heading 2": "heading 2", "Caption": "caption"}  # names inside a file
STYLES = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "List Bullet")
NAMES = ("nettobesparelse", "sagsfremstilling", "indhold", "content", "body")  # of a place meant for the text
PLAIN = frozenset({"normal table", "table grid", "table normal", "normal grid"})  # table styles that every file has
EMU_OF_CM = 360_000


@dataclass
class Home:
    """A template opened, and what it was found to lack: keys of the catalogue with the name of a style."""

    paper: Any
    place: Any = None  # the element whose place the text takes
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def style(self, name: str) -> None:
        """Sees that there is a style of this name; one that the template lacks is made of its body text."""
        from docx.enum.style import WD_STYLE_TYPE

        inside = CANONICAL.get(name, name)
        for element in self.paper.styles.element.iter(f"{W}name"):
            if str(element.get(f"{W}val", "")).lower() == name.lower():
                element.set(f"{W}val", inside)
                return
        style = self.paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = None if name == "Normal" else self.paper.styles["Normal"]
        style.font.bold = name not in ("Subtitle", "List Bullet") or None
        self.remarks.append(("template.no_style", name))

    def table_style(self) -> Any:
        """The template's own style of tables, else the grid; None where it has neither."""
        from docx.enum.style import WD_STYLE_TYPE

        tables = [style for style in self.paper.styles if style.type == WD_STYLE_TYPE.TABLE]
        own = [style for style in tables if str(style.name).lower() not in PLAIN]
        grid = [style for style in tables if str(style.name).lower() == "table grid"]
        return next(iter([*own, *grid]), None)

    def settle(self, before: int) -> None:
        """Moves what was written after so many parts of the body to where the template wants it."""
        body = self.paper.element.body
        if self.place is None:
            return
        written = [part for part in list(body)[before:] if part.tag != f"{W}sectPr"]
        for part in written:
            self.place.addprevious(part)
        self.place.getparent().remove(self.place)


def opened(template: bytes) -> Home:
    """The template with the place for the text found, and its link to a template elsewhere taken out."""
    from docx import Document

    paper = Document(io.BytesIO(as_plain(template)))
    for link in list(paper.settings.element.iter(f"{W}attachedTemplate")):
        link.getparent().remove(link)
    without(paper.part._settings_part.rels, "attachedTemplate")
    home = Home(paper)
    home.place = next(iter(_places(paper.element.body)), None)
    if home.place is None and any(paragraph.text.strip() for paragraph in paper.paragraphs):
        home.remarks.append(("template.no_place", ""))
    for name in STYLES:
        home.style(name)
    return home


def _places(body: Any) -> Iterator[Any]:
    """Content controls and bookmarks of the body that may hold the text, those that are named so before others."""
    controls = [part for part in body if part.tag == f"{W}sdt"]
    marks = [mark for mark in body.iter(f"{W}bookmarkStart") if not str(mark.get(f"{W}name", "")).startswith("_")]
    named = [(_name(control), control) for control in controls]
    named += [(str(mark.get(f"{W}name")).lower(), _top(mark, body)) for mark in marks]
    yield from (part for name, part in named if any(word in name for word in NAMES))
    if len(named) == 1:
        yield named[0][1]


def _name(control: Any) -> str:
    """What a content control is called: its title and its tag."""
    found = (element.get(f"{W}val", "") for kind in ("alias", "tag") for element in control.iter(f"{W}{kind}"))
    return " ".join(found).lower()


def _top(part: Any, body: Any) -> Any:
    """The part of the body that this stands in."""
    while part.getparent() is not body:
        part = part.getparent()
    return part
