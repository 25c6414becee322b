"""The page Ny case: from nothing to a table in six steps."""
