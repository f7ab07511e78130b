"""The feed formats, one file each. A new one is declared in its file and listed here."""

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.akeneo import AKENEO
from royal_cli.commerce.feeds.formats.amazon import AMAZON
from royal_cli.commerce.feeds.formats.awin import AWIN
from royal_cli.commerce.feeds.formats.bigcommerce import BIGCOMMERCE
from royal_cli.commerce.feeds.formats.bol import BOL
from royal_cli.commerce.feeds.formats.declare import Format
from royal_cli.commerce.feeds.formats.ebay import EBAY
from royal_cli.commerce.feeds.formats.etsy import ETSY
from royal_cli.commerce.feeds.formats.facebook import FACEBOOK
from royal_cli.commerce.feeds.formats.google import GOOGLE
from royal_cli.commerce.feeds.formats.heureka import HEUREKA
from royal_cli.commerce.feeds.formats.magento2 import MAGENTO2
from royal_cli.commerce.feeds.formats.prestashop import PRESTASHOP
from royal_cli.commerce.feeds.formats.royal import ROYAL
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.formats.shopify import SHOPIFY
from royal_cli.commerce.feeds.formats.table import TABLE
from royal_cli.commerce.feeds.formats.wix import WIX
from royal_cli.commerce.feeds.formats.woocommerce import WOOCOMMERCE
from royal_cli.commerce.feeds.formats.yml import YML

FORMATS: tuple[Format[Sheet, Batch], ...] = (
    ROYAL, SHOPIFY, WOOCOMMERCE, GOOGLE, WIX, MAGENTO2, ETSY,
    FACEBOOK, HEUREKA, YML, AMAZON, AWIN, BOL, AKENEO, PRESTASHOP, BIGCOMMERCE, EBAY, TABLE,
)  # fmt: skip
