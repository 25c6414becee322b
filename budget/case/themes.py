"""Themes: what a municipality's slides and documents look like, as data, read as strictly as a case.

One file per theme in `assumptions/themes/`. Colours of cost and saving are no part of a theme: they mean the same
everywhere.
"""

import pathlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args

from pydantic import Field, ValidationError

from budget.case.library import Both, Shared
from budget.case.places import ASSUMPTIONS
from budget.case.problems import CaseError, refuse
from budget.case.reading import MOST_BYTES, read_tree
from budget.case.translating import translated
from budget.case.values import Text

THEMES = ASSUMPTIONS / "themes"
DEFAULT = "default"
LEAST_CONTRAST = 4.5  # of text on white (WCAG 2.1 AA)
PICTURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}

TEMPLATES = {"slides": (".pptx", ".potx"), "document": (".docx", ".dotx")}
USES = ("front", "view", "two")  # of a layout

Section = Literal["summary", "recommendation", "account", "economy", "assumptions", "follow_up", "attachments"]
SECTIONS: tuple[Section, ...] = get_args(Section)
NEEDED: tuple[Section, ...] = ("recommendation", "economy", "assumptions")  # no document may do without them


class Heading(Shared):
    """One heading of the agenda item and the sections under it; without sections it is left to be written."""

    text: Both | Text | None = None  # without one the catalogue's own word for its one section
    holds: tuple[Section, ...] = ()

    def in_language(self, language: str) -> str:
        """The heading as it stands in a document of the language; empty where the catalogue's own word is used."""
        return self.text.in_language(language) if isinstance(self.text, Both) else str(self.text or "")


class Theme(Shared):
    """Colour, logo, headings and who proposes and decides."""

    municipality: Text | None = None  # whose theme it is
    accent: Text = "#0B4F8A"  # of headings: dark enough to be read on white
    logo: Text | None = None  # a PNG or JPEG beside the theme's file
    logo_text: Text | None = None  # what the logo is, for those who do not see it
    proposer: Text | None = None  # Direktionen, Forvaltningen
    decider: Text | None = None  # Byrådet, Kommunalbestyrelsen
    headings: tuple[Heading, ...] = ()
    slides: Text | None = None  # a .pptx or .potx beside the theme's file, whose design the slides take
    layouts: dict[Text, Text] = Field(default_factory=dict)  # of it: front, view and two, where not those found
    document: Text | None = None  # a .docx or .dotx beside it, whose styles the agenda item takes
    note: Text | None = None


class Look:
    """A theme with the bytes of its logo; what is not given is as in the default."""

    def __init__(
        self, theme: Theme, picture: bytes | None, slides: bytes | None = None, document: bytes | None = None
    ) -> None:
        self.theme, self.picture, self.slides, self.document = theme, picture, slides, document
        self.headings = theme.headings or tuple(Heading(holds=(section,)) for section in SECTIONS)

    @property
    def accent(self) -> str:
        return str(self.theme.accent)


def themes() -> list[str]:
    """The ids of the themes in `assumptions/themes/`."""
    return sorted(path.stem for path in THEMES.glob("*.yaml"))


def known_themes() -> tuple[dict[str, Look], list[CaseError]]:
    """The themes in `assumptions/themes/` by id, and the faults of those that cannot be used."""
    found: dict[str, Look] = {}
    faults: list[CaseError] = []
    for name in themes():
        try:
            found[name] = look(name)
        except CaseError as error:
            faults.append(error)
    return found, faults


def theme_of(municipality: str, known: Mapping[str, Look]) -> str:
    """The id of the theme of this municipality, of the default where it has none."""
    name = municipality.casefold()
    own = (id for id, one in known.items() if one.theme.municipality and one.theme.municipality.casefold() == name)
    return next(own, DEFAULT)


def look(name: str = DEFAULT) -> Look:
    """The theme of this id or file."""
    path = pathlib.Path(name)
    if not path.exists() and path.name == name and not path.suffix:
        path = THEMES / f"{name}.yaml"
    if not path.is_file():
        raise refuse("no_such_theme", name, known=", ".join(themes()))
    return _read(path)


@lru_cache(maxsize=64)
def _read(path: pathlib.Path) -> Look:
    try:
        with path.open("rb") as file:
            tree = read_tree(file.read(MOST_BYTES + 1))
        theme = Theme.model_validate(tree)
        _check(theme)
        slides, document = (_beside(theme, kind, path.parent) for kind in TEMPLATES)
        return Look(theme, _picture(theme, path.parent), slides, document)
    except OSError as error:
        raise refuse("cannot_open", str(path), why=error.strerror or "") from None
    except ValidationError as error:
        known = {*Theme.model_fields, *Heading.model_fields}
        raise CaseError(translated(error, tree, known), file=str(path)) from None
    except CaseError as error:
        raise CaseError(error.problems, file=str(path)) from None


def _check(theme: Theme) -> None:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", theme.accent) or contrast_on_white(theme.accent) < LEAST_CONTRAST:
        raise refuse("theme_colour", "accent", read=str(theme.accent))
    for use in (use for use in theme.layouts if use not in USES):
        raise refuse("choice", "layouts", read=use, allowed=", ".join(USES))
    held = [section for heading in theme.headings for section in heading.holds]
    for section in held:
        if held.count(section) > 1:
            raise refuse("theme_section_twice", "headings", read=section)
    missing = [section for section in NEEDED if section not in held] if theme.headings else []
    if missing:
        raise refuse("theme_section_missing", "headings", read=", ".join(missing))
    for number, heading in enumerate(theme.headings, start=1):
        if heading.text is None and len(heading.holds) != 1:
            raise refuse("missing", f"headings.{number}.text", read="text")
    if (theme.logo is None) != (theme.logo_text is None):
        raise refuse("missing", "logo_text" if theme.logo else "logo", read="logo_text" if theme.logo else "logo")


def _picture(theme: Theme, folder: pathlib.Path) -> bytes | None:
    if theme.logo is None:
        return None
    path = folder / theme.logo
    start = PICTURES.get(path.suffix.lower())
    if start is None or path.parent.resolve() != folder.resolve() or not path.is_file():
        raise refuse("theme_logo", "logo", read=str(theme.logo))
    data = path.read_bytes()
    if len(data) > MOST_BYTES or not data.startswith(start):
        raise refuse("theme_logo", "logo", read=str(theme.logo))
    return data


def _beside(theme: Theme, kind: str, folder: pathlib.Path) -> bytes | None:
    """The template that the theme names; what is in it is looked at where it is used."""
    name: str | None = getattr(theme, kind)
    if name is None:
        return None
    path = folder / name
    if path.suffix.lower() not in TEMPLATES[kind] or path.parent.resolve() != folder.resolve() or not path.is_file():
        raise refuse("theme_template", kind, read=name, allowed=", ".join(TEMPLATES[kind]))
    return path.read_bytes()


def contrast_on_white(colour: str) -> float:
    """The contrast of a colour like #0B4F8A on white (WCAG 2.1)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
