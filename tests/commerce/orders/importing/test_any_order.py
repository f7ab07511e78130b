"""Whatever the files, and whatever the order of their rows and of the files: the same orders are there at the end."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.commerce.catalog.made_feeds import rows
from tests.commerce.orders.importing.made_orders import Row, import_orders, line, order

_CODES = ("MUG", "mug", "TEE", "LAMP", "POST")


def made(random: Random) -> list[list[Row]]:
    """Orders of a few lines, some of them twice the same; what is said of an order stands on each of its rows."""
    orders = []
    for number in range(random.randint(3, 9)):
        kinds = {"POST": "shipping"}
        lines = [
            line(code, random.choice((-1, 1, 2, 3)), random.choice((99, 950, 1005)), kind=kinds.get(code))
            for code in random.choices(_CODES, k=random.randint(1, 6))
        ]
        lines += random.choices(lines, k=random.randint(0, 2))
        said = order(
            f"R{number}", *lines, customer_email=random.choice((None, "ann@shop.example", "bob@shop.example")),
            shipping_total=random.choice((None, 0, 495)), financial_status=random.choice((None, "paid")),
        )  # fmt: skip
        orders.append([(name, said[0][1], sold) for name, _, sold in said])
    return orders


def seen(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All but ids, times, and the places of lines, which are those of the file that came first."""
    return {
        "orders": rows(
            engine,
            "SELECT o.order_number, c.email, o.subtotal, o.shipping_total, o.total, o.paid_total, o.financial_status"
            " FROM orders o LEFT JOIN customers c ON c.id = o.customer_id ORDER BY 1",
        ),
        "lines": rows(
            engine,
            "SELECT o.order_number, s.code_key, l.kind, l.quantity, l.price, l.total FROM order_line_items l"
            " JOIN orders o ON o.id = l.order_id JOIN sold_codes s ON s.id = l.sold_code_id ORDER BY 1, 2, 3, 4, 5",
        ),
        "customers": rows(engine, "SELECT email, total_orders, total_spent FROM customers ORDER BY 1"),
    }


@pytest.mark.parametrize("seed", range(12))
def test_files_in_any_order_twice_give_what_one_file_gives(engine: Engine, database_url: str, seed: int) -> None:
    random = Random(seed)
    orders = made(random)
    expected = sorted(
        (number, sold["code"].lower(), sold["kind"] or "product", sold["quantity"], sold["price"],
         sold["quantity"] * sold["price"])
        for rows_of in orders for number, _, sold in rows_of if sold
    )  # fmt: skip
    files: list[list[Row]] = [[] for _ in range(random.randint(1, 3))]
    for rows_of in orders:
        random.choice(files).extend(rows_of)
    for file in files:
        random.shuffle(file)
    for file in random.sample(files, len(files)):
        import_orders(engine, file, chunk=random.randint(1, 7))
    once = seen(engine)

    assert once["lines"] == expected
    for file in files:
        random.shuffle(file)
        assert import_orders(engine, file, chunk=random.randint(1, 7)).operation is None
    assert seen(engine) == once
