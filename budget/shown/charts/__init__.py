"""Every chart, made once as plain data from a result and the words; screen, paper and files draw it."""

from budget.shown.charts.model import Band, Chart, Line, Mark, Measure, Place, Role, Series

__all__ = ["Band", "Chart", "Line", "Mark", "Measure", "Place", "Role", "Series"]
