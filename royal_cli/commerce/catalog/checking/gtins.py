"""What SQL can tell of a GTIN: whether its check digit fits, and whether it may be traded with.

Source: GS1 General Specifications, 1.4.2 and 1.4.3 (prefixes), 7.9 (check digit).
"""

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, func, literal, not_, or_

from royal_cli.commerce.catalog.checking.check import Group
from royal_cli.commerce.catalog.checking.facts import V

GTIN = V.gtin
MISSING = or_(GTIN.is_(None), GTIN == "")
_LENGTHS = (8, 12, 13, 14)
#: In 14 digits, zeros before it. The first of the 14 tells how many are packed together, not who made it.
_PADDED = func.substr(literal("0" * 14, String) + GTIN, func.length(GTIN) + 1)
_IS_GTIN = and_(func.ltrim(GTIN, "0123456789") == "", func.ltrim(GTIN, "0") != "", func.length(GTIN).in_(_LENGTHS))
_SUM = sum(
    (cast(func.substr(_PADDED, place, 1), Integer) * (3 if place % 2 else 1) for place in range(1, 15)),
    start=literal(0, Integer),
)

#: CASE, for PostgreSQL would look at the digits of what has none.
VALID: ColumnElement[bool] = case((_IS_GTIN, _SUM % 10 == 0), else_=False)
MALFORMED = and_(not_(MISSING), not_(_IS_GTIN))
WRONG_DIGIT = case((_IS_GTIN, _SUM % 10 != 0), else_=False)


def _begins(*prefixes: str) -> ColumnElement[Any]:
    """Of the number without its packing digit."""
    return or_(*(func.substr(_PADDED, 2, len(prefix)) == prefix for prefix in prefixes))


#: Given out by a shop for use within it: 02, 04 and 2; 0 and 2 where there are eight digits.
IN_STORE = case((func.length(GTIN) == 8, func.substr(GTIN, 1, 1).in_(("0", "2"))), else_=_begins("02", "04", "2"))
#: Refund receipts and coupons.
COUPON = and_(func.length(GTIN) != 8, _begins("05", "980", "981", "982", "983", "984", "99"))
#: Of GS1's own demonstrations and examples.
EXAMPLE = and_(func.length(GTIN) != 8, _begins("952"))

#: The same number with and without zeros before it.
SHARED = Group("shared_gtins", func.ltrim(GTIN, "0"), where=and_(not_(MISSING), func.ltrim(GTIN, "0") != ""))
