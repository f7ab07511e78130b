"""Every check finds what it is about, and nothing else: in products that differ from a flawless one in one thing."""

import random
from collections import defaultdict

import pytest
from sqlalchemy import Engine, select
from stdnum import ean

from royal_cli.commerce.catalog.checking import gtins
from royal_cli.commerce.catalog.checking.asked import Asked, asked
from royal_cli.commerce.catalog.checking.channels import CHANNELS
from royal_cli.commerce.catalog.checking.check import Rules
from royal_cli.commerce.catalog.checking.examine import Choice, in_numbers, one_by_one
from royal_cli.commerce.catalog.checking.general import RULES
from royal_cli.commerce.catalog.checking.report import Finding
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.db.database import reading, transaction
from royal_cli.db.products import ProductVariant
from tests.commerce.catalog.checking.flawed import FLAWS, add, add_flawed, gtin, sound
from tests.commerce.catalog.reading.made_catalogue import product, variant

EVERY = [RULES, *CHANNELS.values()]
#: Two products are needed for these; they have tests of their own.
OF_SEVERAL = {"gtin_shared", "sku_alike", "duplicate_title", "near_duplicate", "too_many_variants"}


def found(engine: Engine, asked_for: Asked | None = None, choice: Choice | None = None) -> list[Finding]:
    with reading(engine) as session:
        return list(one_by_one(session, choice or Choice(), asked_for or asked(["all"])))


def codes(engine: Engine, *channels: str, sku: str | None = None) -> set[tuple[str, str]]:
    """The SKU and the code of each finding."""
    return {(row.sku, row.code) for row in found(engine, asked(channels)) if sku in (None, row.product)}


def test_each_flaw_is_found_for_the_channels_that_mind_and_for_no_other(engine: Engine) -> None:
    with transaction(engine) as session:
        for number, (flaw, _) in enumerate(FLAWS, 1_000):
            add_flawed(session, number, flaw)

    of_product: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in found(engine):
        of_product[row.product][row.code].add(row.channel or "general")

    for number, (flaw, expected) in enumerate(FLAWS, 1_000):
        assert of_product[f"table-{number}"] == {code: {*channels.split()} for code, channels in expected.items()}, flaw


def test_every_check_of_every_channel_is_among_the_flaws() -> None:
    declared = {(rules.channel, check.code) for rules in EVERY for check in (*rules.product, *rules.variant)}
    flaws = {(channel, code) for _, wrong in FLAWS for code, channels in wrong.items() for channel in channels.split()}

    assert {(channel, code) for channel, code in declared - flaws if code not in OF_SEVERAL} == set()
    assert flaws <= declared


@pytest.mark.parametrize("rules", EVERY, ids=lambda rules: rules.channel)
def test_a_code_means_one_thing_in_a_channel(rules: Rules) -> None:
    every = [check.code for check in (*rules.product, *rules.variant)]

    assert len(every) == len(set(every))


def test_a_finding_says_what_the_catalogue_has(engine: Engine) -> None:
    with transaction(engine) as session:
        add(session, 1, [sound(1, cost_price=13000)])
        add(session, 2, [sound(2, gtin="8712345600001")], title="Oak bench  2")
        add(session, 3, [sound(3, stock={"Main": -3})])

    assert {(row.sku, row.code, row.value) for row in found(engine, asked())} == {
        ("TABLE-1", "below_cost", "129.00 EUR, cost 130.00 EUR"),
        ("TABLE-2", "gtin_check_digit", "8712345600001"),
        ("table-2", "title_spaces", "'Oak bench  2'"),
        ("TABLE-3", "negative_stock", "-3"),
    }


def test_sqlite_and_postgresql_find_the_check_digit_that_stdnum_finds(engine: Engine) -> None:
    chance = random.Random(7)
    numbers = [
        "".join(chance.choice("0123456789") for _ in range(chance.choice([7, 8, 9, 12, 13, 14]))) for _ in range(2_000)
    ]
    numbers += [number[:-1] + ean.calc_check_digit(number[:-1]) for number in numbers]
    with transaction(engine) as session:
        product(session, "MUG", *(variant(f"MUG-{n}", gtin=number) for n, number in enumerate(numbers)))

    with reading(engine) as session:
        table = ProductVariant.metadata.tables["product_variants"]
        told = session.connection().execute(select(table.c.gtin, gtins.VALID)).all()

    assert {number: bool(valid) for number, valid in told} == {
        number: len(number) in (8, 12, 13, 14) and ean.is_valid(number.zfill(14) if len(number) == 12 else number)
        for number in numbers
    }


def test_a_gtin_on_two_variants_is_found_with_zeros_before_it_or_without(engine: Engine) -> None:
    with transaction(engine) as session:
        add(session, 1, [sound(1, gtin="036000291452")])
        add(session, 2, [sound(2, gtin="0036000291452")])
        add(session, 3, [sound(3, gtin="036000291452")], status="archived", title="Sold off")
        add(session, 4)

    rows = [row for row in found(engine, asked()) if row.code == "gtin_shared"]
    assert [(row.sku, row.value) for row in rows] == [
        ("TABLE-1", "036000291452, as TABLE-2"),
        ("TABLE-2", "0036000291452, as TABLE-1"),
    ]


def test_the_one_that_shares_a_gtin_is_found_where_only_the_other_is_looked_at(engine: Engine) -> None:
    with transaction(engine) as session:
        add(session, 1, [sound(1, gtin=gtin(9))])
        add(session, 2, [sound(2, gtin=gtin(9))])

    rows = found(engine, asked(), Choice(skus=["TABLE-2"]))

    assert [(row.sku, row.code, row.value) for row in rows] == [("TABLE-2", "gtin_shared", f"{gtin(9)}, as TABLE-1")]


def test_skus_that_differ_by_capitals_spaces_or_zeros_are_alike(engine: Engine) -> None:
    with transaction(engine) as session:
        for sku in ("MUG-1", "mug-1", "MUG -1", "007", "7", "000", "MUG-11"):
            product(session, f"p {sku}", variant(sku), title=f"Thing {sku}")

    assert {sku for sku, code in codes(engine) if code == "sku_alike"} == {"MUG-1", "mug-1", "MUG -1", "007", "7"}


def test_shopify_takes_so_many_variants_and_no_more(engine: Engine) -> None:
    with transaction(engine) as session:
        for key, count in (("LESS", 2_048), ("MORE", 2_049)):
            made = product(session, key)
            rows = [{"product_id": made.id, "sku": f"{key}-{number}"} for number in range(count)]
            session.connection().execute(ProductVariant.metadata.tables["product_variants"].insert(), rows)

    assert {sku for sku, code in codes(engine, "shopify") if code == "too_many_variants"} == {"MORE"}


def test_only_what_is_asked_for_is_looked_at(engine: Engine) -> None:
    with transaction(engine) as session:
        add(session, 1, [sound(1, cost_price=None)], vendor="Potter")
        add(session, 2, [sound(2, cost_price=None)])
        add(session, 3, [sound(3, cost_price=None)], status="archived")

    cost = asked(codes=["missing_cost"])
    assert [row.sku for row in found(engine, cost)] == ["TABLE-1", "TABLE-2"]
    assert [row.sku for row in found(engine, cost, Choice(Filters(vendor="potter")))] == ["TABLE-1"]
    assert [row.sku for row in found(engine, cost, Choice(Filters(missing_cost=True, status=Status.any)))] == [
        "TABLE-1",
        "TABLE-2",
        "TABLE-3",
    ]
    assert [row.sku for row in found(engine, cost, Choice(Filters(status=Status.archived)))] == ["TABLE-3"]
    assert [row.sku for row in found(engine, cost, Choice(skus=["TABLE-3"]))] == ["TABLE-3"]


def test_the_summary_counts_what_the_list_has_and_shows_the_worst_first(engine: Engine) -> None:
    with transaction(engine) as session:
        for number in range(1, 6):
            add(session, number, [sound(number, cost_price=None, weight=None)])
        add(session, 7, [sound(7, gtin="8712345600001")])

    with reading(engine) as session:
        rows = in_numbers(session, Choice(), asked())

    assert [(row.severity.value, row.code, row.count, row.skus) for row in rows] == [
        ("error", "gtin_check_digit", 1, ["TABLE-7"]),
        ("warning", "missing_cost", 5, ["TABLE-1", "TABLE-2", "TABLE-3"]),
        ("advice", "missing_weight", 5, ["TABLE-1", "TABLE-2", "TABLE-3"]),
    ]
