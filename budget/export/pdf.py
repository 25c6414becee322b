"""A page as PDF on A4, printed from its parts: tagged, with the language, a title and what pictures show."""

import ctypes
import pathlib
from functools import lru_cache
from html import escape

from budget.case.problems import refuse
from budget.export.page_html import Writer
from budget.formulas import Result
from budget.shown import pages
from budget.shown.model import Page
from budget.shown.pages import PAGES
from budget.text import Words

MOST_COLUMNS = 8  # figures beside the row's name that a sheet holds; a wider table is printed as several
PANGO = ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0-0", "libpango-1.0.dylib", "pango-1.0")
STYLE = pathlib.Path(__file__).with_name("page.css")


@lru_cache(maxsize=1)
def can_draw() -> bool:
    """Whether this machine has the library that sets the text; WeasyPrint does not bring it along."""
    for name in PANGO:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def page_pdf(result: Result, page: str, words: Words) -> bytes:
    """One page of a case, by its key in PAGES, as it is when nothing has been chosen on it; CaseError for an unknown
    page, and where the machine lacks the library that sets the text.
    """
    if page not in PAGES:
        raise refuse("unknown_page", "--page", read=page, known=", ".join(PAGES))
    return pdf(pages.page_of(page, result, words), f"{words(f'page.{page}')} · {result.case.title}", words)


def pdf(page: Page, title: str, words: Words) -> bytes:
    """What a page holds as tagged PDF/UA; CaseError where the machine lacks the library that sets the text."""
    if not can_draw():
        raise refuse("no_pango", "pdf")
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    body, language = page_html(page, words), words.language
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{STYLE.read_text(encoding='utf-8')}</style>"
    html = f"<!doctype html><html lang='{language}'><head>{head}</head><body class='{page.id}'>{body}</body></html>"
    only_itself = URLFetcher(allowed_protocols=("data",))  # pictures are data within the page; nothing is fetched
    return bytes(HTML(string=html, url_fetcher=only_itself).write_pdf(pdf_variant="pdf/ua-1"))


def page_html(page: Page, words: Words) -> str:
    """The markup that is printed."""
    writer = Writer(words, most_columns=MOST_COLUMNS)
    return writer.parts(page.pieces) if page.id == "presentation" else writer.page(page)
