"""The questions of a new case in a guided order, the answers so far, and the case that they make."""
