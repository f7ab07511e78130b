"""How much is where: levels, and the ledger that proves them."""
