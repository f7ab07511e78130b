"""A list of stock or prices updates what the catalogue knows, blanks nothing, and creates nothing unless told to."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.importing.feed_import import FeedRequest, ImportSummary, import_feed
from royal_cli.commerce.catalog.importing.importer import Request
from royal_cli.commerce.feeds.options import FeedOptions
from royal_cli.commerce.feeds.profile import Profile, parse
from royal_cli.commerce.importing.counts import Rows
from tests.commerce.catalog.made_feeds import NO_LIMITS, import_rows, ledger_agrees, rows

TEE_S = {"key": "TEE", "sku": "TEE-S", "title": "Tee", "gtin": "96385074", "option1_name": "Grösse",
         "option1_value": "S", "price": 2000, "stock": {"Main": 4}}  # fmt: skip
TEE_M = {**TEE_S, "sku": "TEE-M", "gtin": "4012345678901", "option1_value": "M"}
CUP = {"sku": "CUP", "title": "Cup", "gtin": "4006381333931", "price": 900, "stock": {"Main": 5}}


@pytest.fixture
def catalogue(engine: Engine) -> Engine:
    import_rows(engine, TEE_S, TEE_M, CUP)
    return engine


def imported(
    engine: Engine, folder: Path, text: str, *, create: bool | None = None, profile: Profile | None = None
) -> ImportSummary:
    (folder / "list.csv").write_text(text)
    wanted = FeedRequest(name=str(folder / "list.csv"), options=FeedOptions(currency="EUR"), profile=profile)
    return import_feed(engine, wanted, Request(limits=NO_LIMITS, wait=0.0, create=create), recognised=lambda line: None)


def variants(engine: Engine) -> list[tuple[object, ...]]:
    return rows(
        engine,
        "SELECT v.sku, v.price, l.available FROM product_variants v"
        " LEFT JOIN inventory_levels l ON l.product_variant_id = v.id ORDER BY v.sku",
    )


def test_stock_and_prices_are_updated_and_what_is_empty_stays(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "Artikelnr;Preis;Bestand\nTEE-S;21,50;\nTEE-M;;0\nCUP;;\n")

    assert done.feed.startswith("stock and price list · ")
    assert done.rows == Rows(read=3, created=0, updated=2, unchanged=1, rejected=0)
    assert variants(catalogue) == [("CUP", 900, 5), ("TEE-M", 2000, 0), ("TEE-S", 2150, 4)]
    assert ledger_agrees(catalogue)


def test_t10_what_a_list_does_not_know_is_not_sold_out(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "SKU;Stock\nCUP;\nTEE-S;n/a\nTEE-M;unavailable\n")

    assert done.operation is None
    assert [stock for _, _, stock in variants(catalogue)] == [5, 4, 4]


def test_an_unknown_sku_is_rejected_and_says_how_to_create_it(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "Parent SKU,Article no,Stock\n,HAT,3\nTEE,TEE-L,1\n,CUP,7\n")

    assert done.rows == Rows(read=3, created=0, updated=1, unchanged=0, rejected=2)
    (reject,) = done.rejects
    assert (reject.code, reject.count, reject.first_line, reject.value) == ("not_in_catalogue", 2, 2, "HAT")
    assert "--create" in reject.hint
    assert (tmp_path / "list.rejects.csv").read_text().count("not_in_catalogue") == 2
    assert [sku for sku, _, _ in variants(catalogue)] == ["CUP", "TEE-M", "TEE-S"]


def test_told_to_create_it_makes_drafts_called_by_their_key(catalogue: Engine, tmp_path: Path) -> None:
    listed = "Article no,Stock\nHAT,3\nCUP,7\n"
    done = imported(catalogue, tmp_path, listed, create=True)

    assert done.rows == Rows(read=2, created=1, updated=1, unchanged=0, rejected=0)
    assert [(warning.code, warning.count, warning.lines) for warning in done.warnings] == [("named_by_key", 1, [2])]
    assert rows(catalogue, "SELECT title, status FROM products WHERE sku = 'HAT'") == [("HAT", "draft")]
    assert imported(catalogue, tmp_path, listed, create=True).operation is None
    imported(catalogue, tmp_path, "SKU,Name,Status\nHAT,Straw hat,active\n")
    assert rows(catalogue, "SELECT title, status FROM products WHERE sku = 'HAT'") == [("Straw hat", "active")]


def test_any_feed_can_be_kept_from_creating(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "sku,title,price\nHAT,Hat,12\nCUP,Mug,9.50\n", create=False)

    assert done.rows == Rows(read=2, created=0, updated=1, unchanged=0, rejected=1)
    assert rows(catalogue, "SELECT sku, title FROM products ORDER BY sku") == [("CUP", "Mug"), ("TEE", "Tee")]


@pytest.mark.parametrize(("create", "products"), [("true", 3), ("false", 2)])
def test_a_profile_may_say_it_and_a_flag_goes_before_it(
    catalogue: Engine, tmp_path: Path, create: str, products: int
) -> None:
    profile = parse(f'key = "No"\ncreate = {create}\n[columns]\nQty = "stock"\n', "list.toml")
    imported(catalogue, tmp_path, "No;Qty\nHAT;3\n", profile=profile)
    assert rows(catalogue, "SELECT count(*) FROM products") == [(products,)]
    imported(catalogue, tmp_path, "No;Qty\nBAG;3\n", profile=profile, create=create == "false")
    assert rows(catalogue, "SELECT count(*) FROM products") == [(products if create == "true" else products + 1,)]


def test_a_list_may_name_variants_by_their_gtin(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "EAN;Voorraad\n4006381333931;9\n4012345678901;2\n8712345678906;1\n")

    assert done.rows == Rows(read=3, created=0, updated=2, unchanged=0, rejected=1)
    assert variants(catalogue) == [("CUP", 900, 9), ("TEE-M", 2000, 2), ("TEE-S", 2000, 4)]


def test_a_table_without_skus_finds_by_gtin_what_the_catalogue_knows(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "EAN;Name;Price\n4006381333931;Tin cup;9,50\n8712345678906;Hat;12,00\n")

    assert done.rows == Rows(read=2, created=1, updated=1, unchanged=0, rejected=0)
    assert rows(catalogue, "SELECT sku, title FROM products ORDER BY sku") == [
        ("8712345678906", "Hat"), ("CUP", "Tin cup"), ("TEE", "Tee")
    ]  # fmt: skip
    assert imported(catalogue, tmp_path, (tmp_path / "list.csv").read_text()).operation is None


def test_a_list_may_group_skus_as_it_likes_and_call_their_options_otherwise(catalogue: Engine, tmp_path: Path) -> None:
    before = rows(
        catalogue, "SELECT sku, option1_name, option1_value, option2_value FROM product_variants ORDER BY sku"
    )
    done = imported(
        catalogue,
        tmp_path,
        "Design No.,SKU code,Stock,Color,Size\nD1,TEE-S,1,Red,Small\nD1,CUP,2,,\nCUP,TEE-M,3,Red,M\n",
    )

    assert done.rows == Rows(read=3, created=0, updated=3, unchanged=0, rejected=0)
    assert [stock for _, _, stock in variants(catalogue)] == [2, 3, 1]
    assert before == rows(
        catalogue, "SELECT sku, option1_name, option1_value, option2_value FROM product_variants ORDER BY sku"
    )


def test_two_rows_of_a_list_that_contradict_each_other_are_both_refused(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "SKU code,Stock\nCUP,7\nTEE-S,1\nCUP,8\nTEE-S,1\nTEE-M,2\n")

    assert [(reject.code, reject.count, reject.first_line) for reject in done.rejects] == [("duplicate_variant", 2, 2)]
    assert done.rows == Rows(read=5, created=0, updated=2, unchanged=1, rejected=2)
    assert variants(catalogue) == [("CUP", 900, 5), ("TEE-M", 2000, 2), ("TEE-S", 2000, 1)]


def test_a_list_does_not_rename_a_sku(catalogue: Engine, tmp_path: Path) -> None:
    done = imported(catalogue, tmp_path, "Parent SKU,SKU code,Grösse,Stock\nTEE,TEE-SMALL,S,9\n")

    assert [reject.code for reject in done.rejects] == ["not_in_catalogue"]
    assert [sku for sku, _, _ in variants(catalogue)] == ["CUP", "TEE-M", "TEE-S"]


def test_titles_that_stand_far_apart_under_one_sku_are_two_products(engine: Engine, tmp_path: Path) -> None:
    many = "".join(f"ITEM-{n},Item {n},1\n" for n in range(6_000))
    done = imported(engine, tmp_path, f"Item no,Name,Price\nTEE,Tee,20\n{many}TEE,Hat,20\nCUP,Cup,5\nTEE,Tee,20\n")

    (reject,) = done.rejects  # the hat, and the tee behind it: neither row can know that line 2 is right
    assert (reject.code, reject.count, reject.first_line) == ("duplicate_variant", 2, 6003)
    assert rows(engine, "SELECT title FROM products WHERE sku = 'TEE'") == [("Tee",)]


def test_every_kind_of_reject_is_told_however_many_there_are_of_another(engine: Engine, tmp_path: Path) -> None:
    many = "".join(f"ITEM-{n},Item {n},?\n" for n in range(50))
    done = imported(engine, tmp_path, f"Item no,Name,Price\n{many},Nobody,1\nTEE,,2\n")

    assert [(reject.code, reject.count, reject.first_line) for reject in done.rejects] == [
        ("not_a_number", 50, 2), ("missing_key", 1, 52), ("no_title", 1, 53)
    ]  # fmt: skip


def test_where_there_are_no_titles_a_new_product_is_called_by_its_description(
    catalogue: Engine, tmp_path: Path
) -> None:
    table = "Item code;Description;Price\nHAT;Straw hat;12,00\nBAG;<p>A bag.</p>;9,00\nCUP;Tin, dishwasher safe;9,50\n"
    done = imported(catalogue, tmp_path, table)

    assert done.rows == Rows(read=3, created=1, updated=1, unchanged=0, rejected=1)
    assert ("named_by_description", 1) in [(warning.code, warning.count) for warning in done.warnings]
    assert [(reject.code, reject.value) for reject in done.rejects] == [("no_title", "BAG")]
    assert rows(catalogue, "SELECT sku, title FROM products ORDER BY sku") == [
        ("CUP", "Cup"), ("HAT", "Straw hat"), ("TEE", "Tee")
    ]  # fmt: skip
    assert imported(catalogue, tmp_path, table).operation is None


def test_stock_of_several_warehouses_comes_together(catalogue: Engine, tmp_path: Path) -> None:
    listed = "Item code,Warehouse,Quantity\nCUP,Main,6\nCUP,East,7\n"
    done = imported(catalogue, tmp_path, listed)

    assert done.rows.rejected == 0
    assert rows(
        catalogue,
        "SELECT o.name, l.available FROM inventory_levels l JOIN locations o ON o.id = l.location_id"
        " JOIN product_variants v ON v.id = l.product_variant_id WHERE v.sku = 'CUP' ORDER BY o.name",
    ) == [("East", 7), ("Main", 6)]
    assert imported(catalogue, tmp_path, listed).operation is None


def test_sizes_that_share_a_sku_are_told_apart(engine: Engine, tmp_path: Path) -> None:
    imported(
        engine, tmp_path, "Artikelnummer;Bezeichnung;Größe;EK netto\nPOLO;Polo;M;9,90\nPOLO;Polo;L;9,90\nCAP;Cap;;2\n"
    )

    assert rows(engine, "SELECT sku, source_sku, option1_value FROM product_variants ORDER BY sku") == [
        ("CAP", None, None), ("POLO-L", "POLO", "L"), ("POLO-M", "POLO", "M")
    ]  # fmt: skip
