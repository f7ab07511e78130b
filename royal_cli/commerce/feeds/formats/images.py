"""The images that each row adds to its product."""

from collections.abc import Sequence

from royal_cli.commerce.feeds import values
from royal_cli.commerce.feeds.batch import Batch
from royal_cli.commerce.feeds.formats.groups import repeated
from royal_cli.commerce.feeds.formats.sheet import Sheet
from royal_cli.commerce.feeds.rows import SEPARATOR

#: An address and its text for people who do not see the image.
Image = tuple[str, str | None]

_CLEARS = "product.images"


def collect(sheet: Sheet, batch: Batch) -> None:
    """Images of all columns that hold some, in the order of the columns, with their texts."""
    columns = [column for role in ("image", "images") for column in sheet.every(role)]
    if not columns:
        return
    found = [
        values.urls(cells, sheet.problems, header, clears=_CLEARS, separators=sheet.form.image_separators)
        for header, cells in columns
    ]
    if len(found) == 1 and not sheet.has("image_alt", "image_alts"):
        batch.images = [[(url, None) for url in urls] if urls else None for urls in found[0]]
    else:
        batch.images = _gathered(sheet, found)
    if sheet.has("image_position"):
        _sort(sheet, batch)


def _gathered(sheet: Sheet, found: Sequence[Sequence[tuple[str, ...] | None]]) -> list[list[Image] | None]:
    described = _texts(sheet)
    merged = [dict.fromkeys(url for cell in row for url in cell or ()) for row in zip(*found, strict=True)]
    return [[(url, texts.get(url)) for url in urls] or None for urls, texts in zip(merged, described, strict=True)]


def _texts(sheet: Sheet) -> Sequence[dict[str, str | None]]:
    """Per row the texts of its addresses: one of `image_alt` for the first, or those of a list beside the list."""
    if sheet.has("image_alts"):
        columns = zip(sheet.cells("images"), sheet.cells("image_alts"), strict=True)
        return [_side_by_side(urls, texts) for urls, texts in columns]
    if sheet.has("image_alt"):
        texts = values.text(sheet.cells("image_alt"), sheet.problems, sheet.header("image_alt"))
        return [{url.strip(): text} for url, text in zip(sheet.cells("image"), texts, strict=True)]
    return [{}] * sheet.size


def _side_by_side(urls: str, texts: str) -> dict[str, str | None]:
    pairs = zip(urls.split(SEPARATOR), texts.split(SEPARATOR), strict=False)
    return {url.strip(): text.strip() or None for url, text in pairs}


def _sort(sheet: Sheet, batch: Batch) -> None:
    """Bring the images of each product into the order that their positions state."""
    images = batch.images or []
    positions = values.quantity(sheet.cells("image_position"), sheet.problems, sheet.header("image_position"))
    for group in repeated(batch.keys):
        rows = [row for row in group if images[row]]
        ordered = sorted(rows, key=lambda row: (positions[row] is None, positions[row] or 0))
        for row, content in zip(rows, [images[row] for row in ordered], strict=True):
            images[row] = content
