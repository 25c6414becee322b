"""The data of a chart with the workbook that holds it inside the deck, in which every name is text."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from xlsxwriter import Workbook

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class ChartData(CategoryChartData):
    """Categories and series. python-pptx itself would make a formula of a series that is called "=1+1"."""

    @property
    def _workbook_writer(self) -> Any:
        untyped: Any = _Writer
        return untyped(self)


class _Writer(CategoryWorkbookWriter):
    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[Any]:
        book = Workbook(xlsx_file, {"in_memory": True, **AS_TEXT})
        yield book, book.add_worksheet()
        book.close()
