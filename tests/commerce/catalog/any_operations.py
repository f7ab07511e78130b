"""A small shop, everything that can be done to it by its number, and what must hold whatever was done."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Engine, text

from royal_cli.commerce.by_hand import Asked
from royal_cli.commerce.catalog.categories.editing import (
    create_category,
    delete_category,
    merge_categories,
    move_categories,
    rename_category,
)
from royal_cli.commerce.catalog.collection_edit import (
    add_to_collection,
    create_collection,
    delete_collection,
    remove_from_collection,
    rename_collection,
)
from royal_cli.commerce.catalog.editing.amounts import change
from royal_cli.commerce.catalog.editing.create import New, create_product
from royal_cli.commerce.catalog.editing.edit import Edit, archive_products, edit_products
from royal_cli.commerce.catalog.editing.prices import PriceSet, set_prices
from royal_cli.commerce.catalog.editing.run import Job
from royal_cli.commerce.catalog.editing.stock import StockSet, quantity, set_stock
from royal_cli.commerce.catalog.editing.tags import add_tags, remove_tags
from royal_cli.commerce.catalog.editing.targets import Targets
from royal_cli.commerce.catalog.importing.importer import Import, Request
from royal_cli.commerce.catalog.merging.products import Prefer, merge_products
from royal_cli.commerce.catalog.merging.stock import Stock
from royal_cli.commerce.catalog.product_delete import delete_products
from royal_cli.commerce.catalog.reading.rows import Filters, Status
from royal_cli.commerce.catalog.restore import restore_field
from royal_cli.commerce.stock.adjusting import Adjustment, adjust
from royal_cli.commerce.stock.counting import count_stock
from royal_cli.commerce.stock.transferring import Transfer, transfer
from royal_cli.commerce.stock.wanted import Asking
from royal_cli.commerce.undo import undo
from royal_cli.errors import RoyalError
from tests.commerce.catalog.dumps import DRY, NOW, order
from tests.commerce.catalog.editing.doing import do
from tests.commerce.catalog.made_feeds import NO_LIMITS, MadeFeed, import_rows, rows
from tests.commerce.stock.shelves import proven

Step = tuple[Any, ...]

SHOP: list[dict[str, Any]] = [
    *({"key": "TEE", "sku": f"TEE-{size}", "title": "Tee", "vendor": "Weber", "option1_name": "Size",
       "option1_value": size, "price": 2500, "cost_price": 900, "category_path": "Clothes > Shirts",
       "stock": {"Main": units}, "tags": '["new"]', "images": [("https://shop.example/tee.jpg", "front")]}
      for size, units in (("S", 4), ("M", 0))),
    *({"key": "SHIRT", "sku": f"SHIRT-{size}", "title": "Shirt", "option1_name": "Size", "option1_value": size,
       "price": 2700, "category_path": "Clothes", "stock": {"Main": 2, "Gent": 1}, "markets": {"Norway": 29900}}
      for size in ("M", "L")),
    {"sku": "MUG", "title": "Mug", "price": 1000, "gtin": "8712345678906", "category_path": "Kitchen",
     "stock": {"Main": 3}, "markets": {"Norway": 9900}, "status": "draft"},
    {"sku": "MUG-2", "title": "Mug, blue", "price": 1100, "compare_at_price": 1500, "stock": {"Main": 5, "Gent": 2},
     "markets": {"Norway": 9500, "Chile": 7000}, "images": [("https://shop.example/mug.jpg", None)]},
    {"sku": "OLD", "title": "Old", "status": "archived"},
]  # fmt: skip

#: Things are picked by their place in the list of all, which hypothesis can make smaller.
_pick = st.integers(0, 30)
_picks = st.lists(_pick, min_size=1, max_size=3)
_name = st.sampled_from(["Clothes", "Kitchen", "Shirts", "Mugs"])
_path = st.lists(_name, min_size=1, max_size=3).map(" > ".join)
_sku = st.sampled_from(["TEE", "TEE-S", "TEE-L", "MUG", "MUG-2", "HAT", "HAT-1", "HAT-2", "OLD", "SHIRT-M"])
_place = st.sampled_from(["Main", "Gent", "Shelf"])
_word = st.sampled_from(["new", "sale", "blue"])
_market = st.sampled_from([None, "Norway", "Chile"])
_EDITS = [
    ("title", "Better"), ("description", "Long"), ("description", ""), ("vendor", "Weber"), ("vendor", ""),
    ("category", "Kitchen > Mugs"), ("category", "Clothes"), ("category", ""), ("tags", "blue, sale"), ("tags", ""),
    ("status", "active"), ("status", "draft"), ("status", "archived"), ("price", "12.50"), ("price", ""),
    ("compare_at_price", "20"), ("compare_at_price", ""), ("cost_price", "3.125"), ("cost_price", ""),
    ("variant_status", "draft"), ("gtin", "4012345678901"), ("gtin", ""), ("weight", "250 g"), ("weight", ""),
    ("dimensions", "3 x 2 x 1 cm"), ("images", "https://shop.example/new.jpg"), ("images", ""),
    ("allow_backorder", "true"), ("price_includes_vat", "false"), ("seo_title", "Seen"),
]  # fmt: skip
_feed_row = st.fixed_dictionaries(
    {"sku": _sku, "key": _sku},
    optional={
        "title": st.sampled_from(["Tee", "Hat"]),
        "price": st.sampled_from([0, 999, 2500]),
        "cost_price": st.sampled_from([0, 900]),
        "category_path": _path,
        "status": st.sampled_from(["active", "draft", "archived"]),
        "option1_value": st.sampled_from(["S", "M"]),
        "tags": st.sampled_from(['["new"]', "[]"]),
        "stock": st.dictionaries(_place, st.integers(-2, 9), max_size=2),
        "markets": st.dictionaries(st.sampled_from(["Norway", "Chile"]), st.sampled_from([0, 5000]), max_size=2),
        "images": st.sampled_from([[("https://shop.example/tee.jpg", None)], [("https://shop.example/b.jpg", "back")]]),
        "clears": st.sampled_from([{"product.vendor"}, {"variant.price"}, {"variant.cost_price"}]),
    },
)
_feed = st.lists(_feed_row, min_size=1, max_size=4)
_currency = st.sampled_from([None, "EUR", "NOK", "JPY"])
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("import"), _feed, st.sampled_from(["", "complete", "list"])),
    st.tuples(st.just("create"), _sku, st.none() | _sku, st.none() | st.integers(0, 5), _place),
    st.tuples(st.just("edit"), _picks, st.lists(st.sampled_from(_EDITS), min_size=1, max_size=3)),
    st.tuples(st.just("option"), _pick, st.sampled_from(["Size", "Colour"]), st.sampled_from(["S", "XL", ""])),
    st.tuples(st.just("edit all"), st.sampled_from(_EDITS)),
    st.tuples(st.just("archive"), _picks),
    st.tuples(
        st.just("price"), _picks, st.sampled_from(["price", "compare_at_price", "cost_price"]),
        st.sampled_from(["9.99", "12.345", "+10%", "-1.00", "*2"]), _market, _currency,
        st.booleans(),
    ),
    st.tuples(st.just("stock"), _picks, st.sampled_from(["7", "0", "+3", "-2"]), _place),
    st.tuples(st.just("adjust"), _pick, st.integers(-3, 3), _place, st.booleans()),
    st.tuples(st.just("transfer"), _pick, st.integers(1, 3), _place, _place),
    st.tuples(st.just("count"), _pick, st.integers(0, 5), _place),
    st.tuples(st.just("tag"), _picks, _word, st.booleans()),
    st.tuples(st.just("category create"), _path),
    st.tuples(st.just("category rename"), _pick, _name),
    st.tuples(st.just("category move"), _pick, st.none() | _pick),
    st.tuples(st.just("category merge"), _picks, _pick),
    st.tuples(st.just("category delete"), _pick, st.none() | _pick),
    st.tuples(st.just("collection create"), _word),
    st.tuples(st.just("collection rename"), _pick, _word),
    st.tuples(st.just("collection add"), _pick, _picks),
    st.tuples(st.just("collection remove"), _pick, _picks),
    st.tuples(st.just("collection delete"), _pick),
    st.tuples(st.just("delete"), _picks),
    st.tuples(
        st.just("merge"), _picks, _pick, st.sampled_from([None, *Prefer]), st.sampled_from([None, *Stock])
    ),
    st.tuples(st.just("restore"), _pick),
    st.tuples(st.just("undo"), _pick, st.booleans()),
    st.tuples(st.just("undo last"), st.booleans()),
)  # fmt: skip


def stock_the_shop(engine: Engine) -> None:
    import_rows(engine, *SHOP)
    create_collection(engine, "summer", None, NOW)
    add_to_collection(engine, "summer", ["TEE", "MUG-2"], NOW)
    order(engine, "SHIRT-L")
    with engine.begin() as connection:
        connection.execute(text("UPDATE inventory_levels SET committed = 1, damaged = 2 WHERE id = 3"))
        connection.execute(
            text(
                "INSERT INTO inventory_movements (product_variant_id, location_id, movement_type, quantity_change,"
                " committed_change, damaged_change, created_at) SELECT product_variant_id, location_id, 'adjustment',"
                " 0, 1, 2, updated_at FROM inventory_levels WHERE id = 3"
            )
        )


def emptied(engine: Engine) -> None:
    """On PostgreSQL, where a database of its own for every example takes too long."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "TRUNCATE changes, operations, order_line_items, orders, inventory_movements, inventory_levels,"
                " market_prices, product_variants, products, category_aliases, categories, collections, locations"
                " RESTART IDENTITY CASCADE"
            )
        )


def perform(engine: Engine, step: Step, *, dry: bool = False) -> str | None:
    """Do it if it can be done; returns the operation that it became, if it became one."""
    before = _newest(engine)
    try:
        _perform(engine, step, DRY if dry else NOW)
    except RoyalError:
        assert _newest(engine) == before
    after = _newest(engine)
    return None if after == before else after


def _newest(engine: Engine) -> str:
    ((public_id,),) = rows(engine, "SELECT public_id FROM operations ORDER BY id DESC LIMIT 1")
    return str(public_id)


def _perform(engine: Engine, step: Step, asked: Asked) -> None:
    skus = [s for (s,) in rows(engine, "SELECT sku FROM products UNION SELECT sku FROM product_variants ORDER BY 1")]
    paths = [path for (path,) in rows(engine, "SELECT path FROM categories ORDER BY path")]
    collections = [name for (name,) in rows(engine, "SELECT name FROM collections ORDER BY name, id")]

    def job(wanted: Job) -> None:
        do(engine, wanted, dry_run=asked.dry_run)

    def sku(pick: int) -> str:
        return str(skus[pick % len(skus)]) if skus else "NONE"

    def named(picks: list[int]) -> Targets:
        return Targets(skus=tuple(map(sku, picks)))

    def path(pick: int) -> str:
        return str(paths[pick % len(paths)]) if paths else "None"

    def collection(pick: int) -> str:
        return str(collections[pick % len(collections)]) if collections else "none"

    match step:
        case ("import", feed, how):
            _import(engine, feed, how, asked)
        case ("create", name, of, units, place):
            values = {"title": "Made", "price": "5", "category": "Made > Here"} if of is None else {"price": "6"}
            job(
                create_product(
                    New(
                        sku=name, values=values, of=of, options={"Size": name} if of else {}, stock=units,
                        location=place, default_location="Main", create_location=True, default_currency="EUR",
                    )
                )
            )  # fmt: skip
        case ("edit", picks, values):
            job(edit_products(Edit(targets=named(picks), values=dict(values), currency="EUR")))
        case ("option", pick, name, value):
            job(edit_products(Edit(targets=named([pick]), values={}, options={name: value}, currency="EUR")))
        case ("edit all", value):
            everything = Targets(filters=Filters(status=Status.any))
            job(edit_products(Edit(targets=everything, values=dict([value]), currency="EUR")))
        case ("archive", picks):
            job(archive_products(named(picks)))
        case ("price", picks, name, wish, market, currency, keeps_old):
            job(
                set_prices(
                    PriceSet(
                        targets=named(picks), changes={name: change(wish)},
                        market=None if name == "cost_price" else market, currency=currency,
                        keeps_old=keeps_old and name == "price", default_currency="EUR",
                    )
                )
            )  # fmt: skip
        case ("stock", picks, units, place):
            job(
                set_stock(
                    StockSet(
                        targets=named(picks), quantity=quantity(units), location=place, default_location="Main",
                        create_location=True,
                    )
                )
            )  # fmt: skip
        case ("adjust", pick, units, place, is_damage):
            asking = Asking(skus=[sku(pick)], units=units, location=place)
            adjust(engine, Adjustment(asking=asking, is_damage=is_damage), asked)
        case ("transfer", pick, units, place, to):
            transfer(engine, Transfer(asking=Asking(skus=[sku(pick)], units=units, location=place), to=to), asked)
        case ("count", pick, units, place):
            count_stock(engine, Asking(skus=[sku(pick)], units=units, location=place), asked)
        case ("tag", picks, word, adds):
            job((add_tags if adds else remove_tags)([word], named(picks)))
        case ("category create", new):
            create_category(engine, new, asked)
        case ("category rename", pick, name):
            rename_category(engine, path(pick), name, asked)
        case ("category move", pick, to):
            move_categories(engine, [path(pick)], None if to is None else path(to), asked)
        case ("category merge", picks, to):
            merge_categories(engine, list(map(path, picks)), path(to), asked)
        case ("category delete", pick, to):
            target = None if to is None else path(to)
            delete_category(engine, path(pick), recursive=True, products_to=target, asked=asked)
        case ("collection create", name):
            create_collection(engine, name, None, asked)
        case ("collection rename", pick, name):
            rename_collection(engine, collection(pick), name, asked)
        case ("collection add", pick, picks):
            add_to_collection(engine, collection(pick), map(sku, picks), asked)
        case ("collection remove", pick, picks):
            remove_from_collection(engine, collection(pick), map(sku, picks), asked)
        case ("collection delete", pick):
            delete_collection(engine, collection(pick), asked)
        case ("delete", picks):
            delete_products(engine, map(sku, picks), asked, limits=NO_LIMITS)
        case ("merge", picks, into, prefer, stock):
            merge_products(engine, list(map(sku, picks)), sku(into), asked, prefer=prefer, stock=stock)
        case ("restore", pick):
            changes = rows(engine, "SELECT id FROM changes WHERE action = 'update' ORDER BY id DESC")
            if changes:
                ((change_id,), request) = changes[pick % len(changes)], Request(limits=NO_LIMITS, wait=0.0)
                restore_field(engine, str(change_id), request, dry_run=asked.dry_run)
        case ("undo", pick, force):
            done = rows(engine, "SELECT public_id FROM operations ORDER BY id DESC")
            undo(engine, str(done[pick % len(done)][0]), force=force, dry_run=asked.dry_run)
        case ("undo last", force):
            undo(engine, "last", force=force, dry_run=asked.dry_run)
        case _:
            raise AssertionError(step)


def _import(engine: Engine, feed: list[dict[str, Any]], how: str, asked: Asked) -> None:
    request = Request(
        limits=NO_LIMITS, wait=0.0, complete=how == "complete", lists=how == "list", create=True if how else None
    )
    with Import(engine, request, exclusive=not asked.dry_run) as run:
        run.stage(MadeFeed(*({"currency": "EUR", "price_scale": 2, **row} for row in feed)))
        if asked.dry_run:
            run.find_difference()
            return
        with run.writing():
            run.find_difference()
            run.write({})


#: What must find nothing, by what would be wrong.
_WRONG: dict[str, str] = {
    "an amount of a variant means nothing": (
        "SELECT sku FROM product_variants WHERE (price_scale IS NULL OR currency IS NULL)"
        " AND (price IS NOT NULL OR compare_at_price IS NOT NULL OR cost_price IS NOT NULL)"
    ),
    "an amount of a market means nothing": (
        "SELECT id FROM market_prices WHERE (price_scale IS NULL OR currency IS NULL)"
        " AND (price IS NOT NULL OR compare_at_price IS NOT NULL)"
    ),
    "a variant has no product": "SELECT id FROM product_variants WHERE product_id NOT IN (SELECT id FROM products)",
    "a product has no variant": "SELECT id FROM products WHERE id NOT IN (SELECT product_id FROM product_variants)",
    "a SKU is there twice": "SELECT sku FROM product_variants GROUP BY sku HAVING count(*) > 1",
    "a product is in no category that is there": (
        "SELECT p.id FROM products p LEFT JOIN categories c ON c.id = p.category_id"
        " LEFT JOIN categories s ON s.id = p.subcategory_id"
        " WHERE (p.category_id IS NOT NULL AND c.id IS NULL) OR (p.subcategory_id IS NOT NULL AND s.id IS NULL)"
    ),
    "a path means a category and another one": "SELECT a.path FROM category_aliases a JOIN categories c"
    " ON c.path = a.path",
    "it was archived and is not": (
        "SELECT id FROM products WHERE archived_at IS NOT NULL AND COALESCE(status, '') <> 'archived'"
    ),
    "an order has lost its product": (
        "SELECT id FROM order_line_items WHERE product_id IS NULL OR product_variant_id IS NULL"
    ),
    "an operation did not end": "SELECT id FROM operations WHERE finished_at IS NULL OR counts IS NULL",
    "an operation that changed nothing": (
        "SELECT id FROM operations o WHERE kind <> 'undo'"
        " AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.operation_id = o.id)"
    ),
    "a change of no operation": "SELECT id FROM changes WHERE operation_id NOT IN (SELECT id FROM operations)",
}  # fmt: skip


def check_everything(engine: Engine) -> None:
    for wrong, query in _WRONG.items():
        assert rows(engine, query) == [], wrong
    assert proven(engine), "a level is not the sum of its movements"
    _check_tree(engine)
    _check_collections(engine)
    _check_images(engine)


def _check_tree(engine: Engine) -> None:
    found = rows(engine, "SELECT id, parent_id, name, path, level FROM categories")
    by_id = {row[0]: row for row in found}
    for id, _, _, path, level in found:
        way: list[str] = []
        at: int | None = id
        while at is not None:
            way.insert(0, by_id[at][2])
            at = by_id[at][1]
            assert len(way) <= len(found), "a circle"
        assert (path, level) == (" > ".join(way), len(way) - 1)


def _check_collections(engine: Engine) -> None:
    there = {id for (id,) in rows(engine, "SELECT id FROM collections")}
    for sku, ids in rows(engine, "SELECT sku, CAST(collection_ids AS TEXT) FROM products"):
        inside = json.loads(ids or "[]")
        assert set(inside) <= there, f"{sku} is in a collection that is gone"
        assert len(inside) == len(set(inside))


def _check_images(engine: Engine) -> None:
    for sku, stored in rows(engine, "SELECT sku, CAST(images AS TEXT) FROM products WHERE images IS NOT NULL"):
        images = json.loads(stored)
        if images:
            assert sum(image["is_primary"] for image in images) == 1, sku
            assert [image["position"] for image in images] == sorted({image["position"] for image in images}), sku


def unwound(engine: Engine, operations: list[str], check: Callable[[str], None]) -> None:
    """Take them back, the last first, and look at each state that there was."""
    for operation in reversed(operations):
        done = undo(engine, operation)
        assert (done.status, done.conflicts, done.examples) == ("undone", 0, [])
        check(operation)
