"""What checks speak about, in SQL: the same expressions for every channel."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, and_, case, cast, exists, func, literal, not_, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from royal_cli.commerce.catalog.checking.check import Group
from royal_cli.commerce.catalog.reading.figures import CATEGORIES, LEVELS, PRODUCTS, VARIANTS, figures

P, V = PRODUCTS.c, VARIANTS.c
LIVE = func.coalesce(V.status, "") != "archived"

SOLD = figures(PRODUCTS)
PRICE, COST = SOLD.price, SOLD.cost
#: As `told.money_text` takes them.
PRICE_SHOWN = (PRICE.amount, PRICE.scale, PRICE.currency)

#: How deep the category is below its root; NULL where there is none.
CATEGORY_LEVEL = (
    select(CATEGORIES.c.level)
    .where(CATEGORIES.c.id == func.coalesce(P.subcategory_id, P.category_id))
    .scalar_subquery()
)
#: Of all locations; NULL where nothing is known of any.
STOCK = select(func.sum(LEVELS.c.available)).where(LEVELS.c.product_variant_id == V.id).scalar_subquery()

IMAGES = cast(P.images, Text)
_HAS_IMAGES = func.coalesce(IMAGES, "[]") != "[]"
_other = VARIANTS.alias("pictured")
#: The product has an image, or any of its variants has.
PICTURED = or_(_HAS_IMAGES, exists().where(_other.c.product_id == P.id, _other.c.image_url.is_not(None)))
VARIANT_PICTURED = or_(V.image_url.is_not(None), _HAS_IMAGES)

#: Name and value of each.
OPTIONS = [(V.option1_name, V.option1_value), (V.option2_name, V.option2_value), (V.option3_name, V.option3_value)]
ALIKE_OPTIONS = Group("alike_options", V.product_id, *(func.coalesce(value, "") for _, value in OPTIONS), where=true())


class length_of_list(FunctionElement[int]):  # noqa: N801
    """How many elements a JSON list has; NULL where there is none."""

    inherit_cache = True
    type = BigInteger()


@compiles(length_of_list, "sqlite")
def _sqlite_length(element: Any, compiler: Any, **options: Any) -> str:
    return f"json_array_length({compiler.process(element.clauses, **options)})"


@compiles(length_of_list, "postgresql")
def _postgres_length(element: Any, compiler: Any, **options: Any) -> str:
    return f"jsonb_array_length({compiler.process(element.clauses, **options)})"


def blank(text: ColumnElement[Any]) -> ColumnElement[bool]:
    """Nothing is said; spaces say nothing."""
    return func.coalesce(func.trim(text), "") == ""


def longer(text: ColumnElement[Any], limit: int) -> ColumnElement[bool]:
    return func.length(text) > limit


def holds_any(text: ColumnElement[Any], *parts: str) -> ColumnElement[bool]:
    return or_(*(text.contains(part, autoescape=True) for part in parts))


def some_variants() -> ColumnElement[bool]:
    """Whether the product has a variant that is not archived."""
    return exists().where(V.product_id == P.id, LIVE)


def variants_of_product() -> ColumnElement[int]:
    return select(func.count()).where(V.product_id == P.id, LIVE).scalar_subquery()


def uneven_options() -> ColumnElement[bool]:
    """A variant lacks an option that another has, or calls it otherwise."""
    names = (func.min(func.coalesce(name, "")) != func.max(func.coalesce(name, "")) for name, _ in OPTIONS)
    values = (func.count(value).not_in((0, func.count())) for _, value in OPTIONS)
    return P.id.in_(select(V.product_id).where(LIVE).group_by(V.product_id).having(or_(*names, *values)))


def price_unknown() -> ColumnElement[bool]:
    return not_(PRICE.known)


def price_above(units: int) -> ColumnElement[bool]:
    return and_(PRICE.known, PRICE.amount > _scaled(units))


def price_under(units: int) -> ColumnElement[bool]:
    return and_(PRICE.known, PRICE.amount < _scaled(units))


def _scaled(units: int) -> ColumnElement[Any]:
    """Whole units of a currency at the scale of the price."""
    powers = ((PRICE.scale == scale, literal(units * 10**scale, BigInteger)) for scale in range(1, 15))
    return case(*powers, else_=literal(units, BigInteger))
