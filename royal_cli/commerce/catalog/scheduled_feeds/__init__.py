"""Feeds that are fetched again and again: where each comes from, how it is read, and how its runs went."""
