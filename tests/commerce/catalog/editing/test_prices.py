"""Prices of what is chosen, and of lists."""

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.catalog.editing.amounts import Change, change, rounding
from royal_cli.commerce.catalog.editing.prices import PriceSet, set_prices
from royal_cli.commerce.catalog.editing.run import Edited, Job
from royal_cli.commerce.catalog.editing.targets import BY_HAND, Targets
from royal_cli.commerce.undo import undo
from royal_cli.errors import Conflict, FeedError, Refused, UsageError
from tests.commerce.catalog.editing.doing import MUG, SIZES, do, found_by, named, prices
from tests.commerce.catalog.made_feeds import LIMITS, everything, import_rows, rows


def job(targets: Targets | None = None, lines: Iterable[str] = (), **said: Any) -> Job:
    names = ("price", "compare_at_price", "cost_price")
    changes: dict[str, Change] = {name: change(said.pop(name)) for name in names if name in said}
    return set_prices(PriceSet(targets=targets, lines=lines, changes=changes, default_currency="EUR", **said))


def listed(engine: Engine, *lines: str, **said: Any) -> Edited:
    return do(engine, job(lines=lines, **said))


def why(done: Edited) -> list[tuple[int | None, str, str]]:
    return [(unable.line, unable.sku, unable.code) for unable in done.rejects]


def test_prices_and_costs_are_changed_in_one_operation_and_undone(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG)
    before = everything(engine)
    done = do(engine, job(named("shirt"), price="-10%", cost_price="*1.5", keeps_old=True, rounding=rounding(".95")))

    assert rows(
        engine, "SELECT DISTINCT price, compare_at_price, cost_price FROM product_variants WHERE price > 0"
    ) == [
        (2295, 2500, 1350)  # 22.50 is nearer to 22.95; a cost is not rounded to an ending
    ]
    assert done.operation is not None
    undo(engine, done.operation)
    assert everything(engine) == before


def test_a_filter_leaves_what_has_no_price_and_says_so(engine: Engine) -> None:
    import_rows(engine, *SIZES, {**MUG, "vendor": "Weber"})
    done = do(engine, job(found_by(vendor="Weber"), price="+1%"))

    assert prices(engine) == {"SHIRT-S": (2525, "EUR"), "SHIRT-M": (2525, "EUR"), "MUG": (None, None)}
    assert (done.rejected, [(remark.code, remark.examples) for remark in done.warnings]) == (
        0,
        [("no_amount", ["MUG"])],
    )


def test_a_sku_without_a_price_stops_all_of_it(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG)

    with pytest.raises(Conflict, match="MUG: it has no price"):
        do(engine, job(named("shirt", "MUG"), price="+1%"))
    with pytest.raises(Conflict, match="below 0"):
        do(engine, job(named("shirt"), price="-100"))
    assert prices(engine)["SHIRT-S"] == (2500, "EUR")


def test_the_price_of_the_product_counts_where_the_variant_has_none(engine: Engine) -> None:
    import_rows(engine, MUG)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE products SET base_price = 1000, price_scale = 2, currency = 'GBP'")
    do(engine, job(named("MUG"), price="+5%"))

    assert prices(engine) == {"MUG": (1050, "GBP")}


def test_one_amount_is_not_meant_in_several_currencies(engine: Engine) -> None:
    import_rows(engine, *SIZES, {**MUG, "price": 1500, "currency": "JPY", "price_scale": 0})

    for wish in ("12.00", "+1.00"):
        with pytest.raises(Conflict, match="EUR, JPY"):
            do(engine, job(found_by(), price=wish))
    do(engine, job(found_by(), price="+10%"))
    assert prices(engine) == {"SHIRT-S": (2750, "EUR"), "SHIRT-M": (2750, "EUR"), "MUG": (1650, "JPY")}
    done = do(engine, job(found_by(), price="+1.00", currency="EUR"))
    assert why(done) == [(None, "MUG", "currency_differs")]


def test_another_currency_needs_every_amount_in_it(engine: Engine) -> None:
    import_rows(engine, *SIZES)

    with pytest.raises(Conflict, match="its cost would stay in EUR beside SEK"):
        do(engine, job(named("SHIRT-S"), price="250", currency="SEK"))
    do(engine, job(named("SHIRT-S"), price="250", cost_price="90", currency="SEK"))
    assert rows(engine, "SELECT price, cost_price, currency FROM product_variants WHERE sku = 'SHIRT-S'") == [
        (25000, 9000, "SEK")
    ]


def test_a_market_has_prices_of_its_own(engine: Engine) -> None:
    import_rows(engine, *SIZES)

    with pytest.raises(Conflict, match="no price in Norway yet: say --currency"):
        do(engine, job(named("SHIRT-S"), price="299", market="Norway"))
    with pytest.raises(Conflict, match="no price that could be changed"):
        do(engine, job(named("SHIRT-S"), price="+5%", market="Norway"))
    do(engine, job(named("SHIRT-S"), price="299", market="Norway", currency="NOK"))
    do(engine, job(named("SHIRT-S"), price="+10%", market="Norway", keeps_old=True))
    assert rows(engine, "SELECT market, currency, price, compare_at_price FROM market_prices") == [
        ("Norway", "NOK", 32890, 29900)
    ]
    assert prices(engine)["SHIRT-S"] == (2500, "EUR")


def test_below_the_cost_is_a_warning_also_where_only_one_of_them_is_set(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    done = do(engine, job(named("SHIRT-S"), price="8.00"))

    assert [(remark.code, remark.examples) for remark in done.warnings] == [("price_below_cost", ["SHIRT-S"])]
    dear = do(engine, job(named("SHIRT-M"), cost_price="26.00"), dry_run=True)
    assert [remark.code for remark in dear.warnings] == ["price_below_cost"]


def test_many_prices_are_held_to_the_limits(engine: Engine) -> None:
    cups = [{"sku": f"CUP-{n}", "title": f"Cup {n}", "price": 1000} for n in range(BY_HAND + 1)]
    import_rows(engine, *cups)

    with pytest.raises(Refused, match="prices would become 0"):
        do(engine, job(found_by(), price="0"), limits=LIMITS)
    with pytest.raises(Refused, match="more than 50%"):
        do(engine, job(lines=[f"CUP-{n},25" for n in range(BY_HAND + 1)]), limits=LIMITS)


def test_a_list_sets_each_price_and_rejects_what_it_cannot(engine: Engine) -> None:
    import_rows(engine, *SIZES, MUG)
    done = listed(
        engine,
        "\ufeffSKU;Price;Compare at\n", "SHIRT-S;27,50;35,00\n", "NIX;1\n", "\n", "SHIRT-M;cheap\n", "MUG;\n",
        "SHIRT-S;28\n", ";4\n", "MUG;1;2;3\n", "mug;1\n",
    )  # fmt: skip

    assert prices(engine) == {"SHIRT-S": (2750, "EUR"), "SHIRT-M": (2500, "EUR"), "MUG": (None, None)}
    assert rows(engine, "SELECT compare_at_price FROM product_variants WHERE sku = 'SHIRT-S'") == [(3500,)]
    assert done.rejected == 7
    assert why(done) == [
        (3, "NIX", "unknown_sku"), (5, "SHIRT-M", "not_a_number"), (6, "MUG", "no_price"), (7, "SHIRT-S", "repeated"),
        (8, "", "missing_key"), (9, "MUG", "too_many_cells"), (10, "mug", "unknown_sku"),
    ]  # fmt: skip


def test_a_list_may_say_currency_and_market_on_every_line(engine: Engine) -> None:
    import_rows(engine, *SIZES)
    done = listed(
        engine, "sku,price,currency,market", "SHIRT-S,26.00,,", "SHIRT-S,299,NOK,Norway", "shirt,1200,JPY,Japan",
        "SHIRT-M,1,EUX,", "SHIRT-M,250,SEK,",
    )  # fmt: skip

    assert prices(engine) == {"SHIRT-S": (2600, "EUR"), "SHIRT-M": (2500, "EUR")}
    assert rows(
        engine,
        "SELECT v.sku, m.market, m.currency, m.price, m.price_scale FROM market_prices m"
        " JOIN product_variants v ON v.id = m.product_variant_id ORDER BY m.market, v.sku",
    ) == [
        ("SHIRT-M", "Japan", "JPY", 1200, 0), ("SHIRT-S", "Japan", "JPY", 1200, 0),
        ("SHIRT-S", "Norway", "NOK", 29900, 2),
    ]  # fmt: skip
    assert why(done) == [(5, "SHIRT-M", "currency_unknown"), (6, "SHIRT-M", "currency_differs")]


def test_the_sku_of_a_variant_comes_before_that_of_a_product_in_a_list(engine: Engine) -> None:
    import_rows(engine, {**SIZES[0], "key": "SHIRT-S"}, {**SIZES[1], "key": "SHIRT-S"})
    listed(engine, "SHIRT-S\t26")

    assert prices(engine) == {"SHIRT-S": (2600, "EUR"), "SHIRT-M": (2500, "EUR")}


@pytest.mark.parametrize("lines", [[], ["\n"], ["sku,colour"], ["sku,price,price"], ["sku"]])
def test_a_list_that_is_none_is_wrong_usage(engine: Engine, lines: list[str]) -> None:
    import_rows(engine, MUG)

    with pytest.raises(UsageError):
        listed(engine, *lines)


@pytest.mark.parametrize("line", ["MUG,\0", 'MUG,"1'])
def test_a_list_that_cannot_be_read_names_its_line(engine: Engine, line: str) -> None:
    import_rows(engine, MUG)

    with pytest.raises(FeedError, match="Line 2"):
        listed(engine, "MUG,1", line)
