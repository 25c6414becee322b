"""Markup that cannot be broken by what a user wrote; the writer of what is shown makes it too."""

from budget.export.markup import Html, join, tag

__all__ = ["Html", "join", "tag"]
