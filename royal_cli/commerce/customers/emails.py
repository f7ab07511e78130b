"""What an e-mail address says about a customer: whose it is, and whether it is the same as another."""

import re
from fnmatch import translate

from royal_cli.db.customers import EMAIL_LENGTH

#: Domains on which marketplaces hand out addresses of their own instead of the buyer's, as seen in their orders and in
#: their letters to sellers (2026-11). Such an address lives as long as one order, or one pair of buyer and seller, is
#: for letters about the order only, and says nothing about who else the buyer is.
#: Etsy tells sellers the buyer's own address; Zalando and Otto tell none. An address that people choose to hide behind
#: (privaterelay.appleid.com, duck.com, mozmail.com) is their own: they gave it to the shop, and read its letters.
RELAYS = (
    "marketplace.amazon.*",  # of every country
    "verkopen.bol.com",  # orders
    "klantbericht.bol.com",  # answers to a customer's question, since 2022-02
    "members.ebay.*",
    "relay.walmart.com",
    "allegromail.pl",
    "*.allegromail.pl",
    "kaufland-marktplatz.*",
    "kaufland-online.*",  # before 2023
    "notification.mirakl.net",  # MediaMarkt, Decathlon, Leroy Merlin and others that run on Mirakl
    "message.manomano.*",
    "clemarche.com",  # Cdiscount
    "scs.tiktok.com",
    "scs.tiktokw.*",
    "fw.rakuten.ne.jp",
    "*.fw.rakuten.ne.jp",
)
_RELAY = re.compile("|".join(map(translate, RELAYS)))
#: Mailboxes that nobody reads: the same one stands on orders of many.
_NOBODY = frozenset(["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply"])


def folded(address: str) -> str:
    """The form in which addresses are stored and compared."""
    return address.strip().lower()


def read_email(stated: str) -> str | None:
    """The address that an order states, folded; None for what is no address, or nobody's."""
    address = folded(stated)
    name, at, domain = address.rpartition("@")
    fits = name and at and domain and len(address) <= EMAIL_LENGTH and not any(letter.isspace() for letter in address)
    return address if fits and name not in _NOBODY else None


def is_relay(address: str) -> bool:
    """Whether a marketplace made the address up."""
    return _RELAY.match(folded(address).rpartition("@")[2]) is not None
