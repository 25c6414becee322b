"""The forms that change what a case is built of: a line, or the case's own description."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from budget.dashboard.cases.bar import copy
from budget.dashboard.cases.hand import Hand
from budget.dashboard.changes import structure
from budget.dashboard.changes.moving import Amounts, Move, Prices
from budget.dashboard.parts.say import literal, literally
from budget.dashboard.workshop import line_forms
from budget.dashboard.workshop.form_parts import take
from budget.text import Words
from budget.text.numbers import parse_whole

ASKED = "case-asked"  # a case's new description, until what it raises is answered
STATUSES = ("idea", "proposed", "adopted", "completed")


def show(hand: Hand, words: Words) -> None:
    """Opens the form that the user asked for, if any."""
    kind, _, id = hand.model.form.partition(":")
    forms: dict[str, tuple[str, Callable[[], None]]] = {
        "add": ("form.line_add", lambda: line_forms.add(hand, words)),
        "line": ("form.line_edit", lambda: line_forms.edit(hand, id, words)),
        "case": ("form.case_edit", lambda: _case(hand, words)),
        "pool": ("form.pool", lambda: _pool(hand, words)),
    }
    if kind in forms:
        title, form = forms[kind]
        st.dialog(words(title), on_dismiss=lambda: _close(hand))(form)()


def _close(hand: Hand) -> None:
    st.session_state.pop(ASKED, None)
    hand.model = replace(hand.model, form="")


def _case(hand: Hand, words: Words) -> None:
    case = hand.model.case
    with st.form("case", border=False):
        values: dict[str, Any] = {
            "title": st.text_input(words("form.title"), case.title).strip(),
            "municipality": st.text_input(words("form.municipality"), case.municipality).strip(),
            "status": st.selectbox(
                words("form.status"), STATUSES, STATUSES.index(case.status), lambda x: words(f"status.{x}")
            ),
            "first_year": _whole(st.text_input(words("form.first_year"), str(case.first_year))),
            "years": _whole(st.text_input(words("form.years"), str(case.years))),
            "price_year": _whole(st.text_input(words("form.price_year"), str(case.price_year))),
        }
        if st.form_submit_button(words("form.save")):
            st.session_state[ASKED] = case, values
    of, values = st.session_state.get(ASKED, (None, values))
    if of is case:
        _described(hand, values, words)


def _described(hand: Hand, values: dict[str, Any], words: Words) -> None:
    """Takes the description, when all that another municipality or other years raise has been answered."""
    case, edit = hand.model.case, structure.DescribeCase(values)
    filled = next(case.lines(), None) is not None
    how = _moving(hand, values, words) if filled and _are_years(values) else None
    if filled and values["municipality"] != case.municipality:
        _for_another(hand, values, how or edit, words)
    elif how is None or st.button(words("form.save_years"), type="primary"):
        take(hand, how or edit, "case", words)


def _are_years(values: dict[str, Any]) -> bool:
    return all(isinstance(values[name], int) for name in ("first_year", "years", "price_year"))


def _moving(hand: Hand, values: dict[str, Any], words: Words) -> Move | None:
    """What becomes of the amounts with another first year, and of their prices with another price year."""
    case = hand.model.case
    amounts: Amounts = ""
    prices: Prices = ""
    if values["first_year"] != case.first_year:
        facts = {"now": values["first_year"], "was": case.first_year}
        amounts = st.radio(
            literal(words("moved.amounts", **facts)),
            ("along", "keep"),
            format_func=literally(lambda way: words(f"moved.amounts.{way}", **facts)),
        )
    if values["price_year"] != case.price_year:
        facts = {"now": values["price_year"], "was": case.price_year}
        prices = st.radio(
            literal(words("moved.prices", **facts)),
            ("mark", "index", "as_typed"),
            format_func=literally(lambda way: words(f"moved.prices.{way}", **facts)),
        )
    return Move(values, amounts, prices, words.language) if amounts or prices else None


def _for_another(hand: Hand, values: dict[str, Any], edit: structure.Edit, words: Words) -> None:
    """Another municipality's case is most often a copy: that is offered, and nothing done before it is chosen."""
    st.warning(literal(words("form.other_municipality", now=values["municipality"], was=hand.model.case.municipality)))
    with st.container(horizontal=True):
        as_copy = st.button(words("bar.copy"), type="primary", key="as-copy")
        as_is = st.button(words("form.same_case"), key="same-case")
    if as_copy:
        copy(hand, values["title"], values["municipality"], words, edit if isinstance(edit, Move) else None)
    elif as_is:
        take(hand, edit, "case", words)


def _pool(hand: Hand, words: Words) -> None:
    """What the pool is called and when it is repaid; its figures stand among those that all lines share."""
    pool = hand.model.case.pool
    with st.form("pool", border=False):
        st.markdown(words("help.pool"))
        label = st.text_input(words("key.pool.label"), pool.label if pool else "").strip()
        years = {
            name: st.text_input(
                words(f"key.pool.{name}"),
                str(getattr(pool, name) or "") if pool else "",
                help=words(f"help.pool.{name}"),
            )
            for name in ("repay_from", "max_years")
        }
        submitted = st.form_submit_button(words("form.save"))
    if submitted:
        values = {"label": label, **{name: _whole(text.strip()) for name, text in years.items()}}
        take(hand, structure.DescribePool(values), "pool", words)


def _whole(text: str) -> int | str:
    """Digits are a number; anything else goes on as it is and is refused with its name."""
    number = parse_whole(text.strip())
    return text if number is None else number
