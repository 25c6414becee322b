"""A page as PDF: its own markup and style on A4, tagged, with the language, a title and what pictures show."""

import ctypes
import re
from base64 import b64encode
from functools import lru_cache
from html import escape

from budget.case.problems import refuse
from budget.text import Words
from budget.text.colours import INK

MOST_COLUMNS = 8  # figures beside the row's name that a sheet holds; a wider table is printed as several
PANGO = ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0-0", "libpango-1.0.dylib", "pango-1.0")
SVG = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
LABEL = re.compile(r'aria-label="([^"]*)"')
CLASS = re.compile(r'class="([^"]*)"')
BOX = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')
NAMESPACE = "http://www.w3.org/2000/svg"


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


def pdf(body: str, css: str, title: str, language: str) -> bytes:
    """The body's markup as tagged PDF/UA; CaseError where the machine lacks the library that sets the text."""
    if not can_draw():
        raise refuse("no_pango", "pdf")
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    shown = _cut(_pictures(body, css, Words(language)))  # in this order: HTML knows no viewBox
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{css}</style>"
    html = f"<!doctype html><html lang='{language}'><head>{head}</head><body>{shown}</body></html>"
    only_itself = URLFetcher(allowed_protocols=("data",))  # pictures are data within the page; nothing is fetched
    found = HTML(string=html, url_fetcher=only_itself).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(found)


def _pictures(body: str, css: str, words: Words) -> str:
    """Drawings as pictures with an alternative text: the page's style does not reach into a drawing of a PDF."""
    style = f"<style>svg{{font-family:'Source Sans 3','Liberation Sans',Arial,sans-serif}}{_drawing_rules(css)}</style>"
    unnamed = words("downloads.pdf.drawing")  # beside figures that say the same

    def picture(found: re.Match[str]) -> str:
        start, _, rest = found[0].partition(">")
        label, class_, box = (pattern.search(start) for pattern in (LABEL, CLASS, BOX))
        if class_ and "narrow" in class_[1].split():  # the drawing of a telephone
            return ""
        size = f' width="{box[1]}" height="{box[2]}"' if box else ""
        data = b64encode(f'{start} xmlns="{NAMESPACE}"{size}>{style}{rest}'.encode()).decode()
        name = class_[1] if class_ else "drawing"
        return f'<img class="{name}" alt="{label[1] if label else unnamed}" src="data:image/svg+xml;base64,{data}">'

    return SVG.sub(picture, body)


@lru_cache(maxsize=2)
def _drawing_rules(css: str) -> str:
    """The rules that draw, with the colours of paper in place of their variables."""
    colours = dict(re.findall(r"(--[a-z-]+):\s*(#[0-9a-fA-F]+)", css))  # those of paper come last
    rules = re.findall(r"(\.nb svg[ .][^{}]+)\{([^{}]*)\}", css)
    drawn = "".join(f"{names.replace('.nb ', '')}{{{body}}}" for names, body in rules if "display" not in body)
    return re.sub(r"var\((--[a-z-]+)\)", lambda found: colours.get(found[1], INK), drawn)


def _cut(body: str) -> str:
    """Tables with more columns than a sheet holds as several, each with the names of its rows."""
    import lxml.html

    tree = lxml.html.fragment_fromstring(body, create_parent="div")
    for table in tree.xpath(".//table"):
        rows = table.xpath(".//tr")
        count = max((len(row) for row in rows), default=0)
        if count - 1 <= MOST_COLUMNS:
            continue
        for start in range(1, count, MOST_COLUMNS):
            part = lxml.html.fromstring(lxml.html.tostring(table, encoding="unicode"))
            for row in part.xpath(".//tr"):
                for place, cell in enumerate(list(row)):
                    if place and not start <= place < start + MOST_COLUMNS:
                        row.remove(cell)
            part.tail = None
            table.addprevious(part)
        table.drop_tree()
    return str(lxml.html.tostring(tree, encoding="unicode"))
