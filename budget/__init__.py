"""Nettobesparelse: what an investment costs each year, what it saves, and the net of the two."""

__version__ = "0.2.0"
