"""The page Fremskrivning."""
