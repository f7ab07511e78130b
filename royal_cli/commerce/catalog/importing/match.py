"""Finds for every staged product and variant the one in the catalogue that it speaks of, or none.

A product is known by its key, a variant by its SKU; where the SKU says nothing, by its product and options.
A row that cannot create anything, because it has no title, may name a variant by its GTIN.
"""

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.importing import gtins
from royal_cli.commerce.catalog.importing.refuse import (
    refuse_emptied,
    refuse_mixed_currencies,
    refuse_skus_of_other_products,
    reject_products,
)
from royal_cli.commerce.catalog.importing.unknown import (
    name_by_description,
    name_by_key,
    refuse_nameless,
    refuse_unknown,
)
from royal_cli.commerce.feeds.batch import Warn
from royal_cli.commerce.importing.problems import Rejects, Warnings

_TABLES = (
    # `product_id` and `variant_id` are those of the catalogue, or the ones that new rows will have.
    # `applies`: the feed speaks of the product itself, not only of some of its variants.
    "match_products (stage_id {key}, product_id BIGINT, is_new BOOLEAN NOT NULL, applies BOOLEAN NOT NULL)",
    "match_variants (stage_id {key}, stage_product BIGINT NOT NULL, variant_id BIGINT, product_id BIGINT,"
    " is_new BOOLEAN NOT NULL)",
)


def match(
    connection: Connection,
    rejects: Rejects,
    warnings: Warnings,
    *,
    clears: bool,
    create: bool | None = None,
    lists: bool = False,
    titled: bool = True,
) -> None:
    """Fill match_products and match_variants; rows that cannot be placed are rejected and leave the stage.

    What the catalogue does not know is created if it has a title; with `create` also without one, or never. A feed
    that `lists` stock or prices says nothing of the options of variants that it knows by their SKU. One that is not
    `titled` calls new products by their description.
    """
    create_tables(connection)
    _by_key_and_sku(connection)
    if connection.scalar(text("SELECT EXISTS (SELECT 1 FROM product_variants)")):
        gtins.find(connection, rejects, warnings)
        _adopt_products(connection, rejects, warnings, only_updates=create is False)
        if create is not False:
            refuse_skus_of_other_products(connection, rejects)
        _by_options(connection, warnings, only_updates=create is False)
        _name_options(connection)
        refuse_mixed_currencies(connection, rejects)
    if lists:
        _keep_options(connection)
    if create is False:
        refuse_unknown(connection, rejects)
    else:
        if not titled:
            name_by_description(connection, warnings)
        if create:
            name_by_key(connection, warnings)
        refuse_nameless(connection, rejects)
    if clears:
        refuse_emptied(connection, rejects)
    if sql.is_postgres(connection):
        connection.execute(text("ANALYZE match_products"))
        connection.execute(text("ANALYZE match_variants"))


def create_tables(connection: Connection) -> None:
    key = "BIGINT PRIMARY KEY" if sql.is_postgres(connection) else "INTEGER PRIMARY KEY"
    for name in ("match_products", "match_variants"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    for table in _TABLES:
        connection.execute(text(f"CREATE TEMPORARY TABLE {table.format(key=key)}"))


def _by_key_and_sku(connection: Connection) -> None:
    product = sql.new_id(connection, "products", "p.id IS NULL", "ORDER BY s.id")
    connection.execute(
        text(
            f"INSERT INTO match_products SELECT s.id, CASE WHEN p.id IS NULL THEN {product} ELSE p.id END,"
            " p.id IS NULL, TRUE FROM stage_products s LEFT JOIN products p ON p.sku = s.key ORDER BY s.id"
        )
    )
    variant = sql.new_id(connection, "product_variants", "v.id IS NULL", "ORDER BY s.id")
    connection.execute(
        text(
            f"INSERT INTO match_variants SELECT s.id, s.product, CASE WHEN v.id IS NULL THEN {variant} ELSE v.id END,"
            " v.product_id, v.id IS NULL FROM stage_variants s LEFT JOIN product_variants v ON v.sku = s.sku"
            " ORDER BY s.id"
        )
    )


def _adopt_products(connection: Connection, rejects: Rejects, warnings: Warnings, *, only_updates: bool) -> None:
    """A product unknown by its key, whose variants are known: the feed only calls it otherwise.

    What only updates may put variants of several products together: it speaks of the variants.
    """
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE match_adopted AS SELECT m.stage_product AS stage_id,"
            " min(m.product_id) AS product_id, max(m.product_id) AS other FROM match_variants m"
            " JOIN match_products p ON p.stage_id = m.stage_product AND p.is_new"
            " WHERE NOT m.is_new GROUP BY m.stage_product"
        )
    )
    if connection.scalar(text("SELECT EXISTS (SELECT 1 FROM match_adopted)")):
        for table in ("match_adopted", "match_products"):
            connection.execute(text(f"CREATE INDEX {table}_product ON {table} (product_id)"))
        if not only_updates:
            _refuse_torn(connection, rejects)
        _adopt(connection, warnings)
    connection.execute(text("DROP TABLE match_adopted"))


def _refuse_torn(connection: Connection, rejects: Rejects) -> None:
    torn = connection.execute(
        text(
            "SELECT s.id, s.line, s.key, a.sku AS one, b.sku AS other FROM match_adopted m"
            " JOIN stage_products s ON s.id = m.stage_id"
            " JOIN products a ON a.id = m.product_id JOIN products b ON b.id = m.other WHERE m.other <> m.product_id"
        )
    ).all()
    reject_products(
        connection,
        rejects,
        torn,
        "sku_elsewhere",
        lambda row: f"its SKUs belong to the products {row.one} and {row.other}: correct the SKUs",
    )
    connection.execute(text("DELETE FROM match_adopted WHERE other <> product_id"))


def _adopt(connection: Connection, warnings: Warnings) -> None:
    connection.execute(
        text(
            "UPDATE match_products SET product_id = a.product_id, is_new = FALSE, applies = a.alone FROM"
            " (SELECT m.stage_id, m.product_id,"
            "   (SELECT count(*) FROM match_adopted x WHERE x.product_id = m.product_id) = 1"
            "   AND NOT EXISTS (SELECT 1 FROM match_products k WHERE k.product_id = m.product_id)"
            "   AND (SELECT count(*) FROM product_variants v WHERE v.product_id = m.product_id) = 1"
            "   AND (SELECT count(*) FROM stage_variants s WHERE s.product = m.stage_id) = 1 AS alone"
            "  FROM match_adopted m) a WHERE a.stage_id = match_products.stage_id"
        )
    )
    for row in connection.execute(
        text(
            "SELECT s.line, s.key, p.sku FROM match_products m JOIN stage_products s ON s.id = m.stage_id"
            " JOIN products p ON p.id = m.product_id WHERE NOT m.applies ORDER BY s.id"
        )
    ):
        hint = f"these are variants of {row.sku}, whose own fields are kept"
        warnings.add(Warn(row.line, "", row.key, "product_kept", hint))


def _by_options(connection: Connection, warnings: Warnings, *, only_updates: bool) -> None:
    """Variants unknown by their SKU, of products that are known. What only updates renames none."""
    unknown = (
        "SELECT EXISTS (SELECT 1 FROM match_variants m JOIN match_products p ON p.stage_id = m.stage_product"
        " WHERE m.is_new AND NOT p.is_new)"
    )
    if not connection.scalar(text(unknown)):
        return
    connection.execute(text("CREATE INDEX match_variants_variant ON match_variants (variant_id)"))
    options = " AND ".join(sql.same(connection, f"v.option{n}_value", f"s.option{n}_value") for n in (1, 2, 3))
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE match_options AS SELECT m.stage_id, min(v.id) AS variant_id,"
            " min(v.product_id) AS product_id FROM match_variants m JOIN stage_variants s ON s.id = m.stage_id"
            " JOIN match_products p ON p.stage_id = m.stage_product AND NOT p.is_new"
            f" JOIN product_variants v ON v.product_id = p.product_id AND {options}"
            f" WHERE m.is_new{' AND s.derived' if only_updates else ''}"
            " AND NOT EXISTS (SELECT 1 FROM match_variants x WHERE x.variant_id = v.id)"
            # Without options and without a SKU of its own, only an only child can be told.
            " AND (s.derived OR s.option1_value IS NOT NULL OR ("
            "  (SELECT count(*) FROM product_variants w WHERE w.product_id = p.product_id) = 1 AND"
            "  (SELECT count(*) FROM stage_variants w WHERE w.product = s.product) = 1))"
            " GROUP BY m.stage_id"
        )
    )
    # Of two that would both be the same one, nobody can tell which was renamed.
    connection.execute(
        text(
            "DELETE FROM match_options WHERE variant_id IN"
            " (SELECT variant_id FROM match_options GROUP BY variant_id HAVING count(*) > 1)"
        )
    )
    connection.execute(
        text(
            "UPDATE match_variants SET variant_id = o.variant_id, product_id = o.product_id, is_new = FALSE"
            " FROM match_options o WHERE o.stage_id = match_variants.stage_id"
        )
    )
    for row in connection.execute(
        text(
            "SELECT s.line, s.sku, v.sku AS before FROM match_options o JOIN stage_variants s ON s.id = o.stage_id"
            " JOIN product_variants v ON v.id = o.variant_id WHERE NOT s.derived ORDER BY s.id"
        )
    ):
        warnings.add(Warn(row.line, "", row.sku, "sku_renamed", f"the variant was called {row.before}"))
    connection.execute(text("DROP TABLE match_options"))


def _keep_options(connection: Connection) -> None:
    columns = ", ".join(f"option{n}_{part} = NULL" for n in (1, 2, 3) for part in ("name", "value"))
    connection.execute(
        text(
            f"UPDATE stage_variants SET {columns} WHERE NOT derived"
            " AND id IN (SELECT stage_id FROM match_variants WHERE NOT is_new)"
        )
    )


def _name_options(connection: Connection) -> None:
    """A new variant whose options the feed does not name has those of its product's other variants."""
    for n in (1, 2, 3):
        connection.execute(
            text(
                f"UPDATE stage_variants SET option{n}_name = (SELECT min(v.option{n}_name) FROM match_variants m"
                " JOIN match_products p ON p.stage_id = m.stage_product"
                " JOIN product_variants v ON v.product_id = p.product_id WHERE m.stage_id = stage_variants.id)"
                f" WHERE option{n}_value IS NOT NULL AND option{n}_name IS NULL"
                " AND id IN (SELECT stage_id FROM match_variants WHERE is_new)"
            )
        )
