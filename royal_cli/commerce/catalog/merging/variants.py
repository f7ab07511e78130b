"""Which variants of duplicate products are one and the same: by their options, or by their GTIN."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from royal_cli.errors import Conflict

Variant = Row[Any]


def pair(into: Sequence[Variant], others: Iterable[Variant], *, preferred: bool) -> dict[int, int]:
    """For each of `others` that is there already, the variant that it is, by their ids.

    Conflict where options and GTIN name different ones; and, unless somebody said whose values are preferred, where
    the options are the same and the GTINs are not.
    """
    stay = list(into)
    found: dict[int, int] = {}
    for variant in others:
        same = _same(variant, stay, preferred)
        if same is None:
            stay.append(variant)
        else:
            found[variant.id] = same.id
    return found


def _same(variant: Variant, stay: Sequence[Variant], preferred: bool) -> Variant | None:
    others = [other for other in stay if other.product_id != variant.product_id]
    alike = next((other for other in others if _options(other) == _options(variant)), None)
    coded = next((other for other in others if _gtin(variant) and _gtin(other) == _gtin(variant)), None)
    if alike is not None and coded is not None and alike.id != coded.id:
        raise Conflict(
            f"{variant.sku} has the options of {alike.sku}, but the GTIN of {coded.sku}.",
            hint="Correct one of the three first: royal product show",
        )
    if alike is not None and coded is None and _gtin(alike) and _gtin(variant) and not preferred:
        raise Conflict(
            f"{variant.sku} and {alike.sku} have the same options, but the GTINs {variant.gtin} and {alike.gtin}.",
            hint="If they are the same all the same, say whose GTIN is right: --prefer into or --prefer from.",
        )
    return alike if alike is not None else coded


def _options(variant: Variant) -> tuple[str | None, ...]:
    return variant.option1_value, variant.option2_value, variant.option3_value


def _gtin(variant: Variant) -> str:
    return (variant.gtin or "").lstrip("0")
