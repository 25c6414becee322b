"""The part of the page Overblik that chooses: caps by year and on posts, what must be in, and what goes with what."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from budget.analysis.choosing import Pair, Rules
from budget.analysis.portfolio import Portfolio
from budget.case import CaseError
from budget.dashboard.cases import page_head
from budget.dashboard.cases.hand import Hand
from budget.dashboard.parts import frame
from budget.dashboard.parts.say import literal, literally, problems
from budget.dashboard.portfolio.known import in_pieces
from budget.dashboard.workshop.typed import read_number
from budget.shown import pages
from budget.shown.choosing import Chosen, chosen
from budget.shown.model import Page
from budget.text import Words

T = TypeVar("T")
KEY = "portfolio-choice"
KEPT = "portfolio-chosen"  # in the session
MOST_YEARS = 6  # that a cap can be typed for
MOST_PAIRED = 30  # proposals of which pairs are offered
CORRELATIONS, FIRST = tuple(n / 10 for n in range(10)), 0.3


def choosing(found: Portfolio, hand: Hand, progress: Any, words: Words) -> None:
    """The fields, and what is chosen under them; nothing where there is no choice."""
    if len(found.together) < 2:
        return
    st.subheader(words("choose.heading"), anchor=False)
    st.write(words("choose.lead"))
    rules, correlation = _rules(found, words), _correlation(words)
    if rules is None:
        return  # a figure could not be read, which is said beneath it
    try:
        of = _chosen(found, rules, correlation, progress, words)
    except CaseError as error:
        problems(error.problems, words)
        return
    page = Page(KEY, words("choose.heading"), pieces=pages.choice(of, words))
    page_head.show(KEY, page, hand, words, only=[piece.key for piece in page.pieces])


def _chosen(found: Portfolio, rules: Rules, correlation: float, progress: Any, words: Words) -> Chosen:
    """Worked out again only for other cases, rules or correlation."""
    asked = [id(member.result) for member in found.together], rules, correlation
    kept: tuple[Any, Chosen] | None = st.session_state.get(KEPT)
    if kept is None or kept[0] != asked:
        kept = asked, chosen(found, rules, correlation, lambda taken: in_pieces(taken, progress, words))
        st.session_state[KEPT] = kept
    return kept[1]


def _rules(found: Portfolio, words: Words) -> Rules | None:
    """What is typed and chosen; None while a figure cannot be read."""
    titles = {member.case.id: str(member.case.title) for member in found.together}
    with st.container(horizontal=True, key="caps"):
        caps = {year: _typed(words("choose.cap", year=year), f"cap-{year}", "kr", words)
                for year in found.years[:MOST_YEARS]}  # fmt: skip
        posts = _typed(words("choose.cap_posts"), "cap-posts", "", words)
    must = _several("must", list(titles), titles.__getitem__, words)
    pairs = [(a, b) for a in titles for b in titles if a != b] if len(titles) <= MOST_PAIRED else []
    excludes = _several("excludes", [(a, b) for a, b in pairs if a < b], _pair(titles, "not_both", words), words)
    requires = _several("requires", pairs, _pair(titles, "needs", words), words)
    if any(fault for _, fault in (*caps.values(), posts)):
        return None
    given = {year: kr for year, (kr, _) in caps.items() if kr is not None}
    return Rules(given, posts[0], tuple(must), tuple(excludes), tuple(requires))


def _typed(label: str, key: str, unit: str, words: Words) -> tuple[float | None, bool]:
    """The number in a field, None where it is empty, and whether it cannot be read."""
    frame.restore(key, "")
    with st.container(width=170):
        text = frame.keep(key, st.text_input(literal(label), key=key))
        place = st.empty()
    value = read_number(text, place, words, unit) if text.strip() else None
    return value, bool(text.strip()) and value is None


def _several(name: str, options: Sequence[T], said: Callable[[T], str], words: Words) -> list[T]:
    """Some of the options; what was chosen of them stays chosen as long as they are there."""
    if not options:
        return []
    key = f"choose-{name}"
    frame.restore(key, [])
    st.session_state[key] = [one for one in st.session_state[key] if one in options]
    chosen = st.multiselect(words(f"choose.{name}"), options, format_func=literally(said), key=key,
                            placeholder=words("choose.any"))  # fmt: skip
    return frame.keep(key, chosen)


def _pair(titles: dict[str, str], kind: str, words: Words) -> Callable[[Pair], str]:
    return lambda pair: words(f"choose.{kind}", first=titles[pair[0]], second=titles[pair[1]])


def _correlation(words: Words) -> float:
    key = "choose-correlation"
    frame.restore(key, FIRST)
    chosen: Any = st.select_slider(
        words("choose.correlation"), CORRELATIONS, format_func=lambda r: words.number(r, 1),
        help=words("choose.correlation.help"), key=key, width=420,
    )  # fmt: skip
    return float(frame.keep(key, chosen))
