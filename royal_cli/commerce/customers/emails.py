"""What an e-mail address says about a customer: whose it is, and whether it is the same as another."""

from fnmatch import fnmatchcase

from sqlalchemy import Connection

from royal_cli.commerce.catalog import sql

LENGTH = 255

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
#: Mailboxes that nobody reads: the same one stands on orders of many.
_NOBODY = ("noreply", "no-reply", "no_reply", "donotreply", "do-not-reply")


def folded(address: str) -> str:
    """The form in which addresses are stored and compared. Only ASCII has a case here: so it is in SQL, too."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in address.strip())


def is_relay(address: str) -> bool:
    """Whether a marketplace made the address up."""
    domain = folded(address).rpartition("@")[2]
    return any(fnmatchcase(domain, pattern) for pattern in RELAYS)


def sql_folded(connection: Connection, expression: str) -> str:
    """`folded` in SQL, and NULL for what is no address that a person can have."""
    collation = ' COLLATE "C"' if sql.is_postgres(connection) else ""
    address = f"lower(trim({expression}){collation})"
    nobody = " OR ".join(f"{address} LIKE '{name.replace('_', '/_')}@%' ESCAPE '/'" for name in _NOBODY)
    return (
        f"CASE WHEN {address} NOT LIKE '%_@_%' OR length({address}) > {LENGTH} OR {nobody} THEN NULL ELSE {address} END"
    )


def sql_is_relay(address: str) -> str:
    """`is_relay` in SQL, of a folded address."""
    return " OR ".join(f"{address} LIKE '%@{pattern.replace('*', '%')}'" for pattern in RELAYS)
