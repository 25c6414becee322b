"""Whether Word, Excel and PowerPoint could read a file without a word: order and number of elements, kinds of values.

The schemas and rules are those of Microsoft's Open XML SDK, as openxml-audit carries them.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from openxml_audit import OpenXmlValidator


def faults(data: bytes, ending: str) -> list[str]:
    """What does not keep to the format, in the file and in every workbook inside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        path.write_bytes(data)
        found = [str(error) for error in _validator().validate(path).errors]
    for name, book in embedded(data):
        found += [f"{name}: {fault}" for fault in faults(book, ".xlsx")]
    return found


def embedded(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The workbooks inside a deck or a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                yield name, archive.read(name)


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """The file with one thing otherwise in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name == part:
                text = content.decode()
                assert old in text, f"{part} holds no {old}"
                content = text.replace(old, new, 1).encode()
            copy.writestr(name, content)
    return out.getvalue()


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator()
