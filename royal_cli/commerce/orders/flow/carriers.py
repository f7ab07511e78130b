"""Carriers whose public tracking pages are known, and the link to a parcel there.

A link is only ever made of a number that somebody gave. The addresses are those of the carriers' own pages; where a
page also asks for the customer's postal code and there is none, there is no link.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from royal_cli.db.fulfillment import CARRIER_LENGTH, NUMBER_LENGTH
from royal_cli.errors import UsageError


@dataclass(frozen=True, slots=True)
class Carrier:
    """`link` has the places {number}, and where the page asks for them {postal_code} and {country}."""

    name: str
    link: str
    #: Other names that people write, in lower case.
    also: tuple[str, ...] = ()


CARRIERS = (
    Carrier("Australia Post", "https://auspost.com.au/mypost/track/#/details/{number}", ("auspost",)),
    Carrier("bpost", "https://track.bpost.cloud/btr/web/#/search?itemCode={number}&lang=en", ("bpost.be",)),
    Carrier("Bring", "https://tracking.bring.com/tracking/{number}", ("posten", "posten norge")),
    Carrier(
        "Canada Post", "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
        ("postes canada",),
    ),
    Carrier(
        "Chronopost", "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT={number}", ("chrono",)
    ),
    Carrier(
        "Colissimo", "https://www.laposte.fr/outils/suivre-vos-envois?code={number}", ("la poste", "laposte")
    ),
    Carrier("Correos", "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={number}"),
    Carrier("Deutsche Post", "https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode={number}"),
    Carrier(
        "DHL", "https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}",
        ("dhl express", "dhl paket", "dhl parcel", "dhl ecommerce"),
    ),
    Carrier("DPD", "https://tracking.dpd.de/status/en_US/parcel/{number}"),
    Carrier("Evri", "https://www.evri.com/track/parcel/{number}/details"),
    Carrier("FedEx", "https://www.fedex.com/fedextrack/?trknbr={number}", ("fed ex", "federal express")),
    Carrier("GLS", "https://gls-group.com/GROUP/en/parcel-tracking?match={number}"),
    Carrier("InPost", "https://inpost.pl/sledzenie-przesylek?number={number}"),
    Carrier(
        "Österreichische Post", "https://www.post.at/sv/sendungssuche?snr={number}", ("post at", "austrian post")
    ),
    Carrier("Poste Italiane", "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{number}", ("poste",)),
    Carrier("PostNL", "https://jouw.postnl.nl/track-and-trace/{number}-{country}-{postal_code}", ("post nl",)),
    Carrier("PostNord", "https://tracking.postnord.com/en/tracking?id={number}", ("post nord",)),
    Carrier("Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/{number}"),
    Carrier(
        "Swiss Post", "https://www.post.ch/swisspost-tracking?formattedParcelCodes={number}",
        ("die post", "post ch", "la poste suisse"),
    ),
    Carrier("UPS", "https://www.ups.com/track?tracknum={number}", ("united parcel service",)),
    Carrier("USPS", "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}", ("us postal service",)),
)  # fmt: skip

_BY_NAME = {name: carrier for carrier in CARRIERS for name in (carrier.name.casefold(), *carrier.also)}


@dataclass(frozen=True, slots=True)
class Tracking:
    """What is said of a parcel's way; None is unknown."""

    carrier: str | None = None
    number: str | None = None
    link: str | None = None

    @property
    def is_said(self) -> bool:
        return any((self.carrier, self.number, self.link))


def tracking(
    carrier: str | None, number: str | None, link: str | None, address: Mapping[str, Any] | None = None
) -> Tracking:
    """As it is kept: the carrier under the name it has itself, and a link where one can be made. UsageError for what
    is no number or no address of a page."""
    carrier, number, link = (" ".join(text.split()) if text else None for text in (carrier, number, link))
    if carrier and len(carrier) > CARRIER_LENGTH:
        raise UsageError(f"The name of a carrier has up to {CARRIER_LENGTH} characters.")
    if number and (len(number) > NUMBER_LENGTH or not any(letter.isdigit() for letter in number)):
        raise UsageError(f"{number!r} is no tracking number.", hint="Type the one on the label, or leave it out.")
    if link and (urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname):
        raise UsageError(f"{link!r} is no address of a page.", hint="It begins with https://")
    known = _BY_NAME.get(carrier.casefold()) if carrier else None
    made = _link(known, number, address or {}) if known and number else None
    return Tracking(known.name if known else carrier, number, link or made)


def _link(carrier: Carrier, number: str, address: Mapping[str, Any]) -> str | None:
    postal_code, country = (str(address.get(key) or "").replace(" ", "") for key in ("postal_code", "country_code"))
    if "{postal_code}" in carrier.link and not (postal_code and country):
        return None
    parts = {"number": number.replace(" ", ""), "postal_code": postal_code, "country": country.upper()}
    return carrier.link.format(**{name: quote(part, safe="") for name, part in parts.items()})
