"""The page Anbringelser: stops, full-year places and the ladder."""
