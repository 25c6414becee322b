"""What is pressed on a page is explained there: every series that answers is answered, on paper and screen alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from budget.case import cases, read_case
from budget.export.pdf import page_html
from budget.formulas import Result, calculate
from budget.shown import pages
from budget.shown.explanation import explain
from budget.shown.model import Folded, Group, Page, Picture, Text, walked
from budget.text import Words

PAGES = ("calculation", "caseload", "placements", "follow_up", "presentation")
FILES = [*cases(), "tests/cases/drivers.yaml"]


def asked_of(page: Page) -> Iterator[tuple[str, int]]:
    """Every row and year that a chart of the page, or a cell of its tables, asks for."""
    for part in page.parts():
        if isinstance(part, Picture) and part.chart.press == "why":
            for series in part.chart.series:
                if series.asks:
                    yield from ((series.asks, int(place.key)) for place in part.chart.places)
    for table in page.tables():
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns[1:], strict=True):
                if cell.ask and cell.ask.do == "why":
                    values = dict(cell.ask.values) or {"row": row.key, "year": str(column.year)}
                    yield values["row"], int(values["year"])


def test_how_a_typed_figure_is_worked_out_is_folded_under_the_sentence_that_it_was_typed() -> None:
    why = why_of(pages.calculation(calculate(read_case("herning-2013")), Words(), asked=("placements", 2015)))
    assert why is not None
    texts = [part.text for part in why.parts if isinstance(part, Text)]
    assert "Tallet er skrevet, som det står i kilden: 3.000.000 kr." in texts
    folded = next(part for part in why.parts if isinstance(part, Folded))
    assert folded.summary == "Sådan regnes linjen" and not folded.open
    assert not any(part.formula for part in why.parts if isinstance(part, Text))


def why_of(page: Page) -> Group | None:
    return next((piece for piece in page.pieces if piece.key == "why"), None)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("case", FILES)
def test_what_a_page_asks_it_answers(case: str, page: str) -> None:
    result, words = calculate(read_case(case)), Words()
    make: Callable[..., Page] = getattr(pages, page)
    wanted = set(asked_of(make(result, words)))
    assert wanted or page in ("caseload", "placements")
    for row, year in sorted(wanted)[:: max(1, len(wanted) // 12)]:
        shown = make(result, words, asked=(row, year))
        why = why_of(shown)
        assert why is not None, (row, year)
        said = next(part for part in walked(why.parts) if isinstance(part, Text))
        assert said.text in (explain(of, row, year, words).value for of in _either(result))
        assert said.text in page_html(shown, words).replace("\u00a0", " ")
        stands = any(row == one.key for table in shown.tables() for one in table.rows) or page == "follow_up"
        assert stands == any(cell.ask and cell.ask.open for cell in _cells(shown)), (row, year)
    assert why_of(make(result, words, asked=("no-such-row", result.years[0]))) is None
    assert why_of(make(result, words, asked=(next(iter(wanted))[0], 1900)) if wanted else make(result, words)) is None


def _either(result: Result) -> Iterator[Result]:
    """In the prices of the page, or of the year where the rates are there."""
    yield result
    try:
        yield calculate(result.case, "current")
    except ValueError:
        return


def _cells(page: Page) -> Iterator:  # type: ignore[type-arg]
    return (cell for table in page.tables() for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("case", FILES)
def test_the_budget_of_the_follow_up_is_explained_as_it_stands_there(case: str) -> None:
    result, words = calculate(read_case(case)), Words()
    for table in pages.follow_up(result, words, "kr").tables():
        for row in table.rows:
            if row.cells[0].ask:
                values = dict(row.cells[0].ask.values)
                why = why_of(pages.follow_up(result, words, asked=(values["row"], int(values["year"]))))
                assert why is not None
                said = next(part for part in walked(why.parts) if isinstance(part, Text))
                assert said.text == f"{row.cells[0].text} kr."


def test_a_presentation_tells_no_small_number_of_children() -> None:
    """A line's calculation would: it stands closed, until the exact counts are asked for."""
    result, words = calculate(read_case("tests/cases/drivers.yaml")), Words()
    line = result.case.savings[0].id

    def told(asked: str, exact: bool) -> str:
        why = why_of(pages.presentation(result, words, asked=(asked, result.years[-1]), exact_counts=exact))
        assert why is not None
        return " ".join(
            f"{part.strong} {part.text} {part.formula}" for part in walked(why.parts) if isinstance(part, Text)
        )

    assert " = " not in told(line, False) and " = " in told(line, True)
    for row in ("net", "accumulated", "savings"):
        assert "=" in told(row, False) and "helårspladser" not in told(row, False)
        assert words("why.discreet") in told(row, False) and "helårspladser" in told(row, True)
