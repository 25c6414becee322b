"""The page Beregning: assumptions beside the result."""
