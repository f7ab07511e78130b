"""Brings what a file calls its things together with what the channel has sold before, and with the catalogue."""

from sqlalchemy import Connection, text

from royal_cli.commerce import journal
from royal_cli.commerce.by_hand import Hand
from royal_cli.commerce.orders.matching.attaching import attach

#: How a code finds its variant, each only where it is one and no other: its SKU in any letter case, what a supplier's
#: file calls it, its GTIN.
_RULES = (
    "v.sku = c.code",
    "lower(v.sku) = c.code_key",
    "v.source_sku = c.code",
    "v.gtin = COALESCE(c.gtin, c.code)",
)


def find_codes(connection: Connection, channel_id: int | None) -> None:
    """Find for every staged code its row in sold_codes, and its variant where that can be told.

    What somebody has said a code is, such as postage, the staged lines then are.
    """
    _find_sold(connection, channel_id)
    _find_variants(connection)
    _apply_kinds(connection)


def settle_codes(hand: Hand, channel_id: int) -> None:
    """Create the codes that are new. After `find_codes`, once no more orders are refused.

    A code that could not be matched before takes its older lines along.
    """
    connection = hand.connection
    _match_older(hand)
    _create(hand, channel_id)
    _find_sold(connection, channel_id)
    connection.execute(
        text(
            "UPDATE stage_codes SET product_id = v.product_id FROM product_variants v"
            " WHERE v.id = stage_codes.product_variant_id"
        )
    )


def _find_sold(connection: Connection, channel_id: int | None) -> None:
    connection.execute(
        text(
            "UPDATE stage_codes SET sold_code_id = s.id, kind = CASE WHEN s.kind <> 'product' THEN s.kind ELSE"
            " stage_codes.kind END, product_variant_id = COALESCE(s.product_variant_id, stage_codes.product_variant_id)"
            " FROM sold_codes s WHERE s.channel_id = :channel AND s.code_key = stage_codes.code_key"
        ),
        {"channel": channel_id},
    )


def _find_variants(connection: Connection) -> None:
    waiting = "c.product_variant_id IS NULL AND c.kind = 'product'"
    for rule in _RULES:
        if connection.execute(text(f"SELECT 1 FROM stage_codes c WHERE {waiting} LIMIT 1")).first() is None:
            return
        connection.execute(
            text(
                "UPDATE stage_codes SET product_variant_id = f.variant_id FROM (SELECT c.id, min(v.id) AS variant_id"
                f" FROM product_variants v JOIN stage_codes c ON {rule} WHERE {waiting} GROUP BY c.id"
                " HAVING count(*) = 1) f WHERE f.id = stage_codes.id"
            )
        )


def _match_older(hand: Hand) -> None:
    """Codes of the channel that had no variant until now, and the lines that wait for it."""
    waiting = hand.connection.execute(
        text(
            "SELECT s.id AS code, min(c.product_variant_id) AS variant FROM stage_codes c"
            " JOIN sold_codes s ON s.id = c.sold_code_id"
            " WHERE s.product_variant_id IS NULL AND c.product_variant_id IS NOT NULL GROUP BY s.id"
        )
    )
    attach(hand, {row.code: row.variant for row in waiting})


def _create(hand: Hand, channel_id: int) -> None:
    used = "SELECT DISTINCT stage_code FROM stage_lines WHERE stage_code IS NOT NULL"
    connection = hand.connection
    connection.execute(
        text(
            "UPDATE stage_codes SET kind = 'product' WHERE kind <> 'product' AND sold_code_id IS NULL AND id IN"
            " (SELECT DISTINCT stage_code FROM stage_lines WHERE kind = 'product')"
        )
    )
    journal.create_rows(
        connection,
        hand.operation_id,
        "sold_codes",
        ("channel_id", "code_key", "code", "title", "kind", "product_variant_id", "created_at"),
        "SELECT :channel, code_key, code, title, kind, product_variant_id, :now FROM stage_codes WHERE id IN"
        f" (SELECT min(id) FROM stage_codes WHERE sold_code_id IS NULL AND id IN ({used}) GROUP BY code_key)"
        " ORDER BY id",
        hand.now,
        channel=channel_id,
    )


def _apply_kinds(connection: Connection) -> None:
    others = "SELECT 1 FROM stage_codes WHERE kind <> 'product' LIMIT 1"
    if connection.execute(text(others)).first() is None:
        return
    connection.execute(
        text(
            "UPDATE stage_lines SET kind = c.kind FROM stage_codes c JOIN sold_codes s ON s.id = c.sold_code_id"
            " WHERE c.id = stage_lines.stage_code AND s.kind <> 'product' AND stage_lines.kind <> s.kind"
        )
    )
