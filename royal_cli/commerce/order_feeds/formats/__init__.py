"""One module per kind of order file."""
