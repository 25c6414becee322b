"""What is said when the program itself fails: a plain page with an id that stands in the log too, and the way back."""

import re
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from budget.dashboard.parts import frame, watch
from budget.dashboard.parts.markup import Html, tag
from budget.dashboard.parts.requests import of_visit
from budget.dashboard.parts.watch import LOG
from budget.text import LANGUAGES, Words

ADDRESS = "draft"  # the name of the draft in the address
NOTED = "fault-noted"  # in the session: the fault of the browser that was logged last


def page_of(error: Exception, prepare: Callable[[], None]) -> bool:
    """Logs an error that ended a run, and says so in its place; True: that it was said.

    `prepare` puts into the address what must not be lost; should it fail too, the address is as it was.
    """
    id = secrets.token_hex(4)
    watch.FAULTS.labels("page").inc()
    LOG.error("Fault %s in visit %s", id, of_visit(), exc_info=error)
    try:
        prepare()
    except Exception:
        LOG.exception("Fault %s: the address could not be completed", id)
    try:
        words = frame.words()
    except Exception:
        words = Words(LANGUAGES[0])
    st.html(said(id, words))
    return True


def said(id: str, words: Words) -> Html:
    """The page: that this is the program's own fault, its id, and links that open the draft again or begin anew."""
    address = st.query_params.to_dict()
    again = words("fault.draft" if ADDRESS in address else "fault.again")
    return tag(
        "section",
        tag("h2", words("fault.title")),
        tag("p", words("fault.about", id=id)),
        tag("p", tag("a", again, href=f"./?{urlencode(address)}", target="_self")),
        tag("p", tag("a", words("fault.front"), href="./", target="_self")),
        role="alert",
        class_="fault",
    )


def note_from_browser(fault: Any) -> None:
    """Logs a fault of the component in the browser, once; what a page would not have sent is left alone."""
    if not isinstance(fault, dict) or fault == st.session_state.get(NOTED):
        return
    st.session_state[NOTED] = fault
    watch.FAULTS.labels("browser").inc()
    id = re.sub(r"\W", "", str(fault.get("id")))[:20]
    where = watch.places_in_browser(str(fault.get("text")))
    LOG.error("Fault %s in visit %s, in the browser: %s", id, of_visit(), where)
