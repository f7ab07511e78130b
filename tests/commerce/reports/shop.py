"""A small shop for the tests of reports: rows are written as they are, without the program that imports them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlmodel import Session

from royal_cli.commerce.reports.asked import Shop as Settled
from royal_cli.commerce.reports.asked import asked_of
from royal_cli.commerce.reports.kinds import KINDS, Made, make
from royal_cli.commerce.reports.words import By, Choices, Compare, Words
from royal_cli.db.tables import METADATA

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def at(text: str, zone: str = "UTC") -> datetime:
    """2026-03-14 or 2026-03-14 23:30, on the clock of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def line(**said: Any) -> dict[str, Any]:
    """A line of one product; its total is what the price and the quantity come to, less its discount."""
    values = {"kind": "product", "quantity": 1, "price": 1000, "price_scale": 2, **said}
    return {"total": values["price"] * values["quantity"] - values.get("discount", 0), **values}


@dataclass
class Shop:
    connection: Connection
    orders: int = 0
    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def insert(self, table: str, **values: Any) -> int:
        done = self.connection.execute(METADATA.tables[table].insert().values(**values))
        assert done.inserted_primary_key
        return int(done.inserted_primary_key[0])

    def once(self, table: str, key: str, **values: Any) -> int:
        if (table, key) not in self.ids:
            self.ids[table, key] = self.insert(table, **values)
        return self.ids[table, key]

    def channel(self, name: str) -> int:
        return self.once("channels", name, name=name, type="file", configuration={}, **_times())

    def customer(self, name: str) -> int:
        return self.once("customers", name, email=f"{name}@example.com", **_times())

    def location(self, name: str) -> int:
        return self.once("locations", name, name=name, created_at=NOW)

    def category(self, path: str) -> int:
        above, _, name = path.rpartition(" > ")
        parent = self.category(above) if above else None
        level = path.count(" > ")
        return self.once("categories", path, name=name, path=path, parent_id=parent, level=level, created_at=NOW)

    def variant(self, sku: str, *, category: str | None = None, product: str | None = None, **values: Any) -> int:
        path = None if category is None else self.category(category)
        key = product or sku
        product_id = self.once(
            "products", key, sku=key, title=key.title(), category_id=path, status="active", **_times()
        )
        said = {"currency": "EUR", "price_scale": 2, "status": "active", **values}
        return self.once("product_variants", sku, product_id=product_id, sku=sku, **said, **_times())

    def code(self, code: str, channel: str = "web") -> int:
        values = {"code": code, "code_key": code.lower(), "channel_id": self.channel(channel)}
        return self.once("sold_codes", code, **values, title=f"Called {code}", created_at=NOW)

    def stock(self, sku: str, available: int, location: str = "Main", **values: Any) -> None:
        place = {"product_variant_id": self.variant(sku), "location_id": self.location(location)}
        self.insert("inventory_levels", **place, available=available, updated_at=NOW, **values)

    def order(self, placed: str | datetime, *lines: dict[str, Any], channel: str = "web", **said: Any) -> int:
        """Its totals are those of its lines, where none are said."""
        self.orders += 1
        goods = sum(one["total"] for one in lines if one["kind"] == "product")
        shipping = sum(one["total"] for one in lines if one["kind"] == "shipping")
        others = sum(one["total"] for one in lines if one["kind"] not in ("product", "shipping"))
        header = {"subtotal": goods, "shipping_total": shipping, "fee_total": others, "discount_total": 0, **said}
        if "total" not in said:
            header["total"] = goods + header["shipping_total"] + others - header["discount_total"]
            if header.get("prices_include_vat") is False:
                header["total"] += header.get("tax_total") or 0
        values = {
            "order_number": f"#{self.orders}", "external_id": str(self.orders), "currency": "EUR",
            "channel_id": self.channel(channel), **header,
        }  # fmt: skip
        moment = placed if isinstance(placed, datetime) else at(placed)
        id = self.insert("orders", created_at=moment, updated_at=NOW, **values)
        for place, one in enumerate(lines, start=1):
            self.insert("order_line_items", order_id=id, position=place, created_at=NOW, **one)
        return id

    def report(self, name: str, **words: Any) -> Any:
        return self.made(name, **words).report

    def made(
        self,
        name: str,
        *,
        zone: str = "UTC",
        now: datetime = NOW,
        by: str | None = None,
        compare: str | None = None,
        choices: Choices | None = None,
        late_days: int = 3,
        **words: str,
    ) -> Made:
        """The report as a command asks for it."""
        said = Words(now=now, by=By(by) if by else None, compare=Compare(compare) if compare else None, **words)
        kind = KINDS[name]
        asked = asked_of(said, Settled(timezone=zone, late_days=late_days), kind.period)
        return make(Session(self.connection), kind, asked, choices)


def _times() -> dict[str, datetime]:
    return {"created_at": NOW, "updated_at": NOW}
