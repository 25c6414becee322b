"""What a user changes, as pure values: figures, lines, sources, and the model that keeps them in order."""
