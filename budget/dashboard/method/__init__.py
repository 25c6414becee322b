"""The page Metode."""
