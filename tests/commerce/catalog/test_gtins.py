"""A row without a title updates the variant whose GTIN it names, and never creates one."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.importing.counts import Rows
from tests.commerce.catalog.made_feeds import everything, import_rows, ledger_agrees, rows
from tests.commerce.catalog.test_safety_and_plans import apply, planned

CUP = {"sku": "CUP", "title": "Cup", "gtin": "4006381333931", "price": 900, "stock": {"Main": 5}}
MUG = {"sku": "MUG", "title": "Mug", "gtin": "036000291452", "price": 800, "stock": {"Main": 4}}
TEE_S = {"key": "TEE", "sku": "TEE-S", "title": "Tee", "gtin": "96385074", "option1_name": "Size",
         "option1_value": "S", "price": 2000}  # fmt: skip
TEE_M = {**TEE_S, "sku": "TEE-M", "gtin": "4012345678901", "option1_value": "M"}


def offer(gtin: str, price: int, **more: object) -> dict[str, object]:
    return {"key": gtin, "gtin": gtin, "price": price, **more}


def prices(engine: Engine) -> list[tuple[object, ...]]:
    return rows(engine, "SELECT sku, gtin, price FROM product_variants ORDER BY sku")


def test_price_and_stock_go_to_the_variant_with_that_gtin(engine: Engine) -> None:
    import_rows(engine, CUP, MUG)
    done = import_rows(engine, offer("4006381333931", 950, stock={"Main": 7}))

    assert done.counts.rows == Rows(read=1, created=0, updated=1, unchanged=0, rejected=0)
    assert prices(engine) == [("CUP", "4006381333931", 950), ("MUG", "036000291452", 800)]
    assert everything(engine)["stock"] == [("CUP", "Main", 7), ("MUG", "Main", 4)]
    assert (done.counts.skus_derived, ledger_agrees(engine)) == (0, True)


def test_the_same_again_changes_nothing(engine: Engine) -> None:
    import_rows(engine, CUP, MUG)
    import_rows(engine, offer("4006381333931", 950))

    assert import_rows(engine, offer("4006381333931", 950)).operation is None


@pytest.mark.parametrize("written", ["036000291452", "0036000291452", "00036000291452"])
def test_zeros_in_front_make_no_other_gtin_and_the_stored_one_is_kept(engine: Engine, written: str) -> None:
    import_rows(engine, MUG)
    import_rows(engine, offer(written, 850))

    assert prices(engine) == [("MUG", "036000291452", 850)]


def test_each_variant_of_a_product_is_found_by_its_own(engine: Engine) -> None:
    import_rows(engine, TEE_S, TEE_M)
    done = import_rows(engine, offer("96385074", 2100), offer("4012345678901", 2200))

    assert done.counts.rows.updated == 2
    assert [price for _, _, price in prices(engine)] == [2200, 2100]
    assert rows(engine, "SELECT sku, title FROM products") == [("TEE", "Tee")]


def test_an_unknown_gtin_creates_nothing(engine: Engine) -> None:
    import_rows(engine, CUP)
    done = import_rows(engine, offer("4012345678901", 950))

    assert done.rejects.counts == {"no_title": 1}
    assert len(prices(engine)) == 1


def test_a_gtin_of_several_variants_names_none_of_them(engine: Engine) -> None:
    import_rows(engine, CUP, {**MUG, "gtin": CUP["gtin"]})
    done = import_rows(engine, offer("4006381333931", 950))

    assert done.rejects.counts == {"gtin_shared": 1}
    assert [price for _, _, price in prices(engine)] == [900, 800]


def test_of_two_rows_for_one_variant_the_one_that_names_it_by_its_sku_counts(engine: Engine) -> None:
    import_rows(engine, CUP)
    done = import_rows(engine, offer("4006381333931", 500), {"sku": "CUP", "price": 950})

    assert done.rejects.counts == {"duplicate_variant": 1}
    assert prices(engine) == [("CUP", "4006381333931", 950)]


def test_two_spellings_of_one_gtin_are_two_rows_for_one_variant(engine: Engine) -> None:
    import_rows(engine, MUG)
    done = import_rows(engine, offer("036000291452", 850), offer("0036000291452", 860))

    assert done.rejects.counts == {"duplicate_variant": 1}
    assert prices(engine) == [("MUG", "036000291452", 850)]


def test_a_reference_that_nobody_knows_is_no_new_name(engine: Engine) -> None:
    import_rows(engine, CUP)
    done = import_rows(engine, {"sku": "BOL-77", "gtin": "4006381333931", "price": 950})

    assert prices(engine) == [("CUP", "4006381333931", 950)]
    assert done.warnings.counts["known_by_gtin"] == 1


def test_a_row_with_a_title_is_what_it_was_before(engine: Engine) -> None:
    """Articles that share a barcode are known; a new one with a title is a new one."""
    import_rows(engine, CUP)
    done = import_rows(engine, {"sku": "CUP-SECOND", "title": "Cup, used", "gtin": "4006381333931", "price": 500})

    assert done.counts.rows.created == 1
    assert [sku for sku, _, _ in prices(engine)] == ["CUP", "CUP-SECOND"]


def test_a_plan_of_it_does_the_same(engine: Engine, tmp_path: Path) -> None:
    import_rows(engine, CUP, MUG)
    done = apply(engine, planned(engine, tmp_path / "plan.json", offer("0036000291452", 850, stock={"Main": 9})))

    assert done.operation is not None
    assert prices(engine) == [("CUP", "4006381333931", 900), ("MUG", "036000291452", 850)]
    assert everything(engine)["stock"] == [("CUP", "Main", 5), ("MUG", "Main", 9)]
