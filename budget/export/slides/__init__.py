"""Slides with native, editable charts and tables: the views of the presentation in the same words."""

from budget.export.slides.deck import slides

__all__ = ["slides"]
