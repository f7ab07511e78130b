"""The tables of customers, for whoever selects from them."""

from royal_cli.commerce.orders.tables import CHANNELS as CHANNELS
from royal_cli.commerce.orders.tables import ORDERS as ORDERS
from royal_cli.db.customers import (
    Customer,
    CustomerAddress,
    CustomerAlias,
    CustomerConsent,
    CustomerErasure,
    CustomerTotal,
)

CUSTOMERS = Customer.metadata.tables["customers"]
ALIASES = CustomerAlias.metadata.tables["customer_aliases"]
ADDRESSES = CustomerAddress.metadata.tables["customer_addresses"]
TOTALS = CustomerTotal.metadata.tables["customer_totals"]
CONSENTS = CustomerConsent.metadata.tables["customer_consents"]
ERASURES = CustomerErasure.metadata.tables["customer_erasures"]
