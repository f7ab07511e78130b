"""What is said about orders at a desk: notes, tags, and what must not be sent yet."""
