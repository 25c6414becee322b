"""The page Præsentation."""
