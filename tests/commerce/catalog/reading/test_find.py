"""The product that is meant by a SKU or a GTIN: found, or asked back, never guessed."""

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.reading.detail import show_product
from royal_cli.commerce.catalog.reading.suggest import category_slugs, skus
from royal_cli.db.database import reading, transaction
from royal_cli.errors import Conflict, NotFound, UsageError
from tests.commerce.catalog.reading.made_catalogue import mugs, product, variant


def found(engine: Engine, text: str) -> str:
    with reading(engine) as session:
        return show_product(session, text).sku


@pytest.mark.parametrize("text", ["SHIRT", "SHIRT-S", " SHIRT-S ", "4006381333931", "04006381333931"])
def test_a_product_is_known_by_its_sku_a_variant_or_a_gtin(engine: Engine, text: str) -> None:
    mugs(engine)

    assert found(engine, text) == "SHIRT"


def test_a_gtin_is_known_whatever_zeros_lead_it(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "PEN", variant("PEN", gtin="00012345678905"))
        product(session, "INK", variant("INK", gtin="96385074"))

    assert found(engine, "012345678905") == "PEN"
    assert found(engine, "12345678905") == "PEN"
    assert found(engine, "0000096385074") == "INK"


def test_the_sku_of_a_product_comes_before_that_of_a_variant(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "MUG", variant("MUG-S"))
        product(session, "SET", variant("MUG"))

    assert found(engine, "MUG") == "MUG"


def test_a_sku_of_the_feed_is_known_while_one_product_has_it(engine: Engine) -> None:
    with transaction(engine) as session:
        product(session, "SHIRT", *(variant(f"SHIRT-{size}", sku_derived=True, source_sku="LS-1") for size in "SML"))

    assert found(engine, "LS-1") == "SHIRT"


def test_what_names_several_products_is_asked_back(engine: Engine) -> None:
    with transaction(engine) as session:
        for number in range(7):
            product(session, f"PEN-{number}", variant(f"PEN-{number}-BLUE", gtin="4006381333931"))

    with pytest.raises(Conflict) as caught:
        found(engine, "4006381333931")

    assert caught.value.message == (
        "'4006381333931' names several products: PEN-0, PEN-1, PEN-2, PEN-3, PEN-4 and 2 more."
    )
    assert caught.value.hint == "Type one of them: royal product show PEN-0"
    assert caught.value.details == {"candidates": ["PEN-0", "PEN-1", "PEN-2", "PEN-3", "PEN-4"]}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mug-red", "MUG-RED"),
        ("MUG-REF", "MUG-RED"),
        ("NUG-RED", "MUG-RED"),
        ("MUGRED", "MUG-RED"),
        ("SHIRT-SS", "SHIRT-S"),
    ],
)
def test_a_mistyped_sku_is_answered_with_the_one_that_was_meant(engine: Engine, typed: str, meant: str) -> None:
    mugs(engine)

    with pytest.raises(NotFound, match="There is no product") as caught:
        found(engine, typed)

    assert caught.value.hint
    assert caught.value.hint.startswith(f"Did you mean {meant}")


@pytest.mark.parametrize("text", ["ZEBRA", "", "x", "%", "0", "000"])
def test_what_is_like_nothing_is_not_found(engine: Engine, text: str) -> None:
    mugs(engine)

    with pytest.raises(NotFound) as caught:
        found(engine, text)

    assert caught.value.hint == "royal product list --search TEXT looks in titles as well."


def test_what_no_database_takes_is_wrong_usage(engine: Engine) -> None:
    with pytest.raises(UsageError):
        found(engine, "caf\udce9")


def test_words_are_completed_from_the_catalogue(engine: Engine) -> None:
    mugs(engine)

    with reading(engine) as session:
        assert skus(session, "mug-b") == ["MUG-BLUE", "MUG-BLUE-L", "MUG-BLUE-S"]
        assert skus(session, "x") == []
        assert category_slugs(session, "kitchen") == ["kitchen", "kitchen-mugs"]
