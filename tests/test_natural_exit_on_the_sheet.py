"""Natural exit on the sheet, recalculated by LibreOffice: as exact as in the engine, however small the share."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest

from budget.case import case_from_text
from budget.export.workbook import workbook
from tests import office
from tests.formulas.test_natural_exit import left_presence, text


@pytest.mark.office
def test_the_sheet_keeps_its_digits_however_small_the_share() -> None:
    shares = [0.0, 1e-12, 1e-6, 0.0004, 0.0005, 0.016, 0.0165, 0.02, 0.16, 0.95]
    case = case_from_text(text("evenly", "1", None, "0.5", years=40))
    plain = workbook(case)
    from openpyxl import load_workbook

    keys = [row[0].value for row in load_workbook(io.BytesIO(plain))["Forudsætninger"].iter_rows()]
    cell = ("Forudsætninger", f"E{keys.index('savings.p.natural_exit') + 1}")
    books = office.recalculated({str(share): office.changed(plain, {cell: share}) for share in shares})
    for share in shares:
        row = next(r for r in books[str(share)]["Beregning"].iter_rows(values_only=True) if r[0] == "p.presence")
        exact = [left_presence("evenly", Fraction(1), None, Fraction(share), k) for k in range(40)]
        assert list(row[5:]) == pytest.approx([float(value) for value in exact], abs=1e-9), share
