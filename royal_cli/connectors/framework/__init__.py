"""How royal speaks with any channel: one loop that asks, pages, waits, tries again, and says what went wrong."""
