"""Files of orders, as shops and marketplaces export them: recognised, and read as canonical columns."""
