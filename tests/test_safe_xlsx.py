"""A hostile workbook is refused, or read as harmless, quickly and in little memory."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from budget import apart
from budget.export import safe_xlsx
from budget.export.safe_xlsx import CODES, MB, FormulaText, UnsafeWorkbook, read_cells
from tests.lint.book import CALC, INPUT
from tests.lint.sample import build, rezip
from tests.office import changed

ROOT = Path(__file__).resolve().parents[1]
SHEETS = {"Ark": (2_000, 100)}

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book(rows: str = "", after: str = "", head: str = "", more: dict[str, bytes | str] | None = None) -> bytes:
    """A workbook whose one sheet is written by hand."""
    made = Workbook()
    made.active.title = "Ark"
    buffer = BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as plain:
        parts: dict[str, bytes | str] = {name: plain.read(name) for name in plain.namelist()}
    parts["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0"?>{head}<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>'
    )
    return archive(parts | (more or {}))


def archive(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return buffer.getvalue()


def cell(address: str, value: object) -> str:
    return f'<c r="{address}"><v>{value}</v></c>'


def row_of(row: int, columns: int) -> str:
    return "".join(cell(f"{get_column_letter(c)}{row}", row * c) for c in range(1, columns + 1))


def refusal(data: bytes, sheets: dict[str, tuple[int, int]] | None = None) -> str:
    with pytest.raises(UnsafeWorkbook) as refused:
        read_cells(data, sheets or SHEETS)
    assert set(refused.value.params) == set(CODES[refused.value.code])
    return refused.value.code


# ---------------------------------------------------------------- bombs

LAUGHS = "<!DOCTYPE lolz [" + '<!ENTITY lol0 "lol">' + "".join(
    f'<!ENTITY lol{k + 1} "{f"&lol{k};" * 10}">' for k in range(9)
) + "]>"  # fmt: skip
STRANGER = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

BOMBS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a billion laughs": (lambda: book('<row r="1"><c r="A1"><v>&lol9;</v></c></row>', head=LAUGHS), "document_type"),
    "an external entity": (lambda: book('<row r="1"><c r="A1"><v>&x;</v></c></row>', head=STRANGER), "document_type"),
    "a document type in UTF-16": (
        lambda: book(more={"xl/sharedStrings.xml": f"{LAUGHS}<sst/>".encode("utf-16")}),
        "document_type",
    ),
    "a million rows": (
        lambda: book("".join(f'<row r="{r}">{cell(f"A{r}", r)}</row>' for r in range(1, 1_048_577))),
        "too_large",
    ),
    "300,000 rows, small enough to be sent": (
        lambda: book("".join(f'<row r="{r}">{cell(f"A{r}", r)}</row>' for r in range(1, 300_001))),
        "too_many_rows",
    ),
    "a million empty rows": (lambda: book("".join(f'<row r="{r}"/>' for r in range(1, 1_000_001))), None),
    "two cells in opposite corners": (
        lambda: book(f'<row r="1">{cell("A1", 1)}</row><row r="1048576">{cell("XFD1048576", 2)}</row>'),
        None,
    ),
    "a string of 200 MB": (
        lambda: book(more={"xl/sharedStrings.xml": f"<sst {MAIN}><si><t>{'a' * 200 * MB}</t></si></sst>"}),
        "part_too_large",
    ),
    "199 huge merged ranges": (
        lambda: book(
            f'<row r="1">{cell("A1", 1)}</row>',
            "<mergeCells>" + "".join(f'<mergeCell ref="A{k}:XFD1048576"/>' for k in range(1, 200)) + "</mergeCells>",
        ),
        None,
    ),
    "a part of spaces": (lambda: book(more={"xl/theme.xml": b" " * 15 * MB}), "ratio"),
    "a full sheet": (
        lambda: book("".join(f'<row r="{r}">{row_of(r, 60)}</row>' for r in range(1, 2_001))),
        "too_many_cells",
    ),
    "a hundred thousand cells in one row": (
        lambda: book(f'<row r="1">{"".join(cell(f"A{k}", k) for k in range(100_000))}</row>'),
        None,
    ),
}

MEASURE = """
import json, resource, sys
from budget.export.safe_xlsx import UnsafeWorkbook, read_cells
try:
    read_cells(open(sys.argv[1], "rb").read(), {"Ark": (2000, 100)})
    code = None
except UnsafeWorkbook as refused:
    code = refused.code
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_or_harmless_within_seconds_and_200_mb(name: str, tmp_path: Path) -> None:
    make, code = BOMBS[name]
    (tmp_path / "bomb.xlsx").write_bytes(make())
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path / "bomb.xlsx")], cwd=ROOT, capture_output=True, text=True
    )
    refused, seconds, megabytes = json.loads(run.stdout)
    assert refused == (code and f"upload.{code}"), run.stderr
    # Seconds of the processor, not of the clock: a busy machine makes nothing of them. Measured: at most 1.2.
    assert seconds < 10 and megabytes < 200, f"{seconds:.1f} s, {megabytes:.0f} MB"


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAIT_SECONDS", 0.001)
    assert refusal(book()) == "upload.too_heavy"


def test_a_reader_that_is_stopped_from_outside_is_a_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    killed = tmp_path / "killed"
    killed.write_text(f"#!{sys.executable}\nimport os\nos.kill(os.getpid(), 9)\n", encoding="utf-8")
    killed.chmod(0o755)
    monkeypatch.setattr(apart.sys, "executable", str(killed))
    assert refusal(book()) == "upload.too_heavy"


# ---------------------------------------------------------------- archives


def with_size(data: bytes, name: bytes, size: int) -> bytes:
    """The size of a part, as its headers tell it, replaced by another."""
    changed = bytearray(data)
    for signature, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        for found in re.finditer(re.escape(signature), data):
            if data[found.start() + name_at :].startswith(name):
                struct.pack_into("<I", changed, found.start() + size_at, size)
    return bytes(changed)


def encrypted(data: bytes) -> bytes:
    start = data.index(b"PK\x01\x02")
    return data[: start + 8] + struct.pack("<H", 1) + data[start + 10 :]


def doubled(data: bytes) -> bytes:
    buffer = BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as more, pytest.warns(UserWarning, match="Duplicate name"):
        more.writestr("xl/workbook.xml", "<x/>")
    return buffer.getvalue()


ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "not_a_workbook"),
    "a text": (lambda: b"Besparelse;1.000\r\n", "not_a_workbook"),
    "the head of an archive and no more": (lambda: b"PK\x03\x04 not a workbook", "broken"),
    "half a workbook": (lambda: book()[:400], "broken"),
    "an archive of something else": (lambda: archive({"docProps/x.xml": "<x/>"}), "not_a_workbook"),
    "an old or encrypted workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted"),
    "an encrypted part": (lambda: encrypted(book()), "encrypted"),
    "too many parts": (lambda: book(more={f"xl/x{k}.xml": "<x/>" for k in range(200)}), "too_many_parts"),
    "parts that together inflate too far": (
        lambda: book(more={f"xl/x{k}.xml": bytes(range(1, 256)) * 70_000 for k in range(3)}),
        "ratio",
    ),
    "a path out of the archive": (lambda: book(more={"xl/../../x.xml": "<x/>"}), "part_name"),
    "an absolute path": (lambda: book(more={"/etc/x.xml": "<x/>"}), "part_name"),
    "a path of another system": (lambda: book(more={"xl\\x.xml": "<x/>"}), "part_name"),
    "a folder no workbook has": (lambda: book(more={"bin/x": "x"}), "part_name"),
    "macros": (lambda: book(more={"xl/vbaProject.bin": b"x"}), "active_content"),
    "links to other workbooks": (lambda: book(more={"xl/externalLinks/externalLink1.xml": "<x/>"}), "active_content"),
    "an embedded object": (lambda: book(more={"xl/embeddings/oleObject1.bin": b"x"}), "active_content"),
    "ActiveX": (lambda: book(more={"xl/activeX/activeX1.xml": "<x/>"}), "active_content"),
    "connections": (lambda: book(more={"xl/connections.xml": "<x/>"}), "active_content"),
    "a rare way to compress": (
        lambda: archive({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}, zipfile.ZIP_BZIP2),
        "broken",
    ),
    "a header that tells too small a size": (lambda: with_size(book(), b"xl/worksheets/sheet1.xml", 20), "broken"),
    "a part that stands twice": (lambda: doubled(book()), "broken"),
    "XML that is not well-formed": (lambda: book("<row>"), "broken"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_that_is_no_plain_workbook_is_refused(name: str) -> None:
    make, code = ARCHIVES[name]
    assert refusal(make()) == f"upload.{code}"


def test_many_parts_within_their_limits_are_refused_by_their_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xlsx, "MAX_TOTAL", 2_000)
    with pytest.raises(UnsafeWorkbook) as refused:
        safe_xlsx.inspect(book())
    assert refused.value.code == "upload.inflates_too_much"


# ---------------------------------------------------------------- cells


def test_numbers_texts_formulas_and_empty_cells_are_told_apart() -> None:
    made = Workbook()
    sheet = made.active
    sheet.title = "Ark"
    sheet.append([1, 2.5, "tekst", True, None, "=A1"])
    sheet["C1"].data_type = "s"
    sheet["A3"] = "=1+1"
    sheet["A3"].data_type = "s"
    buffer = BytesIO()
    made.save(buffer)
    rows = read_cells(buffer.getvalue(), {"Ark": (10, 7)})["Ark"]
    assert rows == [[1.0, 2.5, "tekst", True, None, "=A1", None], [None] * 7, ["=1+1", *[None] * 6]]
    assert isinstance(rows[0][5], FormulaText)
    assert not isinstance(rows[2][0], FormulaText), "a text that looks like a formula is a text"


def test_a_formula_shared_by_several_cells_is_read_in_each() -> None:
    shared = (
        f'<row r="1">{cell("A1", 1)}<c r="B1"><f t="shared" ref="B1:C1" si="0">A1</f><v>1</v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    assert read_cells(book(shared), {"Ark": (5, 3)})["Ark"] == [[1.0, "=A1", "=B1"]]


def test_a_number_without_end_is_refused() -> None:
    assert refusal(book(f'<row r="1">{cell("A1", "1e999")}</row>')) == "upload.not_finite"


def test_a_sheet_that_is_missing_is_named() -> None:
    with pytest.raises(UnsafeWorkbook) as refused:
        read_cells(book(), {"Kilder": (10, 1)})
    assert (refused.value.code, refused.value.params) == ("upload.no_sheet", {"sheet": "Kilder"})


def test_only_the_asked_rows_and_columns_are_read_and_a_row_too_many_is_refused() -> None:
    rows = "".join(f'<row r="{r}">{cell(f"A{r}", r)}{cell(f"B{r}", r)}</row>' for r in range(1, 6))
    assert read_cells(book(rows), {"Ark": (5, 1)})["Ark"] == [[1.0], [2.0], [3.0], [4.0], [5.0]]
    assert refusal(book(rows), {"Ark": (4, 1)}) == "upload.too_many_rows"


def test_our_own_workbook_is_read_as_written_and_as_another_program_saves_it() -> None:
    limits = {INPUT: (100, 8), CALC: (100, 8)}
    ours = read_cells(build(), limits)
    assert ours[INPUT][6] == ["indices.total", "Fremskrivning", "andel", "Eksempel, 2024-01", None, 0.02, 0.03, 0.02]
    saved = read_cells(changed(build(), {(INPUT, "E3"): 0.05}), limits)
    assert saved[INPUT][2][4] == 0.05
    assert saved[CALC][-1] == ours[CALC][-1]


def test_the_properties_a_document_system_adds_are_no_obstacle() -> None:
    added = {"docMetadata/LabelInfo.xml": b"<x/>", "customXml/item1.xml": b"<x/>", "xl/printerSettings/p1.bin": b"\0"}
    assert read_cells(rezip(build(), added), {INPUT: (100, 8)})[INPUT]


def test_reading_loads_neither_pandas_nor_numpy_nor_openpyxl_into_the_program() -> None:
    program = (
        "import sys\nfrom budget.export.safe_xlsx import read_cells, UnsafeWorkbook\n"
        "try:\n    read_cells(b'', {})\nexcept UnsafeWorkbook:\n    pass\n"
        "sys.exit(str([m for m in ('pandas', 'numpy', 'openpyxl') if m in sys.modules] or 0).replace('0', ''))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert run.stderr.strip() == ""


def test_a_refusal_comes_within_seconds_of_the_request() -> None:
    start = time.perf_counter()
    assert refusal(b"PK\x03\x04") == "upload.broken"
    assert time.perf_counter() - start < 5
