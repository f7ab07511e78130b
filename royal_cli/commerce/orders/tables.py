"""The tables of orders, for whoever selects from them."""

from royal_cli.db.channels import Channel
from royal_cli.db.customers import Customer
from royal_cli.db.orders import Order, OrderLineItem, SoldCode

ORDERS = Order.metadata.tables["orders"]
LINES = OrderLineItem.metadata.tables["order_line_items"]
CODES = SoldCode.metadata.tables["sold_codes"]
CHANNELS = Channel.metadata.tables["channels"]
CUSTOMERS = Customer.metadata.tables["customers"]
