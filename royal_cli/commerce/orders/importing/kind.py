"""What the journal calls an import of orders."""

KIND = "order.import"
