"""Looks at customers: lists them, shows one, finds the one that is meant."""
