"""The formats of order files, one file each. A new one is declared in its file and listed here."""

from royal_cli.commerce.feeds.formats.declare import Format
from royal_cli.commerce.order_feeds.batch import OrderBatch
from royal_cli.commerce.order_feeds.formats.amazon import AMAZON
from royal_cli.commerce.order_feeds.formats.bol import BOL
from royal_cli.commerce.order_feeds.formats.royal import ROYAL
from royal_cli.commerce.order_feeds.formats.shopify import SHOPIFY
from royal_cli.commerce.order_feeds.formats.table import TABLE
from royal_cli.commerce.order_feeds.formats.woocommerce import WOOCOMMERCE
from royal_cli.commerce.order_feeds.sheet import OrderSheet

FORMATS: tuple[Format[OrderSheet, OrderBatch], ...] = (ROYAL, SHOPIFY, WOOCOMMERCE, AMAZON, BOL, TABLE)
