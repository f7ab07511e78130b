"""Titles that mean one article are found, and none of the many that only look like it."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.checking.asked import asked
from royal_cli.commerce.catalog.checking.examine import Choice, one_by_one
from royal_cli.commerce.catalog.checking.report import Finding
from royal_cli.commerce.catalog.checking.spool import Spool
from royal_cli.commerce.catalog.checking.titles import likeness, parsed
from royal_cli.db.database import reading, transaction
from tests.commerce.catalog.checking.flawed import gtin
from tests.commerce.catalog.reading.made_catalogue import product, variant

VENDOR = "Havenlicht"
SAME = [
    ("Harbour jacket", "Harbor jacket"),
    ("Harbour jacket", "Harbour  Jacket!"),
    ("Harbour jacket", "Jacket Harbour"),
    ("Harbour jacket", "The harbour jackets"),
    ("Harbour jacket", "Havenlicht harbour jacket"),
    ("T-shirt linen", "Tshirt linen"),
    ("Oak table 180 cm", "Oak table 180cm"),
    ("Oak table 1,5 m", "Oak table 1.5 m"),
    ("Boxspring Zürich 160x200", "Boxspring Zurich 160 x 200"),
    ("Waterproof backpack", "Watreproof backpack"),
    ("Kettle with lid for tea", "Kettle lid tea"),
]
OTHERS = [
    ("Oak table 180 cm", "Oak table 200 cm"),
    ("Oak table 180x90", "Oak table 90x180"),
    ("Bottle 1.5 l", "Bottle 15 l"),
    ("Linen shirt red", "Linen shirt blue"),
    ("Linen shirt S", "Linen shirt M"),
    ("Linen shirt", "Linen shirt XL"),
    ("Linen shirt", "Linen shirt women"),
    ("Jacket Marina", "Jacket Marika"),
    ("Jacket Daniel", "Jacket Daniela"),
    ("Phone case 12", "Phone case 12+"),
    ("Red cup", "Rod cup"),
    ("Desk lamp brass", "Desk lamp black"),
    ("Teapot", "Teacup"),
    ("电热水壶不锈钢", "电热水壶不锈铁"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_titles_that_mean_the_same(one: str, other: str) -> None:
    assert likeness(parsed(one, VENDOR), parsed(other, VENDOR), {})
    assert likeness(parsed(other, VENDOR), parsed(one, VENDOR), {})


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_titles_that_something_tells_apart(one: str, other: str) -> None:
    assert likeness(parsed(one, VENDOR), parsed(other, VENDOR), {}) is None


def test_another_letter_is_a_slip_only_where_one_word_is_common_and_the_other_nowhere_else() -> None:
    titles = parsed("Summer blankit", ""), parsed("Summer blanket", "")

    assert likeness(*titles, {"blanket": 3, "blankit": 1}) == ("blankit, blanket", 92)
    assert likeness(*titles, {"blanket": 3, "blankit": 2}) is None
    assert likeness(*titles, {"blanket": 2, "blankit": 1}) is None


def alike(engine: Engine, *skus: str) -> list[Finding]:
    with reading(engine) as session:
        codes = asked(codes=["duplicate_title", "near_duplicate"])
        return list(one_by_one(session, Choice(skus=skus), codes))


def catalogue(engine: Engine, *rows: Mapping[str, Any]) -> None:
    with transaction(engine) as session:
        for number, row in enumerate(rows, 1):
            fields = dict(row)
            of_variant = {name: fields.pop(name) for name in ("gtin", "option1_value") if name in fields}
            product(session, f"P-{number}", variant(f"P-{number}", **of_variant), **{"vendor": VENDOR, **fields})


def test_every_pair_is_found_and_nothing_else(engine: Engine) -> None:
    titles = [title for pair in SAME[5:] for title in pair] + [title for pair in OTHERS for title in pair]
    catalogue(engine, *({"title": title, "vendor": f"{VENDOR} {number // 2}"} for number, title in enumerate(titles)))

    found = {row.sku: row.code for row in alike(engine)}

    letter_for_letter = {"P-3", "P-4", "P-7", "P-8"}
    assert found == {
        sku: "duplicate_title" if sku in letter_for_letter else "near_duplicate"
        for sku in (f"P-{number}" for number in range(1, 13))
    }


def test_a_finding_says_what_it_is_like_and_why(engine: Engine) -> None:
    catalogue(engine, {"title": "Harbour jacket"}, {"title": "Harbor jacket"}, {"title": "HARBOR-JACKET"})

    assert [(row.sku, row.code, row.value) for row in alike(engine)] == [
        ("P-1", "near_duplicate", "Harbor jacket (P-2), 96 % alike: harbour, harbor"),
        ("P-2", "duplicate_title", "HARBOR-JACKET (P-3)"),
        ("P-3", "duplicate_title", "Harbor jacket (P-2)"),
    ]


def test_the_same_title_of_another_vendor_is_another_article(engine: Engine) -> None:
    catalogue(engine, {"title": "Linen shirt"}, {"title": "Linen shirt", "vendor": "Weber"})

    assert alike(engine) == []


def test_articles_with_gtins_or_options_of_their_own_are_no_duplicates(engine: Engine) -> None:
    catalogue(
        engine,
        {"title": "Linen shirt", "gtin": gtin(1)},
        {"title": "Linen shirt", "gtin": gtin(2)},
        {"title": "Wool jumper", "option1_value": "S"},
        {"title": "Wool jumper", "option1_value": "M"},
        {"title": "Harbour jacket", "gtin": gtin(3)},
        {"title": "Harbor jacket", "gtin": gtin(4)},
    )

    assert alike(engine) == []


def test_a_wrong_gtin_tells_nothing_apart(engine: Engine) -> None:
    catalogue(engine, {"title": "Linen shirt", "gtin": gtin(1)}, {"title": "Linen shirt", "gtin": "8712345600001"})

    assert {row.sku for row in alike(engine)} == {"P-1", "P-2"}


def test_an_archived_product_is_no_duplicate(engine: Engine) -> None:
    catalogue(engine, {"title": "Linen shirt"}, {"title": "Linen shirt", "status": "archived"})

    assert alike(engine) == []


def test_of_one_product_the_other_is_found_too(engine: Engine) -> None:
    catalogue(engine, {"title": "Linen shirt"}, {"title": "Linen shirt"}, {"title": "Wool"}, {"title": "Wool"})

    assert [(row.sku, row.value) for row in alike(engine, "P-2")] == [("P-2", "Linen shirt (P-1)")]


def test_many_products_with_one_title_are_all_found_in_time(sqlite_engine: Engine) -> None:
    catalogue(sqlite_engine, *({"title": "New product"} for _ in range(300)))

    assert len(alike(sqlite_engine)) == 300


def test_the_spool_gives_the_ids_that_share_a_key() -> None:
    with Spool() as spool, Spool(most=2) as small:
        for id in range(30_000):
            spool.add(("key", id % 10_000), id)
            small.add(("key", id % 14_999), id)
        spool.add("alone", -1)

        groups = {tuple(group) for part in spool.parts() for group in part}
        pairs = {tuple(group) for part in small.parts() for group in part}

    assert groups == {(id, id + 10_000, id + 20_000) for id in range(10_000)}
    assert pairs == {(id, id + 14_999) for id in range(2, 14_999)}
