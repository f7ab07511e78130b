"""Who buys: found in orders, merged, exported, erased."""
