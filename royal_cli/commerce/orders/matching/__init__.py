"""What channels call the things that they sell is brought together with the catalogue."""
