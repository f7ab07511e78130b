"""Orders as people look at them."""
