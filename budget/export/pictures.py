"""One chart of a case as a picture to paste into a document of one's own."""

from budget.case.problems import refuse
from budget.case.themes import look
from budget.export.drawing import png, svg
from budget.formulas import Result
from budget.shown.pages import charts
from budget.text import Words

ENDINGS = (".png", ".svg")


def picture(result: Result, chart: str, ending: str, words: Words, theme: str) -> bytes:
    """The chart of a page by its key, as PNG at twice its size or as SVG, in the colour of the theme; CaseError for
    another kind of file and for a chart that the case does not have.
    """
    if ending.lower() not in ENDINGS:
        raise refuse("picture_ending", "-o", read=ending, allowed=", ".join(ENDINGS))
    known = charts(result, words)
    if chart not in known:
        raise refuse("unknown_chart", "picture", read=chart, known=", ".join(known))
    accent = look(theme).accent
    if ending.lower() == ".svg":
        return svg(known[chart], words.language, accent=accent).encode()
    return png(known[chart], words.language, accent=accent)
