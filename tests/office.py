"""LibreOffice as the second calculator: workbooks recalculated from scratch, and seen as they print.

It leaves a stored result alone unless told otherwise, so a comparison with a plain conversion compares Python with
itself. Here the profile says "always recalculate", and the tests of this module poison the stored results to prove it.
"""

from __future__ import annotations

import atexit
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tests.programs import pdftoppm, soffice

XLSX = "xlsx:Calc MS Excel 2007 XML"
PDF = "pdf:calc_pdf_Export"
POISON = 987_654_321

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""

_STORED = re.compile(rb"(<c )([^>]*)>(<f(?:[^>]*/>|[^>]*>.*?</f>))<v>[^<]*</v>", re.DOTALL)


def recalculated(books: Mapping[str, bytes]) -> dict[str, Workbook]:
    """Each workbook with every formula worked out anew: one start of the program for all of them."""
    results = _convert(books, "xlsx", XLSX)
    return {name: load_workbook(io.BytesIO(data), data_only=True) for name, data in results.items()}


def saved(books: Mapping[str, bytes], suffix: str = "xlsx") -> dict[str, bytes]:
    """Each workbook as the other program writes it."""
    return _convert(books, suffix, XLSX if suffix == "xlsx" else suffix)


def recalculate(book: bytes) -> Workbook:
    return recalculated({"book": book})["book"]


def changed(book: bytes, values: Mapping[tuple[str, str], object]) -> bytes:
    """The workbook with other values in some cells (sheet, address), saved without any stored result."""
    workbook = load_workbook(io.BytesIO(book))
    for (sheet, cell), value in values.items():
        workbook[sheet][cell].value = value
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def poisoned(book: bytes, value: int = POISON) -> bytes:
    """The workbook with a wrong stored result in every formula: what is right afterwards was recalculated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _STORED.sub(lambda match: _with_result(match, value), data)
            new.writestr(name, data)
    return buffer.getvalue()


def pdf(book: bytes) -> bytes:
    return _convert({"book": book}, "pdf", PDF)["book"]


def converted(files: Mapping[str, bytes], ending: str, to: str = "pdf") -> dict[str, bytes]:
    """Each file of this kind as PDF or another one: one start of the program for all of them."""
    return _convert(files, to, to, ending)


def pages(book: bytes, dots_per_inch: int = 80) -> list[bytes]:
    """The printed pages as PNG pictures, to be looked at."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "book.pdf"
        printed.write_bytes(pdf(book))
        command = [str(pdftoppm()), "-r", str(dots_per_inch), "-png", str(printed), str(Path(folder) / "page")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return [picture.read_bytes() for picture in sorted(Path(folder).glob("page*.png"))]


def _with_result(match: re.Match[bytes], value: int) -> bytes:
    attributes = re.sub(rb'\s*t="[a-z]+"', b"", match.group(2))
    return b"%s%s>%s<v>%d</v>" % (match.group(1), attributes, match.group(3), value)


def _convert(books: Mapping[str, bytes], suffix: str, kind: str, ending: str = "xlsx") -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in", Path(folder) / "out"
        source.mkdir()
        files = {name: source / f"{place}.{ending}" for place, name in enumerate(books)}
        for name, file in files.items():
            file.write_bytes(books[name])
        command = [
            str(soffice()), f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore",
            "--convert-to", kind, "--outdir", str(target), *map(str, files.values()),
        ]  # fmt: skip
        run = subprocess.run(command, capture_output=True, text=True, timeout=600 + 10 * len(files))
        results = {name: target / f"{file.stem}.{suffix}" for name, file in files.items()}
        missing = [name for name, result in results.items() if not result.exists()]
        if missing:
            raise RuntimeError(f"LibreOffice did not convert {missing}: {run.stdout}{run.stderr}")
        return {name: result.read_bytes() for name, result in results.items()}


@cache
def _profile() -> Path:
    """One profile for this process, apart from the user's own; two programs at once cannot share one."""
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir()
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    return folder
