"""Orders from a file become a difference, which is judged, shown, and written as one operation."""
