"""Links to parcels: made of what was said, never of anything else (T49)."""

import pytest

from royal_cli.commerce.orders.flow.carriers import CARRIERS, Tracking, tracking
from royal_cli.errors import UsageError

NL = {"country_code": "NL", "postal_code": "3511 AB"}


@pytest.mark.parametrize(
    ("carrier", "number", "link"),
    [
        ("dhl", "JD014600003828396837", "https://www.dhl.com/global-en/home/tracking.html?tracking-id=JD014600003828396837"),
        ("PostNL", "3SDEVC201611210", "https://jouw.postnl.nl/track-and-trace/3SDEVC201611210-NL-3511AB"),
        ("La Poste", "6A 123", "https://www.laposte.fr/outils/suivre-vos-envois?code=6A123"),
        ("UPS", "1Z999AA10123456784", "https://www.ups.com/track?tracknum=1Z999AA10123456784"),
        ("usps", "9400&x=1", "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400%26x%3D1"),
    ],
)  # fmt: skip
def test_well_known_carriers_have_a_page(carrier: str, number: str, link: str) -> None:
    assert tracking(carrier, number, None, NL).link == link


def test_a_carrier_is_kept_under_its_own_name_and_an_unknown_one_as_it_was_typed() -> None:
    assert tracking(" post  nl", None, None).carrier == "PostNL"
    assert tracking("Piet's bike", "B-12", None) == Tracking("Piet's bike", "B-12", None)


def test_there_is_no_link_without_a_number_or_without_what_else_the_page_asks() -> None:
    assert tracking("DHL", None, None, NL) == Tracking("DHL", None, None)
    assert tracking("PostNL", "3SDEVC201611210", None, {"country_code": "NL"}).link is None


def test_a_link_that_is_said_counts() -> None:
    assert tracking("DHL", "JD01", "https://track.example/JD01", NL).link == "https://track.example/JD01"


@pytest.mark.parametrize(
    ("carrier", "number", "link"),
    [
        ("DHL", "tracking_number_here", None),  # T49: what a program made up
        ("DHL", "1" * 101, None),
        ("D" * 101, "1", None),
        ("DHL", "JD01", "javascript:alert(1)"),
        ("DHL", "JD01", "https://"),
    ],
)
def test_what_is_no_number_and_no_page_is_refused(carrier: str, number: str, link: str | None) -> None:
    with pytest.raises(UsageError):
        tracking(carrier, number, link)


def test_no_two_carriers_answer_to_one_name() -> None:
    names = [name for carrier in CARRIERS for name in (carrier.name.casefold(), *carrier.also)]

    assert len(names) == len(set(names))
    assert all(name == name.casefold() for name in names)
