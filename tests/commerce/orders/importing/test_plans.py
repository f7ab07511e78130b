"""A plan of orders does exactly what its dry run found, later, or refuses."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from royal_cli.commerce.importing.plan import Plan, load
from royal_cli.commerce.orders.importing.file_import import apply_plan
from royal_cli.commerce.orders.importing.importer import OrderImport, OrderRequest
from royal_cli.commerce.undo import undo
from royal_cli.errors import FeedError, StalePlan
from tests.commerce.catalog.made_feeds import rows
from tests.commerce.orders.importing.made_orders import MadeOrders, Row, dump, import_orders, line, order

MUGS = order(
    "1001", line("MUG", 2, 950, title="Mug"), None, line(None, 1, 495, title="Post", kind="shipping"),
    customer_email="ann@shop.example", tags='["vip"]',
    shipping_address='{"city": "Utrecht", "country_code": "NL"}', financial_status="paid", prices_include_vat=True,
)  # fmt: skip
TEES = order("1002", line("TEE", 3, None, total=1000), customer_email="bob@shop.example", discount_total=100)


def planned(engine: Engine, path: Path, *orders: list[Row], **request: object) -> Plan:
    asked = OrderRequest(**{"channel": "shop", "channel_type": "shopify", "wait": 0.0, **request})  # type: ignore[arg-type]
    with OrderImport(engine, asked) as run:
        run.stage(MadeOrders(*orders))
        run.look(0, planning=True)
        run.save_plan_to(path)
    return load(path)


def applied(engine: Engine, plan: Plan) -> OrderImport:
    return apply_plan(engine, plan, OrderRequest(wait=0.0))


def told(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All that is stored, but for ids of rows that were there and are gone."""
    columns = "order_number, subtotal, total, paid_total, tags, shipping_address, customer_email, financial_status"
    return {
        "orders": rows(engine, f"SELECT {columns}, prices_include_vat, created_at FROM orders ORDER BY order_number"),
        "lines": rows(engine, "SELECT sku, product_title, kind, quantity, total, position FROM order_line_items"),
        "customers": rows(engine, "SELECT email FROM customers ORDER BY email"),
        "channels": rows(engine, "SELECT name, type FROM channels"),
    }


def test_a_plan_writes_what_the_import_would_have_written(engine: Engine, tmp_path: Path) -> None:
    done = import_orders(engine, MUGS, TEES, channel_type="shopify")
    imported = told(engine)
    assert done.operation
    undo(engine, done.operation)

    plan = planned(engine, tmp_path / "plan.json", MUGS, TEES)
    assert rows(engine, "SELECT count(*) FROM orders") == [(0,)]
    again = applied(engine, plan)

    assert told(engine) == imported
    assert rows(engine, "SELECT kind, source FROM operations WHERE public_id = :id", id=again.operation) == [
        ("order.import", "made.csv")
    ]


def test_a_plan_has_what_changes_and_nothing_else(engine: Engine, tmp_path: Path) -> None:
    import_orders(engine, MUGS, TEES)
    dearer = order("1002", line("TEE", 3, None, total=1200), discount_total=100)
    path = tmp_path / "plan.json"
    plan = planned(engine, path, MUGS, dearer, order("1003", line("MUG")))

    changes = json.loads(path.read_text(encoding="utf-8"))["changes"]
    assert [(change["action"], change["key"]) for change in changes] == [("update", "1002"), ("create", "1003")]
    done = applied(engine, plan)
    assert (done.counts.orders.created, done.counts.orders.updated) == (1, 1)
    assert rows(engine, "SELECT total FROM orders WHERE order_number = '1002'") == [(1100,)]


def test_a_plan_is_stale_once_its_orders_have_changed(engine: Engine, tmp_path: Path) -> None:
    first = planned(engine, tmp_path / "first.json", MUGS)
    applied(engine, first)
    before = dump(engine)
    with pytest.raises(StalePlan):
        applied(engine, first)  # the order is there by now

    second = planned(engine, tmp_path / "second.json", order("1001", line("MUG", 2, 950), line("TEE", 1, 100)))
    import_orders(engine, order("1001", line("MUG", 3, 950), line(None, 1, 495, title="Post", kind="shipping")))
    changed = dump(engine)
    with pytest.raises(StalePlan):
        applied(engine, second)
    assert dump(engine) == changed != before


def test_what_the_dry_run_let_in_the_plan_lets_in(engine: Engine, tmp_path: Path) -> None:
    many = order("1001", line("MUG", 2_000_000, 1), total=5)
    refused = planned(engine, tmp_path / "refused.json", many)
    assert applied(engine, refused).operation is None

    plan = planned(engine, tmp_path / "plan.json", many, allow=frozenset({"quantity", "totals"}))
    applied(engine, plan)
    assert rows(engine, "SELECT total FROM orders") == [(5,)]


def test_a_plan_that_somebody_edited_is_refused(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    planned(engine, path, MUGS)
    path.write_text(path.read_text(encoding="utf-8").replace('"quantity":2', '"quantity":3'), encoding="utf-8")
    with pytest.raises(FeedError):
        load(path)
