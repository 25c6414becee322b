"""What a user works with: fields, levers, lines, estimates, shelves of the library, and the list of changes."""
