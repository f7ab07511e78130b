"""Orders: read from files, allocated, shipped, refunded."""
