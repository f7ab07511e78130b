"""What a line is worth when it goes back: to the cent, with its tax and its share of the order's discount."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from royal_cli.commerce.orders.flow.at_hand import AtHand, Line
from royal_cli.commerce.orders.flow.prorating import of_units, spread, values

cents = st.integers(0, 100_000)


def of_order(*lines: tuple[str, int, int | None], **amounts: Any) -> AtHand:
    """Lines of kind, total and tax; one unit each."""
    made = tuple(
        Line(
            id=number, position=number, kind=kind, sku=f"S{number}", title=None, variant_id=None, variant_sku=None,
            allow_backorder=False, quantity=1, fulfilled=0, cancelled=0, returned=0, refunded=0, refunded_amount=0,
            total=total, tax=tax,
        )
        for number, (kind, total, tax) in enumerate(lines, 1)
    )  # fmt: skip
    stated: dict[str, Any] = {
        "prices_include_vat": True, "shipping_total": 0, "discount_total": 0, "tax_total": 0, "total": None,
        "held_at": datetime.now().astimezone(), **amounts,
    }  # fmt: skip
    return AtHand(
        id=1, number="1001", channel=None, channel_id=None, customer_id=None, kind="sale", order_status="open",
        fulfillment_status=None, financial_status=None, hold_reason=None, currency="EUR", paid_total=None,
        refunded_total=0, shipping_address=None, lines=made, reserved=(), **stated,
    )  # fmt: skip


def test_the_order_s_discount_is_shared_by_what_the_goods_cost() -> None:
    found = values(of_order(("product", 1000, None), ("product", 2000, None), discount_total=100))

    assert found
    assert found.lines == {1: 967, 2: 1933}


def test_tax_beside_the_prices_is_part_of_a_line_where_the_line_says_it_and_in_proportion_where_not() -> None:
    order = of_order(
        ("product", 1000, 210), ("product", 2000, None), prices_include_vat=False, tax_total=735, shipping_total=500
    )
    found = values(order)

    assert found
    assert found.lines == {1: 1210, 2: 2420}
    assert found.shipping == 605


def test_tax_within_the_prices_is_not_added() -> None:
    found = values(of_order(("product", 1210, 210), tax_total=210))

    assert found
    assert found.lines == {1: 1210}


def test_shipping_that_is_a_line_is_that_line_and_a_discount_line_is_no_value() -> None:
    order = of_order(("product", 1000, None), ("shipping", 495, None), ("discount", -100, None), shipping_total=495)
    found = values(order)

    assert found
    assert (found.lines, found.shipping) == ({1: 900, 2: 495}, 0)


def test_what_a_line_cost_may_be_unknown() -> None:
    order = of_order(("product", 1000, None), ("product", 0, None))
    unknown = Line(**{**{name: getattr(order.lines[0], name) for name in Line.__slots__}, "total": None})

    assert values(AtHand(**{**{n: getattr(order, n) for n in AtHand.__slots__}, "lines": (unknown,)})) is None


@given(
    st.lists(st.tuples(st.sampled_from(["product", "fee", "shipping"]), cents, st.none() | cents), max_size=6),
    cents, cents, cents, st.booleans(),
)  # fmt: skip
def test_all_parts_together_are_the_total(
    lines: list[tuple[str, int, int | None]], shipping: int, discount: int, more_tax: int, includes_vat: bool
) -> None:
    """The total as the tables define it: goods, shipping and fees, less the discount, and tax that is not in them."""
    of_lines = sum(total for _, total, _ in lines)
    shipping_lines = sum(total for kind, total, _ in lines if kind == "shipping")
    tax = sum(tax or 0 for _, _, tax in lines) + more_tax
    order = of_order(
        *lines, prices_include_vat=includes_vat, shipping_total=shipping + shipping_lines, discount_total=discount,
        tax_total=tax,
    )  # fmt: skip
    found = values(order)

    assert found
    expected = of_lines + shipping - discount + (0 if includes_vat else tax)
    assert sum(found.lines.values()) + found.shipping == expected


@given(st.integers(-100_000, 100_000), st.lists(cents, min_size=1, max_size=8))
def test_shares_add_up_and_none_is_more_than_a_cent_off(amount: int, weights: list[int]) -> None:
    shares = spread(amount, weights)

    assert sum(shares) == (amount if any(weights) else 0)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - amount * weight) <= sum(weights)


@pytest.mark.parametrize(
    ("value", "quantity", "refunded", "expected"),
    [(1000, 3, (0, 0), [333, 333, 334]), (100, 3, (0, 0), [33, 33, 34]), (2, 3, (0, 0), [0, 0, 2])],
)
def test_the_last_unit_takes_what_is_over(
    value: int, quantity: int, refunded: tuple[int, int], expected: list[int]
) -> None:
    before, given_back = refunded
    found = []
    for _ in range(quantity):
        amount = of_units(value, quantity, before=before, refunded=given_back, units=1)
        found.append(amount)
        before, given_back = before + 1, given_back + amount

    assert found == expected


@given(cents, st.integers(1, 9), st.data())
def test_in_whatever_steps_a_line_goes_back_it_comes_to_its_value(
    value: int, quantity: int, data: st.DataObject
) -> None:
    before = given_back = 0
    while before < quantity:
        units = data.draw(st.integers(1, quantity - before))
        amount = of_units(value, quantity, before=before, refunded=given_back, units=units)
        assert 0 <= amount <= value
        before, given_back = before + units, given_back + amount

    assert given_back == value
