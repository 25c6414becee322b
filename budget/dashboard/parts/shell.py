"""What Streamlit itself says, in the language of the page: it has no languages of its own.

The English entry of the catalogue is Streamlit's own text, so that the browser can find it; {what} stands for a name,
{number} and {all} for digits.
"""

from functools import lru_cache

from budget.text import LANGUAGES, Words

SAID = (
    "upload",
    "file_upload",
    "remove",
    "add_files",
    "add_icon",
    "add",
    "enter_form",
    "enter",
    "ctrl_enter_form",
    "ctrl_enter",
    "options",
    "option",
    "no_results",
    "help",
    "open",
    "close",
    "clear",
    "sidebar",
    "pages",
    "expand",
    "collapse",
    "grid_sort_up",
    "grid_sort_down",
    "grid_autosize",
    "grid_pin",
    "grid_unpin",
    "grid_hide",
    "grid_menu",
    "grid_all",
    "grid_columns",
    "grid_columns_of",
    "grid_search",
    "grid_search_of",
    "grid_full",
    "grid_full_of",
    "grid_small",
    "grid_small_of",
    "grid_clear",
    "grid_clear_of",
    "grid_type",
    "grid_found_one",
    "grid_found",
    "grid_found_at",
    "grid_previous",
    "grid_next",
    "grid_close",
    "no_page",
    "no_page_long",
    "lost",
    "lost_here",
    "lost_there",
    "lost_time",
    "lost_status",
    "lost_answer",
)


@lru_cache(maxsize=len(LANGUAGES))
def shell_words(language: str) -> list[list[str]]:
    """For each text its wording in this language and those in the others, which it takes the place of."""
    words, others = Words(language), [Words(other) for other in LANGUAGES if other != language]
    return [[words(f"shell.{name}"), *(other(f"shell.{name}") for other in others)] for name in SAID]
