"""The options of variants, which tell those of one product apart."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, text

from royal_cli.errors import Conflict, UsageError

PLACES = (1, 2, 3)
_NAMES = [f"option{n}_value" for n in PLACES]
_STORED = ", ".join(f"COALESCE(v.{name}, '') AS {name}" for name in _NAMES)
_STAGED = ", ".join(
    f"CASE WHEN s.cleared LIKE '%,{name},%' THEN '' ELSE COALESCE(s.{name}, e.{name}, '') END AS {name}"
    for name in _NAMES
)
_FINALLY = (
    f"SELECT p.product_id, s.sku, 1 AS staged, {_STAGED} FROM match_variants m"
    " JOIN stage_variants s ON s.id = m.stage_id JOIN match_products p ON p.stage_id = m.stage_product"
    " LEFT JOIN product_variants e ON e.id = m.variant_id"
    f" UNION ALL SELECT v.product_id, v.sku, 0 AS staged, {_STORED} FROM product_variants v"
    " WHERE v.product_id IN (SELECT product_id FROM match_products)"
    " AND NOT EXISTS (SELECT 1 FROM match_variants m WHERE m.variant_id = v.id)"
)


def refuse_alike(connection: Connection) -> None:
    """Conflict where a staged variant would end with the options of another of its product."""
    row = connection.execute(
        text(
            f"SELECT min(sku) AS one, max(sku) AS other FROM ({_FINALLY}) f"
            f" GROUP BY product_id, {', '.join(_NAMES)} HAVING count(*) > 1 AND sum(staged) > 0 LIMIT 1"
        )
    ).one_or_none()
    if row is not None:
        raise Conflict(
            f"{row.one} and {row.other} would be variants of one product with the same options.",
            hint='Give each its own: --option "Size=S"',
        )


def option_values(options: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a new variant with these options, in their order."""
    return _placed(dict.fromkeys(PLACES), options)


def option_fields(row: Row[Any], options: Mapping[str, str]) -> dict[str, Any]:
    """The fields that give a stored variant these options: by their names, and new ones where there is room."""
    return _placed(option_names(row), options)


def option_names(row: Row[Any]) -> dict[int, str | None]:
    """What its options are called, by their places; one without a name by its number, and None where there is none."""
    values = row._mapping
    return {
        n: values[f"option{n}_name"] or (None if values[f"option{n}_value"] is None else f"Option {n}") for n in PLACES
    }


def _placed(names: dict[int, str | None], options: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in options.items():
        places = {known.casefold(): n for n, known in names.items() if known}
        place = places.get(name.casefold())
        if place is None:
            place = next((n for n, known in names.items() if known is None), None)
            if place is None:
                raise UsageError(f"There is no option {name}, and a variant has up to {len(PLACES)}.")
            names[place] = fields[f"option{place}_name"] = name
        fields[f"option{place}_value"] = value or None
    return fields
