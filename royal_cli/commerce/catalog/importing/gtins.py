"""What a row names by a GTIN that the catalogue knows is found by it: where it has no title, or nothing but the GTIN.

A stock list, or a marketplace's list of offers, calls an article by its barcode; so does a table without SKUs.
"""

from sqlalchemy import Connection, text

from royal_cli.commerce import sql
from royal_cli.commerce.catalog.importing.refuse import reject_products
from royal_cli.commerce.feeds.batch import Warn
from royal_cli.commerce.importing.problems import Rejects, Warnings

#: A GTIN-12 is the same number as the GTIN-13 and GTIN-14 with zeros before it.
_BARE = "ltrim({}, '0')"


def find(connection: Connection, rejects: Rejects, warnings: Warnings) -> None:
    """Match what neither its key nor its SKU has told; what could be several variants is rejected."""
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE match_nameless AS SELECT m.stage_id, m.stage_product, {_BARE.format('s.gtin')}"
            " AS bare FROM match_variants m JOIN match_products p ON p.stage_id = m.stage_product AND p.is_new"
            " JOIN stage_products n ON n.id = m.stage_product"
            " JOIN stage_variants s ON s.id = m.stage_id AND s.gtin IS NOT NULL"
            " WHERE m.is_new AND (n.title IS NULL OR (s.derived AND n.key = s.gtin))"
        )
    )
    if connection.scalar(text("SELECT EXISTS (SELECT 1 FROM match_nameless)")):
        _find_known(connection)
        _reject_shared(connection, rejects)
        _reject_repeated(connection, rejects)
        _adopt(connection, warnings)
        connection.execute(text("DROP TABLE match_known"))
    connection.execute(text("DROP TABLE match_nameless"))


def _find_known(connection: Connection) -> None:
    connection.execute(text("CREATE INDEX match_nameless_bare ON match_nameless (bare)"))
    skus = sql.joined(connection, "v.sku", ", ")
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE match_known AS SELECT n.stage_id, n.stage_product, count(*) AS variants,"
            f" min(v.id) AS variant_id, min(v.product_id) AS product_id, {skus} AS skus"
            f" FROM product_variants v JOIN match_nameless n ON n.bare = {_BARE.format('v.gtin')}"
            " WHERE v.gtin IS NOT NULL GROUP BY n.stage_id, n.stage_product"
        )
    )


def _reject_shared(connection: Connection, rejects: Rejects) -> None:
    shared = connection.execute(
        text(
            "SELECT s.id, s.line, s.key, k.skus FROM match_known k JOIN stage_products s ON s.id = k.stage_product"
            " WHERE k.variants > 1 ORDER BY s.id"
        )
    ).all()
    hint = "several variants bear this GTIN ({}): name the one that is meant by its SKU"
    reject_products(connection, rejects, shared, "gtin_shared", lambda row: hint.format(row.skus))
    connection.execute(text("DELETE FROM match_known WHERE variants > 1"))


def _reject_repeated(connection: Connection, rejects: Rejects) -> None:
    """Of several rows of a variant, the one that names it by its SKU counts, else the first."""
    repeated = connection.execute(
        text(
            "SELECT s.id, s.line, s.key, v.sku FROM match_known k JOIN stage_products s ON s.id = k.stage_product"
            " JOIN product_variants v ON v.id = k.variant_id"
            " WHERE EXISTS (SELECT 1 FROM match_variants m WHERE m.variant_id = k.variant_id AND NOT m.is_new)"
            " OR EXISTS (SELECT 1 FROM match_known f WHERE f.variant_id = k.variant_id AND f.stage_id < k.stage_id)"
            " ORDER BY s.id"
        )
    ).all()
    hint = "another row describes {} already: keep one of the rows"
    reject_products(connection, rejects, repeated, "duplicate_variant", lambda row: hint.format(row.sku))
    connection.execute(text("DELETE FROM match_known WHERE stage_product NOT IN (SELECT id FROM stage_products)"))


def _adopt(connection: Connection, warnings: Warnings) -> None:
    """The row is the variant that it names; SKU and GTIN stay as the catalogue writes them."""
    for row in connection.execute(
        text(
            "SELECT s.line, s.sku, v.sku AS known FROM match_known k JOIN stage_variants s ON s.id = k.stage_id"
            " JOIN product_variants v ON v.id = k.variant_id WHERE NOT s.derived AND s.sku <> v.sku ORDER BY s.id"
        )
    ):
        warnings.add(Warn(row.line, "", row.sku, "known_by_gtin", f"this is {row.known}, by its GTIN"))
    connection.execute(
        text(
            "UPDATE match_variants SET variant_id = k.variant_id, product_id = k.product_id, is_new = FALSE"
            " FROM match_known k WHERE k.stage_id = match_variants.stage_id"
        )
    )
    connection.execute(
        text(
            "UPDATE stage_variants SET sku = v.sku, derived = FALSE, gtin = NULL FROM match_known k"
            " JOIN product_variants v ON v.id = k.variant_id WHERE k.stage_id = stage_variants.id"
        )
    )
