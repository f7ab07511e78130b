"""Facebook's (Meta's) catalogue: Google's attributes, with lists spread over columns such as product_tags[0]."""

from collections.abc import Sequence
from dataclasses import replace

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.declare import Seen, pattern
from royal_cli.commerce.feeds.formats.fields import as_json, category_path
from royal_cli.commerce.feeds.formats.google import GOOGLE
from royal_cli.commerce.feeds.formats.sheet import Binding, Sheet
from royal_cli.errors import FeedError

COLUMNS = {
    **GOOGLE.columns, "fb product category": "fb_category", "override": "override",
    "status": "product.status", "visibility": "product.status",
}  # fmt: skip

PATTERNS = (
    pattern(r"image\[\d+\]\.url", "images"),
    pattern(r"additional_image_link\[\d+\]", "images"),
    pattern(r"video\[\d+\]\.url", "videos"),
    pattern(r"product_tags\[\d+\]", "tags"),
)


def _fits(seen: Seen) -> int:
    """Google's attributes with one that only Facebook has, or a feed of countries' prices, which is refused."""
    if seen.container == "xml" and seen.root not in ("rss", "feed"):
        return 0
    own = seen.count("quantity to sell on facebook", "fb product category", "override", "video 0 url", "image 0 url",
                     "product tags 0", "additional image link 0")  # fmt: skip
    shared = seen.count("title", "link", "description", "price", "brand", "availability", "image link", "condition")
    return 98 if "id" in seen.words and own and shared >= 3 else 0


def _check(binding: Binding, is_asked_for: bool) -> None:
    if "override" in binding.places:
        message = "This is a feed of what differs by country or language, with several rows for one item."
        raise FeedError(message, hint="import the catalogue itself; prices of markets come as columns price:<market>")


def _shape(sheet: Sheet, batch: Batch) -> None:
    GOOGLE.shape(sheet, batch)
    _add_categories(sheet, batch)
    if sheet.has("tags"):
        columns = [
            values.text(cells, sheet.problems, header, clears="product.tags") for header, cells in sheet.every("tags")
        ]
        batch.product["tags"] = as_json([tuple(filter(None, row)) or None for row in zip(*columns, strict=True)])
    if sheet.has("videos"):
        batch.product["videos"] = as_json(_videos(sheet))


def _add_categories(sheet: Sheet, batch: Batch) -> None:
    """Facebook's own category says something where neither the shop's nor Google's does."""
    if sheet.has("fb_category"):
        known = batch.product.get("category_path") or [None] * sheet.size
        batch.product["category_path"] = [
            path or (category_path(cell) if ">" in cell else None)
            for path, cell in zip(known, sheet.cells("fb_category"), strict=True)
        ]


def _videos(sheet: Sheet) -> Sequence[tuple[str, ...] | None]:
    columns = [
        values.urls(cells, sheet.problems, header, clears="product.videos") for header, cells in sheet.every("videos")
    ]
    return [tuple(url for cell in row for url in cell or ()) or None for row in zip(*columns, strict=True)]


FACEBOOK = replace(
    GOOGLE, name="facebook", title="Facebook catalogue", columns=COLUMNS, patterns=PATTERNS,
    fits=_fits, check=_check, shape=_shape, several=GOOGLE.several | {"videos", "tags"},
    statuses={
        **dict.fromkeys(["active", "published"], "active"), **dict.fromkeys(["hidden", "staging"], "draft"),
        "archived": "archived",
    },
)  # fmt: skip
