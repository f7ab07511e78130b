"""What the figures say: sales, products, customers, stock, orders and channels, over a period."""
