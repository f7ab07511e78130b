"""The order that is meant by a number: found, or asked back, never guessed."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.orders.reading.find import find_order
from royal_cli.db.database import reading, transaction
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.orders.made import in_a_shop, line, order


def found(engine: Engine, text: str, channel: str | None = None) -> int:
    with reading(engine) as session:
        return find_order(session.connection(), text, channel)


@pytest.mark.parametrize("text", ["1001", "#1001", " 1001 ", "gid-77", "Shop/1001", "shop/#1001", "shop/gid-77"])
def test_an_order_is_known_by_its_number_its_external_id_or_its_channel(engine: Engine, text: str) -> None:
    with transaction(engine) as session:
        order(session.connection(), "#1000", line("MUG-RED", 1, 1250))
        wanted = order(session.connection(), "#1001", line("MUG-RED", 1, 1250), external_id="gid-77")

    assert found(engine, text) == wanted


def test_letters_are_found_in_either_case(engine: Engine) -> None:
    with transaction(engine) as session:
        wanted = order(session.connection(), "C536379", line("MUG-RED", 1, 1250))

    assert found(engine, "c536379") == wanted


def test_a_number_comes_before_an_external_id(engine: Engine) -> None:
    with transaction(engine) as session:
        order(session.connection(), "7", line("MUG-RED", 1, 1250), external_id="1001")
        wanted = order(session.connection(), "1001", line("MUG-RED", 1, 1250), external_id="8")

    assert found(engine, "1001") == wanted


def test_a_channel_with_both_spellings_means_the_one_that_was_typed(engine: Engine) -> None:
    with transaction(engine) as session:
        bare = order(session.connection(), "1001", line("MUG-RED", 1, 1250))
        marked = order(session.connection(), "#1001", line("MUG-RED", 1, 1250))

    assert found(engine, "1001") == bare
    assert found(engine, "#1001") == marked


def test_what_several_channels_have_is_asked_back(engine: Engine) -> None:
    in_a_shop(engine, "1001", channel_name="bol")
    in_a_shop(engine, "#1001", channel_name="shopify")

    with pytest.raises(Conflict, match=r"'1001' is an order on several channels: bol/1001, shopify/1001\.") as raised:
        found(engine, "1001")

    assert raised.value.hint == "Type one of them, such as bol/1001"
    assert found(engine, "shopify/1001") != found(engine, "bol/1001")
    assert found(engine, "1001", "Shopify") == found(engine, "shopify/1001")


def test_an_order_without_a_channel_is_found_and_has_a_name_of_its_own(engine: Engine) -> None:
    with transaction(engine) as session:
        wanted = order(session.connection(), "1001", line("MUG-RED", 1, 1250), channel_name=None)
    assert found(engine, "1001") == wanted

    in_a_shop(engine, "1001", channel_name="bol")

    with pytest.raises(Conflict, match="several channels: bol/1001, /1001"):
        found(engine, "1001")
    assert found(engine, "/1001") == wanted


def test_a_number_may_have_a_slash_in_it(engine: Engine) -> None:
    in_a_shop(engine, "2026/17")

    assert found(engine, "2026/17") == found(engine, "shop/2026/17")


@pytest.mark.parametrize("text", ["1002", "bol/1001", "", "100%", "1001 OR 1=1"])
def test_what_there_is_not_is_said(engine: Engine, text: str) -> None:
    in_a_shop(engine, "1001")

    with pytest.raises(NotFound, match="There is no order") as raised:
        found(engine, text)

    assert "royal order list --search" in str(raised.value.hint)


def test_an_unknown_channel_names_those_there_are(engine: Engine) -> None:
    in_a_shop(engine, "1001", channel_name="shopify")

    with pytest.raises(NotFound, match=r"There is no channel 'shopfy'\.") as raised:
        found(engine, "1001", "shopfy")
    assert raised.value.hint == "Did you mean shopify?"

    with pytest.raises(NotFound) as raised:
        found(engine, "1001", "zzz")
    assert raised.value.hint == "The channels are shopify."


def test_what_no_database_takes_is_wrong_usage(engine: Engine) -> None:
    with pytest.raises(UsageError):
        found(engine, "10\x0001")
