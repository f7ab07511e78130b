"""What Google, bol and Amazon say of their feeds, written down from their documents and not from royal.

Google: support.google.com/merchants/answer/7052112. bol: Retailer API 10 and Offers API 11, CreateOfferRequest.
Amazon: data definitions of the Inventory Loader and of the Price & Quantity file.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlsplit
from xml.etree import ElementTree

from stdnum import ean

G = "{http://base.google.com/ns/1.0}"
_LONGEST = {
    "id": 50, "title": 150, "description": 5_000, "link": 2_000, "image_link": 2_000, "additional_image_link": 2_000,
    "brand": 70, "mpn": 70, "item_group_id": 50, "product_type": 750, "color": 100, "size": 100, "material": 200,
    "pattern": 100,
}  # fmt: skip
_REQUIRED = ("id", "title", "description", "link", "image_link", "availability", "price")
_KNOWN = {
    *_LONGEST, *_REQUIRED, "sale_price", "gtin", "condition", "shipping_weight", "identifier_exists",
    "availability_date",
}  # fmt: skip
_DECIMALS = {"JPY": 0, "KRW": 0, "TND": 3, "KWD": 3, "BHD": 3}
_PRICE = re.compile(r"(\d+)(?:\.(\d+))? ([A-Z]{3})")
_RESTRICTED = ("02", "04", "05", "2", "98", "99")


def faults_of_google(feed: str) -> list[str]:
    root = ElementTree.fromstring(feed)
    channel = root.find("channel")
    assert channel is not None
    faults = [f"channel: no {name}" for name in ("title", "link", "description") if not channel.findtext(name)]
    items = [[(part.tag, part.text or "") for part in item] for item in channel.iter("item")]
    ids = Counter(dict(item).get(f"{G}id") for item in items)
    faults += [f"{id}: {count} times" for id, count in ids.items() if count > 1]
    groups: dict[str, Counter[tuple[str | None, ...]]] = {}
    for item in items:
        told = {tag.removeprefix(G): text for tag, text in item}
        faults += [f"{told.get('id')}: {fault}" for fault in _of_item(item, told)]
        if "item_group_id" in told:
            apart = tuple(told.get(name) for name in ("color", "size", "material", "pattern"))
            groups.setdefault(told["item_group_id"], Counter())[apart] += 1
    faults += [f"{id}: variants that nothing tells apart" for id, found in groups.items() if max(found.values()) > 1]
    return faults


def _of_item(item: list[tuple[str, str]], told: dict[str, str]) -> Iterator[str]:
    counts = Counter(tag for tag, _ in item)
    yield from (
        f"{tag} is no attribute" for tag in counts if tag.removeprefix(G) not in _KNOWN or not tag.startswith(G)
    )
    yield from (f"{tag} twice" for tag, n in counts.items() if n > 1 and tag != f"{G}additional_image_link")
    if counts[f"{G}additional_image_link"] > 10:
        yield "more than 10 further images"
    yield from (f"no {name}" for name in _REQUIRED if not told.get(name))
    for tag, text in item:
        name = tag.removeprefix(G)
        if not text.strip() or len(text) > _LONGEST.get(name, 10_000):
            yield f"{name} is empty or too long"
        if name.endswith("link") and not _is_address(text):
            yield f"{name} is no address: {text}"
    if told.get("availability") not in ("in_stock", "out_of_stock", "preorder", "backorder"):
        yield "availability"
    if told.get("availability") in ("preorder", "backorder") and "availability_date" not in told:
        yield "no availability_date"
    if told.get("condition", "new") not in ("new", "refurbished", "used"):
        yield "condition"
    yield from _of_prices(told)
    if "gtin" in told and not is_for_trade(told["gtin"]):
        yield f"gtin {told['gtin']}"
    if told.get("identifier_exists") != "no" and not ("brand" in told and ("gtin" in told or "mpn" in told)):
        yield "neither brand and GTIN nor brand and MPN"
    if "<" in told.get("description", "") and re.search(r"</?(?:p|br|ul|li|div|span|b)\b", told["description"]):
        yield "HTML in the description"
    if "shipping_weight" in told and not re.fullmatch(r"\d+(?:\.\d+)? (?:g|kg|oz|lb)", told["shipping_weight"]):
        yield f"shipping_weight {told['shipping_weight']}"


def _of_prices(told: dict[str, str]) -> Iterator[str]:
    amounts = []
    for name in ("price", "sale_price"):
        if name in told:
            price = _PRICE.fullmatch(told[name])
            if not price or len(price[2] or "") not in (0, _DECIMALS.get(price[3], 2)):
                yield f"{name} {told[name]}"
                return
            amounts.append((price[3], Decimal(f"{price[1]}.{price[2] or 0}")))
    if amounts and not amounts[0][1] > 0:
        yield "price is 0"
    if len(amounts) > 1 and (amounts[0][0] != amounts[1][0] or amounts[1][1] >= amounts[0][1]):
        yield "sale_price is no less than price"


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and bool(re.fullmatch(r"[!-~]+", text))


def is_for_trade(gtin: str) -> bool:
    """Whether it is right, and none for use inside a shop or of a coupon."""
    of_13 = gtin.zfill(14)[1:]
    return ean.is_valid(gtin) and not (gtin if len(gtin) == 8 else of_13).startswith(_RESTRICTED)


_DELIVERY = re.compile(r"24uurs-(?:1[2-9]|2[0-3])|1-2d|2-3d|3-5d|4-8d|1-8d|MijnLeverbelofte|VVB")


def faults_of_bol(feed: str) -> Iterator[str]:
    seen = Counter[tuple[str, str]]()
    for row in csv.DictReader(io.StringIO(feed, newline="")):
        name = row["Reference"]
        seen[row["EAN"], row["Condition"]] += 1
        if not (len(row["EAN"]) == 13 and is_for_trade(row["EAN"])):
            yield f"{name}: EAN {row['EAN']}"
        if row["Condition"] not in ("NEW", "AS_NEW", "GOOD", "REASONABLE", "MODERATE"):
            yield f"{name}: condition {row['Condition']}"
        if not re.fullmatch(r"\d+\.\d\d", row["Price"]) or not 1 <= Decimal(row["Price"]) <= 9_999:
            yield f"{name}: price {row['Price']}"
        if not re.fullmatch(r"\d{1,3}", row["Stock"]):
            yield f"{name}: stock {row['Stock']}"
        if not _DELIVERY.fullmatch(row["Deliverycode"]) or row["FulfillmentMethod"] != "FBR":
            yield f"{name}: delivery {row['Deliverycode']} {row['FulfillmentMethod']}"
        if len(name) > 100 or not row["Title"] or len(row["Title"]) > 500 or row["Publish"] != "TRUE":
            yield f"{name}: texts"
    yield from (f"{key} is offered twice" for key, count in seen.items() if count > 1)


def faults_of_amazon(feed: str) -> Iterator[str]:
    header, *rows = [line.split("\t") for line in feed.splitlines()]
    seen = Counter(row[0] for row in rows)
    yield from (f"{sku} twice" for sku, count in seen.items() if count > 1)
    for cells in rows:
        row = dict(zip(header, cells, strict=True))
        if not re.fullmatch(r"[ -~]{1,40}", row["sku"]) or '"' in row["sku"]:
            yield f"{row['sku']}: SKU"
        if not re.fullmatch(r"\d+(?:\.\d+)?", row["price"]) or not Decimal(row["price"]) > 0:
            yield f"{row['sku']}: price {row['price']}"
        if not row["quantity"].isdigit():
            yield f"{row['sku']}: quantity {row['quantity']}"
        if (
            row["item-condition"] not in ("1", "2", "3", "4", "5", "6", "7", "8", "10", "11")
            or row["add-delete"] != "a"
        ):
            yield f"{row['sku']}: condition"
        shapes = {"1": r"[A-Z0-9]{10}", "2": r"\d{9}[\dX]|\d{13}", "3": r"\d{12}", "4": r"\d{13}"}
        number = row["product-id"]
        kind = row["product-id-type"]
        if not re.fullmatch(shapes[kind], number) or (kind != "1" and not is_for_trade(number)):
            yield f"{row['sku']}: {number} as {kind}"
