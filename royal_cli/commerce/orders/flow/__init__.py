"""What operators do to an order."""
