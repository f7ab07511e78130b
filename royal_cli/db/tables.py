"""All tables of royal in one metadata."""

from sqlalchemy import MetaData

from royal_cli.db import (
    agents,
    analytics,
    channels,
    customers,
    feeds,
    fulfillment,
    journal,
    orders,
    products,
    stock,
    suppliers,
    sync,
    system,
)
from royal_cli.db.columns import Row

METADATA: MetaData = Row.metadata
MODULES = (
    agents,
    analytics,
    channels,
    customers,
    feeds,
    fulfillment,
    journal,
    orders,
    products,
    stock,
    suppliers,
    sync,
    system,
)
