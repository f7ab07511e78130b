"""Workbooks (xlsx, xlsm) as tables: read once from the XML of their parts, and kept as rows of text."""
