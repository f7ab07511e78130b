"""What imports of products and of orders share: staging, problems of single rows, and how they are told."""
