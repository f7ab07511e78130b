"""Prices made of several cells are exact, in one currency per row, and never made of a part alone."""

import pytest

from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats import composed


def batch(**columns: list[object]) -> Batch:
    size = len(next(iter(columns.values())))
    return Batch(
        numbers=[*range(1, size + 1)], lines=[*range(2, size + 2)], keys=["tee"] * size, aliases=None,
        sells=[True] * size, skus=[None] * size, variant=columns,
    )  # fmt: skip


def test_the_other_amounts_of_a_row_follow_to_a_finer_scale() -> None:
    tee = batch(price=[2000], cost_price=[750], price_scale=[2], currency=["EUR"])
    composed.put_amount(tee, 0, "sale_price", (16995, 3), "EUR")

    assert (tee.variant["price_scale"], tee.variant["sale_price"]) == ([3], [16995])
    assert (tee.variant["price"], tee.variant["cost_price"]) == ([20000], [7500])


def test_digits_that_say_nothing_are_left_out() -> None:
    tee = batch(price=[None], price_scale=[None], currency=[None])
    composed.put_amount(tee, 0, "price", (1650000, 5), "EUR")

    assert (tee.variant["price"], tee.variant["price_scale"], tee.variant["currency"]) == ([1650], [2], ["EUR"])


@pytest.mark.parametrize(
    ("percent", "amount", "left"), [("12.5", None, 1750), (None, "0.01", 1999), ("0.5", "1", 1890), ("100", None, 0)]
)
def test_a_discount_leaves_the_rest(percent: str | None, amount: str | None, left: int) -> None:
    tee = batch(price=[2000], price_scale=[2], currency=["EUR"])

    assert composed.take_off(tee, 0, percent, amount)
    assert (tee.variant["sale_price"], tee.variant["price_scale"]) == ([left], [2])


@pytest.mark.parametrize(("percent", "amount"), [("101", None), (None, "20.01"), (None, "-1")])
def test_a_discount_that_cannot_be_leaves_the_price_alone(percent: str | None, amount: str | None) -> None:
    tee = batch(price=[2000], price_scale=[2], currency=["EUR"])

    assert not composed.take_off(tee, 0, percent, amount)
    assert "sale_price" not in tee.variant
