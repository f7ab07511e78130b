"""The feed formats, one file each. A new one is declared in its file and listed here."""

from royal_cli.commerce.feeds.formats.declare import Format
from royal_cli.commerce.feeds.formats.google import GOOGLE
from royal_cli.commerce.feeds.formats.royal import ROYAL
from royal_cli.commerce.feeds.formats.shopify import SHOPIFY
from royal_cli.commerce.feeds.formats.table import TABLE
from royal_cli.commerce.feeds.formats.woocommerce import WOOCOMMERCE

FORMATS: tuple[Format, ...] = (ROYAL, SHOPIFY, WOOCOMMERCE, GOOGLE, TABLE)
