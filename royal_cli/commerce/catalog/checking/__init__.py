"""Looks through the catalogue for what is missing, wrong, doubled, or refused by a channel; it changes nothing."""
