"""Proposes what the columns of an unknown table are, by their headers and by what stands in them."""
