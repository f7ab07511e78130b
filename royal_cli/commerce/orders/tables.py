"""The tables of orders, for whoever selects from them.

Of the tables that belong to other rooms only the columns that are read here: importing all their models takes longer
than reading an order.
"""

from sqlalchemy import column, table

from royal_cli.db.orders import Order, OrderLineItem, OrderNote, SoldCode

ORDERS = Order.metadata.tables["orders"]
LINES = OrderLineItem.metadata.tables["order_line_items"]
CODES = SoldCode.metadata.tables["sold_codes"]
NOTES = OrderNote.metadata.tables["order_notes"]

CHANNELS = table("channels", column("id"), column("name"))
CUSTOMERS = table("customers", column("id"), column("email"), column("first_name"), column("last_name"))
ALIASES = table("customer_aliases", column("customer_id"), column("channel_id"), column("external_id"))
PRODUCTS = table("products", column("id"), column("sku"))
VARIANTS = table("product_variants", column("id"), column("sku"))
LOCATIONS = table("locations", column("id"), column("name"))
MOVEMENTS = table("inventory_movements", column("id"), column("reference_type"), column("reference_id"))
