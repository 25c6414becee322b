"""What slides and documents share: language tags, and files that are byte for byte the same at any time."""

import datetime
import io
import re
import zipfile
from typing import Any

from budget.text.characters import together

LANGUAGE_TAGS = {"da": "da-DK", "en": "en-GB"}
MOST_PROPERTY = 255
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip archive can hold
TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def made_in(year: int) -> datetime.datetime:
    """The time that stands in a file: no day of the export, or the same case would never give the same file."""
    return datetime.datetime(year, 1, 1)


def clean(text: str) -> str:
    """A text on one line, without what no file of this kind may hold; what keeps words together stays."""
    kept = "".join(c for c in text if c.isprintable() or c in "\n\t \u00a0\u202f")
    return together(re.sub(r"[\n\t ]+", " ", kept).strip())


def without(relations: Any, *kinds: str) -> None:
    """Drops what a template brings along of another file, such as the "thumbnail" that shows it."""
    for id in [id for id, relation in relations.items() if relation.reltype.rpartition("/")[2] in kinds]:
        relations.pop(id)


def short(text: str) -> str:
    """A text as a property of a file, which holds no more than so many letters."""
    text = clean(text)
    return text if len(text) <= MOST_PROPERTY else f"{text[: MOST_PROPERTY - 1]}…"


def as_plain(data: bytes) -> bytes:
    """A template (.potx, .dotx) as the kind of file that is made from it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(b"presentationml.template.main+xml", b"presentationml.presentation.main+xml")
                content = content.replace(b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml")
            target.writestr(entry.filename, content)
    return out.getvalue()


def stable(data: bytes) -> bytes:
    """The same archive without the time of its making, nor that of the workbooks inside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = stable(content)
            elif entry.filename == "docProps/core.xml":
                content = TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z\2", content)
            fixed = zipfile.ZipInfo(entry.filename, LONG_AGO)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            target.writestr(fixed, content)
    return out.getvalue()
