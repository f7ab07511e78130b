"""What the staged feed would change, field by field: the difference that is shown, judged, journalled and written."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.field_kinds import BOOLEANS, JSON_FIELDS
from royal_cli.commerce.catalog.importing.scale import align_scales
from royal_cli.commerce.feeds.batch import PRODUCT_FIELDS, VARIANT_FIELDS
from royal_cli.commerce.importing.difference import Comparison, Entity, create_diff, find_changed, write_differences


def compare(
    connection: Connection, product_fields: Iterable[str], variant_fields: Iterable[str], *, clears: bool
) -> tuple[Entity, Entity]:
    """Fill changed_products, changed_variants, changed_levels, changed_market_prices and stage_diff."""
    for name in ("changed_products", "changed_variants", "changed_levels", "changed_market_prices"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    create_diff(connection)
    of_products, of_variants = align_scales(connection)
    products = _products(connection, of_products.union(product_fields), clears)
    variants = _variants(connection, of_variants.union(variant_fields), clears)
    for entity in (products, variants):
        find_changed(connection, entity)
        write_differences(connection, entity)
    _compare_levels(connection)
    _compare_market_prices(connection)
    connection.execute(
        text("INSERT INTO stage_diff SELECT 'products', NULL, id, 'status', status, 'archived' FROM missing_products")
    )
    return products, variants


def _field(connection: Connection, name: str, clears: bool) -> Comparison:
    staged = sql.as_json(connection, f"s.{name}") if name in JSON_FIELDS else f"s.{name}"
    when, value = f"s.{name} IS NOT NULL AND {sql.differs(connection, f'e.{name}', staged)}", staged
    if clears:
        when = f"({when}) OR (s.cleared LIKE '%,{name},%' AND e.{name} IS NOT NULL)"
        value = f"CASE WHEN s.cleared LIKE '%,{name},%' THEN NULL ELSE {staged} END"
    return Comparison(name, when, f"e.{name}", value, name, value, name in BOOLEANS)


def _category(connection: Connection, clears: bool) -> Comparison:
    path = "(SELECT c.path FROM categories c WHERE c.id = e.category_id)"
    when = f"s.category_path IS NOT NULL AND {sql.differs(connection, path, 's.category_path')}"
    if clears:
        when = f"({when}) OR (s.cleared LIKE '%,category_path,%' AND e.category_id IS NOT NULL)"
    after = "CASE WHEN s.cleared LIKE '%,category_path,%' THEN NULL ELSE s.category_path END"
    value = f"(SELECT c.id FROM categories c WHERE c.path = {after})"
    return Comparison("category", when, path, after, "category_id", value)


def _products(connection: Connection, present: set[str], clears: bool) -> Entity:
    fields = [name for name in PRODUCT_FIELDS if name in present and name != "category_path"]
    comparisons = [_field(connection, name, clears) for name in fields]
    if "category_path" in present:
        comparisons.append(_category(connection, clears))
    joins = "JOIN stage_products s ON s.id = m.stage_id JOIN products e ON e.id = m.product_id"
    return Entity(
        "products",
        "changed_products",
        f"match_products m {joins} WHERE NOT m.is_new AND m.applies",
        "changed_products m JOIN stage_products s ON s.id = m.stage_id JOIN products e ON e.id = m.id",
        tuple(comparisons),
    )


def _variants(connection: Connection, present: set[str], clears: bool) -> Entity:
    comparisons = [_field(connection, name, clears) for name in VARIANT_FIELDS if name in present]
    # A SKU that the feed still calls the same keeps what royal derived from it.
    known = sql.same(connection, "e.source_sku", "s.sku")
    renamed = f"NOT s.derived AND e.sku <> s.sku AND NOT (e.sku_derived AND {known})"
    sourced = f"s.source_sku IS NOT NULL AND {sql.differs(connection, 'e.source_sku', 's.source_sku')}"
    settled = f"{renamed} AND e.sku_derived"
    comparisons += [
        Comparison("sku", renamed, "e.sku", "s.sku", "sku", "s.sku"),
        Comparison("sku_derived", settled, "e.sku_derived", "FALSE", "sku_derived", "FALSE", boolean=True),
        Comparison("source_sku", sourced, "e.source_sku", "s.source_sku", "source_sku", "s.source_sku"),
    ]
    joins = "JOIN stage_variants s ON s.id = m.stage_id JOIN product_variants e ON e.id = m.variant_id"
    return Entity(
        "product_variants",
        "changed_variants",
        f"match_variants m {joins} WHERE NOT m.is_new",
        "changed_variants m JOIN stage_variants s ON s.id = m.stage_id JOIN product_variants e ON e.id = m.id",
        tuple(comparisons),
    )


def _compare_levels(connection: Connection) -> None:
    """changed_levels: every stock level that is new or has another number of units than the feed says."""
    new = sql.new_id(connection, "inventory_levels", "e.id IS NULL")
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE changed_levels AS SELECT l.variant AS stage_id, m.variant_id, l.location,"
            f" o.id AS location_id, CASE WHEN e.id IS NULL THEN {new} ELSE e.id END AS id,"
            " e.id IS NULL AS is_new, e.available AS before, l.available AS after"
            " FROM stage_levels l JOIN match_variants m ON m.stage_id = l.variant"
            " LEFT JOIN locations o ON o.name = l.location"
            " LEFT JOIN inventory_levels e ON e.product_variant_id = m.variant_id AND e.location_id = o.id"
            " WHERE e.id IS NULL OR e.available <> l.available"
        )
    )
    connection.execute(
        text(
            "INSERT INTO stage_diff SELECT 'inventory_levels', stage_id, id, 'available', CAST(before AS TEXT),"
            " CAST(after AS TEXT) FROM changed_levels WHERE NOT is_new"
        )
    )


_MARKET = ("currency", "price_scale", "price", "compare_at_price", "is_included")


def _compare_market_prices(connection: Connection) -> None:
    """changed_market_prices: every price of a market that is new or differs."""
    whens = {
        name: f"(s.{name} IS NOT NULL AND {sql.differs(connection, f'e.{name}', f's.{name}')})" for name in _MARKET
    }
    columns = ", ".join(f"COALESCE(s.{name}, e.{name}) AS {name}" for name in _MARKET)
    new = sql.new_id(connection, "market_prices", "e.id IS NULL")
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE changed_market_prices AS SELECT s.variant AS stage_id, m.variant_id, s.market,"
            f" CASE WHEN e.id IS NULL THEN {new} ELSE e.id END AS id, e.id IS NULL AS is_new, {columns}"
            " FROM stage_market_prices s"
            " JOIN match_variants m ON m.stage_id = s.variant"
            " LEFT JOIN market_prices e ON e.product_variant_id = m.variant_id AND e.market = s.market"
            f" WHERE e.id IS NULL OR {' OR '.join(whens.values())}"
        )
    )
    for name in _MARKET:
        before, after = (
            sql.as_text(connection, value, boolean=name in BOOLEANS) for value in (f"e.{name}", f"s.{name}")
        )
        connection.execute(
            text(
                f"INSERT INTO stage_diff SELECT 'market_prices', s.stage_id, e.id, '{name}', {before}, {after}"
                " FROM changed_market_prices s JOIN market_prices e ON e.id = s.id"
                f" WHERE {sql.differs(connection, f'e.{name}', f's.{name}')}"
            )
        )
