"""Times of the store as the user's own clock shows them."""

import datetime
import zoneinfo

import streamlit as st

from budget.text import Words


def clock(at: str, words: Words) -> str:
    """kl. 14.02 of today, else with its date: 24.11.2026 kl. 14.02."""
    when = datetime.datetime.fromisoformat(at).astimezone(_zone())
    today = datetime.datetime.now(_zone()).date()
    time = words("draft.time", hour=f"{when:%H}", minute=f"{when:%M}")
    return time if when.date() == today else f"{date(at, words)} {time}"


def date(at: str, words: Words) -> str:
    """The day by itself: 24.11.2026."""
    when = datetime.datetime.fromisoformat(at).astimezone(_zone())
    return words("draft.date", day=when.day, month=when.month, year=when.year)


def _zone() -> datetime.tzinfo | None:
    """The browser's zone; the server's where it tells none."""
    try:
        return zoneinfo.ZoneInfo(st.context.timezone or "")
    except (ValueError, zoneinfo.ZoneInfoNotFoundError, OSError):
        return None
