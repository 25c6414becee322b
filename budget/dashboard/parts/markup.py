"""Markup that cannot be broken by what a user wrote; the writer of what is shown makes it too."""

from budget.export.markup import Html, join, tag

__all__ = ["Html", "button", "join", "tag"]


def button(do: str, *said: str | None, **attributes: str | float | bool | None) -> Html:
    """A button that gives the page its command `do`; `data_…` are what the command is about."""
    return tag("button", *said, type="button", data_do=do, **attributes)
