"""The page Metode: how every figure is computed, from the definitions that compute it."""

from budget.dashboard.cases import page_head
from budget.dashboard.parts.markup import tag
from budget.dashboard.parts.pieces import controls
from budget.shown import pages

KEY = "method"


def method_page() -> None:
    """The same for every case."""
    hand, words = page_head.begun(KEY, of_case=False)
    page_head.carry_out(KEY, hand, words)
    page_head.switches(words, amounts=False)
    page = pages.method(words)
    sections = [piece.key for piece in page.pieces[1:]]
    items = (tag("li", tag("a", words(f"method.section.{name}"), href=f"#method-{name}")) for name in sections)
    contents = tag("nav", tag("ul", *items), aria_label=words("method.contents"), class_="contents")
    page_head.show(KEY, page, hand, words, controls({"contents": contents}))
